//! Where a standard of an earlier edition is found in a later one: through every mapping in between.

use std::collections::BTreeMap;

use super::carrying::{Carrying, Fate};
use super::library::Library;
use super::mapping::Relation;
use super::requirement::{EditionRef, RequirementRef};

/// Where a requirement leads in another edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The code there.
    pub code: String,
    /// How the two relate.
    pub relation: Relation,
    /// What is said of the one can be read as said of the other: that stands for it, and for no other.
    pub one_to_one: bool,
}

/// The ways from the editions that were asked for into one.
pub struct Leads<'a> {
    library: &'a Library,
    to: &'a EditionRef,
    ways: BTreeMap<EditionRef, Option<Carrying>>,
}

impl<'a> Leads<'a> {
    /// The ways into an edition.
    pub const fn into(library: &'a Library, to: &'a EditionRef) -> Self {
        Self {
            library,
            to,
            ways: BTreeMap::new(),
        }
    }

    /// Where a requirement is found, by the code there: itself in its own edition, nothing when no mappings
    /// lead there. What merely overlaps with it is there too.
    pub fn of(&mut self, requirement: &RequirementRef) -> Vec<Lead> {
        let RequirementRef::Shipped { edition, code } = requirement else {
            return Vec::new();
        };
        if edition == self.to {
            return vec![Lead {
                code: code.clone(),
                relation: Relation::Same,
                one_to_one: true,
            }];
        }
        let (library, to) = (self.library, self.to);
        let way = self.ways.entry(edition.clone());
        let way = way.or_insert_with(|| library.carrying(edition, to));
        let fate = way.as_ref().and_then(|way| Some((way, way.fate(code)?)));
        fate.map_or_else(Vec::new, |(way, fate)| leads(way, code, fate))
    }
}

fn leads(way: &Carrying, code: &str, fate: &Fate) -> Vec<Lead> {
    let alone = way.counterpart(code).is_some();
    let relation = match fate.one_to_one() {
        // Others go on there as well.
        Some(_) if !alone => Relation::Merged,
        _ => fate.relation,
    };
    let lead = |code: &String, relation, one_to_one| Lead {
        code: code.clone(),
        relation,
        one_to_one,
    };
    let whole = fate.to.iter().map(|code| lead(code, relation, alone));
    let parts = fate.overlaps.iter();
    let parts = parts.map(|code| lead(code, Relation::Partial, false));
    let mut all: Vec<Lead> = whole.chain(parts).collect();
    all.sort_by(|one, other| one.code.cmp(&other.code));
    all
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::framework::tests::seeds::shipped;
    use proptest::prelude::*;

    fn leads(from: &str, to: &str) -> Vec<(String, Relation)> {
        let (library, to) = (shipped(), to.parse().unwrap());
        let leads = Leads::into(library, &to).of(&from.parse().unwrap());
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
            for lead in Leads::into(library, &to.edition).of(&requirement) {
                prop_assert!(to.standards().any(|one| one.code == lead.code));
            }
        }
    }
}
