//! `/v1/improvement-cycles`, with their transitions and their evaluation.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, command_endpoints, endpoints as resource},
    usecase::improvement_cycle::{Cycles, evaluation_endpoint},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Cycles>(ALL);
    all.extend(command_endpoints::<Cycles>());
    all.push(evaluation_endpoint());
    all
}
