//! Learning results of secondary education: four indicators, norms of which most are not known here, and a decision
//! that is never more than indicative.

mod decide;
mod judge;
mod measured;
mod norms;

#[cfg(test)]
mod tests;

pub use decide::{Decision, FEWEST, decide};
pub use judge::{IndicatorJudged, Judged, Secondary, YearMeasured, secondary};
pub use measured::{Measure, Measured};
pub use norms::{
    Correction, CorrectionUsed, Department, Indicator, Norm, NormUsed, SecondaryNorms,
};

use crate::words::words;

words! {
    /// How an indicator stands.
    Standing {
        /// At the norm or above it.
        AtOrAboveNorm => "atOrAboveNorm",
        /// Under it.
        UnderNorm => "underNorm",
        /// It cannot be judged.
        NotJudged => "notJudged",
    }
}
