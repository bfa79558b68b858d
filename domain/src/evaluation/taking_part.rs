//! Who takes part in a self-evaluation: whoever works where it is about, whatever they may do there.

use std::collections::BTreeSet;

use time::Date;

use super::record::Plan;
use crate::id::{PersonId, UnitId};
use crate::organisation::{Unit, Working, working};
use crate::verdict::EvaluationLevel;

/// Where those work who evaluate themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// The unit and those that the evaluation covers.
    units: BTreeSet<UnitId>,
    /// The schools of the establishments among them.
    schools: BTreeSet<UnitId>,
    /// Whether who works under these counts as well.
    under: bool,
}

impl Evaluated {
    /// What a plan is about; `units` are the unit that evaluates itself and those that it covers.
    pub fn of(plan: &Plan, units: &[Unit]) -> Self {
        Self {
            units: units.iter().map(|unit| unit.id).collect(),
            schools: working::schools_of(units),
            under: plan.level != EvaluationLevel::Board,
        }
    }

    /// Whether who is assigned to this unit, under these, is among those who evaluate themselves: there, under
    /// it, or at the school of an establishment. A board evaluates itself with whoever works for the board, and
    /// not with all of its schools.
    pub fn takes(&self, unit: UnitId, above: &[UnitId]) -> bool {
        self.units.contains(&unit)
            || self.schools.contains(&unit)
            || (self.under && above.iter().any(|one| self.units.contains(one)))
    }
}

/// Whether somebody works in a group on a day: at its unit or under it. Nobody scores for another group:
/// whoever made five of four could take their own score from what those five say.
pub fn works_in(working: &Working, person: PersonId, group: UnitId, on: Date) -> bool {
    let there = working.people(
        |one| one.input.person_id == person && one.input.period().contains(on),
        |unit, above| unit == group || above.contains(&group),
    );
    there.contains(&person)
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::evaluation::{Mode, State, samples::sample};
    use crate::id::{AssignmentId, BoardId};
    use crate::organisation::kind::{BOARD, ESTABLISHMENT, SCHOOL};
    use crate::organisation::{Assignment, AssignmentInput, Function, UnitDetails};

    const OF_BOARD: UnitId = UnitId(Uuid::from_u128(1));
    const OF_SCHOOL: UnitId = UnitId(Uuid::from_u128(2));
    const NORTH: UnitId = UnitId(Uuid::from_u128(3));
    const SOUTH: UnitId = UnitId(Uuid::from_u128(4));
    const TEAM: UnitId = UnitId(Uuid::from_u128(5));

    fn evaluated(level: EvaluationLevel, kind: &str, id: UnitId, under: UnitId) -> Evaluated {
        let mut plan = sample(Mode::Individual, State::Open).plan;
        plan.level = level;
        let unit = Unit {
            id,
            board_id: BoardId(OF_BOARD.0),
            parent_id: Some(under),
            carrier_id: id,
            carrier_changes: Vec::new(),
            predecessor_id: None,
            details: UnitDetails::new(kind, "Een"),
        };
        Evaluated::of(&plan, &[unit])
    }

    /// Who is taken of those assigned to the board, the school, its two establishments and a team of the first.
    fn taken(evaluated: &Evaluated) -> Vec<UnitId> {
        let lines: [(UnitId, &[UnitId]); 5] = [
            (OF_BOARD, &[]),
            (OF_SCHOOL, &[OF_BOARD]),
            (NORTH, &[OF_SCHOOL, OF_BOARD]),
            (SOUTH, &[OF_SCHOOL, OF_BOARD]),
            (TEAM, &[NORTH, OF_SCHOOL, OF_BOARD]),
        ];
        let ours = lines
            .iter()
            .filter(|(unit, above)| evaluated.takes(*unit, above));
        ours.map(|(unit, _)| *unit).collect()
    }

    #[test]
    fn whoever_is_assigned_to_the_school_works_at_each_of_its_establishments() {
        let north = evaluated(EvaluationLevel::Leadership, ESTABLISHMENT, NORTH, OF_SCHOOL);
        assert_eq!(taken(&north), [OF_SCHOOL, NORTH, TEAM]);
    }

    #[test]
    fn of_a_school_all_take_part_and_of_a_team_its_own_people_alone() {
        let school = evaluated(EvaluationLevel::Leadership, SCHOOL, OF_SCHOOL, OF_BOARD);
        assert_eq!(taken(&school), [OF_SCHOOL, NORTH, SOUTH, TEAM]);
        let team = evaluated(EvaluationLevel::Team, "team", TEAM, NORTH);
        assert_eq!(taken(&team), [TEAM]);
    }

    #[test]
    fn a_board_evaluates_itself_with_those_of_the_board() {
        let board = evaluated(EvaluationLevel::Board, BOARD, OF_BOARD, OF_BOARD);
        assert_eq!(taken(&board), [OF_BOARD]);
    }

    #[test]
    fn somebody_works_in_a_group_at_it_or_under_it_and_on_the_days_of_the_assignment() {
        let somebody = PersonId(Uuid::from_u128(7));
        let assigned = |person_id: PersonId, unit_id: UnitId| Assignment {
            id: AssignmentId(Uuid::from_u128(9)),
            board_id: BoardId(OF_BOARD.0),
            input: AssignmentInput {
                person_id,
                unit_id,
                function: Function::Teacher,
                starts_on: date!(2025 - 08 - 01),
                ends_on: Some(date!(2026 - 07 - 31)),
            },
        };
        let of_team = Working {
            assignments: vec![
                assigned(somebody, TEAM),
                assigned(PersonId(Uuid::from_u128(8)), SOUTH),
            ],
            above: [
                (TEAM, vec![NORTH, OF_SCHOOL, OF_BOARD]),
                (SOUTH, vec![OF_SCHOOL, OF_BOARD]),
            ]
            .into(),
        };
        let during = date!(2026 - 03 - 20);
        let works = |group, on| works_in(&of_team, somebody, group, on);
        assert!(works(TEAM, during) && works(NORTH, during));
        assert!(!works(SOUTH, during), "where another works");
        assert!(!works(TEAM, date!(2026 - 08 - 01)), "no more");
        let of_school = Working {
            assignments: vec![assigned(somebody, OF_SCHOOL)],
            above: [(OF_SCHOOL, vec![OF_BOARD])].into(),
        };
        assert!(!works_in(&of_school, somebody, TEAM, during), "above it");
    }
}
