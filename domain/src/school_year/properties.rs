//! The picture under arbitrary facts: order does not matter, nothing is followed up that did not run, and
//! everything says why.

use proptest::prelude::*;
use time::{Date, Duration, macros::date};
use uuid::Uuid;

use super::tests::*;
use super::*;
use crate::error::Subject;
use crate::id::CycleId;

fn day(n: i64) -> Date {
    date!(2025 - 08 - 01) + Duration::days(n)
}

prop_compose! {
    fn an_instance()(
        id in 1_u128..6, instrument in prop::sample::select(Instrument::ALL),
        ran in prop::option::of(-40_i64..400), closed in prop::option::of(0_i64..500),
        planned in prop::option::of((-40_i64..400, 0_i64..30)),
        named in prop::option::of(2024_i32..2027),
        cycles in prop::collection::vec((0_i64..400, 1_u128..5), 0..3),
    ) -> Instance {
        Instance {
            year: named.map(crate::calendar::SchoolYear),
            planned: planned.map(|(from, length)| (day(from), day(from + length))),
            closed_on: closed.map(day),
            cycles: cycles.into_iter().map(|(on, id)| ArisenCycle {
                opened_on: day(on), id: CycleId(Uuid::from_u128(id)), untold: false,
            }).collect(),
            ..instance(id, instrument, ran.map(day))
        }
    }
}

prop_compose! {
    fn facts()(
        instances in prop::collection::vec(an_instance(), 0..8),
        lines in prop::collection::vec((prop::sample::select(Instrument::ALL), 0_i64..300, 0_i64..60, any::<bool>()), 0..5),
        decided in prop::collection::vec((prop::option::of(1_u128..6), 0_i64..400), 0..4),
        with_plan: bool,
    ) -> YearFacts {
        // Each is there once.
        let mut instances = instances;
        instances.sort_by_key(|one| one.subject.id);
        instances.dedup_by_key(|one| one.subject.id);
        let lines = lines.into_iter().map(|(instrument, from, length, needed)| {
            let mut one = line(instrument, day(from), day(from + length));
            if !needed {
                (one.from, one.until) = (None, None);
                one.not_needed = Some("Niet dit jaar".into());
            }
            one
        }).collect();
        let follow_ups = decided.into_iter().map(|(id, on)| {
            let subject = id.map(|id| Subject::new(Noun::SelfEvaluation, Uuid::from_u128(id)));
            decision(subject, day(on))
        }).collect();
        YearFacts { year: YEAR, plan: with_plan.then(|| plan(lines, follow_ups)), instances }
    }
}

proptest! {
    #[test]
    fn nothing_is_followed_up_that_did_not_run(facts in facts()) {
        for row in picture(&facts) {
            prop_assert!(!row.followed_up.holds || row.ran.holds, "{row:?}");
            for told in [&row.planned, &row.ran, &row.followed_up] {
                prop_assert!(!told.why.is_empty());
                prop_assert!(told.from <= told.until);
                prop_assert_eq!(told.from.is_some(), told.until.is_some());
                prop_assert!(told.holds || told.from.is_none(), "days of what does not hold: {told:?}");
            }
            prop_assert_eq!(row.ran.holds, row.ran.from.is_some());
            prop_assert!(row.planned.holds || row.planned.from.is_none());
            prop_assert!(row.planned.holds || !row.ran.holds, "what ran was meant to be");
        }
    }

    #[test]
    fn the_order_of_the_facts_does_not_matter(facts in facts(), turn in 0_usize..8) {
        let mut other = facts.clone();
        other.instances.reverse();
        let length = other.instances.len().max(1);
        other.instances.rotate_left(turn % length);
        for one in &mut other.instances {
            one.cycles.reverse();
        }
        if let Some(plan) = &mut other.plan {
            plan.lines.reverse();
            plan.follow_ups.reverse();
        }
        prop_assert_eq!(picture(&facts), picture(&other));
    }

    #[test]
    fn a_decision_that_is_taken_follows_up(facts in facts()) {
        let wanted = decision(None, day(800));
        if let Ok(all) = decide_follow_up(&facts, wanted, day(900)) {
            let mut plan = facts.plan.clone().unwrap_or_else(|| plan(Vec::new(), Vec::new()));
            plan.follow_ups = all;
            let after = YearFacts { plan: Some(plan), ..facts };
            let rows = picture(&after);
            let mut ours = rows.iter().filter(|row| row.instrument == Instrument::SelfEvaluation);
            prop_assert!(ours.all(|row| row.followed_up.holds));
        }
    }
}
