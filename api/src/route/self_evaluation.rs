//! `/v1/self-evaluations`, with their transitions, verdicts, scores and results, and `/v1/scores`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, Does, command_endpoints, endpoints as resource, list_under_endpoint},
    usecase::{
        score::{Scores, endpoint as score_endpoint},
        self_evaluation::{SelfEvaluations, results_endpoint, verdicts_endpoint},
    },
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<SelfEvaluations>(ALL);
    all.extend(command_endpoints::<SelfEvaluations>());
    all.extend([
        verdicts_endpoint(),
        score_endpoint(),
        list_under_endpoint::<Scores>(),
        results_endpoint(),
    ]);
    all.extend(resource::<Scores>(&[Does::List, Does::Read, Does::Change]));
    all
}
