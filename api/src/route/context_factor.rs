//! `/v1/context-factors`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::context_factor::ContextFactors,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<ContextFactors>(ALL)
}
