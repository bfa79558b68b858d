//! The facts of a standing, each kind in one statement, however many units.

use akoki_domain::{
    Noun, Subject,
    access::Permission,
    audit::{Audit, AuditKind},
    finding::Finding,
    framework::{EditionRef, OwnStandard, RequirementRef},
    id::{AuditId, BoardId, UnitId},
    inspection::Order,
    organisation::kind::{BOARD, ESTABLISHMENT, SCHOOL},
    standing::{FollowUp, RequirementFact, StandingFacts, UnitFact, VerdictFact, judged},
    survey::{follow_up::FollowUp as SurveyFollowUp, safety_delivery::SafetyDelivery},
    verdict::GivenVerdict,
};
use akoki_persistence::{
    Scope, Source, find_many,
    repo::{
        baseline, conversation, dossier, due::owed_by_units, ended_unit::ended_before, finding,
        own_standard, work,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;
use uuid::Uuid;

use super::Seen;
use crate::{
    failure::Failure,
    guard::Call,
    usecase::{audit::kind_of, verdict::heard_besides},
};

/// What is kept of these units of one board, as far as it is in reach, with the verdicts on them that are
/// heard.
///
/// # Errors
/// When the store fails.
pub async fn gather(
    call: &Call,
    source: &impl Source,
    scope: &Scope,
    (seen, on): (&[Seen<'_>], Date),
    heard: &[GivenVerdict],
) -> Result<StandingFacts, Failure> {
    let own = match seen.first() {
        Some(one) => own_standard::holding(source, scope, one.unit.board_id, on).await?,
        None => Vec::new(),
    };
    let mut facts = work_on(source, scope, (seen, on), &own).await?;
    let ids: Vec<UnitId> = seen.iter().map(|one| one.unit.id).collect();
    let baselines = baseline::of_units(source, scope, &ids, None).await?;
    let baselines = baselines.iter().flat_map(|stored| stored.record.facts());
    facts.baselines = baselines
        .filter(|fact| fact.said.assessed_on <= on)
        .collect();
    facts.verdicts = under_editions(call, (seen, on), heard).await?;
    facts.follow_ups = follow_ups(call, source, (seen, on)).await?;
    Ok(facts)
}

/// What these units do about what their editions and these own standards ask of them, and nothing of what
/// was said of it.
///
/// # Errors
/// When the store fails.
pub async fn work_on(
    source: &impl Source,
    scope: &Scope,
    (seen, on): (&[Seen<'_>], Date),
    own: &[OwnStandard],
) -> Result<StandingFacts, Failure> {
    let ids: Vec<UnitId> = seen.iter().map(|one| one.unit.id).collect();
    let mut facts = StandingFacts {
        on,
        units: Vec::new(),
        requirements: Vec::new(),
        dossiers: dossier::of_units(source, scope, &ids).await?,
        baselines: Vec::new(),
        verdicts: Vec::new(),
        work: work::load(source, scope, &ids).await?,
        follow_ups: Vec::new(),
    };
    let mut known: BTreeMap<RequirementRef, RequirementFact> = BTreeMap::new();
    for one in seen {
        let required = required(one, own, on);
        facts.units.push(UnitFact {
            unit_id: one.unit.id,
            requirements: required
                .iter()
                .map(|fact| fact.requirement.clone())
                .collect(),
            replaced: replaced(one, seen),
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

/// The verdicts on these units that the caller may hear.
///
/// # Errors
/// When the store fails.
pub async fn heard(
    call: &Call,
    source: &impl Source,
    seen: &[Seen<'_>],
) -> Result<Vec<GivenVerdict>, Failure> {
    let units = seen.iter().map(|one| (one.unit.board_id, one.unit.id));
    let units: Vec<_> = units.collect();
    heard_besides(call, source, &units).await
}

/// What these verdicts say, each under the edition by which its unit is seen.
async fn under_editions(
    call: &Call,
    (seen, on): (&[Seen<'_>], Date),
    heard: &[GivenVerdict],
) -> Result<Vec<VerdictFact>, Failure> {
    let known = call.frameworks().await?;
    let mut by_edition: BTreeMap<Option<&EditionRef>, BTreeSet<UnitId>> = BTreeMap::new();
    for one in seen {
        let edition = one.edition.map(|edition| &edition.edition);
        by_edition.entry(edition).or_default().insert(one.unit.id);
    }
    let under = by_edition.iter().flat_map(|(edition, units)| {
        let of_units = heard.iter().filter(|one| units.contains(&one.unit_id));
        judged(&known.library, *edition, on, of_units)
    });
    Ok(under.collect())
}

/// What these units are still to follow up, as far as the caller may read where it comes from: findings that
/// were told to the unit, orders of the inspectorate, results of surveys, and agreements of quality conversations.
async fn follow_ups(
    call: &Call,
    source: &impl Source,
    (seen, on): (&[Seen<'_>], Date),
) -> Result<Vec<FollowUp>, Failure> {
    let (units, ended) = owing(call, source, (seen, on)).await?;
    let ids: Vec<UnitId> = units.iter().map(|(_, unit)| *unit).collect();
    let inspections = call.besides(Permission::ReadInspections);
    let orders = owed_by_units::<Order>(source, &inspections, &units).await?;
    let of_orders = orders.into_iter().map(|order| FollowUp {
        unit_id: order.unit_id,
        subject: Subject::new(Noun::RecoveryOrder, order.id),
        pressing: true,
        due_on: order.state.can_be_late().then_some(order.stated.due_on),
    });
    let mut all = of_findings(call, source, &units, (seen, on)).await?;
    all.extend(of_orders);
    all.extend(of_surveys(call, source, &units).await?);
    if let Some(one) = seen.first() {
        let talks = call.besides(Permission::ReadConversations);
        let board = one.unit.board_id;
        let agreed = conversation::open_agreements_of_units(source, &talks, board, &ids).await?;
        all.extend(agreed.into_iter().map(|agreement| FollowUp {
            unit_id: agreement.unit_id,
            subject: Subject::new(Noun::QualityConversation, agreement.conversation_id),
            pressing: false,
            due_on: agreement.due_on,
        }));
        for left in all.iter_mut().filter(|left| ended.contains(&left.unit_id)) {
            left.unit_id = board.into();
        }
    }
    Ok(all)
}

/// What these units are to say of their results of surveys, and what of these the inspectorate is to get.
async fn of_surveys(
    call: &Call,
    source: &impl Source,
    units: &[(BoardId, UnitId)],
) -> Result<Vec<FollowUp>, Failure> {
    let surveys = call.besides(Permission::ReadSurveys);
    let open = owed_by_units::<SurveyFollowUp>(source, &surveys, units).await?;
    let open = open.into_iter().map(|one| FollowUp {
        unit_id: one.unit_id,
        subject: Subject::new(Noun::SurveyFollowUp, one.id),
        pressing: false,
        due_on: Some(one.due_on),
    });
    let owed = owed_by_units::<SafetyDelivery>(source, &surveys, units).await?;
    let owed = owed.into_iter().map(|one| FollowUp {
        unit_id: one.unit_id,
        subject: Subject::new(Noun::SafetyDelivery, one.id),
        pressing: true,
        due_on: Some(one.due_on),
    });
    Ok(open.chain(owed).collect())
}

/// The units that are looked at, and where the board is among them those of it that have ended, which are told
/// once more: what they left open is the board's to see to.
async fn owing(
    call: &Call,
    source: &impl Source,
    (seen, on): (&[Seen<'_>], Date),
) -> Result<(Vec<(BoardId, UnitId)>, BTreeSet<UnitId>), Failure> {
    let mut units: Vec<_> = seen
        .iter()
        .map(|one| (one.unit.board_id, one.unit.id))
        .collect();
    let board = seen.iter().find(|one| one.unit.details.kind == BOARD);
    let Some(board) = board.map(|one| one.unit.board_id) else {
        return Ok((units, BTreeSet::new()));
    };
    let ended = ended_before(source, &call.everything(), board, on).await?;
    units.extend(ended.iter().map(|unit| (board, *unit)));
    Ok((units, ended.into_iter().collect()))
}

/// The findings that were told to these units or to any of which they carry the work. While the effect of one
/// is to be seen its unit owes nothing; when that is late, the board does.
async fn of_findings(
    call: &Call,
    source: &impl Source,
    carriers: &[(BoardId, UnitId)],
    (seen, on): (&[Seen<'_>], Date),
) -> Result<Vec<FollowUp>, Failure> {
    let audits = call.besides(Permission::ReadAudits);
    let boards = seen.iter().filter(|one| one.unit.details.kind == BOARD);
    let boards: Vec<_> = boards.map(|one| one.unit.board_id).collect();
    let open = finding::open_of_carriers(source, &audits, carriers).await?;
    let verifying = finding::verifying_of_boards(source, &audits, &boards).await?;
    let owed = open.into_iter().map(|(carrier, finding)| {
        let due = finding.owed_on();
        (carrier, finding, due)
    });
    let to_be_seen = verifying.into_iter().filter_map(|finding| {
        let due = finding.awaited_on().filter(|due| *due < on)?;
        Some((finding.board_id.into(), finding, Some(due)))
    });
    let mut all: Vec<(UnitId, Finding, Option<Date>)> = owed.chain(to_be_seen).collect();
    all.retain(|(_, finding, _)| finding.released);
    let kinds = kinds(call, source, &all).await?;
    let blocks = |finding: &Finding| {
        let kind = kinds.get(&finding.audit_id);
        let grade = kind.and_then(|kind| kind.grade(&finding.stated.grade));
        grade.is_some_and(|grade| grade.blocks_closing)
    };
    Ok(all
        .iter()
        .map(|(unit_id, finding, due_on)| FollowUp {
            unit_id: *unit_id,
            subject: Subject::new(Noun::Finding, finding.id),
            pressing: blocks(finding),
            due_on: *due_on,
        })
        .collect())
}

/// The kinds of the audits in which these were found. Whoever reads a finding is told how it weighs, whether
/// or not they reach its audit.
async fn kinds<'a>(
    call: &'a Call,
    source: &impl Source,
    all: &[(UnitId, Finding, Option<Date>)],
) -> Result<BTreeMap<AuditId, &'a AuditKind>, Failure> {
    let ids: BTreeSet<Uuid> = all.iter().map(|(_, one, _)| one.audit_id.0).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let audits = find_many::<Audit>(source, &call.everything(), &ids).await?;
    audits
        .into_iter()
        .map(|audit| Ok((audit.record.id, kind_of(call, &audit.record)?)))
        .collect()
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
