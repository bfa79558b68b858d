//! Credentials: what callers identify themselves with.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{connect::Source, entity::credential, error::StoreError, unit::Tx};

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

/// Rows deleted in one unit, so that the writer is not held long.
const AT_ONCE: u64 = 500;

/// Forgets tokens of machine clients that ended before a moment, some at a time; whether there may be
/// more. Nothing refers to them: a client asks for a new one every hour.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, at: i64) -> Result<bool, StoreError> {
    use credential::Column;
    let exec = tx.exec();
    let ids: Vec<Uuid> = credential::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Kind.eq("client"))
        .filter(Column::ExpiresAt.lt(at))
        .limit(AT_ONCE)
        .into_tuple()
        .all(&exec.db)
        .await?;
    let full = ids.len() as u64 == AT_ONCE;
    if !ids.is_empty() {
        credential::Entity::delete_many()
            .filter(Column::Id.is_in(ids))
            .exec(&exec.db)
            .await?;
    }
    Ok(full)
}
