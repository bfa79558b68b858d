//! `/v1/reviews` and `/v1/goals/{id}/reviews`.

use crate::{endpoint::Endpoint, resource::child_endpoints, usecase::review::Reviews};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    child_endpoints::<Reviews>()
}
