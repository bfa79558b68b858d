//! The steps that resources with a state machine took: written with the step, never changed.

use akoki_domain::{
    Noun, Subject,
    id::{BoardId, PrincipalId, UnitId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::Exec,
    entity::transition as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record},
};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: Uuid,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit on which the resource hangs.
    pub unit_id: UnitId,
    /// The resource that took it.
    pub of: Subject,
    /// What was asked.
    pub command: String,
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// The day on which it was taken.
    pub taken_on: Date,
    /// Who took it; none for the service itself.
    pub principal: Option<PrincipalId>,
}

impl Record for Step {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    /// A step is a part of its resource and none of its own; this is what the first of them belong to.
    const NOUN: Noun = Noun::ImprovementCycle;
    const FILTERS: &'static [Filter] = &[Filter::new("resourceId", "resource_id", FilterKind::Id)];
    const SORTS: &'static [Sort] = &[Sort {
        name: "at",
        column: "created_at",
    }];

    fn id(&self) -> Uuid {
        self.id
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            of: Subject {
                noun: column::read_word(&row.noun)?,
                id: row.resource_id,
            },
            command: row.command,
            from: row.from_state,
            to: row.to_state,
            taken_on: column::read_day(&row.taken_on)?,
            principal: row.principal_id.map(PrincipalId),
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            noun: Set(self.of.noun.as_str().to_owned()),
            resource_id: Set(self.of.id),
            command: Set(self.command.clone()),
            from_state: Set(self.from.clone()),
            to_state: Set(self.to.clone()),
            taken_on: Set(column::day(self.taken_on)),
            principal_id: Set(self.principal.map(|id| id.0)),
        }
    }
}

/// Forgets the steps of a resource that is deleted.
pub(crate) async fn forget(exec: &Exec<'_>, board: BoardId, id: Uuid) -> Result<(), StoreError> {
    table::Entity::delete_many()
        .filter(table::Column::BoardId.eq(board.0))
        .filter(table::Column::ResourceId.eq(id))
        .exec(&exec.db)
        .await?;
    Ok(())
}
