//! Principals and the credentials they hold: whoever can call, and with what.

use akoki_domain::access::{Account, CredentialKind, Grantee, PrincipalKind};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::{account, credential, principal},
    error::StoreError,
    record::Record,
    unit::Tx,
};

/// Makes a principal of this kind.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, id: Uuid, kind: PrincipalKind) -> Result<(), StoreError> {
    let row = principal::ActiveModel {
        id: Set(id),
        kind: Set(kind.as_str().to_owned()),
        disabled_at: Set(None),
    };
    principal::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// A credential to be kept.
#[derive(Debug, Clone)]
pub struct NewCredential {
    /// Its id, the `sid` of the token.
    pub id: Uuid,
    /// Whose it is.
    pub principal: Uuid,
    /// What it is.
    pub kind: CredentialKind,
    /// What it may be used for.
    pub scope: String,
    /// When it ends, in milliseconds since 1970.
    pub expires_at: i64,
}

/// Keeps a credential.
///
/// # Errors
/// When the store fails.
pub async fn add_credential(tx: &Tx, new: &NewCredential) -> Result<(), StoreError> {
    let row = credential::ActiveModel {
        id: Set(new.id),
        principal_id: Set(new.principal),
        kind: Set(new.kind.as_str().to_owned()),
        scope: Set(new.scope.clone()),
        created_at: Set(tx.act().at),
        expires_at: Set(new.expires_at),
        revoked_at: Set(None),
    };
    credential::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// Revokes credentials: from the end of this unit on they reach nothing.
///
/// # Errors
/// When the store fails.
pub async fn revoke(tx: &Tx, ids: &[Uuid]) -> Result<u64, StoreError> {
    let row = credential::ActiveModel {
        revoked_at: Set(Some(tx.act().at)),
        ..Default::default()
    };
    let done = credential::Entity::update_many()
        .set(row)
        .filter(credential::Column::Id.is_in(ids.iter().copied()))
        .filter(credential::Column::RevokedAt.is_null())
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected)
}

/// Revokes all credentials of a principal that still hold: every session and token of it ends with this
/// unit.
///
/// # Errors
/// When the store fails.
pub async fn revoke_all(tx: &Tx, principal: Uuid) -> Result<u64, StoreError> {
    let row = credential::ActiveModel {
        revoked_at: Set(Some(tx.act().at)),
        ..Default::default()
    };
    let done = credential::Entity::update_many()
        .set(row)
        .filter(credential::Column::PrincipalId.eq(principal))
        .filter(credential::Column::RevokedAt.is_null())
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected)
}

/// Holds a principal until this unit ends: whoever else gives it something waits.
///
/// # Errors
/// When the store fails.
pub async fn hold(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    principal::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&tx.exec().db)
        .await?;
    Ok(())
}

/// Who a principal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: PrincipalKind,
    /// The account, of a person.
    pub account: Option<Account>,
    /// The name of a client.
    pub client: Option<String>,
}

impl Named {
    /// As the rules of grants ask for it.
    pub fn grantee(&self) -> Grantee {
        Grantee {
            kind: self.kind,
            is_of_platform: self.account.as_ref().is_some_and(Account::is_of_platform),
        }
    }

    /// What it is called, where that is known: a script has no name.
    pub fn name(&self) -> Option<&str> {
        let account = self.account.as_ref();
        account
            .map(|account| account.details.display_name.as_str())
            .or(self.client.as_deref())
    }
}

/// Who these principals are, wherever they are kept. Reach is the caller's concern: they are those of
/// grants in reach, or the caller.
///
/// # Errors
/// When the store fails.
pub async fn named(source: &impl Source, ids: &[Uuid]) -> Result<Vec<Named>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let exec = source.everything();
    let principals = principal::Entity::find()
        .filter(principal::Column::Id.is_in(ids.iter().copied()))
        .all(&exec.db)
        .await?;
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .all(&exec.db)
        .await?;
    let mut accounts: BTreeMap<Uuid, Account> = accounts
        .into_iter()
        .map(|row| Ok((row.id, Account::read(row)?)))
        .collect::<Result<_, StoreError>>()?;
    let mut clients = client_names(source, ids).await?;
    principals
        .into_iter()
        .map(|row| {
            Ok(Named {
                account: accounts.remove(&row.id),
                client: clients.remove(&row.id),
                id: row.id,
                kind: column::read_word(&row.kind)?,
            })
        })
        .collect()
}

async fn client_names(
    source: &impl Source,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["id", "name"].map(Alias::new))
        .from(Alias::new("api_client"))
        .and_where(Expr::col(Alias::new("id")).is_in(ids.iter().copied()));
    let rows = source.everything().db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?)))
        .collect()
}

/// Whether anyone can call at all: false on an empty store.
///
/// # Errors
/// When the store fails.
pub async fn any(source: &impl Source) -> Result<bool, StoreError> {
    Ok(principal::Entity::find()
        .one(&source.exec().db)
        .await?
        .is_some())
}
