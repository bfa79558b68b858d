//! `/v1/auditors`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::auditor::Auditors,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<Auditors>(ALL)
}
