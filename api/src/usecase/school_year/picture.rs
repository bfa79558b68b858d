//! The picture of a school year at a unit and at every unit under it that carries work: in as many
//! statements for one school as for fifty.

use akoki_domain::{
    Noun, Subject,
    access::Permission,
    calendar::SchoolYear,
    conversation::QualityConversation,
    id::{AuditId, BoardId, SurveyCampaignId, UnitId},
    organisation::{Period, Unit},
    school_year::{Instance, SchoolYearPlan, YearFacts, picture},
};
use akoki_openapi::wire::{
    schema::Links,
    school_year::{
        SchoolYear as View, SchoolYearConversation, SchoolYearCycle, SchoolYearInstrument,
        SchoolYearUnit,
    },
};
use akoki_persistence::{
    Stored, find,
    repo::{
        conversation::held_in, finding::findings_of, inspection_visit::begun_in,
        organisation_unit::below, recovery_order::of_visits, school_year_plan::of_units,
        survey::follow_up::of_campaigns,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;
use uuid::Uuid;

use super::{
    facts::{Arisen, Units, arisen, attach, instances},
    year_path,
};
use crate::{failure::Failure, guard::Call, usecase::improvement_cycle::path};

/// The unit asked for with all that stands under it.
struct Seen {
    top: Unit,
    under: Vec<Unit>,
}

impl Seen {
    /// The units that carry work: the one asked for, and those under it.
    fn carriers(&self) -> Vec<UnitId> {
        let under = self.under.iter().filter(|unit| unit.carrier_id == unit.id);
        std::iter::once(self.top.id)
            .chain(under.map(|unit| unit.id))
            .collect()
    }

    /// Each unit with the one where its work hangs.
    fn carried(&self) -> BTreeMap<UnitId, UnitId> {
        let all = std::iter::once(&self.top).chain(&self.under);
        all.map(|unit| (unit.id, unit.carrier_id)).collect()
    }
}

/// What the picture is made of.
struct Gathered {
    plans: BTreeMap<UnitId, Stored<SchoolYearPlan>>,
    instances: BTreeMap<UnitId, Vec<Instance>>,
    conversations: Option<Vec<Stored<QualityConversation>>>,
    cycles: Vec<Arisen>,
}

/// The picture of a school year at the carrier of a unit of the path.
///
/// # Errors
/// "not-found" when the unit or its carrier is out of the caller's reach, or the year has no days.
pub async fn picture_of(call: &Call, unit: Uuid, year: SchoolYear) -> Result<View, Failure> {
    let (Some(first), Some(last)) = (year.first_day(), year.last_day()) else {
        return Err(Failure::not_found());
    };
    let seen = seen(call, unit, Period::new(Some(first), Some(last))).await?;
    let mut gathered = gather(call, &seen, year, (first, last)).await?;
    let mut withheld = BTreeSet::new();
    let mut rows = |of: UnitId, gathered: &Gathered| -> Vec<SchoolYearInstrument> {
        let facts = YearFacts {
            year,
            plan: gathered.plans.get(&of).map(|plan| plan.record.clone()),
            instances: gathered.instances.get(&of).cloned().unwrap_or_default(),
        };
        let rows = picture(&facts);
        let silent = rows.iter().filter(|row| row.withheld);
        withheld.extend(silent.map(|row| row.instrument));
        rows.iter()
            .map(|row| SchoolYearInstrument::new(row, call.language))
            .collect()
    };
    let top = seen.top.id;
    let under = seen.carriers().into_iter().filter(|unit| *unit != top);
    let units = under.map(|unit| SchoolYearUnit {
        unit_id: unit.0,
        href: year_path(unit, year),
        instruments: rows(unit, &gathered),
    });
    let units: Vec<SchoolYearUnit> = units.collect();
    let instruments = rows(top, &gathered);
    let own = year_path(top, year);
    let conversations = gathered.conversations.take();
    Ok(View {
        unit_id: top.0,
        year: year.0,
        name: year.to_string(),
        starts_on: first,
        ends_on: last,
        plan: gathered.plans.remove(&top).map(super::view),
        instruments,
        units,
        conversations: conversations.map(|all| all.iter().filter_map(conversation).collect()),
        improvement_cycles: gathered.cycles.iter().filter_map(cycle).collect(),
        withheld: withheld.into_iter().collect(),
        links: Links::from([
            ("self", own.clone()),
            ("unit", path(Noun::OrganisationUnit, top)),
            ("plan", format!("{own}/plan")),
            ("followUp", format!("{own}/follow-up")),
        ]),
    })
}

async fn seen(call: &Call, unit: Uuid, days: Period) -> Result<Seen, Failure> {
    let (source, scope) = (call.store(), call.scope());
    let asked = call.reached::<Unit>(unit).await?.record;
    let top = match asked.carrier_id == asked.id {
        true => asked,
        false => {
            let carrier = find::<Unit>(source, &scope, asked.carrier_id.0).await?;
            carrier.ok_or_else(Failure::not_found)?.record
        }
    };
    let under = below(source, &scope, &top).await?;
    let under = under.into_iter().map(|stored| stored.record);
    Ok(Seen {
        under: under.filter(|unit| unit.period().overlaps(&days)).collect(),
        top,
    })
}

async fn gather(
    call: &Call,
    seen: &Seen,
    year: SchoolYear,
    days: (Date, Date),
) -> Result<Gathered, Failure> {
    let (source, scope, board) = (call.store(), call.scope(), seen.top.board_id);
    let carriers = seen.carriers();
    let plans = of_units(source, &scope, board, &carriers, year).await?;
    let carried = seen.carried();
    let ids: BTreeSet<UnitId> = carried.keys().copied().collect();
    let units = Units {
        board,
        ids: &ids,
        year,
    };
    let mut found = instances(call, source, &units).await?;
    // Whoever may not read conversations is not told that there are none.
    let permission = Permission::ReadConversations;
    let conversations = match call.may(source, permission, seen.top.id).await? {
        true => {
            let reading = call.scope_of(permission);
            Some(held_in(source, &reading, board, &carriers, days).await?)
        }
        false => None,
    };
    let held = conversations.iter().flatten().map(|one| one.record.id.0);
    let instances_of_year = found.iter().filter(|one| one.is_of(year));
    let subjects: Vec<Subject> = instances_of_year.map(|one| one.subject).collect();
    let findings = told_findings(call, board, &subjects).await?;
    let inspected = inspected(call, (board, &ids), days).await?;
    let surveyed = surveyed(call, (board, &ids), &subjects).await?;
    let origins: Vec<Uuid> = held
        .chain(subjects.iter().map(|subject| subject.id))
        .chain(findings)
        .chain(inspected)
        .chain(surveyed)
        .collect();
    let mut cycles = arisen(call, source, board, &origins).await?;
    attach(&mut found, &cycles);
    // Where a cycle comes from is told with it.
    let untold: BTreeSet<Uuid> = found
        .iter()
        .filter(|one| one.untold)
        .map(|one| one.subject.id)
        .collect();
    let told = |one: &Arisen| {
        one.cycle
            .record
            .origin
            .is_some_and(|of| !untold.contains(&of.id))
    };
    cycles.retain(|one| !one.untold && told(one));
    let mut of_carriers: BTreeMap<UnitId, Vec<Instance>> = BTreeMap::new();
    for one in found {
        if let Some(carrier) = carried.get(&one.unit_id) {
            of_carriers.entry(*carrier).or_default().push(one);
        }
    }
    Ok(Gathered {
        plans: plans
            .into_iter()
            .map(|plan| (plan.record.unit_id, plan))
            .collect(),
        instances: of_carriers,
        conversations,
        cycles,
    })
}

/// What the audits among these found and told their units, as far as the caller may read audits: cycles arise
/// from that more often than from an audit as a whole.
async fn told_findings(
    call: &Call,
    board: BoardId,
    subjects: &[Subject],
) -> Result<Vec<Uuid>, Failure> {
    let audits = subjects.iter().filter(|one| one.noun == Noun::Audit);
    let audits: BTreeSet<AuditId> = audits.map(|one| AuditId(one.id)).collect();
    let audits: Vec<_> = audits.into_iter().map(|audit| (board, audit)).collect();
    let scope = call.besides(Permission::ReadAudits);
    let found = findings_of(call.store(), &scope, &audits).await?;
    let told = found.into_iter().filter(|one| one.record.released);
    Ok(told.map(|one| one.record.id.0).collect())
}

/// The follow-ups of the surveys among these at these units, as far as the caller may read them: cycles arise from
/// those.
async fn surveyed(
    call: &Call,
    (board, units): (BoardId, &BTreeSet<UnitId>),
    subjects: &[Subject],
) -> Result<Vec<Uuid>, Failure> {
    let surveys = subjects
        .iter()
        .filter(|one| one.noun == Noun::SurveyCampaign);
    let surveys: BTreeSet<_> = surveys.map(|one| SurveyCampaignId(one.id)).collect();
    let surveys: Vec<_> = surveys.into_iter().collect();
    let scope = call.besides(Permission::ReadSurveys);
    let found = of_campaigns(call.store(), &scope, board, &surveys).await?;
    let ours = found.iter().filter(|one| units.contains(&one.unit_id));
    Ok(ours.map(|one| one.id.0).collect())
}

/// The visits of the inspectorate to these units that began on these days, and the orders that they left, as far
/// as the caller may read them: a visit is no instrument of the board, and what it does about one is follow-up
/// all the same.
async fn inspected(
    call: &Call,
    (board, units): (BoardId, &BTreeSet<UnitId>),
    days: (Date, Date),
) -> Result<Vec<Uuid>, Failure> {
    let scope = call.besides(Permission::ReadInspections);
    let units: Vec<UnitId> = units.iter().copied().collect();
    let visits = begun_in(call.store(), &scope, (board, &units), days).await?;
    let visits: Vec<_> = visits.into_iter().map(|visit| visit.id).collect();
    let orders = of_visits(call.store(), &scope, board, &visits).await?;
    let orders = orders.into_iter().map(|order| order.id.0);
    Ok(visits.iter().map(|visit| visit.0).chain(orders).collect())
}

fn conversation(stored: &Stored<QualityConversation>) -> Option<SchoolYearConversation> {
    let one = &stored.record;
    Some(SchoolYearConversation {
        id: one.id.0,
        unit_id: one.unit_id.0,
        held_on: one.held_on?,
        state: one.state,
        href: path(Noun::QualityConversation, one.id),
    })
}

fn cycle(arisen: &Arisen) -> Option<SchoolYearCycle> {
    let one = &arisen.cycle.record;
    let origin: Subject = one.origin?;
    Some(SchoolYearCycle {
        id: one.id.0,
        unit_id: one.unit_id.0,
        title: one.title.clone(),
        state: one.state,
        opened_on: arisen.opened_on,
        arises_from: origin.into(),
        href: path(Noun::ImprovementCycle, one.id),
    })
}
