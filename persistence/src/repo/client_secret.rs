//! Secrets of machine clients, as digests.

use akoki_domain::{
    access::ClientSecret,
    id::{ClientSecretId, PrincipalId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{column, connect::Source, entity::client_secret as table, error::StoreError, unit::Tx};

/// A secret with what is kept of it.
#[derive(Debug, Clone)]
pub struct KeptSecret {
    /// What is known of it.
    pub secret: ClientSecret,
    /// Its digest.
    pub digest: Vec<u8>,
}

/// Keeps a secret.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, client: PrincipalId, kept: &KeptSecret) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        id: Set(kept.secret.id.0),
        client_id: Set(client.0),
        digest: Set(kept.digest.clone()),
        created_at: Set(column::millis(kept.secret.created_at)),
        expires_at: Set(kept.secret.expires_at.map(column::millis)),
    };
    table::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// The secrets of a client, the oldest first, also those that ended.
///
/// # Errors
/// When the store fails.
pub async fn of_client(
    source: &impl Source,
    client: PrincipalId,
) -> Result<Vec<KeptSecret>, StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::ClientId.eq(client.0))
        .order_by_asc(table::Column::Id)
        .all(&source.exec().db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(KeptSecret {
                secret: ClientSecret {
                    id: ClientSecretId(row.id),
                    created_at: column::instant(row.created_at)?,
                    expires_at: row.expires_at.map(column::instant).transpose()?,
                },
                digest: row.digest,
            })
        })
        .collect()
}

/// Gives a secret the end that it has by now.
///
/// # Errors
/// When the store fails.
pub async fn end(tx: &Tx, secret: &ClientSecret) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        expires_at: Set(secret.expires_at.map(column::millis)),
        ..Default::default()
    };
    table::Entity::update_many()
        .set(row)
        .filter(table::Column::Id.eq(secret.id.0))
        .exec(&tx.exec().db)
        .await?;
    Ok(())
}
