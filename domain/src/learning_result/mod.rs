//! Learning results: what pupils reached, held against what the inspectorate expects.
//!
//! What is counted stays a count: levels reached and pupils. A percentage is only shown, rounded half up to two
//! decimals, and nothing is reckoned from it. Whatever is compared with a signal value is compared exactly.

mod ahead;
mod counts;
mod indicator;
mod judged;
mod known;
mod mask;
mod norms;
mod primary;
mod published;
pub mod secondary;
mod share;
mod trend;
mod weighting;
mod year;

#[cfg(test)]
mod tests;

pub use ahead::{Ahead, Room, ahead};
pub use counts::{ArithmeticCounts, Count, LanguageCounts, LevelCounts};
pub use indicator::{Both, Indicator};
pub use judged::{
    Basis, Compared, IndicatorJudged, Judged, Outcome, SignalUsed, Step, Sum, Total, YearFigure,
    YearState,
};
pub use known::{Primary, PublishedThree};
pub use mask::{is_hidden, masked};
pub use norms::{AllPrimaryNorms, PrimaryNorms, Stated};
pub use primary::primary;
pub use published::{Cell, PublishedRow, PublishedYear, levels_of, outcome_of};
pub use share::Share;
pub use trend::{Trend, trend};
pub use weighting::{Weighting, WeightingUsed};
pub use year::{Tested, Window, Year};

/// How many school years a judgement looks at.
pub const YEARS: i32 = 3;
