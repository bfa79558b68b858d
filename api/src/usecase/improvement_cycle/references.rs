//! What a cycle and what belongs to it refer to: everything that is unknown or out of reach, at once.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    framework::RequirementRef,
    id::{BoardId, ContextFactorId, PersonId},
    organisation::{Person, Unit},
    pdca::ContextFactor,
};
use akoki_persistence::find_many;
use uuid::Uuid;

use crate::{
    failure::Failure,
    usecase::{carrier::carrier, requirement::look_up},
    work::Work,
};

/// The carrier of a unit named in the body, or what is wrong with it added to what was found so far.
///
/// # Errors
/// "forbidden" when the caller may only read it.
pub async fn carried(
    work: Work<'_>,
    unit: Uuid,
    wrong: &mut Vec<Reason>,
) -> Result<Option<Unit>, Failure> {
    match carrier(work, unit, "/unitId").await {
        Ok(unit) => Ok(Some(unit)),
        Err(Failure::Invalid { reasons, .. }) => {
            wrong.extend(reasons);
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// The person, unless known on this board where the caller works on cycles; whoever stood there before
/// may stay.
///
/// # Errors
/// When the store fails.
pub async fn unknown_person(
    work: Work<'_>,
    board: BoardId,
    pointer: &str,
    person: Option<PersonId>,
    before: Option<PersonId>,
) -> Result<Option<Reason>, Failure> {
    let Some(person) = person.filter(|_| person != before) else {
        return Ok(None);
    };
    let found = find_many::<Person>(work.tx, &work.scope(), &[person.0]).await?;
    let known = found.iter().any(|one| one.record.board_id == board);
    Ok((!known).then(|| Reason::new(Code::UnknownReference).at(pointer)))
}

/// The context factors that are unknown, out of reach or another board's.
///
/// # Errors
/// When the store fails.
pub async fn unknown_factors(
    work: Work<'_>,
    board: BoardId,
    factors: &[ContextFactorId],
) -> Result<Vec<Reason>, Failure> {
    let ids: Vec<_> = factors.iter().map(|factor| factor.0).collect();
    let scope = work.call.scope_of(Permission::ReadCycles);
    let known = find_many::<ContextFactor>(work.tx, &scope, &ids).await?;
    let is_known = |factor: &ContextFactorId| {
        let mut all = known.iter();
        all.any(|one| one.record.id == *factor && one.record.board_id == board)
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
    board: BoardId,
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
