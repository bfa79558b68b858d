//! Persons who audit: for what they are qualified, and where they have an interest.

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    audit::{AccreditedBody, Auditor},
    id::{BoardId, UnitId},
    organisation::Unit,
};
use akoki_openapi::wire::{
    auditor::{Auditor as View, AuditorInput},
    schema::Links,
};
use akoki_persistence::{Source, Stored, find_many};
use serde_json::{Value, json};

use super::{
    audit::unknown_guest,
    improvement_cycle::{path, references::unknown_person},
    place::at_board,
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Auditors;

impl Resource for Auditors {
    type Record = Auditor;
    type Input = AuditorInput;
    type View = View;

    const NAMES: Names = names!("Auditor", "Auditors", "audits");
    const READ: Permission = Permission::ReadAuditors;
    const WRITE: Permission = Permission::WriteAuditors;

    async fn create(work: Work<'_>, input: AuditorInput) -> Result<Auditor, Failure> {
        let mut wrong = Vec::new();
        let board_id = BoardId(input.board_id);
        at_board(work, board_id, None, &mut wrong).await?;
        let auditor = Auditor {
            id: work.id(),
            board_id,
            stated: input.into(),
        };
        checked(work, auditor, None, wrong).await
    }

    async fn change(
        work: Work<'_>,
        before: &Auditor,
        input: AuditorInput,
    ) -> Result<Auditor, Failure> {
        let mut wrong = Vec::new();
        let board = BoardId(input.board_id);
        at_board(work, board, Some(before.board_id), &mut wrong).await?;
        // What was declared is of somebody, and stays theirs.
        if input.person_id != before.stated.person.map(|id| id.0) {
            wrong.push(Reason::new(Code::NotChangeable).at("/personId"));
        }
        if input.account_id != before.stated.account.map(|id| id.0) {
            wrong.push(Reason::new(Code::NotChangeable).at("/accountId"));
        }
        let after = Auditor {
            stated: input.into(),
            ..before.clone()
        };
        checked(work, after, Some(before), wrong).await
    }

    fn input(auditor: &Auditor) -> AuditorInput {
        auditor.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Auditor>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        examples()
    }
}

/// The auditor, when nothing was wrong so far and all that it refers to is there.
async fn checked(
    work: Work<'_>,
    auditor: Auditor,
    before: Option<&Auditor>,
    mut wrong: Vec<Reason>,
) -> Result<Auditor, Failure> {
    let (stated, board) = (&auditor.stated, auditor.board_id);
    wrong.extend(stated.check(&work.call.shared.shipped.audit_kinds));
    let earlier = before.and_then(|one| one.stated.person);
    wrong.extend(unknown_person(work, board, "/personId", stated.person, earlier).await?);
    if let Some(account) = stated.account.filter(|_| before.is_none()) {
        wrong.extend(unknown_guest(work, board, account, "/accountId").await?);
    }
    // What stood there before may stay.
    let old = before.map(|one| &one.stated);
    if let Some(body) = stated
        .body
        .filter(|_| old.is_none_or(|old| old.body != stated.body))
    {
        let found = find_many::<AccreditedBody>(work.tx, &work.scope(), &[body.0]).await?;
        if !found.iter().any(|one| one.record.board_id == board) {
            wrong.push(Reason::new(Code::UnknownReference).at("/bodyId"));
        }
    }
    let known = |unit: UnitId| {
        let mut interests = old.into_iter().flat_map(|old| &old.interests);
        interests.any(|one| one.unit_id == unit)
    };
    let fresh = stated.interests.iter().map(|one| one.unit_id);
    let units: Vec<_> = fresh
        .filter(|unit| !known(*unit))
        .map(|unit| unit.0)
        .collect();
    let scope = work.call.scope_of(Permission::ReadUnits);
    let found = find_many::<Unit>(work.tx, &scope, &units).await?;
    for (index, interest) in stated.interests.iter().enumerate() {
        let is =
            |one: &Stored<Unit>| (one.record.id, one.record.board_id) == (interest.unit_id, board);
        if !known(interest.unit_id) && !found.iter().any(is) {
            let at = format!("/interests/{index}/unitId");
            wrong.push(Reason::new(Code::UnknownReference).at(at));
        }
    }
    match wrong.is_empty() {
        true => Ok(auditor),
        false => Err(Failure::invalid("body", wrong)),
    }
}

fn view(item: Stored<Auditor>) -> View {
    let Stored { record, meta } = item;
    let input = AuditorInput::from(&record);
    let mut links = Links::from([("self", path(Noun::Auditor, record.id))]);
    if let Some(person) = record.stated.person {
        links.insert("person", path(Noun::Person, person));
    }
    if let Some(body) = record.stated.body {
        links.insert("body", path(Noun::AccreditedBody, body));
    }
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        name: input.name,
        person_id: input.person_id,
        account_id: input.account_id,
        body_id: input.body_id,
        qualifications: input.qualifications,
        interests: input.interests,
        links,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000502";
    let board = "0199c2f6-7d5a-7000-8000-000000000001";
    let body = "0199c2f6-7d5a-7000-8000-000000000501";
    let qualifications = json!([{
        "kind": "external-certification", "number": "LA-2024-118", "validFrom": "2024-09-01",
        "validUntil": "2027-08-31",
    }]);
    let interests = json!([{
        "unitId": "0199c2f6-7d5a-7000-8000-000000000002", "nature": "Kind op deze school",
        "from": "2016-08-01", "until": "2024-07-31",
    }]);
    let input = json!({
        "name": "M. de Wit", "boardId": board, "bodyId": body, "qualifications": qualifications,
        "interests": interests,
    });
    let view = json!({
        "id": id, "boardId": board, "name": "M. de Wit", "personId": null, "accountId": null,
        "bodyId": body, "qualifications": qualifications, "interests": interests,
        "links": {
            "self": format!("/v1/auditors/{id}"), "body": format!("/v1/accredited-bodies/{body}"),
        },
        "version": 1, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-25T09:30:00Z",
    });
    (input, view)
}
