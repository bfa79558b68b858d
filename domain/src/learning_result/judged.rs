//! A judgement of learning results, with how it came about.

use serde::Serialize;

use super::weighting::WeightingUsed;
use super::{Both, Indicator, Share};
use crate::amount::Amount;
use crate::calendar::SchoolYear;
use crate::error::Reason;
use crate::words::words;

words! {
    /// How an indicator stands.
    Outcome {
        /// At or above the signal value.
        AboveSignalValue => "aboveSignalValue",
        /// Under it.
        BelowSignalValue => "belowSignalValue",
        /// Too few pupils in three years, and no judgement over more years.
        SmallSchool => "smallSchool",
        /// A year is missing, or there is no signal value to hold it against.
        TooFewData => "tooFewData",
        /// What it takes is there, but is not told.
        NotComputable => "notComputable",
    }
}

words! {
    /// How the results as a whole stand.
    Total {
        /// Both indicators are at or above their signal values.
        Sufficient => "sufficient",
        /// One of them is under it. The school may justify that its pupils are a special population, and the
        /// results may still be found sufficient.
        BelowSignalValue => "belowSignalValue",
        /// Neither can be said.
        NotJudged => "notJudged",
    }
}

words! {
    /// What an outcome rests on.
    Basis {
        /// The counts of the years.
        Counts => "counts",
        /// The published value of the three years, since the years themselves are not told.
        PublishedValue => "publishedValue",
        /// The published outcome, taken over since nothing can be reckoned.
        TakenOver => "takenOver",
    }
}

words! {
    /// What is known of a school year.
    YearState {
        /// Pupils and levels.
        Tested => "tested",
        /// Not all that it takes.
        Incomplete => "incomplete",
        /// Not published.
        Masked => "masked",
        /// Nothing is there.
        Missing => "missing",
        /// Hidden from whoever reads it.
        Hidden => "hidden",
    }
}

/// One school year of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct YearFigure {
    /// The school year.
    pub school_year: SchoolYear,
    /// What is known of it.
    pub state: YearState,
    /// The pupils.
    pub pupils: Option<u64>,
    /// The levels they reached.
    pub levels: Option<u64>,
    /// The percentage of the levels they could reach, rounded half up.
    pub value: Option<Amount>,
    /// Why there is none.
    pub reasons: Vec<Reason>,
}

/// Several school years together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sum {
    /// The pupils, where all of them are known.
    pub pupils: Option<u64>,
    /// The levels they reached.
    pub levels: Option<u64>,
    /// The percentage of the levels they could reach, rounded half up.
    pub value: Option<Amount>,
}

impl Sum {
    /// What is shown of a share.
    pub(super) fn of(share: Share) -> Self {
        Self {
            pupils: Some(share.pupils()),
            levels: Some(share.levels()),
            value: Some(share.shown()),
        }
    }
}

/// The signal value that an indicator is held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignalUsed {
    /// The percentage.
    pub value: Amount,
    /// From where the class of the school weighting begins, where it depends on that.
    pub class: Option<i64>,
    /// Where it is written.
    pub source: String,
    /// Whether somebody compared it with the source.
    pub verified: bool,
}

/// What was published, beside what was reckoned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Compared {
    /// The published value of the three years.
    pub value: Option<Amount>,
    /// By how much what was reckoned from counts lies above it.
    pub difference: Option<Amount>,
    /// The published outcome.
    pub outcome: Option<Outcome>,
    /// Whether it is the same one.
    pub same_outcome: Option<bool>,
}

/// One step of a derivation, with its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "step"
)]
pub enum Step {
    /// The school years that are looked at.
    Years {
        /// Each of them, the oldest first.
        years: Vec<YearFigure>,
        /// Those of which nothing is there.
        missing: Vec<SchoolYear>,
    },
    /// The school weighting, which says which signal value holds.
    Weighting {
        /// What is known of it.
        used: Option<WeightingUsed>,
    },
    /// What the indicator is held against.
    SignalValue {
        /// The signal value, where there is one.
        used: Option<SignalUsed>,
    },
    /// Whether there are enough pupils to judge over three years.
    Pupils {
        /// How many in the three years, where that is known.
        pupils: Option<u64>,
        /// A school with fewer is small.
        minimum: u64,
        /// Whether there are enough.
        enough: Option<bool>,
    },
    /// The share over several school years.
    Value {
        /// The school years.
        years: Vec<SchoolYear>,
        /// What it rests on.
        basis: Basis,
        /// The levels reached, where they are known.
        levels: Option<u64>,
        /// The levels that could be reached.
        base: Option<u64>,
        /// The percentage, rounded half up.
        value: Amount,
    },
    /// Levels held against the signal value: reached × 100 is at least the signal value × what could be reached.
    Comparison {
        /// The levels reached.
        levels: u64,
        /// The levels that could be reached.
        base: u64,
        /// The signal value.
        signal_value: Amount,
        /// The fewest levels that reach it.
        needed: u64,
        /// How many more were reached; below zero how many are lacking.
        room: i64,
        /// Whether they are enough.
        met: bool,
    },
    /// A published percentage held against the signal value, since no levels are known.
    PublishedComparison {
        /// The percentage.
        value: Amount,
        /// The signal value.
        signal_value: Amount,
        /// Whether it is as much.
        met: bool,
    },
    /// The outcome.
    Outcome {
        /// What it is.
        outcome: Outcome,
        /// What it rests on.
        basis: Basis,
    },
}

/// One indicator, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorJudged {
    /// Which one.
    pub indicator: Indicator,
    /// How it stands.
    pub outcome: Outcome,
    /// What that rests on.
    pub basis: Basis,
    /// Over how many school years that was judged.
    pub judged_over: i32,
    /// Why it could not be judged, or not over three years.
    pub reasons: Vec<Reason>,
    /// The school years, the oldest first.
    pub years: Vec<YearFigure>,
    /// The three years together, as far as they are there.
    pub three_years: Sum,
    /// All years together that a small school is judged over.
    pub more_years: Option<Sum>,
    /// What it is held against.
    pub signal_value: Option<SignalUsed>,
    /// How many levels fewer would still be enough; below zero how many are lacking.
    pub room: Option<i64>,
    /// What was published of it.
    pub published: Option<Compared>,
    /// How the outcome came about.
    pub trace: Vec<Step>,
}

/// Learning results, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// The last tested school year.
    pub last: SchoolYear,
    /// How the results as a whole stand.
    pub total: Total,
    /// Whether that rests on something that nobody compared with its source.
    pub indicative: bool,
    /// The school weighting.
    pub weighting: Option<WeightingUsed>,
    /// The indicators.
    pub indicators: Both<IndicatorJudged>,
    /// With fewer pupils in a year the years are hidden.
    pub masked_below: u64,
    /// Why they are hidden from whoever reads this.
    pub hidden: Option<Reason>,
}
