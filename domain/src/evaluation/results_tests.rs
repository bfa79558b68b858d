#![expect(clippy::indexing_slicing, reason = "tests")]
use super::*;
use crate::evaluation::samples::{edition, said, sample};
use crate::evaluation::{Mode, State};
use proptest::prelude::*;
use uuid::Uuid;

const LEVELS: [Option<&str>; 4] = [Some("low"), Some("mid"), Some("high"), None];

fn unit(id: u128) -> Option<UnitId> {
    (id > 0).then(|| UnitId(Uuid::from_u128(id)))
}

/// Of a group and a standard: how many gave low, mid, high and "not assessed".
fn rows(group: u128, standard: &str, counts: [u64; 4]) -> Vec<Counted> {
    let rows = LEVELS.iter().zip(counts).filter(|(_, count)| *count > 0);
    rows.map(|(value, count)| Counted {
        group: unit(group),
        standard: standard.to_owned(),
        value: value.map(str::to_owned),
        count,
    })
    .collect()
}

#[test]
fn few_are_the_middle_and_fewer_are_nothing() {
    let mut evaluation = sample(Mode::Individual, State::Consensus);
    evaluation.judge(vec![said("B", Some("mid"))]);
    let counted = [
        rows(0, "A", [1, 0, 0, 0]),
        rows(0, "B", [1, 1, 2, 7]),
        rows(0, "C", [0, 2, 3, 1]),
    ]
    .concat();
    let results = results(&evaluation, &edition(), &counted, &BTreeMap::new());
    assert_eq!(results.standards[0].whole, Shown::Nothing);
    assert_eq!(results.standards[1].whole, Shown::Middle("mid".into()));
    let verdict = results.standards[1].verdict.as_ref();
    assert_eq!(verdict.and_then(|said| said.value.as_deref()), Some("mid"));
    let Shown::Figures(figures) = &results.standards[2].whole else {
        unreachable!("five gave a level")
    };
    let distribution = [("low", 0), ("mid", 2), ("high", 3)];
    assert_eq!(
        figures.distribution,
        distribution.map(|(level, n)| (level.to_owned(), n))
    );
    assert_eq!((figures.scored, figures.not_assessed), (5, 1));
    assert_eq!(
        (figures.mean, figures.spread, figures.agreement),
        (260, 49, 60)
    );
    // What is not shown is not in the mean of all either.
    assert_eq!(results.mean, Some(260));
}

#[test]
fn results_are_shown_anew_when_none_or_enough_changed() {
    assert!(may_show_anew([]) && may_show_anew([0, 5, 9]));
    assert!(!may_show_anew([5, 1]) && !may_show_anew([4]));
    let evaluation = sample(Mode::Individual, State::Consensus);
    let counted = [rows(0, "A", [0, 5, 0, 0]), rows(1, "A", [5, 0, 0, 0])].concat();
    let parts = |changed: u64| {
        let changed = BTreeMap::from([("A".to_owned(), changed)]);
        let results = results(&evaluation, &edition(), &counted, &changed);
        results.standards[0].parts.len()
    };
    assert_eq!((parts(0), parts(5)), (2, 0));
}

#[test]
fn standards_count_by_their_weight() {
    let mut evaluation = sample(Mode::Individual, State::Consensus);
    evaluation.pinned.standards[1].weight = 3;
    let counted = [rows(0, "A", [6, 0, 0, 0]), rows(0, "B", [0, 0, 9, 0])].concat();
    let results = results(&evaluation, &edition(), &counted, &BTreeMap::new());
    assert_eq!(results.mean, Some(250));
    assert_eq!(results.standards[2].whole, Shown::Nothing);
}

#[test]
fn groups_are_shown_where_each_part_is_large_enough() {
    let evaluation = sample(Mode::Individual, State::Consensus);
    let counted = [
        rows(1, "A", [6, 0, 0, 0]),
        rows(2, "A", [0, 0, 7, 0]),
        rows(3, "A", [0, 1, 0, 4]),
        rows(1, "B", [4, 0, 0, 0]),
        rows(2, "B", [0, 4, 0, 0]),
    ]
    .concat();
    let results = results(&evaluation, &edition(), &counted, &BTreeMap::new());
    let parts = &results.standards[0].parts;
    let groups: Vec<Vec<_>> = parts
        .iter()
        .map(|one| one.groups.iter().copied().collect())
        .collect();
    assert_eq!(groups, [vec![unit(1), unit(3)], vec![unit(2)]]);
    assert_eq!(
        (parts[0].figures.scored, parts[0].figures.not_assessed),
        (7, 4)
    );
    assert_eq!(results.standards[1].parts, [], "joined they are the whole");
}

proptest! {
    #[test]
    fn whatever_is_shown_added_up_and_taken_from_the_whole_is_of_five_or_nobody(
        counts in proptest::collection::vec(proptest::array::uniform4(0_u64..7), 0..7),
    ) {
        let evaluation = sample(Mode::Individual, State::Consensus);
        let counted: Vec<Counted> = (0..).zip(&counts)
            .flat_map(|(group, counts)| rows(group, "A", *counts)).collect();
        let all = results(&evaluation, &edition(), &counted, &BTreeMap::new());
        let one = &all.standards[0];
        let scored: u64 = counts.iter().map(|[low, mid, high, _]| low + mid + high).sum();
        match &one.whole {
            Shown::Figures(figures) => prop_assert!(figures.scored == scored && scored >= 5),
            Shown::Middle(_) => prop_assert!((3..5).contains(&scored)),
            Shown::Nothing => prop_assert!(scored < 5),
        }
        for chosen in 0_u32..1 << one.parts.len() {
            let taken: u64 = one.parts.iter().enumerate()
                .filter(|(at, _)| chosen & (1 << at) != 0)
                .map(|(_, part)| part.figures.scored).sum();
            if !one.parts.is_empty() {
                prop_assert!(taken == 0 || taken >= 5);
                prop_assert!(scored == taken || scored - taken >= 5);
            }
        }
        let mut seen = BTreeSet::new();
        for group in one.parts.iter().flat_map(|part| &part.groups) {
            prop_assert!(seen.insert(*group), "a group stands in one part");
        }
    }
}
