//! What of a judgement is hidden, so that nobody can tell what few pupils reached.

use super::Both;
use super::judged::{IndicatorJudged, Judged, Sum, YearFigure, YearState};
use crate::error::{Code, Reason};

/// Whether the years are hidden from whoever lacks the right: too few pupils were tested in one of them, or how
/// many is not known.
pub fn is_hidden(judged: &Judged) -> bool {
    let few = |year: &YearFigure| match year.state {
        YearState::Missing => false,
        YearState::Masked | YearState::Hidden => true,
        YearState::Tested | YearState::Incomplete => year
            .pupils
            .is_none_or(|pupils| pupils < judged.masked_below),
    };
    let Both {
        fundamental,
        target,
    } = &judged.indicators;
    fundamental.years.iter().chain(&target.years).any(few)
}

/// The judgement as it may be seen. Where a year has too few pupils, whoever lacks the right sees the outcome, the
/// signal value and the value of the three years, but no year, no count, and no derivation.
///
/// The value of the three years is hidden as well where it is that of one year, or of as few pupils.
#[must_use]
pub fn masked(judged: Judged, may_see: bool) -> Judged {
    // What was hidden once has nothing left to hide.
    if may_see || judged.hidden.is_some() || !is_hidden(&judged) {
        return judged;
    }
    let below = judged.masked_below;
    let hidden = Reason::new(Code::LearningYearsHidden).with("minimum", below);
    let Both {
        fundamental,
        target,
    } = judged.indicators;
    Judged {
        indicators: Both {
            fundamental: without_counts(fundamental, below),
            target: without_counts(target, below),
        },
        hidden: Some(hidden),
        ..judged
    }
}

fn without_counts(judged: IndicatorJudged, below: u64) -> IndicatorJudged {
    let there = judged
        .years
        .iter()
        .filter(|year| year.state != YearState::Missing);
    let few = there.count() < 2
        || judged
            .three_years
            .pupils
            .is_none_or(|pupils| pupils < below);
    // Beside the value of three years that of more years is not that of one more year: no count is shown.
    let only_value = |sum: Sum| Sum {
        value: sum.value.filter(|_| !few),
        ..Sum::default()
    };
    let year = |year: YearFigure| YearFigure {
        state: match year.state {
            YearState::Tested | YearState::Incomplete => YearState::Hidden,
            state @ (YearState::Masked | YearState::Missing | YearState::Hidden) => state,
        },
        pupils: None,
        levels: None,
        value: None,
        reasons: Vec::new(),
        ..year
    };
    let published = judged.published.map(|mut published| {
        published.value = published.value.filter(|_| !few);
        published.difference = None;
        published
    });
    IndicatorJudged {
        years: judged.years.into_iter().map(year).collect(),
        three_years: only_value(judged.three_years),
        more_years: judged.more_years.map(only_value),
        room: None,
        published,
        trace: Vec::new(),
        ..judged
    }
}
