//! The work of units in its slimmest form: what completeness and standing are computed from.

use akoki_domain::{
    id::{GoalId, UnitId},
    pdca::{
        Action, Cycle, Goal, State,
        work::{ActionWork, CycleWork, GoalDay, GoalWork, Work},
    },
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{cycle::OfCycle, evidence};
use crate::{column, connect::Source, error::StoreError, record::Stored, records, scope::Scope};

/// The work of these units that is in reach: one statement a kind of work, however many units.
///
/// # Errors
/// When the store fails.
pub async fn load(
    source: &impl Source,
    scope: &Scope,
    units: &[UnitId],
) -> Result<Work, StoreError> {
    if units.is_empty() {
        return Ok(Work::default());
    }
    let cycles = records::select::<Cycle>(source, scope, at("improvement_cycle", units)).await?;
    let goals = records::select::<OfCycle<Goal>>(source, scope, at("goal", units)).await?;
    let actions = records::select::<OfCycle<Action>>(source, scope, at("action", units)).await?;
    Ok(Work {
        cycles: cycles.iter().map(|c| CycleWork::from(&c.record)).collect(),
        goals: goals
            .iter()
            .map(|goal| GoalWork::from(&goal.record.item))
            .collect(),
        actions: actions
            .iter()
            .map(|action| ActionWork::from(&action.record.item))
            .collect(),
        measured: days(source, scope, units, "measurement", "measured_on").await?,
        reviewed: days(source, scope, units, "review", "held_on").await?,
        decided: days(source, scope, units, "decision", "taken_on").await?,
        evidence: evidence::serving(source, scope, units).await?,
    })
}

/// The cycles of a unit that are still open, in the order in which they were made.
///
/// # Errors
/// When the store fails.
pub async fn open_cycles(
    source: &impl Source,
    scope: &Scope,
    unit: UnitId,
) -> Result<Vec<Cycle>, StoreError> {
    let open = State::ALL.iter().filter(|state| state.is_open());
    let state = Expr::col((Alias::new("improvement_cycle"), Alias::new("state")));
    let condition =
        at("improvement_cycle", &[unit]).add(state.is_in(open.map(|state| state.as_str())));
    let found = records::select::<Cycle>(source, scope, condition).await?;
    let mut cycles = Stored::records(found);
    cycles.sort_by_key(|cycle| cycle.id);
    Ok(cycles)
}

/// Hangs at one of these units. Boards come along, because they lead the indexes.
pub(super) fn at(table: &'static str, units: &[UnitId]) -> Condition {
    let own = |column| Expr::col((Alias::new(table), Alias::new(column)));
    let mut places = Query::select();
    places
        .columns([Alias::new("board_id"), Alias::new("id")])
        .from(Alias::new("organisation_unit"))
        .and_where(Expr::col(Alias::new("id")).is_in(units.iter().map(|unit| unit.0)));
    Cond::all().add(Expr::tuple([own("board_id"), own("unit_id")]).in_subquery(places))
}

#[derive(FromQueryResult)]
struct Row {
    goal_id: Uuid,
    day: String,
}

/// The days on which something happened with goals.
async fn days(
    source: &impl Source,
    scope: &Scope,
    units: &[UnitId],
    table: &'static str,
    day: &'static str,
) -> Result<Vec<GoalDay>, StoreError> {
    let own = |column| Expr::col((Alias::new(table), Alias::new(column)));
    let mut select = Query::select();
    select
        .expr_as(own("goal_id"), Alias::new("goal_id"))
        .expr_as(own(day), Alias::new("day"))
        .from(Alias::new(table))
        .cond_where(at(table, units))
        .cond_where(scope.within(table));
    let rows = source.exec().db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let row = Row::from_query_result(row, "")?;
            Ok(GoalDay {
                goal_id: GoalId(row.goal_id),
                on: column::read_day(&row.day)?,
            })
        })
        .collect()
}
