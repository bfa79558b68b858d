//! Commands to a follow-up: what is said of cycles and results is there, and of this unit.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    id::UnitId,
    pdca::{Cycle, State as CycleState},
    survey::{
        campaign::Campaign,
        follow_up::{FollowUp, FollowUpAsked, FollowUpCommand, FollowUpFacts, ResultRef, decide},
    },
};
use akoki_openapi::wire::survey_follow_up::SurveyFollowUpCommand;
use akoki_persistence::{
    find, find_many, hold_rows,
    repo::{
        cycle::ids_arising_from,
        organisation_unit::lines_above,
        survey::{Key, campaign::content},
    },
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::FollowUps;
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    usecase::participant::person_here,
    work::Work,
};

impl Commanded for FollowUps {
    type Order = SurveyFollowUpCommand;

    const TRANSITION: &'static str = "transitionSurveyFollowUp";
    const LIST_TRANSITIONS: &'static str = "listSurveyFollowUpTransitions";
    const COMMAND: Permission = Permission::FollowUpSurveys;

    async fn take(
        work: Work<'_>,
        before: &FollowUp,
        order: SurveyFollowUpCommand,
    ) -> Result<Taken<FollowUp>, Failure> {
        let asked = FollowUpAsked::from(order);
        let everything = work.call.everything();
        let campaign = find::<Campaign>(work.tx, &everything, before.campaign_id.0).await?;
        let campaign = campaign.ok_or_else(Failure::not_found)?.record;
        let facts = FollowUpFacts::of(before, campaign.state.has_ended());
        let origin = (before.board_id, before.id.0);
        let arising = ids_arising_from(work.tx, &everything, &[origin]).await?;
        let arising = arising.get(&before.id.0).map_or(&[][..], Vec::as_slice);
        let mut wrong = asked.check(!arising.is_empty());
        if asked.command == FollowUpCommand::Close {
            wrong.extend(unknown_results(work, &campaign, before, &asked.results).await?);
            wrong.extend(unfit_cycles(work, before, &asked).await?);
        }
        if !wrong.is_empty() {
            return Err(Failure::invalid("body", wrong));
        }
        let step = decide(asked.command, &facts)?;
        let today = work.today_of(before.board_id).await?;
        let by = person_here(work, before.board_id).await?;
        let mut after = before.clone();
        after.apply(step, asked, (arising, by, today));
        Ok(Taken {
            command: step.command.as_str(),
            from: step.from.as_str(),
            to: step.to.as_str(),
            told: told(&after),
            after,
        })
    }

    fn order_example() -> Value {
        json!({"command": "close", "decision": {"reason": "De resultaten liggen boven die van vorig jaar."}})
    }
}

/// What was said, without texts: it stands in the event as well.
fn told(after: &FollowUp) -> Map<String, Value> {
    let mut told = Map::new();
    if let Some(answer) = &after.answer {
        let results = answer.results.iter();
        let results = results.map(|one| json!({"key": one.key, "groupKey": one.group_key}));
        told.insert("cycleIds".to_owned(), json!(answer.cycles));
        told.insert("results".to_owned(), results.collect());
        told.insert("decided".to_owned(), answer.decision.is_some().into());
    }
    told
}

async fn unknown_results(
    work: Work<'_>,
    campaign: &Campaign,
    of: &FollowUp,
    named: &[ResultRef],
) -> Result<Vec<Reason>, Failure> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let key = Key::new(campaign.board_id, campaign.id);
    let content = content(work.tx, key).await?;
    let content = content.ok_or_else(|| Failure::Internal("a survey without content".into()))?;
    let mut wrong = ResultRef::check_all(named, &content, &campaign.stated, of.unit_id);
    let results = work.call.shared.tallies.get(work.call, campaign).await?;
    wrong.extend(results.not_shown(named, of.unit_id));
    Ok(wrong)
}

/// What is wrong with the cycles that are named: each can be read, was not broken off, and is of this unit or of one
/// under it. Until this unit of work ends nobody breaks one off.
async fn unfit_cycles(
    work: Work<'_>,
    of: &FollowUp,
    asked: &FollowUpAsked,
) -> Result<Vec<Reason>, Failure> {
    let ids: Vec<Uuid> = asked.cycles.iter().map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    hold_rows::<Cycle>(work.tx, of.board_id.0, &ids).await?;
    let reading = work.call.scope_of(Permission::ReadCycles);
    let found = find_many::<Cycle>(work.tx, &reading, &ids).await?;
    let found: BTreeMap<Uuid, Cycle> = found
        .into_iter()
        .filter(|stored| stored.record.board_id == of.board_id)
        .map(|stored| (stored.record.id.0, stored.record))
        .collect();
    let units: Vec<UnitId> = found.values().map(|cycle| cycle.unit_id).collect();
    let above = lines_above(work.tx, &work.call.everything(), &units).await?;
    let here = |unit: UnitId| {
        let mut above = above.get(&unit).into_iter().flatten();
        unit == of.unit_id || above.any(|one| *one == of.unit_id)
    };
    let named = ids.iter().enumerate();
    Ok(named
        .filter_map(|(at, id)| {
            let code = match found.get(id) {
                None => Code::UnknownReference,
                Some(cycle) if !here(cycle.unit_id) => Code::CycleElsewhere,
                Some(cycle) if cycle.state == CycleState::Cancelled => Code::CycleCancelled,
                Some(_) => return None,
            };
            Some(Reason::new(code).at(format!("/cycleIds/{at}")))
        })
        .collect())
}
