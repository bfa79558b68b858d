//! What an audit refers to: everything that is unknown or out of reach, at once. What stood there before may
//! stay.

use akoki_domain::{
    Code, Reason,
    audit::{AccreditedBody, AuditInput, AuditProgramme, Auditor, Who},
    id::{BoardId, PrincipalId, UnitId},
    organisation::Unit,
};
use akoki_persistence::{
    Record, find_many,
    repo::{account, organisation_unit::of_ids},
};
use uuid::Uuid;

use crate::{failure::Failure, usecase::improvement_cycle::references::unknown_person, work::Work};

/// What is unknown.
///
/// # Errors
/// When the store fails.
pub async fn unknown(
    work: Work<'_>,
    board: Option<BoardId>,
    now: &AuditInput,
    before: Option<&AuditInput>,
) -> Result<Vec<Reason>, Failure> {
    let mut wrong = Vec::new();
    let programme = now
        .programme
        .filter(|_| before.is_none_or(|one| one.programme != now.programme));
    if let Some(id) = programme {
        wrong.extend(not_of_board::<AuditProgramme>(work, board, id.0, "/programmeId").await?);
    }
    let body = now
        .body
        .filter(|_| before.is_none_or(|one| one.body != now.body));
    if let Some(id) = body {
        wrong.extend(not_of_board::<AccreditedBody>(work, board, id.0, "/bodyId").await?);
    }
    for (index, member) in now.team.iter().enumerate() {
        let stood = |before: &AuditInput| before.team.iter().any(|one| one.who == member.who);
        if before.is_some_and(stood) {
            continue;
        }
        let at = format!("/team/{index}/{}", member.who.field());
        wrong.extend(match member.who {
            Who::Person(id) => unknown_person(work, board, &at, Some(id), None).await?,
            Who::Account(id) => match board {
                Some(board) => unknown_guest(work, board, id, &at).await?,
                None => None,
            },
            Who::Auditor(id) => unknown_auditor(work, board, id.0, &at).await?,
        });
    }
    Ok(wrong)
}

async fn not_of_board<R: Record>(
    work: Work<'_>,
    board: Option<BoardId>,
    id: Uuid,
    at: &str,
) -> Result<Option<Reason>, Failure> {
    let found = find_many::<R>(work.tx, &work.scope(), &[id]).await?;
    let of_board = |board: BoardId| found.iter().any(|one| one.record.board() == board.0);
    let known = board.map_or(!found.is_empty(), of_board);
    Ok((!known).then(|| Reason::new(Code::UnknownReference).at(at)))
}

/// An auditor who is a person, or a guest with an account, is in a team as that: so they come to the audit,
/// and so the rule of independence finds them.
async fn unknown_auditor(
    work: Work<'_>,
    board: Option<BoardId>,
    id: Uuid,
    at: &str,
) -> Result<Option<Reason>, Failure> {
    let found = find_many::<Auditor>(work.tx, &work.scope(), &[id]).await?;
    let of_board = |one: BoardId| board.is_none_or(|board| board == one);
    let found = found.into_iter().find(|one| of_board(one.record.board_id));
    let Some(found) = found else {
        return Ok(Some(Reason::new(Code::UnknownReference).at(at)));
    };
    let stated = &found.record.stated;
    let named = stated.person.is_some() || stated.account.is_some();
    Ok(named.then(|| Reason::new(Code::AuditorIsPerson).at(at)))
}

/// An account that is no guest of this board: there is none, or the board keeps it itself. Who knows the id
/// of an account has it from its board or from whoever it is of; no more is told of it than that it is
/// there.
///
/// # Errors
/// When the store fails.
pub async fn unknown_guest(
    work: Work<'_>,
    board: BoardId,
    account: PrincipalId,
    at: &str,
) -> Result<Option<Reason>, Failure> {
    let found = account::hold(work.tx, account.0).await?;
    let found = found.filter(|found| !found.is_of_platform() && !found.details.disabled);
    Ok(match found {
        None => Some(Reason::new(Code::UnknownReference).at(at)),
        Some(found) if found.board_id == board => Some(Reason::new(Code::GuestOfOwnBoard).at(at)),
        Some(_) => None,
    })
}

/// The units of an audit that is there, whether or not the caller reaches them all.
///
/// # Errors
/// When the store fails.
pub async fn known_units(work: Work<'_>, ids: &[UnitId]) -> Result<Vec<Unit>, Failure> {
    let found = of_ids(work.tx, &work.call.everything(), ids).await?;
    let mut units: Vec<Unit> = found.into_iter().map(|stored| stored.record).collect();
    units.sort_by_key(|unit| ids.iter().position(|id| *id == unit.id));
    Ok(units)
}
