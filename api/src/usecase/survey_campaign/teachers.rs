//! Who teaches the classes among which a campaign is held.

use akoki_domain::{
    Code, Reason,
    id::{BoardId, PersonId, UnitId},
    organisation::{Function, Working},
    survey::campaign::CampaignInput,
};
use std::collections::BTreeSet;
use time::Date;

use crate::{failure::Failure, usecase::participant::working, work::Work};

/// Adds what is wrong with them to what was found so far: each must be a teacher at the unit under which the class
/// stands, on the first day of the campaign or now, so that nobody sees a class by naming themselves. Who stood there
/// before may stay.
///
/// # Errors
/// When the store fails.
pub(super) async fn check(
    work: Work<'_>,
    board: BoardId,
    stated: &CampaignInput,
    before: Option<&CampaignInput>,
    wrong: &mut Vec<Reason>,
) -> Result<(), Failure> {
    let known = |class: &str, person: &PersonId| {
        let mut groups = before.into_iter().flat_map(|before| &before.groups);
        groups.any(|group| group.key == class && group.teacher_ids.contains(person))
    };
    let tree = stated.tree();
    let mut named: Vec<(String, PersonId, UnitId)> = Vec::new();
    for (at, group) in stated.groups.iter().enumerate() {
        let Some(unit) = tree.unit_of(&group.key) else {
            continue;
        };
        for (place, person) in group.teacher_ids.iter().enumerate() {
            if !known(&group.key, person) {
                named.push((format!("/groups/{at}/teacherIds/{place}"), *person, unit));
            }
        }
    }
    if named.is_empty() {
        return Ok(());
    }
    let mut days = vec![work.today_of(board).await?];
    days.extend(stated.span().map(|(first, _)| first));
    let people: BTreeSet<PersonId> = named.iter().map(|(_, person, _)| *person).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    let units: BTreeSet<UnitId> = named.iter().map(|(.., unit)| *unit).collect();
    for unit in units {
        let working = working(work, board, &people, Some(unit)).await?;
        let teachers = teachers(&working, unit, &days);
        let strange = named
            .iter()
            .filter(|(_, person, at)| *at == unit && !teachers.contains(person));
        wrong.extend(strange.map(|(pointer, ..)| Reason::new(Code::NotATeacherHere).at(pointer)));
    }
    Ok(())
}

/// Who teaches at a unit, or at one under or above it, on one of these days.
fn teachers(working: &Working, unit: UnitId, days: &[Date]) -> BTreeSet<PersonId> {
    working.people(
        |one| {
            let period = one.input.period();
            one.input.function == Function::Teacher && days.iter().any(|day| period.contains(*day))
        },
        |at, above| working.is_around(unit, at, above),
    )
}
