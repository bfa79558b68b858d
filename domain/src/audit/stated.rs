//! What is stated of an audit: what a caller gives to plan one or to change it.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::calendar::SchoolYear;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::id::{AccreditedBodyId, AuditProgrammeId, UnitId};

use super::team::{self, Member, MemberDays};

/// The most units of one audit.
pub const MAX_SCOPE: usize = 50;
/// The most research questions.
pub const MAX_QUESTIONS: usize = 20;
/// The most items of an agenda.
pub const MAX_AGENDA: usize = 200;
/// The longest audit, in days.
pub const MAX_DAYS: i64 = 366;

/// Something that is planned for one of the days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgendaItem {
    /// The day.
    pub on: Date,
    /// When it begins, by the clock of the place: `09:30`.
    pub from: String,
    /// When it ends.
    pub until: String,
    /// What it is.
    pub title: String,
    /// With whom.
    pub with_whom: Option<String>,
}

/// What is stated of an audit, but for the standards it looks at, which are pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditInput {
    /// The units that are audited.
    pub scope: Vec<UnitId>,
    /// The code of its kind.
    pub kind: String,
    /// The programme that it is of.
    pub programme: Option<AuditProgrammeId>,
    /// The school year for which it counts.
    pub school_year: SchoolYear,
    /// What it is called.
    pub title: String,
    /// What the units want to know themselves.
    pub research_questions: Vec<String>,
    /// The first day.
    pub planned_from: Date,
    /// The last day.
    pub planned_until: Date,
    /// What is planned for the days.
    pub agenda: Vec<AgendaItem>,
    /// Who audits.
    pub team: Vec<Member>,
    /// The accredited body for which they do.
    pub body: Option<AccreditedBodyId>,
    /// The last day for the reply of the units.
    pub reply_due_on: Option<Date>,
}

impl AuditInput {
    /// Everything wrong with it in itself.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        let reasons = &mut wrong;
        if self.scope.is_empty() {
            reasons.push(Reason::new(Code::Required).at("/scopeUnitIds"));
        }
        check::at_most(reasons, "/scopeUnitIds", self.scope.len(), MAX_SCOPE);
        check::distinct(reasons, "/scopeUnitIds", &self.scope);
        check::required_line(reasons, "/title", &self.title, MAX_TITLE);
        self.check_days(reasons);
        let questions = &self.research_questions;
        check::at_most(
            reasons,
            "/researchQuestions",
            questions.len(),
            MAX_QUESTIONS,
        );
        for (index, question) in questions.iter().enumerate() {
            let at = format!("/researchQuestions/{index}");
            check::required_text(reasons, &at, question, MAX_TEXT);
        }
        check::at_most(reasons, "/agenda", self.agenda.len(), MAX_AGENDA);
        for (index, item) in self.agenda.iter().enumerate() {
            self.check_item(reasons, &format!("/agenda/{index}"), item);
        }
        let days = MemberDays {
            starts_on: self.planned_from,
            ends_on: self.planned_until,
        };
        team::check(reasons, &self.team, days);
        wrong
    }

    fn check_days(&self, wrong: &mut Vec<Reason>) {
        let length = (self.planned_until - self.planned_from).whole_days();
        if length < 0 {
            wrong.push(Reason::new(Code::EndBeforeStart).at("/plannedUntil"));
        } else if length >= MAX_DAYS {
            let range = Reason::new(Code::OutOfRange).at("/plannedUntil");
            wrong.push(range.with("range", format!("1–{MAX_DAYS}")));
        }
        if !(1990..=2100).contains(&self.school_year.0) {
            let range = Reason::new(Code::OutOfRange).at("/schoolYear");
            wrong.push(range.with("range", "1990–2100"));
        }
        if self.reply_due_on.is_some_and(|due| due < self.planned_from) {
            wrong.push(Reason::new(Code::EndBeforeStart).at("/replyDueOn"));
        }
    }

    fn check_item(&self, wrong: &mut Vec<Reason>, at: &str, item: &AgendaItem) {
        check::required_line(wrong, &format!("{at}/title"), &item.title, MAX_TITLE);
        let whom = item.with_whom.as_ref();
        check::optional_line(wrong, &format!("{at}/withWhom"), whom, MAX_TITLE);
        for (field, text) in [("from", &item.from), ("until", &item.until)] {
            if !is_clock(text) {
                let reason = Reason::new(Code::InvalidFormat).at(format!("{at}/{field}"));
                wrong.push(reason.with("expected", "HH:MM"));
            }
        }
        if is_clock(&item.from) && is_clock(&item.until) && item.until <= item.from {
            wrong.push(Reason::new(Code::EndBeforeStart).at(format!("{at}/until")));
        }
        if item.on < self.planned_from || self.planned_until < item.on {
            let reason = Reason::new(Code::OutsideAuditDays).at(format!("{at}/on"));
            let reason = reason.with("from", self.planned_from);
            wrong.push(reason.with("until", self.planned_until));
        }
    }

    /// Every day from the first to this one.
    pub fn days_until(&self, until: Date) -> impl Iterator<Item = Date> + use<> {
        std::iter::successors(Some(self.planned_from), |day| day.next_day())
            .take_while(move |day| *day <= until)
    }
}

/// A time of the day as it is written, in hours and minutes.
fn is_clock(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else {
        return false;
    };
    let below = |part: &str, end: u8| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits && part.parse::<u8>().is_ok_and(|value| value < end)
    };
    below(hours, 24) && below(minutes, 60)
}

#[cfg(test)]
mod tests {
    use super::is_clock;

    #[test]
    fn a_time_is_hours_and_minutes() {
        for right in ["00:00", "09:30", "23:59"] {
            assert!(is_clock(right), "{right}");
        }
        for wrong in [
            "9:30", "24:00", "12:60", "12.30", "+1:30", "", "12:3", "12:300",
        ] {
            assert!(!is_clock(wrong), "{wrong}");
        }
    }
}
