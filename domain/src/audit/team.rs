//! The team of an audit: people of the board, guests of another board for named days, and auditors of an
//! accredited body.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::error::{Code, Reason};
use crate::id::{AuditorId, PersonId, PrincipalId, UnitId};
use crate::words::words;

use super::record::Audit;

/// For how many days after the last of the audit a guest can be asked: to write the report, hear the units
/// and see it adopted, with some weeks to spare.
pub const GUEST_DAYS_AFTER: i64 = 60;

/// The most members of a team.
pub const MAX_TEAM: usize = 30;

words! {
    /// What somebody does in the team.
    TeamRole {
        /// Leads it.
        Lead => "lead",
        /// Audits.
        Auditor => "auditor",
        /// Looks on.
        Observer => "observer",
        /// Is asked about what they know.
        Expert => "expert",
    }
}

impl TeamRole {
    /// Whether whoever does this writes down what the audit finds.
    pub const fn writes(self) -> bool {
        match self {
            TeamRole::Lead | TeamRole::Auditor => true,
            TeamRole::Observer | TeamRole::Expert => false,
        }
    }
}

/// Who somebody in the team is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Who {
    /// A person of the board.
    Person(PersonId),
    /// The account of a guest, kept by another board.
    Account(PrincipalId),
    /// An auditor of whom no more is known than what stands in the list of auditors.
    Auditor(AuditorId),
}

impl Who {
    /// Where it stands in a member: `personId`, `accountId` or `auditorId`.
    pub const fn field(self) -> &'static str {
        match self {
            Who::Person(_) => "personId",
            Who::Account(_) => "accountId",
            Who::Auditor(_) => "auditorId",
        }
    }
}

/// The days for which a guest is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberDays {
    /// The first.
    pub starts_on: Date,
    /// The last.
    pub ends_on: Date,
}

impl MemberDays {
    /// Whether a day is one of them.
    pub fn contains(&self, day: Date) -> bool {
        self.starts_on <= day && day <= self.ends_on
    }
}

/// Somebody in the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Who.
    pub who: Who,
    /// As what.
    pub role: TeamRole,
    /// For which days, of a guest.
    pub days: Option<MemberDays>,
}

/// A right that a guest has because of an audit: to see a unit of it, on the days of the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GuestRight {
    /// The guest.
    pub account_id: PrincipalId,
    /// The unit.
    pub unit_id: UnitId,
    /// The days.
    pub days: MemberDays,
}

/// Everything wrong with a team in itself, of an audit on these days.
pub fn check(wrong: &mut Vec<Reason>, team: &[Member], audit: MemberDays) {
    crate::check::at_most(wrong, "/team", team.len(), MAX_TEAM);
    let mut led = false;
    for (index, member) in team.iter().enumerate() {
        let at = |field: &str| format!("/team/{index}/{field}");
        if team.iter().take(index).any(|one| one.who == member.who) {
            wrong.push(Reason::new(Code::Duplicate).at(at(member.who.field())));
        }
        if member.role == TeamRole::Lead {
            if led {
                wrong.push(Reason::new(Code::Duplicate).at(at("role")));
            }
            led = true;
        }
        match (member.who, member.days) {
            (Who::Account(_), None) => {
                wrong.push(Reason::new(Code::Required).at(at("startsOn")));
                wrong.push(Reason::new(Code::Required).at(at("endsOn")));
            }
            (Who::Account(_), Some(days)) if days.ends_on < days.starts_on => {
                wrong.push(Reason::new(Code::EndBeforeStart).at(at("endsOn")));
            }
            (Who::Account(_), Some(days)) => wrong.extend(outside(days, audit, at)),
            (Who::Person(_) | Who::Auditor(_), Some(_)) => {
                wrong.push(Reason::new(Code::OnlyOfGuests).at(at("startsOn")));
            }
            (Who::Person(_) | Who::Auditor(_), None) => {}
        }
    }
}

/// The ends of the days of a guest that lie outside those for which the audit needs one.
fn outside(days: MemberDays, audit: MemberDays, at: impl Fn(&str) -> String) -> Vec<Reason> {
    let after = Duration::days(GUEST_DAYS_AFTER);
    let asked = MemberDays {
        ends_on: audit.ends_on.checked_add(after).unwrap_or(Date::MAX),
        ..audit
    };
    let ends = [("startsOn", days.starts_on), ("endsOn", days.ends_on)];
    let wrong = ends.into_iter().filter(|(_, day)| !asked.contains(*day));
    wrong
        .map(|(field, _)| {
            let reason = Reason::new(Code::GuestOutsideAudit).at(at(field));
            let reason = reason.with("from", asked.starts_on);
            reason.with("until", asked.ends_on)
        })
        .collect()
}

/// The rights that the guests of an audit have as it stands: none once it has ended.
pub fn guest_rights(audit: &Audit) -> Vec<GuestRight> {
    if audit.state.is_over() {
        return Vec::new();
    }
    let guests = audit
        .stated
        .team
        .iter()
        .filter_map(|member| match member.who {
            Who::Account(account) => Some((account, member.days?)),
            Who::Person(_) | Who::Auditor(_) => None,
        });
    let mut rights: Vec<GuestRight> = guests
        .flat_map(|(account_id, days)| {
            audit.stated.scope.iter().map(move |&unit_id| GuestRight {
                account_id,
                unit_id,
                days,
            })
        })
        .collect();
    rights.sort_unstable();
    rights
}
