//! Who may answer once. Rows without times, under ids made at random; who answered is told to nobody.

use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Order, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::Key;
use crate::{
    connect::Source,
    entity::{survey_invitation as table, survey_used_code as used},
    error::StoreError,
    unit::Tx,
};

/// An invitation to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// The keyed digest of its code.
    pub code_hash: Vec<u8>,
    /// Its id, made at random.
    pub id: Uuid,
    /// The group of whoever is invited.
    pub group_key: String,
    /// Whom to remind, as the system that sends it calls them.
    pub recipient: Option<String>,
}

/// An invitation as far as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// The group.
    pub group_key: String,
    /// Whom to remind.
    pub recipient: Option<String>,
}

/// What a code leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The campaign.
    pub key: Key,
    /// The group; none once the survey has closed.
    pub group_key: Option<String>,
    /// It was used.
    pub used: bool,
}

/// Writes invitations.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, key: Key, invitations: Vec<NewInvitation>) -> Result<(), StoreError> {
    let exec = tx.everything();
    for chunk in invitations.chunks(exec.backend.bind_limit() / 7) {
        let rows = chunk.iter().cloned().map(|one| table::ActiveModel {
            code_hash: Set(one.code_hash),
            board_id: Set(key.board),
            campaign_id: Set(key.campaign),
            id: Set(one.id),
            group_key: Set(one.group_key),
            recipient: Set(one.recipient),
            used: Set(false),
        });
        table::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("survey_invitation"), Alias::new(column)))
}

/// The invitations of a campaign of these groups, in the order of their ids, after one and at most so many.
///
/// # Errors
/// When the store fails.
pub async fn page(
    source: &impl Source,
    key: Key,
    groups: &[String],
    (after, limit): (Option<Uuid>, u64),
) -> Result<Vec<Invitation>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["id", "group_key", "recipient"].map(Alias::new))
        .from(Alias::new("survey_invitation"))
        .cond_where(key.rows("survey_invitation"))
        .and_where(own("group_key").is_in(groups.iter().cloned()))
        .order_by_expr(own("id"), Order::Asc)
        .limit(limit);
    if let Some(after) = after {
        select.and_where(own("id").gt(after));
    }
    let rows = source.everything().db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(Invitation {
            id: row.try_get("", "id")?,
            group_key: row.try_get("", "group_key")?,
            recipient: row.try_get("", "recipient")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The invitation with this id, where it is of one of these groups.
///
/// # Errors
/// When the store fails.
pub async fn find(
    source: &impl Source,
    key: Key,
    id: Uuid,
    groups: &[String],
) -> Result<Option<Invitation>, StoreError> {
    let row = table::Entity::find()
        .filter(key.rows("survey_invitation"))
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::GroupKey.is_in(groups.iter().cloned()))
        .one(&source.everything().db)
        .await?;
    Ok(row.map(|row| Invitation {
        id: row.id,
        group_key: row.group_key,
        recipient: row.recipient,
    }))
}

/// Gives an invitation another code, used or not: what was used stays used. `false` when there is none.
///
/// # Errors
/// When the store fails.
pub async fn recode(
    tx: &Tx,
    key: Key,
    id: Uuid,
    groups: &[String],
    code_hash: Vec<u8>,
) -> Result<bool, StoreError> {
    let row = table::ActiveModel {
        code_hash: Set(code_hash),
        ..Default::default()
    };
    let done = table::Entity::update_many()
        .set(row)
        .filter(key.rows("survey_invitation"))
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::GroupKey.is_in(groups.iter().cloned()))
        .exec(&tx.everything().db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What a code leads to, whichever board's it is: whoever has the code is let in by it.
///
/// # Errors
/// When the store fails.
pub async fn by_code(
    source: &impl Source,
    code_hash: &[u8],
) -> Result<Option<Invited>, StoreError> {
    let exec = source.everything();
    let found = table::Entity::find_by_id(code_hash.to_vec())
        .one(&exec.db)
        .await?;
    if let Some(row) = found {
        return Ok(Some(Invited {
            key: Key {
                board: row.board_id,
                campaign: row.campaign_id,
            },
            group_key: Some(row.group_key),
            used: row.used,
        }));
    }
    let spent = used::Entity::find_by_id(code_hash.to_vec())
        .one(&exec.db)
        .await?;
    Ok(spent.map(|row| Invited {
        key: Key {
            board: row.board_id,
            campaign: row.campaign_id,
        },
        group_key: None,
        used: true,
    }))
}

/// How many were invited and how many of those answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Invited.
    pub invited: u64,
    /// Answered.
    pub answered: u64,
}

/// How many were invited and answered, by group.
///
/// # Errors
/// When the store fails.
pub async fn counts(
    source: &impl Source,
    key: Key,
) -> Result<BTreeMap<String, Counts>, StoreError> {
    let answered = Expr::case(Cond::all().add(own("used").eq(true)), 1).finally(0);
    let mut select = Query::select();
    select
        .column(Alias::new("group_key"))
        .expr_as(Expr::val(1).count(), Alias::new("invited"))
        .expr_as(Expr::expr(answered).sum(), Alias::new("answered"))
        .from(Alias::new("survey_invitation"))
        .cond_where(key.rows("survey_invitation"))
        .group_by_col(Alias::new("group_key"));
    let rows = source.everything().db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| {
        let number = |name: &str| -> Result<u64, StoreError> {
            let found: i64 = row.try_get("", name)?;
            found.try_into().map_err(StoreError::corrupt)
        };
        let counts = Counts {
            invited: number("invited")?,
            answered: number("answered")?,
        };
        Ok((row.try_get("", "group_key")?, counts))
    };
    rows.iter().map(read).collect()
}

/// Whether anybody was invited, let in or taken in.
///
/// # Errors
/// When the store fails.
pub async fn any(source: &impl Source, key: Key) -> Result<bool, StoreError> {
    let exec = source.everything();
    for table in ["survey_invitation", "survey_entry", "survey_inbox"] {
        let mut select = Query::select();
        select
            .expr(Expr::val(1))
            .from(Alias::new(table))
            .cond_where(key.rows(table))
            .limit(1);
        if exec.db.query_one(&select).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
