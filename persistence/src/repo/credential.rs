//! Credentials: what callers identify themselves with.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{connect::Source, entity::credential, error::StoreError};

/// Whether a credential is neither revoked nor expired.
///
/// # Errors
/// When the store fails.
pub async fn is_live(source: &impl Source, id: Uuid, at: i64) -> Result<bool, StoreError> {
    let found = credential::Entity::find_by_id(id)
        .filter(credential::Column::RevokedAt.is_null())
        .filter(credential::Column::ExpiresAt.gt(at))
        .one(&source.exec().db)
        .await?;
    Ok(found.is_some())
}
