//! `/v1/measurements` and `/v1/goals/{id}/measurements`.

use crate::{endpoint::Endpoint, resource::child_endpoints, usecase::measurement::Measurements};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    child_endpoints::<Measurements>()
}
