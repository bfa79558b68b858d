//! The person as whom somebody calls: what people do as themselves.

use akoki_domain::{
    Code,
    id::{BoardId, PersonId},
    organisation::Person,
};
use akoki_persistence::{find, repo::account::person_of};

use crate::{failure::Failure, work::Work};

/// The person of the calling account on this board.
///
/// # Errors
/// "people-only" when no account calls, "account-without-person" when it belongs to nobody of this board.
pub async fn caller_person(work: Work<'_>, board: BoardId) -> Result<PersonId, Failure> {
    let actor = work.call.actor.as_ref().ok_or(Code::PeopleOnly)?;
    // Whoever calls may be kept by a board on which they have no right; only their own id comes out.
    let everything = work.call.everything();
    let account = person_of(work.tx, &everything, actor.principal).await?;
    let person = account
        .ok_or(Code::PeopleOnly)?
        .ok_or(Code::AccountWithoutPerson)?;
    let found = find::<Person>(work.tx, &everything, person.0).await?;
    match found.is_some_and(|found| found.record.board_id == board) {
        true => Ok(person),
        false => Err(Code::AccountWithoutPerson.into()),
    }
}
