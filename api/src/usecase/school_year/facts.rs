//! The facts of a school year: one function for each instrument, each in few statements however many units.

use akoki_domain::{
    access::read_permission,
    audit::Audit,
    calendar::SchoolYear,
    evaluation::SelfEvaluation,
    id::{BoardId, SurveyCampaignId, UnitId},
    organisation::Unit,
    pdca::{Cycle, State as CycleState},
    school_year::{ArisenCycle, Instance, SchoolYearPlan, SurveyOfYear, YearFacts},
    survey::campaign::Campaign,
};
use akoki_persistence::{
    Record, Scope, Source, Stored,
    repo::{
        audit,
        cycle::arising_from,
        organisation_unit::below,
        self_evaluation,
        survey::{campaign, follow_up},
        time_zone::zones_of,
    },
    unreachable_ids,
};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;
use uuid::Uuid;

use crate::{clock, failure::Failure, guard::Call, work::Work};

/// Units of one board in a school year.
pub struct Units<'a> {
    /// The board.
    pub board: BoardId,
    /// The units.
    pub ids: &'a BTreeSet<UnitId>,
    /// The school year.
    pub year: SchoolYear,
}

/// What there is of every instrument at these units: it counts for whoever reads the school year, and is told to
/// whoever may read the instrument itself. Cycles are not in it yet: see [`arisen`].
pub async fn instances(
    call: &Call,
    source: &impl Source,
    units: &Units<'_>,
) -> Result<Vec<Instance>, Failure> {
    let scope = call.scope();
    let ids: Vec<UnitId> = units.ids.iter().copied().collect();
    let evaluations = self_evaluation::of_year(source, &scope, units.board, units.year).await?;
    let evaluations = evaluations.iter().map(|one| &one.record);
    let mut all: Vec<Instance> = evaluations.flat_map(Instance::of_self_evaluation).collect();
    let untold = untold::<SelfEvaluation>(call, source, &all).await?;
    mark(&mut all, &untold);
    let audits = audit::of_year(source, &scope, (units.board, &ids), units.year).await?;
    let mut audits: Vec<Instance> = audits.iter().flat_map(Instance::of_audit).collect();
    let untold = self::untold::<Audit>(call, source, &audits).await?;
    mark(&mut audits, &untold);
    all.extend(audits);
    let mut surveys = surveys(source, &scope, units).await?;
    let untold = self::untold::<Campaign>(call, source, &surveys).await?;
    mark(&mut surveys, &untold);
    all.extend(surveys);
    all.retain(|one| units.ids.contains(&one.unit_id));
    Ok(all)
}

/// The surveys of the year, at each of their units.
async fn surveys(
    source: &impl Source,
    scope: &Scope,
    units: &Units<'_>,
) -> Result<Vec<Instance>, Failure> {
    let campaigns = campaign::of_year(source, scope, units.board, units.year).await?;
    let ids: Vec<_> = campaigns.iter().map(|one| one.id).collect();
    let mut followed: BTreeMap<SurveyCampaignId, BTreeMap<UnitId, Date>> = BTreeMap::new();
    for one in follow_up::of_campaigns(source, scope, units.board, &ids).await? {
        if let Some(answer) = one.answer {
            let of = followed.entry(one.campaign_id).or_default();
            of.insert(one.unit_id, answer.closed_on);
        }
    }
    let zones = zones_of(source, &[units.board]).await?;
    let zone = zones.get(&units.board).copied().unwrap_or_default();
    let nobody = BTreeMap::new();
    let all = campaigns.iter().flat_map(|campaign| {
        let early = campaign.ended_early_at().map(|at| clock::day_in(at, zone));
        let last = campaign.stated.span().map(|(_, last)| last);
        Instance::of_survey(SurveyOfYear {
            campaign,
            closed_on: early.or(last),
            followed_up: followed.get(&campaign.id).unwrap_or(&nobody),
        })
    });
    Ok(all.collect())
}

/// Those of which the caller is told no more than that they are there.
async fn untold<R: Record>(
    call: &Call,
    source: &impl Source,
    all: &[Instance],
) -> Result<BTreeSet<Uuid>, Failure> {
    let ids: BTreeSet<Uuid> = all.iter().map(|one| one.subject.id).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    hidden::<R>(call, source, &ids).await
}

/// Those among these that the caller may not read themselves.
async fn hidden<R: Record>(
    call: &Call,
    source: &impl Source,
    ids: &[Uuid],
) -> Result<BTreeSet<Uuid>, Failure> {
    let permission = read_permission(R::NOUN);
    if !call.names(permission) {
        return Ok(ids.iter().copied().collect());
    }
    let hidden = unreachable_ids::<R>(source, &call.scope_of(permission), ids).await?;
    Ok(hidden.into_iter().collect())
}

fn mark(instances: &mut [Instance], untold: &BTreeSet<Uuid>) {
    for one in instances {
        one.untold = untold.contains(&one.subject.id);
    }
}

/// A cycle that arises from something of the year.
pub struct Arisen {
    /// The cycle.
    pub cycle: Stored<Cycle>,
    /// The day on which it was opened.
    pub opened_on: Date,
    /// It counts, and the caller may not read it.
    pub untold: bool,
}

/// The cycles that arise from one of these, each with the day on which it was opened.
pub async fn arisen(
    call: &Call,
    source: &impl Source,
    board: BoardId,
    origins: &[Uuid],
) -> Result<Vec<Arisen>, Failure> {
    let mut cycles = arising_from(source, &call.scope(), board, origins).await?;
    // What was broken off follows nothing up.
    cycles.retain(|cycle| cycle.record.state != CycleState::Cancelled);
    if cycles.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = cycles.iter().map(|one| one.record.id.0).collect();
    let hidden = hidden::<Cycle>(call, source, &ids).await?;
    let zones = zones_of(source, &[board]).await?;
    let zone = zones.get(&board).copied().unwrap_or_default();
    let opened = |cycle: &Stored<Cycle>| {
        let millis = cycle.meta.created_at.unix_timestamp().saturating_mul(1000);
        clock::day_in(millis, zone)
    };
    Ok(cycles
        .into_iter()
        .map(|cycle| Arisen {
            opened_on: opened(&cycle),
            untold: hidden.contains(&cycle.record.id.0),
            cycle,
        })
        .collect())
}

/// Gives to each instance the cycles that arise from it.
pub fn attach(instances: &mut [Instance], cycles: &[Arisen]) {
    for one in instances {
        let ours = cycles
            .iter()
            .filter(|arisen| arisen.cycle.record.origin == Some(one.subject));
        one.cycles = ours
            .map(|arisen| ArisenCycle {
                opened_on: arisen.opened_on,
                id: arisen.cycle.record.id,
                untold: arisen.untold,
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
        instances: instances(work.call, work.tx, &units).await?,
    })
}
