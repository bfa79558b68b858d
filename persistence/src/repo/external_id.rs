//! Ids in other systems: one table for all nouns that have them, unique per board and system.

use akoki_domain::{Code, Noun, organisation::ExternalId};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    connect::{Exec, Source},
    entity::external_id,
    error::StoreError,
    record::{Record, Unique},
    records::unreachable_ids,
    scope::Scope,
};

/// Breaking this means that another resource of the board has the id.
pub(crate) const UNIQUE: Unique = Unique {
    name: "external_id_pkey",
    columns: "external_id.board_id, external_id.system, external_id.value",
    code: Code::Duplicate,
    pointer: "/externalIds",
};

/// The external ids of one resource, as they are and as they were.
pub(crate) struct Held<'a> {
    pub(crate) board: Uuid,
    pub(crate) id: Uuid,
    pub(crate) now: &'a [ExternalId],
    pub(crate) before: &'a [ExternalId],
}

/// Writes what differs.
pub(crate) async fn save(exec: &Exec<'_>, noun: Noun, held: &[Held<'_>]) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for one in held.iter().filter(|one| one.now != one.before) {
        if !one.before.is_empty() {
            forget(exec, one.board, one.id).await?;
        }
        rows.extend(one.now.iter().map(|id| external_id::ActiveModel {
            board_id: Set(one.board),
            system: Set(id.system.clone()),
            value: Set(id.value.clone()),
            noun: Set(noun.as_str().to_owned()),
            resource_id: Set(one.id),
        }));
    }
    for chunk in rows.chunks(exec.backend.bind_limit() / 5) {
        external_id::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Forgets those of a resource that is deleted.
pub(crate) async fn forget(exec: &Exec<'_>, board: Uuid, id: Uuid) -> Result<(), StoreError> {
    external_id::Entity::delete_many()
        .filter(external_id::Column::BoardId.eq(board))
        .filter(external_id::Column::ResourceId.eq(id))
        .exec(&exec.db)
        .await?;
    Ok(())
}

/// The filter `externalId`: known to another system as `system:value`.
pub(crate) fn known_as(table: &'static str, value: &str) -> Option<Condition> {
    let (system, value) = value.split_once(':')?;
    let mut select = Query::select();
    select
        .column(Alias::new("resource_id"))
        .from(Alias::new("external_id"))
        .and_where(Expr::col(Alias::new("system")).eq(system.to_ascii_lowercase()))
        .and_where(Expr::col(Alias::new("value")).eq(value));
    let id = Expr::col((Alias::new(table), Alias::new("id")));
    Some(Cond::all().add(id.in_subquery(select)))
}

/// The external ids of a page of resources.
pub(crate) fn held<'a, R>(
    records: &'a [(&'a R, Option<&'a R>)],
    of: impl Fn(&'a R) -> (Uuid, Uuid, &'a [ExternalId]),
) -> Vec<Held<'a>> {
    records
        .iter()
        .map(|(now, before)| {
            let (board, id, now) = of(now);
            Held {
                board,
                id,
                now,
                before: before.map_or(&[] as &[ExternalId], |before| of(before).2),
            }
        })
        .collect()
}

/// The resources of this kind in reach that another system calls so; of one board at most one.
///
/// # Errors
/// When the store fails.
pub async fn find<R: Record>(
    source: &impl Source,
    scope: &Scope,
    board: Option<Uuid>,
    id: &ExternalId,
) -> Result<Vec<Uuid>, StoreError> {
    let mut find = external_id::Entity::find()
        .filter(external_id::Column::System.eq(&id.system))
        .filter(external_id::Column::Value.eq(&id.value))
        .filter(external_id::Column::Noun.eq(R::NOUN.as_str()));
    if let Some(board) = board {
        find = find.filter(external_id::Column::BoardId.eq(board));
    }
    let rows = find.all(&source.exec().db).await?;
    let mut ids: Vec<Uuid> = rows.into_iter().map(|row| row.resource_id).collect();
    let out_of_reach = unreachable_ids::<R>(source, scope, &ids).await?;
    ids.retain(|id| !out_of_reach.contains(id));
    Ok(ids)
}
