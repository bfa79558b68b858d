//! `/v1/evidence`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::evidence::Evidences,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<Evidences>(ALL)
}
