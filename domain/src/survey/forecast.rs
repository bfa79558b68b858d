//! What will stay hidden, before a survey begins: of a group that has too few people nothing can be shown however many
//! of them answer, and it is better known beforehand.

use super::campaign::GroupTree;
use super::suppression::{Counts, Dimensions, Tree, Visibility, solve};

/// A group as it is expected to come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Its key; empty for all together.
    pub key: String,
    /// How many could answer.
    pub population: u64,
    /// Whether it is shown when all answer.
    pub at_best: Visibility,
    /// Whether it is shown when as many answer as expected.
    pub expected: Visibility,
    /// Whether it would be shown when as many answer as expected in two windows, taken together.
    pub over_two_windows: Visibility,
}

/// What is to be expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Every group; all together first.
    pub groups: Vec<Expected>,
    /// Keys of neighbouring groups that are each hidden, and would be shown if they were declared as one.
    pub pools: Vec<Vec<String>>,
}

/// What is to be expected where so many of a hundred answer.
pub fn forecast(groups: &GroupTree, minimum: u32, percent: u32) -> Forecast {
    let tree = Tree::of(groups);
    let minimum = u64::from(minimum);
    let shown = |of: &dyn Fn(u64) -> u64| {
        let mut counts = Counts::new(tree.leaves(), 1);
        for (place, leaf) in groups.leaves().enumerate() {
            let counted = counts.add(place, 0, of(groups.population(&leaf.key)));
            debug_assert!(counted, "the leaves of a tree are those of its groups");
        }
        solve(&tree, &Dimensions::default(), &counts, minimum)
    };
    let answering = |population: u64| population * u64::from(percent) / 100;
    let (best, expected) = (shown(&|all| all), shown(&answering));
    let twice = shown(&|all| 2 * answering(all));
    let of =
        |nodes: &[Visibility], node: usize| nodes.get(node).copied().unwrap_or(Visibility::TooFew);
    let each = (0..tree.nodes()).map(|node| Expected {
        key: tree.key(node).to_owned(),
        population: match node {
            0 => groups.whole_population(),
            _ => groups.population(tree.key(node)),
        },
        at_best: of(&best.nodes, node),
        expected: of(&expected.nodes, node),
        over_two_windows: of(&twice.nodes, node),
    });
    let leaves: Vec<&str> = groups.leaves().map(|leaf| leaf.key.as_str()).collect();
    // What is hidden together is enough together; neighbours are parts of one group.
    let neighbours = |part: &Vec<usize>| -> Option<Vec<String>> {
        let keys: Vec<&str> = part
            .iter()
            .filter_map(|leaf| leaves.get(*leaf))
            .copied()
            .collect();
        let parent = |key: &str| groups.group(key).and_then(|group| group.parent_key.clone());
        let first = parent(keys.first()?)?;
        let together = keys.len() > 1
            && keys
                .iter()
                .all(|key| parent(key).as_deref() == Some(&first));
        // All parts of a group as one are that group, which is shown already.
        let some = keys.len() < groups.parts(&first).len();
        (together && some).then(|| keys.into_iter().map(str::to_owned).collect())
    };
    Forecast {
        groups: each.collect(),
        pools: expected.parts.iter().filter_map(neighbours).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::id::UnitId;
    use crate::survey::campaign::{CampaignGroup, CampaignGroupKind};

    fn groups(classes: &[u32]) -> GroupTree {
        let group = |key: &str, parent: Option<&str>, population| CampaignGroup {
            key: key.to_owned(),
            parent_key: parent.map(str::to_owned),
            title: key.to_owned(),
            kind: match parent {
                None => CampaignGroupKind::Unit,
                Some(_) => CampaignGroupKind::Class,
            },
            unit_id: parent.is_none().then(|| UnitId(uuid::Uuid::nil())),
            group_id: None,
            teacher_ids: Vec::new(),
            population,
        };
        let mut all = vec![group("school", None, None)];
        for (number, population) in classes.iter().enumerate() {
            all.push(group(
                &format!("klas-{number}"),
                Some("school"),
                Some(*population),
            ));
        }
        GroupTree::built(&all)
    }

    fn expected(forecast: &Forecast, key: &str) -> (Visibility, Visibility, Visibility) {
        let found = forecast
            .groups
            .iter()
            .find(|group| group.key == key)
            .unwrap();
        (found.at_best, found.expected, found.over_two_windows)
    }

    #[test]
    fn small_classes_are_known_beforehand_and_can_be_taken_together() {
        use Visibility::{Protects, Shown, TooFew};
        let forecast = forecast(&groups(&[24, 6, 3, 22]), 5, 50);
        assert_eq!(expected(&forecast, "school"), (Shown, Shown, Shown));
        assert_eq!(expected(&forecast, "klas-0"), (Shown, Shown, Shown));
        // Of six, three answer: too few, and enough in two years.
        assert_eq!(expected(&forecast, "klas-1"), (Protects, TooFew, Protects));
        assert_eq!(expected(&forecast, "klas-2"), (TooFew, TooFew, TooFew));
        // Three and one are four: the next smallest goes along.
        assert_eq!(expected(&forecast, "klas-3"), (Shown, Protects, Shown));
        assert_eq!(forecast.pools, [["klas-1", "klas-2", "klas-3"]]);
    }

    #[test]
    fn a_school_of_few_shows_nothing_in_one_year() {
        use Visibility::{Shown, TooFew};
        let forecast = forecast(&groups(&[4, 4]), 5, 50);
        assert_eq!(expected(&forecast, "school"), (Shown, TooFew, Shown));
        assert_eq!(expected(&forecast, ""), (Shown, TooFew, Shown));
        assert!(forecast.pools.is_empty());
    }
}
