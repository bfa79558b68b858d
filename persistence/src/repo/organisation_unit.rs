//! Organisation units: the details as one document, with the columns that lists and look-ups need.

use akoki_domain::{
    Noun,
    id::{BoardId, UnitId},
    organisation::{CarrierChange, Identifier, Unit, UnitDetails},
    text::search_form,
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

use super::{
    by_unit,
    external_id::{self, Held},
    unit_tree,
};
use crate::{
    column,
    connect::{Exec, Source},
    entity::{organisation_unit as table, unit_ancestor, unit_identifier},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored, Unique},
    records,
    scope::{PLATFORM, Scope, Who},
};

/// What stands in the column `details`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    carrier_changes: Vec<CarrierChange>,
    #[serde(flatten)]
    details: UnitDetails,
}

impl Record for Unit {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::OrganisationUnit;
    const FILTERS: &'static [Filter] = &[
        Filter::new("kind", "kind", FilterKind::UnitKind),
        word!("sector", "sector", akoki_domain::organisation::Sector),
        Filter::new("boardId", "board_id", FilterKind::Id),
        Filter::new("parentId", "parent_id", FilterKind::Id),
        Filter::new("carrierId", "carrier_id", FilterKind::Id),
        Filter::new("predecessorId", "predecessor_id", FilterKind::Id),
        Filter::new("under", "id", FilterKind::IdOf(under)),
        Filter::new("identifier", "id", FilterKind::Custom(identified)),
        Filter::new("externalId", "id", FilterKind::Custom(known_as)),
        Filter::new("on", "starts_on", FilterKind::OnDay),
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
    const UNIQUES: &'static [Unique] = &[external_id::UNIQUE];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let mut document = row.details;
        // Taken out by hand: reading a flattened value costs as much again as all the rest of a row.
        let changes = document
            .as_object_mut()
            .and_then(|map| map.remove("carrierChanges"));
        Ok(Unit {
            id: UnitId(row.id),
            board_id: BoardId(row.board_id),
            parent_id: row.parent_id.map(UnitId),
            carrier_id: UnitId(row.carrier_id),
            carrier_changes: match changes {
                Some(changes) => column::read_document(changes)?,
                None => Vec::new(),
            },
            predecessor_id: row.predecessor_id.map(UnitId),
            details: column::read_document(document)?,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let details = &self.details;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            parent_id: Set(self.parent_id.map(|id| id.0)),
            carrier_id: Set(self.carrier_id.0),
            kind: Set(details.kind.clone()),
            name: Set(details.name.clone()),
            name_sort: Set(search_form(&details.name)),
            sector: Set(details.sector.map(|sector| sector.as_str().to_owned())),
            details: Set(column::document(&Document {
                carrier_changes: self.carrier_changes.clone(),
                details: details.clone(),
            })),
            starts_on: Set(details.starts_on.map(column::day)),
            ends_on: Set(details.ends_on.map(column::day)),
            predecessor_id: Set(self.predecessor_id.map(|id| id.0)),
            time_zone: Set(details.time_zone.map(|zone| zone.as_str().to_owned())),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        units: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        let fresh: Vec<&Unit> = units
            .iter()
            .filter(|(_, before)| before.is_none())
            .map(|(unit, _)| *unit)
            .collect();
        unit_tree::add(exec, &fresh).await?;
        for (unit, before) in units {
            if before.is_some_and(|before| before.parent_id != unit.parent_id) {
                unit_tree::hang(exec, unit).await?;
            }
        }
        save_identifiers(exec, units).await?;
        let held: Vec<Held<'_>> = units
            .iter()
            .map(|(unit, before)| Held {
                board: unit.board_id.0,
                id: unit.id.0,
                now: &unit.details.external_ids,
                before: before.map_or(&[], |before| before.details.external_ids.as_slice()),
            })
            .collect();
        external_id::save(exec, Noun::OrganisationUnit, &held).await
    }

    async fn delete_parts(exec: &Exec<'_>, unit: &Self) -> Result<(), StoreError> {
        external_id::forget(exec, unit.board_id.0, unit.id.0).await?;
        forget_identifiers(exec, unit).await
    }
}

async fn forget_identifiers(exec: &Exec<'_>, unit: &Unit) -> Result<(), StoreError> {
    unit_identifier::Entity::delete_many()
        .filter(unit_identifier::Column::BoardId.eq(unit.board_id.0))
        .filter(unit_identifier::Column::UnitId.eq(unit.id.0))
        .exec(&exec.db)
        .await?;
    Ok(())
}

async fn save_identifiers(
    exec: &Exec<'_>,
    units: &[(&Unit, Option<&Unit>)],
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for (unit, before) in units {
        let old: &[Identifier] = before.map_or(&[], |before| before.details.identifiers.as_slice());
        if unit.details.identifiers == old {
            continue;
        }
        if !old.is_empty() {
            forget_identifiers(exec, unit).await?;
        }
        for (position, identifier) in (0..).zip(&unit.details.identifiers) {
            rows.push(unit_identifier::ActiveModel {
                board_id: Set(unit.board_id.0),
                unit_id: Set(unit.id.0),
                position: Set(position),
                kind: Set(identifier.kind.as_str().to_owned()),
                value: Set(identifier.value.clone()),
                valid_from: Set(identifier.valid_from.map(column::day)),
                valid_until: Set(identifier.valid_until.map(column::day)),
            });
        }
    }
    for chunk in rows.chunks(exec.backend.bind_limit() / 7) {
        unit_identifier::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("organisation_unit"), Alias::new(column)))
}

/// Everything under a unit, itself included.
fn under(unit: Uuid) -> Condition {
    by_unit::within(own("id"), unit)
}

/// With this identifier, whenever it held: a value, or `type:value`.
fn identified(value: &str) -> Option<Condition> {
    let (kind, value) = match value.split_once(':') {
        Some((kind, value)) => (Some(kind), value),
        None => (None, value),
    };
    let mut select = Query::select();
    select
        .column(Alias::new("unit_id"))
        .from(Alias::new("unit_identifier"))
        .and_where(Expr::col(Alias::new("value")).eq(value.to_ascii_uppercase()))
        .and_where_option(kind.map(|kind| Expr::col(Alias::new("type")).eq(kind)));
    Some(Cond::all().add(own("id").in_subquery(select)))
}

fn known_as(value: &str) -> Option<Condition> {
    external_id::known_as("organisation_unit", value)
}

/// Whether a unit, or the platform, is in reach.
///
/// # Errors
/// When the store fails.
pub async fn reaches(source: &impl Source, scope: &Scope, unit: Uuid) -> Result<bool, StoreError> {
    if scope.who == Who::Service {
        return Ok(true);
    }
    let mut select = scope.units();
    select
        .and_where(Expr::col((Alias::new("unit_ancestor"), Alias::new("unit_id"))).eq(unit))
        .limit(1);
    Ok(source.exec().db.query_one(&select).await?.is_some())
}

/// Everything above a unit, itself and the platform included. Reach is the caller's concern: only ids
/// come out.
///
/// # Errors
/// When the store fails.
pub async fn ancestors(source: &impl Source, unit: UnitId) -> Result<Vec<UnitId>, StoreError> {
    Ok(unit_tree::above(&source.exec(), unit.0)
        .await?
        .into_iter()
        .map(UnitId)
        .collect())
}

/// The units above each of these that are in reach, the nearest first, without the platform. Who stands
/// above is told whether or not the caller reaches it: only ids come out.
///
/// # Errors
/// When the store fails.
pub async fn lines_above(
    source: &impl Source,
    scope: &Scope,
    units: &[UnitId],
) -> Result<BTreeMap<UnitId, Vec<UnitId>>, StoreError> {
    if units.is_empty() {
        return Ok(BTreeMap::new());
    }
    let column =
        |column: &'static str| Expr::col((Alias::new("unit_ancestor"), Alias::new(column)));
    let condition = Cond::all()
        .add(column("unit_id").is_in(units.iter().map(|unit| unit.0)))
        .add(column("depth").gt(0))
        .add(column("ancestor_id").ne(PLATFORM))
        .add(scope.within("unit_ancestor"));
    let mut rows = unit_ancestor::Entity::find()
        .filter(condition)
        .all(&source.exec_for(scope).db)
        .await?;
    rows.sort_by_key(|row| row.depth);
    let mut lines: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for row in rows {
        let line = lines.entry(UnitId(row.unit_id)).or_default();
        line.push(UnitId(row.ancestor_id));
    }
    Ok(lines)
}

/// The units directly under one.
///
/// # Errors
/// When the store fails.
pub async fn children(
    source: &impl Source,
    scope: &Scope,
    parent: &Unit,
) -> Result<Vec<Stored<Unit>>, StoreError> {
    let condition = Cond::all()
        .add(own("board_id").eq(parent.board_id.0))
        .add(own("parent_id").eq(parent.id.0));
    records::select::<Unit>(source, scope, condition).await
}

/// The units under one, itself included, that carry work.
///
/// # Errors
/// When the store fails.
pub async fn carriers_under(
    source: &impl Source,
    scope: &Scope,
    top: &Unit,
) -> Result<Vec<Stored<Unit>>, StoreError> {
    let mut below = Query::select();
    below
        .column(Alias::new("unit_id"))
        .from(Alias::new("unit_ancestor"))
        .and_where(Expr::col(Alias::new("ancestor_id")).eq(top.id.0))
        .and_where(Expr::col(Alias::new("board_id")).eq(top.board_id.0));
    let condition = Cond::all()
        .add(own("board_id").eq(top.board_id.0))
        .add(own("carrier_id").eq(own("id")))
        .add(own("id").in_subquery(below));
    records::select::<Unit>(source, scope, condition).await
}

/// Whether anything at all is in reach: asked where nothing is loaded that hangs on a unit.
///
/// # Errors
/// When the store fails.
pub async fn reaches_any(source: &impl Source, scope: &Scope) -> Result<bool, StoreError> {
    if scope.who == Who::Service {
        return Ok(true);
    }
    let mut select = scope.grants();
    select.expr(Expr::val(1)).limit(1);
    Ok(source.exec().db.query_one(&select).await?.is_some())
}

/// Those of these units that are in reach.
///
/// # Errors
/// When the store fails.
pub async fn of_ids(
    source: &impl Source,
    scope: &Scope,
    ids: &[UnitId],
) -> Result<Vec<Stored<Unit>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let condition = Cond::all().add(own("id").is_in(ids.iter().map(|id| id.0)));
    records::select::<Unit>(source, scope, condition).await
}

/// Everything under a unit, itself left out, from the top down.
///
/// # Errors
/// When the store fails.
pub async fn below(
    source: &impl Source,
    scope: &Scope,
    unit: &Unit,
) -> Result<Vec<Stored<Unit>>, StoreError> {
    let depths: BTreeMap<Uuid, i64> = unit_tree::below(&source.exec(), unit).await?;
    let mut select = Query::select();
    select
        .column(Alias::new("unit_id"))
        .from(Alias::new("unit_ancestor"))
        .and_where(Expr::col(Alias::new("board_id")).eq(unit.board_id.0))
        .and_where(Expr::col(Alias::new("ancestor_id")).eq(unit.id.0))
        .and_where(Expr::col(Alias::new("depth")).gt(0));
    let condition = Cond::all()
        .add(own("board_id").eq(unit.board_id.0))
        .add(own("id").in_subquery(select));
    let mut found = records::select::<Unit>(source, scope, condition).await?;
    found.sort_by_key(|stored| {
        let id = stored.record.id.0;
        (depths.get(&id).copied().unwrap_or_default(), id)
    });
    Ok(found)
}
