//! Where a standard of an earlier edition is found in a later one: through every mapping in between.

use std::collections::BTreeMap;

use super::library::Library;
use super::mapping::{Relation, carry};
use super::requirement::{EditionRef, RequirementRef};

/// Where a requirement leads in another edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The code there.
    pub code: String,
    /// How the two relate: that of the first mapping on the way which is not one to one.
    pub relation: Relation,
}

impl Lead {
    /// What is said of the one can be read as said of the other.
    pub const fn one_to_one(&self) -> bool {
        is_one_to_one(self.relation)
    }
}

const fn is_one_to_one(relation: Relation) -> bool {
    match relation {
        Relation::Same | Relation::Renamed => true,
        Relation::Split
        | Relation::Merged
        | Relation::Regrouped
        | Relation::Dropped
        | Relation::Added
        | Relation::Partial => false,
    }
}

impl Library {
    /// Where a requirement is found in an edition of the same framework and sector, by the code there:
    /// itself in its own edition, nothing when no row of mappings leads there. Where several ways lead to one
    /// code, one that is one to one goes before the others.
    pub fn leads(&self, requirement: &RequirementRef, to: &EditionRef) -> Vec<Lead> {
        let RequirementRef::Shipped { edition, code } = requirement else {
            return Vec::new();
        };
        if (&edition.framework, &edition.sector) != (&to.framework, &to.sector) {
            return Vec::new();
        }
        let mut here = BTreeMap::from([(code.clone(), Relation::Same)]);
        let mut at = edition.clone();
        // Editions of one framework and sector stand in a row: no way is longer than there are mappings.
        for _ in 0..=self.mappings().count() {
            if at == *to {
                return here
                    .into_iter()
                    .map(|(code, relation)| Lead { code, relation })
                    .collect();
            }
            let mut onward = self.mappings().filter(|mapping| {
                mapping.from == at
                    && (&mapping.to.framework, &mapping.to.sector) == (&to.framework, &to.sector)
            });
            let Some(mapping) = onward.next() else {
                return Vec::new();
            };
            let mut there: BTreeMap<String, Relation> = BTreeMap::new();
            for (code, so_far) in &here {
                for carried in carry(mapping, code) {
                    let relation = together(*so_far, carried.relation);
                    for target in carried.targets {
                        let known = there.entry(target.clone()).or_insert(relation);
                        if is_one_to_one(relation) && !is_one_to_one(*known) {
                            *known = relation;
                        }
                    }
                }
            }
            here = there;
            at = mapping.to.clone();
        }
        Vec::new()
    }
}

/// The relation over two mappings.
const fn together(first: Relation, then: Relation) -> Relation {
    match (first, then) {
        (Relation::Same, then) => then,
        (Relation::Renamed, Relation::Same) => Relation::Renamed,
        (Relation::Renamed, then) => then,
        (first, _) => first,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::framework::tests::seeds::shipped;
    use proptest::prelude::*;

    fn leads(from: &str, to: &str) -> Vec<(String, Relation)> {
        let leads = shipped().leads(&from.parse().unwrap(), &to.parse().unwrap());
        leads
            .into_iter()
            .map(|lead| (lead.code, lead.relation))
            .collect()
    }

    #[test]
    fn a_standard_is_followed_over_every_edition_in_between() {
        let po = "inspectorate/2025/po";
        let one = |code: &str, relation| vec![(code.to_owned(), relation)];
        assert_eq!(
            leads("inspectorate/2025/po/OP2", po),
            one("OP2", Relation::Same)
        );
        assert_eq!(
            leads("inspectorate/2021/po/OP2", po),
            one("OP2", Relation::Same)
        );
        assert_eq!(
            leads("inspectorate/2017/po/SK1", po),
            one("VS1", Relation::Renamed)
        );
        assert_eq!(
            leads("inspectorate/2017/po/OP2", po),
            one("OP2", Relation::Merged)
        );
        assert_eq!(leads("inspectorate/2017/po/OR3", po), []);
        // A part of what was OP1 is now OP0.
        assert_eq!(
            leads("inspectorate/2021/po/OP1", po),
            [
                ("OP0".to_owned(), Relation::Partial),
                ("OP1".to_owned(), Relation::Same)
            ]
        );
    }

    #[test]
    fn nothing_leads_back_or_across() {
        for (from, to) in [
            ("inspectorate/2025/po/OP2", "inspectorate/2021/po"),
            ("inspectorate/2021/po/OP2", "inspectorate/2025/vo"),
            ("akoki/1/all/C1", "inspectorate/2025/po"),
            (
                "own/0190c2f6-7d5a-7000-8000-000000000001",
                "inspectorate/2025/po",
            ),
        ] {
            assert_eq!(leads(from, to), [], "{from} {to}");
        }
    }

    proptest! {
        #[test]
        fn what_leads_somewhere_leads_to_a_standard_there(pick in 0_usize..10_000, target in 0_usize..10_000) {
            let library = shipped();
            let editions: Vec<_> = library.editions().collect();
            let from = editions[pick % editions.len()];
            let to = editions[target % editions.len()];
            let standards: Vec<_> = from.standards().collect();
            let node = standards[pick % standards.len()];
            let requirement = RequirementRef::Shipped {
                edition: from.edition.clone(),
                code: node.code.clone(),
            };
            for lead in library.leads(&requirement, &to.edition) {
                prop_assert!(to.standards().any(|one| one.code == lead.code));
            }
        }
    }
}
