//! Programmes of audits.

use akoki_domain::{
    Noun,
    audit::AuditProgramme,
    id::{AuditProgrammeId, BoardId},
    text::search_form,
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use crate::{
    column,
    entity::audit_programme as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record},
};

impl Record for AuditProgramme {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::AuditProgramme;
    const FILTERS: &'static [Filter] = &[
        Filter::new("boardId", "board_id", FilterKind::Id),
        Filter::new("schoolYear", "school_year", FilterKind::Text),
        Filter::new("q", "title_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "schoolYear",
            column: "school_year",
        },
        Sort {
            name: "title",
            column: "title_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    /// The programme of a board is about its schools.
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
            id: AuditProgrammeId(row.id),
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
            school_year: Set(self.stated.school_year.0.to_string()),
            title_sort: Set(search_form(&self.stated.title)),
            details: Set(column::document(&self.stated)),
        }
    }
}
