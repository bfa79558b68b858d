//! Accredited bodies, as a board knows them.

use akoki_domain::{Noun, access::Permission, audit::AccreditedBody, id::BoardId};
use akoki_openapi::wire::{
    accredited_body::{AccreditedBody as View, AccreditedBodyInput},
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
pub struct AccreditedBodies;

impl Resource for AccreditedBodies {
    type Record = AccreditedBody;
    type Input = AccreditedBodyInput;
    type View = View;

    const NAMES: Names = names!("AccreditedBody", "AccreditedBodies", "audits");
    const READ: Permission = Permission::ReadAuditors;
    const WRITE: Permission = Permission::WriteAuditors;

    async fn create(work: Work<'_>, input: AccreditedBodyInput) -> Result<AccreditedBody, Failure> {
        let mut wrong = Vec::new();
        let board_id = BoardId(input.board_id);
        at_board(work, board_id, None, &mut wrong).await?;
        let body = AccreditedBody {
            id: work.id(),
            board_id,
            stated: input.into(),
        };
        wrong.extend(body.stated.check());
        match wrong.is_empty() {
            true => Ok(body),
            false => Err(Failure::invalid("body", wrong)),
        }
    }

    async fn change(
        work: Work<'_>,
        before: &AccreditedBody,
        input: AccreditedBodyInput,
    ) -> Result<AccreditedBody, Failure> {
        let mut wrong = Vec::new();
        let board = BoardId(input.board_id);
        at_board(work, board, Some(before.board_id), &mut wrong).await?;
        let after = AccreditedBody {
            stated: input.into(),
            ..before.clone()
        };
        wrong.extend(after.stated.check());
        match wrong.is_empty() {
            true => Ok(after),
            false => Err(Failure::invalid("body", wrong)),
        }
    }

    fn input(body: &AccreditedBody) -> AccreditedBodyInput {
        body.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<AccreditedBody>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        let id = "0199c2f6-7d5a-7000-8000-000000000501";
        let board = "0199c2f6-7d5a-7000-8000-000000000001";
        let accreditations = json!([{
            "sector": "po", "number": "C 123", "validFrom": "2025-01-01", "validUntil": "2028-12-31",
        }]);
        let input = json!({
            "name": "Keurwerk Certificatie", "boardId": board, "accreditationNumber": "C 123",
            "issuedBy": "RvA", "accreditations": accreditations,
        });
        let view = json!({
            "id": id, "boardId": board, "name": "Keurwerk Certificatie", "accreditationNumber": "C 123",
            "issuedBy": "RvA", "accreditations": accreditations,
            "links": {
                "self": format!("/v1/accredited-bodies/{id}"),
                "auditors": format!("/v1/auditors?bodyId={id}"),
            },
            "version": 1, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-25T09:30:00Z",
        });
        (input, view)
    }
}

fn view(item: Stored<AccreditedBody>) -> View {
    let Stored { record, meta } = item;
    let input = AccreditedBodyInput::from(&record);
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        name: input.name,
        accreditation_number: input.accreditation_number,
        issued_by: input.issued_by,
        accreditations: input.accreditations,
        links: Links::from([
            ("self", path(Noun::AccreditedBody, record.id)),
            ("auditors", format!("/v1/auditors?bodyId={}", record.id)),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}
