//! What the list of findings is narrowed by that looks further than one column.

use akoki_domain::{
    escalation::late_from,
    finding::State,
    organisation::{Days, TimeZone},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query, UnionType};
use time::Duration;
use uuid::Uuid;

use crate::repo::time_zone::before_today;

/// No tree of a board is deeper.
const DEEPEST: i64 = 10;

fn name(text: &'static str) -> Alias {
    Alias::new(text)
}

fn of(table: &'static str, column: &'static str) -> Expr {
    Expr::col((name(table), name(column)))
}

/// Something is awaited and late.
pub(super) fn overdue(wanted: bool, days: &Days) -> Condition {
    let late = before_today("finding", "due_sort", days);
    if wanted { late } else { late.not() }
}

/// At least so many days late.
fn late(days_late: i64, days: &Days) -> Condition {
    let back = Duration::days(days_late - 1);
    let earlier = |zone: TimeZone| {
        let today = days.of(zone);
        today.checked_sub(back).unwrap_or(today)
    };
    before_today("finding", "due_sort", &Days::new(earlier))
}

/// In a state of which what is late is told to the board at once.
pub(in crate::repo) fn told_at_once() -> Expr {
    let states = State::ALL.iter().filter(|state| state.is_told_at_once());
    of("finding", "state").is_in(states.map(|state| state.as_str()))
}

/// So late that it is told at this unit: the reverse of `Finding::escalates_to`.
pub(super) fn escalated_to(unit: Uuid, days: &Days) -> Condition {
    let verifying = told_at_once();
    // What those who audit are to do is told to the board at once.
    let at_board = Cond::all()
        .add(verifying.clone())
        .add(of("finding", "board_id").eq(unit))
        .add(late(1, days));
    let up = Cond::all()
        .add(verifying.not())
        .add(up_the_tree(unit, days));
    Cond::any().add(at_board).add(up)
}

/// Told level by level.
fn up_the_tree(unit: Uuid, days: &Days) -> Condition {
    let above = || {
        let mut select = Query::select();
        select
            .expr(Expr::val(1))
            .from(name("unit_ancestor"))
            .and_where(of("unit_ancestor", "board_id").eq(of("finding", "board_id")))
            .and_where(of("unit_ancestor", "unit_id").eq(of("finding", "unit_id")))
            .and_where(of("unit_ancestor", "ancestor_id").eq(unit));
        select
    };
    let mut any = Cond::any();
    for depth in 1..=DEEPEST {
        let mut there = above();
        there.and_where(of("unit_ancestor", "depth").eq(depth));
        let here = Cond::all().add(Expr::exists(there));
        // At the board everything stays that is later still.
        let board = of("finding", "board_id").eq(unit);
        let from = late(late_from(depth), days);
        any = any.add(here.clone().add(board).add(from.clone()));
        let until = late(late_from(depth + 1), days).not();
        any = any.add(here.add(from).add(until));
    }
    any
}

/// Something is done with it in this cycle: its answer names the cycle, or the cycle arises from it.
pub(super) fn in_cycle(cycle: Uuid) -> Condition {
    let with = |finding: Expr| {
        let mut select = Query::select();
        select
            .expr(of("improvement_cycle", "board_id"))
            .expr(finding)
            .from(name("improvement_cycle"))
            .and_where(of("improvement_cycle", "id").eq(cycle));
        select
    };
    let mut named = with(of("finding_cycle", "finding_id"));
    named.inner_join(
        name("finding_cycle"),
        Cond::all()
            .add(of("finding_cycle", "board_id").eq(of("improvement_cycle", "board_id")))
            .add(of("finding_cycle", "cycle_id").eq(of("improvement_cycle", "id"))),
    );
    named.union(
        UnionType::Distinct,
        with(of("improvement_cycle", "origin_id")),
    );
    let own = Expr::tuple([of("finding", "board_id"), of("finding", "id")]);
    Cond::all().add(own.in_subquery(named))
}
