//! The sheet that is published.

use super::fixture::{LAST, amount, norms, year};
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};
use crate::learning_result::{
    Basis, Both, Cell, Outcome, PublishedRow, PublishedYear, Total, Year, levels_of, outcome_of,
    primary,
};

fn cell<T: std::str::FromStr>(text: &str) -> Cell<T>
where
    Cell<T>: std::str::FromStr<Err = ()>,
{
    text.parse().unwrap()
}

fn published(fundamental: &str, target: &str, pupils: &str) -> PublishedYear {
    PublishedYear {
        values: Both {
            fundamental: cell(fundamental),
            target: cell(target),
        },
        pupils: cell(pupils),
    }
}

fn row(years: [PublishedYear; 3]) -> PublishedRow {
    PublishedRow {
        last: LAST,
        years,
        weighting: cell("31,47"),
        class: Some(31),
        values: Both {
            fundamental: cell("93,02"),
            target: cell("51,94"),
        },
        pupils: cell("43"),
        outcomes: Both {
            fundamental: outcome_of("Boven de signaleringswaarde"),
            target: outcome_of("Boven de signaleringswaarde"),
        },
    }
}

fn codes(reasons: &[Reason]) -> Vec<(Code, &str)> {
    let each = reasons.iter();
    each.map(|reason| (reason.code, reason.pointer.as_deref().unwrap_or_default()))
        .collect()
}

#[test]
fn a_percentage_stands_for_a_whole_number_of_levels() {
    // 30 of 54 is 55.5555….
    assert_eq!(levels_of(amount("55.56"), 18), Ok(30));
    assert_eq!(levels_of(amount("100"), 18), Ok(54));
    assert_eq!(levels_of(amount("0"), 18), Ok(0));
    // 55.55 is further than half a hundredth from it, and 56 is of no number of 54.
    for text in ["55.55", "55.57", "56", "101.85", "-1.85"] {
        let reason = levels_of(amount(text), 18).unwrap_err();
        let params = [
            ("percentage".to_owned(), text.to_owned()),
            ("pupils".to_owned(), "18".to_owned()),
        ];
        assert_eq!(
            (reason.code, &reason.params[..]),
            (Code::ShareNotWhole, &params[..]),
            "{text}"
        );
    }
    assert!(levels_of(amount("0"), 0).is_err());
    assert!(levels_of(amount("50"), u64::MAX).is_err());
}

#[test]
fn cells_are_read_as_the_sheet_has_them() {
    assert_eq!(cell("55,56"), Cell::Value(amount("55.56")));
    assert_eq!(cell::<u64>(" * "), Cell::Masked);
    assert_eq!(cell::<u64>(" "), Cell::Unknown);
    assert_eq!("1,234".parse::<Cell<crate::amount::Amount>>(), Err(()));
    assert_eq!("n.v.t.".parse::<Cell<u64>>(), Err(()));
    assert_eq!(
        outcome_of("Onder de signaleringswaarde"),
        Some(Outcome::BelowSignalValue)
    );
    assert_eq!(
        outcome_of("Kleine school - Beoordeling over 5 jaar"),
        Some(Outcome::SmallSchool)
    );
    assert_eq!(outcome_of("Te weinig gegevens"), Some(Outcome::TooFewData));
    assert_eq!(outcome_of("Voldoende"), None);
}

#[test]
fn a_row_is_judged_and_held_against_what_it_says_itself() {
    let years = [
        published("94,44", "55,56", "18"),
        published("92,31", "51,28", "13"),
        published("91,67", "47,22", "12"),
    ];
    let input = row(years).read().unwrap();
    let expected = [
        (2022, (18, 51, 30)),
        (2023, (13, 36, 20)),
        (2024, (12, 33, 17)),
    ];
    let expected = expected.map(|(place, counted)| (SchoolYear(place), year(counted)));
    assert_eq!(input.years, expected.into());
    let found = primary(&input, &norms());
    assert_eq!(found.total, Total::Sufficient);
    let compared = found.indicators.fundamental.published.unwrap();
    assert_eq!(
        (compared.difference, compared.same_outcome),
        (Some(amount("0")), Some(true))
    );
    // A value that was published a hundredth too high lies above what is reckoned.
    let mut other = row(years);
    other.values.target = cell("51,95");
    other.outcomes.target = Some(Outcome::BelowSignalValue);
    let found = primary(&other.read().unwrap(), &norms());
    let compared = found.indicators.target.published.unwrap();
    assert_eq!(
        (compared.difference, compared.same_outcome),
        (Some(amount("-0.01")), Some(false))
    );
}

#[test]
fn a_year_is_there_told_or_masked_as_a_whole() {
    let there = published("100", "100", "5");
    let hidden = published("*", "*", "*");
    let input = row([published("", "", ""), hidden, there]).read().unwrap();
    let expected = [(SchoolYear(2023), Year::Masked), (LAST, year((5, 15, 15)))];
    assert_eq!(input.years, expected.into());
    let wrong = row([published("100", "", "5"), published("", "", "*"), there])
        .read()
        .unwrap_err();
    let required = [
        "/years/0/values/target",
        "/years/1/values/fundamental",
        "/years/1/values/target",
    ];
    assert_eq!(codes(&wrong), required.map(|at| (Code::Required, at)));
    // Five pupils cannot reach half of fifteen levels, nor more of 1S/2F than of 1F.
    let wrong = row([
        published("50", "40", "5"),
        published("40", "60", "5"),
        there,
    ])
    .read()
    .unwrap_err();
    let expected = [
        (Code::ShareNotWhole, "/years/0/values/fundamental"),
        (Code::OutOfRange, "/years/1/levels/target"),
    ];
    assert_eq!(codes(&wrong), expected);
}

#[test]
fn a_school_of_which_nothing_is_told_has_its_outcomes_taken_over() {
    let mut all = row([published("*", "*", "*"); 3]);
    all.values = Both {
        fundamental: Cell::Masked,
        target: Cell::Masked,
    };
    all.pupils = Cell::Masked;
    all.outcomes = Both {
        fundamental: Some(Outcome::SmallSchool),
        target: Some(Outcome::SmallSchool),
    };
    let found = primary(&all.read().unwrap(), &norms());
    for one in [&found.indicators.fundamental, &found.indicators.target] {
        assert_eq!(
            (one.outcome, one.basis),
            (Outcome::SmallSchool, Basis::TakenOver)
        );
    }
}
