//! What of a survey may be shown, so that nobody learns anything of fewer than the minimum: neither from a cell that
//! is shown, nor by adding and subtracting as many as they like. It is solved once, for all cells together.
//!
//! **Groups.** Respondents stand in the leaves of a declared tree. The leaves are taken together to *parts*, each of
//! which has at least the minimum, such that every group that is shown is a union of parts. Whatever is reckoned from
//! such groups is the same for all of a part, so what it singles out is one part at least.
//!
//! **Dimensions.** The answers to one question, or the crossing of two, split the respondents besides. The cells
//! shown are unions of a second partition, each part of which has at least the minimum or nobody. What can be
//! reckoned from both is a sum of a function of the first part, *a*, and of the second, *b*; somebody is singled out
//! when it is 1 for some and 0 for all others. Where parts meet, draw an edge as heavy as there are people in both.
//! Along the edges *a* and *b* change by whole numbers, so the sum falls apart into sums each of which is 1 on the
//! edges that leave some set of parts, and 0 on all others: a cut. If no cut of that graph is lighter than the minimum,
//! nothing follows of fewer people. That is looked at for each connected piece of the graph; what fails is shown
//! coarser.
//!
//! **Each question.** Not everybody answers everything, so it is solved again with the counts of those who answered
//! one question, and only what is shown by both is. Fewer cells than those that are safe are safe as well.
//!
//! **Scales.** Where questions that are taken together were not all answered, their scale tells more than they do; see
//! [`scale`].

mod cut;
mod dimension;
mod scale;
mod scale_group;
mod tree;

#[cfg(test)]
mod scale_tests;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use dimension::{Dimension, Dimensions, value_sets};
pub use scale::{Answered, Respondents, ScaleShown, Solved, bits};
pub use tree::{Tree, Visibility};

/// How many respondents stand where: for each leaf, in each column. The columns are the values of the dimensions,
/// crossed; one column where there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    columns: usize,
    counts: Vec<u64>,
    /// How many people stand in each leaf at most.
    places: Vec<u64>,
}

impl Counts {
    /// Nobody anywhere.
    pub fn new(leaves: usize, columns: usize) -> Self {
        Self {
            columns: columns.max(1),
            counts: vec![0; leaves * columns.max(1)],
            places: vec![u64::MAX; leaves],
        }
    }

    /// With so many people in each leaf at most. With a link or a class code somebody can answer more than once, and
    /// whoever hands them out can answer for others: the more answers, the fewer people there are to hide among.
    #[must_use]
    pub fn among(self, places: Vec<u64>) -> Self {
        Self { places, ..self }
    }

    /// How many people answered in a leaf: no more than there are.
    pub(super) fn people(&self, leaf: usize) -> u64 {
        let places = self.places.get(leaf).copied().unwrap_or(u64::MAX);
        self.leaf(leaf).min(places)
    }

    /// So many respondents more. False, and nobody counted, when there is no such leaf or column.
    #[must_use]
    pub fn add(&mut self, leaf: usize, column: usize, more: u64) -> bool {
        let at = leaf.checked_mul(self.columns);
        let at = at.filter(|_| column < self.columns);
        let at = at.and_then(|at| at.checked_add(column));
        let count = at.and_then(|at| self.counts.get_mut(at));
        count.map(|count| *count += more).is_some()
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// In one column of a leaf.
    pub fn at(&self, leaf: usize, column: usize) -> u64 {
        let at = leaf * self.columns + column;
        self.counts.get(at).copied().unwrap_or_default()
    }

    /// In a leaf.
    pub fn leaf(&self, leaf: usize) -> u64 {
        (0..self.columns).map(|column| self.at(leaf, column)).sum()
    }
}

/// What may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// For each node of the tree whether it is shown, and why not; the whole first.
    pub nodes: Vec<Visibility>,
    /// The parts: the places of their leaves. Empty where nothing is shown.
    pub parts: Vec<Vec<usize>>,
    /// The nodes at which the dimensions are shown.
    pub split: Vec<usize>,
    /// Which dimensions those are: the first, the second, or both with their crossing.
    pub by: Option<Dimension>,
}

impl Shown {
    /// Whether a node is shown.
    pub fn shows(&self, node: usize) -> bool {
        self.nodes.get(node) == Some(&Visibility::Shown)
    }

    /// Whether the dimensions are shown at a node.
    pub fn splits(&self, node: usize) -> bool {
        self.split.binary_search(&node).is_ok()
    }

    /// The parts of which a node consists, by their places.
    pub fn parts_of(&self, tree: &Tree, node: usize) -> Vec<u32> {
        let within = |part: &[usize]| {
            let mut leaves = part.iter();
            leaves.all(|leaf| tree.leaf_is_under(*leaf, node))
        };
        let parts = (0_u32..).zip(&self.parts);
        parts
            .filter(|(_, part)| within(part))
            .map(|(place, _)| place)
            .collect()
    }

    /// What is shown by both: of fewer people who answered one question, among all.
    #[must_use]
    pub fn and(&self, narrower: &Self) -> Self {
        let node = |(mine, theirs): (&Visibility, &Visibility)| match mine {
            Visibility::Shown => *theirs,
            hidden => *hidden,
        };
        let by = self.by.filter(|by| narrower.by == Some(*by));
        let split = self.split.iter().filter(|node| narrower.splits(**node));
        Self {
            nodes: self.nodes.iter().zip(&narrower.nodes).map(node).collect(),
            parts: self.parts.clone(),
            split: match by {
                Some(_) => split.copied().collect(),
                None => Vec::new(),
            },
            by,
        }
    }
}

/// Solves what may be shown of these respondents. Which values of the dimensions are taken together was said before,
/// for all questions alike (see [`value_sets`]).
pub fn solve(tree: &Tree, dimensions: &Dimensions, counts: &Counts, minimum: u64) -> Shown {
    let minimum = minimum.max(1);
    let (nodes, parts) = tree::solve(tree, counts, minimum);
    let mut shown = Shown {
        nodes,
        parts,
        split: Vec::new(),
        by: None,
    };
    if shown.parts.is_empty() {
        return shown;
    }
    for by in dimensions.to_try() {
        let split = dimension::solve(tree, &shown, (dimensions, by), counts, minimum);
        if !split.is_empty() {
            shown.split = split;
            shown.by = Some(by);
            break;
        }
    }
    shown
}
