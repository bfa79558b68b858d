//! Follow-ups: what each unit does with its results of a survey. They begin when the survey has results, and each
//! unit closes its own.

mod begin;
mod command;
mod examples;
mod view;

use akoki_domain::{
    Code, Reason,
    access::Permission,
    id::{BoardId, CycleId, SurveyCampaignId},
    organisation::Unit,
    pdca::Cycle,
    survey::{campaign::Campaign, follow_up::FollowUp},
};
use akoki_openapi::wire::survey_follow_up::{SurveyFollowUp, SurveyFollowUpInput};
use akoki_persistence::{
    Source, Stored, find, find_many, hold_rows,
    repo::{cycle::ids_arising_from, survey::follow_up::of_campaigns},
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

pub use begin::begin;

/// The resource.
pub struct FollowUps;

impl Resource for FollowUps {
    type Record = FollowUp;
    type Input = SurveyFollowUpInput;
    type View = SurveyFollowUp;

    const NAMES: Names = names!("SurveyFollowUp", "SurveyFollowUps", "surveys");
    const READ: Permission = Permission::ReadSurveys;
    const WRITE: Permission = Permission::FollowUpSurveys;

    /// Until this unit ends nobody ends the survey.
    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        if let Some(found) = find::<FollowUp>(work.tx, &work.scope(), id).await? {
            let of = found.record;
            hold_rows::<Campaign>(work.tx, of.board_id.0, &[of.campaign_id.0]).await?;
        }
        Ok(())
    }

    async fn change(
        work: Work<'_>,
        before: &FollowUp,
        input: SurveyFollowUpInput,
    ) -> Result<FollowUp, Failure> {
        let today = work.today_of(before.board_id).await?;
        if input.due_on != before.due_on {
            may_move(work, before).await?;
        }
        before
            .restated(input.into(), today)
            .map_err(|wrong| Failure::invalid("body", wrong))
    }

    fn input(follow_up: &FollowUp) -> SurveyFollowUpInput {
        follow_up.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<FollowUp>>,
    ) -> Result<Vec<SurveyFollowUp>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::follow_up()
    }

    fn patch_example() -> Value {
        json!({"notes": "Eerst met de leerlingenraad besproken."})
    }
}

/// Whoever holds the survey moves the day on which a unit is to say what it does: no unit puts off its own.
async fn may_move(work: Work<'_>, of: &FollowUp) -> Result<(), Failure> {
    let permission = Permission::WriteSurveys;
    if work.call.actor.is_none() || !work.call.names(permission) {
        let reason = Reason::new(Code::InsufficientScope).with("scope", permission.scope());
        return Err(Failure::Plain(reason));
    }
    let reach = work.call.scope_of(permission);
    let campaign = find::<Campaign>(work.tx, &work.call.everything(), of.campaign_id.0).await?;
    let holder = campaign.ok_or_else(Failure::not_found)?.record.unit_id;
    match find::<Unit>(work.tx, &reach, holder.0).await? {
        Some(_) => Ok(()),
        None => Err(Code::Forbidden.into()),
    }
}

/// What became of the results of one unit.
#[derive(Debug, Clone)]
pub struct Became {
    /// What the unit said.
    pub follow_up: FollowUp,
    /// The cycles that it named, and those that arise from its follow-up, as far as the caller may read them; by id.
    pub cycles: Vec<Cycle>,
}

/// What became of the results of a survey, unit by unit, as far as the caller may read that: for whoever looks at the
/// next one.
///
/// # Errors
/// When the store fails.
pub async fn of_campaign(
    call: &Call,
    source: &impl Source,
    board: BoardId,
    campaign: SurveyCampaignId,
) -> Result<Vec<Became>, Failure> {
    let scope = call.besides(Permission::ReadSurveys);
    let all = of_campaigns(source, &scope, board, &[campaign]).await?;
    let mut cycles = cycles(call, source, &all).await?;
    let became = |follow_up: FollowUp| Became {
        cycles: cycles.remove(&follow_up.id.0).unwrap_or_default(),
        follow_up,
    };
    Ok(all.into_iter().map(became).collect())
}

/// The cycles of each of these follow-ups that the caller may read: those that it names, and those that arise from
/// it.
pub(super) async fn cycles(
    call: &Call,
    source: &impl Source,
    all: &[FollowUp],
) -> Result<BTreeMap<Uuid, Vec<Cycle>>, Failure> {
    let origins: Vec<_> = all.iter().map(|one| (one.board_id, one.id.0)).collect();
    let arising = ids_arising_from(source, &call.everything(), &origins).await?;
    let mut wanted: BTreeMap<Uuid, BTreeSet<CycleId>> = BTreeMap::new();
    for one in all {
        let arose = arising.get(&one.id.0).into_iter().flatten();
        let ids = one.cycles().iter().chain(arose).copied();
        wanted.insert(one.id.0, ids.collect());
    }
    let ids: BTreeSet<Uuid> = wanted.values().flatten().map(|id| id.0).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let found = find_many::<Cycle>(source, &call.besides(Permission::ReadCycles), &ids).await?;
    let found: BTreeMap<CycleId, Cycle> = found
        .into_iter()
        .map(|stored| (stored.record.id, stored.record))
        .collect();
    Ok(wanted
        .into_iter()
        .map(|(of, ids)| {
            let cycles = ids.iter().filter_map(|id| found.get(id).cloned());
            (of, cycles.collect())
        })
        .collect())
}
