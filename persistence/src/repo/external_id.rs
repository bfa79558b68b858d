//! Ids in other systems: one table for all nouns that have them, unique per board and system.

use akoki_domain::{Code, Noun, organisation::ExternalId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{connect::Exec, entity::external_id, error::StoreError, record::Unique};

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

/// The resource of this kind that another system calls so.
pub(crate) async fn find(
    exec: &Exec<'_>,
    board: Uuid,
    noun: Noun,
    id: &ExternalId,
) -> Result<Option<Uuid>, StoreError> {
    let row = external_id::Entity::find_by_id((board, id.system.clone(), id.value.clone()))
        .one(&exec.db)
        .await?;
    Ok(row
        .filter(|row| row.noun == noun.as_str())
        .map(|row| row.resource_id))
}
