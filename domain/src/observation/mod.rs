//! Observations of lessons: what somebody who sat in the lesson of another saw, in the words of an
//! instrument. No pupil is named. What is said of one person is theirs, the observer's and of whoever has
//! the staff-file right; of many, it is shown per team and school.

mod results;

pub use results::{
    IndicatorResult, Observed, ObservedFigures, ObservedPart, Place, observed_so_far, results,
};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::calendar::SchoolYear;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::framework::{EditionContent, EditionRef, FrameworkKind, LevelUse};
use crate::id::{BoardId, GroupId, ObservationId, PersonId, UnitId};
use crate::organisation::kind::{ESTABLISHMENT, SCHOOL};

/// What was seen of one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// The indicator: a code of the instrument.
    pub indicator: String,
    /// A level of its scale; none for "not seen".
    pub level: Option<String>,
}

/// What is said of an observed lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The instrument.
    pub instrument: EditionRef,
    /// Whose lesson it was.
    pub observed: PersonId,
    /// Who observed.
    pub observer: PersonId,
    /// The day.
    pub observed_on: Date,
    /// The group that was taught.
    pub group: Option<GroupId>,
    /// What the lesson was about.
    pub lesson: Option<String>,
    /// What was seen.
    pub seen: Vec<Seen>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// An observation of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// The tenant.
    pub board_id: BoardId,
    /// The team or school.
    pub unit_id: UnitId,
    /// What is said.
    pub stated: Stated,
}

/// Whether lessons are observed in units of this kind.
pub fn fits(kind: &str) -> bool {
    matches!(kind, "team" | SCHOOL | ESTABLISHMENT)
}

impl Stated {
    /// Everything wrong with it; without the instrument, all that can be told without.
    pub fn check(&self, instrument: Option<&EditionContent>, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::not_after(&mut wrong, "/observedOn", self.observed_on, today);
        if self.observed == self.observer {
            wrong.push(Reason::new(Code::OwnLessonObserved).at("/observedId"));
        }
        wrong.extend(fixed(self.observed_on, today).map(|reason| reason.at("/observedOn")));
        check::optional_line(&mut wrong, "/lesson", self.lesson.as_ref(), MAX_TITLE);
        check::optional_text(&mut wrong, "/note", self.note.as_ref(), MAX_TEXT);
        for (n, one) in self.seen.iter().enumerate() {
            let mut earlier = self.seen.iter().take(n);
            if earlier.any(|other| other.indicator == one.indicator) {
                let reason = Reason::new(Code::Duplicate).at(format!("/scores/{n}/indicator"));
                wrong.push(reason.with("standard", &one.indicator));
            }
        }
        let Some(instrument) = instrument else {
            return wrong;
        };
        if instrument.kind != FrameworkKind::ObservationInstrument {
            let reason = Reason::new(Code::EditionNotInstrument).at("/instrument");
            wrong.push(reason.with("edition", &instrument.edition));
            return wrong;
        }
        for (n, one) in self.seen.iter().enumerate() {
            wrong.extend(one.check(instrument, &format!("/scores/{n}")));
        }
        wrong
    }
}

/// The school year in which this lesson was seen is finished: its results are shown, and the difference that
/// one lesson more, less or other made to them would tell of whom it was.
pub fn fixed(observed_on: Date, today: Date) -> Option<Reason> {
    let year = SchoolYear::of(observed_on);
    let reason = || Reason::new(Code::SchoolYearFinished).with("schoolYear", year);
    year.is_finished(today).then(reason)
}

impl Seen {
    fn check(&self, instrument: &EditionContent, at: &str) -> Vec<Reason> {
        let mut wrong = Vec::new();
        let unfit = match instrument.node(&self.indicator) {
            None => Some(Code::UnknownStandard),
            Some(node) if !node.assessable => Some(Code::NotAssessable),
            Some(_) => None,
        };
        if let Some(code) = unfit {
            let reason = Reason::new(code).at(format!("{at}/indicator"));
            wrong.push(reason.with("standard", &self.indicator));
        }
        if let Some(level) = &self.level
            && !levels(instrument).any(|known| known == level)
        {
            let reason = Reason::new(Code::UnknownLevel).at(format!("{at}/level"));
            let allowed: Vec<&str> = levels(instrument).collect();
            let reason = reason.with("level", level);
            wrong.push(reason.with("levels", allowed.join(", ")));
        }
        wrong
    }
}

/// The levels that are given under an instrument, lowest first.
fn levels(instrument: &EditionContent) -> impl Iterator<Item = &str> {
    let all = instrument.scale.levels.iter();
    all.filter(|level| level.given == LevelUse::Judgement)
        .map(|level| level.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::tests::fixture;
    use time::macros::date;
    use uuid::Uuid;

    const TODAY: Date = date!(2026 - 03 - 20);

    fn instrument() -> EditionContent {
        let mut edition = fixture::edition(&["I1", "I2"]);
        edition.kind = FrameworkKind::ObservationInstrument;
        edition
    }

    fn seen(indicator: &str, level: Option<&str>) -> Seen {
        Seen {
            indicator: indicator.into(),
            level: level.map(Into::into),
        }
    }

    fn stated(seen: Vec<Seen>) -> Stated {
        Stated {
            instrument: instrument().edition,
            observed: PersonId(Uuid::from_u128(1)),
            observer: PersonId(Uuid::from_u128(2)),
            observed_on: TODAY,
            group: None,
            lesson: Some("Breuken".into()),
            seen,
            note: None,
        }
    }

    fn wrong(stated: &Stated, instrument: &EditionContent) -> Vec<(String, Code)> {
        let all = stated.check(Some(instrument), TODAY).into_iter();
        let mut all: Vec<_> = all
            .map(|one| (one.pointer.unwrap_or_default(), one.code))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn an_observation_is_in_the_words_of_its_instrument() {
        let right = stated(vec![seen("I1", Some("mid")), seen("I2", None)]);
        assert_eq!(wrong(&right, &instrument()), []);
        let mut all = stated(vec![
            seen("I1", Some("grand")),
            seen("area", None),
            seen("I9", None),
            seen("I1", None),
        ]);
        all.observed_on = date!(2026 - 03 - 21);
        let at = |pointer: &str, code| (pointer.to_owned(), code);
        let expected = [
            at("/observedOn", Code::DateInFuture),
            at("/scores/0/level", Code::UnknownLevel),
            at("/scores/1/indicator", Code::NotAssessable),
            at("/scores/2/indicator", Code::UnknownStandard),
            at("/scores/3/indicator", Code::Duplicate),
        ];
        assert_eq!(wrong(&all, &instrument()), expected);
    }

    #[test]
    fn nobody_observes_their_own_lesson_and_a_finished_year_is_fixed() {
        let mut own = stated(vec![]);
        own.observer = own.observed;
        own.observed_on = date!(2025 - 07 - 31);
        let at = |pointer: &str, code| (pointer.to_owned(), code);
        let expected = [
            at("/observedId", Code::OwnLessonObserved),
            at("/observedOn", Code::SchoolYearFinished),
        ];
        assert_eq!(wrong(&own, &instrument()), expected);
    }

    #[test]
    fn requirements_are_no_instrument() {
        let requirements = fixture::edition(&["I1"]);
        let found = wrong(&stated(vec![seen("I9", None)]), &requirements);
        assert_eq!(
            found,
            [("/instrument".to_owned(), Code::EditionNotInstrument)]
        );
    }

    #[test]
    fn lessons_are_seen_in_teams_and_schools() {
        let kinds = ["team", "school", "establishment", "board", "department"];
        let fitting: Vec<_> = kinds.into_iter().filter(|kind| fits(kind)).collect();
        assert_eq!(fitting, ["team", "school", "establishment"]);
    }
}
