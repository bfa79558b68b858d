//! What a cycle and what belongs to it refer to: everything that is unknown or out of reach, at once. Where
//! the board is not known, as the unit is wrong, whatever is in reach is taken for known.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    framework::RequirementRef,
    id::{BoardId, ContextFactorId, PersonId, UnitId},
    organisation::Person,
    pdca::ContextFactor,
};
use akoki_persistence::find_many;
use std::collections::BTreeSet;

use crate::{
    failure::Failure,
    usecase::{participant::working, requirement::look_up},
    work::Work,
};

/// To what those who are named belong.
#[derive(Debug, Clone, Copy)]
pub enum Near {
    /// To whatever is in reach: where the work hangs is not known.
    Reach,
    /// To this board, as far as it is in reach.
    Board(BoardId),
    /// To this board, as far as it is in reach, or to a unit of it or one under or above that, in reach or not:
    /// what is done at a school is decided or carried out by somebody of the board as well.
    Unit(BoardId, UnitId),
}

impl From<BoardId> for Near {
    fn from(board: BoardId) -> Self {
        Near::Board(board)
    }
}

impl From<Option<BoardId>> for Near {
    fn from(board: Option<BoardId>) -> Self {
        board.map_or(Near::Reach, Near::Board)
    }
}

impl From<(BoardId, UnitId)> for Near {
    fn from((board, unit): (BoardId, UnitId)) -> Self {
        Near::Unit(board, unit)
    }
}

impl From<Option<(BoardId, UnitId)>> for Near {
    fn from(place: Option<(BoardId, UnitId)>) -> Self {
        place.map_or(Near::Reach, Near::from)
    }
}

/// The person, unless known where they are to belong; whoever stood there before may stay.
///
/// # Errors
/// When the store fails.
pub async fn unknown_person(
    work: Work<'_>,
    near: impl Into<Near>,
    pointer: &str,
    person: Option<PersonId>,
    before: Option<PersonId>,
) -> Result<Option<Reason>, Failure> {
    let named: Vec<_> = person
        .map(|person| (pointer.to_owned(), person))
        .into_iter()
        .collect();
    let before: Vec<PersonId> = before.into_iter().collect();
    let unknown = unknown_people(work, near, &named, &before).await?;
    Ok(unknown.into_iter().next())
}

/// As [`unknown_person`], of many people at their pointers.
///
/// # Errors
/// When the store fails.
pub async fn unknown_people(
    work: Work<'_>,
    near: impl Into<Near>,
    named: &[(String, PersonId)],
    before: &[PersonId],
) -> Result<Vec<Reason>, Failure> {
    let near = near.into();
    let mut fresh: Vec<_> = named
        .iter()
        .filter(|(_, one)| !before.contains(one))
        .collect();
    let ids: Vec<_> = fresh.iter().map(|(_, one)| one.0).collect();
    let found = find_many::<Person>(work.tx, &work.scope(), &ids).await?;
    let is_known = |person: PersonId| {
        let mut found = found.iter().map(|one| &one.record);
        found.any(|one| {
            one.id == person
                && match near {
                    Near::Reach => true,
                    Near::Board(board) | Near::Unit(board, _) => one.board_id == board,
                }
        })
    };
    fresh.retain(|(_, one)| !is_known(*one));
    if let Near::Unit(board, unit) = near
        && !fresh.is_empty()
    {
        let people: Vec<PersonId> = fresh.iter().map(|(_, one)| *one).collect();
        let around = around(work, (board, unit), &people).await?;
        fresh.retain(|(_, one)| !around.contains(one));
    }
    Ok(fresh
        .into_iter()
        .map(|(pointer, _)| Reason::new(Code::UnknownReference).at(pointer.clone()))
        .collect())
}

/// Those of these people who work, or worked, at a unit or at one under or above it. As with people in reach it
/// does not matter whether they still do: what was decided is written down later.
async fn around(
    work: Work<'_>,
    (board, unit): (BoardId, UnitId),
    people: &[PersonId],
) -> Result<BTreeSet<PersonId>, Failure> {
    let today = work.today_of(board).await?;
    let working = working(work, board, people, Some(unit)).await?;
    Ok(working.people(
        |one| one.input.starts_on <= today,
        |at, above| working.is_around(unit, at, above),
    ))
}

/// The context factors that are unknown, out of reach or another board's.
///
/// # Errors
/// When the store fails.
pub async fn unknown_factors(
    work: Work<'_>,
    board: impl Into<Option<BoardId>>,
    factors: &[ContextFactorId],
) -> Result<Vec<Reason>, Failure> {
    let ids: Vec<_> = factors.iter().map(|factor| factor.0).collect();
    let scope = work.call.scope_of(Permission::ReadCycles);
    let known = find_many::<ContextFactor>(work.tx, &scope, &ids).await?;
    let board = board.into();
    let of_board = |one: BoardId| board.is_none_or(|board| board == one);
    let is_known = |factor: &ContextFactorId| {
        let mut all = known.iter();
        all.any(|one| one.record.id == *factor && of_board(one.record.board_id))
    };
    let unknown = factors.iter().enumerate().filter(|(_, one)| !is_known(one));
    Ok(unknown
        .map(|(index, _)| {
            Reason::new(Code::UnknownReference).at(format!("/contextFactorIds/{index}"))
        })
        .collect())
}

/// The requirements that are unknown; those that stood there before may stay, so that an edition that
/// is dropped does not stop the work on it.
///
/// # Errors
/// When the store fails.
pub async fn unknown_requirements(
    work: Work<'_>,
    board: impl Into<Option<BoardId>>,
    requirements: &[RequirementRef],
    before: &[RequirementRef],
) -> Result<Vec<Reason>, Failure> {
    let fresh: Vec<(String, RequirementRef)> = requirements
        .iter()
        .enumerate()
        .filter(|(_, one)| !before.contains(one))
        .map(|(index, one)| (format!("/requirements/{index}"), one.clone()))
        .collect();
    if fresh.is_empty() {
        return Ok(Vec::new());
    }
    Ok(look_up(work, board, &fresh).await?.wrong)
}
