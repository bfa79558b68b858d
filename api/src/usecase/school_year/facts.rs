//! The facts of a school year: one function for each instrument, each in few statements however many units.

use akoki_domain::{
    calendar::SchoolYear,
    id::{BoardId, UnitId},
    organisation::Unit,
    pdca::Cycle,
    school_year::{ArisenCycle, Instance, SchoolYearPlan, YearFacts},
};
use akoki_persistence::{
    Scope, Source, Stored,
    repo::{
        audit, cycle::arising_from, organisation_unit::below, self_evaluation, time_zone::zones_of,
    },
};
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

use crate::{clock, failure::Failure, work::Work};

/// Units of one board in a school year.
pub struct Units<'a> {
    /// The board.
    pub board: BoardId,
    /// The units.
    pub ids: &'a BTreeSet<UnitId>,
    /// The school year.
    pub year: SchoolYear,
}

/// What there is of every instrument at these units. Cycles are not in it yet: see [`arisen`].
pub async fn instances(
    source: &impl Source,
    scope: &Scope,
    units: &Units<'_>,
) -> Result<Vec<Instance>, Failure> {
    let mut all = self_evaluations(source, scope, units).await?;
    all.extend(audits(source, scope, units).await?);
    Ok(all)
}

/// The self-evaluations. A concluded one ran on the day on which it was concluded.
async fn self_evaluations(
    source: &impl Source,
    scope: &Scope,
    units: &Units<'_>,
) -> Result<Vec<Instance>, Failure> {
    let found = self_evaluation::of_year(source, scope, units.board, units.year).await?;
    let all = found
        .iter()
        .flat_map(|one| Instance::of_self_evaluation(&one.record));
    Ok(all.filter(|one| units.ids.contains(&one.unit_id)).collect())
}

/// The audits. One ran on the day on which it was adopted, and its follow-up is closed when it is.
async fn audits(
    source: &impl Source,
    scope: &Scope,
    units: &Units<'_>,
) -> Result<Vec<Instance>, Failure> {
    let found = audit::of_year(source, scope, units.board, units.year).await?;
    let all = found
        .iter()
        .flat_map(|audit| Instance::of_audit(&audit.record));
    Ok(all.filter(|one| units.ids.contains(&one.unit_id)).collect())
}

/// The cycles that arise from one of these, each with the day on which it was opened.
pub async fn arisen(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    origins: &[Uuid],
) -> Result<Vec<(Stored<Cycle>, Date)>, Failure> {
    let cycles = arising_from(source, scope, board, origins).await?;
    if cycles.is_empty() {
        return Ok(Vec::new());
    }
    let zones = zones_of(source, &[board]).await?;
    let zone = zones.get(&board).copied().unwrap_or_default();
    let opened = |cycle: &Stored<Cycle>| {
        let millis = cycle.meta.created_at.unix_timestamp().saturating_mul(1000);
        clock::day_in(millis, zone)
    };
    Ok(cycles
        .into_iter()
        .map(|cycle| {
            let on = opened(&cycle);
            (cycle, on)
        })
        .collect())
}

/// Gives to each instance the cycles that arise from it.
pub fn attach(instances: &mut [Instance], cycles: &[(Stored<Cycle>, Date)]) {
    for one in instances {
        let ours = cycles
            .iter()
            .filter(|(cycle, _)| cycle.record.origin == Some(one.subject));
        one.cycles = ours
            .map(|(cycle, on)| ArisenCycle {
                opened_on: *on,
                id: cycle.record.id,
            })
            .collect();
    }
}

/// The facts of one unit, for a decision about its follow-up.
pub async fn year_facts(
    work: Work<'_>,
    unit: &Unit,
    year: SchoolYear,
    plan: Option<SchoolYearPlan>,
) -> Result<YearFacts, Failure> {
    let scope = work.scope();
    let under = below(work.tx, &scope, unit).await?;
    let ours = under.iter().map(|stored| &stored.record);
    let ours = ours.filter(|other| other.carrier_id == unit.id);
    let ids: BTreeSet<UnitId> = ours.map(|other| other.id).chain([unit.id]).collect();
    let units = Units {
        board: unit.board_id,
        ids: &ids,
        year,
    };
    Ok(YearFacts {
        year,
        plan,
        instances: instances(work.tx, &scope, &units).await?,
    })
}
