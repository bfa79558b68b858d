//! Persons who audit, as a board knows them.

use akoki_domain::{
    Code, Noun,
    audit::Auditor,
    id::{AuditorId, BoardId},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use crate::{
    column,
    entity::auditor as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record, Unique},
};

impl Record for Auditor {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Auditor;
    const FILTERS: &'static [Filter] = &[
        Filter::new("boardId", "board_id", FilterKind::Id),
        Filter::new("bodyId", "body_id", FilterKind::Id),
        Filter::new("personId", "person_id", FilterKind::Id),
    ];
    const SORTS: &'static [Sort] = &[Sort {
        name: "createdAt",
        column: "created_at",
    }];
    const UNIQUES: &'static [Unique] = &[
        Unique {
            name: "auditor_person",
            columns: "auditor.board_id, auditor.person_id",
            code: Code::Duplicate,
            pointer: "/personId",
        },
        Unique {
            name: "auditor_account",
            columns: "auditor.board_id, auditor.account_id",
            code: Code::Duplicate,
            pointer: "/accountId",
        },
    ];
    /// Whoever is audited may see by whom, and where those have an interest.
    const SEEN_FROM_BELOW: bool = true;

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.board_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: AuditorId(row.id),
            board_id: BoardId(row.board_id),
            stated: column::read_document(row.details)?,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.board_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            person_id: Set(self.stated.person.map(|id| id.0)),
            account_id: Set(self.stated.account.map(|id| id.0)),
            body_id: Set(self.stated.body.map(|id| id.0)),
            details: Set(column::document(&self.stated)),
        }
    }
}
