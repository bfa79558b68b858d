//! Programmes of audits.

use akoki_domain::{Noun, access::Permission, audit::AuditProgramme, id::BoardId};
use akoki_openapi::wire::{
    audit_programme::{AuditProgramme as View, AuditProgrammeInput},
    schema::Links,
};
use akoki_persistence::{Source, Stored};
use serde_json::{Value, json};

use super::{improvement_cycle::path, place::at_board};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct AuditProgrammes;

impl Resource for AuditProgrammes {
    type Record = AuditProgramme;
    type Input = AuditProgrammeInput;
    type View = View;

    const NAMES: Names = names!("AuditProgramme", "AuditProgrammes", "audits");
    const READ: Permission = Permission::ReadAudits;
    const WRITE: Permission = Permission::WriteAudits;

    async fn create(work: Work<'_>, input: AuditProgrammeInput) -> Result<AuditProgramme, Failure> {
        let mut wrong = Vec::new();
        let board_id = BoardId(input.board_id);
        at_board(work, board_id, None, &mut wrong).await?;
        let programme = AuditProgramme {
            id: work.id(),
            board_id,
            stated: input.into(),
        };
        wrong.extend(programme.stated.check());
        match wrong.is_empty() {
            true => Ok(programme),
            false => Err(Failure::invalid("body", wrong)),
        }
    }

    async fn change(
        work: Work<'_>,
        before: &AuditProgramme,
        input: AuditProgrammeInput,
    ) -> Result<AuditProgramme, Failure> {
        let mut wrong = Vec::new();
        let board = BoardId(input.board_id);
        at_board(work, board, Some(before.board_id), &mut wrong).await?;
        let after = AuditProgramme {
            stated: input.into(),
            ..before.clone()
        };
        wrong.extend(after.stated.check());
        match wrong.is_empty() {
            true => Ok(after),
            false => Err(Failure::invalid("body", wrong)),
        }
    }

    fn input(programme: &AuditProgramme) -> AuditProgrammeInput {
        programme.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<AuditProgramme>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        let id = "0199c2f6-7d5a-7000-8000-000000000503";
        let board = "0199c2f6-7d5a-7000-8000-000000000001";
        let objectives = json!(["Elke school krijgt eens in de vier jaar bezoek van collega's."]);
        let input = json!({
            "title": "Auditprogramma 2025/26", "boardId": board, "schoolYear": 2025,
            "objectives": objectives,
        });
        let view = json!({
            "id": id, "boardId": board, "title": "Auditprogramma 2025/26", "schoolYear": 2025,
            "objectives": objectives,
            "links": {
                "self": format!("/v1/audit-programmes/{id}"),
                "audits": format!("/v1/audits?programmeId={id}"),
            },
            "version": 1, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-25T09:30:00Z",
        });
        (input, view)
    }
}

fn view(item: Stored<AuditProgramme>) -> View {
    let Stored { record, meta } = item;
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        links: Links::from([
            ("self", path(Noun::AuditProgramme, record.id)),
            ("audits", format!("/v1/audits?programmeId={}", record.id)),
        ]),
        title: record.stated.title,
        school_year: record.stated.school_year.0,
        objectives: record.stated.objectives,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}
