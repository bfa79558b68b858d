//! The audit in whose field something is written down: it is locked first, and says what may be written.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    audit::{Audit, AuditKind, State},
    finding::{Fieldwork, Judging},
    id::{AuditId, EvidenceId, UnitId},
};
use akoki_persistence::{Record, find, lock};
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

use crate::{
    failure::Failure,
    frameworks::Known,
    guard::Call,
    usecase::{audit::kind_of, evidence::uses::Resting},
    work::Work,
};

/// An audit with its kind.
#[derive(Debug, Clone)]
pub struct Field {
    /// The audit.
    pub audit: Audit,
    /// Its kind.
    pub kind: AuditKind,
}

/// How far the work in the field is in a state of the audit.
pub const fn fieldwork(state: State) -> Fieldwork {
    match state {
        State::Planned => Fieldwork::Ahead,
        State::Preparing => Fieldwork::Questions,
        State::InProgress | State::DraftReport => Fieldwork::Running,
        State::RightOfReply
        | State::Adopted
        | State::FollowUp
        | State::Closed
        | State::Cancelled => Fieldwork::Over,
    }
}

/// Whether the units follow up what was found.
pub const fn followed_up(state: State) -> bool {
    matches!(state, State::Adopted | State::FollowUp)
}

impl Field {
    /// The field of an audit.
    ///
    /// # Errors
    /// When its kind is none that is shipped.
    pub fn of(call: &Call, audit: Audit) -> Result<Self, Failure> {
        let kind = kind_of(call, &audit)?.clone();
        Ok(Self { audit, kind })
    }

    /// The field of an audit that is locked already.
    ///
    /// # Errors
    /// When there is no such audit.
    pub async fn locked(work: Work<'_>, audit: AuditId) -> Result<Self, Failure> {
        let everywhere = work.call.everything();
        let found = find::<Audit>(work.tx, &everywhere, audit.0).await?;
        let audit = found.ok_or_else(Failure::not_found)?.record;
        Self::of(work.call, audit)
    }

    /// How far the work is.
    pub const fn fieldwork(&self) -> Fieldwork {
        fieldwork(self.audit.state)
    }

    /// What is wrong with a unit at which something is written down.
    pub fn wrong_with_unit(&self, unit: UnitId) -> Option<Reason> {
        let audited = self.audit.stated.scope.contains(&unit);
        (!audited).then(|| Reason::new(Code::UnitNotAudited).at("/unitId"))
    }

    /// What at a unit of the audit is to rest on evidence; what it rests on already may stay.
    pub fn resting<'a>(&self, unit: UnitId, before: &'a BTreeSet<EvidenceId>) -> Resting<'a> {
        Resting {
            place: Some((self.audit.board_id, unit)),
            before,
            judged: Some(self.audit.judged()),
        }
    }

    /// By what an item of the checklist is judged.
    ///
    /// # Errors
    /// When its edition is none that is published.
    pub fn judging<'a>(&'a self, known: &'a Known, today: Date) -> Result<Judging<'a>, Failure> {
        let pinned = &self.audit.pinned;
        let edition = known.library.edition(&pinned.edition);
        let edition =
            edition.ok_or_else(|| Failure::Internal(format!("no edition {}", pinned.edition)))?;
        Ok(Judging {
            pinned,
            edition,
            voice: self.kind.voice,
            today,
        })
    }
}

/// Locks the audit in whose field something new is written down, unless it is locked already.
///
/// # Errors
/// "forbidden" when the caller may only read it; "unknown-reference" when it is out of reach altogether.
pub async fn enter(work: Work<'_>, audit: Uuid) -> Result<Field, Failure> {
    // What is sent at once is of one audit, which is locked for all of it.
    if work.tx.has_locked::<Audit>(audit) {
        return Field::locked(work, AuditId(audit)).await;
    }
    if let Some(locked) = lock::<Audit>(work.tx, &work.scope(), audit).await? {
        return Field::of(work.call, locked.record);
    }
    work.call.still_valid().await?;
    let readable = work.call.scope_of(Permission::ReadAudits);
    match find::<Audit>(work.tx, &readable, audit).await? {
        Some(_) => Err(Code::Forbidden.into()),
        None => Err(Failure::body(
            Reason::new(Code::UnknownReference).at("/auditId"),
        )),
    }
}

/// Locks the audit to which a record belongs.
///
/// # Errors
/// When the store fails.
pub async fn lock_audit_of<R: Record>(
    work: Work<'_>,
    id: Uuid,
    audit: impl Fn(&R) -> AuditId + Send,
) -> Result<(), Failure> {
    if let Some(found) = find::<R>(work.tx, &work.scope(), id).await? {
        lock::<Audit>(work.tx, &work.scope(), audit(&found.record).0).await?;
    }
    Ok(())
}
