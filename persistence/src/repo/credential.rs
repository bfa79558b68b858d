//! Credentials: what callers identify themselves with.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{column, connect::Source, entity::credential, error::StoreError};

/// Whether a credential is neither revoked nor expired.
///
/// # Errors
/// When the store fails.
pub async fn is_live(source: &impl Source, id: Uuid, at: i64) -> Result<bool, StoreError> {
    Ok(live(source, id, at).await?.is_some())
}

/// What somebody identified themselves with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id.
    pub id: Uuid,
    /// `session`, `client` or `script`.
    pub kind: String,
    /// When it ends.
    pub expires_at: OffsetDateTime,
}

/// A credential that is neither revoked nor expired.
///
/// # Errors
/// When the store fails.
pub async fn live(
    source: &impl Source,
    id: Uuid,
    at: i64,
) -> Result<Option<Credential>, StoreError> {
    let found = credential::Entity::find_by_id(id)
        .filter(credential::Column::RevokedAt.is_null())
        .filter(credential::Column::ExpiresAt.gt(at))
        .one(&source.exec().db)
        .await?;
    found
        .map(|row| {
            Ok(Credential {
                id: row.id,
                kind: row.kind,
                expires_at: column::instant(row.expires_at)?,
            })
        })
        .transpose()
}
