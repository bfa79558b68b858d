//! Credentials: what callers identify themselves with.

use akoki_domain::access::CredentialKind;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::{credential, personal_access_token},
    error::StoreError,
    unit::Tx,
};

/// A credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id, the `sid` of its tokens.
    pub id: Uuid,
    /// Whose it is.
    pub principal: Uuid,
    /// What it is.
    pub kind: CredentialKind,
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

impl TryFrom<credential::Model> for Credential {
    type Error = StoreError;

    fn try_from(row: credential::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            principal: row.principal_id,
            kind: column::read_word(&row.kind)?,
            scope: row.scope,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
        })
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
    row.map(Credential::try_from).transpose()
}

/// Whether a credential is neither revoked nor expired.
///
/// # Errors
/// When the store fails.
pub async fn is_live(source: &impl Source, id: Uuid, at: i64) -> Result<bool, StoreError> {
    Ok(live(source, id, at).await?.is_some())
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
    found.map(Credential::try_from).transpose()
}

/// The ids of the credentials of this kind of a principal that hold, the newest first.
///
/// # Errors
/// When the store fails.
pub async fn live_of(
    tx: &Tx,
    principal: Uuid,
    kind: CredentialKind,
) -> Result<Vec<Uuid>, StoreError> {
    let ids = credential::Entity::find()
        .select_only()
        .column(credential::Column::Id)
        .filter(credential::Column::PrincipalId.eq(principal))
        .filter(credential::Column::Kind.eq(kind.as_str()))
        .filter(credential::Column::RevokedAt.is_null())
        .filter(credential::Column::ExpiresAt.gt(tx.act().at))
        .order_by_desc(credential::Column::CreatedAt)
        .order_by_desc(credential::Column::Id)
        .into_tuple()
        .all(&tx.exec().db)
        .await?;
    Ok(ids)
}

/// At most so many credentials in one unit, so that the writer is not held long.
const AT_ONCE: u64 = 500;

/// Forgets credentials that ended long ago, with their names: those of machine clients, which ask for new
/// ones all day, before the first moment, all others before the second. Their refresh tokens must be
/// gone. Answers whether there may be more.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, clients: i64, others: i64) -> Result<bool, StoreError> {
    let exec = tx.exec();
    let long_ago = Condition::any()
        .add(credential::Column::ExpiresAt.lt(others))
        .add(
            Condition::all()
                .add(credential::Column::ExpiresAt.lt(clients))
                .add(credential::Column::Kind.eq(CredentialKind::Client.as_str())),
        );
    let ids: Vec<Uuid> = credential::Entity::find()
        .select_only()
        .column(credential::Column::Id)
        .filter(credential::Column::ExpiresAt.lt(clients.max(others)))
        .filter(long_ago)
        .limit(AT_ONCE)
        .into_tuple()
        .all(&exec.db)
        .await?;
    if ids.is_empty() {
        return Ok(false);
    }
    personal_access_token::Entity::delete_many()
        .filter(personal_access_token::Column::Id.is_in(ids.iter().copied()))
        .exec(&exec.db)
        .await?;
    credential::Entity::delete_many()
        .filter(credential::Column::Id.is_in(ids.iter().copied()))
        .exec(&exec.db)
        .await?;
    Ok(ids.len() as u64 == AT_ONCE)
}
