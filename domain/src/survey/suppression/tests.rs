//! The engine against an attacker who adds and subtracts whatever is shown, with an algebra of its own.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use std::collections::BTreeSet;

use super::*;

/// A prime far above any count: what is reckoned modulo it is as good as exact.
const PRIME: i128 = 2_147_483_647;

pub(super) fn inverse(of: i128) -> i128 {
    let (mut base, mut power, mut out) = (of.rem_euclid(PRIME), PRIME - 2, 1);
    while power > 0 {
        if power & 1 == 1 {
            out = out * base % PRIME;
        }
        base = base * base % PRIME;
        power >>= 1;
    }
    out
}

/// Rows in echelon form, each with the place of its first entry.
#[derive(Default)]
pub(super) struct Space(Vec<(usize, Vec<i128>)>);

impl Space {
    /// What is left of a row after all that is known is taken off.
    pub(super) fn left(&self, mut row: Vec<i128>) -> Vec<i128> {
        for (pivot, known) in &self.0 {
            let times = row[*pivot];
            if times != 0 {
                for (mine, theirs) in row.iter_mut().zip(known) {
                    *mine = (*mine - times * theirs).rem_euclid(PRIME);
                }
            }
        }
        row
    }

    pub(super) fn add(&mut self, row: Vec<i128>) {
        let row = self.left(row);
        if let Some(pivot) = row.iter().position(|entry| *entry != 0) {
            let scale = inverse(row[pivot]);
            let row = row.into_iter().map(|entry| entry * scale % PRIME).collect();
            self.0.push((pivot, row));
        }
    }

    /// What is known, row by row.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[i128]> {
        self.0.iter().map(|(_, row)| row.as_slice())
    }

    fn knows(&self, row: Vec<i128>) -> bool {
        self.left(row).iter().all(|entry| *entry == 0)
    }
}

/// One group of respondents who are all alike: a leaf and a column, with how many they are.
type Atom = (usize, usize, u64);

#[derive(Debug)]
struct Case {
    tree: Tree,
    dimensions: Dimensions,
    counts: Counts,
    minimum: u64,
}

impl Case {
    fn atoms(&self) -> Vec<Atom> {
        let leaves = 0..self.tree.leaves();
        let all =
            leaves.flat_map(|leaf| (0..self.counts.columns()).map(move |column| (leaf, column)));
        all.map(|(leaf, column)| (leaf, column, self.counts.at(leaf, column)))
            .filter(|(.., count)| *count > 0)
            .collect()
    }

    /// Everything that is shown, as sets of atoms.
    fn cells(&self, shown: &Shown) -> Vec<Vec<bool>> {
        let atoms = self.atoms();
        let mut cells = Vec::new();
        for node in 0..self.tree.nodes() {
            let under = |atom: &Atom| self.tree.leaf_is_under(atom.0, node);
            if shown.shows(node) {
                cells.push(atoms.iter().map(under).collect());
            }
            let Some(by) = shown.by.filter(|_| shown.splits(node)) else {
                continue;
            };
            let mut kinds = vec![by];
            if by == Dimension::Both {
                kinds.extend([Dimension::First, Dimension::Second]);
            }
            for by in kinds {
                let cell = |atom: &Atom| self.dimensions.cell(by, atom.1);
                let every: BTreeSet<_> = atoms.iter().map(cell).collect();
                for one in every {
                    let stands = |atom: &Atom| under(atom) && cell(atom) == one;
                    cells.push(atoms.iter().map(stands).collect());
                }
            }
        }
        cells
    }

    /// Respondents fewer than the minimum of whom something follows from these cells.
    fn singled_out(&self, cells: &[Vec<bool>]) -> Option<Vec<Atom>> {
        let atoms = self.atoms();
        let row = |set: &dyn Fn(usize) -> bool| -> Vec<i128> {
            (0..atoms.len()).map(|at| i128::from(set(at))).collect()
        };
        let mut space = Space::default();
        for cell in cells {
            space.add(row(&|at| cell[at]));
        }
        // Every set of atoms with fewer people than the minimum.
        let mut sets: Vec<(Vec<usize>, u64)> = vec![(Vec::new(), 0)];
        for (at, atom) in atoms.iter().enumerate() {
            let grown: Vec<_> = sets
                .iter()
                .filter(|(_, people)| people + atom.2 < self.minimum)
                .map(|(set, people)| {
                    let mut set = set.clone();
                    set.push(at);
                    (set, people + atom.2)
                })
                .collect();
            sets.extend(grown);
        }
        sets.into_iter()
            .filter(|(set, _)| !set.is_empty())
            .find(|(set, _)| space.knows(row(&|at| set.contains(&at))))
            .map(|(set, _)| set.into_iter().map(|at| atoms[at]).collect())
    }

    fn solve(&self) -> Shown {
        solve(&self.tree, &self.dimensions, &self.counts, self.minimum)
    }
}

/// Sets of the values of each dimension, from the counts.
pub(super) fn sets(values: &[usize], counts: &Counts, leaves: usize, minimum: u64) -> Dimensions {
    let mut dimensions = Dimensions {
        sets: Vec::new(),
        values: values.to_vec(),
    };
    for dimension in 0..values.len() {
        let mut of_value = vec![0; values[dimension]];
        for leaf in 0..leaves {
            for column in 0..counts.columns() {
                of_value[dimensions.value(dimension, column)] += counts.at(leaf, column);
            }
        }
        dimensions.sets.push(value_sets(&of_value, minimum));
    }
    dimensions
}

fn case(parents: &[usize], values: &[usize], people: &[u64], minimum: u64) -> Case {
    let tree = Tree::from_parents(parents);
    let columns = values.iter().product::<usize>().max(1);
    let mut counts = Counts::new(tree.leaves(), columns);
    let mut people = people.iter().copied().cycle();
    for leaf in 0..tree.leaves() {
        for column in 0..columns {
            assert!(counts.add(leaf, column, people.next().unwrap_or_default()));
        }
    }
    let dimensions = sets(values, &counts, tree.leaves(), minimum);
    Case {
        tree,
        dimensions,
        counts,
        minimum,
    }
}

/// Trees of up to nine nodes beside the whole.
fn parents() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0.0_f64..1.0, 1..9).prop_map(|places| {
        let above = |(node, place): (usize, f64)| (place * (node + 1) as f64) as usize;
        places.into_iter().enumerate().map(above).collect()
    })
}

fn cases() -> impl Strategy<Value = Case> {
    let values = prop_oneof![
        Just(vec![]),
        (2_usize..4).prop_map(|many| vec![many]),
        (2_usize..4, 2_usize..3).prop_map(|(one, other)| vec![one, other]),
    ];
    let people = prop_oneof![
        proptest::collection::vec(0_u64..13, 24),
        proptest::collection::vec(0_u64..5, 24),
        proptest::collection::vec(prop_oneof![Just(0_u64), 5_u64..20], 24),
    ];
    (parents(), values, people, 5_u64..9)
        .prop_map(|(parents, values, people, minimum)| case(&parents, &values, &people, minimum))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn nobody_of_fewer_than_the_minimum_follows_from_what_is_shown(case in cases()) {
        let shown = case.solve();
        let found = case.singled_out(&case.cells(&shown));
        prop_assert!(found.is_none(), "{found:?} of {:?}", shown);
        for part in &shown.parts {
            let people: u64 = part.iter().map(|leaf| case.counts.leaf(*leaf)).sum();
            prop_assert!(people >= case.minimum, "{part:?}");
        }
        // Each respondent stands in one part, where anything is shown at all.
        if !shown.parts.is_empty() {
            let mut seen = BTreeSet::new();
            prop_assert!(shown.parts.iter().flatten().all(|leaf| seen.insert(*leaf)));
            let missed = (0..case.tree.leaves()).filter(|leaf| !seen.contains(leaf));
            prop_assert!(missed.map(|leaf| case.counts.leaf(leaf)).all(|people| people == 0));
        }
    }

    #[test]
    fn what_those_who_answered_a_question_show_besides_is_safe_as_well(
        case in cases(), left in proptest::collection::vec(0_u64..4, 24),
    ) {
        let mut fewer = Counts::new(case.tree.leaves(), case.counts.columns());
        let mut left = left.into_iter().cycle();
        for leaf in 0..case.tree.leaves() {
            for column in 0..case.counts.columns() {
                let people = case.counts.at(leaf, column).saturating_sub(left.next().unwrap());
                prop_assert!(fewer.add(leaf, column, people));
            }
        }
        let base = case.solve();
        let answered = Case { counts: fewer, ..case };
        let shown = base.and(&answered.solve());
        let found = answered.singled_out(&answered.cells(&shown));
        prop_assert!(found.is_none(), "{found:?} of {:?}", shown);
    }

    #[test]
    fn all_is_shown_where_nobody_is_few(
        parents in parents(), people in proptest::collection::vec(5_u64..30, 24),
        values in prop_oneof![Just(vec![]), Just(vec![2]), Just(vec![2, 2])],
    ) {
        let case = case(&parents, &values, &people, 5);
        let shown = case.solve();
        prop_assert!((0..case.tree.nodes()).all(|node| shown.shows(node)));
        if !values.is_empty() {
            prop_assert_eq!(shown.split.len(), case.tree.nodes());
        }
    }
}

#[test]
fn the_attacker_finds_what_hiding_small_cells_alone_gives_away() {
    // A school of 14 with classes of 12 and 2: the 2 are the school less the 12.
    let naive = case(&[0, 0], &[], &[12, 2], 5);
    let shown = Shown {
        nodes: vec![Visibility::Shown, Visibility::Shown, Visibility::TooFew],
        parts: vec![vec![0], vec![1]],
        split: Vec::new(),
        by: None,
    };
    assert!(naive.singled_out(&naive.cells(&shown)).is_some());
    // A class of boys alone beside one of all girls and one boy: that boy is the class less the girls.
    let naive = case(&[0, 0], &[2], &[12, 0, 1, 20], 5);
    let shown = Shown {
        nodes: vec![Visibility::Shown; 3],
        parts: vec![vec![0], vec![1]],
        split: vec![0],
        by: Some(Dimension::First),
    };
    assert!(naive.singled_out(&naive.cells(&shown)).is_some());
    assert!(naive.solve().split.is_empty());
}

#[test]
fn a_small_class_takes_the_next_smallest_along() {
    let case = case(&[0, 0, 0, 0], &[], &[22, 19, 24, 3], 5);
    let shown = case.solve();
    use Visibility::{Protects, TooFew};
    let classes: Vec<Visibility> = shown.nodes[1..].to_vec();
    assert_eq!(
        classes,
        [Visibility::Shown, Protects, Visibility::Shown, TooFew]
    );
    assert_eq!(shown.parts, [vec![0], vec![1, 3], vec![2]]);
    assert_eq!(shown.parts_of(&case.tree, 0), [0, 1, 2]);
    assert_eq!(shown.parts_of(&case.tree, 2), [] as [u32; 0]);
}

#[test]
fn classes_of_boys_and_girls_are_shown_by_both() {
    let case = case(&[0, 0], &[2], &[12, 13, 11, 14], 5);
    let shown = case.solve();
    assert_eq!(shown.split, [0, 1, 2]);
    assert_eq!(shown.by, Some(Dimension::First));
}

#[test]
fn values_that_few_gave_are_taken_together() {
    let sets = value_sets(&[40, 38, 2, 0], 5);
    let expected: [BTreeSet<usize>; 2] = [BTreeSet::from([0]), BTreeSet::from([1, 2, 3])];
    assert_eq!(sets, expected);
    assert_eq!(value_sets(&[3, 1], 5).len(), 1);
}

#[test]
fn fewer_than_the_minimum_in_all_show_nothing() {
    let shown = case(&[0, 0], &[2], &[1, 1, 1, 1], 5).solve();
    assert!(shown.parts.is_empty() && shown.split.is_empty());
    assert!(shown.nodes.iter().all(|node| *node == Visibility::TooFew));
}

#[test]
fn a_class_of_few_stays_hidden_however_many_answers_came_from_it() {
    let few = case(&[0, 0, 0, 0], &[], &[22, 19, 24, 6], 5);
    // With a link four pupils, or somebody for them, sent in six.
    let counts = few.counts.clone().among(vec![22, 19, 24, 4]);
    let shown = solve(&few.tree, &few.dimensions, &counts, 5);
    use Visibility::{Protects, TooFew};
    assert_eq!(shown.nodes[4], TooFew);
    assert_eq!(shown.nodes[2], Protects);
    assert_eq!(shown.parts, [vec![0], vec![1, 3], vec![2]]);
    // Neither do all together become enough by it.
    let one = case(&[0], &[], &[60], 5);
    let counts = one.counts.clone().among(vec![4]);
    let shown = solve(&one.tree, &one.dimensions, &counts, 5);
    assert_eq!(shown.nodes, [TooFew, TooFew]);
}
