//! The order in which results are judged.

use super::fixture::{BOTH, LAST, amount, counted, judged, school, shipped, year};
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};
use crate::learning_result::{
    Basis, Both, Indicator, Outcome, Step, Sum, Total, Weighting, primary,
};

use Outcome::{AboveSignalValue, BelowSignalValue, SmallSchool, TooFewData};

fn codes(reasons: &[Reason]) -> Vec<Code> {
    reasons.iter().map(|reason| reason.code).collect()
}

#[test]
fn a_school_above_both_is_sufficient() {
    // A school of the published sheet: 51 + 36 + 33 of 129 and 30 + 20 + 17 of 129, weighting 31.47.
    let found = judged(&counted(&[(18, 51, 30), (13, 36, 20), (12, 33, 17)]));
    assert_eq!((found.total, found.indicative), (Total::Sufficient, false));
    let Both {
        fundamental,
        target,
    } = &found.indicators;
    assert_eq!(
        (fundamental.outcome, target.outcome),
        (AboveSignalValue, AboveSignalValue)
    );
    // 120 of 129 is 93.0232…, 67 of 129 is 51.9379….
    let sum = |levels, value| Sum {
        pupils: Some(43),
        levels: Some(levels),
        value: Some(amount(value)),
    };
    assert_eq!(
        (&fundamental.three_years, &target.three_years),
        (&sum(120, "93.02"), &sum(67, "51.94"))
    );
    // 85 % of 129 is 109.65: 110 are needed. 43.5 % is 56.115: 57 are.
    assert_eq!((fundamental.room, target.room), (Some(10), Some(10)));
    let signal = target.signal_value.as_ref().unwrap();
    assert_eq!((signal.value, signal.class), (amount("43.5"), Some(31)));
    assert_eq!(fundamental.signal_value.as_ref().unwrap().class, None);
    let shown: Vec<_> = target
        .years
        .iter()
        .map(|year| year.value.unwrap())
        .collect();
    // 30 of 54, 20 of 39, 17 of 36.
    assert_eq!(shown, ["55.56", "51.28", "47.22"].map(amount));
}

#[test]
fn the_derivation_holds_every_step_with_its_numbers() {
    let found = judged(&counted(&[(18, 51, 30), (13, 36, 20), (12, 33, 17)]));
    let trace = &found.indicators.target.trace;
    let [
        Step::Years { years, missing },
        Step::Weighting {
            used: Some(weighting),
        },
        Step::SignalValue { used: Some(_) },
        rest @ ..,
    ] = &trace[..]
    else {
        unreachable!("{trace:?}")
    };
    assert_eq!(
        (years, missing.len(), weighting.class),
        (&found.indicators.target.years, 0, 31)
    );
    let expected = [
        Step::Value {
            years: [2022, 2023, 2024].map(SchoolYear).to_vec(),
            basis: Basis::Counts,
            levels: Some(67),
            base: Some(129),
            value: amount("51.94"),
        },
        Step::Pupils {
            pupils: Some(43),
            minimum: 15,
            enough: Some(true),
        },
        Step::Comparison {
            levels: 67,
            base: 129,
            signal_value: amount("43.5"),
            needed: 57,
            room: 10,
            met: true,
        },
        Step::Outcome {
            outcome: AboveSignalValue,
            basis: Basis::Counts,
        },
    ];
    assert_eq!(rest, expected);
    let json = serde_json::to_value(&trace[5]).unwrap();
    assert_eq!(
        (&json["step"], &json["signalValue"]),
        (&"comparison".into(), &43.5.into())
    );
}

#[test]
fn one_indicator_under_its_signal_value_is_enough_to_look_further() {
    // 153 of 180 is exactly 85 %; 78 of 180 is 43.33…, under 43.5.
    let found = judged(&counted(&[(20, 51, 26), (20, 51, 26), (20, 51, 26)]));
    let Both {
        fundamental,
        target,
    } = &found.indicators;
    assert_eq!(
        (fundamental.outcome, fundamental.room),
        (AboveSignalValue, Some(0))
    );
    // 43.5 % of 180 is 78.3: 79 are needed.
    assert_eq!((target.outcome, target.room), (BelowSignalValue, Some(-1)));
    assert_eq!(found.total, Total::BelowSignalValue);
    let found = judged(&counted(&[(20, 51, 26), (20, 51, 26), (20, 50, 27)]));
    assert_eq!(found.indicators.fundamental.outcome, BelowSignalValue);
    assert_eq!(found.indicators.target.outcome, AboveSignalValue);
    assert_eq!(found.total, Total::BelowSignalValue);
}

#[test]
fn fifteen_pupils_are_judged_and_fourteen_are_a_small_school() {
    let found = judged(&counted(&[(5, 15, 15), (5, 15, 15), (5, 15, 15)]));
    assert_eq!(
        (found.total, found.indicators.target.judged_over),
        (Total::Sufficient, 3)
    );
    let found = judged(&counted(&[(5, 15, 15), (5, 15, 15), (4, 12, 12)]));
    assert_eq!(found.total, Total::NotJudged);
    for indicator in BOTH {
        let one = found.indicators.of(indicator);
        assert_eq!(
            (one.outcome, codes(&one.reasons)),
            (SmallSchool, vec![Code::SmallSchool])
        );
        // What it came to is told, and not judged.
        assert_eq!(
            (one.three_years.value, one.room),
            (Some(amount("100")), None)
        );
    }
}

#[test]
fn a_small_school_is_judged_over_five_years_when_they_are_there() {
    // 14 pupils in three years with every level, 16 with none before: 42 of 90 is 46.66…, over 43.5 and under 85.
    let five = [(8, 0, 0), (8, 0, 0), (5, 15, 15), (5, 15, 15), (4, 12, 12)];
    let found = judged(&counted(&five));
    let Both {
        fundamental,
        target,
    } = &found.indicators;
    assert_eq!(
        (fundamental.outcome, target.outcome),
        (BelowSignalValue, AboveSignalValue)
    );
    assert_eq!((fundamental.judged_over, target.judged_over), (5, 5));
    let over = Sum {
        pupils: Some(30),
        levels: Some(42),
        value: Some(amount("46.67")),
    };
    assert_eq!(target.more_years, Some(over));
    assert_eq!(target.three_years.value, Some(amount("100")));
    // 43.5 % of 90 is 39.15: 40 are needed. The years before it do not matter to those that are shown.
    assert_eq!((target.room, target.years.len()), (Some(2), 3));
    // One of the five is not there, or all five are of too few.
    let years = five.map(|one| Some(year(one)));
    let [first, _, third, fourth, fifth] = years.clone();
    let found = judged(&school(&[first, None, third, fourth, fifth]));
    assert_eq!(found.indicators.target.outcome, SmallSchool);
    let found = judged(&counted(&[
        (1, 0, 0),
        (1, 0, 0),
        (4, 12, 12),
        (4, 12, 12),
        (4, 12, 12),
    ]));
    assert_eq!(
        (
            found.indicators.target.outcome,
            found.indicators.target.judged_over
        ),
        (SmallSchool, 3)
    );
    // With enough pupils in three years the years before them do not count.
    let found = judged(&counted(&[
        (8, 0, 0),
        (8, 0, 0),
        (5, 15, 15),
        (5, 15, 15),
        (5, 15, 15),
    ]));
    assert_eq!(
        (found.total, found.indicators.target.judged_over),
        (Total::Sufficient, 3)
    );
}

#[test]
fn a_missing_year_makes_too_few_data_whatever_else_is_known() {
    let there = || Some(year((20, 60, 60)));
    for (all, year) in [
        ([None, there(), there()], "2022/23"),
        ([there(), there(), None], "2024/25"),
    ] {
        let found = judged(&school(&all));
        let one = &found.indicators.fundamental;
        assert_eq!((one.outcome, found.total), (TooFewData, Total::NotJudged));
        let reason = Reason::new(Code::LearningYearMissing).with("schoolYear", year);
        assert_eq!(one.reasons, [reason]);
        // What the others come to is told.
        assert_eq!(
            (one.three_years.value, one.three_years.pupils),
            (Some(amount("100")), Some(40))
        );
    }
    // Also where few pupils would make the school small.
    let found = judged(&school(&[None, None, Some(year((4, 12, 12)))]));
    assert_eq!(found.indicators.target.outcome, TooFewData);
}

#[test]
fn without_a_weighting_only_1f_is_judged() {
    let mut input = counted(&[(20, 60, 60); 3]);
    input.weighting = Weighting::unknown();
    let found = judged(&input);
    let Both {
        fundamental,
        target,
    } = &found.indicators;
    assert_eq!(
        (fundamental.outcome, target.outcome),
        (AboveSignalValue, TooFewData)
    );
    assert_eq!(codes(&target.reasons), [Code::SchoolWeightingUnknown]);
    assert_eq!(found.total, Total::NotJudged);
    // Nor where no signal value is known of its class.
    input.weighting = Weighting::Published {
        mean: amount("19.5"),
        class: None,
    };
    let target = judged(&input).indicators.target;
    assert_eq!(
        (target.outcome, codes(&target.reasons)),
        (TooFewData, vec![Code::NoSignalValue])
    );
    // Under the signal value of 1F it is under one, whatever the other is.
    let mut input = counted(&[(20, 0, 0); 3]);
    input.weighting = Weighting::unknown();
    assert_eq!(judged(&input).total, Total::BelowSignalValue);
}

#[test]
fn norms_of_another_year_make_it_indicative() {
    let mut input = counted(&[(20, 60, 60); 3]);
    input.last = SchoolYear(LAST.0 + 1);
    let later = input.last;
    let _ = input.years.insert(later, year((20, 60, 60)));
    let found = primary(&input, &shipped().of(later).unwrap());
    assert_eq!((found.total, found.indicative), (Total::Sufficient, true));
    assert!(
        !found
            .indicators
            .of(Indicator::Target)
            .signal_value
            .as_ref()
            .unwrap()
            .verified
    );
}
