//! `/v1/observations` and `/v1/organisation-units/{id}/observation-results`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::observation::{Observations, results_endpoint},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Observations>(ALL);
    all.push(results_endpoint());
    all
}
