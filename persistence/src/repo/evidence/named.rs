//! The evidence that somebody names to rest something on.

use akoki_domain::{
    evidence::Evidence,
    id::{BoardId, EvidenceId, UnitId},
    organisation::Period,
};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, CaseStatement, Cond, Expr, ExprTrait, Query};

use super::uses::of;
use crate::{column, connect::Source, error::StoreError, records::one_in_reach, scope::Scope};

/// A piece of evidence in reach, as far as that matters to whatever is to rest on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nameable {
    /// Which.
    pub id: EvidenceId,
    /// Its board.
    pub board_id: BoardId,
    /// The days on which it can be leaned on.
    pub serves: Period,
    /// Whether it hangs on the unit asked about, above or under it: whoever reads what hangs there reads it.
    pub on_line: bool,
}

/// Those of these pieces of evidence that are in reach, held against a unit; without one, against none.
///
/// # Errors
/// When the store fails.
pub async fn nameable(
    source: &impl Source,
    scope: &Scope,
    unit: Option<UnitId>,
    evidence: &[EvidenceId],
) -> Result<Vec<Nameable>, StoreError> {
    if evidence.is_empty() {
        return Ok(Vec::new());
    }
    let line = |lower: Expr, upper: Expr| {
        let mut select = Query::select();
        select
            .expr(Expr::val(1))
            .from(Alias::new("unit_ancestor"))
            .and_where(of("unit_ancestor", "board_id").eq(of("evidence", "board_id")))
            .and_where(of("unit_ancestor", "unit_id").eq(lower))
            .and_where(of("unit_ancestor", "ancestor_id").eq(upper));
        Expr::exists(select)
    };
    let hangs = || of("evidence", "unit_id");
    let on_line = match unit {
        Some(unit) => Cond::any()
            .add(line(Expr::val(unit.0), hangs()))
            .add(line(hangs(), Expr::val(unit.0))),
        None => Cond::all().add(Expr::val(1).eq(1)),
    };
    let on_line = CaseStatement::new().case(on_line, 1).finally(0);
    let mut select = Query::select();
    select
        .expr_as(of("evidence", "id"), Alias::new("id"))
        .expr_as(of("evidence", "board_id"), Alias::new("board_id"))
        .expr_as(of("evidence", "effective_from"), Alias::new("serves_from"))
        .expr_as(of("evidence", "serves_sort"), Alias::new("serves_until"))
        .expr_as(on_line, Alias::new("on_line"))
        .from(Alias::new("evidence"))
        .and_where(of("evidence", "id").is_in(evidence.iter().map(|id| id.0)))
        .cond_where(one_in_reach::<Evidence>(scope));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let day = |column| -> Result<_, StoreError> {
                column::read_day(&row.try_get::<String>("", column)?)
            };
            Ok(Nameable {
                id: EvidenceId(row.try_get("", "id")?),
                board_id: BoardId(row.try_get("", "board_id")?),
                serves: Period::new(Some(day("serves_from")?), Some(day("serves_until")?)),
                on_line: row.try_get::<i32>("", "on_line")? == 1,
            })
        })
        .collect()
}
