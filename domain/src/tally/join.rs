//! Small groups are joined until none is left that would show single people, also not by taking what is
//! shown of the others from the whole.

use std::collections::BTreeSet;

use super::FEWEST;

/// Who answered: a number, or the people themselves where one can stand in several groups.
pub trait Crowd {
    /// How many they are.
    fn size(&self) -> usize;
    /// These and others together.
    fn join(&mut self, others: Self);
}

impl Crowd for usize {
    fn size(&self) -> usize {
        *self
    }
    fn join(&mut self, others: Self) {
        *self += others;
    }
}

impl<P: Ord> Crowd for BTreeSet<P> {
    fn size(&self) -> usize {
        self.len()
    }
    fn join(&mut self, others: Self) {
        self.extend(others);
    }
}

/// Groups that are shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<G, C> {
    /// The groups.
    pub groups: BTreeSet<G>,
    /// Who answered in them.
    pub crowd: C,
}

/// Parts that are large enough, and what is left where all together are fewer.
pub type Joined<G, C> = (Vec<Part<G, C>>, Option<Part<G, C>>);

/// Joins groups until every part has at least [`FEWEST`] people: the smallest with the next smallest, again
/// and again. What is left where all together are fewer stands apart.
///
/// Each group is in one part, so that whatever is added up and taken from the whole leaves whole parts.
pub fn parts<G: Ord, C: Crowd>(groups: impl IntoIterator<Item = (BTreeSet<G>, C)>) -> Joined<G, C> {
    let part = |(groups, crowd)| Part { groups, crowd };
    let mut parts: Vec<Part<G, C>> = groups.into_iter().map(part).collect();
    loop {
        // Largest first, so that the two smallest stand at the end.
        parts.sort_by(|a, b| (b.crowd.size(), &a.groups).cmp(&(a.crowd.size(), &b.groups)));
        if parts.last().is_none_or(|part| part.crowd.size() >= FEWEST) {
            break;
        }
        let Some(smallest) = parts.pop() else { break };
        let Some(next) = parts.last_mut() else {
            return (Vec::new(), Some(smallest));
        };
        next.groups.extend(smallest.groups);
        next.crowd.join(smallest.crowd);
    }
    parts.sort_by(|a, b| a.groups.cmp(&b.groups));
    (parts, None)
}

/// The [`parts`] of these groups; nothing when one part alone would be left, as it would say what the whole
/// says.
pub fn join<G: Ord, C: Crowd>(groups: impl IntoIterator<Item = (G, C)>) -> Vec<Part<G, C>> {
    let alone = |(group, crowd)| (BTreeSet::from([group]), crowd);
    let (parts, _) = parts(groups.into_iter().map(alone));
    match parts.len() {
        0 | 1 => Vec::new(),
        _ => parts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group(people: std::ops::Range<u32>) -> BTreeSet<u32> {
        people.collect()
    }

    fn joined(sizes: &[usize]) -> Vec<Vec<usize>> {
        join(sizes.iter().copied().enumerate())
            .into_iter()
            .map(|part| part.groups.into_iter().collect())
            .collect()
    }

    #[test]
    fn the_small_are_joined_with_the_next_smallest() {
        assert_eq!(joined(&[7, 5, 9]), [vec![0], vec![1], vec![2]]);
        // Two alone would show what the other two did: 2 goes with 6, the smallest of the rest.
        assert_eq!(joined(&[6, 8, 2]), [vec![0, 2], vec![1]]);
        assert_eq!(joined(&[4, 3, 12]), [vec![0, 1], vec![2]]);
        assert_eq!(joined(&[1, 1, 1, 1, 1, 20]), [vec![0, 1, 2, 3, 4], vec![5]]);
    }

    #[test]
    fn one_part_is_the_whole_and_is_not_shown() {
        assert_eq!(joined(&[]), [] as [Vec<usize>; 0]);
        assert_eq!(joined(&[3]), [] as [Vec<usize>; 0]);
        assert_eq!(joined(&[30]), [] as [Vec<usize>; 0]);
        assert_eq!(joined(&[4, 4]), [] as [Vec<usize>; 0]);
        assert_eq!(joined(&[6, 4]), [] as [Vec<usize>; 0]);
    }

    #[test]
    fn who_is_in_two_groups_counts_once() {
        let groups = vec![(1, group(0..3)), (2, group(1..4)), (3, group(10..20))];
        // 1 and 2 have four people together: too few, and so all are one.
        assert_eq!(join(groups), []);
    }

    proptest! {
        #[test]
        fn no_part_below_five_can_be_derived(
            sizes in proptest::collection::vec(0_usize..15, 0..9),
        ) {
            let all: BTreeSet<usize> = (0..sizes.len()).collect();
            let parts = join(sizes.iter().copied().enumerate());
            let shown: Vec<usize> = parts.iter().flat_map(|part| part.groups.iter().copied()).collect();
            prop_assert!(parts.is_empty() || shown.iter().copied().collect::<BTreeSet<_>>() == all);
            prop_assert_eq!(shown.len(), if parts.is_empty() { 0 } else { all.len() });
            // Whatever is added up and taken from the whole is nothing, or of five at least.
            for chosen in 0_u32..1 << parts.len() {
                let taken: usize = parts.iter().enumerate()
                    .filter(|(at, _)| chosen & (1 << at) != 0)
                    .map(|(_, part)| part.crowd).sum();
                let left = sizes.iter().sum::<usize>() - taken;
                if !parts.is_empty() {
                    prop_assert!(taken == 0 || taken >= FEWEST, "{taken}");
                    prop_assert!(left == 0 || left >= FEWEST, "{left}");
                }
            }
        }
    }
}
