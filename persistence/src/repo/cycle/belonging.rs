//! What belongs to a cycle: it hangs where the cycle hangs, and is loaded for many cycles at once.

use akoki_domain::{
    id::{BoardId, CycleId, GoalId, UnitId},
    pdca::{Action, Cycle, Decision, Goal, Measurement},
};
use sea_orm::EntityName;
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    connect::Source,
    error::StoreError,
    record::{Record, Stored},
    records,
    scope::Scope,
};

/// Something that belongs to a cycle, with where it hangs.
#[derive(Debug, Clone, PartialEq)]
pub struct OfCycle<T> {
    /// The tenant.
    pub board_id: BoardId,
    /// The unit of the cycle.
    pub unit_id: UnitId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// What it is.
    pub item: T,
}

impl<T> OfCycle<T> {
    /// Hangs something where its cycle hangs.
    pub fn new(cycle: &Cycle, item: T) -> Self {
        Self {
            board_id: cycle.board_id,
            unit_id: cycle.unit_id,
            cycle_id: cycle.id,
            item,
        }
    }

    /// The same place with something else.
    #[must_use]
    pub fn with<U>(&self, item: U) -> OfCycle<U> {
        OfCycle {
            board_id: self.board_id,
            unit_id: self.unit_id,
            cycle_id: self.cycle_id,
            item,
        }
    }
}

/// All that belongs to one cycle and that its state machine looks at, in the order in which it was made.
#[derive(Debug, Clone, Default)]
pub struct Belongings {
    /// Its goals.
    pub goals: Vec<Goal>,
    /// Its actions.
    pub actions: Vec<Action>,
    /// The measurements of its goals.
    pub measurements: Vec<Measurement>,
    /// The decisions about its goals.
    pub decisions: Vec<Decision>,
}

/// What belongs to each of these cycles, in four statements however many they are.
///
/// # Errors
/// When the store fails.
pub async fn belongings(
    source: &impl Source,
    scope: &Scope,
    cycles: &[&Cycle],
) -> Result<BTreeMap<CycleId, Belongings>, StoreError> {
    let ids: Vec<(BoardId, CycleId)> = cycles.iter().map(|c| (c.board_id, c.id)).collect();
    let mut all: BTreeMap<CycleId, Belongings> = BTreeMap::new();
    for one in of_cycles::<Goal>(source, scope, &ids).await? {
        let to = all.entry(one.record.cycle_id).or_default();
        to.goals.push(one.record.item);
    }
    for one in of_cycles::<Action>(source, scope, &ids).await? {
        let to = all.entry(one.record.cycle_id).or_default();
        to.actions.push(one.record.item);
    }
    for one in of_cycles::<Measurement>(source, scope, &ids).await? {
        let to = all.entry(one.record.cycle_id).or_default();
        to.measurements.push(one.record.item);
    }
    for one in of_cycles::<Decision>(source, scope, &ids).await? {
        let to = all.entry(one.record.cycle_id).or_default();
        to.decisions.push(one.record.item);
    }
    Ok(all)
}

/// All of one kind that belongs to these cycles, in the order in which it was made.
///
/// # Errors
/// When the store fails.
pub async fn of_cycles<T>(
    source: &impl Source,
    scope: &Scope,
    cycles: &[(BoardId, CycleId)],
) -> Result<Vec<Stored<OfCycle<T>>>, StoreError>
where
    OfCycle<T>: Record,
{
    let ids: Vec<(Uuid, Uuid)> = cycles.iter().map(|(b, c)| (b.0, c.0)).collect();
    belonging::<OfCycle<T>>(source, scope, "cycle_id", &ids).await
}

/// All of one kind that is about these goals, in the order in which it was made.
///
/// # Errors
/// When the store fails.
pub async fn of_goals<T>(
    source: &impl Source,
    scope: &Scope,
    goals: &[(BoardId, GoalId)],
) -> Result<Vec<Stored<OfCycle<T>>>, StoreError>
where
    OfCycle<T>: Record,
{
    let ids: Vec<(Uuid, Uuid)> = goals.iter().map(|(b, g)| (b.0, g.0)).collect();
    belonging::<OfCycle<T>>(source, scope, "goal_id", &ids).await
}

async fn belonging<R: Record>(
    source: &impl Source,
    scope: &Scope,
    column: &'static str,
    ids: &[(Uuid, Uuid)],
) -> Result<Vec<Stored<R>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let table = R::Entity::default();
    let own = |column| Expr::col((Alias::new(table.table_name()), Alias::new(column)));
    let mut boards: Vec<Uuid> = ids.iter().map(|(board, _)| *board).collect();
    boards.sort_unstable();
    boards.dedup();
    let condition = Cond::all()
        .add(own("board_id").is_in(boards))
        .add(own(column).is_in(ids.iter().map(|(_, id)| *id)));
    let mut found = records::select::<R>(source, scope, condition).await?;
    found.sort_by_key(|stored| stored.record.id());
    Ok(found)
}
