//! How many answers were taken in from elsewhere: these have no codes by which they could be counted, and which group
//! each is of is sealed with it.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

use super::Key;
use crate::{connect::Source, entity::survey_imported as table, error::StoreError, unit::Tx};

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
    for (group, answers) in more {
        let answers = i64::try_from(*answers).map_err(StoreError::corrupt)?;
        let row = table::ActiveModel {
            board_id: Set(key.board),
            campaign_id: Set(key.campaign),
            group_key: Set(group.clone()),
            answers: Set(answers),
        };
        let known = Expr::col((Alias::new("survey_imported"), Alias::new("answers")));
        let mut again = OnConflict::columns([
            table::Column::BoardId,
            table::Column::CampaignId,
            table::Column::GroupKey,
        ]);
        again.value(table::Column::Answers, known.add(answers));
        table::Entity::insert(row)
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
