//! Sessions: credentials of accounts that are kept alive by refresh tokens, each used once.

use akoki_domain::access::CredentialKind;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    connect::Source,
    entity::{credential, refresh_token},
    error::StoreError,
    repo::credential::Credential,
    unit::Tx,
};

/// A session that can go on.
#[derive(Debug, Clone)]
pub struct Live {
    /// The credential.
    pub credential: Credential,
    /// When the refresh token in force ends, in milliseconds since 1970.
    pub refresh_expires_at: i64,
}

/// A refresh token, by its digest.
#[derive(Debug, Clone, Copy)]
pub struct Refresh {
    /// The credential of the session.
    pub credential: Uuid,
    /// Whether it was used.
    pub used: bool,
}

/// Keeps a refresh token of a session.
///
/// # Errors
/// When the store fails.
pub async fn add_refresh(
    tx: &Tx,
    digest: Vec<u8>,
    credential: Uuid,
    expires_at: i64,
) -> Result<(), StoreError> {
    let row = refresh_token::ActiveModel {
        digest: Set(digest),
        credential_id: Set(credential),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    refresh_token::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// Uses a refresh token: of two who do so at a time exactly one does. Answers the credential of its
/// session; none when it is unknown, has ended or was used.
///
/// # Errors
/// When the store fails.
pub async fn use_refresh(tx: &Tx, digest: &[u8]) -> Result<Option<Uuid>, StoreError> {
    let at = tx.act().at;
    let used = refresh_token::ActiveModel {
        used_at: Set(Some(at)),
        ..Default::default()
    };
    let rows = refresh_token::Entity::update_many()
        .set(used)
        .filter(refresh_token::Column::Digest.eq(digest.to_vec()))
        .filter(refresh_token::Column::UsedAt.is_null())
        .filter(refresh_token::Column::ExpiresAt.gt(at))
        .exec_with_returning(&tx.exec().db)
        .await?;
    Ok(rows.first().map(|row| row.credential_id))
}

/// What is known of a refresh token.
///
/// # Errors
/// When the store fails.
pub async fn refresh(source: &impl Source, digest: &[u8]) -> Result<Option<Refresh>, StoreError> {
    let row = refresh_token::Entity::find_by_id(digest.to_vec())
        .one(&source.exec().db)
        .await?;
    Ok(row.map(|row| Refresh {
        credential: row.credential_id,
        used: row.used_at.is_some(),
    }))
}

/// The sessions of an account that can go on, the newest first, at most so many.
///
/// # Errors
/// When the store fails.
pub async fn live(
    source: &impl Source,
    principal: Uuid,
    at: i64,
    limit: u64,
) -> Result<Vec<Live>, StoreError> {
    let exec = source.exec();
    let credentials = credential::Entity::find()
        .filter(credential::Column::PrincipalId.eq(principal))
        .filter(credential::Column::Kind.eq(CredentialKind::Session.as_str()))
        .filter(credential::Column::RevokedAt.is_null())
        .filter(credential::Column::ExpiresAt.gt(at))
        .order_by_desc(credential::Column::Id)
        .limit(limit)
        .all(&exec.db)
        .await?;
    let tokens = refresh_token::Entity::find()
        .filter(refresh_token::Column::CredentialId.is_in(credentials.iter().map(|row| row.id)))
        .filter(refresh_token::Column::UsedAt.is_null())
        .filter(refresh_token::Column::ExpiresAt.gt(at))
        .all(&exec.db)
        .await?;
    let end_of = |id: Uuid| {
        tokens
            .iter()
            .filter(|token| token.credential_id == id)
            .map(|token| token.expires_at)
            .max()
    };
    credentials
        .into_iter()
        .filter_map(|row| {
            let refresh_expires_at = end_of(row.id)?;
            Some(Credential::try_from(row).map(|credential| Live {
                credential,
                refresh_expires_at,
            }))
        })
        .collect()
}

/// Ends the sessions of an account that have not ended, but this one, with one statement. Answers their
/// ids.
///
/// # Errors
/// When the store fails.
pub async fn end_others(
    tx: &Tx,
    principal: Uuid,
    except: Option<Uuid>,
) -> Result<Vec<Uuid>, StoreError> {
    let at = tx.act().at;
    let ended = credential::ActiveModel {
        revoked_at: Set(Some(at)),
        ..Default::default()
    };
    let mut update = credential::Entity::update_many()
        .set(ended)
        .filter(credential::Column::PrincipalId.eq(principal))
        .filter(credential::Column::Kind.eq(CredentialKind::Session.as_str()))
        .filter(credential::Column::RevokedAt.is_null())
        .filter(credential::Column::ExpiresAt.gt(at));
    if let Some(except) = except {
        update = update.filter(credential::Column::Id.ne(except));
    }
    let rows = update.exec_with_returning(&tx.exec().db).await?;
    let mut ids: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
    ids.sort_unstable();
    Ok(ids)
}

/// Forgets the refresh tokens that ended before this moment.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, at: i64) -> Result<u64, StoreError> {
    let done = refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::ExpiresAt.lt(at))
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected)
}
