//! Filters that the lists of cycles and of what belongs to them share.

use akoki_domain::{
    organisation::Days,
    pdca::{ActionStatus, State},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use uuid::Uuid;

use crate::repo::time_zone::before_today;

fn name(text: &'static str) -> Alias {
    Alias::new(text)
}

fn of(table: &'static str, column: &'static str) -> Expr {
    Expr::col((name(table), name(column)))
}

/// A row of this table exists for the cycle of the row: `cycle` is the column with the id of the cycle.
fn exists(
    table: (&'static str, &'static str),
    other: (&'static str, &'static str),
    holds: Expr,
) -> Condition {
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(name(other.0))
        .and_where(of(other.0, "board_id").eq(of(table.0, "board_id")))
        .and_where(of(other.0, other.1).eq(of(table.0, table.1)))
        .and_where(holds);
    Cond::all().add(Expr::exists(select))
}

/// The cycle serves this requirement.
pub(super) fn serves(table: &'static str, cycle: &'static str, requirement: &str) -> Condition {
    let holds = of("cycle_requirement", "requirement").eq(requirement);
    exists((table, cycle), ("cycle_requirement", "cycle_id"), holds)
}

/// The plan of the cycle rests on this context factor.
pub(super) fn rests_on(table: &'static str, cycle: &'static str, factor: Uuid) -> Condition {
    let holds = of("cycle_context", "context_factor_id").eq(factor);
    exists((table, cycle), ("cycle_context", "cycle_id"), holds)
}

/// The cycle has one of these words in a column.
pub(super) fn cycle_says(table: &'static str, column: &'static str, values: &[&str]) -> Condition {
    let holds = of("improvement_cycle", column).is_in(values.iter().copied());
    exists((table, "cycle_id"), ("improvement_cycle", "id"), holds)
}

/// Overdue: due before today, of a running cycle, and `open` holds. `false` asks for the others.
pub(super) fn overdue(
    table: &'static str,
    open: Condition,
    wanted: bool,
    days: &Days,
) -> Condition {
    let running = State::ALL.iter().filter(|state| state.is_open());
    let running: Vec<&str> = running.map(|state| state.as_str()).collect();
    let overdue = Cond::all()
        .add(before_today(table, "due_sort", days))
        .add(open)
        .add(cycle_says(table, "state", &running));
    if wanted { overdue } else { overdue.not() }
}

/// What has no due date sorts after all that has one.
pub(crate) const NO_DAY: &str = "9999-12-31";

/// No row of `decision` is about the goal of the row.
pub(super) fn undecided() -> Condition {
    let decided = exists(("goal", "id"), ("decision", "goal_id"), Expr::val(true));
    decided.not()
}

/// Something still has to be done for the action.
pub(super) fn to_be_done() -> Condition {
    let open = ActionStatus::ALL.iter().filter(|status| status.is_open());
    Cond::all().add(of("action", "status").is_in(open.map(|status| status.as_str())))
}
