//! Where a resource hangs: the unit named in the input, as far as the caller may hang something there.

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    id::{BoardId, UnitId},
    organisation::Unit,
};
use akoki_persistence::{Stored, find, find_many};
use time::Date;
use uuid::Uuid;

use crate::{failure::Failure, work::Work};

/// The unit named in the path, when the caller may write there.
///
/// # Errors
/// "forbidden" when the caller may only read it; "not-found" when it is out of reach altogether.
pub async fn place_of_path(work: Work<'_>, unit: Uuid) -> Result<Stored<Unit>, Failure> {
    match place(work, unit, "").await {
        Err(Failure::Invalid(_)) => Err(Failure::not_found()),
        result => result,
    }
}

/// The unit with this id, when the caller may write there.
///
/// # Errors
/// "forbidden" when the caller may only read it; "unknown-reference" at the pointer when it is out of
/// reach altogether.
pub async fn place(work: Work<'_>, unit: Uuid, pointer: &str) -> Result<Stored<Unit>, Failure> {
    if let Some(found) = find::<Unit>(work.tx, &work.scope(), unit).await? {
        return Ok(found);
    }
    if find::<Unit>(work.tx, &work.call.scope_of(Permission::ReadUnits), unit)
        .await?
        .is_some()
    {
        return Err(Code::Forbidden.into());
    }
    work.call.still_valid().await?;
    Err(Failure::body(
        Reason::new(Code::UnknownReference).at(pointer),
    ))
}

/// As [`place`], with what is wrong in the body added to what was found so far.
///
/// # Errors
/// "forbidden" when the caller may only read the unit.
pub async fn placed(
    work: Work<'_>,
    unit: Uuid,
    pointer: &str,
    reasons: &mut Vec<Reason>,
) -> Result<Option<Unit>, Failure> {
    match place(work, unit, pointer).await {
        Ok(stored) => Ok(Some(stored.record)),
        Err(Failure::Invalid(found)) => {
            reasons.extend(found.into_iter().map(|wrong| wrong.reason));
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// As [`placed`], of many units at their pointers; those that are wrong are left out.
///
/// # Errors
/// "forbidden" when the caller may only read one of them.
pub async fn placed_all(
    work: Work<'_>,
    units: &[(String, UnitId)],
    reasons: &mut Vec<Reason>,
) -> Result<Vec<(String, Unit)>, Failure> {
    let ids: Vec<Uuid> = units.iter().map(|(_, id)| id.0).collect();
    let found = find_many::<Unit>(work.tx, &work.scope(), &ids).await?;
    let (mut placed, mut missing) = (Vec::new(), Vec::new());
    for (at, id) in units {
        match found.iter().find(|unit| unit.record.id == *id) {
            Some(unit) => placed.push((at.clone(), unit.record.clone())),
            None => missing.push((at, id.0)),
        }
    }
    if missing.is_empty() {
        return Ok(placed);
    }
    let ids: Vec<Uuid> = missing.iter().map(|(_, id)| *id).collect();
    let read = work.call.scope_of(Permission::ReadUnits);
    if !find_many::<Unit>(work.tx, &read, &ids).await?.is_empty() {
        return Err(Code::Forbidden.into());
    }
    work.call.still_valid().await?;
    let unknown = |at: &String| Reason::new(Code::UnknownReference).at(at.clone());
    reasons.extend(missing.into_iter().map(|(at, _)| unknown(at)));
    Ok(placed)
}

/// Why no new work begins at a unit: it has ended. What began on an earlier day may be written down later, as
/// long as the unit was there on that day; what names none begins today.
///
/// # Errors
/// When the store fails.
pub async fn ended(
    work: Work<'_>,
    unit: &Unit,
    began_on: Option<Date>,
    pointer: &str,
) -> Result<Option<Reason>, Failure> {
    let Some(last) = unit.details.ends_on else {
        return Ok(None);
    };
    let today = work.today_of(unit.board_id).await?;
    let day = began_on.map_or(today, |day| day.min(today));
    Ok((last < day).then(|| {
        let reason = Reason::new(Code::UnitEnded).at(pointer);
        reason.about(Noun::OrganisationUnit, unit.id)
    }))
}

/// Whether something of a board itself can hang at the board that the input names at `/boardId`: the one
/// where it hangs already, or any board at which the caller may write; what is wrong is added to what was
/// found so far.
///
/// # Errors
/// "forbidden" when the caller may only read the board.
pub async fn at_board(
    work: Work<'_>,
    board: BoardId,
    before: Option<BoardId>,
    reasons: &mut Vec<Reason>,
) -> Result<(), Failure> {
    const AT: &str = "/boardId";
    if let Some(before) = before {
        if before != board {
            reasons.push(Reason::new(Code::NotChangeable).at(AT));
        }
        return Ok(());
    }
    let unit = placed(work, board.0, AT, reasons).await?;
    if unit.is_some_and(|unit| unit.parent_id.is_some()) {
        reasons.push(Reason::new(Code::UnknownReference).at(AT));
    }
    Ok(())
}
