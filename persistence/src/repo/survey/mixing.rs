//! From the inbox to what stays: answers in the order of their values, and nothing of whoever gave them.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

use super::{Key, imported};
use crate::{
    connect::Source,
    entity::{survey_block as block, survey_open_answer as open_answer},
    error::StoreError,
    unit::Tx,
};

/// Answers of the inbox of a campaign in the order of their ids, after one and at most so many.
///
/// # Errors
/// When the store fails.
pub async fn waiting(
    source: &impl Source,
    key: Key,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<(Uuid, Vec<u8>)>, StoreError> {
    let own = |column: &'static str| Expr::col(Alias::new(column));
    let mut select = Query::select();
    select
        .columns(["id", "sealed"].map(Alias::new))
        .from(Alias::new("survey_inbox"))
        .cond_where(key.rows("survey_inbox"))
        .order_by_expr(own("id"), Order::Asc)
        .limit(limit);
    if let Some(after) = after {
        select.and_where(own("id").gt(after));
    }
    let rows = source.everything().db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "sealed")?)))
        .collect()
}

/// How many answers of a campaign wait.
///
/// # Errors
/// When the store fails.
pub async fn how_many_wait(source: &impl Source, key: Key) -> Result<u64, StoreError> {
    let mut select = Query::select();
    select
        .expr_as(Expr::col(Alias::new("id")).count(), Alias::new("many"))
        .from(Alias::new("survey_inbox"))
        .cond_where(key.rows("survey_inbox"));
    let row = source.everything().db.query_one(&select).await?;
    let many: i64 = row.map_or(Ok(0), |row| row.try_get("", "many"))?;
    u64::try_from(many).map_err(StoreError::corrupt)
}

/// Scores of many respondents of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The part: the smallest group that is shown.
    pub part: u32,
    /// Which of its blocks.
    pub place: u32,
    /// One packed value a respondent, all of the same width, one after the other.
    pub packed: Vec<u8>,
}

/// What a respondent wrote, in the order of the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAnswer {
    /// The part.
    pub part: u32,
    /// Key of the question.
    pub question: String,
    /// Its place among the answers to it.
    pub place: u32,
    /// The text.
    pub text: String,
}

/// Writes blocks, in the unit in which the outcome is kept: they are there together, or not at all.
///
/// # Errors
/// When the store fails.
pub async fn put_blocks(tx: &Tx, key: Key, blocks: &[Block]) -> Result<(), StoreError> {
    if blocks.is_empty() {
        return Ok(());
    }
    let rows = blocks.iter().map(|one| block::ActiveModel {
        board_id: Set(key.board),
        campaign_id: Set(key.campaign),
        part: Set(one.part.into()),
        place: Set(one.place.into()),
        packed: Set(one.packed.clone()),
    });
    block::Entity::insert_many(rows)
        .exec_without_returning(&tx.everything().db)
        .await?;
    Ok(())
}

/// Writes what respondents wrote.
///
/// # Errors
/// When the store fails.
pub async fn put_open_answers(tx: &Tx, key: Key, answers: &[OpenAnswer]) -> Result<(), StoreError> {
    let exec = tx.everything();
    for chunk in answers.chunks(exec.backend.bind_limit() / 6) {
        let rows = chunk.iter().map(|one| open_answer::ActiveModel {
            board_id: Set(key.board),
            campaign_id: Set(key.campaign),
            part: Set(one.part.into()),
            question: Set(one.question.clone()),
            place: Set(one.place.into()),
            answer: Set(one.text.clone()),
        });
        open_answer::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// What of a campaign is taken away once it is mixed, or broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// Sealed answers.
    Inbox,
    /// Drafts.
    Drafts,
    /// Invitations.
    Invitations,
    /// Class codes and links.
    Entries,
    /// What remains of codes.
    PastCodes,
}

impl Leftover {
    /// The table, and the column by which its rows are taken.
    const fn table(self) -> (&'static str, &'static str) {
        match self {
            Leftover::Inbox => ("survey_inbox", "id"),
            Leftover::Drafts => ("survey_draft", "draft_hash"),
            Leftover::Invitations => ("survey_invitation", "code_hash"),
            Leftover::Entries => ("survey_entry", "id"),
            Leftover::PastCodes => ("survey_past_code", "code_hash"),
        }
    }
}

/// Takes at most so many rows away; `true` when none is left. Short, so that the writer is held shortly.
///
/// # Errors
/// When the store fails.
pub async fn clear(tx: &Tx, key: Key, what: Leftover, limit: u64) -> Result<bool, StoreError> {
    let (table, column) = what.table();
    let exec = tx.everything();
    let own = Expr::col((Alias::new(table), Alias::new(column)));
    let some = |limit| {
        let mut some = Query::select();
        some.expr(own.clone())
            .from(Alias::new(table))
            .cond_where(key.rows(table))
            .limit(limit);
        some
    };
    let mut delete = Query::delete();
    delete
        .from_table(Alias::new(table))
        .cond_where(key.rows(table))
        .and_where(own.clone().in_subquery(some(limit)));
    exec.db.execute(&delete).await?;
    // Not told from how many went: whoever waits for somebody who takes the same rows takes none.
    let all = exec.db.query_one(&some(1)).await?.is_none();
    if all && what == Leftover::Inbox {
        // How many of the answers came from elsewhere goes with the last of them.
        imported::forget(tx, key).await?;
    }
    Ok(all)
}
