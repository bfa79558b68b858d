//! The work of units in its slimmest form: what completeness and standing are computed from.

use akoki_domain::{id::UnitId, pdca::work::Work};

use crate::{connect::Source, error::StoreError, scope::Scope};

/// The work of these units that is in reach.
///
/// # Errors
/// When the store fails.
pub async fn load(_: &impl Source, _: &Scope, _: &[UnitId]) -> Result<Work, StoreError> {
    Ok(Work::default())
}
