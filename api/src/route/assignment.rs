//! `/v1/assignments`.

use crate::{
    endpoint::Endpoint,
    resource::{Does, ending_endpoint, endpoints as resource},
    usecase::assignment::Assignments,
};

/// The endpoints of this file. Nothing is deleted: who did what when is what independence rests on.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints =
        resource::<Assignments>(&[Does::List, Does::Create, Does::Read, Does::Change]);
    endpoints.push(ending_endpoint::<Assignments>());
    endpoints
}
