//! The rules of secondary education.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use std::collections::BTreeMap;

mod deciding;

use super::*;
use crate::amount::Amount;
use crate::calendar::SchoolYear;
use crate::error::Code;

use Indicator::{Examinations, LowerYears, UpperYears, YearThreePosition};
use Standing::{AtOrAboveNorm, NotJudged, UnderNorm};

const LAST: SchoolYear = SchoolYear(2024);

fn shipped() -> SecondaryNorms {
    let text = include_str!("../../../../../migrations/seed/learning-results/secondary-norms.json");
    let norms: SecondaryNorms = serde_json::from_str(text).unwrap();
    norms.check().unwrap()
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

/// Three years up to the last one.
fn years(all: [Measured; 3]) -> BTreeMap<SchoolYear, Measured> {
    (LAST.0 - 2..).map(SchoolYear).zip(all).collect()
}

fn shares(all: [(u64, u64); 3]) -> Measure {
    Measure {
        years: years(all.map(|(reached, of)| Measured::share(reached, of).unwrap())),
        ..Measure::default()
    }
}

fn department(
    department: Department,
    measures: impl IntoIterator<Item = (Indicator, Measure)>,
) -> Secondary {
    Secondary {
        department,
        last: LAST,
        measures: measures.into_iter().collect(),
    }
}

fn of(found: &Judged, indicator: Indicator) -> &IndicatorJudged {
    let mut all = found.indicators.iter();
    all.find(|one| one.indicator == indicator).unwrap()
}

/// R2 with the characteristics of the example of the inspectorate.
fn example(all: [(u64, u64); 3]) -> Secondary {
    let characteristics = [
        ("povertyArea".to_owned(), 77),
        ("lateralEntry".to_owned(), 28),
    ];
    let measure = Measure {
        characteristics: characteristics.into(),
        ..shares(all)
    };
    department(Department::Vwo, [(LowerYears, measure)])
}

#[test]
fn corrections_are_spread_over_all_pupils() {
    // 77 × -3.0 is -231, 28 × -2.5 is -70: together -301, over 602 pupils half a percent less.
    let found = secondary(&example([(190, 200), (190, 200), (192, 202)]), &shipped());
    let one = of(&found, LowerYears);
    let norm = one.norm.as_ref().unwrap();
    assert_eq!(
        (norm.base, norm.lowered, norm.norm),
        (amount("95.5"), amount("-0.5"), amount("95"))
    );
    let products: BTreeMap<_, _> = norm
        .corrections
        .iter()
        .map(|one| (one.characteristic.as_str(), one.product))
        .collect();
    assert_eq!(
        products,
        [
            ("lateralEntry", amount("-70")),
            ("povertyArea", amount("-231"))
        ]
        .into()
    );
    // 572 of 602 is 95.0166 %, 571 is 94.8505 %.
    assert_eq!(
        (one.standing, one.value),
        (AtOrAboveNorm, Some(amount("95.02")))
    );
    let found = secondary(&example([(190, 200), (190, 200), (191, 202)]), &shipped());
    assert_eq!(of(&found, LowerYears).standing, UnderNorm);
    // Without the corrections 572 would not have been enough either.
    let plain = department(
        Department::Vwo,
        [(LowerYears, shares([(190, 200), (190, 200), (192, 202)]))],
    );
    assert_eq!(
        of(&secondary(&plain, &shipped()), LowerYears).standing,
        UnderNorm
    );
}

#[test]
fn what_is_exactly_the_norm_is_not_under_it() {
    // 191 of 200 is 95.5 %.
    let found = |reached| {
        let input = department(
            Department::Vwo,
            [(LowerYears, shares([(191, 200), (191, 200), (reached, 200)]))],
        );
        of(&secondary(&input, &shipped()), LowerYears).standing
    };
    assert_eq!((found(191), found(190)), (AtOrAboveNorm, UnderNorm));
    // 301 over 700 pupils lower 95.5 to 95.07: 665.49 of 700 are needed, and the rounded norm would be the same.
    let standing = |last| {
        of(
            &secondary(&example([(222, 233), (222, 233), (last, 234)]), &shipped()),
            LowerYears,
        )
        .standing
    };
    assert_eq!((standing(222), standing(221)), (AtOrAboveNorm, UnderNorm));
}

#[test]
fn three_years_are_weighted_by_how_many_they_are_of() {
    let mean = |text, of| Measured::mean(amount(text), of).unwrap();
    // (6.4 × 30 + 6.6 × 10 + 6.6 × 10) / 50 is 6.48; the plain mean is 6.53.
    let measure = Measure {
        years: years([mean("6.4", 30), mean("6.6", 10), mean("6.6", 10)]),
        ..Measure::default()
    };
    let found = secondary(
        &department(Department::VmboBasic, [(Examinations, measure)]),
        &shipped(),
    );
    let one = of(&found, Examinations);
    assert_eq!(
        (one.value, one.pupils, one.standing),
        (Some(amount("6.48")), Some(50), UnderNorm)
    );
    assert_eq!(one.norm.as_ref().unwrap().norm, amount("6.5"));
}

#[test]
fn a_norm_that_is_not_known_judges_nothing() {
    let all = [(200, 200); 3];
    let every = [YearThreePosition, LowerYears, UpperYears, Examinations];
    let found = secondary(
        &department(Department::Havo, every.map(|one| (one, shares(all)))),
        &shipped(),
    );
    let standings: Vec<_> = found.indicators.iter().map(|one| one.standing).collect();
    assert_eq!(
        standings,
        [NotJudged, AtOrAboveNorm, AtOrAboveNorm, NotJudged]
    );
    for unknown in [YearThreePosition, Examinations] {
        let one = of(&found, unknown);
        assert_eq!(
            (one.reasons[0].code, one.value),
            (Code::NormUnknown, Some(amount("100")))
        );
    }
    assert_eq!(
        (found.decision, found.indicative),
        (Decision::NoJudgement, true)
    );
    let reason = &found.reasons[0];
    let params = [
        ("minimum".to_owned(), "3".to_owned()),
        ("available".to_owned(), "2".to_owned()),
    ];
    assert_eq!(
        (reason.code, &reason.params[..]),
        (Code::TooFewIndicators, &params[..])
    );
}

#[test]
fn the_norm_of_havo_rose_in_2020() {
    let norm = |last: i32, department| {
        let key = (UpperYears, department, SchoolYear(last));
        shipped()
            .lowered(key, &BTreeMap::new(), 100)
            .map(|norm| norm.norm)
    };
    assert_eq!(norm(2018, Department::Havo), Ok(amount("80")));
    assert_eq!(norm(2019, Department::Havo), Ok(amount("82")));
    assert_eq!(norm(2024, Department::Havo), Ok(amount("82")));
    assert!(norm(2024, Department::Vwo).is_err());
    assert!(shipped().norms.iter().all(|norm| !norm.verified));
}

#[test]
fn a_norm_that_the_school_was_told_goes_before() {
    let told = |text: &str| Measure {
        own_norm: Some(amount(text)),
        ..shares([(191, 200); 3])
    };
    let measures = [
        (YearThreePosition, told("95.5")),
        (LowerYears, told("95.51")),
        (UpperYears, told("96")),
    ];
    let found = secondary(&department(Department::Vwo, measures), &shipped());
    let standings: Vec<_> = found.indicators.iter().map(|one| one.standing).collect();
    assert_eq!(standings, [AtOrAboveNorm, UnderNorm, UnderNorm, NotJudged]);
    assert_eq!(
        (found.decision, found.indicative),
        (Decision::Insufficient, true)
    );
    assert_eq!(of(&found, LowerYears).norm.as_ref().unwrap().source, None);
}

#[test]
fn a_missing_year_and_an_unknown_characteristic_judge_nothing() {
    let mut measure = shares([(200, 200); 3]);
    let _ = measure.years.remove(&SchoolYear(2023));
    let _ = measure.characteristics.insert("lwoo".to_owned(), 10);
    let _ = measure
        .characteristics
        .insert("povertyArea".to_owned(), 401);
    let found = secondary(
        &department(Department::Vwo, [(LowerYears, measure)]),
        &shipped(),
    );
    let one = of(&found, LowerYears);
    let codes: Vec<_> = one.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(
        codes,
        [
            Code::LearningYearMissing,
            Code::InvalidValue,
            Code::OutOfRange
        ]
    );
    assert_eq!((one.standing, one.pupils), (NotJudged, Some(400)));
    let none = secondary(&department(Department::Vwo, []), &shipped());
    assert_eq!(
        (of(&none, LowerYears).reasons.len(), none.decision),
        (3, Decision::NoJudgement)
    );
}

#[test]
fn norms_that_cannot_be_are_refused() {
    let refused = |change: fn(&mut SecondaryNorms)| {
        let mut norms = shipped();
        change(&mut norms);
        norms.check().is_err()
    };
    assert!(!refused(|_| ()));
    assert!(refused(|norms| norms.norms[2].from = Some(SchoolYear(2018))));
    assert!(refused(|norms| norms.norms[1].until = None));
    // That of all departments is also that of one.
    assert!(refused(|norms| {
        let department = Some(Department::Havo);
        let one = Norm {
            department,
            ..norms.norms[0].clone()
        };
        norms.norms.push(one);
    }));
    assert!(refused(
        |norms| norms.corrections[0].value = Amount::default()
    ));
}

#[test]
fn a_mean_is_of_somebody() {
    assert_eq!(Measured::share(0, 0), None);
    assert_eq!(Measured::share(3, 2), None);
    assert_eq!(Measured::mean(amount("6"), 0), None);
    assert_eq!(
        Measured::share(1, 3).unwrap().shown(),
        Some(amount("33.33"))
    );
}

proptest! {
    #[test]
    fn corrections_only_lower(poverty in 0_u64..=100, lateral in 0_u64..=100, pupils in 100_u64..1000) {
        let characteristics = [("povertyArea".to_owned(), poverty), ("lateralEntry".to_owned(), lateral)];
        let key = (LowerYears, Department::Vwo, LAST);
        let norm = shipped().lowered(key, &characteristics.into(), pupils).unwrap();
        prop_assert!(norm.lowered <= Amount::default() && norm.norm <= norm.base);
        prop_assert_eq!(norm.exact.0 == 9_550 * i128::from(pupils), poverty + lateral == 0);
    }
}
