//! Evidence: what it is, what it shows, its files, and what uses it.

pub mod example;
pub mod files;
pub mod titles;
pub mod uses;
mod view;

use akoki_domain::{
    Code, Reason,
    access::Permission,
    evidence::Evidence,
    evidence::EvidenceInput as Stated,
    id::{BoardId, UnitId},
};
use akoki_openapi::wire::evidence::{Evidence as View, EvidenceInput};
use akoki_persistence::{Source, Stored};
use serde_json::Value;

use super::{
    carrier::carried,
    improvement_cycle::references::{unknown_person, unknown_requirements},
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Evidences;

impl Resource for Evidences {
    type Record = Evidence;
    type Input = EvidenceInput;
    type View = View;

    const NAMES: Names = Names {
        list: "listEvidence",
        ..names!("Evidence", "Evidences", "evidence")
    };
    const READ: Permission = Permission::ReadEvidence;
    const WRITE: Permission = Permission::WriteEvidence;

    async fn create(work: Work<'_>, input: EvidenceInput) -> Result<Evidence, Failure> {
        let mut wrong = Vec::new();
        let unit = carried(work, input.unit_id, &mut wrong).await?;
        let stated = input.stated(&mut wrong);
        wrong.extend(stated.check());
        let place = unit.as_ref().map(|unit| (unit.board_id, unit.id));
        wrong.extend(unknown(work, place, &stated, None).await?);
        let Some(unit) = unit.filter(|_| wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        Ok(Evidence {
            id: work.id(),
            board_id: unit.board_id,
            unit_id: unit.id,
            stated,
            files: Vec::new(),
        })
    }

    async fn change(
        work: Work<'_>,
        before: &Evidence,
        input: EvidenceInput,
    ) -> Result<Evidence, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let stated = input.stated(&mut wrong);
        wrong.extend(stated.check());
        let place = Some((before.board_id, before.unit_id));
        wrong.extend(unknown(work, place, &stated, Some(&before.stated)).await?);
        if !wrong.is_empty() {
            return Err(Failure::invalid("body", wrong));
        }
        let mut after = before.clone();
        after.stated = stated;
        uses::keeps_showing(work, before, &after).await?;
        Ok(after)
    }

    async fn remove(work: Work<'_>, evidence: &Evidence) -> Result<(), Failure> {
        // What uses it out of the caller's reach is kept by the store, which refuses without naming it.
        let used = uses::of(work.call, work.tx, &[evidence]).await?;
        if used.is_empty() {
            return Ok(());
        }
        let about = |by: akoki_domain::Subject| Reason::new(Code::InUse).about(by.noun, by.id);
        Err(Failure::Conflict {
            code: Code::InUse,
            blockers: used.iter().map(|used| about(used.by)).collect(),
        })
    }

    fn input(evidence: &Evidence) -> EvidenceInput {
        evidence.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Evidence>>,
    ) -> Result<Vec<View>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        example::evidence()
    }
}

/// What a piece of evidence refers to that is unknown; what stood there before may stay.
async fn unknown(
    work: Work<'_>,
    place: Option<(BoardId, UnitId)>,
    now: &Stated,
    before: Option<&Stated>,
) -> Result<Vec<Reason>, Failure> {
    let board = place.map(|(board, _)| board);
    let known = before.map_or(&[][..], |before| &before.requirements);
    let mut wrong = unknown_requirements(work, board, &now.requirements, known).await?;
    let owner = before.and_then(|before| before.owner);
    wrong.extend(unknown_person(work, place, "/ownerId", now.owner, owner).await?);
    Ok(wrong)
}
