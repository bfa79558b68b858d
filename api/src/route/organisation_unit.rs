//! `/v1/organisation-units`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::organisation_unit::Units,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<Units>(ALL)
}
