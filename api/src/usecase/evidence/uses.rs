//! What uses evidence: every reference to a piece of evidence goes through [`uses`], whatever refers.

use akoki_domain::{
    Code, Noun, Reason, Subject,
    access::Permission,
    evidence::{Evidence, Used},
    id::{BoardId, EvidenceId, UnitId},
    organisation::Period,
};
use akoki_persistence::{
    Source, find_many,
    repo::evidence::{add_uses, on_line, set_uses, uses_of},
};
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::{failure::Failure, guard::Call, work::Work};

/// What uses evidence, and where that hangs.
#[derive(Debug, Clone, Copy)]
pub struct User {
    /// What it is. Its id may be one of this unit of work, before it is written.
    pub of: Subject,
    /// Its board.
    pub board_id: BoardId,
    /// The unit on which it hangs.
    pub unit_id: UnitId,
}

/// The pieces of evidence that are named in an input.
#[derive(Debug, Clone, Copy)]
pub struct NamedEvidence<'a> {
    /// Where they are named, such as `/evidenceIds`.
    pub pointer: &'a str,
    /// Which.
    pub ids: &'a [EvidenceId],
    /// Which were named before: these may stay, whatever became of them.
    pub before: &'a [EvidenceId],
}

/// Looks at what evidence is named, and keeps that it is used when nothing is wrong with it. Answers
/// everything that is: each that is unknown or out of reach, hangs on a unit beside that of its user, or
/// says nothing that holds in the period judged, where one is. Without a user, as its place is wrong,
/// nothing is kept.
///
/// What uses evidence lets go of it when it is deleted: its repository calls
/// `akoki_persistence::repo::evidence::forget_uses` among its parts.
///
/// # Errors
/// When the store fails.
pub async fn uses(
    work: Work<'_>,
    user: Option<User>,
    named: NamedEvidence<'_>,
    judged: Option<&Period>,
) -> Result<Vec<Reason>, Failure> {
    let fresh = named.ids.iter().filter(|id| !named.before.contains(id));
    let fresh: Vec<EvidenceId> = fresh.copied().collect();
    let ids: Vec<Uuid> = fresh.iter().map(|id| id.0).collect();
    let scope = work.call.scope_of(Permission::ReadEvidence);
    let mut found: Vec<Evidence> = find_many::<Evidence>(work.tx, &scope, &ids)
        .await?
        .into_iter()
        .map(|stored| stored.record)
        .collect();
    found.retain(|one| user.is_none_or(|user| user.board_id == one.board_id));
    let near = match &user {
        Some(user) => on_line(work.tx, &scope, user.unit_id, &fresh).await?,
        None => fresh.clone(),
    };
    let wrong_with = |id: &EvidenceId| {
        let Some(one) = found.iter().find(|one| one.id == *id) else {
            return Some(Reason::new(Code::UnknownReference));
        };
        let code = if near.contains(id) {
            judged.and_then(|judged| one.stated.outside(judged))
        } else {
            Some(Code::EvidenceOfOtherUnit)
        };
        code.map(|code| Reason::new(code).about(Noun::Evidence, one.id))
    };
    let wrong: Vec<Reason> = named
        .ids
        .iter()
        .enumerate()
        .filter(|(_, id)| fresh.contains(id))
        .filter_map(|(index, id)| {
            let reason = wrong_with(id)?;
            Some(reason.at(format!("{}/{index}", named.pointer)))
        })
        .collect();
    if let Some(user) = user.filter(|_| wrong.is_empty() && named.ids != named.before) {
        let distinct: BTreeSet<EvidenceId> = named.ids.iter().copied().collect();
        let distinct: Vec<EvidenceId> = distinct.into_iter().collect();
        set_uses(work.tx, user.of, (user.board_id, user.unit_id), &distinct).await?;
    }
    Ok(wrong)
}

/// Keeps that what is new on a unit goes on with the evidence of what it follows from, as that was: nothing
/// is looked at anew.
///
/// # Errors
/// When the store fails.
pub async fn take_along(
    work: Work<'_>,
    place: (BoardId, UnitId),
    uses: &[(Subject, EvidenceId)],
) -> Result<(), Failure> {
    Ok(add_uses(work.tx, place, uses).await?)
}

/// What uses these pieces of evidence, as far as the caller may read it.
///
/// # Errors
/// When the store fails.
pub async fn of(
    call: &Call,
    source: &impl Source,
    evidence: &[&Evidence],
) -> Result<Vec<Used>, Failure> {
    let ids: Vec<(BoardId, EvidenceId)> =
        evidence.iter().map(|one| (one.board_id, one.id)).collect();
    Ok(uses_of(source, &call.scope(), &ids).await?)
}
