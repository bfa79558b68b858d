//! Assignments: every value in a column of its own, because independence is asked of them in many ways.

use akoki_domain::{
    Code, Noun,
    id::{AssignmentId, BoardId, PersonId, UnitId},
    organisation::{Assignment, AssignmentInput},
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::assignment as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored, Unique},
    records,
    scope::Scope,
};

impl Record for Assignment {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Assignment;
    const FILTERS: &'static [Filter] = &[
        Filter::new("personId", "person_id", FilterKind::Id),
        Filter::new("unitId", "unit_id", FilterKind::Id),
        Filter::new("boardId", "board_id", FilterKind::Id),
        word!("function", "function", akoki_domain::organisation::Function),
        Filter::new("on", "starts_on", FilterKind::OnDay),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "startsOn",
            column: "starts_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "assignment_once",
        columns: "assignment.board_id, assignment.person_id, assignment.unit_id, assignment.function, assignment.starts_on",
        code: Code::PeriodsOverlap,
        pointer: "/startsOn",
    }];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.input.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        Ok(Assignment {
            id: AssignmentId(row.id),
            board_id: BoardId(row.board_id),
            input: AssignmentInput {
                person_id: PersonId(row.person_id),
                unit_id: UnitId(row.unit_id),
                function: row
                    .function
                    .parse()
                    .map_err(|()| StoreError::corrupt(format!("function {}", row.function)))?,
                starts_on: column::read_day(&row.starts_on)?,
                ends_on: row.ends_on.as_deref().map(column::read_day).transpose()?,
            },
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let input = &self.input;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(input.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            person_id: Set(input.person_id.0),
            function: Set(input.function.as_str().to_owned()),
            starts_on: Set(column::day(input.starts_on)),
            ends_on: Set(input.ends_on.map(column::day)),
        }
    }
}

/// The assignments of these people, as far as they are in reach.
///
/// # Errors
/// When the store fails.
pub async fn of_people(
    source: &impl Source,
    scope: &Scope,
    people: &[PersonId],
) -> Result<Vec<Assignment>, StoreError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let person = Expr::col((Alias::new("assignment"), Alias::new("person_id")));
    let condition = Cond::all().add(person.is_in(people.iter().map(|id| id.0)));
    let found = records::select::<Assignment>(source, scope, condition).await?;
    let mut all = Stored::records(found);
    all.sort_by_key(|one| one.id);
    Ok(all)
}

/// The assignments of a person on a unit, as far as they are in reach.
///
/// # Errors
/// When the store fails.
pub async fn of_person_on(
    source: &impl Source,
    scope: &Scope,
    person: PersonId,
    unit: UnitId,
) -> Result<Vec<Stored<Assignment>>, StoreError> {
    let own = |column| Expr::col((Alias::new("assignment"), Alias::new(column)));
    let condition = Cond::all()
        .add(own("person_id").eq(person.0))
        .add(own("unit_id").eq(unit.0));
    records::select::<Assignment>(source, scope, condition).await
}
