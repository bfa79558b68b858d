//! `/v1/dossiers`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::dossier::Dossiers,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<Dossiers>(ALL)
}
