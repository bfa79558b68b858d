//! Scores of participants: given many at once, all or none, and shown to the participant alone. The trail
//! holds that somebody scored, never what.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    Code, Noun, Reason, Refusal,
    access::Permission,
    evaluation::{Said, Score, SelfEvaluation, already_scored, may_score, works_in},
    framework::EditionContent,
    organisation::Unit,
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::{
        schema::Links,
        score::{Score as View, ScoresGiven, ScoresInput},
        self_evaluation::EvaluationItem,
    },
};
use akoki_persistence::{
    Source, Stored, Verb, find, insert_many, lock,
    repo::{organisation_unit::ancestors, score::scored},
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

use super::{
    evidence::uses::{named, unusable},
    participant::{caller_person, takes_part},
    self_evaluation::{self, SelfEvaluations},
};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    frameworks::Known,
    guard::{Call, Guard, Needs},
    http::Body,
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    resource::{Child, Names, Resource, missing, names, path_id},
    work::{Work, explained},
};

/// The resource.
pub struct Scores;

impl Resource for Scores {
    type Record = Score;
    type Input = EvaluationItem;
    type View = View;

    const NAMES: Names = names!("Score", "Scores", "evaluations");
    const READ: Permission = Permission::ScoreEvaluations;
    const WRITE: Permission = Permission::ScoreEvaluations;

    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        if let Some(found) = find::<Score>(work.tx, &work.scope(), id).await? {
            let evaluation = held(work, found.record.evaluation_id.0).await?;
            told(work, &evaluation, 1);
        }
        Ok(())
    }

    async fn change(
        work: Work<'_>,
        before: &Score,
        input: EvaluationItem,
    ) -> Result<Score, Failure> {
        let everything = work.call.everything();
        let id = before.evaluation_id.0;
        let found = find::<SelfEvaluation>(work.tx, &everything, id).await?;
        let evaluation = found.ok_or_else(Failure::not_found)?.record;
        let said = Said::from(input);
        let known = work.call.frameworks().await?;
        let edition = edition_of(&known, &evaluation)?;
        let mut wrong = said.check(&evaluation.pinned, edition, "");
        let before_on = before.rests_on();
        let resting = self_evaluation::resting(&evaluation, &before_on);
        let evidence = named("/evidenceIds", &said.evidence_ids);
        wrong.extend(unusable(work, resting, &[evidence]).await?);
        if said.standard != before.said.standard {
            wrong.push(Reason::new(Code::NotChangeable).at("/standard"));
        }
        Refusal::unless_empty(wrong)?;
        may_score(&evaluation, work.today_of(evaluation.board_id).await?)?;
        // What stays as it was says nothing anew.
        let round = match said == before.said {
            true => before.round,
            false => evaluation.round,
        };
        Ok(Score {
            said,
            round,
            ..before.clone()
        })
    }

    fn input(score: &Score) -> EvaluationItem {
        score.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Score>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        let (id, evaluation) = (
            "0199c2f6-7d5a-7000-8000-000000000402",
            "0199c2f6-7d5a-7000-8000-000000000401",
        );
        let input =
            json!({"value": "satisfactory", "reason": "In mijn groepen is het zicht op orde."});
        let view = json!({
            "id": id, "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "unitId": "0199c2f6-7d5a-7000-8000-000000000002", "evaluationId": evaluation,
            "personId": "0199c2f6-7d5a-7000-8000-000000000011", "groupUnitId": null, "standard": "OP2",
            "value": "satisfactory", "reason": "In mijn groepen is het zicht op orde.", "evidenceIds": [],
            "links": {
                "self": format!("/v1/scores/{id}"),
                "evaluation": format!("/v1/self-evaluations/{evaluation}"),
            },
            "version": 1, "createdAt": "2025-11-03T09:30:00Z", "updatedAt": "2025-11-03T09:30:00Z",
        });
        (input, view)
    }

    fn patch_example() -> Value {
        json!({"value": "unsatisfactory"})
    }
}

impl Child for Scores {
    type Parent = SelfEvaluations;
    const LIST_UNDER: &'static str = "listScoresOfSelfEvaluation";
    const PARENT_FILTER: &'static str = "evaluationId";
}

/// Giving scores.
pub struct Giving;
impl Needs for Giving {
    const OPERATION: &'static str = "giveScores";
    const ACCESS: Access = Access::Needs(Permission::ScoreEvaluations);
}

/// The endpoint that takes the scores of a participant.
pub fn endpoint() -> Endpoint {
    let input = json!({"items": [
        {"standard": "OP2", "value": "satisfactory", "reason": "In mijn groepen is het zicht op orde."},
        {"standard": "SKA1", "value": null},
    ]});
    let given = json!({"scores": [Scores::examples().1]});
    let operation = Operation::new(
        Giving::OPERATION,
        "post",
        "/self-evaluations/{id}/scores",
        Scores::NAMES.tag,
        Giving::ACCESS,
    )
    .id_parameter("id")
    .idempotent()
    .takes::<ScoresInput>(input)
    .answers::<ScoresGiven>(201, &["Location"], given)
    .problems(&[409, 422]);
    Endpoint::new(operation, give)
}

async fn give(
    guard: Guard<Giving>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Body<ScoresInput>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, input) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, input) = (outer.clone(), input.clone());
            Box::pin(async move {
                let given = all(Work { tx, call: &call }, id, input).await?;
                let path = format!("/v1/self-evaluations/{id}/scores");
                Ok(Reply::json(201, &given)?.header("location", path))
            })
        })
        .await?;
    Ok(reply.into())
}

/// All scores, or none.
async fn all(work: Work<'_>, id: Uuid, input: ScoresInput) -> Result<ScoresGiven, Failure> {
    if find::<SelfEvaluation>(work.tx, &work.scope(), id)
        .await?
        .is_none()
    {
        return Err(missing::<SelfEvaluations>(work.call, work.tx, id).await);
    }
    let locked = held(work, id).await?;
    let evaluation = &locked.record;
    let person = caller_person(work, evaluation.board_id).await?;
    let today = work.today_of(evaluation.board_id).await?;
    let working = takes_part(work, evaluation, person, today).await?;
    let items: Vec<Said> = input.items.into_iter().map(Into::into).collect();
    let known = work.call.frameworks().await?;
    let edition = edition_of(&known, evaluation)?;
    let mut wrong = Said::check_all(&items, &evaluation.pinned, edition);
    wrong.extend(self_evaluation::evidence(work, evaluation, &items, &BTreeSet::new()).await?);
    if let Some(group) = input.group_unit_id {
        let theirs = works_in(&working, person, group.into(), today);
        let code = not_a_group(work, evaluation, group).await?;
        let code = code.or((!theirs).then_some(Code::NotInGroup));
        wrong.extend(code.map(|code| Reason::new(code).at("/groupUnitId")));
    }
    Refusal::unless_empty(wrong)?;
    may_score(evaluation, today)?;
    let everything = work.call.everything();
    let earlier = scored(work.tx, &everything, evaluation, person).await?;
    already_scored(&items, &earlier)?;
    let scores = items.into_iter().map(|said| Score {
        id: work.id(),
        board_id: evaluation.board_id,
        unit_id: evaluation.unit_id,
        evaluation_id: evaluation.id,
        person_id: person,
        group: input.group_unit_id.map(Into::into),
        said,
        round: evaluation.round,
    });
    let stored = insert_many(work.tx, scores.collect())
        .await
        .map_err(|error| explained::<Score>(error.into()))?;
    told(work, &locked, stored.len());
    Ok(ScoresGiven {
        scores: stored.into_iter().map(view).collect(),
    })
}

/// Why a participant cannot score for a group: it is out of reach, or is no part of what evaluates itself.
async fn not_a_group(
    work: Work<'_>,
    evaluation: &SelfEvaluation,
    group: Uuid,
) -> Result<Option<Code>, Failure> {
    let readable = work.call.scope_of(Permission::ReadUnits);
    if find::<Unit>(work.tx, &readable, group).await?.is_none() {
        return Ok(Some(Code::UnknownReference));
    }
    // Everything above a unit includes the unit itself.
    let above = ancestors(work.tx, group.into()).await?;
    let under = evaluation.unit_id.0 != group && above.contains(&evaluation.unit_id);
    Ok((!under).then_some(Code::UnitNotUnder))
}

/// The evaluation, locked: whoever reaches it scores, also from a unit that it covers, where it cannot be
/// written otherwise.
async fn held(work: Work<'_>, id: Uuid) -> Result<Stored<SelfEvaluation>, Failure> {
    let everything = work.call.everything();
    let locked = lock::<SelfEvaluation>(work.tx, &everything, id).await?;
    locked.ok_or_else(Failure::not_found)
}

/// Says of the evaluation that somebody scored so much, and nothing of what.
fn told(work: Work<'_>, evaluation: &Stored<SelfEvaluation>, count: usize) {
    let values = json!({"scores": {"count": count}});
    let version = evaluation.meta.version;
    work.record(&evaluation.record, version, Verb::Updated, values, None);
}

fn edition_of<'k>(
    known: &'k Arc<Known>,
    evaluation: &SelfEvaluation,
) -> Result<&'k EditionContent, Failure> {
    let edition = known.library.edition(&evaluation.pinned.edition);
    edition.ok_or_else(|| Code::InternalError.into())
}

fn view(item: Stored<Score>) -> View {
    let Stored { record, meta } = item;
    let link = |noun: Noun, id: Uuid| format!("/v1/{}/{id}", noun.path());
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        evaluation_id: record.evaluation_id.0,
        person_id: record.person_id.0,
        group_unit_id: record.group.map(|group| group.0),
        standard: record.said.standard,
        value: record.said.value,
        reason: record.said.reason,
        evidence_ids: record.said.evidence_ids.iter().map(|id| id.0).collect(),
        links: Links::from([
            ("self", link(Noun::Score, record.id.0)),
            (
                "evaluation",
                link(Noun::SelfEvaluation, record.evaluation_id.0),
            ),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}
