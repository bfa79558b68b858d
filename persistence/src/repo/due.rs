//! What hangs on a unit, has a state, and is to be done by a day: recovery orders, results for the inspectorate,
//! follow-ups of surveys.

use akoki_domain::{
    id::{BoardId, UnitId},
    organisation::Days,
};
use sea_orm::sea_query::{Cond, Condition, ExprTrait};
use time::Date;

use super::{by_unit, time_zone::before_today};
use crate::{
    connect::Source,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Record, Stored},
    records::{self, field, table},
    scope::Scope,
};

/// A record with the columns `state` and `due_on`.
pub trait Due: Record {
    /// The last day on which it is to be done.
    fn due_on(&self) -> Date;
    /// The words of the states in which it can be late.
    fn late_in() -> Vec<&'static str>;
    /// The words of the states in which something is still owed: those in which it can be late, unless more is owed.
    fn owed_in() -> Vec<&'static str> {
        Self::late_in()
    }
}

/// What is due first stands ahead, or what was made first.
pub(crate) const SORTS: &[Sort] = &[
    Sort {
        name: "dueOn",
        column: "due_on",
    },
    Sort {
        name: "createdAt",
        column: "created_at",
    },
];

/// Narrows a list to what is late, or to the rest.
pub(crate) const fn overdue<R: Due>() -> Filter {
    Filter::new("overdue", "due_on", FilterKind::Today(is_overdue::<R>))
}

/// Due before today in a state in which that is late. `false` asks for the others.
pub(crate) fn is_overdue<R: Due>(wanted: bool, days: &Days) -> Condition {
    let overdue = Cond::all()
        .add(before_today(table::<R>(), "due_on", days))
        .add(field::<R>("state").is_in(R::late_in()));
    if wanted { overdue } else { overdue.not() }
}

/// What these units still owe, what is due first ahead.
///
/// # Errors
/// When the store fails.
pub async fn owed_by_units<R: Due>(
    source: &impl Source,
    scope: &Scope,
    units: &[(BoardId, UnitId)],
) -> Result<Vec<R>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let condition = by_unit::on_any::<R>(units).add(field::<R>("state").is_in(R::owed_in()));
    first_due(source, scope, condition).await
}

/// The records for which this holds, what is due first ahead.
///
/// # Errors
/// When the store fails.
pub(crate) async fn first_due<R: Due>(
    source: &impl Source,
    scope: &Scope,
    condition: Condition,
) -> Result<Vec<R>, StoreError> {
    let mut found = Stored::records(records::select::<R>(source, scope, condition).await?);
    found.sort_by_key(|one| (one.due_on(), one.id()));
    Ok(found)
}
