//! What uses evidence: every reference to a piece of evidence goes through [`unusable`], whatever refers.
//! The uses themselves are kept by the repository of what refers, with the rest of it.

use akoki_domain::{
    Code, Noun, Reason, Subject,
    access::Permission,
    evidence::{Evidence, Used, outside},
    id::{BoardId, EvidenceId, UnitId},
    organisation::Period,
};
use akoki_persistence::{
    Source,
    repo::evidence::{is_held, nameable, uses_of},
};
use std::collections::BTreeSet;

use crate::{failure::Failure, guard::Call, work::Work};

/// Pieces of evidence that are named in an input.
#[derive(Debug, Clone)]
pub struct NamedEvidence<'a> {
    /// Where they are named, such as `/evidenceIds`.
    pub pointer: String,
    /// Which.
    pub ids: &'a [EvidenceId],
}

/// Pieces of evidence that are named at one place of an input.
pub fn named<'a>(pointer: impl Into<String>, ids: &'a [EvidenceId]) -> NamedEvidence<'a> {
    let pointer = pointer.into();
    NamedEvidence { pointer, ids }
}

/// What is to rest on evidence.
#[derive(Debug, Clone, Copy)]
pub struct Resting<'a> {
    /// Its board and the unit on which it hangs; none where its place is wrong.
    pub place: Option<(BoardId, UnitId)>,
    /// On which evidence it rests already: that may stay, whatever became of it.
    pub before: &'a BTreeSet<EvidenceId>,
    /// The period that it judges, where it judges one.
    pub judged: Option<Period>,
}

/// Everything that is wrong with the evidence that is named: what is unknown or out of reach, hangs on a
/// unit beside that of what is to rest on it, or says nothing that holds in the period judged.
///
/// # Errors
/// When the store fails.
pub async fn unusable(
    work: Work<'_>,
    resting: Resting<'_>,
    named: &[NamedEvidence<'_>],
) -> Result<Vec<Reason>, Failure> {
    let fresh = named.iter().flat_map(|at| at.ids);
    let fresh: BTreeSet<EvidenceId> = fresh.copied().collect();
    let fresh: Vec<EvidenceId> = fresh.difference(resting.before).copied().collect();
    let scope = work.call.scope_of(Permission::ReadEvidence);
    let unit = resting.place.map(|(_, unit)| unit);
    let found = nameable(work.tx, &scope, unit, &fresh).await?;
    let wrong_with = |id: EvidenceId| {
        let of_board = |board| resting.place.is_none_or(|(own, _)| own == board);
        let one = found.iter().find(|one| one.id == id);
        let Some(one) = one.filter(|one| of_board(one.board_id)) else {
            return Some(Reason::new(Code::UnknownReference));
        };
        let code = match one.on_line {
            true => resting
                .judged
                .and_then(|judged| outside(&one.serves, &judged)),
            false => Some(Code::EvidenceOfOtherUnit),
        };
        code.map(|code| Reason::new(code).about(Noun::Evidence, id))
    };
    let mut wrong = Vec::new();
    for at in named {
        for (index, id) in at.ids.iter().enumerate() {
            if fresh.contains(id)
                && let Some(reason) = wrong_with(*id)
            {
                wrong.push(reason.at(format!("{}/{index}", at.pointer)));
            }
        }
    }
    Ok(wrong)
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

/// A piece of evidence keeps what it showed as long as anything but a dossier uses it.
///
/// # Errors
/// "evidence-in-use" when something of that is taken away, with what uses it as far as the caller may read
/// that; when the store fails.
pub async fn keeps_showing(
    work: Work<'_>,
    before: &Evidence,
    after: &Evidence,
) -> Result<(), Failure> {
    if !after.shows_less_than(before) {
        return Ok(());
    }
    let own = (before.board_id, before.id);
    if !is_held(work.tx, &work.call.scope(), own).await? {
        return Ok(());
    }
    let used = of(work.call, work.tx, &[before]).await?;
    let about = |by: Subject| Reason::new(Code::EvidenceInUse).about(by.noun, by.id);
    let holding = used.iter().filter(|used| used.holds());
    let blockers: Vec<Reason> = holding.map(|used| about(used.by)).collect();
    Err(match blockers.is_empty() {
        true => Code::EvidenceInUse.into(),
        false => Failure::Conflict {
            code: Code::EvidenceInUse,
            blockers,
        },
    })
}
