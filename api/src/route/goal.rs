//! `/v1/goals` and `/v1/improvement-cycles/{id}/goals`.

use crate::{endpoint::Endpoint, resource::child_endpoints, usecase::goal::Goals};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    child_endpoints::<Goals>()
}
