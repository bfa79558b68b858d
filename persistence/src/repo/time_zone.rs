//! The time zones of boards: those of the few whose days do not begin with Amsterdam's.

use akoki_domain::{
    id::BoardId,
    organisation::{Days, TimeZone},
};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query, SelectStatement};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{column, connect::Source, error::StoreError};

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("organisation_unit"), Alias::new(column)))
}

/// The zones of those of these boards that are elsewhere than in Amsterdam. Reach is the caller's
/// concern: nothing but zones comes out, also those of the other boards of a succession.
///
/// # Errors
/// When the store fails.
pub async fn zones_of(
    source: &impl Source,
    boards: &[BoardId],
) -> Result<BTreeMap<BoardId, TimeZone>, StoreError> {
    let mut select = Query::select();
    select
        .columns([Alias::new("id"), Alias::new("time_zone")])
        .from(Alias::new("organisation_unit"))
        .and_where(own("id").is_in(boards.iter().map(|board| board.0)))
        .and_where(own("time_zone").is_not_null());
    let rows = source.everything().db.query_all(&select).await?;
    rows.into_iter()
        .map(|row| {
            let id: Uuid = row.try_get("", "id")?;
            let zone: String = row.try_get("", "time_zone")?;
            Ok((BoardId(id), column::read_word(&zone)?))
        })
        .collect()
}

/// The column of the row holds a day before today, where its board is.
pub(crate) fn before_today(table: &'static str, day: &'static str, days: &Days) -> Condition {
    let of = |name| Expr::col((Alias::new(table), Alias::new(name)));
    let before = |today| of(day).lt(column::day(today));
    let here = before(days.of(TimeZone::default()));
    let elsewhere: Vec<_> = days.elsewhere().collect();
    if elsewhere.is_empty() {
        return Cond::all().add(here);
    }
    let zones: Vec<TimeZone> = elsewhere.iter().map(|(zone, _)| *zone).collect();
    let not_there = of("board_id").not_in_subquery(boards_in(&zones));
    let mut any = Cond::any().add(Cond::all().add(here).add(not_there));
    for (zone, today) in elsewhere {
        let there = of("board_id").in_subquery(boards_in(&[zone]));
        any = any.add(Cond::all().add(before(today)).add(there));
    }
    any
}

fn boards_in(zones: &[TimeZone]) -> SelectStatement {
    let zones = zones.iter().map(|zone| zone.as_str());
    let mut select = Query::select();
    select
        .column(Alias::new("id"))
        .from(Alias::new("organisation_unit"))
        .and_where(Expr::col(Alias::new("time_zone")).is_in(zones));
    select
}
