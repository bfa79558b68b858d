//! Supervised objects: they cover establishments, and hang on the school of those.

use akoki_domain::{
    Code, Reason, Refusal,
    access::Permission,
    id::UnitId,
    organisation::{SupervisedObject as Domain, Unit, supervised_object::CoveredFacts},
};
use akoki_openapi::wire::supervised_object::{SupervisedObject, SupervisedObjectInput};
use akoki_persistence::{
    Source, Stored,
    repo::{organisation_unit::of_ids, supervised_object::Placed},
};
use serde_json::{Value, json};

use super::{organisation_unit::gather, place::place};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct SupervisedObjects;

/// The units that are to be covered, as far as the caller may write there.
async fn covered(work: Work<'_>, input: &SupervisedObjectInput) -> Result<Vec<Unit>, Failure> {
    let ids: Vec<UnitId> = input.covers.iter().copied().map(UnitId).collect();
    let known = of_ids(work.tx, &work.scope(), &ids).await?;
    if known.len() < ids.len() {
        let readable = work.call.scope_of(Permission::ReadUnits);
        let seen = of_ids(work.tx, &readable, &ids).await?;
        if seen.len() > known.len() {
            return Err(Code::Forbidden.into());
        }
    }
    Ok(known.into_iter().map(|stored| stored.record).collect())
}

/// The object as said, hanging on the school of all it covers, or on the board.
async fn checked(
    work: Work<'_>,
    input: &SupervisedObjectInput,
    before: Option<&Placed>,
) -> Result<Placed, Failure> {
    let units = covered(work, input).await?;
    let facts: Vec<CoveredFacts> = units
        .iter()
        .map(|unit| CoveredFacts {
            id: unit.id,
            board_id: unit.board_id,
            kind: unit.details.kind.clone(),
        })
        .collect();
    let mut wrong = Vec::new();
    let found = gather(input.details().check(&facts), &mut wrong);
    let board = facts.first().map(|unit| unit.board_id);
    if before.is_some_and(|before| board.is_some_and(|board| before.object.board_id != board)) {
        wrong.push(Reason::new(Code::OtherBoard).at("/covers"));
    }
    let Some((board_id, details)) = found.filter(|_| wrong.is_empty()) else {
        return Err(Refusal::Invalid(wrong).into());
    };
    let mut schools = units.iter().filter_map(|unit| unit.parent_id);
    let first = schools.next();
    let unit_id = first
        .filter(|first| schools.all(|school| school == *first))
        .unwrap_or(board_id.into());
    place(work, unit_id.0, "/covers").await?;
    Ok(Placed {
        object: Domain {
            id: before.map_or_else(|| work.id(), |before| before.object.id),
            board_id,
            details,
        },
        unit_id,
    })
}

impl Resource for SupervisedObjects {
    type Record = Placed;
    type Input = SupervisedObjectInput;
    type View = SupervisedObject;

    const NAMES: Names = names!("SupervisedObject", "SupervisedObjects", "organisation");
    const READ: Permission = Permission::ReadUnits;
    const WRITE: Permission = Permission::WriteUnits;

    async fn create(work: Work<'_>, input: SupervisedObjectInput) -> Result<Placed, Failure> {
        checked(work, &input, None).await
    }

    async fn change(
        work: Work<'_>,
        before: &Placed,
        input: SupervisedObjectInput,
    ) -> Result<Placed, Failure> {
        checked(work, &input, Some(before)).await
    }

    fn input(placed: &Placed) -> SupervisedObjectInput {
        (&placed.object.details).into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Placed>>,
    ) -> Result<Vec<SupervisedObject>, Failure> {
        Ok(items
            .iter()
            .map(|item| {
                let (placed, meta) = (&item.record, &item.meta);
                let times = (meta.created_at, meta.updated_at);
                SupervisedObject::new(&placed.object, placed.unit_id, meta.version, times)
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        let covers = json!(["0199c2f6-7d5a-7000-8000-000000000003"]);
        let input = json!({"key": "32JK|C1", "covers": covers});
        let view = json!({
            "id": "0199c2f6-7d5a-7000-8000-000000000031", "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "unitId": "0199c2f6-7d5a-7000-8000-000000000002", "key": "32JK|C1", "covers": covers,
            "validFrom": null, "validUntil": null, "version": 1,
            "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
        });
        (input, view)
    }
}
