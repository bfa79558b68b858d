//! Tokens that people made for scripts: credentials with a name.

use akoki_domain::access::CredentialKind;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::{
    connect::Source,
    entity::{credential, personal_access_token as table},
    error::StoreError,
    repo::credential::Credential,
    unit::Tx,
};

/// A personal access token.
#[derive(Debug, Clone)]
pub struct Named {
    /// What its maker called it.
    pub name: String,
    /// The credential.
    pub credential: Credential,
}

/// Gives a credential its name.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, id: Uuid, principal: Uuid, name: String) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        id: Set(id),
        principal_id: Set(principal),
        name: Set(name),
    };
    table::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// The tokens of an account that hold at this moment, the oldest first.
///
/// # Errors
/// When the store fails.
pub async fn live(
    source: &impl Source,
    principal: Uuid,
    at: i64,
) -> Result<Vec<Named>, StoreError> {
    let exec = source.exec();
    let credentials = credential::Entity::find()
        .filter(credential::Column::PrincipalId.eq(principal))
        .filter(credential::Column::Kind.eq(CredentialKind::Personal.as_str()))
        .filter(credential::Column::RevokedAt.is_null())
        .filter(credential::Column::ExpiresAt.gt(at))
        .order_by_asc(credential::Column::Id)
        .all(&exec.db)
        .await?;
    let names = table::Entity::find()
        .filter(table::Column::PrincipalId.eq(principal))
        .filter(table::Column::Id.is_in(credentials.iter().map(|row| row.id)))
        .all(&exec.db)
        .await?;
    credentials
        .into_iter()
        .filter_map(|row| {
            let named = names.iter().find(|name| name.id == row.id)?;
            Some(Credential::try_from(row).map(|credential| Named {
                name: named.name.clone(),
                credential,
            }))
        })
        .collect()
}
