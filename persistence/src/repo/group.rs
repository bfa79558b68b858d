//! Groups of pupils: the details as one document, with the columns that lists need.

use akoki_domain::{
    Noun,
    id::{BoardId, GroupId},
    organisation::{Group, GroupDetails},
    text::search_form,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Condition;
use uuid::Uuid;

use super::external_id::{self, held};
use crate::{
    column,
    connect::Exec,
    entity::pupil_group as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record, Unique},
};

impl Record for Group {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Group;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        Filter::new("boardId", "board_id", FilterKind::Id),
        Filter::new("kind", "kind", FilterKind::Text),
        Filter::new("schoolYear", "school_year", FilterKind::Text),
        Filter::new("stage", "stage", FilterKind::Text),
        Filter::new("externalId", "id", FilterKind::Custom(known_as)),
        Filter::new("q", "name_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "name",
            column: "name_sort",
        },
        Sort {
            name: "schoolYear",
            column: "school_year",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[external_id::UNIQUE];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.details.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let details: GroupDetails = column::read_document(row.details)?;
        Ok(Group {
            id: GroupId(row.id),
            board_id: BoardId(row.board_id),
            details,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let details = &self.details;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(details.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            kind: Set(details.kind.as_str().to_owned()),
            school_year: Set(format!("{:04}", details.school_year.0)),
            stage: Set(details.stage.map(|stage| stage.as_str().to_owned())),
            name_sort: Set(search_form(&details.name)),
            details: Set(column::document(details)),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        groups: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        let held = held(groups, |group| {
            (
                group.board_id.0,
                group.id.0,
                group.details.external_ids.as_slice(),
            )
        });
        external_id::save(exec, Noun::Group, &held).await
    }

    async fn delete_parts(exec: &Exec<'_>, group: &Self) -> Result<(), StoreError> {
        external_id::forget(exec, group.board_id.0, group.id.0).await
    }
}

fn known_as(value: &str) -> Option<Condition> {
    external_id::known_as("pupil_group", value)
}
