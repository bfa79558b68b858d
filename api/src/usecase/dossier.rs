//! Requirement dossiers: one for each carrier and requirement, with its completeness.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    dossier::{Dossier, DossierInput as Stated, completeness},
    framework::RequirementRef,
    id::{BoardId, EvidenceId, PersonId, UnitId},
    organisation::{Period, Person},
};
use akoki_openapi::wire::dossier::{Dossier as View, DossierInput, WireCompleteness};
use akoki_persistence::{
    Source, Stored,
    repo::{dossier::KeptDossier, work},
};
use serde_json::Value;
use time::Date;

use super::{
    carrier::carried,
    evidence::uses::{Resting, named, unusable},
    requirement::look_up,
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Dossiers;

impl Resource for Dossiers {
    type Record = KeptDossier;
    type Input = DossierInput;
    type View = View;

    const NAMES: Names = names!("Dossier", "Dossiers", "dossiers");
    const READ: Permission = Permission::ReadDossiers;
    const WRITE: Permission = Permission::WriteDossiers;

    async fn create(work: Work<'_>, input: DossierInput) -> Result<KeptDossier, Failure> {
        let mut wrong = Vec::new();
        let unit = carried(work, input.unit_id, &mut wrong).await?;
        let requirement = read(&input.requirement, &mut wrong);
        let stated = input.stated();
        let today = match &unit {
            Some(unit) => work.today_of(unit.board_id).await?,
            None => work.call.today,
        };
        wrong.extend(stated.check(today));
        wrong.extend(owner(work, stated.owner, None).await?);
        let at = |one| ("/requirement".to_owned(), one);
        let references: Vec<_> = requirement.clone().map(at).into_iter().collect();
        let board = unit.as_ref().map(|unit| unit.board_id);
        let mut found = look_up(work, board, &references).await?;
        wrong.append(&mut found.wrong);
        let place = unit.as_ref().map(|unit| (unit.board_id, unit.id));
        wrong.extend(evidence(work, place, &stated, (&[], today)).await?);
        let (Some(unit), Some(requirement), true) = (unit, requirement, wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        let theme = found.theme(&*work.call.frameworks().await?, &requirement);
        Ok(KeptDossier {
            dossier: Dossier {
                id: work.id(),
                board_id: unit.board_id,
                unit_id: unit.id,
                requirement,
                stated,
                previous: Vec::new(),
            },
            theme,
        })
    }

    async fn change(
        work: Work<'_>,
        before: &KeptDossier,
        input: DossierInput,
    ) -> Result<KeptDossier, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.dossier.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        if input.requirement != before.dossier.requirement.to_string() {
            wrong.push(Reason::new(Code::NotChangeable).at("/requirement"));
        }
        let stated = input.stated();
        let today = work.today_of(before.dossier.board_id).await?;
        wrong.extend(stated.check(today));
        wrong.extend(owner(work, stated.owner, before.dossier.stated.owner).await?);
        let (old, unit) = (&before.dossier, before.dossier.unit_id);
        let place = Some((old.board_id, unit));
        let known = (&old.stated.evidence[..], today);
        wrong.extend(evidence(work, place, &stated, known).await?);
        if !wrong.is_empty() {
            return Err(Failure::invalid("body", wrong));
        }
        let mut after = before.clone();
        after.dossier.stated = stated;
        Ok(after)
    }

    fn input(kept: &KeptDossier) -> DossierInput {
        (&kept.dossier).into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<KeptDossier>>,
    ) -> Result<Vec<View>, Failure> {
        let mut units: Vec<UnitId> = items.iter().map(|one| one.record.dossier.unit_id).collect();
        units.sort_unstable();
        units.dedup();
        let scope = call.scope_of(Permission::ReadCycles);
        let work = work::load(source, &scope, &units).await?;
        let boards = items.iter().map(|one| one.record.dossier.board_id);
        let days = call.days_of(source, boards).await?;
        Ok(items
            .iter()
            .map(|one| {
                let dossier = &one.record.dossier;
                let today = days.of(dossier.board_id);
                let (unit, about) = (dossier.unit_id, &dossier.requirement);
                let complete = completeness(unit, about, Some(dossier), &work, today);
                let complete = WireCompleteness::new(&complete, call.language);
                let meta = (one.meta.version, one.meta.created_at, one.meta.updated_at);
                View::new(dossier, one.record.theme, complete, meta)
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        super::examples::dossier()
    }
}

fn read(text: &str, wrong: &mut Vec<Reason>) -> Option<RequirementRef> {
    let read = text.parse().ok();
    if read.is_none() {
        wrong.push(
            Reason::new(Code::InvalidFormat)
                .at("/requirement")
                .with("expected", "framework/version/sector/code, own/<id>"),
        );
    }
    read
}

/// What is wrong with the evidence to which the dossier refers. A dossier is about what is arranged from now on: evidence that
/// expired before is not taken into it anew. What expires while it is there stays; its completeness tells.
async fn evidence(
    work: Work<'_>,
    place: Option<(BoardId, UnitId)>,
    stated: &Stated,
    (before, today): (&[EvidenceId], Date),
) -> Result<Vec<Reason>, Failure> {
    let resting = Resting {
        place,
        before: &before.iter().copied().collect(),
        judged: Some(Period::new(Some(today), None)),
    };
    unusable(work, resting, &[named("/evidenceIds", &stated.evidence)]).await
}

/// The owner must be a person of whom the caller may know; whoever was it before may stay.
async fn owner(
    work: Work<'_>,
    owner: Option<PersonId>,
    before: Option<PersonId>,
) -> Result<Vec<Reason>, Failure> {
    match owner {
        Some(person) if before != owner => {
            let scope = work.call.scope_of(Permission::ReadPeople);
            work.unknown::<Person>(&scope, &[("/ownerId".to_owned(), person.0)])
                .await
        }
        Some(_) | None => Ok(Vec::new()),
    }
}
