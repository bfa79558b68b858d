//! Groups of pupils: each belongs to a unit and a school year.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    organisation::{Group as Record, GroupDetails},
};
use akoki_openapi::wire::{
    group::{Group, GroupInput},
    organisation_unit::WireExternalId,
};
use akoki_persistence::{Source, Stored};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{organisation_unit::gather, place::placed};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Known, Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Groups;

/// The details in their normal form and the board of the unit.
async fn checked(
    work: Work<'_>,
    input: &GroupInput,
    before: Option<&Record>,
) -> Result<(akoki_domain::id::BoardId, GroupDetails), Failure> {
    let mut reasons = Vec::new();
    let unit = placed(work, input.unit_id, "/unitId", &mut reasons).await?;
    if let (Some(unit), Some(before)) = (&unit, before)
        && unit.board_id != before.board_id
    {
        reasons.push(Reason::new(Code::OtherBoard).at("/unitId"));
    }
    let details = gather(input.details().check(), &mut reasons);
    match (unit, details, reasons.is_empty()) {
        (Some(unit), Some(details), true) => Ok((unit.board_id, details)),
        _ => Err(Failure::invalid("body", reasons)),
    }
}

impl Resource for Groups {
    type Record = Record;
    type Input = GroupInput;
    type View = Group;

    const NAMES: Names = names!("Group", "Groups", "people");
    const READ: Permission = Permission::ReadGroups;
    const WRITE: Permission = Permission::WriteGroups;

    async fn create(work: Work<'_>, input: GroupInput) -> Result<Record, Failure> {
        let (board_id, details) = checked(work, &input, None).await?;
        Ok(Record {
            id: work.id(),
            board_id,
            details,
        })
    }

    async fn change(work: Work<'_>, before: &Record, input: GroupInput) -> Result<Record, Failure> {
        let (_, details) = checked(work, &input, Some(before)).await?;
        Ok(Record { details, ..*before })
    }

    fn input(group: &Record) -> GroupInput {
        (&group.details).into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Record>>,
    ) -> Result<Vec<Group>, Failure> {
        Ok(items
            .iter()
            .map(|item| {
                let meta = &item.meta;
                Group::new(
                    &item.record,
                    meta.version,
                    (meta.created_at, meta.updated_at),
                )
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        let school = "0199c2f6-7d5a-7000-8000-000000000002";
        let input = json!({
            "name": "7b", "kind": "class", "schoolYear": 2026, "unitId": school, "stage": "upper", "yearLevels": [7],
        });
        let view = json!({
            "id": "0199c2f6-7d5a-7000-8000-000000000021", "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "unitId": school, "name": "7b", "kind": "class", "schoolYear": 2026, "stage": "upper",
            "yearLevels": [7], "externalIds": [], "version": 1,
            "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
        });
        (input, view)
    }
}

impl Known for Groups {
    fn external_ids(input: &mut GroupInput) -> &mut Vec<WireExternalId> {
        &mut input.external_ids
    }

    fn beside(input: &GroupInput) -> Option<Uuid> {
        Some(input.unit_id)
    }
}
