//! Independence is a rule and not advice: nobody audits a unit where they work, or worked within the last
//! months, or in which they declared an interest. What an external certification takes besides, an
//! accredited body and qualified auditors, is judged at the same moments.

use std::collections::BTreeSet;

use time::{Date, Month};

use super::auditor::Auditor;
use super::body::AccreditedBody;
use super::kind::AuditKind;
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
}

impl Near {
    /// Of these units, by the part of the tree around them: pairs of a unit and one above it.
    pub fn new(scope: &[UnitId], board: BoardId, tree: &[(UnitId, UnitId)]) -> Self {
        let mut interest: BTreeSet<UnitId> = scope.iter().copied().collect();
        for (unit, above) in tree {
            if scope.contains(above) {
                interest.insert(*unit);
            }
            if scope.contains(unit) {
                interest.insert(*above);
            }
        }
        let top = UnitId(board.0);
        let mut work = interest.clone();
        if !scope.contains(&top) {
            work.remove(&top);
        }
        Self { work, interest }
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

/// Everything for which this team may not audit these units, at their places in what is stated.
pub fn unfit(stated: &AuditInput, kind: &AuditKind, grounds: &Grounds) -> Vec<Reason> {
    let mut all = Vec::new();
    for (index, member) in stated.team.iter().enumerate() {
        let at = format!("/team/{index}/{}", member.who.field());
        all.extend(works_there(stated, kind, grounds, member, &at));
        all.extend(has_interest(stated, grounds, member, &at));
        if kind.needs_accreditation {
            all.extend(unqualified(stated, kind, grounds, member, &at));
        }
    }
    if kind.needs_accreditation {
        all.extend(unaccredited(stated, grounds));
    }
    all
}

/// The days on which an assignment stands in the way: of the audit, and of so many months before it.
fn held(stated: &AuditInput, kind: &AuditKind) -> Period {
    let from = months_before(stated.planned_from, kind.independence_months);
    Period::new(Some(from), Some(stated.planned_until))
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

fn works_there(
    stated: &AuditInput,
    kind: &AuditKind,
    grounds: &Grounds,
    member: &Member,
    at: &str,
) -> Vec<Reason> {
    // A guest works for another board, an auditor of a body for that body.
    let Who::Person(person) = member.who else {
        return Vec::new();
    };
    let held = held(stated, kind);
    let stands = |one: &&Assignment| {
        one.input.person_id == person
            && grounds.near.work.contains(&one.input.unit_id)
            && one.input.period().overlaps(&held)
    };
    let assignments = grounds.assignments.iter().filter(stands);
    assignments
        .map(|one| {
            Reason::new(Code::AuditorNotIndependent)
                .at(at)
                .about(Noun::Assignment, one.id)
                .with("function", one.input.function.as_str())
                .with("months", kind.independence_months)
        })
        .collect()
}

fn has_interest(stated: &AuditInput, grounds: &Grounds, member: &Member, at: &str) -> Vec<Reason> {
    let days = Period::new(Some(stated.planned_from), Some(stated.planned_until));
    let mut all = Vec::new();
    for auditor in grounds.auditors.iter().filter(|one| one.is(member.who)) {
        let interests = auditor.stated.interests.iter().filter(|one| {
            grounds.near.interest.contains(&one.unit_id) && one.period().overlaps(&days)
        });
        all.extend(interests.map(|one| {
            Reason::new(Code::InterestDeclared)
                .at(at)
                .about(Noun::Auditor, auditor.id)
                .with("unit", one.unit_id)
        }));
    }
    all
}

fn unqualified(
    stated: &AuditInput,
    kind: &AuditKind,
    grounds: &Grounds,
    member: &Member,
    at: &str,
) -> Option<Reason> {
    let auditor = grounds.auditors.iter().find(|one| one.is(member.who));
    let day = match auditor {
        Some(auditor) => auditor.stated.unqualified(&kind.code, stated.days())?,
        None => stated.planned_from,
    };
    let missing = Reason::new(Code::QualificationMissing).at(at);
    let missing = missing.with("kind", &kind.code).with("day", day);
    Some(match auditor {
        Some(auditor) => missing.about(Noun::Auditor, auditor.id),
        None => missing,
    })
}

fn unaccredited(stated: &AuditInput, grounds: &Grounds) -> Vec<Reason> {
    let Some(body) = &grounds.body else {
        return vec![Reason::new(Code::AuditBodyMissing).at("/bodyId")];
    };
    let sectors = grounds.sectors.iter();
    sectors
        .filter_map(|sector| {
            let day = body.stated.unaccredited(sector, stated.days())?;
            let missing = Reason::new(Code::AccreditationMissing).at("/bodyId");
            let missing = missing.about(Noun::AccreditedBody, body.id);
            Some(missing.with("sector", sector).with("day", day))
        })
        .collect()
}
