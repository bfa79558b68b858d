//! Visits of the inspectorate.

use akoki_domain::{
    Noun,
    id::{BoardId, EvidenceId, InspectionVisitId, UnitId},
    inspection::{Visit, VisitInput, VisitKind, VisitState},
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

use super::{
    by_unit,
    evidence::{UsesEvidence, forget_uses, save_uses},
    transition,
};
use crate::{
    column,
    connect::{Exec, Source},
    entity::inspection_visit as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored},
    records,
    scope::Scope,
};

/// What stands in the column `stated`.
#[derive(Serialize, Deserialize)]
struct Document(VisitInput);

impl Record for Visit {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::InspectionVisit;
    const FILTERS: &'static [Filter] = &[
        by_unit::at::<Self>(),
        by_unit::under::<Self>(),
        word!("kind", "kind", VisitKind),
        word!("state", "state", VisitState),
        Filter::new("edition", "edition", FilterKind::Text),
        Filter::new("supervisedObjectId", "supervised_object_id", FilterKind::Id),
        Filter::new("startedFrom", "started_on", FilterKind::DayFrom),
        Filter::new("startedUntil", "started_on", FilterKind::DayUntil),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "startedOn",
            column: "started_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
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
        let Document(stated) = column::read_document(row.stated)?;
        Ok(Self {
            id: InspectionVisitId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            state: column::read_word(&row.state)?,
            edition: row.edition.parse().map_err(StoreError::corrupt)?,
            stated,
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
            kind: Set(stated.kind.as_str().to_owned()),
            state: Set(self.state.as_str().to_owned()),
            started_on: Set(column::day(stated.started_on)),
            edition: Set(self.edition.to_string()),
            supervised_object_id: Set(stated.supervised_object.map(|id| id.0)),
            previous_id: Set(stated.previous.map(|id| id.0)),
            stated: Set(column::document(&Document(stated.clone()))),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        visits: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        save_uses(exec, visits).await
    }

    async fn delete_parts(exec: &Exec<'_>, visit: &Self) -> Result<(), StoreError> {
        forget_uses(exec, visit).await?;
        transition::forget(exec, visit.board_id, visit.id.0).await
    }
}

impl UsesEvidence for Visit {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.rests_on()
    }
}

/// The visits to these units that began between two days, both included, as far as they are in reach.
///
/// # Errors
/// When the store fails.
pub async fn begun_in(
    source: &impl Source,
    scope: &Scope,
    (board, units): (BoardId, &[UnitId]),
    (from, until): (Date, Date),
) -> Result<Vec<Visit>, StoreError> {
    let own = |column| Expr::col((Alias::new("inspection_visit"), Alias::new(column)));
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("unit_id").is_in(units.iter().map(|unit| unit.0)))
        .add(own("started_on").gte(column::day(from)))
        .add(own("started_on").lte(column::day(until)));
    let found = records::select::<Visit>(source, scope, condition).await?;
    Ok(Stored::records(found))
}
