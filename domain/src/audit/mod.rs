//! Audits: others look at units against standards of a pinned edition, say what they found, hear what the
//! unit says to that, and see that something is done with it.
//!
//! What kinds of audit there are is data ([`AuditKind`]); a kind decides in which words findings are put,
//! what must be there before a step can be taken, and who may audit. Who audits is independent of the unit
//! ([`independence`]): that is a rule and not advice.

pub mod auditor;
pub mod body;
pub mod editing;
pub mod independence;
pub mod kind;
pub mod machine;
pub mod programme;
pub mod record;
pub mod reply;
pub mod state;
pub mod stated;
pub mod team;

pub use auditor::{Auditor, AuditorInput, Interest, Qualification};
pub use body::{Accreditation, AccreditedBody, AccreditedBodyInput, RVA};
pub use editing::{Edit, edits, may_edit, wrong_now};
pub use independence::{Grounds, Near, unfit, works_until};
pub use kind::{AuditKind, AuditKinds, DueInDays, FindingGrade, RecordedAs, VerdictRule};
pub use machine::{Facts, Step, Unjudged, available, decide};
pub use programme::{AuditProgramme, AuditProgrammeInput};
pub use record::{Adoption, Audit, EarlierReport, GuestGrant, MAX_EARLIER_REPORTS, Report};
pub use reply::{Replier, Reply};
pub use state::{Command, State};
pub use stated::{AgendaItem, AuditInput};
pub use team::{GuestRight, Member, MemberDays, TeamRole, Who, guest_rights};

#[cfg(test)]
mod editing_tests;
#[cfg(test)]
mod independence_tests;
#[cfg(test)]
mod machine_tests;
#[cfg(test)]
pub(crate) mod samples;
