//! `/v1/grants`.

use crate::{
    endpoint::Endpoint,
    resource::{Does, ending_endpoint, endpoints as resource},
    usecase::grant::Grants,
};

/// The endpoints of this file. Nothing is deleted: who could do what when is asked later.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = resource::<Grants>(&[Does::List, Does::Create, Does::Read, Does::Change]);
    endpoints.push(ending_endpoint::<Grants>());
    endpoints
}
