//! The person as whom somebody calls: what people do as themselves.

use akoki_domain::{
    Code,
    evaluation::SelfEvaluation,
    id::{BoardId, PersonId, UnitId},
    organisation::Person,
};
use akoki_persistence::{
    find,
    repo::{account::person_of, assignment, organisation_unit::lines_above},
};

use crate::{failure::Failure, work::Work};

/// The person of the calling account on this board.
///
/// # Errors
/// "people-only" when no account calls, "account-without-person" when it belongs to nobody of this board.
pub async fn caller_person(work: Work<'_>, board: BoardId) -> Result<PersonId, Failure> {
    match calling(work, board).await? {
        Calling::NoAccount => Err(Code::PeopleOnly.into()),
        Calling::NobodyHere => Err(Code::AccountWithoutPerson.into()),
        Calling::Person(person) => Ok(person),
    }
}

/// The person of the calling account on this board, where there is one: a machine is none, and a guest is a
/// person of another board.
///
/// # Errors
/// When the store fails.
pub async fn person_here(work: Work<'_>, board: BoardId) -> Result<Option<PersonId>, Failure> {
    Ok(match calling(work, board).await? {
        Calling::NoAccount | Calling::NobodyHere => None,
        Calling::Person(person) => Some(person),
    })
}

/// As whom somebody calls.
enum Calling {
    NoAccount,
    NobodyHere,
    Person(PersonId),
}

async fn calling(work: Work<'_>, board: BoardId) -> Result<Calling, Failure> {
    let Some(actor) = &work.call.actor else {
        return Ok(Calling::NoAccount);
    };
    // Whoever calls may be kept by a board on which they have no right; only their own id comes out.
    let everything = work.call.everything();
    let person = match person_of(work.tx, &everything, actor.principal).await? {
        None => return Ok(Calling::NoAccount),
        Some(None) => return Ok(Calling::NobodyHere),
        Some(Some(person)) => person,
    };
    let found = find::<Person>(work.tx, &everything, person.0).await?;
    Ok(
        match found.is_some_and(|found| found.record.board_id == board) {
            true => Calling::Person(person),
            false => Calling::NobodyHere,
        },
    )
}

/// Refuses whoever does not work where an evaluation is about: at its unit, at one that it covers, or under
/// these. Whoever works for the board evaluates the board, and is nobody of a school by that.
///
/// # Errors
/// "not-a-participant".
pub async fn takes_part(
    work: Work<'_>,
    evaluation: &SelfEvaluation,
    person: PersonId,
) -> Result<(), Failure> {
    let everything = work.call.everything();
    let today = work.today_of(evaluation.board_id).await?;
    let works = assignment::of_person(work.tx, &everything, evaluation.board_id, person).await?;
    let works = works.into_iter().map(|stored| stored.record);
    let works = works.filter(|one| one.input.period().contains(today));
    let units: Vec<UnitId> = works.map(|one| one.input.unit_id).collect();
    let above = lines_above(work.tx, &everything, &units).await?;
    let at = |unit: &UnitId| above.get(unit).map_or(&[][..], Vec::as_slice);
    match units
        .iter()
        .any(|unit| evaluation.is_about(*unit, at(unit)))
    {
        true => Ok(()),
        false => Err(Code::NotAParticipant.into()),
    }
}
