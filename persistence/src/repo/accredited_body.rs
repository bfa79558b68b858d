//! Accredited bodies, as a board knows them.

use akoki_domain::{
    Noun,
    audit::AccreditedBody,
    id::{AccreditedBodyId, BoardId},
    text::search_form,
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use crate::{
    column,
    entity::accredited_body as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record},
};

impl Record for AccreditedBody {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::AccreditedBody;
    const FILTERS: &'static [Filter] = &[
        Filter::new("boardId", "board_id", FilterKind::Id),
        Filter::new("q", "name_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "name",
            column: "name_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    /// Whoever is audited may see by whom.
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
            id: AccreditedBodyId(row.id),
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
            name_sort: Set(search_form(&self.stated.name)),
            details: Set(column::document(&self.stated)),
        }
    }
}
