//! What a unit of work says of its changes: entries of the trail and events of the feed, written with
//! the work and without a number yet (see [`crate::seal`]).

use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::{
    act::{Act, Change},
    chain::digest,
    connect::Source,
    entity::{event, trail, trail_value},
    error::StoreError,
    unit::Tx,
};

/// A change, and where it is told.
pub(crate) struct Told {
    pub(crate) change: Change,
    /// It becomes an event of the feed.
    pub(crate) followed: bool,
    /// It becomes an entry of the trail.
    pub(crate) trailed: bool,
}

/// Writes the trail entries and events of a unit of work.
pub(crate) async fn write_changes(tx: &Tx, changes: &[Told]) -> Result<(), StoreError> {
    let exec = tx.exec();
    for chunk in changes.chunks(exec.backend.bind_limit() / 16) {
        let act = tx.act();
        let mut entries = Vec::new();
        let mut values = Vec::new();
        let mut events = Vec::new();
        for Told {
            change,
            followed,
            trailed,
        } in chunk
        {
            if *trailed && change.audience.is_none() {
                let (entry, value) = trail_rows(act, change);
                entries.push(entry);
                values.push(value);
            }
            if *followed {
                events.push(event_row(act, change));
            }
        }
        if !entries.is_empty() {
            trail::Entity::insert_many(entries)
                .exec_without_returning(&exec.db)
                .await?;
            trail_value::Entity::insert_many(values)
                .exec_without_returning(&exec.db)
                .await?;
        }
        if !events.is_empty() {
            event::Entity::insert_many(events)
                .exec_without_returning(&exec.db)
                .await?;
        }
    }
    Ok(())
}

fn trail_rows(act: &Act, change: &Change) -> (trail::ActiveModel, trail_value::ActiveModel) {
    let mut salt = vec![0; 16];
    (act.mint.fill)(&mut salt);
    let changes = change.values.to_string();
    let digest = digest(&salt, &changes);
    let id = act.id();
    let entry = trail::ActiveModel {
        id: Set(id),
        board_id: Set(change.board),
        unit_id: Set(change.unit),
        number: Set(None),
        chain: Set(None),
        noun: Set(change.noun.as_str().to_owned()),
        resource_id: Set(change.id),
        verb: Set(change.verb.as_str().to_owned()),
        version: Set(change.version),
        at: Set(act.at),
        principal_id: Set(act.principal),
        credential_id: Set(act.credential),
        operation: Set(act.operation.to_owned()),
        request_id: Set(act.request.clone()),
        digest: Set(digest),
    };
    (
        entry,
        trail_value::ActiveModel {
            trail_id: Set(id),
            salt: Set(salt),
            changes: Set(changes),
        },
    )
}

fn event_row(act: &Act, change: &Change) -> event::ActiveModel {
    event::ActiveModel {
        id: Set(act.id()),
        board_id: Set(change.board),
        unit_id: Set(change.unit),
        number: Set(None),
        noun: Set(change.noun.as_str().to_owned()),
        resource_id: Set(change.id),
        verb: Set(change.verb.as_str().to_owned()),
        version: Set(change.version),
        at: Set(act.at),
        audience_id: Set(change.audience),
        data: Set(change.data.clone()),
    }
}
