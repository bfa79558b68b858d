//! The plan, over everything that is shipped and over small editions.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use std::collections::BTreeSet;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::dossier::{Dossier, DossierInput, LastMeasurement};
use crate::error::{Code, Reason};
use crate::framework::tests::carrying::shipped;
use crate::framework::{Carrying, EditionContent, EditionRef, Library};
use crate::id::{EvidenceId, PersonId};

fn of(edition: &EditionRef, code: &str) -> RequirementRef {
    RequirementRef::Shipped {
        edition: edition.clone(),
        code: code.to_owned(),
    }
}

fn dossier(id: u128, requirement: RequirementRef) -> Dossier {
    Dossier {
        id: DossierId(Uuid::from_u128(id)),
        board_id: BoardId(Uuid::nil()),
        unit_id: UnitId(Uuid::from_u128(1)),
        requirement,
        stated: DossierInput {
            ambition: Some(format!("ambition {id}")),
            ..DossierInput::default()
        },
        previous: Vec::new(),
    }
}

/// A dossier for every standard of an edition, and a cycle for every second one.
fn full(edition: &EditionContent) -> Hanging {
    let codes: Vec<&str> = edition.standards().map(|node| node.code.as_str()).collect();
    let numbered = || (1_u128..).zip(&codes);
    Hanging {
        dossiers: numbered()
            .map(|(n, code)| dossier(n, of(&edition.edition, code)))
            .collect(),
        cycles: numbered()
            .step_by(2)
            .map(|(n, code)| OpenCycle {
                id: CycleId(Uuid::from_u128(1000 + n)),
                requirements: vec![of(&edition.edition, code)],
            })
            .collect(),
    }
}

/// What hangs there once a plan was carried out.
fn applied(hanging: &Hanging, plan: &Plan) -> Hanging {
    let mut after = hanging.clone();
    for (n, one) in (5000_u128..).zip(&plan.make) {
        after.dossiers.push(Dossier {
            stated: one.stated.clone(),
            previous: one.previous.clone(),
            ..dossier(n, one.requirement.clone())
        });
    }
    for (id, more) in &plan.extend {
        let cycle = after
            .cycles
            .iter_mut()
            .find(|cycle| cycle.id == *id)
            .unwrap();
        cycle.requirements.extend(more.clone());
    }
    after
}

/// Every step that the shipped mappings allow.
fn steps(library: &Library) -> Vec<(Carrying, &EditionContent, &EditionContent)> {
    let mut all = Vec::new();
    for from in library.editions() {
        for to in library.editions() {
            if let Some(carrying) = library.carrying(&from.edition, &to.edition) {
                all.push((carrying, from, to));
            }
        }
    }
    for mapping in library.mappings() {
        let (from, to) = (library.edition(&mapping.from), library.edition(&mapping.to));
        let (from, to) = (from.unwrap(), to.unwrap());
        all.push((Carrying::of(mapping, from, to), from, to));
    }
    all
}

/// A choice of all that there is to choose, for each row that asks for one.
fn everything(plan: &Plan) -> Vec<Choice> {
    let asked = plan.rows.iter().filter(|row| row.kind == RowKind::Choice);
    asked
        .map(|row| Choice {
            from: vec![row.standard.clone()],
            to: row.candidates.clone(),
        })
        .collect()
}

#[test]
fn every_standard_of_both_editions_has_its_place_once() {
    let library = shipped();
    let steps = steps(library);
    assert!(steps.len() >= 48, "{}", steps.len());
    for (carrying, from, to) in &steps {
        let name = format!("{} {}", from.edition, to.edition);
        let plan = plan(
            carrying,
            (from, to),
            &Hanging::default(),
            &Choices::new(),
            &[],
        )
        .unwrap();
        let of_kind = |new: bool| {
            let rows = plan
                .rows
                .iter()
                .filter(move |row| (row.kind == RowKind::New) == new);
            rows.map(|row| row.standard.as_str()).collect::<Vec<_>>()
        };
        let older: Vec<_> = from.standards().map(|node| node.code.as_str()).collect();
        assert_eq!(of_kind(false), older, "{name}");
        let reached: BTreeSet<&str> = plan
            .rows
            .iter()
            .flat_map(|row| row.candidates.iter().map(String::as_str))
            .collect();
        for node in to.standards() {
            let new = of_kind(true)
                .iter()
                .filter(|code| **code == node.code)
                .count();
            let expected = usize::from(!reached.contains(node.code.as_str()));
            assert_eq!(new, expected, "{name} {}", node.code);
        }
        // Nothing hangs there: nothing is to be done, and nothing needs a choice.
        assert!(plan.is_done() && plan.blockers.is_empty(), "{name}");
        assert!(plan.make.is_empty() && plan.extend.is_empty(), "{name}");
    }
}

#[test]
fn what_waits_for_a_choice_stops_the_step_and_is_named() {
    let library = shipped();
    for (carrying, from, to) in &steps(library) {
        let hanging = full(from);
        let plan = plan(carrying, (from, to), &hanging, &Choices::new(), &[]).unwrap();
        let asking = plan.rows.iter().filter(|row| row.kind == RowKind::Choice);
        assert_eq!(plan.blockers.len(), asking.count());
        assert!(
            plan.blockers
                .iter()
                .all(|one| one.code == Code::ChoiceMissing)
        );
        let kept = |row: &&Row| matches!(row.outcome, Outcome::Choose | Outcome::Lapse);
        assert!(
            plan.rows
                .iter()
                .filter(kept)
                .all(|row| row.targets.is_empty())
        );
    }
}

#[test]
fn taking_a_step_twice_does_nothing() {
    let library = shipped();
    for (carrying, from, to) in &steps(library) {
        let name = format!("{} {}", from.edition, to.edition);
        let hanging = full(from);
        let bare = plan(carrying, (from, to), &hanging, &Choices::new(), &[]).unwrap();
        let given = everything(&bare);
        let first = plan(carrying, (from, to), &hanging, &Choices::new(), &given).unwrap();
        assert!(first.blockers.is_empty(), "{name}");
        let after = applied(&hanging, &first);
        // With the same choices, and with those that are remembered.
        for (before, given) in [(Choices::new(), given), (first.choices.clone(), Vec::new())] {
            let again = plan(carrying, (from, to), &after, &before, &given).unwrap();
            assert!(again.is_done(), "{name}");
            assert!(again.make.is_empty() && again.extend.is_empty() && again.blockers.is_empty());
            assert_eq!(again.choices, first.choices, "{name}");
        }
        // What hung there still does, as it was.
        assert_eq!(after.dossiers[..hanging.dossiers.len()], hanging.dossiers);
    }
}

fn codes(wrong: &[Reason]) -> Vec<(Code, &str)> {
    let mut all: Vec<_> = wrong
        .iter()
        .map(|one| (one.code, one.pointer.as_deref().unwrap_or_default()))
        .collect();
    all.sort_unstable_by_key(|(_, pointer)| *pointer);
    all
}

/// From 2017 to 2025 in primary education.
fn long<T>(with: impl Fn(&Carrying, &EditionContent, &EditionContent) -> T) -> T {
    let library = shipped();
    let [from, to] = ["inspectorate/2017/po", "inspectorate/2025/po"]
        .map(|name| library.edition(&name.parse().unwrap()).unwrap());
    let carrying = library.carrying(&from.edition, &to.edition).unwrap();
    with(&carrying, from, to)
}

fn choice(from: &[&str], to: &[&str]) -> Choice {
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    Choice {
        from: codes(from),
        to: codes(to),
    }
}

#[test]
fn everything_wrong_with_the_choices_is_said_at_once() {
    long(|carrying, from, to| {
        let given = [
            choice(&["OP2", "ZZ1"], &["OP2", "ZZ2"]),
            choice(&["OP1"], &["OP1"]),
            choice(&["OP4"], &["OP3"]),
            choice(&["OP2"], &[]),
            choice(&["KP"], &[]),
        ];
        let wrong = plan(carrying, (from, to), &full(from), &Choices::new(), &given).unwrap_err();
        assert_eq!(
            codes(&wrong),
            [
                (Code::UnknownStandard, "/choices/0/from/1"),
                (Code::UnknownStandard, "/choices/0/to/1"),
                (Code::NothingToChoose, "/choices/1/from/0"),
                (Code::NotACandidate, "/choices/1/to/0"),
                (Code::NotACandidate, "/choices/2/from/0"),
                (Code::NotACandidate, "/choices/2/to/0"),
                (Code::Duplicate, "/choices/3/from/0"),
                (Code::UnknownStandard, "/choices/4/from/0"),
            ]
        );
    });
}

#[test]
fn what_goes_on_together_is_joined_and_what_is_left_stays() {
    long(|carrying, from, to| {
        let evidence = |id: u128| EvidenceId(Uuid::from_u128(id));
        let measured = |day| LastMeasurement {
            measured_on: day,
            result: day.to_string(),
        };
        let mut one = dossier(1, of(&from.edition, "OP2"));
        one.stated.evidence = vec![evidence(1), evidence(2)];
        one.stated.last_measurement = Some(measured(date!(2019 - 01 - 01)));
        let mut two = dossier(2, of(&from.edition, "OP4"));
        two.stated.evidence = vec![evidence(2), evidence(3)];
        two.stated.owner = Some(PersonId(Uuid::from_u128(7)));
        two.stated.last_measurement = Some(measured(date!(2020 - 01 - 01)));
        let left = dossier(3, of(&from.edition, "OP3"));
        let lapsed = dossier(4, of(&from.edition, "OR3"));
        let hanging = Hanging {
            dossiers: vec![one, two, left, lapsed],
            cycles: Vec::new(),
        };
        let given = [choice(&["OP2", "OP4"], &["OP2"]), choice(&["OP3"], &[])];
        let plan = plan(carrying, (from, to), &hanging, &Choices::new(), &given).unwrap();
        let [made] = &plan.make[..] else {
            unreachable!("one dossier is made")
        };
        assert_eq!(made.requirement, of(&to.edition, "OP2"));
        assert_eq!(made.previous, [1, 2].map(|n| DossierId(Uuid::from_u128(n))));
        assert_eq!(made.stated.ambition.as_deref(), Some("ambition 1"));
        assert_eq!(made.stated.owner, Some(PersonId(Uuid::from_u128(7))));
        let last = made.stated.last_measurement.as_ref().unwrap();
        assert_eq!(last.measured_on, date!(2020 - 01 - 01));
        assert_eq!(made.stated.evidence, [1, 2, 3].map(evidence));
        let outcome = |code: &str| {
            plan.rows
                .iter()
                .find(|row| row.is_of_older(code))
                .unwrap()
                .outcome
        };
        assert_eq!(outcome("OP3"), Outcome::Leave);
        assert_eq!(outcome("OR3"), Outcome::Lapse);
    });
}

#[test]
fn a_dossier_that_is_there_is_not_touched() {
    long(|carrying, from, to| {
        let mut hanging = full(from);
        hanging.dossiers.push(dossier(77, of(&to.edition, "OP1")));
        let choices = Choices::new();
        let plan = plan(carrying, (from, to), &hanging, &choices, &[]).unwrap();
        assert!(
            plan.make
                .iter()
                .all(|one| one.requirement != of(&to.edition, "OP1"))
        );
        let row = plan.rows.iter().find(|row| row.is_of_older("OP1")).unwrap();
        let target = &row.targets[0];
        assert_eq!(target.dossier, TargetDossier::Apart);
        assert_eq!(target.dossier_id, Some(DossierId(Uuid::from_u128(77))));
    });
}

#[test]
fn a_cycle_that_would_serve_too_many_stops_the_step() {
    long(|carrying, from, to| {
        let mut requirements = vec![of(&from.edition, "OP1")];
        requirements.extend((0..99).map(|n| of(&from.edition, &format!("X{n}"))));
        let id = CycleId(Uuid::from_u128(9));
        let hanging = Hanging {
            dossiers: Vec::new(),
            cycles: vec![OpenCycle { id, requirements }],
        };
        let plan = plan(carrying, (from, to), &hanging, &Choices::new(), &[]).unwrap();
        assert_eq!(codes(&plan.blockers), [(Code::TooLong, "/requirements")]);
    });
}

proptest! {
    #[test]
    fn whatever_is_chosen_the_step_is_taken_once(picks in proptest::collection::vec(0_usize..8, 24), keep in 0_usize..16) {
        long(|carrying, from, to| {
            let mut hanging = full(from);
            hanging.dossiers.truncate(keep);
            let bare = plan(carrying, (from, to), &hanging, &Choices::new(), &[]).unwrap();
            let given: Vec<Choice> = everything(&bare).into_iter().zip(&picks).map(|(mut choice, pick)| {
                let mut at = 0;
                choice.to.retain(|_| { at += 1; pick & (1 << (at - 1)) != 0 });
                choice
            }).collect();
            let first = plan(carrying, (from, to), &hanging, &Choices::new(), &given).unwrap();
            prop_assert!(first.blockers.is_empty());
            // A dry run is the plan: it says the same however often it is asked.
            prop_assert_eq!(&first, &plan(carrying, (from, to), &hanging, &Choices::new(), &given).unwrap());
            let made: BTreeSet<_> = first.make.iter().map(|one| &one.requirement).collect();
            prop_assert_eq!(made.len(), first.make.len());
            let again = plan(carrying, (from, to), &applied(&hanging, &first), &first.choices, &[]).unwrap();
            prop_assert!(again.is_done() && again.make.is_empty() && again.extend.is_empty());
            Ok(())
        })?;
    }
}
