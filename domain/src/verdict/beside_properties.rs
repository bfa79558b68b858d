//! Verdicts side by side: what holds whatever was said.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use time::{Duration, macros::date};

use super::Voice::{InternalAudit, SelfAssessed};
use super::beside_tests::{ON, at, seen, verdict};
use super::*;
use crate::framework::tests::carrying::shipped;
use uuid::Uuid;

fn any_verdict() -> impl Strategy<Value = GivenVerdict> {
    let requirement = prop_oneof![
        Just("inspectorate/2025/po/OP2"),
        Just("inspectorate/2025/po/VS1"),
        Just("inspectorate/2024/po/VS1"),
        Just("inspectorate/2017/po/SK1"),
        Just("inspectorate/2017/po/OP4"),
        Just("own/00000000-0000-0000-0000-000000000005"),
    ];
    let value = prop_oneof![
        Just(""),
        Just("unsatisfactory"),
        Just("satisfactory"),
        Just("good")
    ];
    let voice = proptest::sample::select(Voice::ALL);
    let level = proptest::sample::select(EvaluationLevel::ALL);
    let unit = 1_u128..4;
    (
        0_u128..1_000_000,
        voice,
        requirement,
        value,
        0_i64..1500,
        (level, unit),
    )
        .prop_map(|(id, voice, requirement, value, days, (level, unit))| {
            let day = ON - Duration::days(days);
            let mut one = verdict(id, voice, requirement, value, day);
            one.level = one.level.map(|_| level);
            one.evaluated = one.level.map(|_| UnitId(Uuid::from_u128(unit)));
            one
        })
}

fn many() -> impl Strategy<Value = Vec<GivenVerdict>> {
    proptest::collection::vec(any_verdict(), 0..24).prop_map(|mut all| {
        all.sort_by_key(|one| one.id);
        all.dedup_by_key(|one| one.id);
        all
    })
}

fn of_whom(verdict: &GivenVerdict) -> (Voice, Option<EvaluationLevel>, Option<UnitId>) {
    (verdict.voice, verdict.level, verdict.apart())
}

fn turned(way: TrendWay) -> TrendWay {
    match way {
        TrendWay::Up => TrendWay::Down,
        TrendWay::Down => TrendWay::Up,
        TrendWay::Same | TrendWay::None | TrendWay::NotComparable => way,
    }
}

proptest! {
    #[test]
    fn the_order_in_which_they_come_says_nothing(all in many().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))) {
        let library = shipped();
        prop_assert_eq!(seen(library, &all.0), seen(library, &all.1));
    }

    #[test]
    fn voices_never_mix_and_each_says_its_newest(all in many()) {
        let library = shipped();
        let found = seen(library, &all);
        for standard in &found.standards {
            let mut keys: Vec<_> = standard.said.iter().map(|one| of_whom(&one.verdict)).collect();
            let count = keys.len();
            keys.dedup();
            prop_assert_eq!(keys.len(), count);
            for said in &standard.said {
                prop_assert!(all.contains(&said.verdict));
                for one in &said.trend.against {
                    prop_assert_eq!(of_whom(one), of_whom(&said.verdict));
                    prop_assert_eq!(one.school_year.0 + 1, said.verdict.school_year.0);
                }
            }
            // Leaving the other voices out changes nothing of what one says.
            for voice in Voice::ALL {
                let alone: Vec<_> = all.iter().filter(|one| one.voice == *voice).cloned().collect();
                let alone = seen(library, &alone);
                let of = |beside: &Beside| -> Vec<Said> {
                    let mut here = beside.standards.iter().filter(|one| one.requirement == standard.requirement);
                    let said = here.next().map(|one| one.said.clone()).unwrap_or_default();
                    said.into_iter().filter(|one| one.verdict.voice == *voice).collect()
                };
                prop_assert_eq!(of(&alone), of(&found));
            }
        }
        // Nothing is lost: what has no place stands elsewhere.
        for verdict in &all {
            let newer = |one: &GivenVerdict| of_whom(one) == of_whom(verdict)
                && (one.given_on, one.id) >= (verdict.given_on, verdict.id);
            let placed = found.standards.iter().flat_map(|one| &one.said).any(|said| newer(&said.verdict));
            let elsewhere = found.elsewhere.iter().any(|one| newer(&one.verdict));
            prop_assert!(placed || elsewhere);
        }
    }

    #[test]
    fn a_blind_spot_is_two_verdicts_that_lie_apart(all in many()) {
        let found = seen(shipped(), &all);
        for standard in &found.standards {
            let rank = |voice, level, unit| {
                let mut said = standard.said.iter();
                said.find(|one| of_whom(&one.verdict) == (voice, level, unit)).and_then(|one| one.rank)
            };
            for spot in &standard.blind_spots {
                let own = rank(SelfAssessed, Some(spot.level), spot.unit).unwrap();
                let theirs = rank(spot.voice, None, None).unwrap();
                prop_assert!(spot.voice != SelfAssessed && spot.by >= 1);
                prop_assert_eq!(own.abs_diff(theirs), spot.by);
                prop_assert_eq!(own > theirs, spot.gap == Gap::SelfHigher);
                prop_assert_eq!(spot.why.len(), 2);
            }
            // None is left out: every level and team that lies apart from a voice, in the order of both.
            let mut pairs = Vec::new();
            for own in standard.said.iter().filter(|one| one.verdict.voice == SelfAssessed) {
                for theirs in standard.said.iter().filter(|one| one.verdict.voice != SelfAssessed) {
                    if own.rank.zip(theirs.rank).is_some_and(|(own, theirs)| own != theirs) {
                        pairs.push((own.verdict.level.unwrap(), own.verdict.apart(), theirs.verdict.voice));
                    }
                }
            }
            let spots = standard.blind_spots.iter();
            prop_assert_eq!(spots.map(|spot| (spot.level, spot.unit, spot.voice)).collect::<Vec<_>>(), pairs);
        }
    }

    #[test]
    fn a_trend_turned_round_goes_the_other_way(
        values in proptest::collection::vec(proptest::sample::select(vec!["", "unsatisfactory", "satisfactory", "good"]), 2),
        editions in proptest::sample::select(vec![["2024", "2025"], ["2025", "2025"], ["2023", "2024"]]),
    ) {
        let library = shipped();
        let trend = |before: &str, now: &str| {
            let named = |edition: &str| format!("inspectorate/{edition}/po/VS1");
            let all = [
                verdict(1, InternalAudit, &named(editions[0]), before, date!(2025 - 03 - 01)),
                verdict(2, InternalAudit, &named(editions[1]), now, date!(2026 - 03 - 01)),
            ];
            at(&seen(library, &all), "VS1").said[0].trend.way
        };
        prop_assert_eq!(trend(values[0], values[1]), turned(trend(values[1], values[0])));
    }
}
