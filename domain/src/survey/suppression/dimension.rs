//! Results split by the answers to a question, or by two that are crossed.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::cut::lightest_is_at_least;
use super::{Counts, Shown, Tree};

/// By what results are split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Dimension {
    /// By the first dimension.
    First,
    /// By the second.
    Second,
    /// By both, each and crossed.
    Both,
}

/// Which values of each dimension are taken together. A value is a place among the options; the last place is that of
/// those who did not answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dimensions {
    /// For each dimension its sets of values, one set of all for one by which nothing can be shown.
    pub sets: Vec<Vec<BTreeSet<usize>>>,
    /// How many values each has.
    pub values: Vec<usize>,
}

impl Dimensions {
    /// The column of values: those of the first dimension are the outer ones.
    pub fn column(&self, values: &[usize]) -> usize {
        let each = values.iter().zip(&self.values);
        each.fold(0, |column, (value, many)| column * many + value)
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.values.iter().product::<usize>().max(1)
    }

    /// The value of a dimension in a column.
    pub(super) fn value(&self, dimension: usize, column: usize) -> usize {
        let inner: usize = self.values.iter().skip(dimension + 1).product();
        let many = self.values.get(dimension).copied().unwrap_or(1);
        column / inner.max(1) % many.max(1)
    }

    /// The set of values in which a column stands.
    fn set(&self, dimension: usize, column: usize) -> usize {
        let value = self.value(dimension, column);
        let sets = self.sets.get(dimension).into_iter().flatten();
        let mut sets = sets.enumerate();
        let found = sets.find(|(_, set)| set.contains(&value));
        found.map_or(0, |(place, _)| place)
    }

    /// The cell of a split in which a column stands.
    pub fn cell(&self, by: Dimension, column: usize) -> (usize, usize) {
        match by {
            Dimension::First => (self.set(0, column), 0),
            Dimension::Second => (0, self.set(1, column)),
            Dimension::Both => (self.set(0, column), self.set(1, column)),
        }
    }

    /// What is tried, what shows most first.
    pub(super) fn to_try(&self) -> Vec<Dimension> {
        let has = |dimension: usize| self.sets.get(dimension).is_some_and(|sets| sets.len() > 1);
        let mut all = Vec::new();
        if has(0) && has(1) {
            all.push(Dimension::Both);
        }
        if has(0) {
            all.push(Dimension::First);
        }
        if has(1) {
            all.push(Dimension::Second);
        }
        all
    }
}

/// The values of a dimension taken together until each set has enough of all respondents: the smallest with the next
/// smallest. One set alone says nothing.
pub fn value_sets(counts: &[u64], minimum: u64) -> Vec<BTreeSet<usize>> {
    let mut sets: Vec<(u64, BTreeSet<usize>)> = counts
        .iter()
        .enumerate()
        .map(|(value, count)| (*count, BTreeSet::from([value])))
        .collect();
    let few = |set: &(u64, BTreeSet<usize>)| set.0 < minimum;
    // Values that nobody gave go with the next as well: that nobody gave them is told of the set.
    while sets.len() > 1 && sets.iter().any(few) {
        sets.sort_by_key(|(count, values)| (std::cmp::Reverse(*count), values.clone()));
        let Some((count, values)) = sets.pop() else {
            break;
        };
        if let Some(next) = sets.last_mut() {
            next.0 += count;
            next.1.extend(values);
        }
    }
    sets.sort_by(|one, other| one.1.cmp(&other.1));
    sets.into_iter().map(|(_, values)| values).collect()
}

/// The nodes at which a split can be shown.
pub(super) fn solve(
    tree: &Tree,
    shown: &Shown,
    (dimensions, by): (&Dimensions, Dimension),
    counts: &Counts,
    minimum: u64,
) -> Vec<usize> {
    let split = Split {
        tree,
        shown,
        cells: (0..counts.columns())
            .map(|column| dimensions.cell(by, column))
            .collect(),
        counts,
        minimum,
        under: tree.under(),
    };
    if !split.enough(split.under.first().map_or(&[], Vec::as_slice)) {
        return Vec::new();
    }
    let mut banned = BTreeSet::new();
    loop {
        let owners = split.owners(&banned);
        match split.failing(&owners) {
            None => return split.nodes(&owners),
            Some(0) => return Vec::new(),
            Some(owner) => banned.insert(owner),
        };
    }
}

/// The place of a cell: the sets of values of the first and of the second dimension.
type Place = (usize, usize);

/// How many respondents of some leaves stand in each cell.
type CellCounts = BTreeMap<Place, u64>;

/// How many stand in a part of the tree and a cell.
type Edges = BTreeMap<(usize, Place), u64>;

struct Split<'a> {
    tree: &'a Tree,
    shown: &'a Shown,
    /// The cell of each column.
    cells: Vec<(usize, usize)>,
    counts: &'a Counts,
    minimum: u64,
    under: Vec<Vec<usize>>,
}

impl Split<'_> {
    fn of_leaves<'l>(&self, leaves: impl Iterator<Item = &'l usize>) -> CellCounts {
        let mut found = CellCounts::new();
        for leaf in leaves {
            for (column, cell) in self.cells.iter().enumerate() {
                *found.entry(*cell).or_default() += self.counts.at(*leaf, column);
            }
        }
        found
    }

    /// Each cell of these leaves has enough, or nobody.
    fn enough(&self, leaves: &[usize]) -> bool {
        let cells = self.of_leaves(leaves.iter());
        cells
            .values()
            .all(|count| *count == 0 || *count >= self.minimum)
    }

    fn leaves(&self, node: usize) -> &[usize] {
        self.under.get(node).map_or(&[], Vec::as_slice)
    }

    /// For each leaf the node whose cells it stands in: the second partition.
    fn owners(&self, banned: &BTreeSet<usize>) -> Vec<usize> {
        let mut owners = vec![0; self.tree.leaves()];
        let mut next = vec![0];
        while let Some(node) = next.pop() {
            for leaf in self.leaves(node) {
                if let Some(owner) = owners.get_mut(*leaf) {
                    *owner = node;
                }
            }
            let children = self.tree.children(node).iter().copied();
            let mut finer: Vec<usize> = children
                .filter(|child| self.shown.shows(*child) && !banned.contains(child))
                .filter(|child| self.enough(self.leaves(*child)))
                .collect();
            let crowd = |node: &usize| -> u64 {
                let leaves = self.leaves(*node).iter();
                leaves.map(|leaf| self.counts.leaf(*leaf)).sum()
            };
            finer.sort_by_key(|child| (std::cmp::Reverse(crowd(child)), *child));
            loop {
                let within = |leaf: &usize| {
                    let mut finer = finer.iter();
                    finer.any(|child| self.tree.leaf_is_under(*leaf, *child))
                };
                let rest: Vec<usize> = self
                    .leaves(node)
                    .iter()
                    .copied()
                    .filter(|leaf| !within(leaf))
                    .collect();
                if self.enough(&rest) || finer.pop().is_none() {
                    break;
                }
            }
            next.extend(finer);
        }
        owners
    }

    /// The node of a piece of the graph in which somebody could be singled out.
    fn failing(&self, owners: &[usize]) -> Option<usize> {
        // Parts of the tree are vertices of one side, cells of owners those of the other.
        let mut pieces: BTreeMap<usize, Edges> = BTreeMap::new();
        for (place, part) in self.shown.parts.iter().enumerate() {
            for leaf in part {
                let owner = owners.get(*leaf).copied().unwrap_or_default();
                for (cell, count) in self.of_leaves(std::iter::once(leaf)) {
                    if count > 0 {
                        let edges = pieces.entry(owner).or_default();
                        *edges.entry((place, cell)).or_default() += count;
                    }
                }
            }
        }
        let fails = |edges: &Edges| {
            let mut numbers: BTreeMap<(bool, usize, Place), usize> = BTreeMap::new();
            let mut graph = Vec::with_capacity(edges.len());
            for ((part, cell), weight) in edges {
                let mut number = |key| {
                    let next = numbers.len();
                    *numbers.entry(key).or_insert(next)
                };
                let ends = (number((false, *part, (0, 0))), number((true, 0, *cell)));
                graph.push((ends.0, ends.1, *weight));
            }
            !lightest_is_at_least(numbers.len(), &graph, self.minimum)
        };
        let failing = pieces.iter().filter(|(_, edges)| fails(edges));
        // The deepest first: what is finest is given up first.
        failing.map(|(owner, _)| *owner).max()
    }

    /// The nodes at which cells are shown: the owners, and all above them.
    fn nodes(&self, owners: &[usize]) -> Vec<usize> {
        let mut nodes = BTreeSet::from([0]);
        for owner in owners {
            let mut at = *owner;
            while at != 0 && nodes.insert(at) {
                at = self.tree.parent(at);
            }
        }
        nodes.into_iter().collect()
    }
}
