//! `/v1/accredited-bodies`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::accredited_body::AccreditedBodies,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<AccreditedBodies>(ALL)
}
