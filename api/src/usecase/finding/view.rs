//! A finding as it is shown: with what can be done with it now and who is told of it when it is late,
//! computed for a whole page at once.

use akoki_domain::{
    Noun,
    audit::Audit,
    escalation::days_late,
    finding::{Correction, Course, Finding, available},
    id::{AuditId, BoardId, CycleId, UnitId},
};
use akoki_openapi::wire::{finding::Finding as View, schema::Links, transition::commands};
use akoki_persistence::{
    Source, Stored, find_many,
    repo::{cycle::ids_arising_from, organisation_unit::lines_above},
};
use std::collections::BTreeMap;
use time::Date;
use uuid::Uuid;

use super::field::{Field, followed_up};
use crate::{
    failure::Failure,
    guard::Call,
    usecase::improvement_cycle::{path, path_of_arising},
};

/// The views of a page of findings.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<Finding>>,
) -> Result<Vec<View>, Failure> {
    let fields = fields(call, source, &items).await?;
    let courses = items.iter().filter_map(|item| {
        let field = fields.get(&item.record.audit_id)?;
        Some((&item.record, course(field, &item.record)))
    });
    let courses: Vec<(&Finding, Course)> = courses.collect();
    let mut arising = arising(call, source, &courses).await?;
    let boards = items.iter().map(|item| item.record.board_id);
    let days = call.days_of(source, boards).await?;
    let late = items.iter().filter(|item| {
        let today = days.of(item.record.board_id);
        days_late(item.record.awaited_on(), today) > 0
    });
    let units: Vec<UnitId> = late.map(|item| item.record.unit_id).collect();
    let above = lines_above(source, &call.everything(), &units).await?;
    items
        .into_iter()
        .map(|item| {
            let field = fields.get(&item.record.audit_id);
            let field = field.ok_or_else(|| Failure::Internal("a finding of no audit".into()))?;
            let chain = above.get(&item.record.unit_id);
            let today = days.of(item.record.board_id);
            let above = chain.map_or(&[][..], Vec::as_slice);
            let arising = arising.remove(&item.record.id.0).unwrap_or_default();
            one(call, item, field, (above, today, arising))
        })
        .collect()
}

/// The audits of a page of findings. Whoever reaches a finding is told what follows from its audit,
/// whether or not they reach that.
async fn fields(
    call: &Call,
    source: &impl Source,
    items: &[Stored<Finding>],
) -> Result<BTreeMap<AuditId, Field>, Failure> {
    let mut ids: Vec<Uuid> = items.iter().map(|item| item.record.audit_id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = find_many::<Audit>(source, &call.everything(), &ids).await?;
    found
        .into_iter()
        .map(|audit| Ok((audit.record.id, Field::of(call, audit.record)?)))
        .collect()
}

/// What the grade of a finding asks.
fn course(field: &Field, finding: &Finding) -> Course {
    let grade = field.kind.grade(&finding.stated.grade);
    grade.map_or(Course::Nothing, Course::of)
}

/// The cycles that arise from these findings, in one statement, as far as that decides about any of them;
/// which of them the caller reaches does not matter for what becomes of a finding.
pub(super) async fn arising(
    call: &Call,
    source: &impl Source,
    findings: &[(&Finding, Course)],
) -> Result<BTreeMap<Uuid, Vec<CycleId>>, Failure> {
    let asked = findings
        .iter()
        .filter(|(one, course)| one.asks_what_arises(*course));
    let asked: Vec<(BoardId, Uuid)> = asked.map(|(one, _)| (one.board_id, one.id.0)).collect();
    Ok(ids_arising_from(source, &call.everything(), &asked).await?)
}

fn one(
    call: &Call,
    item: Stored<Finding>,
    field: &Field,
    (above, today, arising): (&[UnitId], Date, Vec<CycleId>),
) -> Result<View, Failure> {
    let Stored { record, meta } = item;
    let grade = field.kind.grade(&record.stated.grade);
    let course = course(field, &record);
    let facts = record.facts(course, followed_up(field.audit.state), arising);
    let (available_commands, blockers) = commands(available(record.state, &facts), call.language);
    let due_on = record.awaited_on();
    let late = days_late(due_on, today);
    let response = record.response.as_ref();
    let corrected = record.correction != Correction::default();
    Ok(View {
        id: record.id.0,
        board_id: record.board_id.0,
        audit_id: record.audit_id.0,
        unit_id: record.unit_id.0,
        asks: course,
        blocks_closing: grade.is_some_and(|grade| grade.blocks_closing),
        evidence: record.stated.evidence.iter().map(Into::into).collect(),
        evidence_ids: record.stated.evidence_ids.iter().map(|id| id.0).collect(),
        released: record.released,
        state: record.state,
        answer_due_on: record.answer_due_on,
        action_due_on: record.action_due_on,
        due_on,
        days_late: late,
        escalated_to_unit_id: record.escalates_to(above, late).map(|unit| unit.0),
        response: response.map(|one| (&one.response).into()),
        responded_on: response.map(|one| one.on),
        correction: corrected.then(|| (&record.correction).into()),
        verification: record.verification.as_ref().map(Into::into),
        earlier_attempts: record.earlier.iter().map(Into::into).collect(),
        available_commands,
        blockers,
        links: links(&record),
        grade: record.stated.grade,
        standard: record.stated.standard,
        statement: record.stated.statement,
        recommendation: record.stated.recommendation,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    })
}

fn links(finding: &Finding) -> Links {
    let own = path(Noun::Finding, finding.id);
    Links::from([
        ("self", own.clone()),
        ("audit", path(Noun::Audit, finding.audit_id)),
        ("unit", path(Noun::OrganisationUnit, finding.unit_id)),
        ("transitions", format!("{own}/transitions")),
        ("improvementCycles", path_of_arising(finding.id)),
    ])
}
