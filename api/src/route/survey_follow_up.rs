//! `/v1/survey-follow-ups`, with their transitions. Nobody makes one: they begin when a survey has results.

use crate::{
    endpoint::Endpoint,
    resource::{Does, command_endpoints, endpoints as resource},
    usecase::survey_follow_up::FollowUps,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<FollowUps>(&[Does::List, Does::Read, Does::Change]);
    all.extend(command_endpoints::<FollowUps>());
    all
}
