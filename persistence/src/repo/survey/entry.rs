//! Class codes and links: with one many are let in, each once.

use akoki_domain::survey::entry::{Entry, EntryKind};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    Key,
    campaign::is_open,
    invitation::{self, NewInvitation},
};
use crate::{column, connect::Source, entity::survey_entry as table, error::StoreError, unit::Tx};

/// What stands in the columns of a link: it is open whenever its campaign is.
const ALWAYS: (i64, i64) = (0, i64::MAX);

/// A class code or a link as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEntry {
    /// Its campaign.
    pub key: Key,
    /// What is known of it.
    pub entry: Entry,
}

fn read(row: table::Model) -> Result<KeptEntry, StoreError> {
    let kind = column::read_word::<EntryKind>(&row.kind)?;
    Ok(KeptEntry {
        key: Key {
            board: row.board_id,
            campaign: row.campaign_id,
        },
        entry: Entry {
            id: row.id.into(),
            kind,
            group_key: row.group_key,
            open: match kind {
                EntryKind::ClassCode => Some((row.opens_at, row.closes_at)),
                EntryKind::Link => None,
            },
            at_most: row.at_most.try_into().map_err(StoreError::corrupt)?,
            let_in: row.let_in.try_into().map_err(StoreError::corrupt)?,
        },
    })
}

/// Writes a new one, under the keyed digest of its code.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, kept: &KeptEntry, code_hash: Vec<u8>) -> Result<(), StoreError> {
    let entry = &kept.entry;
    let (opens_at, closes_at) = entry.open.unwrap_or(ALWAYS);
    let row = table::ActiveModel {
        board_id: Set(kept.key.board),
        campaign_id: Set(kept.key.campaign),
        id: Set(entry.id.0),
        kind: Set(entry.kind.as_str().to_owned()),
        group_key: Set(entry.group_key.clone()),
        code_hash: Set(code_hash),
        opens_at: Set(opens_at),
        closes_at: Set(closes_at),
        at_most: Set(entry.at_most.into()),
        let_in: Set(entry.let_in.into()),
    };
    table::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// Those of a campaign, newest last.
///
/// # Errors
/// When the store fails.
pub async fn of_campaign(source: &impl Source, key: Key) -> Result<Vec<KeptEntry>, StoreError> {
    let rows = table::Entity::find()
        .filter(key.rows("survey_entry"))
        .order_by_asc(table::Column::Id)
        .all(&source.everything().db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// That of a code, whichever board's it is: whoever has the code is let in by it.
///
/// # Errors
/// When the store fails.
pub async fn by_code(
    source: &impl Source,
    code_hash: &[u8],
) -> Result<Option<KeptEntry>, StoreError> {
    let row = table::Entity::find()
        .filter(table::Column::CodeHash.eq(code_hash.to_vec()))
        .one(&source.everything().db)
        .await?;
    row.map(read).transpose()
}

/// What became of somebody who comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// They are in.
    In,
    /// As many are as may, or the code was taken back.
    Full,
    /// The campaign takes no answers at this moment.
    NotOpen,
}

/// Lets one more in, who is to answer with the code of this invitation. On PostgreSQL nobody closes the campaign before
/// this unit ends, so no invitation is left behind by the mixing.
///
/// # Errors
/// When the store fails.
pub async fn let_in(
    tx: &Tx,
    kept: &KeptEntry,
    at: i64,
    invited: NewInvitation,
) -> Result<Door, StoreError> {
    if !is_open(tx, kept.key, at).await? {
        return Ok(Door::NotOpen);
    }
    let own = |name| Expr::col(Alias::new(name));
    let mut update = Query::update();
    update
        .table(Alias::new("survey_entry"))
        .value(Alias::new("let_in"), own("let_in").add(1))
        .and_where(own("board_id").eq(kept.key.board))
        .and_where(own("id").eq(kept.entry.id.0))
        .and_where(own("let_in").lt(i64::from(kept.entry.places())));
    let done = tx.everything().db.execute(&update).await?;
    if done.rows_affected() != 1 {
        return Ok(Door::Full);
    }
    invitation::add(tx, kept.key, vec![invited]).await?;
    Ok(Door::In)
}

/// Takes one back: nobody is let in with it any more. `false` when there is none.
///
/// # Errors
/// When the store fails.
pub async fn remove(tx: &Tx, key: Key, id: Uuid) -> Result<bool, StoreError> {
    let done = table::Entity::delete_many()
        .filter(key.rows("survey_entry"))
        .filter(table::Column::Id.eq(id))
        .exec(&tx.everything().db)
        .await?;
    Ok(done.rows_affected == 1)
}
