//! What comes in while a survey runs. Many submissions share one unit of work; each is accepted once, together with
//! the mark that its code was used. Nothing of it has a time, a version, an entry in the trail or an event.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, LockType, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::{
    Key,
    campaign::{is_open, taking_answers},
    past,
};
use crate::{
    connect::Source,
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
    let known = known(tx, rest.map(|one| one.code_hash.clone()).collect()).await?;
    let of = |one: &Submission| known.get(&one.code_hash).copied();
    // Whoever sends answers in that would be taken with a code that was not used hears that this one was.
    let tried = wanted
        .iter()
        .filter(|(_, one)| of(one) == Some(Kept::Veiled));
    unveil(tx, tried.map(|(hash, _)| hash.to_vec()).collect()).await?;
    let answer = |one: &Submission| {
        if ids.remove(&one.id) {
            return Submitted::Received;
        }
        if fresh.contains(&one.code_hash) {
            return Submitted::AlreadyReceived;
        }
        match of(one) {
            Some(Kept::Used) => Submitted::AlreadyReceived,
            Some(Kept::Veiled) if in_time(&one) => Submitted::AlreadyReceived,
            Some(Kept::Veiled | Kept::Fresh | Kept::Past) => Submitted::NotOpen,
            None => Submitted::Unknown,
        }
    };
    Ok(all.iter().map(answer).collect())
}

/// What is known of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// It can be used.
    Fresh,
    /// It was given in place of one that was used, and nobody tried it yet.
    Veiled,
    /// It was used.
    Used,
    /// It was not, and its survey was mixed.
    Past,
}

/// From now on these codes say that they were used.
async fn unveil(tx: &Tx, codes: Vec<Vec<u8>>) -> Result<(), StoreError> {
    if codes.is_empty() {
        return Ok(());
    }
    invitation::Entity::update_many()
        .col_expr(invitation::Column::Veiled, Expr::val(false))
        .filter(invitation::Column::CodeHash.is_in(codes))
        .exec(&tx.everything().db)
        .await?;
    Ok(())
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

/// Which of these codes there are, and what is known of each.
async fn known(tx: &Tx, codes: Vec<Vec<u8>>) -> Result<BTreeMap<Vec<u8>, Kept>, StoreError> {
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let exec = tx.everything();
    let invited = invitation::Entity::find()
        .filter(invitation::Column::CodeHash.is_in(codes.clone()))
        .all(&exec.db)
        .await?;
    let past = past::known(tx, codes).await?;
    let mut found: BTreeMap<Vec<u8>, Kept> = BTreeMap::new();
    found.extend(invited.into_iter().map(|row| {
        let kept = kept(&row);
        (row.code_hash, kept)
    }));
    found.extend(past.into_iter().map(|(hash, used)| match used {
        true => (hash, Kept::Used),
        false => (hash, Kept::Past),
    }));
    Ok(found)
}

fn kept(row: &invitation::Model) -> Kept {
    match (row.used, row.veiled) {
        (false, _) => Kept::Fresh,
        (true, true) => Kept::Veiled,
        (true, false) => Kept::Used,
    }
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

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafted {
    /// It is kept.
    Kept,
    /// Answers were sent in under the code.
    AlreadyReceived,
    /// Answers are not taken at this moment.
    NotOpen,
    /// Nobody was invited under this code, or not any more.
    Unknown,
}

/// Keeps a draft in place of the one before, sealed, under its own digest.
///
/// The invitation is locked until this unit ends. Otherwise, on PostgreSQL, answers that are sent in beside it could
/// come between, and the draft would stay behind. The lock leaves the number of this unit at the invitation, as the
/// draft itself carries it; both rows are gone when the survey has closed, and what the draft says is known with the
/// code alone.
///
/// # Errors
/// When the store fails.
pub async fn put_draft(
    tx: &Tx,
    (key, at): (Key, i64),
    code_hash: &[u8],
    (draft_hash, sealed): (Vec<u8>, Vec<u8>),
) -> Result<Drafted, StoreError> {
    let exec = tx.everything();
    let open = is_open(tx, key, at).await?;
    let locked = invitation::Entity::find_by_id(code_hash.to_vec())
        .lock(LockType::Update)
        .one(&exec.db)
        .await?;
    let found = match locked {
        Some(row) => Some(kept(&row)),
        None => known(tx, vec![code_hash.to_vec()]).await?.remove(code_hash),
    };
    match found {
        None => return Ok(Drafted::Unknown),
        Some(Kept::Used) => return Ok(Drafted::AlreadyReceived),
        Some(Kept::Past) => return Ok(Drafted::NotOpen),
        Some(Kept::Fresh | Kept::Veiled) if !open => return Ok(Drafted::NotOpen),
        Some(Kept::Fresh | Kept::Veiled) => {}
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
    Ok(Drafted::Kept)
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
