//! `/v1/actions` and `/v1/improvement-cycles/{id}/actions`.

use crate::{endpoint::Endpoint, resource::child_endpoints, usecase::action::Actions};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    child_endpoints::<Actions>()
}
