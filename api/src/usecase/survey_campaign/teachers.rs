//! Who teaches the classes among which a campaign is held.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    id::{BoardId, PersonId, UnitId},
    organisation::{Function, Working},
    survey::campaign::{CampaignGroup, CampaignInput},
};
use akoki_persistence::repo::survey::reach::reached;
use std::collections::BTreeSet;
use time::Date;

use crate::{
    failure::Failure,
    usecase::participant::{person_here, working},
    work::Work,
};

/// Adds what is wrong with them to what was found so far: each must be a teacher at the unit under which the class
/// stands, on the first day of the campaign or now. Nobody names themselves who may not see single classes anyway. Who
/// stood there before may stay.
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
    let tree = stated.tree();
    let tree_before = before.map(CampaignInput::tree);
    let known = |class: &CampaignGroup, person: &PersonId| {
        let then = tree_before.as_ref();
        then.is_some_and(|then| {
            let group = then.group(&class.key);
            then.unit_of(&class.key) == tree.unit_of(&class.key)
                && group.is_some_and(|group| {
                    group.group_id == class.group_id && group.teacher_ids.contains(person)
                })
        })
    };
    let mut named: Vec<(String, PersonId, UnitId)> = Vec::new();
    for (at, group) in stated.groups.iter().enumerate() {
        let Some(unit) = tree.unit_of(&group.key) else {
            continue;
        };
        for (place, person) in group.teacher_ids.iter().enumerate() {
            if !known(group, person) {
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
    let oneself = person_here(work, board).await?;
    let classes = work.call.scope_of(Permission::ReadClassResults);
    let seen = reached(work.tx, &classes, &units).await?;
    let themselves = named
        .iter()
        .filter(|(_, person, unit)| Some(*person) == oneself && !seen.contains(unit));
    wrong.extend(themselves.map(|(pointer, ..)| Reason::new(Code::NotOneself).at(pointer)));
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
