//! What comes in while a survey runs. Many submissions share one unit of work; each is accepted once, together with
//! the mark that its code was used. Nothing of it has a time, a version, an entry in the trail or an event.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::{Key, campaign::taking_answers};
use crate::{
    connect::Source,
    entity::survey_used_code as used_code,
    entity::{survey_draft as draft, survey_inbox as inbox, survey_invitation as invitation},
    error::StoreError,
    unit::Tx,
};

/// An answer that is sent in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its campaign.
    pub key: Key,
    /// The keyed digest of the code.
    pub code_hash: Vec<u8>,
    /// Under which the draft is kept.
    pub draft_hash: Vec<u8>,
    /// The id under which it waits, made at random.
    pub id: Uuid,
    /// The answer, sealed.
    pub sealed: Vec<u8>,
    /// When it came, which is compared with the window and not kept.
    pub at: i64,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submitted {
    /// It was taken in.
    Received,
    /// An answer under this code was taken in before.
    AlreadyReceived,
    /// Answers are not taken at this moment.
    NotOpen,
    /// Nobody was invited under this code, or not any more.
    Unknown,
}

/// Takes submissions in, all of them in this unit; the answers are in their order.
///
/// # Errors
/// When the store fails; nothing was taken in then.
pub async fn submit(tx: &Tx, all: &[Submission]) -> Result<Vec<Submitted>, StoreError> {
    let campaigns: BTreeSet<Uuid> = all.iter().map(|one| one.key.campaign).collect();
    let open = taking_answers(tx, &campaigns).await?;
    let in_time = |one: &&Submission| {
        let window = open.get(&one.key.campaign);
        window.is_some_and(|(from, to)| (*from..*to).contains(&one.at))
    };
    // Of one code the first one counts.
    let mut wanted: BTreeMap<&[u8], &Submission> = BTreeMap::new();
    for one in all.iter().filter(in_time) {
        wanted.entry(&one.code_hash).or_insert(one);
    }
    let fresh = mark_used(tx, wanted.keys().map(|hash| hash.to_vec())).await?;
    let accepted: Vec<&Submission> = wanted
        .iter()
        .filter(|(hash, _)| fresh.contains(**hash))
        .map(|(_, one)| *one)
        .collect();
    put_in(tx, &accepted).await?;
    let mut ids: BTreeSet<Uuid> = accepted.iter().map(|one| one.id).collect();
    let rest = all.iter().filter(|one| !fresh.contains(&one.code_hash));
    let spent = used_among(tx, rest.map(|one| one.code_hash.clone()).collect()).await?;
    let answer = |one: &Submission| {
        if ids.remove(&one.id) {
            Submitted::Received
        } else if fresh.contains(&one.code_hash) || spent.get(&one.code_hash) == Some(&true) {
            Submitted::AlreadyReceived
        } else if spent.contains_key(&one.code_hash) {
            Submitted::NotOpen
        } else {
            Submitted::Unknown
        }
    };
    Ok(all.iter().map(answer).collect())
}

/// Marks codes as used; answers those that were not before.
async fn mark_used(
    tx: &Tx,
    codes: impl Iterator<Item = Vec<u8>>,
) -> Result<BTreeSet<Vec<u8>>, StoreError> {
    let codes: Vec<Vec<u8>> = codes.collect();
    if codes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let own = |column: &'static str| Expr::col(Alias::new(column));
    let mut update = Query::update();
    update
        .table(Alias::new("survey_invitation"))
        .value(Alias::new("used"), true)
        .and_where(own("code_hash").is_in(codes))
        .and_where(own("used").eq(false))
        .returning(Query::returning().column(Alias::new("code_hash")));
    let rows = tx.everything().db.query_all(&update).await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "code_hash")?))
        .collect()
}

async fn put_in(tx: &Tx, accepted: &[&Submission]) -> Result<(), StoreError> {
    if accepted.is_empty() {
        return Ok(());
    }
    let exec = tx.everything();
    let rows = accepted.iter().map(|one| inbox::ActiveModel {
        board_id: Set(one.key.board),
        campaign_id: Set(one.key.campaign),
        id: Set(one.id),
        sealed: Set(one.sealed.clone()),
    });
    inbox::Entity::insert_many(rows)
        .exec_without_returning(&exec.db)
        .await?;
    draft::Entity::delete_many()
        .filter(draft::Column::DraftHash.is_in(accepted.iter().map(|one| one.draft_hash.clone())))
        .exec(&exec.db)
        .await?;
    Ok(())
}

/// Which of these codes there are, and whether they were used.
async fn used_among(tx: &Tx, codes: Vec<Vec<u8>>) -> Result<BTreeMap<Vec<u8>, bool>, StoreError> {
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let exec = tx.everything();
    let invited = invitation::Entity::find()
        .filter(invitation::Column::CodeHash.is_in(codes.clone()))
        .all(&exec.db)
        .await?;
    let spent = used_code::Entity::find()
        .filter(used_code::Column::CodeHash.is_in(codes))
        .all(&exec.db)
        .await?;
    let mut found: BTreeMap<Vec<u8>, bool> = BTreeMap::new();
    found.extend(invited.into_iter().map(|row| (row.code_hash, row.used)));
    found.extend(spent.into_iter().map(|row| (row.code_hash, true)));
    Ok(found)
}

/// Takes in answers that were collected elsewhere, without codes; within a window or not. `false`, and nothing is taken
/// in, when the campaign takes no answers at present. On PostgreSQL nobody closes it before this unit ends.
///
/// # Errors
/// When the store fails.
pub async fn take_in(tx: &Tx, key: Key, sealed: &[(Uuid, Vec<u8>)]) -> Result<bool, StoreError> {
    let open = taking_answers(tx, &BTreeSet::from([key.campaign])).await?;
    if open.is_empty() {
        return Ok(false);
    }
    let exec = tx.everything();
    for chunk in sealed.chunks(exec.backend.bind_limit() / 4) {
        let rows = chunk.iter().map(|(id, sealed)| inbox::ActiveModel {
            board_id: Set(key.board),
            campaign_id: Set(key.campaign),
            id: Set(*id),
            sealed: Set(sealed.clone()),
        });
        inbox::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(true)
}

/// Keeps a draft in place of the one before. `false` when the code was used or is unknown.
///
/// # Errors
/// When the store fails.
pub async fn put_draft(
    tx: &Tx,
    key: Key,
    code_hash: &[u8],
    (draft_hash, sealed): (Vec<u8>, Vec<u8>),
) -> Result<Option<bool>, StoreError> {
    let exec = tx.everything();
    let found = used_among(tx, vec![code_hash.to_vec()]).await?;
    match found.get(code_hash) {
        None => return Ok(None),
        Some(true) => return Ok(Some(false)),
        Some(false) => {}
    }
    let row = draft::ActiveModel {
        draft_hash: Set(draft_hash),
        board_id: Set(key.board),
        campaign_id: Set(key.campaign),
        sealed: Set(sealed),
    };
    let mut again = OnConflict::column(draft::Column::DraftHash);
    again.update_column(draft::Column::Sealed);
    draft::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&exec.db)
        .await?;
    Ok(Some(true))
}

/// A draft, sealed.
///
/// # Errors
/// When the store fails.
pub async fn draft(source: &impl Source, draft_hash: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
    let row = draft::Entity::find_by_id(draft_hash.to_vec())
        .one(&source.everything().db)
        .await?;
    Ok(row.map(|row| row.sealed))
}
