//! The audit itself.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason, Refusal};
use crate::id::{AuditId, BoardId, GrantId, PrincipalId, UnitId};
use crate::noun::Noun;
use crate::organisation::Period;
use crate::verdict::Pinned;

use super::machine::Step;
use super::reply::Reply;
use super::state::{Command, State};
use super::stated::AuditInput;
use super::team::{GuestRight, MemberDays};

/// The longest report, in characters.
pub const MAX_REPORT: usize = 100_000;

/// What the audit reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// In short.
    pub summary: String,
    /// The whole text.
    pub text: String,
    /// The day on which it was drafted.
    pub drafted_on: Date,
}

impl Report {
    /// Everything wrong with it.
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_text(&mut wrong, "/summary", &self.summary, MAX_TEXT);
        check::required_text(&mut wrong, "/text", &self.text, MAX_REPORT);
        check::not_after(&mut wrong, "/draftedOn", self.drafted_on, today);
        wrong
    }
}

/// So often a report is taken back at most: each is kept whole, with all that was said to it.
pub const MAX_EARLIER_REPORTS: usize = 5;

/// A report that was given to the units and taken back to put something right, with what they said to it:
/// that was about this text, and never stands beside another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EarlierReport {
    /// What it said.
    pub report: Report,
    /// What the units had said to it by then.
    pub replies: Vec<Reply>,
    /// The day on which it was taken back.
    pub taken_back_on: Date,
}

/// That it was adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Adoption {
    /// The day.
    pub on: Date,
    /// By whom; none for the service itself.
    pub by: Option<PrincipalId>,
}

/// A grant that was given because of the audit, so that it can be ended with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GuestGrant {
    /// The grant.
    pub grant_id: GrantId,
    /// The guest.
    pub account_id: PrincipalId,
    /// The unit.
    pub unit_id: UnitId,
    /// The days.
    pub days: MemberDays,
}

impl GuestGrant {
    /// What it gives.
    pub fn right(&self) -> GuestRight {
        GuestRight {
            account_id: self.account_id,
            unit_id: self.unit_id,
            days: self.days,
        }
    }
}

/// An audit of units against standards. Its state changes through [`super::machine::decide`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Its id.
    pub id: AuditId,
    /// The tenant.
    pub board_id: BoardId,
    /// Where it hangs: the carrier of the unit audited; the board, when there are several.
    pub unit_id: UnitId,
    /// Where it is.
    pub state: State,
    /// What is stated of it.
    pub stated: AuditInput,
    /// The edition and the standards that it looks at.
    pub pinned: Pinned,
    /// What it reports.
    pub report: Option<Report>,
    /// What the units say to that, each for itself.
    pub replies: Vec<Reply>,
    /// What was reported before and taken back; oldest first.
    pub earlier_reports: Vec<EarlierReport>,
    /// That it was adopted.
    pub adopted: Option<Adoption>,
    /// The day on which it began.
    pub started_on: Option<Date>,
    /// The day on which it was closed or cancelled.
    pub ended_on: Option<Date>,
    /// The grants of its guests.
    pub guest_grants: Vec<GuestGrant>,
}

impl Audit {
    /// The days on which it looks: those planned, and from the day on which it began where that was before.
    pub fn judged(&self) -> Period {
        let (first, last) = (self.stated.planned_from, self.stated.planned_until);
        let began = self.started_on.unwrap_or(first);
        Period::new(Some(first.min(began)), Some(last.max(began)))
    }

    /// The days about which the follow-up of what it found says something: from its first day on.
    pub fn followed_up(&self) -> Period {
        Period::new(self.judged().from, None)
    }

    /// Takes a step that was decided.
    pub fn apply(&mut self, step: &Step, today: Date, by: Option<PrincipalId>) {
        self.state = step.to;
        if step.reply_due_on.is_some() {
            self.stated.reply_due_on = step.reply_due_on;
        }
        match step.command {
            Command::Start => self.started_on = Some(today),
            Command::BackToDraft => {
                let replies = std::mem::take(&mut self.replies);
                self.earlier_reports
                    .extend(self.report.clone().map(|report| EarlierReport {
                        report,
                        replies,
                        taken_back_on: today,
                    }));
            }
            Command::Adopt => self.adopted = Some(Adoption { on: today, by }),
            Command::Close | Command::Cancel => self.ended_on = Some(today),
            Command::Prepare
            | Command::DraftReport
            | Command::SubmitForReply
            | Command::StartFollowUp => {}
        }
    }

    /// Refuses to delete one that was ever more than planned.
    ///
    /// # Errors
    /// A conflict that names the state.
    pub fn may_remove(&self) -> Result<(), Refusal> {
        if self.state == State::Planned {
            return Ok(());
        }
        let code = Code::AuditStateForbids;
        Err(Refusal::conflict(code, vec![self.forbids()]))
    }

    /// The state forbids it.
    pub fn forbids(&self) -> Reason {
        Reason::new(Code::AuditStateForbids)
            .about(Noun::Audit, self.id)
            .with("state", self.state)
    }
}
