//! Standing under arbitrary facts: order does not matter, units add up, everything says why.

#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use uuid::Uuid;

use super::judged_tests::{judged_on, of_team};
use super::tests::*;
use super::*;
use crate::baseline::BaselineStatus;
use crate::error::{Code, Reason, Subject};
use crate::id::*;
use crate::noun::Noun;
use crate::pdca::work::CycleWork;
use crate::pdca::{ActionStatus, State};
use crate::verdict::Voice;

prop_compose! {
    fn a_cycle()(
        of in 1_u128..4, theme in 0_usize..6, state in prop::sample::select(State::ALL),
        serves in 0_u128..5, flagged in prop::collection::vec(1_u128..4, 0..3),
    ) -> CycleWork {
        let flagged_context = flagged.into_iter().map(|n| ContextFactorId(Uuid::from_u128(n))).collect();
        CycleWork { flagged_context, ..cycle(0, of, theme, state, serves) }
    }
}

prop_compose! {
    /// Units 1 and 2 are in view, unit 3 is not.
    fn facts()(
        cycles in prop::collection::vec(a_cycle(), 0..8),
        goals in prop::collection::vec((0_u128..8, -60_i64..60), 0..12),
        actions in prop::collection::vec((0_u128..8, -60_i64..60, prop::sample::select(ActionStatus::ALL)), 0..12),
        days in prop::collection::vec((0_usize..3, 0_u128..12, -20_i64..60), 0..20),
        dossiers in prop::collection::btree_set((1_u128..4, 0_u128..4), 0..8),
        baselines in prop::collection::vec((1_u128..4, 0_u128..4, prop::sample::select(BaselineStatus::ALL)), 0..10),
        verdicts in prop::collection::vec(
            (1_u128..4, 0_u128..4, prop::sample::select(Voice::ALL), 6_u128..9, any::<bool>(), 0_i64..200), 0..12),
        evidence in prop::collection::vec((0_u128..8, -40_i64..10), 0..8),
        follow_ups in prop::collection::vec((1_u128..4, any::<bool>(), prop::option::of(-60_i64..60)), 0..6),
    ) -> StandingFacts {
        let mut facts = empty();
        let work = &mut facts.work;
        work.cycles = (100..).zip(cycles)
            .map(|(id, cycle)| CycleWork { id: CycleId(Uuid::from_u128(id)), ..cycle }).collect();
        work.goals = (200..).zip(goals).map(|(id, (cycle, due))| goal(id, 100 + cycle, due)).collect();
        work.actions = (300..).zip(actions)
            .map(|(id, (cycle, due, status))| action(id, 100 + cycle, status, due)).collect();
        for (list, goal, ago) in days {
            let list = match list {
                0 => &mut work.measured,
                1 => &mut work.reviewed,
                _ => &mut work.decided,
            };
            list.push(goal_day(200 + goal, ago));
        }
        work.evidence = evidence.into_iter().map(|(of, from)| holding(400 + of, from)).collect();
        facts.dossiers = (400..).zip(dossiers).map(|(id, (of, about))| dossier(id, of, about)).collect();
        facts.baselines = baselines.into_iter()
            .map(|(of, about, status)| baseline(of, about, status)).collect();
        facts.verdicts = (600..).zip(verdicts).map(|(id, (of, about, voice, team, short, ago))| VerdictFact {
            unit_id: unit(of),
            requirement: requirement(about),
            ..match (voice, team) {
                (Voice::SelfAssessed, 7..) => of_team(id, team, short, ago),
                _ => judged_on(id, voice, short, ago),
            }
        }).collect();
        facts.follow_ups = (500..).zip(follow_ups).map(|(id, (of, pressing, ago))| FollowUp {
            unit_id: unit(of),
            subject: Subject::new(if pressing { Noun::RecoveryOrder } else { Noun::Finding }, Uuid::from_u128(id)),
            pressing,
            due_on: ago.map(day),
        }).collect();
        facts
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_order_of_the_facts_does_not_matter(facts in facts(), turn in 0_usize..12) {
        fn shuffle<T>(list: &mut [T], turn: usize) {
            if !list.is_empty() {
                list.rotate_left(turn % list.len());
                if turn.is_multiple_of(2) {
                    list.reverse();
                }
            }
        }
        let mut other = facts.clone();
        shuffle(&mut other.units, turn);
        other.units.iter_mut().for_each(|unit| shuffle(&mut unit.requirements, turn));
        shuffle(&mut other.requirements, turn);
        shuffle(&mut other.dossiers, turn);
        shuffle(&mut other.baselines, turn);
        shuffle(&mut other.verdicts, turn);
        shuffle(&mut other.work.cycles, turn);
        other.work.cycles.iter_mut().for_each(|c| shuffle(&mut c.flagged_context, turn));
        shuffle(&mut other.work.goals, turn);
        shuffle(&mut other.work.actions, turn);
        shuffle(&mut other.work.measured, turn);
        shuffle(&mut other.work.reviewed, turn);
        shuffle(&mut other.work.decided, turn);
        shuffle(&mut other.work.evidence, turn);
        shuffle(&mut other.follow_ups, turn);
        prop_assert_eq!(standing(&other), standing(&facts));
    }

    #[test]
    fn the_whole_is_the_sum_of_units_that_each_stand_alone(facts in facts()) {
        let whole = standing(&facts);
        let alone: Vec<Standing> = facts.units.iter()
            .map(|unit| standing(&StandingFacts { units: vec![unit.clone()], ..facts.clone() }))
            .collect();
        for (unit, alone) in whole.units.iter().zip(&alone) {
            prop_assert_eq!(unit, alone.units.first().unwrap());
        }
        let picks: [fn(&Figures) -> u32; 5] = [
            |f| f.open_goals.count, |f| f.overdue_goals.count, |f| f.open_actions.count,
            |f| f.overdue_actions.count, |f| f.missed_reviews.count,
        ];
        for pick in picks {
            let sum: u32 = alone.iter().map(|one| pick(&one.whole)).sum();
            prop_assert_eq!(pick(&whole.whole), sum);
        }
        for (at, row) in whole.whole.themes.iter().enumerate() {
            for (phase, cell) in row.phases.iter().enumerate() {
                let parts = || alone.iter().map(|one| {
                    one.whole.themes.get(at).unwrap().phases.get(phase).unwrap()
                });
                prop_assert_eq!(cell.cycles.count, parts().map(|c| c.cycles.count).sum::<u32>());
                prop_assert_eq!(cell.requirements.full, parts().map(|c| c.requirements.full).sum::<u32>());
                prop_assert_eq!(cell.requirements.none, parts().map(|c| c.requirements.none).sum::<u32>());
            }
        }
        let attention: usize = alone.iter().map(|one| one.attention.len()).sum();
        prop_assert_eq!(whole.attention.len(), attention);
        for one in &whole.requirements {
            for phase in &one.phases {
                prop_assert_eq!(phase.none + phase.partial + phase.full, 2);
            }
        }
    }

    #[test]
    fn every_figure_and_every_call_for_attention_says_why(facts in facts()) {
        let standing = standing(&facts);
        for unit in &standing.units {
            let figures = &unit.figures;
            for figure in [&figures.open_goals, &figures.overdue_goals, &figures.missed_reviews] {
                prop_assert_eq!(figure.why.len(), figure.count as usize);
            }
            prop_assert!(figures.overdue_goals.count <= figures.open_goals.count);
            prop_assert!(figures.overdue_actions.count <= figures.open_actions.count);
        }
        for one in &standing.requirements {
            for phase in &one.phases {
                prop_assert_eq!(number(phase), one.why.len());
            }
            let answers = &one.answers;
            let said = [answers.in_order, answers.not_yet, answers.unknown];
            let codes = [Code::BaselineInOrder, Code::BaselineNotYet, Code::BaselineUnknown];
            for (count, code) in said.into_iter().zip(codes) {
                prop_assert_eq!(count as usize, with_code(&answers.why, code));
            }
            prop_assert_eq!(answers.none as usize + answers.why.len(), one.why.len());
        }
        for item in &standing.attention {
            prop_assert!(!item.why.is_empty());
            prop_assert!(item.subject.is_some() || item.requirement.is_some());
        }
        let kinds: Vec<_> = standing.attention.iter().map(|item| item.kind).collect();
        prop_assert!(kinds.is_sorted());
        let first_code = |kind| standing.attention.iter().find(|a| a.kind == kind)
            .map(|a| a.why.first().unwrap().code);
        let code = first_code(AttentionKind::GoalOverdue);
        prop_assert!(code.is_none() || code == Some(Code::GoalOverdue));
    }

    /// What was kept of all voices says to whoever hears some of them what these voices alone would have left.
    #[test]
    fn what_is_heard_of_a_kept_picture_is_the_picture_of_these_voices_alone(
        mut facts in facts(),
        replaced in any::<[bool; 2]>(),
        voices in prop::sample::subsequence(Voice::ALL, 0..=Voice::ALL.len()),
    ) {
        for (unit, replaced) in facts.units.iter_mut().zip(replaced) {
            unit.replaced = replaced;
        }
        let kept = |facts: &StandingFacts| pictures(facts).into_iter().filter(Picture::tells).collect::<Vec<_>>();
        let heard = |voice| voices.contains(&voice);
        let past: Vec<Picture> = kept(&facts).into_iter().filter_map(|one| one.heard(heard)).collect();
        facts.verdicts.retain(|one| heard(one.judged.voice));
        prop_assert_eq!(past, kept(&facts));
    }

    #[test]
    fn each_count_of_requirements_is_the_number_of_things_that_its_reasons_give(facts in facts()) {
        let whole = standing(&facts);
        for cell in whole.whole.themes.iter().flat_map(|row| &row.phases) {
            let Spread { none, partial, full } = cell.requirements;
            for (name, count) in [("none", none), ("partial", partial), ("full", full)] {
                prop_assert_eq!(count, cell.why.iter().map(|why| value(why, name)).sum::<u32>());
            }
        }
        for unit in &facts.units {
            let alone = standing(&StandingFacts { units: vec![unit.clone()], ..facts.clone() });
            for cell in alone.whole.themes.iter().flat_map(|row| &row.phases) {
                let Spread { none, partial, full } = cell.requirements;
                let codes = [Code::RequirementNone, Code::RequirementPartial, Code::RequirementFull];
                for (count, code) in [none, partial, full].into_iter().zip(codes) {
                    prop_assert_eq!(count as usize, with_code(&cell.why, code));
                }
                prop_assert_eq!(number(&cell.requirements), cell.why.len());
                prop_assert!(cell.why.iter().all(|why| why.subject.is_some() || why.view.is_some()));
            }
        }
    }
}

fn number(spread: &Spread) -> usize {
    (spread.none + spread.partial + spread.full) as usize
}

fn with_code(why: &[Reason], code: Code) -> usize {
    why.iter().filter(|why| why.code == code).count()
}

fn value(why: &Reason, name: &str) -> u32 {
    let value = why.params.iter().find(|(param, _)| param == name);
    value.unwrap().1.parse().unwrap()
}
