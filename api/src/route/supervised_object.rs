//! `/v1/supervised-objects`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::supervised_object::SupervisedObjects,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<SupervisedObjects>(ALL)
}
