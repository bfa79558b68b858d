//! Assignments: ended, never deleted.

use akoki_domain::{
    access::Permission,
    organisation::{
        Assignment as Record, AssignmentInput as Domain, Person, Unit, assignment::AssignmentFacts,
    },
};
use akoki_openapi::wire::assignment::{Assignment, AssignmentEnding, AssignmentInput};
use akoki_persistence::{Source, Stored, find, repo::assignment::of_person_on};
use serde_json::{Map, Value, json};

use super::place::placed;
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Ended, Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Assignments;

/// What the rules need to know. `unit` is the unit when the caller may write there.
async fn facts(
    work: Work<'_>,
    input: &Domain,
    unit: Option<&Unit>,
    itself: Option<&Record>,
) -> Result<AssignmentFacts, Failure> {
    let people = work.call.scope_of(Permission::ReadPeople);
    let person = find::<Person>(work.tx, &people, input.person_id.0).await?;
    let others = of_person_on(work.tx, &people, input.person_id, input.unit_id).await?;
    Ok(AssignmentFacts {
        person_board: person.map(|person| person.record.board_id),
        unit_board: unit.map(|unit| unit.board_id),
        unit_period: unit.map(Unit::period).unwrap_or_default(),
        others: others
            .into_iter()
            .map(|stored| stored.record)
            .filter(|other| itself.is_none_or(|itself| itself.id != other.id))
            .collect(),
    })
}

impl Resource for Assignments {
    type Record = Record;
    type Input = AssignmentInput;
    type View = Assignment;

    const NAMES: Names = names!("Assignment", "Assignments", "people");
    const READ: Permission = Permission::ReadPeople;
    const WRITE: Permission = Permission::WritePeople;

    async fn create(work: Work<'_>, input: AssignmentInput) -> Result<Record, Failure> {
        let input = Domain::from(input);
        // The domain says at the same pointer that the unit is unknown, with all else that is wrong.
        let unit = placed(work, input.unit_id.0, "/unitId", &mut Vec::new()).await?;
        let facts = facts(work, &input, unit.as_ref(), None).await?;
        Ok(Record {
            id: work.id(),
            board_id: input.check(&facts)?,
            input,
        })
    }

    async fn change(
        work: Work<'_>,
        before: &Record,
        input: AssignmentInput,
    ) -> Result<Record, Failure> {
        let unit = placed(work, before.input.unit_id.0, "/unitId", &mut Vec::new()).await?;
        let facts = facts(work, &before.input, unit.as_ref(), Some(before)).await?;
        Ok(before.change(&input.into(), &facts)?)
    }

    fn input(assignment: &Record) -> AssignmentInput {
        (&assignment.input).into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Record>>,
    ) -> Result<Vec<Assignment>, Failure> {
        Ok(items
            .iter()
            .map(|item| {
                let meta = &item.meta;
                let times = (meta.created_at, meta.updated_at);
                Assignment::new(&item.record, meta.version, times)
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        let person = "0199c2f6-7d5a-7000-8000-000000000011";
        let school = "0199c2f6-7d5a-7000-8000-000000000002";
        let input = json!({
            "personId": person, "unitId": school, "function": "quality-coordinator", "startsOn": "2026-08-01",
        });
        let view = json!({
            "id": "0199c2f6-7d5a-7000-8000-000000000041", "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "personId": person, "unitId": school, "function": "quality-coordinator",
            "startsOn": "2026-08-01", "endsOn": null, "version": 1,
            "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
        });
        (input, view)
    }
}

impl Ended for Assignments {
    type Ending = AssignmentEnding;

    const END: &'static str = "endAssignment";

    /// Ends an assignment on its last day.
    ///
    /// # Errors
    /// "already-ended" when it had ended before today.
    async fn end(
        work: Work<'_>,
        before: &Record,
        ending: &AssignmentEnding,
    ) -> Result<(Record, Map<String, Value>), Failure> {
        let today = work.today_of(before.board_id).await?;
        let after = before.end(ending.ends_on.unwrap_or(today), today)?;
        Ok((after, Map::new()))
    }
}
