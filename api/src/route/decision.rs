//! `/v1/decisions` and `/v1/goals/{id}/decisions`.

use crate::{endpoint::Endpoint, resource::child_endpoints, usecase::decision::Decisions};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    child_endpoints::<Decisions>()
}
