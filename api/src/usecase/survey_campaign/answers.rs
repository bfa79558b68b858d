//! From the inbox to results.

use akoki_domain::survey::campaign::Campaign;

use crate::{failure::Failure, guard::Call};

/// Mixes.
pub async fn mix(call: &Call, campaign: &Campaign) -> Result<(), Failure> {
    let _ = (call, campaign);
    Ok(())
}
