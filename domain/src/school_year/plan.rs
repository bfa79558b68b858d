//! The plan of a school year: when a unit means to use each instrument, or why not.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{FollowUp, Instrument};
use crate::calendar::SchoolYear;
use crate::check::{self, MAX_REFERENCES, MAX_TEXT};
use crate::error::{Code, Reason};
use crate::id::{BoardId, SchoolYearPlanId, UnitId};

/// The plan of one unit for one school year, with what was decided about its follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolYearPlan {
    /// Its id.
    pub id: SchoolYearPlanId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit that plans: a carrier or the board.
    pub unit_id: UnitId,
    /// The school year.
    pub year: SchoolYear,
    /// What is planned, and what is not needed.
    pub lines: Vec<PlanLine>,
    /// Reasoned decisions that no follow-up is needed.
    pub follow_ups: Vec<FollowUp>,
}

/// One line of a plan: some days on which an instrument is used, or the reason why it is not needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanLine {
    /// The instrument.
    pub instrument: Instrument,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Anything else.
    pub note: Option<String>,
    /// Why it is not needed this year; there are no days then.
    pub not_needed: Option<String>,
}

/// Everything wrong with the lines of a plan for this year.
pub fn check_lines(year: SchoolYear, lines: &[PlanLine]) -> Vec<Reason> {
    let mut wrong = Vec::new();
    check::at_most(&mut wrong, "/lines", lines.len(), MAX_REFERENCES);
    for (index, line) in lines.iter().enumerate() {
        let at = |field: &str| format!("/lines/{index}/{field}");
        let note = line.note.as_ref();
        check::optional_text(&mut wrong, &at("note"), note, MAX_TEXT);
        let reason = line.not_needed.as_ref();
        check::optional_text(&mut wrong, &at("notNeeded"), reason, MAX_TEXT);
        if line.not_needed.is_some() {
            for (field, day) in [("from", line.from), ("until", line.until)] {
                let both = Reason::new(Code::NotBoth).at(at(field));
                wrong.extend(day.map(|_| both.with("other", "notNeeded")));
            }
            let others = lines.iter().enumerate();
            let same = others.filter(|(other, one)| {
                *other != index && one.instrument == line.instrument && {
                    // Two reasons for one instrument are pointed at once, at the later.
                    one.not_needed.is_none() || *other < index
                }
            });
            if same.count() > 0 {
                let reason = Reason::new(Code::PlannedAndNotNeeded).at(at("notNeeded"));
                wrong.push(reason.with("instrument", line.instrument));
            }
        } else {
            days(&mut wrong, year, line, &at);
        }
    }
    wrong
}

/// Both days are there, in order, and lie within the year.
fn days(wrong: &mut Vec<Reason>, year: SchoolYear, line: &PlanLine, at: &impl Fn(&str) -> String) {
    for (field, day) in [("from", line.from), ("until", line.until)] {
        match day {
            None => wrong.push(Reason::new(Code::Required).at(at(field))),
            Some(day) if SchoolYear::of(day) != year => {
                let reason = Reason::new(Code::DayOutsideSchoolYear).at(at(field));
                wrong.push(reason.with("year", year));
            }
            Some(_) => {}
        }
    }
    if let (Some(from), Some(until)) = (line.from, line.until)
        && until < from
    {
        wrong.push(Reason::new(Code::EndBeforeStart).at(at("until")));
    }
}
