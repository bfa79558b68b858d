//! Credentials: what callers identify themselves with.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{connect::Source, entity::credential, error::StoreError};

/// A credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id, the `sid` of its tokens.
    pub id: Uuid,
    /// Whose it is.
    pub principal: Uuid,
    /// `session`, `personal`, `client` or `script`.
    pub kind: String,
    /// What it may be used for.
    pub scope: String,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

impl Credential {
    /// Whether it is neither revoked nor expired.
    pub fn is_live(&self, at: i64) -> bool {
        self.revoked_at.is_none() && self.expires_at > at
    }
}

impl From<credential::Model> for Credential {
    fn from(row: credential::Model) -> Self {
        Self {
            id: row.id,
            principal: row.principal_id,
            kind: row.kind,
            scope: row.scope,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// The credential with this id, live or not.
///
/// # Errors
/// When the store fails.
pub async fn find(source: &impl Source, id: Uuid) -> Result<Option<Credential>, StoreError> {
    let row = credential::Entity::find_by_id(id)
        .one(&source.exec().db)
        .await?;
    Ok(row.map(Credential::from))
}

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
