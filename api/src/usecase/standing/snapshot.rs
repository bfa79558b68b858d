//! Snapshots: once a month is kept where every carrier stands of which something is kept at all.

use akoki_domain::{
    framework::{EditionRef, FrameworkKind, Library},
    organisation::Unit,
    standing::{Picture, pictures},
};
use akoki_persistence::{
    find,
    repo::{
        setting,
        snapshot::{Snapshot, add, busy_boards},
    },
};
use serde_json::json;
use std::collections::BTreeMap;
use time::Date;

use super::{Seen, carriers, facts, sectors};
use crate::{failure::Failure, frameworks::Known, guard::Call};

/// Under what name the store keeps for which month it has snapshots.
const DONE: &str = "standing-snapshots";
/// How many are written in one unit of work, so that others wait for no long one.
const CHUNK: usize = 20;

/// Takes the snapshots of this month, unless they are there; says whether any were due. Broken off, it
/// goes on where it stopped: a snapshot that is there stays.
///
/// # Errors
/// When the store fails.
pub async fn take_due(call: &Call) -> Result<bool, Failure> {
    let month = month(call.today);
    let done = setting::get(call.store(), DONE).await?;
    if done.is_some_and(|done| done.as_str().is_some_and(|done| done >= month.as_str())) {
        return Ok(false);
    }
    let known = call.frameworks().await?;
    for board in busy_boards(call.store()).await? {
        if let Some(board) = find::<Unit>(call.store(), &call.scope(), board).await? {
            take(call, &known, &board.record).await?;
        }
    }
    call.unit(move |tx| {
        let month = month.clone();
        Box::pin(async move { Ok(setting::put(tx, DONE, json!(month)).await?) })
    })
    .await?;
    Ok(true)
}

fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), u8::from(day.month()))
}

/// The snapshots of one board.
async fn take(call: &Call, known: &Known, board: &Unit) -> Result<(), Failure> {
    let scope = call.scope();
    let on = call.today_of(call.store(), board.board_id).await?;
    let units = carriers(call.store(), &scope, board, on).await?;
    let mut snapshots = Vec::new();
    for (edition, seen) in editions(&known.library, &units, on) {
        let heard = facts::heard(call, call.store(), &seen).await?;
        let facts = facts::gather(call, call.store(), &scope, (&seen, on), &heard).await?;
        let worth = pictures(&facts).into_iter().filter(Picture::tells);
        snapshots.extend(worth.map(|picture| Snapshot {
            board_id: board.board_id,
            edition: edition.clone(),
            taken_on: on,
            picture,
        }));
    }
    for chunk in snapshots.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        call.unit(move |tx| {
            let chunk = chunk.clone();
            Box::pin(async move { Ok(add(tx, &chunk).await?) })
        })
        .await?;
    }
    Ok(())
}

/// What a standing can be asked by: requirements and models, not codes of governance.
const KINDS: &[FrameworkKind] = &[FrameworkKind::Requirements, FrameworkKind::Model];

/// The editions in force for these units, each with the units that it is for.
fn editions<'a>(
    library: &'a Library,
    units: &[Unit],
    on: Date,
) -> BTreeMap<&'a EditionRef, Vec<Seen<'a>>> {
    let sectors = sectors(units);
    let mut all: BTreeMap<&EditionRef, Vec<Seen<'a>>> = BTreeMap::new();
    for unit in units {
        let sector = sectors.get(&unit.id).copied().flatten();
        for edition in library.for_sector(sector, KINDS, on) {
            all.entry(&edition.edition).or_default().push(Seen {
                unit: unit.clone(),
                edition: Some(edition),
            });
        }
    }
    all
}
