//! The person as whom somebody calls: what people do as themselves.

use akoki_domain::{
    Code,
    evaluation::{Evaluated, Plan, SelfEvaluation},
    id::{BoardId, PersonId, UnitId},
    organisation::{Person, Unit, Working},
};
use akoki_persistence::{
    find,
    repo::{
        account::person_of,
        assignment,
        organisation_unit::{lines_above, of_ids},
    },
};
use std::collections::BTreeSet;
use time::Date;

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

/// The assignments of these people on a board, with the units above those and above this unit besides. They
/// are looked at beyond the reach of the caller, who is told no more than that somebody works where they must.
///
/// # Errors
/// When the store fails.
pub async fn working(
    work: Work<'_>,
    board: BoardId,
    people: &[PersonId],
    besides: Option<UnitId>,
) -> Result<Working, Failure> {
    let everything = work.call.everything();
    let mut assignments = assignment::of_people(work.tx, &everything, people).await?;
    assignments.retain(|one| one.board_id == board);
    let units = assignments.iter().map(|one| one.input.unit_id);
    let units: Vec<UnitId> = units.chain(besides).collect();
    let above = lines_above(work.tx, &everything, &units).await?;
    Ok(Working { assignments, above })
}

/// Those of these people who on a day work where an evaluation is about, with this plan at this unit.
///
/// # Errors
/// When the store fails.
pub async fn taking_part(
    work: Work<'_>,
    (unit, plan): (&Unit, &Plan),
    people: &[PersonId],
    on: Date,
) -> Result<BTreeSet<PersonId>, Failure> {
    if people.is_empty() {
        return Ok(BTreeSet::new());
    }
    let evaluated = evaluated(work, (unit, plan)).await?;
    let working = working(work, unit.board_id, people, None).await?;
    Ok(among(&evaluated, &working, on))
}

async fn evaluated(work: Work<'_>, (unit, plan): (&Unit, &Plan)) -> Result<Evaluated, Failure> {
    let everything = work.call.everything();
    let covered = match plan.covers.is_empty() {
        true => Vec::new(),
        false => of_ids(work.tx, &everything, &plan.covers).await?,
    };
    let covered = covered.into_iter().map(|stored| stored.record);
    let units: Vec<Unit> = covered.chain([unit.clone()]).collect();
    Ok(Evaluated::of(plan, &units))
}

fn among(evaluated: &Evaluated, working: &Working, on: Date) -> BTreeSet<PersonId> {
    working.people(
        |one| one.input.period().contains(on),
        |unit, above| evaluated.takes(unit, above),
    )
}

/// Refuses whoever does not work where an evaluation is about: at its unit, at one that it covers, or under
/// these. Whoever works for the board evaluates the board, and is nobody of a school by that. Answers where they
/// work.
///
/// # Errors
/// "not-a-participant".
pub async fn takes_part(
    work: Work<'_>,
    evaluation: &SelfEvaluation,
    person: PersonId,
    on: Date,
) -> Result<Working, Failure> {
    let unit = find::<Unit>(work.tx, &work.call.everything(), evaluation.unit_id.0).await?;
    let unit = unit.ok_or_else(Failure::not_found)?.record;
    let evaluated = evaluated(work, (&unit, &evaluation.plan)).await?;
    let working = working(work, evaluation.board_id, &[person], None).await?;
    match among(&evaluated, &working, on).contains(&person) {
        true => Ok(working),
        false => Err(Code::NotAParticipant.into()),
    }
}
