//! Where people work, as their assignments say it: seen from a unit, beside whatever rights they have.

use std::collections::{BTreeMap, BTreeSet};

use super::assignment::Assignment;
use super::kind::ESTABLISHMENT;
use super::unit::Unit;
use crate::id::{PersonId, UnitId};

/// Assignments of people, with all units above those to which they are assigned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Working {
    /// The assignments.
    pub assignments: Vec<Assignment>,
    /// The units above each unit that is looked at; the order does not matter.
    pub above: BTreeMap<UnitId, Vec<UnitId>>,
}

impl Working {
    /// The people of whom one of these assignments is looked at and fits: its unit, with those above it.
    pub fn people(
        &self,
        looked_at: impl Fn(&Assignment) -> bool,
        fits: impl Fn(UnitId, &[UnitId]) -> bool,
    ) -> BTreeSet<PersonId> {
        let ours = self.assignments.iter().filter(|one| {
            let unit = one.input.unit_id;
            looked_at(one) && fits(unit, self.line(unit))
        });
        ours.map(|one| one.input.person_id).collect()
    }

    /// Whether a unit is this one, or stands under or above it: who works there can take part in what is done
    /// here, decide about it or answer for it. Who works beside it cannot.
    pub fn is_around(&self, here: UnitId, unit: UnitId, above: &[UnitId]) -> bool {
        here == unit || above.contains(&here) || self.line(here).contains(&unit)
    }

    fn line(&self, unit: UnitId) -> &[UnitId] {
        self.above.get(&unit).map_or(&[], Vec::as_slice)
    }
}

/// The schools of those among these units that are establishments. People are assigned to the school, as
/// registers and files know them there, and the work hangs at the establishment: who is assigned to the school
/// works at each of its establishments.
pub fn schools_of(units: &[Unit]) -> BTreeSet<UnitId> {
    let establishments = units
        .iter()
        .filter(|unit| unit.details.kind == ESTABLISHMENT);
    establishments.filter_map(|unit| unit.parent_id).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::id::{AssignmentId, BoardId};
    use crate::organisation::{AssignmentInput, Function};

    const BOARD: u128 = 1;
    const SCHOOL: u128 = 2;
    const TEAM: u128 = 3;
    const OTHER_SCHOOL: u128 = 4;
    const OTHER_TEAM: u128 = 5;

    fn unit(id: u128) -> UnitId {
        UnitId(Uuid::from_u128(id))
    }

    /// Somebody at each unit of a board with two schools, each with a team.
    fn everybody() -> Working {
        let lines: [(u128, &[u128]); 5] = [
            (BOARD, &[]),
            (SCHOOL, &[BOARD]),
            (TEAM, &[SCHOOL, BOARD]),
            (OTHER_SCHOOL, &[BOARD]),
            (OTHER_TEAM, &[OTHER_SCHOOL, BOARD]),
        ];
        let assigned = lines.map(|(at, _)| Assignment {
            id: AssignmentId(Uuid::from_u128(at)),
            board_id: BoardId(Uuid::from_u128(BOARD)),
            input: AssignmentInput {
                person_id: PersonId(Uuid::from_u128(at)),
                unit_id: unit(at),
                function: Function::Teacher,
                starts_on: date!(2025 - 08 - 01),
                ends_on: None,
            },
        });
        Working {
            assignments: assigned.into(),
            above: lines
                .map(|(at, above)| (unit(at), above.iter().map(|one| unit(*one)).collect()))
                .into(),
        }
    }

    fn around(here: u128) -> Vec<u128> {
        let all = everybody();
        let people = all.people(|_| true, |at, above| all.is_around(unit(here), at, above));
        people.into_iter().map(|one| one.0.as_u128()).collect()
    }

    #[test]
    fn around_a_unit_work_those_there_under_it_and_above_it_and_nobody_beside_it() {
        assert_eq!(around(SCHOOL), [BOARD, SCHOOL, TEAM]);
        assert_eq!(around(TEAM), [BOARD, SCHOOL, TEAM]);
        assert_eq!(around(OTHER_TEAM), [BOARD, OTHER_SCHOOL, OTHER_TEAM]);
        assert_eq!(
            around(BOARD),
            [BOARD, SCHOOL, TEAM, OTHER_SCHOOL, OTHER_TEAM]
        );
    }

    #[test]
    fn an_assignment_that_is_not_looked_at_does_not_count() {
        let all = everybody();
        let people = all.people(|one| one.input.unit_id == unit(TEAM), |_, _| true);
        assert_eq!(people, BTreeSet::from([PersonId(Uuid::from_u128(TEAM))]));
    }
}
