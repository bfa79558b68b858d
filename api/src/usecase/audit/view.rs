//! An audit as it is shown, computed for a whole page at once. Its report is for those who write it until
//! it is given to the units.

use akoki_domain::{
    Noun,
    access::Permission,
    audit::{Audit, Facts, available, unfit, works_until},
    id::AuditId,
};
use akoki_openapi::wire::{
    audit::{Audit as View, AuditInput, PinnedStandard},
    schema::Links,
    transition::commands,
};
use akoki_persistence::{Source, Stored, repo::audit::standings};
use std::collections::BTreeMap;

use super::{grounds, kind_of};
use crate::{
    failure::Failure,
    guard::Call,
    usecase::{
        finding::still_open,
        improvement_cycle::{path, path_of_arising},
    },
};

/// The views of a page of audits.
///
/// # Errors
/// When the store fails.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<Audit>>,
) -> Result<Vec<View>, Failure> {
    let audits: Vec<&Audit> = items.iter().map(|item| &item.record).collect();
    let ids: Vec<AuditId> = audits.iter().map(|audit| audit.id).collect();
    let inside = standings(source, &call.scope_of(Permission::WriteAudits), &ids).await?;
    let mut known = facts_of(call, source, &audits).await?;
    items
        .into_iter()
        .map(|item| {
            let id = item.record.id;
            let mut facts = known.remove(&id).ok_or_else(Failure::not_found)?;
            let standing = inside.get(&id).copied().unwrap_or_default();
            let shown = item.record.state.is_reported() || standing.is_inside();
            facts.discreet = !shown;
            Ok(one(call, item, &facts, shown))
        })
        .collect()
}

/// What the state machine looks at, of these audits.
///
/// # Errors
/// When the store fails.
pub async fn facts_of(
    call: &Call,
    source: &impl Source,
    audits: &[&Audit],
) -> Result<BTreeMap<AuditId, Facts>, Failure> {
    let boards = audits.iter().map(|audit| audit.board_id);
    let days = call.days_of(source, boards).await?;
    // Who audits is looked at until the report stands, and never after.
    let open = |audit: &&Audit| audit.state.is_before_adoption();
    let judged: Vec<&Audit> = audits.iter().copied().filter(open).collect();
    let grounds = grounds::of(call, source, &judged).await?;
    let mut open = still_open(call, source, audits).await?;
    audits
        .iter()
        .map(|audit| {
            let kind = kind_of(call, audit)?;
            let today = days.of(audit.board_id);
            let mut facts = Facts::of(audit, kind, today);
            if let Some(grounds) = grounds.get(&audit.id) {
                let until = works_until(audit, today);
                facts.unfit = unfit(&audit.stated, kind, grounds, until);
            }
            let open = open.remove(&audit.id).unwrap_or_default();
            facts.unjudged = open.unjudged;
            facts.open_findings = open.findings;
            Ok((audit.id, facts))
        })
        .collect()
}

fn one(call: &Call, item: Stored<Audit>, facts: &Facts, shown: bool) -> View {
    let Stored { record, meta } = item;
    let (available_commands, blockers) = commands(available(record.state, facts), call.language);
    let report = record.report.as_ref().filter(|_| shown);
    let links = links(&record);
    let input = AuditInput::from(&record);
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        scope_unit_ids: input.scope_unit_ids,
        kind: input.kind,
        programme_id: input.programme_id,
        school_year: record.stated.school_year.0,
        title: input.title,
        research_questions: input.research_questions,
        edition: record.pinned.edition.to_string(),
        selection: record.pinned.selection,
        standards: record
            .pinned
            .standards
            .iter()
            .map(PinnedStandard::from)
            .collect(),
        planned_from: input.planned_from,
        planned_until: input.planned_until,
        agenda: input.agenda,
        team: input.team,
        body_id: input.body_id,
        reply_due_on: input.reply_due_on,
        state: record.state,
        started_on: record.started_on,
        report: report.map(Into::into),
        replies: record.replies.iter().map(Into::into).collect(),
        earlier_reports: record.earlier_reports.iter().map(Into::into).collect(),
        adopted: record.adopted.as_ref().map(Into::into),
        ended_on: record.ended_on,
        available_commands,
        blockers,
        links,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn links(audit: &Audit) -> Links {
    let own = path(Noun::Audit, audit.id);
    let mut links = Links::from([
        ("self", own.clone()),
        ("unit", path(Noun::OrganisationUnit, audit.unit_id)),
        ("transitions", format!("{own}/transitions")),
        ("report", format!("{own}/report")),
        ("reply", format!("{own}/reply")),
        ("improvementCycles", path_of_arising(audit.id)),
    ]);
    if let Some(programme) = audit.stated.programme {
        links.insert("programme", path(Noun::AuditProgramme, programme));
    }
    if let Some(body) = audit.stated.body {
        links.insert("body", path(Noun::AccreditedBody, body));
    }
    links
}
