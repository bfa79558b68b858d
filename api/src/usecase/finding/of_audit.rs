//! What the steps of an audit do to its checklist and its findings, and what these say to its next step.

use akoki_domain::{
    Code, Noun, Reason,
    audit::{Audit, State, Unjudged},
    finding::{ChecklistItem, Finding, draw},
    id::{AuditId, BoardId},
};
use akoki_persistence::{
    Record, Source, Verb, insert_many, lock_many,
    repo::finding::{findings_of, items_of, open_of_audits, unjudged_of},
    save_many,
};
use serde_json::{Map, json};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    failure::Failure,
    guard::Call,
    resource::{Taken, input_json, take_steps},
    usecase::{audit::kind_of, checklist_item::ChecklistItems},
    work::Work,
};

/// Draws what the checklist of an audit lacks: an item for each standard of each of its units.
///
/// # Errors
/// When the store fails.
pub async fn draw_checklist(work: Work<'_>, audit: &Audit) -> Result<(), Failure> {
    let of = (audit.board_id, audit.id);
    let there = items_of(work.tx, &work.call.everything(), &[of]).await?;
    let there: Vec<ChecklistItem> = there.into_iter().map(|item| item.record).collect();
    let drawn = draw(of, &audit.stated.scope, &audit.pinned, &there, || work.id());
    for item in insert_many(work.tx, drawn).await? {
        let values = input_json::<ChecklistItems>(&item.record)?;
        work.record(&item.record, item.meta.version, Verb::Created, values, None);
    }
    Ok(())
}

/// Shows the people of the units what was looked at and found.
///
/// # Errors
/// When the store fails.
pub async fn release(work: Work<'_>, audit: &Audit) -> Result<(), Failure> {
    let (of, everywhere) = ([(audit.board_id, audit.id)], work.call.everything());
    let items = items_of(work.tx, &everywhere, &of).await?;
    let items = items.iter().filter(|item| !item.record.released);
    let ids: Vec<Uuid> = items.map(|item| item.record.id.0).collect();
    show::<ChecklistItem>(work, &ids, |item| item.released = true).await?;
    let findings = findings_of(work.tx, &everywhere, &of).await?;
    let findings = findings.iter().filter(|one| !one.record.released);
    let ids: Vec<Uuid> = findings.map(|one| one.record.id.0).collect();
    show::<Finding>(work, &ids, |finding| finding.released = true).await
}

async fn show<R: Record>(
    work: Work<'_>,
    ids: &[Uuid],
    released: impl Fn(&mut R) + Send,
) -> Result<(), Failure> {
    let locked = lock_many::<R>(work.tx, &work.call.everything(), ids).await?;
    let changed: Vec<_> = locked
        .into_iter()
        .map(|before| {
            let mut after = before.record.clone();
            released(&mut after);
            (before, after)
        })
        .collect();
    save_many(work.tx, &changed).await?;
    for (before, after) in &changed {
        let values = json!({"released": {"from": false, "to": true}});
        work.record(after, before.meta.version, Verb::Updated, values, None);
    }
    Ok(())
}

/// Lets the units follow up what was found: an audit is adopted on this day.
///
/// # Errors
/// When the store fails.
pub async fn adopt(work: Work<'_>, audit: &Audit) -> Result<(), Failure> {
    let kind = kind_of(work.call, audit)?;
    let today = work.today_of(audit.board_id).await?;
    let everywhere = work.call.everything();
    let found = findings_of(work.tx, &everywhere, &[(audit.board_id, audit.id)]).await?;
    let ids: Vec<Uuid> = found.iter().map(|one| one.record.id.0).collect();
    let mut locked = lock_many::<Finding>(work.tx, &everywhere, &ids).await?;
    locked.sort_by_key(|one| ids.iter().position(|id| *id == one.record.id.0));
    let mut steps = Vec::new();
    for before in locked {
        let Some(grade) = kind.grade(&before.record.stated.grade) else {
            continue;
        };
        let after = before.record.adopted(grade, today);
        let taken = Taken {
            command: "adopt",
            from: before.record.state.as_str(),
            to: after.state.as_str(),
            told: Map::new(),
            after,
        };
        steps.push((before, taken));
    }
    take_steps(work, steps).await
}

/// What stands in the way of the next steps of an audit.
#[derive(Debug, Clone, Default)]
pub struct StillOpen {
    /// What has no verdict.
    pub unjudged: Vec<Unjudged>,
    /// What is found, not dealt with, and must be.
    pub findings: Vec<Reason>,
}

/// What is still open of these audits, in two statements however many they are. Each is asked only for what
/// its next step looks at: of most audits of a list, that is nothing.
///
/// # Errors
/// When the store fails.
pub async fn still_open(
    call: &Call,
    source: &impl Source,
    audits: &[&Audit],
) -> Result<BTreeMap<AuditId, StillOpen>, Failure> {
    let by_id: BTreeMap<AuditId, &Audit> = audits.iter().map(|one| (one.id, *one)).collect();
    let of = |holds: fn(State) -> bool| -> Vec<(BoardId, AuditId)> {
        let these = audits.iter().filter(|one| holds(one.state));
        these.map(|one| (one.board_id, one.id)).collect()
    };
    let judging = of(|state| matches!(state, State::DraftReport | State::RightOfReply));
    let following = of(|state| matches!(state, State::Adopted | State::FollowUp));
    let everywhere = call.everything();
    let mut open: BTreeMap<AuditId, StillOpen> = BTreeMap::new();
    for item in unjudged_of(source, &everywhere, &judging).await? {
        let audited = |audit: &&Audit| audit.stated.scope.contains(&item.unjudged.unit_id);
        if by_id.get(&item.audit_id).is_some_and(audited) {
            let of = open.entry(item.audit_id).or_default();
            of.unjudged.push(item.unjudged);
        }
    }
    for finding in open_of_audits(source, &everywhere, &following).await? {
        let Some(audit) = by_id.get(&finding.audit_id) else {
            continue;
        };
        let grade = kind_of(call, audit)?.grade(&finding.grade);
        if grade.is_some_and(|grade| grade.blocks_closing) {
            let reason = Reason::new(Code::FindingOpen).about(Noun::Finding, finding.id);
            let reason = reason.with("grade", &finding.grade);
            let of = open.entry(finding.audit_id).or_default();
            of.findings.push(reason.with("state", finding.state));
        }
    }
    Ok(open)
}

/// What was judged of an audit that concludes: the items drawn for its units that have a verdict.
///
/// # Errors
/// When the store fails.
pub async fn judged(work: Work<'_>, audit: &Audit) -> Result<Vec<ChecklistItem>, Failure> {
    let everywhere = work.call.everything();
    let items = items_of(work.tx, &everywhere, &[(audit.board_id, audit.id)]).await?;
    let items = items.into_iter().map(|item| item.record);
    Ok(items
        .filter(|item| item.drawn && item.stated.is_judged())
        .filter(|item| audit.stated.scope.contains(&item.unit_id))
        .collect())
}
