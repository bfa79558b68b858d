//! `/v1/own-standards`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::own_standard::OwnStandards,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<OwnStandards>(ALL)
}
