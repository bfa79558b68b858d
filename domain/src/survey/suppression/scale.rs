//! Scales, which are told of the same respondents as the questions in their mean.
//!
//! The score of a respondent on a scale is the mean of what they answered of it. Where everybody answered all its
//! questions, the mean of the scale is that of the means of its questions, and it tells nothing that they do not. Where
//! somebody skipped one, that is a *gap*, and it tells more: of two questions, twice the sum of the scores less both
//! sums of answers is the sum of what those gave who answered one of them only. To score only those who answered all
//! would not help: what the questions have more is what the others gave.
//!
//! **One scale.** What can be reckoned is, for each respondent and question, a factor: that of the scale divided by how
//! many of its questions they answered, and that of the question, which is the same for all of a part. If it is to be
//! nothing for those who answered all, the factors of the questions are fixed by that of the scale, and it is something
//! for everybody with a gap. If it is something for one of those, it is for all of a part who answered all. So each
//! part on which the scale's factor is not nothing gives either all its gaps or at least all its whole answers, and
//! somebody is singled out only where the gaps are too few. Therefore the groups at which the scale is shown are
//! solved like groups themselves, with the gaps for respondents; nobody is enough here as well. This asks that in each
//! part with gaps at least the minimum answered all. Gaps of a part in which fewer did count for nothing, and stand in
//! the way where there are no others.
//!
//! **Scales with questions in common.** The factors of two scales can cancel out for some of the gaps. So scales with
//! gaps that share questions are solved together, and those who answered the same of all their questions must be nobody
//! or enough.
//!
//! **Split.** In the cells of a split a scale is told where there are no gaps. Beside questions that are split, the
//! factor of a question can change from cell to cell; therefore what those show who answered all must be shown by
//! themselves as well, and who has a gap must have somebody who answered all in the same cell of their part.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::scale_group::Group;
use super::{Dimensions, Shown, Tree, Visibility};

/// Where a scale is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScaleShown {
    /// For each node of the tree whether it is shown there, and why not; the whole first.
    pub nodes: Vec<Visibility>,
    /// The nodes at which it is shown in the cells of the split.
    pub split: Vec<usize>,
}

/// Which questions somebody answered: bit *n* for the question at place *n*. There are never as many as bits.
pub type Answered = u128;

/// The bits of questions.
pub fn bits(questions: impl IntoIterator<Item = usize>) -> Answered {
    let bit = |place: usize| {
        u32::try_from(place)
            .ok()
            .and_then(|n| 1_u128.checked_shl(n))
    };
    let bits = questions.into_iter().filter_map(bit);
    bits.fold(0, |all, bit| all | bit)
}

/// What was solved before scales.
pub struct Solved<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// The dimensions.
    pub dimensions: &'a Dimensions,
    /// What is shown of all.
    pub shown: &'a Shown,
    /// What is shown of each question by its place, where that is less.
    pub narrower: &'a BTreeMap<usize, Shown>,
    /// Of fewer nothing is shown.
    pub minimum: u64,
}

/// How many respondents of a leaf and a column answered the same questions.
pub type Respondents = BTreeMap<(usize, usize, Answered), u64>;

impl Solved<'_> {
    pub(super) fn of_question(&self, question: usize) -> &Shown {
        self.narrower.get(&question).unwrap_or(self.shown)
    }

    /// Solves where scales are shown. Of each the places of the questions in its mean are given.
    pub fn scales(&self, items: &[Vec<usize>], respondents: &Respondents) -> Vec<ScaleShown> {
        let under = self.tree.under();
        let scales: Vec<Scale<'_>> = items
            .iter()
            .map(|items| Scale::of(items, respondents))
            .collect();
        // The nodes at which gaps are enough, for each scale that has any.
        let mut enough: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for group in together(&scales) {
            let nodes = Group::of(self, &scales, &group, respondents).solve(&under);
            enough.extend(group.into_iter().map(|scale| (scale, nodes.clone())));
        }
        let shown = |(place, scale): (usize, &Scale<'_>)| {
            let without = |node: usize| {
                let leaves = under.get(node).into_iter().flatten();
                !leaves.into_iter().any(|leaf| scale.gaps.contains(leaf))
            };
            let enough = |node: usize| enough.get(&place).is_some_and(|at| at.contains(&node));
            let seen = |node: usize| match self.of_items(scale, node) {
                Visibility::Shown if without(node) || enough(node) => Visibility::Shown,
                Visibility::Shown => Visibility::Protects,
                hidden => hidden,
            };
            let nodes: Vec<Visibility> = (0..self.tree.nodes()).map(seen).collect();
            let split = |node: &usize| {
                let mut items = scale.items.iter();
                let all = items.all(|item| self.of_question(*item).splits(*node));
                all && without(*node) && nodes.get(*node) == Some(&Visibility::Shown)
            };
            ScaleShown {
                split: self.shown.split.iter().copied().filter(split).collect(),
                nodes,
            }
        };
        scales.iter().enumerate().map(shown).collect()
    }

    /// Whether all questions of a scale are shown at a node, and why not.
    pub(super) fn of_items(&self, scale: &Scale<'_>, node: usize) -> Visibility {
        let questions = scale.items.iter().map(|item| self.of_question(*item));
        let each = std::iter::once(self.shown).chain(questions);
        let each = each.map(|shown| shown.nodes.get(node).copied());
        let mut hidden = each.filter(|seen| *seen != Some(Visibility::Shown));
        match hidden.next() {
            None => Visibility::Shown,
            Some(hidden) => hidden.unwrap_or(Visibility::TooFew),
        }
    }
}

/// A scale with what is missing of it.
pub(super) struct Scale<'a> {
    /// The places of its questions.
    pub(super) items: &'a [usize],
    /// Their bits.
    pub(super) bits: Answered,
    /// The leaves in which somebody has a gap.
    gaps: BTreeSet<usize>,
}

impl<'a> Scale<'a> {
    fn of(items: &'a [usize], respondents: &Respondents) -> Self {
        let mut scale = Self {
            items,
            bits: bits(items.iter().copied()),
            gaps: BTreeSet::new(),
        };
        let all = respondents.iter().filter(|(_, many)| **many > 0);
        let with = all.filter(|((.., answered), _)| scale.gap(*answered));
        scale.gaps = with.map(|((leaf, ..), _)| *leaf).collect();
        scale
    }

    /// Some were answered, and not all.
    pub(super) fn gap(&self, answered: Answered) -> bool {
        let of_it = answered & self.bits;
        of_it != 0 && of_it != self.bits
    }
}

/// The scales with gaps, those together that have questions in common.
fn together(scales: &[Scale<'_>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Answered, Vec<usize>)> = Vec::new();
    let with = scales
        .iter()
        .enumerate()
        .filter(|(_, scale)| !scale.gaps.is_empty());
    for (place, scale) in with {
        let mut own = (scale.bits, vec![place]);
        groups.retain(|(bits, places)| {
            let apart = bits & own.0 == 0;
            if !apart {
                own.0 |= bits;
                own.1.extend(places);
            }
            apart
        });
        groups.push(own);
    }
    groups.into_iter().map(|(_, places)| places).collect()
}
