//! Who holds an identifier: asked beyond the reach of the caller, since the code of a school is that of one
//! school, whoever may see it.

use akoki_domain::organisation::{
    Period,
    identifier::{Holder, Identifier},
};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use uuid::Uuid;

use super::job::TURN;
use crate::{
    column::{read_day, read_word},
    connect::{Backend, Source},
    error::StoreError,
    unit::Tx,
};

/// Lets only this unit give these identifiers until it ends. No unique constraint can say that of two units
/// one follows the other, so they are looked up; of two who look at one moment the second looks when the
/// first is done.
async fn hold(tx: &Tx, identifiers: &[Identifier]) -> Result<(), StoreError> {
    // A list gives so many that a lock for each would be too many: it takes this one alone.
    let beside = "SELECT pg_advisory_xact_lock_shared($1)";
    lock(tx, beside, TURN.into()).await?;
    let mut names: Vec<String> = identifiers
        .iter()
        .map(|one| format!("{}:{}", one.kind.as_str(), one.value))
        .collect();
    // In one order, so that no two units wait for each other.
    names.sort_unstable();
    names.dedup();
    for name in names {
        let one = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        lock(tx, one, name.into()).await?;
    }
    Ok(())
}

async fn lock(tx: &Tx, sql: &str, key: Value) -> Result<(), StoreError> {
    let exec = tx.exec();
    if exec.backend == Backend::Postgres {
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [key]);
        exec.db.query_all_raw(statement).await?;
    }
    Ok(())
}

/// The other units that hold one of these identifiers, with the days on which they do. Until this unit of
/// work ends nobody else gives one of them.
///
/// # Errors
/// When the store fails.
pub async fn held_elsewhere(
    tx: &Tx,
    unit: Uuid,
    identifiers: &[Identifier],
) -> Result<Vec<Holder>, StoreError> {
    if identifiers.is_empty() {
        return Ok(Vec::new());
    }
    hold(tx, identifiers).await?;
    let held = |column: &'static str| (Alias::new("unit_identifier"), Alias::new(column));
    let of = |column: &'static str| (Alias::new("organisation_unit"), Alias::new(column));
    let mut any = Cond::any();
    for identifier in identifiers {
        any = any.add(
            Cond::all()
                .add(Expr::col(held("value")).eq(identifier.value.clone()))
                .add(Expr::col(held("type")).eq(identifier.kind.as_str())),
        );
    }
    let mut select = Query::select();
    select
        .columns(["type", "value", "valid_from", "valid_until"].map(held))
        .expr_as(Expr::col(of("starts_on")), Alias::new("starts_on"))
        .expr_as(Expr::col(of("ends_on")), Alias::new("ends_on"))
        .from(Alias::new("unit_identifier"))
        .inner_join(
            Alias::new("organisation_unit"),
            Cond::all()
                .add(Expr::col(of("board_id")).equals(held("board_id")))
                .add(Expr::col(of("id")).equals(held("unit_id"))),
        )
        .cond_where(any)
        .and_where(Expr::col(held("unit_id")).ne(unit));
    let rows = tx.everything().db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let day = |column: &str| -> Result<Option<time::Date>, StoreError> {
                let text: Option<String> = row.try_get("", column)?;
                text.as_deref().map(read_day).transpose()
            };
            Ok(Holder {
                kind: read_word(&row.try_get::<String>("", "type")?)?,
                value: row.try_get("", "value")?,
                valid: Period::new(day("valid_from")?, day("valid_until")?),
                unit: Period::new(day("starts_on")?, day("ends_on")?),
            })
        })
        .collect()
}
