//! People: where they belong decides who keeps them.

use akoki_domain::{Code, Reason, access::Permission, organisation::Person as Record};
use akoki_openapi::wire::{
    organisation_unit::WireExternalId,
    person::{Person, PersonInput},
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
pub struct People;

impl Resource for People {
    type Record = Record;
    type Input = PersonInput;
    type View = Person;

    const NAMES: Names = names!("Person", "People", "people");
    const READ: Permission = Permission::ReadPeople;
    const WRITE: Permission = Permission::WritePeople;

    async fn create(work: Work<'_>, input: PersonInput) -> Result<Record, Failure> {
        let mut reasons = Vec::new();
        let home = placed(work, input.home_unit_id, "/homeUnitId", &mut reasons).await?;
        let details = gather(input.details().check(), &mut reasons);
        match (home, details, reasons.is_empty()) {
            (Some(home), Some(details), true) => Ok(Record {
                id: work.id(),
                board_id: home.board_id,
                home_unit_id: home.id,
                details,
            }),
            _ => Err(Failure::invalid("body", reasons)),
        }
    }

    async fn change(
        work: Work<'_>,
        before: &Record,
        input: PersonInput,
    ) -> Result<Record, Failure> {
        let mut reasons = Vec::new();
        let home = placed(work, input.home_unit_id, "/homeUnitId", &mut reasons).await?;
        if home
            .as_ref()
            .is_some_and(|home| home.board_id != before.board_id)
        {
            reasons.push(Reason::new(Code::OtherBoard).at("/homeUnitId"));
        }
        let details = gather(input.details().check(), &mut reasons);
        match (home, details, reasons.is_empty()) {
            (Some(home), Some(details), true) => Ok(Record {
                home_unit_id: home.id,
                details,
                ..*before
            }),
            _ => Err(Failure::invalid("body", reasons)),
        }
    }

    fn input(person: &Record) -> PersonInput {
        person.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Record>>,
    ) -> Result<Vec<Person>, Failure> {
        Ok(items
            .iter()
            .map(|item| {
                let meta = &item.meta;
                Person::new(
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
            "givenName": "Anouk", "namePrefix": "van der", "familyName": "Meer", "homeUnitId": school,
            "email": "a.vandermeer@deverwondering.example",
            "externalIds": [{"system": "personnel", "value": "10482"}],
        });
        let view = json!({
            "id": "0199c2f6-7d5a-7000-8000-000000000011", "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "homeUnitId": school, "givenName": "Anouk", "namePrefix": "van der", "familyName": "Meer",
            "fullName": "Anouk van der Meer", "email": "a.vandermeer@deverwondering.example",
            "employment": null, "externalIds": [{"system": "personnel", "value": "10482"}], "version": 1,
            "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
        });
        (input, view)
    }
}

impl Known for People {
    fn external_ids(input: &mut PersonInput) -> &mut Vec<WireExternalId> {
        &mut input.external_ids
    }

    fn beside(input: &PersonInput) -> Option<Uuid> {
        Some(input.home_unit_id)
    }
}
