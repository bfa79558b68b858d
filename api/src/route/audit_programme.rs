//! `/v1/audit-programmes`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource},
    usecase::audit_programme::AuditProgrammes,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    resource::<AuditProgrammes>(ALL)
}
