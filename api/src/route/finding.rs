//! `/v1/findings`, with their transitions and the parts of their follow-up.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, command_endpoints, endpoints as resource, placed_endpoint},
    usecase::finding::{Findings, follow_up_endpoints},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Findings>(ALL);
    all.push(placed_endpoint::<Findings>());
    all.extend(command_endpoints::<Findings>());
    all.extend(follow_up_endpoints());
    all
}
