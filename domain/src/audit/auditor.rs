//! Persons who audit: for what they are qualified, and where they have an interest.

use serde::{Deserialize, Serialize};
use time::Date;

use super::kind::AuditKinds;
use super::team::Who;
use crate::check::{self, MAX_REFERENCES, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::id::{AccreditedBodyId, AuditorId, BoardId, PersonId, PrincipalId, UnitId};
use crate::organisation::Period;

/// For what kind of audit somebody is qualified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Qualification {
    /// The code of the kind.
    pub kind: String,
    /// The number of the certificate.
    pub number: Option<String>,
    /// The first day.
    pub valid_from: Date,
    /// The last day; none while no end is set.
    pub valid_until: Option<Date>,
}

/// An interest that somebody declared: a partner who works there, a child at the school, a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Interest {
    /// The unit.
    pub unit_id: UnitId,
    /// What it is.
    pub nature: String,
    /// The first day.
    pub from: Date,
    /// The last day; still, when absent.
    pub until: Option<Date>,
}

impl Interest {
    /// From the first day to the last.
    pub const fn period(&self) -> Period {
        Period::new(Some(self.from), self.until)
    }
}

/// What is stated of an auditor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditorInput {
    /// The person of the board.
    pub person: Option<PersonId>,
    /// The account of a guest, kept by another board.
    pub account: Option<PrincipalId>,
    /// What they are called, when they are no person of the board.
    pub name: Option<String>,
    /// The accredited body for which they audit.
    pub body: Option<AccreditedBodyId>,
    /// For what they are qualified.
    pub qualifications: Vec<Qualification>,
    /// Where they have an interest.
    pub interests: Vec<Interest>,
}

/// Somebody who audits, as a board knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auditor {
    /// Its id.
    pub id: AuditorId,
    /// The board that keeps it.
    pub board_id: BoardId,
    /// What is stated of them.
    pub stated: AuditorInput,
}

impl Auditor {
    /// Whether this is who somebody in a team is.
    pub fn is(&self, who: Who) -> bool {
        match who {
            Who::Person(person) => self.stated.person == Some(person),
            Who::Account(account) => self.stated.account == Some(account),
            Who::Auditor(id) => self.id == id,
        }
    }
}

impl AuditorInput {
    /// Everything wrong with it in itself.
    pub fn check(&self, kinds: &AuditKinds) -> Vec<Reason> {
        let mut wrong = Vec::new();
        match (self.person, &self.name) {
            (Some(_), Some(_)) => {
                let both = Reason::new(Code::NotBoth).at("/name");
                wrong.push(both.with("other", "personId"));
            }
            (None, None) => wrong.push(Reason::new(Code::Required).at("/name")),
            (None, Some(name)) => check::required_line(&mut wrong, "/name", name, MAX_TITLE),
            (Some(_), None) => {}
        }
        if self.person.is_some() && self.account.is_some() {
            let both = Reason::new(Code::NotBoth).at("/accountId");
            wrong.push(both.with("other", "personId"));
        }
        self.check_qualifications(kinds, &mut wrong);
        self.check_interests(&mut wrong);
        wrong
    }

    fn check_qualifications(&self, kinds: &AuditKinds, wrong: &mut Vec<Reason>) {
        let all = &self.qualifications;
        check::at_most(wrong, "/qualifications", all.len(), MAX_REFERENCES);
        for (index, one) in all.iter().enumerate() {
            let at = |field: &str| format!("/qualifications/{index}/{field}");
            if kinds.get(&one.kind).is_none() {
                wrong.push(Reason::new(Code::InvalidValue).at(at("kind")));
            }
            check::optional_line(wrong, &at("number"), one.number.as_ref(), MAX_TITLE);
            let period = Period::new(Some(one.valid_from), one.valid_until);
            period.check(&at("validUntil"), wrong);
        }
    }

    fn check_interests(&self, wrong: &mut Vec<Reason>) {
        let all = &self.interests;
        check::at_most(wrong, "/interests", all.len(), MAX_REFERENCES);
        for (index, one) in all.iter().enumerate() {
            let at = |field: &str| format!("/interests/{index}/{field}");
            check::required_line(wrong, &at("nature"), &one.nature, MAX_TITLE);
            one.period().check(&at("until"), wrong);
        }
    }

    /// The first of these days on which they are not qualified for a kind of audit.
    pub fn unqualified(&self, kind: &str, days: impl Iterator<Item = Date>) -> Option<Date> {
        let holds = |one: &Qualification, day| {
            let period = Period::new(Some(one.valid_from), one.valid_until);
            one.kind == kind && period.contains(day)
        };
        let covered = |day| self.qualifications.iter().any(|one| holds(one, day));
        days.into_iter().find(|day| !covered(*day))
    }
}
