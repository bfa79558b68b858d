//! `/v1/groups`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource, known_endpoints},
    usecase::group::Groups,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = resource::<Groups>(ALL);
    endpoints.extend(known_endpoints::<Groups>());
    endpoints
}
