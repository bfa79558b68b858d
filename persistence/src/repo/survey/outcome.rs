//! What may be shown of a survey that has closed: what was solved, the scores, and what respondents wrote.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};

use super::Key;
use crate::{
    column, connect::Source, entity::survey_outcome as table, error::StoreError, unit::Tx,
};

/// Keeps what was solved, once: `false`, and nothing is kept, when it was kept before. Of two that keep at once the
/// second waits for the first to end.
///
/// # Errors
/// When the store fails, or what was solved cannot be written.
pub async fn put(tx: &Tx, key: Key, outcome: &impl Serialize) -> Result<bool, StoreError> {
    let exec = tx.everything();
    let row = table::ActiveModel {
        board_id: Set(key.board),
        campaign_id: Set(key.campaign),
        outcome: Set(serde_json::to_value(outcome).map_err(StoreError::corrupt)?),
    };
    let mut once = OnConflict::columns([table::Column::BoardId, table::Column::CampaignId]);
    let kept = table::Entity::insert(row)
        .on_conflict(once.do_nothing().to_owned())
        .exec_without_returning(&exec.db)
        .await;
    match kept {
        Ok(rows) => Ok(rows > 0),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What was solved, of a campaign that was found in reach before.
///
/// # Errors
/// When the store fails.
pub async fn get<T: DeserializeOwned>(
    source: &impl Source,
    key: Key,
) -> Result<Option<T>, StoreError> {
    let row = table::Entity::find()
        .filter(key.rows("survey_outcome"))
        .one(&source.everything().db)
        .await?;
    row.map(|row| column::read_document(row.outcome))
        .transpose()
}

/// The scores of a campaign that was found in reach before: each part with its packed values.
///
/// # Errors
/// When the store fails.
pub async fn blocks(source: &impl Source, key: Key) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
    let own = |column: &'static str| Expr::col(Alias::new(column));
    let mut select = Query::select();
    select
        .columns(["part", "packed"].map(Alias::new))
        .from(Alias::new("survey_block"))
        .cond_where(key.rows("survey_block"))
        .order_by_expr(own("part"), Order::Asc)
        .order_by_expr(own("place"), Order::Asc);
    let rows = source.everything().db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let part: i64 = row.try_get("", "part")?;
            let part = part.try_into().map_err(StoreError::corrupt)?;
            Ok((part, row.try_get("", "packed")?))
        })
        .collect()
}

/// What was written to open questions: by the key of the question, by the part of whoever wrote it.
pub type OpenAnswers = BTreeMap<String, BTreeMap<u32, Vec<String>>>;

/// What respondents of these parts wrote to these questions; of a campaign that was found in reach before.
///
/// # Errors
/// When the store fails.
pub async fn open_answers(
    source: &impl Source,
    key: Key,
    questions: &BTreeSet<&str>,
    parts: &BTreeSet<u32>,
) -> Result<OpenAnswers, StoreError> {
    let own = |column: &'static str| Expr::col(Alias::new(column));
    let mut select = Query::select();
    select
        .columns(["question", "part", "answer"].map(Alias::new))
        .from(Alias::new("survey_open_answer"))
        .cond_where(key.rows("survey_open_answer"))
        .and_where(own("question").is_in(questions.iter().copied()))
        .and_where(own("part").is_in(parts.iter().map(|part| i64::from(*part))));
    let rows = source.everything().db.query_all(&select).await?;
    let mut found = OpenAnswers::new();
    for row in &rows {
        let part: i64 = row.try_get("", "part")?;
        let part = part.try_into().map_err(StoreError::corrupt)?;
        let of_question = found.entry(row.try_get("", "question")?).or_default();
        let texts = of_question.entry(part).or_default();
        texts.push(row.try_get("", "answer")?);
    }
    Ok(found)
}
