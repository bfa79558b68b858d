//! What belongs to an audit: what is still open of it, and what it concludes.

use akoki_domain::{
    Noun, Reason, Subject,
    audit::Audit,
    framework::RequirementRef,
    id::{AuditId, UnitId},
    verdict::GivenVerdict,
};
use akoki_persistence::{Source, repo::verdict};
use std::collections::BTreeMap;

use super::kind_of;
use crate::{failure::Failure, guard::Call, work::Work};

/// What stands in the way of the next steps of an audit.
#[derive(Debug, Clone, Default)]
pub struct StillOpen {
    /// The standards without a verdict.
    pub unjudged: Vec<String>,
    /// What is found, not dealt with, and must be.
    pub findings: Vec<Reason>,
}

/// What is still open of these audits. Nothing, as long as nothing is kept of checklists and findings.
///
/// # Errors
/// When the store fails.
pub async fn still_open(
    _: &Call,
    _: &impl Source,
    _: &[&Audit],
) -> Result<BTreeMap<AuditId, StillOpen>, Failure> {
    Ok(BTreeMap::new())
}

/// A verdict with which an audit concludes.
#[derive(Debug, Clone)]
pub struct Concluded {
    /// The unit judged, where its work hangs.
    pub unit_id: UnitId,
    /// The standard.
    pub requirement: RequirementRef,
    /// A level of the scale; absent for "not assessed".
    pub value: Option<String>,
}

/// The verdicts of an audit. None, as long as nothing is kept of checklists.
///
/// # Errors
/// When the store fails.
pub async fn concluded(_: Work<'_>, _: &Audit) -> Result<Vec<Concluded>, Failure> {
    Ok(Vec::new())
}

/// Gives the verdicts of an audit that is adopted.
///
/// # Errors
/// When the store fails.
pub async fn conclude(work: Work<'_>, audit: &Audit) -> Result<(), Failure> {
    let voice = kind_of(work.call, audit)?.voice;
    let today = work.today_of(audit.board_id).await?;
    let given: Vec<GivenVerdict> = concluded(work, audit)
        .await?
        .into_iter()
        .map(|one| GivenVerdict {
            id: work.id(),
            board_id: audit.board_id,
            unit_id: one.unit_id,
            voice,
            level: None,
            edition: audit.pinned.edition.clone(),
            requirement: one.requirement,
            value: one.value,
            given_on: today,
            source: Subject::new(Noun::Audit, audit.id),
        })
        .collect();
    Ok(verdict::add(work.tx, &given).await?)
}
