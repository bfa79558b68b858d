//! Observations of lessons: reached by who observed and who was observed, and with the staff-file right.

use akoki_domain::{
    Noun,
    framework::EditionRef,
    id::{BoardId, GroupId, ObservationId, PersonId, UnitId},
    observation::{Observation, Observed, Seen, Stated},
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use sea_orm::{EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::observation as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, PersonLink, Record},
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    lesson: Option<String>,
    seen: Vec<Seen>,
    note: Option<String>,
}

/// A person whom a column of the row itself names.
const fn named_in(column: &'static str, writes: bool) -> PersonLink {
    PersonLink {
        of: "id",
        table: "observation",
        column: "id",
        person: column,
        days: false,
        writes,
    }
}

impl Record for Observation {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Observation;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        Filter::new("instrument", "instrument", FilterKind::Text),
        Filter::new("observedId", "observed_id", FilterKind::Id),
        Filter::new("observerId", "observer_id", FilterKind::Id),
        Filter::new("groupId", "group_id", FilterKind::Id),
        Filter::new("from", "observed_on", FilterKind::DayFrom),
        Filter::new("until", "observed_on", FilterKind::DayUntil),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "observedOn",
            column: "observed_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const PEOPLE: &'static [PersonLink] = &[
        named_in("observed_id", false),
        named_in("observer_id", true),
    ];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let document: Document = column::read_document(row.details)?;
        Ok(Observation {
            id: ObservationId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            stated: Stated {
                instrument: row.instrument.parse().map_err(StoreError::corrupt)?,
                observed: PersonId(row.observed_id),
                observer: PersonId(row.observer_id),
                observed_on: column::read_day(&row.observed_on)?,
                group: row.group_id.map(GroupId),
                lesson: document.lesson,
                seen: document.seen,
                note: document.note,
            },
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let stated = &self.stated;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            instrument: Set(stated.instrument.to_string()),
            observed_id: Set(stated.observed.0),
            observer_id: Set(stated.observer.0),
            observed_on: Set(column::day(stated.observed_on)),
            group_id: Set(stated.group.map(|id| id.0)),
            details: Set(column::document(&Document {
                lesson: stated.lesson.clone(),
                seen: stated.seen.clone(),
                note: stated.note.clone(),
            })),
        }
    }
}

/// What was seen under one instrument in a unit and everything under it that is in reach over the units
/// themselves, from a day until another: without who observed and what else was noted.
///
/// # Errors
/// When the store fails.
pub async fn seen_under(
    source: &impl Source,
    scope: &Scope,
    unit: UnitId,
    instrument: &EditionRef,
    days: (Date, Date),
) -> Result<Vec<Observed>, StoreError> {
    let own = |column| Expr::col((Alias::new("observation"), Alias::new(column)));
    let mut below = Query::select();
    below
        .columns([Alias::new("board_id"), Alias::new("unit_id")])
        .from(Alias::new("unit_ancestor"))
        .and_where(Expr::col(Alias::new("ancestor_id")).eq(unit.0));
    let place = Expr::tuple([own("board_id"), own("unit_id")]);
    let condition = Condition::all()
        .add(place.in_subquery(below))
        .add(own("observed_on").between(column::day(days.0), column::day(days.1)))
        .add(own("instrument").eq(instrument.to_string()))
        .add(scope.within("observation"));
    let exec = source.exec_for(scope);
    let rows = table::Entity::find()
        .filter(condition)
        .all(&exec.db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let one = Observation::read(row)?;
            Ok(Observed {
                unit: one.unit_id,
                person: one.stated.observed,
                seen: one.stated.seen,
            })
        })
        .collect()
}
