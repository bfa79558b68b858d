//! `/v1/recovery-orders`, with their transitions.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, command_endpoints, endpoints as resource},
    usecase::recovery_order::Orders,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Orders>(ALL);
    all.extend(command_endpoints::<Orders>());
    all
}
