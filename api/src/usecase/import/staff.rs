//! A board's list of who does what where.

use akoki_domain::{
    Noun, Reason, Subject,
    id::{AssignmentId, PersonId},
    import::{
        Columns,
        people_plan::plan_assignment,
        row_people::{AssignmentRow, PersonKey, read_assignment},
    },
    organisation::{Assignment, ExternalId, Unit, assignment::AssignmentFacts},
};
use akoki_openapi::wire::assignment::AssignmentInput;
use akoki_persistence::{
    Source, StoreError, Tx,
    repo::{
        job_plan::{self, Planned},
        listed_person,
    },
};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

use super::{
    changes::Changes,
    list::{Circumstances, List, Meant, ReadRow},
    people::{Folk, id_word},
    places::{Places, reference},
    writing::write,
};
use crate::failure::Failure;

/// The people and units that rows name, and what those people do.
pub(super) struct Staff {
    folk: Folk,
    places: Places,
    assignments: HashMap<AssignmentId, Assignment>,
    changes: Changes<AssignmentId, Assignment>,
}

/// Whom a row means; nobody when its external id and its e-mail address mean two different people.
fn person(folk: &Folk, key: &PersonKey) -> Option<PersonId> {
    let by_id = key
        .external_id
        .as_ref()
        .map(|id| folk.by_id(id).ok().flatten());
    let by_email = key.email.as_deref().map(|email| folk.by_email(email));
    match (by_id, by_email) {
        (Some(Some(one)), Some(Some(other))) => (one.id == other.id).then_some(one.id),
        (Some(one), other) => one.or(other.flatten()).map(|person| person.id),
        (None, one) => one.flatten().map(|person| person.id),
    }
}

/// A list of assignments.
pub(super) struct Assignments;

impl List for Assignments {
    type Row = AssignmentRow;
    type Chunk = Staff;

    fn read(columns: &Columns, cells: &[&str]) -> Result<AssignmentRow, Vec<Reason>> {
        read_assignment(columns, cells)
    }

    fn keys(row: &AssignmentRow) -> Vec<String> {
        let id = row.person.external_id.as_ref().map(id_word);
        let who = id.or_else(|| row.person.email.clone()).unwrap_or_default();
        let (unit, what) = (reference(&row.unit), row.function.as_str());
        vec![format!("{who} {unit} {what} {}", row.starts_on)]
    }

    async fn load<S: Source>(
        source: &S,
        around: &Circumstances,
        rows: &[ReadRow<AssignmentRow>],
        planned: bool,
    ) -> Result<Staff, StoreError> {
        let read = || rows.iter().filter_map(|read| read.row.as_ref().ok());
        let ids: Vec<ExternalId> = read()
            .filter_map(|row| row.person.external_id.clone())
            .collect();
        let emails: Vec<String> = read().filter_map(|row| row.person.email.clone()).collect();
        let folk = Folk::load(source, around, &ids, &emails).await?;
        let named: Vec<_> = read().map(|row| &row.unit).collect();
        let places = Places::load(source, around, &named).await?;
        let mut people: Vec<Uuid> = read()
            .filter_map(|row| person(&folk, &row.person))
            .map(|person| person.0)
            .collect();
        people.sort_unstable();
        people.dedup();
        let mut found = listed_person::assignments(source, around.job.board_id, &people).await?;
        if planned {
            let over: Vec<Assignment> = job_plan::find(source, &around.job, &[], &people).await?;
            found.extend(over);
        }
        Ok(Staff {
            folk,
            places,
            // What is planned comes last and stands in place of what is there.
            assignments: found.into_iter().map(|one| (one.id, one)).collect(),
            changes: Changes::default(),
        })
    }

    fn plan(staff: &mut Staff, around: &Circumstances, row: &AssignmentRow) -> Meant {
        let person = person(&staff.folk, &row.person);
        let unit = staff.places.find(around, &row.unit);
        let facts = AssignmentFacts {
            person_board: person.map(|_| around.job.board_id),
            unit_board: unit.map(|unit| unit.board_id),
            unit_period: unit.map(Unit::period).unwrap_or_default(),
            others: staff
                .assignments
                .values()
                .filter(|other| Some(other.input.person_id) == person)
                .copied()
                .collect(),
        };
        let unit = unit.map(|unit| unit.id);
        let same = facts.others.iter().find(|other| {
            let other = other.input;
            (Some(other.unit_id), other.function, other.starts_on)
                == (unit, row.function, row.starts_on)
        });
        let about = same.map(|same| same.id);
        let plan = plan_assignment(row, person, unit, &facts, around.id());
        let mut subject = about;
        if let Some(change) = &plan.change {
            let assignment = *change.after();
            subject = Some(assignment.id);
            staff.changes.add(assignment.id, change);
            staff.assignments.insert(assignment.id, assignment);
        }
        Meant {
            outcome: plan.outcome,
            reasons: plan.reasons,
            subject: subject.map(|id| Subject::new(Noun::Assignment, id)),
            writes: plan.change.is_some(),
        }
    }

    async fn remember(staff: &Staff, around: &Circumstances, tx: &Tx) -> Result<(), StoreError> {
        let planned: Vec<Planned<&Assignment>> = staff
            .changes
            .after()
            .map(|one| Planned {
                id: one.id.0,
                key: String::new(),
                under: Some(one.input.person_id.0),
                record: one,
            })
            .collect();
        job_plan::put(tx, &around.job, &planned).await
    }

    async fn write(staff: &Staff, around: &Circumstances, tx: &Tx) -> Result<(), Failure> {
        write(tx, around, &staff.changes, values).await
    }
}

fn values(assignment: &Assignment) -> Result<Value, Failure> {
    serde_json::to_value(AssignmentInput::from(&assignment.input))
        .map_err(|error| Failure::Internal(error.to_string()))
}
