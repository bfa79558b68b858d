//! `/v1/audits/{id}/fieldwork`.

use crate::{endpoint::Endpoint, usecase::fieldwork::endpoint};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![endpoint()]
}
