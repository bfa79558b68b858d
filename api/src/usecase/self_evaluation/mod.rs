//! Self-evaluations: preparing, holding and concluding them.

mod command;
mod examples;
mod results;
mod verdicts;
mod view;

use akoki_domain::{
    Code, Noun, Reason, Refusal,
    access::Permission,
    evaluation::{Plan, SelfEvaluation, State, asked, fits, kinds_of},
    framework::{FrameworkKind, RequirementRef},
    id::{PersonId, UnitId},
    organisation::Unit,
    verdict::{PinRequest, Pinned, pin},
};
use akoki_openapi::wire::self_evaluation::{SelfEvaluation as View, SelfEvaluationInput};
use akoki_persistence::{Source, Stored, find, repo::organisation_unit::ancestors};
use serde_json::Value;
use time::Date;

use super::{
    audit::{foreign, is_in_force},
    carrier::anew_at_carrier_of_school,
    improvement_cycle::references::{unknown_people, unknown_person},
    participant::{person_here, taking_part},
    requirement::look_up,
    sector::sector_at,
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

use verdicts::runs_at_board;

pub use results::endpoint as results_endpoint;
pub use verdicts::{endpoint as verdicts_endpoint, evidence, resting};

/// The resource.
pub struct SelfEvaluations;

impl Resource for SelfEvaluations {
    type Record = SelfEvaluation;
    type Input = SelfEvaluationInput;
    type View = View;

    const NAMES: Names = names!("SelfEvaluation", "SelfEvaluations", "evaluations");
    const READ: Permission = Permission::ReadEvaluations;
    const WRITE: Permission = Permission::WriteEvaluations;

    async fn create(work: Work<'_>, input: SelfEvaluationInput) -> Result<SelfEvaluation, Failure> {
        let mut wrong = Vec::new();
        let unit = anew_at_carrier_of_school(work, input.unit_id, "/unitId", &mut wrong).await?;
        let today = match &unit {
            Some(unit) => work.today_of(unit.board_id).await?,
            None => work.call.today,
        };
        let plan = input.plan(&mut wrong);
        let mut pinned = None;
        if let Some(plan) = &plan {
            wrong.extend(plan.check(None, today));
            pinned = pinned_for(work, unit.as_ref(), plan, today, &mut wrong).await?;
        }
        if let (Some(unit), Some(plan)) = (&unit, &plan) {
            wrong.extend(unknown(work, unit, plan, None).await?);
        }
        let (Some(unit), Some(plan), Some(pinned), true) = (unit, plan, pinned, wrong.is_empty())
        else {
            return Err(Failure::invalid("body", wrong));
        };
        let evaluation = SelfEvaluation {
            id: work.id(),
            board_id: unit.board_id,
            unit_id: unit.id,
            plan: Plan {
                request: asked(&pinned),
                meeting: None,
                ..plan.clone()
            },
            pinned,
            state: State::Draft,
            verdicts: Vec::new(),
            concluded_on: None,
            round: 0,
        };
        // A meeting comes with the holding of it.
        let complete = Plan {
            request: evaluation.plan.request.clone(),
            ..plan
        };
        evaluation.may_become(&complete)?;
        Ok(evaluation)
    }

    async fn change(
        work: Work<'_>,
        before: &SelfEvaluation,
        input: SelfEvaluationInput,
    ) -> Result<SelfEvaluation, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let Some(mut plan) = input.plan(&mut wrong) else {
            return Err(Failure::invalid("body", wrong));
        };
        // Before it is looked up who is named: whoever may not name anybody is told that.
        if before.moves_leader(&plan) && !runs_at_board(work, before.board_id).await? {
            return Err(Code::LeaderNamedByBoard.into());
        }
        let today = work.today_of(before.board_id).await?;
        wrong.extend(plan.check(Some(&before.plan), today));
        let unit = find::<Unit>(work.tx, &work.call.everything(), before.unit_id.0).await?;
        let unit = unit.ok_or_else(Failure::not_found)?.record;
        let mut after = before.clone();
        if before.state == State::Draft && plan.looks_elsewhere(&before.plan) {
            let pinned = pinned_for(work, Some(&unit), &plan, today, &mut wrong).await?;
            if let Some(pinned) = pinned {
                plan.request = asked(&pinned);
                after.pinned = pinned;
            }
        } else if plan.level != before.plan.level {
            wrong.extend(unfit(&unit, &plan));
        }
        wrong.extend(unknown(work, &unit, &plan, Some(&before.plan)).await?);
        Refusal::unless_empty(wrong)?;
        before.may_become(&plan)?;
        after.plan = plan;
        Ok(after)
    }

    async fn remove(_: Work<'_>, evaluation: &SelfEvaluation) -> Result<(), Failure> {
        Ok(evaluation.may_be_removed()?)
    }

    fn input(evaluation: &SelfEvaluation) -> SelfEvaluationInput {
        evaluation.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<SelfEvaluation>>,
    ) -> Result<Vec<View>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::evaluation()
    }
}

/// The level that a unit of this kind has not.
fn unfit(unit: &Unit, plan: &Plan) -> Option<Reason> {
    let kind = &unit.details.kind;
    (!fits(plan.level, kind)).then(|| {
        let reason = Reason::new(Code::LevelNotOfUnit).at("/level");
        let reason = reason.with("level", plan.level).with("kind", kind);
        reason.with("kinds", kinds_of(plan.level).join(", "))
    })
}

/// What a plan pins for a unit; what is wrong with it is added to what was found so far. Where the unit is
/// not known, what can be told without it is told.
async fn pinned_for(
    work: Work<'_>,
    unit: Option<&Unit>,
    plan: &Plan,
    today: Date,
    wrong: &mut Vec<Reason>,
) -> Result<Option<Pinned>, Failure> {
    wrong.extend(unit.and_then(|unit| unfit(unit, plan)));
    wrong.extend(unknown_own(work, unit, &plan.request).await?);
    let known = work.call.frameworks().await?;
    let Some(edition) = known.library.edition(&plan.edition) else {
        wrong.push(Reason::new(Code::UnknownReference).at("/edition"));
        return Ok(None);
    };
    if edition.kind == FrameworkKind::ObservationInstrument {
        let reason = Reason::new(Code::EditionIsInstrument).at("/edition");
        wrong.push(reason.with("edition", &plan.edition));
        return Ok(None);
    }
    let on = plan.school_year.nearest(today);
    if !is_in_force(&known.library, edition, on) {
        let reason = Reason::new(Code::EvaluationEditionNotInForce).at("/edition");
        wrong.push(reason.with("edition", &plan.edition).with("on", on));
    }
    if let Some(unit) = unit {
        let sector = sector_at(work.call, work.tx, unit).await?;
        wrong.extend(foreign(edition, &[sector]));
    }
    let education: &[String] = unit.map_or(&[], |unit| &unit.details.education);
    match pin(edition, education, today, &plan.request) {
        Ok(pinned) => Ok(Some(pinned)),
        Err(more) => {
            wrong.extend(more);
            Ok(None)
        }
    }
}

async fn unknown_own(
    work: Work<'_>,
    unit: Option<&Unit>,
    request: &PinRequest,
) -> Result<Vec<Reason>, Failure> {
    let own: Vec<(String, RequirementRef)> = request
        .own
        .iter()
        .enumerate()
        .map(|(n, id)| (format!("/ownStandardIds/{n}"), RequirementRef::Own(*id)))
        .collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    Ok(look_up(work, unit.map(|unit| unit.board_id), &own)
        .await?
        .wrong)
}

/// What the plan refers to that is unknown or stands elsewhere.
async fn unknown(
    work: Work<'_>,
    unit: &Unit,
    plan: &Plan,
    before: Option<&Plan>,
) -> Result<Vec<Reason>, Failure> {
    let mut wrong = Vec::new();
    for (n, covered) in plan.covers.iter().enumerate() {
        if before.is_some_and(|before| before.covers.contains(covered)) {
            continue;
        }
        let code = uncovered(work, unit, *covered).await?;
        wrong.extend(code.map(|code| Reason::new(code).at(format!("/coversUnitIds/{n}"))));
    }
    let leader = before.and_then(|before| before.leader);
    // To lead gives the right to read and to fix, so a leader is somebody in reach: that somebody works or worked
    // around here, as with those who are only named, does not do.
    wrong.extend(unknown_person(work, unit.board_id, "/leaderId", plan.leader, leader).await?);
    let attendees = |plan: &Plan| -> Vec<PersonId> {
        let meeting = plan.meeting.as_ref();
        meeting.map_or_else(Vec::new, |meeting| meeting.attendees.clone())
    };
    let were = before.map(attendees).unwrap_or_default();
    let fresh: Vec<(String, PersonId)> = attendees(plan)
        .into_iter()
        .enumerate()
        .filter(|(_, person)| !were.contains(person))
        .map(|(n, person)| (format!("/meeting/attendeeIds/{n}"), person))
        .collect();
    let strangers = unknown_people(work, unit.board_id, &fresh, &[]).await?;
    wrong.extend(absent(work, (unit, plan), &fresh, strangers).await?);
    Ok(wrong)
}

/// Those of `strangers`, who are out of the caller's reach, that cannot have been at the meeting: whoever leads
/// an evaluation has no role that shows people, and names by their ids those who take part and themselves.
async fn absent(
    work: Work<'_>,
    (unit, plan): (&Unit, &Plan),
    named: &[(String, PersonId)],
    mut strangers: Vec<Reason>,
) -> Result<Vec<Reason>, Failure> {
    let Some(meeting) = plan.meeting.as_ref().filter(|_| !strangers.is_empty()) else {
        return Ok(strangers);
    };
    let people: Vec<PersonId> = named.iter().map(|(_, person)| *person).collect();
    let mut there = taking_part(work, (unit, plan), &people, meeting.held_on).await?;
    there.extend(person_here(work, unit.board_id).await?);
    let was_there = |reason: &Reason| {
        let mut ours = named.iter().filter(|(_, person)| there.contains(person));
        ours.any(|(at, _)| reason.pointer.as_deref() == Some(at))
    };
    strangers.retain(|reason| !was_there(reason));
    Ok(strangers)
}

/// Why an evaluation of a unit does not cover another: it is out of reach, or does not stand under it.
async fn uncovered(work: Work<'_>, unit: &Unit, other: UnitId) -> Result<Option<Code>, Failure> {
    let found = find::<Unit>(work.tx, &work.scope(), other.0).await?;
    if found.is_none() {
        return Ok(Some(Code::UnknownReference));
    }
    let under = other != unit.id && ancestors(work.tx, other).await?.contains(&unit.id);
    Ok((!under).then_some(Code::UnitNotUnder))
}

fn path(id: impl std::fmt::Display) -> String {
    format!("/v1/{}/{id}", Noun::SelfEvaluation.path())
}
