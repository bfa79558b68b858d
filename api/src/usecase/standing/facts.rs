//! The facts of a standing, each kind in one statement, however many units.

use akoki_domain::{
    Noun, Subject,
    access::Permission,
    framework::{OwnStandard, RequirementRef},
    id::UnitId,
    organisation::kind::{BOARD, ESTABLISHMENT, SCHOOL},
    standing::{FollowUp, RequirementFact, StandingFacts, UnitFact},
};
use akoki_persistence::{
    Scope, Source,
    repo::{baseline, conversation, dossier, finding, own_standard, recovery_order, work},
};
use std::collections::BTreeMap;
use time::Date;

use super::Seen;
use crate::failure::Failure;

/// What is kept of these units of one board, as far as it is in reach.
///
/// # Errors
/// When the store fails.
pub async fn gather(
    source: &impl Source,
    scope: &Scope,
    seen: &[Seen<'_>],
    on: Date,
) -> Result<StandingFacts, Failure> {
    let ids: Vec<UnitId> = seen.iter().map(|one| one.unit.id).collect();
    let own = match seen.first() {
        Some(one) => own_standard::holding(source, scope, one.unit.board_id, on).await?,
        None => Vec::new(),
    };
    let baselines = baseline::of_units(source, scope, &ids, None).await?;
    let baselines = baselines.iter().flat_map(|stored| stored.record.facts());
    let mut facts = StandingFacts {
        on,
        units: Vec::new(),
        requirements: Vec::new(),
        dossiers: dossier::of_units(source, scope, &ids).await?,
        baselines: baselines
            .filter(|fact| fact.said.assessed_on <= on)
            .collect(),
        work: work::load(source, scope, &ids).await?,
        follow_ups: follow_ups(source, scope, seen).await?,
    };
    let busy = facts.busy();
    let mut known: BTreeMap<RequirementRef, RequirementFact> = BTreeMap::new();
    for one in seen {
        let mut required = required(one, &own, on);
        if replaced(one, seen) {
            if !busy.contains(&one.unit.id) {
                continue;
            }
            // Its establishments are asked for everything; of itself only what it took up.
            required.retain(|fact| facts.takes_up(one.unit.id, &fact.requirement));
        }
        facts.units.push(UnitFact {
            unit_id: one.unit.id,
            requirements: required
                .iter()
                .map(|fact| fact.requirement.clone())
                .collect(),
        });
        known.extend(
            required
                .into_iter()
                .map(|fact| (fact.requirement.clone(), fact)),
        );
    }
    facts.requirements = known.into_values().collect();
    Ok(facts)
}

/// What these units are still to follow up, as far as the caller may read where it comes from: findings that
/// were told to the unit, orders of the inspectorate, and agreements of quality conversations.
async fn follow_ups(
    source: &impl Source,
    scope: &Scope,
    seen: &[Seen<'_>],
) -> Result<Vec<FollowUp>, Failure> {
    let units: Vec<_> = seen
        .iter()
        .map(|one| (one.unit.board_id, one.unit.id))
        .collect();
    let ids: Vec<UnitId> = units.iter().map(|(_, unit)| *unit).collect();
    let audits = scope.with(Permission::ReadAudits);
    let findings = finding::open_of_units(source, &audits, &units).await?;
    let findings = findings.into_iter().map(|stored| stored.record);
    let findings = findings.filter(|finding| finding.released);
    let inspections = scope.with(Permission::ReadInspections);
    let orders = recovery_order::open_of_units(source, &inspections, &ids).await?;
    let of_findings = findings.map(|finding| FollowUp {
        unit_id: finding.unit_id,
        subject: Subject::new(Noun::Finding, finding.id),
        pressing: false,
        due_on: finding.awaited_on(),
    });
    let of_orders = orders.into_iter().map(|order| FollowUp {
        unit_id: order.unit_id,
        subject: Subject::new(Noun::RecoveryOrder, order.id),
        pressing: true,
        due_on: order.state.is_to_be_met().then_some(order.stated.due_on),
    });
    let mut all: Vec<FollowUp> = of_findings.chain(of_orders).collect();
    if let Some(one) = seen.first() {
        let talks = scope.with(Permission::ReadConversations);
        let board = one.unit.board_id;
        let agreed = conversation::open_agreements_of_units(source, &talks, board, &ids).await?;
        all.extend(agreed.into_iter().map(|agreement| FollowUp {
            unit_id: agreement.unit_id,
            subject: Subject::new(Noun::QualityConversation, agreement.conversation_id),
            pressing: false,
            due_on: agreement.due_on,
        }));
    }
    Ok(all)
}

/// A school of which the establishments carry the work; what hung at the school before stays there.
fn replaced(one: &Seen<'_>, all: &[Seen<'_>]) -> bool {
    one.unit.details.kind == SCHOOL
        && all.iter().any(|other| {
            other.unit.parent_id == Some(one.unit.id) && other.unit.details.kind == ESTABLISHMENT
        })
}

/// What is required of a unit: the standards of its edition, and what its board adds for its schools.
fn required(one: &Seen<'_>, own: &[OwnStandard], on: Date) -> Vec<RequirementFact> {
    let mut all = Vec::new();
    if let Some(edition) = one.edition {
        for standard in edition.required(&one.unit.details.education, on) {
            all.push(RequirementFact {
                requirement: RequirementRef::Shipped {
                    edition: edition.edition.clone(),
                    code: standard.code,
                },
                theme: standard.theme,
                core: standard.core,
            });
        }
    }
    if one.unit.details.kind != BOARD {
        all.extend(own.iter().map(|standard| RequirementFact {
            requirement: RequirementRef::Own(standard.id),
            theme: standard.theme,
            core: false,
        }));
    }
    all
}
