//! Units that have ended: what they left open is still to be done by somebody.

use akoki_domain::id::{BoardId, UnitId};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use time::Date;
use uuid::Uuid;

use crate::{column, connect::Source, error::StoreError, scope::Scope};

/// The units of a board that ended before a day. Reach is the caller's concern, with what hangs on them: only ids
/// come out.
///
/// # Errors
/// When the store fails.
pub async fn ended_before(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    day: Date,
) -> Result<Vec<UnitId>, StoreError> {
    let own = |column: &'static str| Expr::col(Alias::new(column));
    let mut select = Query::select();
    select
        .column(Alias::new("id"))
        .from(Alias::new("organisation_unit"))
        .and_where(own("board_id").eq(board.0))
        .and_where(own("ends_on").lt(column::day(day)));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    let ids = rows.iter().map(|row| row.try_get::<Uuid>("", "id"));
    Ok(ids
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(UnitId)
        .collect())
}
