//! The audits of a school year: no more of each than the picture of the year needs, as a report can be long.

use akoki_domain::{
    audit::Audit,
    calendar::SchoolYear,
    id::{AuditId, BoardId, UnitId},
    school_year::AuditOfYear,
};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{
    column,
    connect::{Backend, Source},
    error::StoreError,
    records::all_in_reach,
    scope::Scope,
};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    unit_id: Uuid,
    state: String,
    planned_from: String,
    planned_until: String,
    adopted_on: Option<String>,
    ended_on: Option<String>,
}

/// The audits of these units of a board that count for a school year and are in reach: one row for each unit.
///
/// # Errors
/// When the store fails.
pub async fn of_year(
    source: &impl Source,
    scope: &Scope,
    (board, units): (BoardId, &[UnitId]),
    year: SchoolYear,
) -> Result<Vec<AuditOfYear>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let exec = source.exec_for(scope);
    let select = statement(exec.backend, scope, (board, units), year);
    let rows = exec.db.query_all(&select).await?;
    let read = |row| -> Result<AuditOfYear, StoreError> {
        let row = Row::from_query_result(row, "")?;
        let day = |text: Option<String>| text.as_deref().map(column::read_day).transpose();
        Ok(AuditOfYear {
            id: AuditId(row.id),
            unit_id: UnitId(row.unit_id),
            state: column::read_word(&row.state)?,
            school_year: year,
            planned: (
                column::read_day(&row.planned_from)?,
                column::read_day(&row.planned_until)?,
            ),
            adopted_on: day(row.adopted_on)?,
            ended_on: day(row.ended_on)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The statement of [`of_year`]. Board and year lead to the audits, and these to their units.
pub(crate) fn statement(
    backend: Backend,
    scope: &Scope,
    (board, units): (BoardId, &[UnitId]),
    year: SchoolYear,
) -> SelectStatement {
    let name = |text: &'static str| Alias::new(text);
    let own = |column| Expr::col((name("audit"), name(column)));
    let of = |column| Expr::col((name("audit_unit"), name(column)));
    let (adopted, ended) = match backend {
        Backend::Sqlite => (
            r#"json_extract("audit"."details", '$.adopted.on')"#,
            r#"json_extract("audit"."details", '$.endedOn')"#,
        ),
        Backend::Postgres => (
            r#""audit"."details" #>> '{adopted,on}'"#,
            r#""audit"."details" ->> 'endedOn'"#,
        ),
    };
    let mut select = Query::select();
    for column in ["id", "state", "planned_from", "planned_until"] {
        select.expr_as(own(column), name(column));
    }
    select
        .expr_as(of("unit_id"), name("unit_id"))
        .expr_as(Expr::cust(adopted), name("adopted_on"))
        .expr_as(Expr::cust(ended), name("ended_on"))
        .from(name("audit"))
        .cross_join(name("audit_unit"))
        .and_where(own("board_id").eq(board.0))
        .and_where(own("school_year").eq(year.0.to_string()))
        .and_where(of("board_id").eq(own("board_id")))
        .and_where(of("audit_id").eq(own("id")))
        .and_where(of("unit_id").is_in(units.iter().map(|unit| unit.0)))
        .cond_where(all_in_reach::<Audit>(scope));
    select
}
