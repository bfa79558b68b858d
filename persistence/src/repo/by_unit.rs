//! What lists and repositories ask about the unit on which something hangs.

use akoki_domain::id::{BoardId, UnitId};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query, UnionType};
use uuid::Uuid;

use crate::{
    list::{Filter, FilterKind},
    record::Record,
    records::field,
};

/// Narrows a list to what hangs at a unit or at its carrier: where the work of a unit is looked for.
pub(crate) const fn at<R: Record>() -> Filter {
    Filter::new("unitId", "unit_id", FilterKind::IdOf(hangs_at::<R>))
}

/// Narrows a list to what hangs at a unit or at anything under it.
pub(crate) const fn under<R: Record>() -> Filter {
    Filter::new("under", "unit_id", FilterKind::IdOf(hangs_under::<R>))
}

/// Hangs at this unit or at its carrier.
pub(crate) fn hangs_at<R: Record>(unit: Uuid) -> Condition {
    let name = |text: &'static str| Alias::new(text);
    let from = |column| {
        let mut select = Query::select();
        select
            .columns([name("board_id"), name(column)])
            .from(name("organisation_unit"))
            .and_where(Expr::col(name("id")).eq(unit));
        select
    };
    let mut places = from("id");
    places.union(UnionType::Distinct, from("carrier_id"));
    let place = Expr::tuple([field::<R>("board_id"), field::<R>("unit_id")]);
    Cond::all().add(place.in_subquery(places))
}

fn hangs_under<R: Record>(unit: Uuid) -> Condition {
    Cond::all().add(within(field::<R>("unit_id"), unit))
}

/// `unit` is this one or stands under it.
pub(crate) fn within(unit: Expr, above: Uuid) -> Condition {
    let mut select = Query::select();
    select
        .column(Alias::new("unit_id"))
        .from(Alias::new("unit_ancestor"))
        .and_where(Expr::col(Alias::new("ancestor_id")).eq(above));
    Cond::all().add(unit.in_subquery(select))
}

/// Hangs on one of these units. The boards are named as well, each once: the indexes begin with them.
pub(crate) fn on_any<R: Record>(units: &[(BoardId, UnitId)]) -> Condition {
    let mut boards: Vec<Uuid> = units.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    Cond::all()
        .add(field::<R>("board_id").is_in(boards))
        .add(field::<R>("unit_id").is_in(units.iter().map(|(_, unit)| unit.0)))
}
