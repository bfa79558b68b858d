//! Supervised objects: whoever reaches an establishment that one covers, sees it.

use akoki_domain::{
    Code, Noun,
    id::{BoardId, SupervisedObjectId, UnitId},
    organisation::{SupervisedObject, SupervisedObjectDetails, supervised_object::normalise_key},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query, UnionType};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::{
    column,
    connect::Exec,
    entity::{supervised_cover, supervised_object as table},
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Link, Meta, Record, Stored, Unique},
};

/// A supervised object with the unit on which it hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The object.
    pub object: SupervisedObject,
    /// The school of all that it covers; the board, when those are of several schools.
    pub unit_id: UnitId,
}

impl Record for Placed {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::SupervisedObject;
    const FILTERS: &'static [Filter] = &[
        Filter::new("identifier", "key", FilterKind::Custom(identified)),
        Filter::new("unitId", "unit_id", FilterKind::IdOf(of_unit)),
        Filter::new("boardId", "board_id", FilterKind::Id),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "key",
            column: "key",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "supervised_object_once",
        columns: "index 'supervised_object_once'",
        code: Code::Duplicate,
        pointer: "/key",
    }];
    const LINKS: &'static [Link] = &[Link {
        table: "supervised_cover",
        column: "supervised_object_id",
        writes: false,
    }];

    fn id(&self) -> Uuid {
        self.object.id.0
    }
    fn board(&self) -> Uuid {
        self.object.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        Ok(Placed {
            unit_id: UnitId(row.unit_id),
            object: SupervisedObject {
                id: SupervisedObjectId(row.id),
                board_id: BoardId(row.board_id),
                details: SupervisedObjectDetails {
                    key: row.key,
                    covers: Vec::new(),
                    valid_from: row
                        .valid_from
                        .as_deref()
                        .map(column::read_day)
                        .transpose()?,
                    valid_until: row
                        .valid_until
                        .as_deref()
                        .map(column::read_day)
                        .transpose()?,
                },
            },
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let details = &self.object.details;
        table::ActiveModel {
            board_id: Set(self.object.board_id.0),
            id: Set(self.object.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            key: Set(details.key.clone()),
            valid_from: Set(details.valid_from.map(column::day)),
            valid_until: Set(details.valid_until.map(column::day)),
        }
    }

    async fn load_parts(exec: &Exec<'_>, records: &mut [Stored<Self>]) -> Result<(), StoreError> {
        let ids: Vec<Uuid> = records.iter().map(|stored| stored.record.id()).collect();
        let rows = supervised_cover::Entity::find()
            .filter(supervised_cover::Column::SupervisedObjectId.is_in(ids))
            .order_by_asc(supervised_cover::Column::Position)
            .all(&exec.db)
            .await?;
        for row in rows {
            let mut all = records.iter_mut();
            if let Some(stored) = all.find(|one| one.record.id() == row.supervised_object_id) {
                let covers = &mut stored.record.object.details.covers;
                covers.push(UnitId(row.unit_id));
            }
        }
        Ok(())
    }

    async fn save_parts(
        exec: &Exec<'_>,
        records: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        let mut rows = Vec::new();
        for (placed, before) in records {
            let covers = &placed.object.details.covers;
            match before {
                Some(before) if before.object.details.covers == *covers => continue,
                Some(_) => forget(exec, placed).await?,
                None => {}
            }
            rows.extend(
                (0..)
                    .zip(covers)
                    .map(|(position, unit)| supervised_cover::ActiveModel {
                        board_id: Set(placed.object.board_id.0),
                        supervised_object_id: Set(placed.object.id.0),
                        unit_id: Set(unit.0),
                        position: Set(position),
                    }),
            );
        }
        for chunk in rows.chunks(exec.backend.bind_limit() / 4) {
            supervised_cover::Entity::insert_many(chunk.to_vec())
                .exec_without_returning(&exec.db)
                .await?;
        }
        Ok(())
    }

    async fn delete_parts(exec: &Exec<'_>, placed: &Self) -> Result<(), StoreError> {
        forget(exec, placed).await
    }
}

async fn forget(exec: &Exec<'_>, placed: &Placed) -> Result<(), StoreError> {
    supervised_cover::Entity::delete_many()
        .filter(supervised_cover::Column::BoardId.eq(placed.object.board_id.0))
        .filter(supervised_cover::Column::SupervisedObjectId.eq(placed.object.id.0))
        .exec(&exec.db)
        .await?;
    Ok(())
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("supervised_object"), Alias::new(column)))
}

/// With this key; what is no key finds nothing.
fn identified(value: &str) -> Option<Condition> {
    let key = normalise_key(value).unwrap_or_else(|| value.to_owned());
    Some(Cond::all().add(own("key").eq(key)))
}

/// Covering this unit, or hanging on it.
fn of_unit(unit: Uuid) -> Condition {
    let there = |column, table| {
        let mut select = Query::select();
        select
            .column(Alias::new(column))
            .from(Alias::new(table))
            .and_where(Expr::col(Alias::new("unit_id")).eq(unit));
        select
    };
    let mut ids = there("supervised_object_id", "supervised_cover");
    ids.union(UnionType::Distinct, there("id", "supervised_object"));
    Cond::all().add(own("id").in_subquery(ids))
}
