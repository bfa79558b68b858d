//! How many answers were taken in from elsewhere: these have no codes by which they could be counted, and which group
//! each is of is sealed with it.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

use super::Key;
use crate::{connect::Source, entity::survey_imported as table, error::StoreError, unit::Tx};

/// So many values a row has.
const COLUMNS: usize = 4;

/// How many were taken in, by group.
///
/// # Errors
/// When the store fails.
pub async fn counts(source: &impl Source, key: Key) -> Result<BTreeMap<String, u64>, StoreError> {
    let rows = table::Entity::find()
        .filter(key.rows("survey_imported"))
        .all(&source.everything().db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let answers = row.answers.try_into().map_err(StoreError::corrupt)?;
            Ok((row.group_key, answers))
        })
        .collect()
}

/// Counts more, in the order of the groups, so that no two units wait for each other. Whoever looks at [`counts`]
/// afterwards in the same unit sees what holds: nobody else counts in these groups before it ends.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, key: Key, more: &BTreeMap<String, u64>) -> Result<(), StoreError> {
    let exec = tx.everything();
    let row = |(group, answers): (&String, &u64)| {
        Ok(table::ActiveModel {
            board_id: Set(key.board),
            campaign_id: Set(key.campaign),
            group_key: Set(group.clone()),
            answers: Set(i64::try_from(*answers).map_err(StoreError::corrupt)?),
        })
    };
    let rows: Vec<_> = more.iter().map(row).collect::<Result<_, StoreError>>()?;
    let answers = |of: &'static str| Expr::col((Alias::new(of), Alias::new("answers")));
    for some in rows.chunks(exec.backend.bind_limit() / COLUMNS) {
        let mut again = OnConflict::columns([
            table::Column::BoardId,
            table::Column::CampaignId,
            table::Column::GroupKey,
        ]);
        let sum = answers("survey_imported").add(answers("excluded"));
        again.value(table::Column::Answers, sum);
        table::Entity::insert_many(some.iter().cloned())
            .on_conflict(again)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Forgets them.
///
/// # Errors
/// When the store fails.
pub(super) async fn forget(tx: &Tx, key: Key) -> Result<(), StoreError> {
    table::Entity::delete_many()
        .filter(key.rows("survey_imported"))
        .exec(&tx.everything().db)
        .await?;
    Ok(())
}
