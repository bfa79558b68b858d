//! What a cycle and what belongs to it refer to: everything that is unknown or out of reach, at once. Where
//! the board is not known, as the unit is wrong, whatever is in reach is taken for known.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    framework::RequirementRef,
    id::{BoardId, ContextFactorId, PersonId},
    organisation::Person,
    pdca::ContextFactor,
};
use akoki_persistence::find_many;

use crate::{failure::Failure, usecase::requirement::look_up, work::Work};

/// The person, unless known on this board where the caller works on cycles; whoever stood there before
/// may stay.
///
/// # Errors
/// When the store fails.
pub async fn unknown_person(
    work: Work<'_>,
    board: impl Into<Option<BoardId>>,
    pointer: &str,
    person: Option<PersonId>,
    before: Option<PersonId>,
) -> Result<Option<Reason>, Failure> {
    let Some(person) = person.filter(|_| person != before) else {
        return Ok(None);
    };
    let references = [(pointer.to_owned(), person)];
    Ok(unknown_people(work, board, &references).await?.pop())
}

/// The people, each with where it stands, who are not known on this board where the caller works.
///
/// # Errors
/// When the store fails.
pub async fn unknown_people(
    work: Work<'_>,
    board: impl Into<Option<BoardId>>,
    people: &[(String, PersonId)],
) -> Result<Vec<Reason>, Failure> {
    let ids: Vec<_> = people.iter().map(|(_, person)| person.0).collect();
    let found = find_many::<Person>(work.tx, &work.scope(), &ids).await?;
    let board = board.into();
    let of_board = |one: BoardId| board.is_none_or(|board| board == one);
    let is_known = |person: PersonId| {
        let mut all = found.iter();
        all.any(|one| one.record.id == person && of_board(one.record.board_id))
    };
    let unknown = people.iter().filter(|(_, person)| !is_known(*person));
    Ok(unknown
        .map(|(at, _)| Reason::new(Code::UnknownReference).at(at.clone()))
        .collect())
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
