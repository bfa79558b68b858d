//! A cycle as it is shown: with what can be done with it now, computed for a whole page at once.

use akoki_domain::{
    Noun,
    pdca::{Cycle, Facts, available},
};
use akoki_openapi::wire::{
    improvement_cycle::ImprovementCycle, schema::Links, transition::commands,
};
use akoki_persistence::{
    Source, Stored,
    repo::cycle::{Belongings, belongings},
};

use time::Date;

use super::path;
use crate::{failure::Failure, guard::Call};

/// The views of a page of cycles.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<Cycle>>,
) -> Result<Vec<ImprovementCycle>, Failure> {
    let cycles: Vec<&Cycle> = items.iter().map(|item| &item.record).collect();
    let mut known = belongings(source, &call.scope(), &cycles).await?;
    let days = call
        .days_of(source, cycles.iter().map(|cycle| cycle.board_id))
        .await?;
    Ok(items
        .into_iter()
        .map(|item| {
            let belonging = known.remove(&item.record.id).unwrap_or_default();
            let today = days.of(item.record.board_id);
            one(call, item, belonging, today)
        })
        .collect())
}

fn one(call: &Call, item: Stored<Cycle>, belonging: Belongings, today: Date) -> ImprovementCycle {
    let Stored { record, meta } = item;
    let open = |action: &&akoki_domain::pdca::Action| action.plan.status.is_open();
    let counts = (
        belonging.goals.len(),
        belonging.actions.len(),
        belonging.actions.iter().filter(open).count(),
    );
    let facts = facts(&record, belonging, today);
    let (available_commands, blockers) = commands(available(record.state, &facts), call.language);
    ImprovementCycle {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        theme: record.theme,
        links: links(&record),
        context_factor_ids: record.context_factors.iter().map(|id| id.0).collect(),
        flagged_context_factor_ids: record.flagged_context.iter().map(|id| id.0).collect(),
        flagged: !record.flagged_context.is_empty(),
        owner_id: record.owner.map(|id| id.0),
        arises_from: record.origin.map(Into::into),
        state: record.state,
        round: record.round,
        previous_id: record.previous.map(|id| id.0),
        next_id: record.next.map(|id| id.0),
        do_started_on: record.do_started_on,
        evaluation: record.evaluation.as_ref().map(Into::into),
        title: record.title,
        description: record.description,
        requirements: record.requirements,
        goal_count: counts.0,
        action_count: counts.1,
        open_action_count: counts.2,
        available_commands,
        blockers,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

/// What the state machine looks at.
pub fn facts(cycle: &Cycle, belonging: Belongings, today: Date) -> Facts {
    let Belongings {
        goals,
        actions,
        measurements,
        decisions,
    } = belonging;
    Facts::of(cycle, goals, actions, measurements, decisions, today)
}

fn links(cycle: &Cycle) -> Links {
    let own = path(Noun::ImprovementCycle, cycle.id);
    let mut links = Links::from([
        ("self", own.clone()),
        ("unit", path(Noun::OrganisationUnit, cycle.unit_id)),
        ("goals", format!("{own}/goals")),
        ("actions", format!("{own}/actions")),
        ("transitions", format!("{own}/transitions")),
        ("evaluation", format!("{own}/evaluation")),
        (
            "contextFactors",
            format!("/v1/context-factors?cycleId={}", cycle.id),
        ),
    ]);
    if let Some(origin) = cycle.origin {
        links.insert("arisesFrom", path(origin.noun, origin.id));
    }
    if let Some(previous) = cycle.previous {
        links.insert("previous", path(Noun::ImprovementCycle, previous));
    }
    if let Some(next) = cycle.next {
        links.insert("next", path(Noun::ImprovementCycle, next));
    }
    links
}
