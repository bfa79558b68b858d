//! Scales that have questions in common, solved together: the groups at which their gaps are enough (see
//! [`super::scale`]).

use std::collections::{BTreeMap, BTreeSet};

use super::scale::{Answered, Respondents, Scale, Solved};
use super::{Counts, Visibility, solve};

/// Who of a part has gaps.
#[derive(Default)]
struct Part {
    /// How many by what they answered.
    gaps: BTreeMap<Answered, u64>,
    /// Too few answered all beside them.
    bare: bool,
}

/// Scales that are solved together.
pub(super) struct Group<'a> {
    solved: &'a Solved<'a>,
    alone: bool,
    /// The nodes at which one of them can be shown.
    wanted: BTreeSet<usize>,
    parts: Vec<Part>,
    /// Nothing more is known of those who answered all than may be.
    sound: bool,
}

impl<'a> Group<'a> {
    /// What is known of these scales together.
    pub(super) fn of(
        solved: &'a Solved<'a>,
        scales: &[Scale<'_>],
        group: &[usize],
        respondents: &Respondents,
    ) -> Self {
        let scales: Vec<&Scale<'_>> = group.iter().filter_map(|at| scales.get(*at)).collect();
        let all = scales.iter().fold(0, |all, scale| all | scale.bits);
        let (leaves, columns) = (solved.tree.leaves(), solved.dimensions.columns());
        let (mut whole, mut gap) = (Counts::new(leaves, columns), Counts::new(leaves, columns));
        let mut of_leaf: BTreeMap<usize, BTreeMap<Answered, u64>> = BTreeMap::new();
        let mut sound = true;
        for ((leaf, column, answered), many) in respondents {
            let counted = if scales.iter().any(|scale| scale.gap(*answered)) {
                let alike = of_leaf.entry(*leaf).or_default();
                *alike.entry(answered & all).or_default() += many;
                gap.add(*leaf, *column, *many)
            } else if answered & all == all {
                whole.add(*leaf, *column, *many)
            } else {
                true
            };
            sound &= counted;
        }
        let items: BTreeSet<usize> = scales.iter().flat_map(|one| one.items).copied().collect();
        let is_split = items.iter().any(|item| {
            let shown = solved.of_question(*item);
            shown.by.is_some() && !shown.split.is_empty()
        });
        if is_split {
            sound &= holds(solved, &items, &whole);
        }
        let part = |leaves: &Vec<usize>| {
            let mut gaps: BTreeMap<Answered, u64> = BTreeMap::new();
            for (alike, many) in leaves.iter().filter_map(|leaf| of_leaf.get(leaf)).flatten() {
                *gaps.entry(*alike).or_default() += many;
            }
            let sum: u64 = leaves.iter().map(|leaf| whole.leaf(*leaf)).sum();
            let bare = sum < solved.minimum || (is_split && lonely(solved, leaves, &whole, &gap));
            Part {
                bare: bare && !gaps.is_empty(),
                gaps,
            }
        };
        let parts = solved.shown.parts.iter().map(part).collect();
        let seen = |node: &usize| {
            let mut scales = scales.iter();
            scales.any(|scale| solved.of_items(scale, *node) == Visibility::Shown)
        };
        Self {
            solved,
            alone: scales.len() == 1,
            wanted: (0..solved.tree.nodes()).filter(seen).collect(),
            parts,
            sound,
        }
    }

    /// The nodes at which the gaps are enough, wherever one looks from.
    pub(super) fn solve(&self, under: &[Vec<usize>]) -> BTreeSet<usize> {
        let mut shown = BTreeSet::new();
        let mut next = vec![0];
        while let Some(node) = next.pop().filter(|_| self.sound) {
            match self.wanted.contains(&node) && self.enough(&self.within(node, under)) {
                true => self.below(node, under, &mut shown),
                // Nothing is known of the whole of it, so what is below stands by itself.
                false => next.extend(self.solved.tree.children(node)),
            }
        }
        shown
    }

    /// A node that is shown, and those below it that can be as well.
    fn below(&self, top: usize, under: &[Vec<usize>], shown: &mut BTreeSet<usize>) {
        let mut next = vec![top];
        while let Some(node) = next.pop() {
            shown.insert(node);
            let children = self.solved.tree.children(node).iter().copied();
            let mut kept: Vec<(usize, BTreeSet<usize>)> = children
                .filter(|child| self.wanted.contains(child))
                .map(|child| (child, self.within(child, under)))
                .filter(|(_, parts)| self.enough(parts))
                .collect();
            // Those without gaps are of no help to others; of the rest the smallest stands at the end.
            kept.sort_by_key(|(child, parts)| match self.many(parts) {
                0 => (0, *child),
                gaps => (u64::MAX - gaps, *child),
            });
            loop {
                let mut rest = self.within(node, under);
                for (_, parts) in &kept {
                    rest.retain(|part| !parts.contains(part));
                }
                if self.enough(&rest) || kept.pop().is_none() {
                    break;
                }
            }
            next.extend(kept.into_iter().map(|(child, _)| child));
        }
    }

    /// The parts of a node.
    fn within(&self, node: usize, under: &[Vec<usize>]) -> BTreeSet<usize> {
        let leaves: BTreeSet<&usize> = under.get(node).into_iter().flatten().collect();
        let parts = self.solved.shown.parts.iter().enumerate();
        let within = parts.filter(|(_, part)| part.iter().all(|leaf| leaves.contains(leaf)));
        within.map(|(place, _)| place).collect()
    }

    fn parts<'p>(&'p self, places: &'p BTreeSet<usize>) -> impl Iterator<Item = &'p Part> {
        places.iter().filter_map(|place| self.parts.get(*place))
    }

    /// How many gaps count.
    fn many(&self, places: &BTreeSet<usize>) -> u64 {
        let parts = self.parts(places).filter(|part| !part.bare);
        parts.flat_map(|part| part.gaps.values()).sum()
    }

    /// The gaps in these parts are nobody's, or enough.
    fn enough(&self, places: &BTreeSet<usize>) -> bool {
        let bare = self.parts(places).any(|part| part.bare);
        let minimum = self.solved.minimum;
        if self.alone {
            let gaps = self.many(places);
            return gaps >= minimum || (gaps == 0 && !bare);
        }
        let mut alike: BTreeMap<Answered, u64> = BTreeMap::new();
        for (answered, many) in self.parts(places).flat_map(|part| &part.gaps) {
            *alike.entry(*answered).or_default() += many;
        }
        !bare && alike.values().all(|many| *many >= minimum)
    }
}

/// What those who answered all show by themselves is no less than what is shown of the questions.
fn holds(solved: &Solved<'_>, items: &BTreeSet<usize>, whole: &Counts) -> bool {
    let alone = solve(solved.tree, solved.dimensions, whole, solved.minimum);
    let nodes = (0..solved.tree.nodes()).all(|node| !solved.shown.shows(node) || alone.shows(node));
    let split = items.iter().all(|item| {
        let shown = solved.of_question(*item);
        let mut at = shown.split.iter();
        shown.by.is_none() || (shown.by == alone.by && at.all(|node| alone.splits(*node)))
    });
    nodes && split
}

/// Somebody with a gap stands in a cell of these leaves in which nobody answered all.
fn lonely(solved: &Solved<'_>, leaves: &[usize], whole: &Counts, gap: &Counts) -> bool {
    let Some(by) = solved.shown.by else {
        return false;
    };
    let mut cells: BTreeMap<(usize, usize), (u64, u64)> = BTreeMap::new();
    for leaf in leaves {
        for column in 0..whole.columns() {
            let cell = cells.entry(solved.dimensions.cell(by, column)).or_default();
            cell.0 += whole.at(*leaf, column);
            cell.1 += gap.at(*leaf, column);
        }
    }
    cells.values().any(|(whole, gap)| *gap > 0 && *whole == 0)
}
