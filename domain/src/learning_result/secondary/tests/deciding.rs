//! The rule that makes a decision out of indicators.

use proptest::prelude::*;

use super::super::{Decision, Indicator, Standing, decide};

use Standing::{AtOrAboveNorm, NotJudged, UnderNorm};

#[test]
fn the_decision_follows_from_how_many_are_under() {
    let decide_of =
        |standings: [Standing; 4]| decide(Indicator::ALL.iter().copied().zip(standings));
    let (up, under, none) = (AtOrAboveNorm, UnderNorm, NotJudged);
    for (standings, decision) in [
        ([up, up, up, up], Decision::Sufficient),
        ([under, up, up, up], Decision::Sufficient),
        ([up, up, none, under], Decision::Sufficient),
        ([under, under, up, up], Decision::InsufficientUnless),
        ([under, under, none, up], Decision::InsufficientUnless),
        ([under, up, under, up], Decision::Insufficient),
        ([up, under, under, none], Decision::Insufficient),
        ([none, up, under, under], Decision::Insufficient),
        ([under, under, under, up], Decision::Insufficient),
        ([under, under, under, under], Decision::Insufficient),
        ([under, under, none, none], Decision::NoJudgement),
        ([up, up, none, none], Decision::NoJudgement),
        ([none, none, none, none], Decision::NoJudgement),
    ] {
        assert_eq!(decide_of(standings), decision, "{standings:?}");
    }
}

proptest! {
    #[test]
    fn one_more_under_the_norm_never_makes_it_better(places in proptest::collection::vec(0_usize..3, 4), place in 0_usize..4) {
        let rank = |decision| match decision {
            Decision::Insufficient => 0,
            Decision::InsufficientUnless => 1,
            Decision::Sufficient | Decision::NoJudgement => 2,
        };
        let mut standings: Vec<Standing> = places.iter().map(|at| Standing::ALL[*at]).collect();
        let before = decide(Indicator::ALL.iter().copied().zip(standings.clone()));
        if standings[place] != NotJudged {
            standings[place] = UnderNorm;
        }
        let after = decide(Indicator::ALL.iter().copied().zip(standings));
        prop_assert!(rank(after) <= rank(before));
    }
}
