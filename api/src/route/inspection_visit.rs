//! `/v1/inspection-visits`, with their transitions.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, command_endpoints, endpoints as resource},
    usecase::inspection_visit::Visits,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Visits>(ALL);
    all.extend(command_endpoints::<Visits>());
    all
}
