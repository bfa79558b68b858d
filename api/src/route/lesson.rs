//! `/v1/lessons`.

use crate::{endpoint::Endpoint, usecase::lesson};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![lesson::endpoint()]
}
