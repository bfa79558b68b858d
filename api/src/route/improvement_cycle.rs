//! `/v1/improvement-cycles`, with their transitions and their evaluation.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::improvement_cycle::{Cycles, command_endpoints, evaluation_endpoint},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Cycles>(ALL);
    all.extend(command_endpoints());
    all.push(evaluation_endpoint());
    all
}
