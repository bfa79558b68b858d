//! A board's own standards.

use akoki_domain::{
    Code, Reason, Refusal,
    access::Permission,
    framework::{OwnStandard, RequirementRef},
    id::BoardId,
    organisation::kind::BOARD,
};
use akoki_openapi::wire::own_standard::{OwnStandard as View, OwnStandardInput};
use akoki_persistence::{
    Source, Stored,
    repo::{
        dossier,
        own_standard::{resting_on, with_code},
    },
};
use serde_json::{Value, json};

use super::{organisation_unit::gather, place::placed};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct OwnStandards;

impl Resource for OwnStandards {
    type Record = OwnStandard;
    type Input = OwnStandardInput;
    type View = View;

    const NAMES: Names = names!("OwnStandard", "OwnStandards", "frameworks");
    const READ: Permission = Permission::ReadDossiers;
    const WRITE: Permission = Permission::WriteOwnStandards;

    async fn create(work: Work<'_>, input: OwnStandardInput) -> Result<OwnStandard, Failure> {
        let mut wrong = Vec::new();
        let unit = placed(work, input.board_id, "/boardId", &mut wrong).await?;
        if unit.is_some_and(|unit| unit.details.kind != BOARD) {
            wrong.push(Reason::new(Code::UnknownReference).at("/boardId"));
        }
        let board = BoardId(input.board_id);
        checked(work, input.standard(work.id(), board), wrong).await
    }

    async fn change(
        work: Work<'_>,
        before: &OwnStandard,
        input: OwnStandardInput,
    ) -> Result<OwnStandard, Failure> {
        let mut wrong = Vec::new();
        if input.board_id != before.board.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/boardId"));
        }
        let after = checked(work, input.standard(before.id, before.board), wrong).await?;
        if after.theme != before.theme {
            let requirement = RequirementRef::Own(after.id);
            dossier::move_to_theme(work.tx, after.board, &requirement, after.theme).await?;
        }
        Ok(after)
    }

    async fn remove(work: Work<'_>, standard: &OwnStandard) -> Result<(), Failure> {
        let resting = resting_on(work.tx, standard.board, standard.id).await?;
        if resting.is_empty() {
            return Ok(());
        }
        let blockers = resting
            .into_iter()
            .map(|subject| Reason::new(Code::InUse).about(subject.noun, subject.id))
            .collect();
        Err(Failure::Conflict {
            code: Code::InUse,
            blockers,
        })
    }

    fn input(standard: &OwnStandard) -> OwnStandardInput {
        standard.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<OwnStandard>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items
            .iter()
            .map(|one| {
                let meta = one.meta;
                View::new(&one.record, meta.version, meta.created_at, meta.updated_at)
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        let (id, board) = (
            "0199c2f6-7d5a-7000-8000-000000000020",
            "0199c2f6-7d5a-7000-8000-000000000001",
        );
        let input = json!({
            "code": "EA1", "boardId": board, "title": "Onderzoekend leren", "theme": "onderwijs",
            "validFrom": "2026-08-01",
        });
        let view = json!({
            "id": id, "boardId": board, "requirement": format!("own/{id}"), "code": "EA1",
            "title": "Onderzoekend leren", "description": null, "theme": "onderwijs", "area": null,
            "validFrom": "2026-08-01", "validUntil": null, "version": 1,
            "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
        });
        (input, view)
    }

    /// The board of a standard cannot be changed.
    fn patch_example() -> Value {
        json!({"title": "Onderzoekend leren"})
    }
}

/// The standard, when nothing was wrong so far and it is right by itself and beside the board's others.
async fn checked(
    work: Work<'_>,
    standard: OwnStandard,
    mut wrong: Vec<Reason>,
) -> Result<OwnStandard, Failure> {
    let others = with_code(
        work.tx,
        &work.scope(),
        BoardId(standard.board.0),
        &standard.code,
    )
    .await?;
    gather(standard.check(&others), &mut wrong);
    Refusal::unless_empty(wrong)?;
    Ok(standard)
}
