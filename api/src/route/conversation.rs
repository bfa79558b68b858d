//! `/v1/quality-conversations`, with their transitions.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, command_endpoints, endpoints as resource},
    usecase::conversation::Conversations,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Conversations>(ALL);
    all.extend(command_endpoints::<Conversations>());
    all
}
