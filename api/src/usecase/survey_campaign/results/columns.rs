//! The columns of the tables in which results are sent, and what stands in them.

use akoki_domain::survey::results::Other;
use std::borrow::Cow;

macro_rules! columns {
    ($($name:ident => $word:literal,)+) => {
        /// A column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Column { $($name),+ }

        impl Column {
            /// The name above it.
            pub(super) const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

columns! {
    GroupKey => "groupKey",
    Group => "group",
    SplitQuestion => "splitQuestion",
    SplitAnswers => "splitAnswers",
    SplitQuestion2 => "splitQuestion2",
    SplitAnswers2 => "splitAnswers2",
    SplitText => "splitText",
    About => "about",
    Key => "key",
    Text => "text",
    Hidden => "hidden",
    Answer => "answer",
    AnswerText => "answerText",
    Count => "count",
    Share => "share",
    Population => "population",
    Invited => "invited",
    Respondents => "respondents",
    Rate => "rate",
    Needed => "needed",
    Reached => "reached",
    N => "n",
    MeanOf => "meanOf",
    Mean => "mean",
    StandardDeviation => "standardDeviation",
    IntervalLow => "intervalLow",
    IntervalHigh => "intervalHigh",
    TenPoint => "tenPoint",
    Median => "median",
    TopTwo => "topTwo",
    Promoters => "promoters",
    Passives => "passives",
    Detractors => "detractors",
    Recommendation => "recommendation",
    RecommendationLow => "recommendationLow",
    RecommendationHigh => "recommendationHigh",
    Importance => "importance",
    Quadrant => "quadrant",
    PrecedingSchoolYears => "precedingSchoolYears",
    PrecedingDifference => "precedingDifference",
    PrecedingVerdict => "precedingVerdict",
    PrecedingAdjustedP => "precedingAdjustedP",
    PrecedingEffectSize => "precedingEffectSize",
    OthersDifference => "othersDifference",
    OthersVerdict => "othersVerdict",
    OthersAdjustedP => "othersAdjustedP",
    OthersEffectSize => "othersEffectSize",
    BenchmarkDifference => "benchmarkDifference",
    BenchmarkVerdict => "benchmarkVerdict",
    BenchmarkAdjustedP => "benchmarkAdjustedP",
    BenchmarkEffectSize => "benchmarkEffectSize",
    With => "with",
    SchoolYears => "schoolYears",
    Difference => "difference",
    Verdict => "verdict",
    Sentence => "sentence",
    T => "t",
    DegreesOfFreedom => "degreesOfFreedom",
    P => "p",
    AdjustedP => "adjustedP",
    EffectSize => "effectSize",
    Written => "written",
}

use Column::*;

/// What a row is of.
const OF: [Column; 2] = [GroupKey, Group];
/// By what it is split.
const BY: [Column; 5] = [
    SplitQuestion,
    SplitAnswers,
    SplitQuestion2,
    SplitAnswers2,
    SplitText,
];
/// What it is about.
const WHAT: [Column; 3] = [About, Key, Text];
/// Of all of a group.
const FIGURES: [Column; 28] = [
    Hidden,
    Answer,
    AnswerText,
    Count,
    Share,
    Population,
    Invited,
    Respondents,
    Rate,
    Needed,
    Reached,
    N,
    MeanOf,
    Mean,
    StandardDeviation,
    IntervalLow,
    IntervalHigh,
    TenPoint,
    Median,
    TopTwo,
    Promoters,
    Passives,
    Detractors,
    Recommendation,
    RecommendationLow,
    RecommendationHigh,
    Importance,
    Quadrant,
];
/// Of what is set against others, where each has a column of its own.
const AGAINST: [Column; 13] = [
    PrecedingSchoolYears,
    PrecedingDifference,
    PrecedingVerdict,
    PrecedingAdjustedP,
    PrecedingEffectSize,
    OthersDifference,
    OthersVerdict,
    OthersAdjustedP,
    OthersEffectSize,
    BenchmarkDifference,
    BenchmarkVerdict,
    BenchmarkAdjustedP,
    BenchmarkEffectSize,
];

/// Those of the one table.
pub(super) fn of_table() -> Vec<Column> {
    [&OF[..], &BY, &WHAT, &FIGURES, &AGAINST, &[Written]].concat()
}

/// Those of the sheet of all of each group.
pub(super) fn of_figures() -> Vec<Column> {
    [&OF[..], &WHAT, &FIGURES, &[Written]].concat()
}

/// Those of the sheet of splits.
pub(super) fn of_splits() -> Vec<Column> {
    let figures = [Respondents, Share, N, Mean, TenPoint];
    [&OF[..], &BY, &WHAT, &figures].concat()
}

/// Those of the sheet of comparisons.
pub(super) fn of_comparisons() -> Vec<Column> {
    let figures = [
        With,
        SchoolYears,
        Difference,
        Verdict,
        Sentence,
        T,
        DegreesOfFreedom,
        P,
        AdjustedP,
        EffectSize,
    ];
    [&OF[..], &WHAT, &figures].concat()
}

impl Column {
    /// Difference, verdict, corrected chance and size of the effect.
    pub(super) const fn against(with: Other) -> [Self; 4] {
        match with {
            Other::Preceding => [
                PrecedingDifference,
                PrecedingVerdict,
                PrecedingAdjustedP,
                PrecedingEffectSize,
            ],
            Other::Others => [
                OthersDifference,
                OthersVerdict,
                OthersAdjustedP,
                OthersEffectSize,
            ],
            Other::Benchmark => [
                BenchmarkDifference,
                BenchmarkVerdict,
                BenchmarkAdjustedP,
                BenchmarkEffectSize,
            ],
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// What can stand in a cell, or leave it empty.
pub(super) trait Fill<'a> {
    /// The cell; none where it is empty.
    fn cell(self) -> Option<Cell<'a>>;
}

impl<'a, T: Fill<'a>> Fill<'a> for Option<T> {
    fn cell(self) -> Option<Cell<'a>> {
        self.and_then(Fill::cell)
    }
}

impl<'a> Fill<'a> for &'a str {
    fn cell(self) -> Option<Cell<'a>> {
        Some(Cell::Text(self.into()))
    }
}

impl<'a> Fill<'a> for String {
    fn cell(self) -> Option<Cell<'a>> {
        Some(Cell::Text(self.into()))
    }
}

impl<'a> Fill<'a> for f64 {
    fn cell(self) -> Option<Cell<'a>> {
        Some(Cell::Number(self))
    }
}

impl<'a> Fill<'a> for u64 {
    fn cell(self) -> Option<Cell<'a>> {
        Some(Cell::Number(self as f64))
    }
}

impl<'a> Fill<'a> for i64 {
    fn cell(self) -> Option<Cell<'a>> {
        Some(Cell::Number(self as f64))
    }
}

impl<'a> Fill<'a> for bool {
    fn cell(self) -> Option<Cell<'a>> {
        Some(Cell::Flag(self))
    }
}

/// A row: what stands in some of the columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Row<'a>(Vec<(Column, Cell<'a>)>);

impl<'a> Row<'a> {
    /// With this in a column, in place of what stood there.
    #[must_use]
    pub(super) fn put(mut self, column: Column, cell: impl Fill<'a>) -> Self {
        if let Some(cell) = cell.cell() {
            self.0.retain(|(known, _)| *known != column);
            self.0.push((column, cell));
        }
        self
    }

    /// What stands in a column.
    pub(super) fn get(&self, column: Column) -> Option<&Cell<'a>> {
        let mut cells = self.0.iter();
        let found = cells.find(|(known, _)| *known == column);
        found.map(|(_, cell)| cell)
    }
}
