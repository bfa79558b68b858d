//! The right of reply: each unit says for itself what it thinks of the report, and none of those who made
//! the report says it for them.

use serde::{Deserialize, Serialize};
use time::Date;

use super::record::Audit;
use crate::access::{Permission, Role};
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason};
use crate::id::{PrincipalId, UnitId};

/// What a unit says to the report. It is annexed to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// The unit for which it is said.
    pub unit: UnitId,
    /// What they say.
    pub text: String,
    /// Whether they dissent.
    pub dissent: bool,
    /// Who says it.
    pub by: Option<PrincipalId>,
    /// The day.
    pub on: Date,
}

impl Reply {
    /// Everything wrong with it.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_text(&mut wrong, "/text", &self.text, MAX_TEXT);
        wrong
    }

    /// Whether another says the same, whoever says it and when.
    pub fn says(&self, other: &Reply) -> bool {
        (&self.text, self.dissent) == (&other.text, other.dissent)
    }
}

/// Who would reply for a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replier {
    /// Is, or was, in the team.
    pub in_team: bool,
    /// The unit is the board itself.
    pub for_board: bool,
    /// The roles with which they follow audits up there.
    pub roles: Vec<Role>,
}

impl Replier {
    /// Refuses whoever audited, and whoever lets the report stand: they would answer themselves. For the
    /// board itself nobody else is there to do so.
    ///
    /// # Errors
    /// The code that says why.
    pub fn may_reply(&self) -> Result<(), Code> {
        let adopts = |role: &Role| Permission::WriteAudits.roles().contains(role);
        if self.in_team {
            Err(Code::TeamDoesNotReply)
        } else if self.roles.is_empty() {
            Err(Code::Forbidden)
        } else if !self.for_board && self.roles.iter().all(adopts) {
            Err(Code::AdopterDoesNotReply)
        } else {
            Ok(())
        }
    }
}

impl Audit {
    /// The unit for which a reply is meant: the one that is named, or the only one.
    ///
    /// # Errors
    /// That none is named of several, or that the one named is not audited.
    pub fn unit_replying(&self, named: Option<UnitId>) -> Result<UnitId, Reason> {
        let at = |code| Reason::new(code).at("/unitId");
        match (named, self.stated.scope.as_slice()) {
            (Some(unit), scope) if scope.contains(&unit) => Ok(unit),
            (Some(_), _) => Err(at(Code::UnitNotAudited)),
            (None, &[only]) => Ok(only),
            (None, _) => Err(at(Code::Required)),
        }
    }

    /// What a unit said.
    pub fn reply_of(&self, unit: UnitId) -> Option<&Reply> {
        self.replies.iter().find(|reply| reply.unit == unit)
    }

    /// With what a unit says now, in place of what it said before.
    #[must_use]
    pub fn replied(&self, said: Reply) -> Self {
        let mut after = self.clone();
        after.replies.retain(|reply| reply.unit != said.unit);
        after.replies.push(said);
        let place = |unit| self.stated.scope.iter().position(|one| *one == unit);
        after.replies.sort_by_key(|reply| place(reply.unit));
        after
    }

    /// The units that did not reply.
    pub fn unreplied(&self) -> Vec<UnitId> {
        let scope = self.stated.scope.iter().copied();
        scope
            .filter(|unit| self.reply_of(*unit).is_none())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::super::samples::{FROM, audit, unit};
    use super::*;

    fn said(n: u128, text: &str) -> Reply {
        Reply {
            unit: unit(n),
            text: text.into(),
            dissent: true,
            by: None,
            on: FROM,
        }
    }

    #[test]
    fn each_unit_replies_for_itself() {
        let mut one = audit();
        assert_eq!(one.unit_replying(None).unwrap(), unit(10));
        one.stated.scope.push(unit(11));
        let wrong = one.unit_replying(None).unwrap_err();
        assert_eq!(wrong.code, Code::Required);
        let wrong = one.unit_replying(Some(unit(12))).unwrap_err();
        assert_eq!(wrong.code, Code::UnitNotAudited);
        let both = one.replied(said(11, "Nee")).replied(said(10, "Ja"));
        let units: Vec<_> = both.replies.iter().map(|reply| reply.unit).collect();
        assert_eq!(units, [unit(10), unit(11)]);
        assert_eq!(both.unreplied(), []);
        let again = both.replied(said(11, "Toch"));
        assert_eq!(again.reply_of(unit(11)).unwrap().text, "Toch");
        assert_eq!(again.reply_of(unit(10)), both.reply_of(unit(10)));
        assert_eq!(one.replied(said(10, "Ja")).unreplied(), [unit(11)]);
    }

    #[test]
    fn nobody_replies_to_their_own_report() {
        let with = |roles: &[Role]| Replier {
            roles: roles.to_vec(),
            ..Replier::default()
        };
        let (officer, leader) = (Role::BoardQualityOfficer, Role::SchoolLeader);
        assert_eq!(with(&[]).may_reply(), Err(Code::Forbidden));
        assert_eq!(with(&[leader]).may_reply(), Ok(()));
        let refused = with(&[officer]).may_reply();
        assert_eq!(refused, Err(Code::AdopterDoesNotReply));
        // Whoever leads the school besides speaks for the school.
        assert_eq!(with(&[officer, leader]).may_reply(), Ok(()));
        let board = Replier {
            for_board: true,
            ..with(&[officer])
        };
        assert_eq!(board.may_reply(), Ok(()));
        let in_team = Replier {
            in_team: true,
            ..with(&[leader])
        };
        assert_eq!(in_team.may_reply(), Err(Code::TeamDoesNotReply));
    }
}
