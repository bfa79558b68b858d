//! What a row of our own plain lists means for the people, groups and assignments that are there. Such
//! a list adds and changes; what it leaves out stays, and blank cells erase nothing.

use super::plan::{Outcome, RecordPlan};
use super::row_people::{AssignmentRow, GroupRow};
use crate::error::{Code, Reason, Refusal};
use crate::id::{AssignmentId, BoardId, GroupId, PersonId, UnitId};
use crate::noun::Noun;
use crate::organisation::assignment::{Assignment, AssignmentFacts, AssignmentInput};
use crate::organisation::external_id::ExternalId;
use crate::organisation::group::{Group, GroupDetails};
use crate::organisation::person::{Person, PersonDetails};

/// Plans a row about a person. `by_id` is the one with the external id, `by_email` the one with the
/// e-mail address; two different ones contradict each other.
pub fn plan_person(
    by_id: Option<&Person>,
    by_email: Option<&Person>,
    row: &PersonDetails,
    board_id: BoardId,
    id: PersonId,
) -> RecordPlan<Person> {
    if let (Some(one), Some(other)) = (by_id, by_email)
        && one.id != other.id
    {
        let reason = Reason::new(Code::Duplicate)
            .at("email")
            .about(Noun::Person, other.id);
        return RecordPlan::nothing(Outcome::Rejected, vec![reason]);
    }
    let Some(before) = by_id.or(by_email) else {
        let details = row.clone();
        return RecordPlan::created(Person {
            id,
            board_id,
            home_unit_id: board_id.into(),
            details,
        });
    };
    let mut details = before.details.clone();
    details.given_name.clone_from(&row.given_name);
    details.family_name.clone_from(&row.family_name);
    over(&mut details.name_prefix, &row.name_prefix);
    over(&mut details.email, &row.email);
    over(&mut details.employment, &row.employment);
    add_ids(&mut details.external_ids, &row.external_ids);
    let old = &before.details;
    let fields = differing([
        ("givenName", old.given_name != details.given_name),
        ("namePrefix", old.name_prefix != details.name_prefix),
        ("familyName", old.family_name != details.family_name),
        ("email", old.email != details.email),
        ("employment", old.employment != details.employment),
        ("externalIds", old.external_ids != details.external_ids),
    ]);
    let after = Person {
        details,
        ..before.clone()
    };
    RecordPlan::updated(before.clone(), after, fields)
}

/// Plans a row about a group. `before` is the one with the external id, or else the one with this name
/// in this unit and school year; `unit` the unit that the row names, when it is within reach.
pub fn plan_group(
    before: Option<&Group>,
    row: &GroupRow,
    unit: Option<UnitId>,
    board_id: BoardId,
    id: GroupId,
) -> RecordPlan<Group> {
    let Some(unit_id) = unit else {
        return unknown("unit");
    };
    let listed: Vec<ExternalId> = row.external_id.iter().cloned().collect();
    let Some(before) = before else {
        let details = GroupDetails {
            name: row.name.clone(),
            kind: row.kind,
            school_year: row.school_year,
            unit_id,
            stage: row.stage,
            year_levels: row.year_levels.clone(),
            external_ids: listed,
        };
        return RecordPlan::created(Group {
            id,
            board_id,
            details,
        });
    };
    let mut details = before.details.clone();
    details.name.clone_from(&row.name);
    details.kind = row.kind;
    details.school_year = row.school_year;
    details.unit_id = unit_id;
    over(&mut details.stage, &row.stage);
    if !row.year_levels.is_empty() {
        details.year_levels.clone_from(&row.year_levels);
    }
    add_ids(&mut details.external_ids, &listed);
    let old = &before.details;
    let fields = differing([
        ("name", old.name != details.name),
        ("kind", old.kind != details.kind),
        ("schoolYear", old.school_year != details.school_year),
        ("unitId", old.unit_id != details.unit_id),
        ("stage", old.stage != details.stage),
        ("yearLevels", old.year_levels != details.year_levels),
        ("externalIds", old.external_ids != details.external_ids),
    ]);
    let after = Group {
        details,
        ..before.clone()
    };
    RecordPlan::updated(before.clone(), after, fields)
}

/// Plans a row about an assignment: the same person, unit, function and first day are the same
/// assignment. `facts.others` are all assignments of the person.
pub fn plan_assignment(
    row: &AssignmentRow,
    person: Option<PersonId>,
    unit: Option<UnitId>,
    facts: &AssignmentFacts,
    id: AssignmentId,
) -> RecordPlan<Assignment> {
    let Some(person_id) = person else {
        return unknown("externalId");
    };
    let Some(unit_id) = unit else {
        return unknown("unit");
    };
    let input = AssignmentInput {
        person_id,
        unit_id,
        function: row.function,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
    };
    let same = |other: &&Assignment| {
        let other = other.input;
        (other.unit_id, other.function, other.starts_on)
            == (input.unit_id, input.function, input.starts_on)
    };
    let before = facts.others.iter().find(same);
    let input = AssignmentInput {
        // A blank last day does not take back an end.
        ends_on: input.ends_on.or(before.and_then(|b| b.input.ends_on)),
        ..input
    };
    let mut others = facts.clone();
    others
        .others
        .retain(|other| Some(other.id) != before.map(|b| b.id));
    match (input.check(&others), before) {
        (
            Err(
                Refusal::Invalid(reasons)
                | Refusal::Conflict {
                    blockers: reasons, ..
                },
            ),
            _,
        ) => RecordPlan::nothing(Outcome::Rejected, reasons),
        (Ok(board_id), None) => RecordPlan::created(Assignment {
            id,
            board_id,
            input,
        }),
        (Ok(_), Some(before)) => {
            let fields = differing([("endsOn", before.input.ends_on != input.ends_on)]);
            RecordPlan::updated(*before, Assignment { input, ..*before }, fields)
        }
    }
}

fn unknown<T: Clone + PartialEq>(column: &str) -> RecordPlan<T> {
    let reason = Reason::new(Code::UnknownReference).at(column);
    RecordPlan::nothing(Outcome::Rejected, vec![reason])
}

fn over<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
    if from.is_some() {
        to.clone_from(from);
    }
}

fn add_ids(ids: &mut Vec<ExternalId>, listed: &[ExternalId]) {
    for id in listed {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
}

fn differing<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    let fields = fields.into_iter();
    fields
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
}
