//! Scales against an attacker who knows every sum that is shown, of questions and of scales, and what each of a group
//! answered and skipped; of the answers themselves they know none.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::tests::{Space, inverse, sets};
use super::*;

const QUESTIONS: usize = 3;
const ALL: Answered = 0b111;

/// Those who are all alike: leaf, column, which questions they answered, how many they are.
type Class = (usize, usize, Answered, u64);

#[derive(Debug)]
struct Case {
    tree: Tree,
    dimensions: Dimensions,
    minimum: u64,
    /// Of each scale the questions in its mean.
    items: Vec<Vec<usize>>,
    classes: Vec<Class>,
}

struct Told {
    shown: Shown,
    narrower: BTreeMap<usize, Shown>,
    scales: Vec<ScaleShown>,
}

use std::collections::{BTreeMap, BTreeSet};

impl Case {
    fn new(
        parents: &[usize],
        values: &[usize],
        minimum: u64,
        items: Vec<Vec<usize>>,
        classes: Vec<Class>,
    ) -> Self {
        let tree = Tree::from_parents(parents);
        let mut case = Self {
            dimensions: sets(values, &Counts::new(tree.leaves(), 1), 0, minimum),
            tree,
            minimum,
            items,
            classes,
        };
        let everybody = case.counts(ALL, values);
        case.dimensions = sets(values, &everybody, case.tree.leaves(), minimum);
        case
    }

    /// How many answered one of these questions, or all there are for [`ALL`].
    fn counts(&self, question: Answered, values: &[usize]) -> Counts {
        let columns = values.iter().product::<usize>().max(1);
        let mut counts = Counts::new(self.tree.leaves(), columns);
        for (leaf, column, answered, many) in &self.classes {
            if question == ALL || answered & question != 0 {
                assert!(counts.add(*leaf, *column, *many));
            }
        }
        counts
    }

    /// As answers are mixed: first all, then each question, then the scales.
    fn solve(&self) -> Told {
        let values = self.dimensions.values.clone();
        let solved = |counts: &Counts| solve(&self.tree, &self.dimensions, counts, self.minimum);
        let shown = solved(&self.counts(ALL, &values));
        let narrower = (0..QUESTIONS).map(|question| {
            let counts = self.counts(bits([question]), &values);
            (question, shown.and(&solved(&counts)))
        });
        let narrower: BTreeMap<usize, Shown> = narrower.collect();
        let mut respondents = Respondents::new();
        for (leaf, column, answered, many) in &self.classes {
            *respondents.entry((*leaf, *column, *answered)).or_default() += many;
        }
        let before = Solved {
            tree: &self.tree,
            dimensions: &self.dimensions,
            shown: &shown,
            narrower: &narrower,
            minimum: self.minimum,
        };
        let scales = before.scales(&self.items, &respondents);
        Told {
            shown,
            narrower,
            scales,
        }
    }

    /// Everything that is told. What is not known is, for each class and each question they answered, what they gave.
    fn space(&self, told: &Told) -> Space {
        let mut space = Space::default();
        let mut add = |who: &dyn Fn(&Class) -> bool, items: &[usize], scored: bool| {
            let mut row = vec![0; self.classes.len() * QUESTIONS];
            for (at, class) in self.classes.iter().enumerate().filter(|(_, one)| who(one)) {
                let given = items.iter().filter(|item| class.2 & bits([**item]) != 0);
                let many = i128::try_from(given.clone().count()).unwrap();
                for item in given {
                    row[at * QUESTIONS + item] = if scored { inverse(many) } else { 1 };
                }
            }
            space.add(row);
        };
        let mut tell = |nodes: &[Visibility], split: &[usize], items: &[usize], scored: bool| {
            for node in (0..nodes.len()).filter(|node| nodes[*node] == Visibility::Shown) {
                add(
                    &|class| self.tree.leaf_is_under(class.0, node),
                    items,
                    scored,
                );
            }
            let kinds = match told.shown.by {
                None => &[][..],
                Some(Dimension::Both) => &[Dimension::First, Dimension::Second, Dimension::Both],
                Some(Dimension::First) => &[Dimension::First],
                Some(Dimension::Second) => &[Dimension::Second],
            };
            for (node, by) in split
                .iter()
                .flat_map(|node| kinds.iter().map(move |by| (*node, *by)))
            {
                let cell = |class: &Class| self.dimensions.cell(by, class.1);
                let cells: BTreeSet<_> = self.classes.iter().map(cell).collect();
                for one in cells {
                    let stands = |class: &Class| {
                        cell(class) == one && self.tree.leaf_is_under(class.0, node)
                    };
                    add(&stands, items, scored);
                }
            }
        };
        for (question, shown) in &told.narrower {
            let split = if shown.by.is_some() {
                &shown.split[..]
            } else {
                &[]
            };
            tell(&shown.nodes, split, &[*question], false);
        }
        for (scale, items) in told.scales.iter().zip(&self.items) {
            tell(&scale.nodes, &scale.split, items, true);
        }
        space
    }

    /// Fewer than the minimum of whose answers something follows that hangs on nobody else's.
    fn singled_out(&self, told: &Told) -> Option<Vec<Class>> {
        let space = self.space(told);
        let rank = space.rows().count();
        let mut sets: Vec<(Vec<usize>, u64)> = vec![(Vec::new(), 0)];
        for (at, class) in self.classes.iter().enumerate() {
            let grown: Vec<_> = sets
                .iter()
                .filter(|(_, people)| people + class.3 < self.minimum)
                .map(|(set, people)| ([set.as_slice(), &[at]].concat(), people + class.3))
                .collect();
            sets.extend(grown);
        }
        let follows = |set: &[usize]| {
            let mut others = Space::default();
            for row in space.rows() {
                let mut row = row.to_vec();
                for at in set {
                    row[at * QUESTIONS..(at + 1) * QUESTIONS].fill(0);
                }
                others.add(row);
            }
            others.rows().count() < rank
        };
        let mut sets = sets.into_iter().filter(|(set, _)| !set.is_empty());
        let found = sets.find(|(set, _)| follows(set));
        found.map(|(set, _)| set.into_iter().map(|at| self.classes[at]).collect())
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let parents = proptest::collection::vec(0.0_f64..1.0, 1..6).prop_map(|places| {
        let above = |(node, place): (usize, f64)| (place * (node + 1) as f64) as usize;
        places
            .into_iter()
            .enumerate()
            .map(above)
            .collect::<Vec<_>>()
    });
    let values = prop_oneof![Just(vec![]), Just(vec![2]), Just(vec![2, 2])];
    let items = prop_oneof![
        Just(vec![vec![0, 1]]),
        Just(vec![vec![0, 1, 2]]),
        Just(vec![vec![0, 1], vec![1, 2]]),
        Just(vec![vec![0, 1, 2], vec![0, 1]]),
        Just(vec![vec![0, 1], vec![2]]),
    ];
    let whole = proptest::collection::vec(prop_oneof![Just(0_u64), 1_u64..4, 3_u64..12], 24);
    let gaps = prop_oneof![
        proptest::collection::vec(prop_oneof![9 => Just(0_u64), 1 => 1_u64..7], 168),
        proptest::collection::vec(prop_oneof![4 => Just(0_u64), 1 => 1_u64..4], 168),
        proptest::collection::vec(prop_oneof![30 => Just(0_u64), 1 => 1_u64..3], 168),
    ];
    (parents, values, items, whole, gaps, 2_u64..4).prop_map(
        |(parents, values, items, whole, gaps, minimum)| {
            let columns = values.iter().product::<usize>().max(1);
            let leaves = Tree::from_parents(&parents).leaves();
            let (mut whole, mut gaps) = (whole.into_iter().cycle(), gaps.into_iter().cycle());
            let mut classes = Vec::new();
            for (leaf, column) in
                (0..leaves).flat_map(|leaf| (0..columns).map(move |one| (leaf, one)))
            {
                classes.push((leaf, column, ALL, whole.next().unwrap()));
                let some = (0..ALL).map(|answered| (leaf, column, answered, gaps.next().unwrap()));
                classes.extend(some);
            }
            classes.retain(|(.., many)| *many > 0);
            Case::new(&parents, &values, minimum, items, classes)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn nothing_of_fewer_than_the_minimum_follows_from_questions_and_scales(case in cases()) {
        let told = case.solve();
        let found = case.singled_out(&told);
        prop_assert!(found.is_none(), "{found:?} of {:?} {:?}", told.shown, told.scales);
    }
}

/// A school of one class, with one scale of two questions.
fn two(classes: &[(Answered, u64)]) -> Case {
    let classes = classes
        .iter()
        .map(|(answered, many)| (0, 0, *answered, *many));
    Case::new(&[0], &[], 5, vec![vec![0, 1]], classes.collect())
}

#[test]
fn whoever_skipped_a_question_alone_takes_the_scale_away() {
    let case = two(&[(ALL, 10), (0b101, 1)]);
    let mut told = case.solve();
    assert_eq!(told.narrower[&0].nodes[0], Visibility::Shown);
    assert_eq!(told.narrower[&1].nodes[0], Visibility::Shown);
    assert_eq!(
        told.scales[0].nodes,
        [Visibility::Protects, Visibility::Protects]
    );
    // Shown wherever its questions are, it tells what that one gave.
    told.scales[0].nodes.fill(Visibility::Shown);
    assert_eq!(case.singled_out(&told), Some(vec![(0, 0, 0b101, 1)]));
}

#[test]
fn a_scale_is_shown_where_all_or_enough_did_alike() {
    let shown = |classes: &[(Answered, u64)]| {
        let told = two(classes).solve();
        told.scales[0].nodes == [Visibility::Shown, Visibility::Shown]
    };
    assert!(shown(&[(ALL, 10)]));
    assert!(shown(&[(ALL, 10), (0b101, 5)]));
    assert!(shown(&[(ALL, 10), (0b101, 3), (0b110, 2)]));
    // Whoever answered none of its questions has no score.
    assert!(shown(&[(ALL, 10), (0b100, 1)]));
    assert!(!shown(&[(ALL, 10), (0b101, 3), (0b110, 1)]));
    assert!(!shown(&[(ALL, 4), (0b101, 6), (0b110, 6)]));
}

#[test]
fn gaps_of_several_classes_are_enough_together() {
    // Three classes of a school: in each of two somebody skipped a question.
    let case = |one: u64, other: u64| {
        let classes = vec![
            (0, 0, ALL, 20),
            (0, 0, 0b101, one),
            (1, 0, ALL, 20),
            (1, 0, 0b110, other),
            (2, 0, ALL, 20),
        ];
        Case::new(&[0, 0, 0], &[], 5, vec![vec![0, 1]], classes).solve()
    };
    use Visibility::{Protects, Shown};
    assert_eq!(
        case(3, 2).scales[0].nodes,
        [Shown, Protects, Protects, Shown]
    );
    assert_eq!(
        case(3, 1).scales[0].nodes,
        [Protects, Protects, Protects, Shown]
    );
    assert_eq!(
        case(6, 3).scales[0].nodes,
        [Shown, Protects, Protects, Shown]
    );
    assert_eq!(case(6, 5).scales[0].nodes, [Shown, Shown, Shown, Shown]);
}
