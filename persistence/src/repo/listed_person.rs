//! People, groups and assignments of a board as its own lists name them, many at once.

use akoki_domain::{
    Noun,
    id::BoardId,
    organisation::{Assignment, ExternalId, Group, Person},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;

use crate::{
    connect::Source,
    entity::{assignment, external_id, person, pupil_group},
    error::StoreError,
    record::Record,
};

/// What the board has under these external ids.
///
/// # Errors
/// When the store fails.
pub async fn by_external_ids(
    source: &impl Source,
    board: BoardId,
    ids: &[ExternalId],
) -> Result<HashMap<ExternalId, (Noun, Uuid)>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = external_id::Entity::find()
        .filter(external_id::Column::BoardId.eq(board.0))
        .filter(external_id::Column::System.is_in(ids.iter().map(|id| id.system.as_str())))
        .filter(external_id::Column::Value.is_in(ids.iter().map(|id| id.value.as_str())))
        .all(&source.exec().db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let noun = row.noun.parse();
            let noun = noun.map_err(|()| StoreError::corrupt(format!("noun {}", row.noun)))?;
            let id = ExternalId {
                system: row.system,
                value: row.value,
            };
            Ok((id, (noun, row.resource_id)))
        })
        .collect()
}

/// The people of the board with these ids or these e-mail addresses.
///
/// # Errors
/// When the store fails.
pub async fn people(
    source: &impl Source,
    board: BoardId,
    ids: &[Uuid],
    emails: &[String],
) -> Result<Vec<Person>, StoreError> {
    let mut any = Condition::any();
    if !ids.is_empty() {
        any = any.add(person::Column::Id.is_in(ids.iter().copied()));
    }
    if !emails.is_empty() {
        any = any.add(person::Column::Email.is_in(emails.iter().map(String::as_str)));
    }
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let rows = person::Entity::find()
        .filter(person::Column::BoardId.eq(board.0))
        .filter(any)
        .all(&source.exec().db)
        .await?;
    rows.into_iter().map(Person::read).collect()
}

/// The groups of the board with these ids, and those of these units.
///
/// # Errors
/// When the store fails.
pub async fn groups(
    source: &impl Source,
    board: BoardId,
    ids: &[Uuid],
    units: &[Uuid],
) -> Result<Vec<Group>, StoreError> {
    let mut any = Condition::any();
    if !ids.is_empty() {
        any = any.add(pupil_group::Column::Id.is_in(ids.iter().copied()));
    }
    if !units.is_empty() {
        any = any.add(pupil_group::Column::UnitId.is_in(units.iter().copied()));
    }
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let rows = pupil_group::Entity::find()
        .filter(pupil_group::Column::BoardId.eq(board.0))
        .filter(any)
        .all(&source.exec().db)
        .await?;
    rows.into_iter().map(Group::read).collect()
}

/// The assignments of these people.
///
/// # Errors
/// When the store fails.
pub async fn assignments(
    source: &impl Source,
    board: BoardId,
    people: &[Uuid],
) -> Result<Vec<Assignment>, StoreError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows = assignment::Entity::find()
        .filter(assignment::Column::BoardId.eq(board.0))
        .filter(assignment::Column::PersonId.is_in(people.iter().copied()))
        .all(&source.exec().db)
        .await?;
    rows.into_iter().map(Assignment::read).collect()
}
