//! The tree of groups, and which of them are shown.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::Counts;
use crate::survey::campaign::GroupTree;

/// Whether a group is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Visibility {
    /// It is shown.
    Shown,
    /// It has too few respondents itself, or what it is a part of is not shown.
    TooFew,
    /// It has enough, and another that has too few would follow if it were shown.
    Protects,
}

/// A tree: the whole first, and each node behind the one above it. Respondents stand in leaves alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    keys: Vec<String>,
    parents: Vec<usize>,
    children: Vec<Vec<usize>>,
    /// The nodes of the leaves, in the order of the keys.
    leaves: Vec<usize>,
}

impl Tree {
    /// That of the declared groups; the whole has no key.
    pub fn of(groups: &GroupTree) -> Self {
        let mut tree = Self {
            keys: vec![String::new()],
            parents: vec![0],
            children: vec![Vec::new()],
            leaves: Vec::new(),
        };
        let mut next: Vec<(usize, String)> = Vec::new();
        next.extend(groups.tops().iter().rev().map(|top| (0, top.clone())));
        let mut seen = BTreeSet::new();
        while let Some((above, key)) = next.pop() {
            // Groups that were not looked through could lead back to where this was before.
            if !seen.insert(key.clone()) {
                continue;
            }
            let node = tree.keys.len();
            let parts = groups.parts(&key).iter().rev();
            next.extend(parts.map(|part| (node, part.clone())));
            tree.keys.push(key);
            tree.parents.push(above);
            tree.children.push(Vec::new());
            if let Some(children) = tree.children.get_mut(above) {
                children.push(node);
            }
        }
        let place: BTreeMap<&str, usize> = tree
            .keys
            .iter()
            .enumerate()
            .map(|(node, key)| (key.as_str(), node))
            .collect();
        let leaves = groups
            .leaves()
            .filter_map(|leaf| place.get(leaf.key.as_str()));
        tree.leaves = leaves.copied().collect();
        tree
    }

    /// A tree from the node above each node but the first; for tests of the engine.
    #[cfg(test)]
    #[expect(clippy::indexing_slicing, reason = "tests")]
    pub(super) fn from_parents(parents: &[usize]) -> Self {
        let mut children = vec![Vec::new(); parents.len() + 1];
        for (node, above) in (1..).zip(parents) {
            children[*above].push(node);
        }
        let leaves = (0..children.len()).filter(|node| children[*node].is_empty());
        Self {
            keys: (0..=parents.len()).map(|node| node.to_string()).collect(),
            parents: std::iter::once(0).chain(parents.iter().copied()).collect(),
            leaves: leaves.collect(),
            children,
        }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.keys.len()
    }

    /// How many leaves there are.
    pub fn leaves(&self) -> usize {
        self.leaves.len()
    }

    /// The key of a node; empty for the whole.
    pub fn key(&self, node: usize) -> &str {
        self.keys.get(node).map_or("", String::as_str)
    }

    /// The node with a key.
    pub fn node(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|known| known == key)
    }

    /// The node above one; the whole is above itself.
    pub fn parent(&self, node: usize) -> usize {
        self.parents.get(node).copied().unwrap_or_default()
    }

    /// Whether a node is another, or lies under it.
    pub fn is_under(&self, node: usize, other: usize) -> bool {
        let mut at = node;
        while at != other && at != 0 {
            at = self.parent(at);
        }
        at == other
    }

    pub(super) fn children(&self, node: usize) -> &[usize] {
        self.children.get(node).map_or(&[], Vec::as_slice)
    }

    /// Whether a leaf lies under a node, or is it.
    pub fn leaf_is_under(&self, leaf: usize, node: usize) -> bool {
        let leaf = self.leaves.get(leaf).copied().unwrap_or_default();
        self.is_under(leaf, node)
    }

    /// The leaves under each node, by their places.
    pub(super) fn under(&self) -> Vec<Vec<usize>> {
        let mut under = vec![Vec::new(); self.nodes()];
        for (place, leaf) in self.leaves.iter().enumerate() {
            let mut at = *leaf;
            loop {
                if let Some(leaves) = under.get_mut(at) {
                    leaves.push(place);
                }
                if at == 0 {
                    break;
                }
                at = self.parent(at);
            }
        }
        under
    }
}

/// Which nodes are shown, and the parts.
pub(super) fn solve(
    tree: &Tree,
    counts: &Counts,
    minimum: u64,
) -> (Vec<Visibility>, Vec<Vec<usize>>) {
    let under = tree.under();
    let crowd = |node: usize| -> u64 {
        let leaves = under.get(node).into_iter().flatten();
        leaves.map(|leaf| counts.people(*leaf)).sum()
    };
    let mut shown = vec![Visibility::TooFew; tree.nodes()];
    let mut parts = Vec::new();
    if crowd(0) < minimum {
        return (shown, parts);
    }
    let mut next = vec![0];
    while let Some(node) = next.pop() {
        if let Some(seen) = shown.get_mut(node) {
            *seen = Visibility::Shown;
        }
        let leaves_of = |node: &usize| under.get(*node).cloned().unwrap_or_default();
        if tree.children(node).is_empty() {
            parts.push(leaves_of(&node));
            continue;
        }
        let (rest, kept) = apart(tree.children(node), crowd, minimum);
        for hidden in &rest {
            let seen = shown.get_mut(*hidden);
            if let Some(seen) = seen.filter(|_| crowd(*hidden) >= minimum) {
                *seen = Visibility::Protects;
            }
        }
        let rest: Vec<usize> = rest.iter().flat_map(leaves_of).collect();
        // Where nobody is left some child is kept, for this node has enough: all of it is in those.
        if rest.iter().any(|leaf| counts.leaf(*leaf) > 0) {
            parts.push(rest);
        }
        next.extend(kept.into_iter().rev());
    }
    for part in &mut parts {
        part.sort_unstable();
    }
    parts.sort_unstable();
    (shown, parts)
}

/// The children that are shown with the others apart: those that are too few, and the smallest of the others until
/// together they are enough.
fn apart(
    children: &[usize],
    crowd: impl Fn(usize) -> u64,
    minimum: u64,
) -> (Vec<usize>, Vec<usize>) {
    let (mut kept, mut rest): (Vec<usize>, Vec<usize>) =
        children.iter().partition(|child| crowd(**child) >= minimum);
    // Largest first, so that the smallest stands at the end.
    kept.sort_by_key(|child| (std::cmp::Reverse(crowd(*child)), *child));
    let mut hidden: u64 = rest.iter().map(|child| crowd(*child)).sum();
    while hidden > 0 && hidden < minimum {
        let Some(smallest) = kept.pop() else { break };
        hidden += crowd(smallest);
        rest.push(smallest);
    }
    kept.sort_unstable();
    (rest, kept)
}
