//! Titles as they are searched and sorted by.

use akoki_domain::text::search_form;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    connect::Source, entity::evidence as table, error::StoreError, scope::Scope, unit::Tx,
};

/// Puts the titles in the form in which they are searched where they are not; says how many. No version changes:
/// nothing that a caller set did.
///
/// # Errors
/// When the store fails.
pub async fn respell_titles(tx: &Tx, scope: &Scope) -> Result<usize, StoreError> {
    let exec = tx.exec_for(scope);
    let rows: Vec<(Uuid, Uuid, String, String)> = table::Entity::find()
        .select_only()
        .columns([
            table::Column::BoardId,
            table::Column::Id,
            table::Column::Title,
            table::Column::TitleSort,
        ])
        .into_tuple()
        .all(&exec.db)
        .await?;
    let mut changed = 0_usize;
    for (board, id, title, kept) in rows {
        let form = search_form(&title);
        if form == kept {
            continue;
        }
        table::Entity::update_many()
            .col_expr(table::Column::TitleSort, Expr::value(form))
            .filter(table::Column::BoardId.eq(board))
            .filter(table::Column::Id.eq(id))
            .exec(&exec.db)
            .await?;
        changed = changed.saturating_add(1);
    }
    Ok(changed)
}
