//! Independence is a rule and not advice: nobody audits a unit where they work, or worked within the last
//! months, or in which they declared an interest. What an external certification takes besides, an
//! accredited body and qualified auditors, is judged at the same moments.

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Month};

use super::auditor::Auditor;
use super::body::AccreditedBody;
use super::kind::AuditKind;
use super::record::Audit;
use super::state::State;
use super::stated::AuditInput;
use super::team::{Member, Who};
use crate::error::{Code, Reason};
use crate::id::{BoardId, UnitId};
use crate::noun::Noun;
use crate::organisation::{Assignment, Period};

/// The units that are near to those audited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Near {
    /// Those where an assignment stands in the way: the units audited, all under them, and all above them
    /// up to the school.
    ///
    /// Not the board, unless it is audited itself: whoever works for the board as a whole (its quality
    /// officer, its own auditors) works at every school in a sense, and nobody of the board could audit
    /// any. Who leads a school is above its teams and departments, and is held.
    pub work: BTreeSet<UnitId>,
    /// Those where an interest stands in the way: the board as well, since a contract with the board is an
    /// interest in each of its schools.
    pub interest: BTreeSet<UnitId>,
    /// What the units audited were before, with the units near to that, until the last day on which they
    /// were: whoever worked there worked with the same people.
    pub came_before: BTreeMap<UnitId, Date>,
}

impl Near {
    /// Of these units, by the part of the tree around them: pairs of a unit and one above it.
    pub fn new(scope: &[UnitId], board: BoardId, tree: &[(UnitId, UnitId)]) -> Self {
        let interest = around(scope, tree);
        let top = UnitId(board.0);
        let mut work = interest.clone();
        if !scope.contains(&top) {
            work.remove(&top);
        }
        Self {
            work,
            interest,
            came_before: BTreeMap::new(),
        }
    }

    /// With what was before: units and their last days, by the part of the tree around them.
    #[must_use]
    pub fn after(
        mut self,
        before: &BTreeMap<UnitId, Date>,
        board: BoardId,
        tree: &[(UnitId, UnitId)],
    ) -> Self {
        for (unit, last) in before {
            for near in around(&[*unit], tree) {
                let known = self.came_before.entry(near).or_insert(*last);
                *known = (*known).max(*last);
            }
        }
        self.came_before.remove(&UnitId(board.0));
        self
    }

    /// The days on which work at a unit stands in the way, of those that are looked at.
    fn held(&self, unit: UnitId, looked_at: Period) -> Option<Period> {
        if self.work.contains(&unit) {
            return Some(looked_at);
        }
        let last = *self.came_before.get(&unit)?;
        let until = looked_at.until.map_or(last, |until| until.min(last));
        Some(Period::new(looked_at.from, Some(until)))
    }
}

/// These units, all under them and all above them.
fn around(scope: &[UnitId], tree: &[(UnitId, UnitId)]) -> BTreeSet<UnitId> {
    let mut near: BTreeSet<UnitId> = scope.iter().copied().collect();
    for (unit, above) in tree {
        if scope.contains(above) {
            near.insert(*unit);
        }
        if scope.contains(unit) {
            near.insert(*above);
        }
    }
    near
}

/// The last day for which a team is judged: the last that is planned, and today while it works for longer
/// than that on what it found.
pub fn works_until(audit: &Audit, today: Date) -> Date {
    let planned = audit.stated.planned_until;
    match audit.state {
        State::InProgress | State::DraftReport => planned.max(today),
        State::Planned
        | State::Preparing
        | State::RightOfReply
        | State::Adopted
        | State::FollowUp
        | State::Closed
        | State::Cancelled => planned,
    }
}

/// What the rule looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds {
    /// The units near to those audited.
    pub near: Near,
    /// The sectors of the units audited.
    pub sectors: BTreeSet<String>,
    /// Assignments, at least all of the people of the team there.
    pub assignments: Vec<Assignment>,
    /// Auditors, at least all of the team who stand in the list of the board.
    pub auditors: Vec<Auditor>,
    /// The body, when one is named.
    pub body: Option<AccreditedBody>,
}

/// What is judged: what is stated of an audit, and the last day on which its team works.
#[derive(Clone, Copy)]
struct Judged<'a> {
    stated: &'a AuditInput,
    kind: &'a AuditKind,
    grounds: &'a Grounds,
    until: Date,
}

/// Everything for which this team may not audit these units until this day, at their places in what is
/// stated.
pub fn unfit(stated: &AuditInput, kind: &AuditKind, grounds: &Grounds, until: Date) -> Vec<Reason> {
    let judged = Judged {
        stated,
        kind,
        grounds,
        until,
    };
    let mut all = Vec::new();
    for (index, member) in stated.team.iter().enumerate() {
        let at = format!("/team/{index}/{}", member.who.field());
        all.extend(judged.works_there(member, &at));
        all.extend(judged.has_interest(member, &at));
        if kind.needs_accreditation {
            all.extend(judged.unqualified(member, &at));
            all.extend(judged.of_other_body(member, &at));
        }
    }
    if kind.needs_accreditation {
        all.extend(judged.unaccredited());
    }
    all
}

/// The same day of the month so many months before, or the last of that month.
pub(super) fn months_before(day: Date, months: u32) -> Date {
    let months = i64::from(months);
    let count = i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1 - months;
    let year = i32::try_from(count.div_euclid(12)).unwrap_or(i32::MIN);
    let month = u8::try_from(count.rem_euclid(12) + 1).unwrap_or(1);
    let Ok(month) = Month::try_from(month) else {
        return Date::MIN;
    };
    (1..=day.day())
        .rev()
        .find_map(|day| Date::from_calendar_date(year, month, day).ok())
        .unwrap_or(Date::MIN)
}

impl Judged<'_> {
    fn auditor(&self, member: &Member) -> Option<&Auditor> {
        let mut all = self.grounds.auditors.iter();
        all.find(|one| one.is(member.who))
    }

    fn works_there(&self, member: &Member, at: &str) -> Vec<Reason> {
        // A guest works for another board, an auditor of a body for that body.
        let Who::Person(person) = member.who else {
            return Vec::new();
        };
        let from = months_before(self.stated.planned_from, self.kind.independence_months);
        let looked_at = Period::new(Some(from), Some(self.until));
        let stands = |one: &&Assignment| {
            let held = self.grounds.near.held(one.input.unit_id, looked_at);
            one.input.person_id == person
                && held.is_some_and(|held| one.input.period().overlaps(&held))
        };
        let assignments = self.grounds.assignments.iter().filter(stands);
        assignments
            .map(|one| {
                // Not what they do there: whoever reads of this may not read about people.
                Reason::new(Code::AuditorNotIndependent)
                    .at(at)
                    .about(Noun::Assignment, one.id)
                    .with("months", self.kind.independence_months)
            })
            .collect()
    }

    fn has_interest(&self, member: &Member, at: &str) -> Vec<Reason> {
        let days = Period::new(Some(self.stated.planned_from), Some(self.until));
        let near = &self.grounds.near.interest;
        let mut all = Vec::new();
        for auditor in self
            .grounds
            .auditors
            .iter()
            .filter(|one| one.is(member.who))
        {
            let interests = auditor.stated.interests.iter();
            let interests =
                interests.filter(|one| near.contains(&one.unit_id) && one.period().overlaps(&days));
            all.extend(interests.map(|one| {
                Reason::new(Code::InterestDeclared)
                    .at(at)
                    .about(Noun::Auditor, auditor.id)
                    .with("unit", one.unit_id)
            }));
        }
        all
    }

    fn unqualified(&self, member: &Member, at: &str) -> Option<Reason> {
        let auditor = self.auditor(member);
        let day = match auditor {
            Some(auditor) => {
                let days = self.stated.days_until(self.until);
                auditor.stated.unqualified(&self.kind.code, days)?
            }
            None => self.stated.planned_from,
        };
        let missing = Reason::new(Code::QualificationMissing).at(at);
        let missing = missing.with("kind", &self.kind.code).with("day", day);
        Some(match auditor {
            Some(auditor) => missing.about(Noun::Auditor, auditor.id),
            None => missing,
        })
    }

    /// Whoever writes down what is found does so for the body that is accredited, and not for the board
    /// that is audited.
    fn of_other_body(&self, member: &Member, at: &str) -> Option<Reason> {
        let body = self.stated.body?;
        let auditor = self.auditor(member);
        if !member.role.writes() || auditor.is_some_and(|one| one.stated.body == Some(body)) {
            return None;
        }
        let other = Reason::new(Code::AuditorOfOtherBody).at(at);
        Some(match auditor {
            Some(auditor) => other.about(Noun::Auditor, auditor.id),
            None => other.about(Noun::AccreditedBody, body),
        })
    }

    fn unaccredited(&self) -> Vec<Reason> {
        let Some(body) = &self.grounds.body else {
            return vec![Reason::new(Code::AuditBodyMissing).at("/bodyId")];
        };
        let sectors = self.grounds.sectors.iter();
        sectors
            .filter_map(|sector| {
                let days = self.stated.days_until(self.until);
                let day = body.stated.unaccredited(sector, days)?;
                let missing = Reason::new(Code::AccreditationMissing).at("/bodyId");
                let missing = missing.about(Noun::AccreditedBody, body.id);
                Some(missing.with("sector", sector).with("day", day))
            })
            .collect()
    }
}
