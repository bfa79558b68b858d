//! What becomes of standards over several mappings in a row.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use std::collections::BTreeSet;

use super::fixture::edition;
use super::seeds::read;
use crate::framework::{
    Carrying, EditionContent, EditionRef, Library, MappingContent, MappingLink, Relation,
};

const CODES: [&str; 5] = ["A", "B", "C", "D", "E"];

/// All that is shipped, read once.
pub(crate) fn shipped() -> &'static Library {
    static SHIPPED: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    SHIPPED.get_or_init(|| {
        let editions = read::<EditionContent>("frameworks");
        let mappings = read::<MappingContent>("mappings");
        Library::new(
            editions.into_values().collect(),
            mappings.into_values().collect(),
        )
    })
}

fn name(text: &str) -> EditionRef {
    text.parse().unwrap()
}

#[test]
fn the_years_between_are_followed_one_by_one() {
    let library = shipped();
    let of = |from: &str, to: &str| library.carrying(&name(from), &name(to));
    let all = of("inspectorate/2017/po", "inspectorate/2025/po").unwrap();
    let via: Vec<_> = all.via.iter().map(|one| one.version.as_str()).collect();
    assert_eq!(via, ["2021", "2022", "2023", "2024"]);
    let fate = |code: &str| {
        let fate = all.fate(code).unwrap();
        let to: Vec<_> = fate.to.iter().map(String::as_str).collect();
        (fate.shown(), to.join(" "))
    };
    let is = |relation, to: &str| (relation, to.to_owned());
    assert_eq!(fate("OP1"), is(Relation::Same, "OP1"));
    assert_eq!(fate("OP8"), is(Relation::Renamed, "OP6"));
    assert_eq!(fate("OP4"), is(Relation::Merged, "OP2"));
    assert_eq!(fate("SK2"), is(Relation::Regrouped, "OP3 VS2"));
    assert_eq!(fate("KA1"), is(Relation::Regrouped, "SKA1 SKA3"));
    assert_eq!(fate("OR3"), is(Relation::Dropped, ""));
    // What came of the first standard in 2023 overlaps with it, and does not stand for it.
    let overlaps = &all.fate("OP1").unwrap().overlaps;
    assert_eq!(overlaps.iter().collect::<Vec<_>>(), ["OP0"]);
    assert_eq!(all.counterpart("OP8"), Some("OP6"));
    assert_eq!(all.origin("OP6"), Some("OP8"));
    assert_eq!((all.counterpart("OP4"), all.origin("OP2")), (None, None));
}

#[test]
fn mappings_lead_onwards_within_one_framework_and_sector() {
    let library = shipped();
    let of = |from: &str, to: &str| library.carrying(&name(from), &name(to));
    let direct = of("inspectorate/2024/vo", "inspectorate/2025/vo").unwrap();
    assert_eq!(direct.via, []);
    for (from, to) in [
        ("inspectorate/2025/po", "inspectorate/2024/po"),
        ("inspectorate/2025/po", "inspectorate/2025/po"),
        ("inspectorate/2024/po", "inspectorate/2025/vo"),
        ("akoki/1/all", "inspectorate/2025/po"),
        ("inspectorate/2024/po", "inspectorate/2031/po"),
    ] {
        assert_eq!(of(from, to), None, "{from} {to}");
    }
}

fn numbered(version: usize) -> EditionContent {
    let mut one = edition(&CODES);
    one.edition.version = version.to_string();
    one
}

fn link() -> impl Strategy<Value = MappingLink> {
    let some =
        |least: usize, most: usize| proptest::sample::subsequence(CODES.to_vec(), least..=most);
    let codes = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect();
    let one =
        move |relation: Relation, (from, to): (Vec<&'static str>, Vec<&'static str>)| MappingLink {
            relation,
            from: codes(from),
            to: codes(to),
            note: None,
            verified: true,
        };
    prop_oneof![
        4 => some(1, 1).prop_map(move |same| one(Relation::Same, (same.clone(), same))),
        2 => (some(1, 1), some(1, 1)).prop_map(move |both| one(Relation::Renamed, both)),
        1 => (some(1, 1), some(2, 3)).prop_map(move |both| one(Relation::Split, both)),
        1 => (some(2, 3), some(1, 1)).prop_map(move |both| one(Relation::Merged, both)),
        1 => (some(1, 2), some(1, 2)).prop_map(move |both| one(Relation::Regrouped, both)),
        1 => (some(1, 2), some(1, 2)).prop_map(move |both| one(Relation::Partial, both)),
        1 => some(1, 2).prop_map(move |from| one(Relation::Dropped, (from, vec![]))),
    ]
}

fn mapping(version: usize, links: Vec<MappingLink>) -> MappingContent {
    MappingContent {
        from: numbered(version).edition,
        to: numbered(version + 1).edition,
        source: "made up".into(),
        links,
    }
}

/// The codes that links lead to, step by step; written another way.
fn walked(steps: &[MappingContent], code: &str, partly: bool) -> BTreeSet<String> {
    let mut here = BTreeSet::from([code.to_owned()]);
    for step in steps {
        let links = step.links.iter();
        let leads = links.filter(|link| partly || link.relation != Relation::Partial);
        here = leads
            .filter(|link| link.from.iter().any(|from| here.contains(from)))
            .flat_map(|link| link.to.clone())
            .collect();
    }
    here
}

/// One link of a step speaks of a standard beside what overlaps, and carries it over whole.
fn whole(step: &MappingContent, code: &str) -> Option<String> {
    let links = step.links.iter().filter(|link| {
        let named = link.from.iter().any(|from| from == code);
        named && link.relation != Relation::Partial && !link.to.is_empty()
    });
    let links: Vec<_> = links.collect();
    match links[..] {
        [one] if matches!(one.relation, Relation::Same | Relation::Renamed) => {
            one.to.first().cloned()
        }
        _ => None,
    }
}

proptest! {
    #[test]
    fn several_mappings_as_one_say_what_they_say_step_by_step(
        links in proptest::collection::vec(proptest::collection::vec(link(), 0..8), 3),
    ) {
        let steps: Vec<MappingContent> =
            links.into_iter().enumerate().map(|(n, links)| mapping(n, links)).collect();
        let single: Vec<Carrying> = steps.iter().enumerate()
            .map(|(n, step)| Carrying::of(step, &numbered(n), &numbered(n + 1)))
            .collect();
        let all = single[0].then(&single[1]).then(&single[2]);
        // In whatever order they are put together.
        prop_assert_eq!(&all, &single[0].then(&single[1].then(&single[2])));
        for code in CODES {
            let fate = all.fate(code).unwrap();
            prop_assert_eq!(&fate.to, &walked(&steps, code, false));
            let reached = walked(&steps, code, true);
            prop_assert!(fate.to.is_disjoint(&fate.overlaps));
            prop_assert_eq!(fate.to.union(&fate.overlaps).cloned().collect::<BTreeSet<_>>(), reached);
            // It stands for it only where each step carries it over whole.
            let mut here = Some(code.to_owned());
            for step in &steps {
                here = here.and_then(|here| whole(step, &here));
            }
            prop_assert_eq!(fate.one_to_one().map(str::to_owned), here);
            let same = fate.relation == Relation::Same;
            prop_assert!(!same || fate.one_to_one() == Some(code));
        }
    }

    #[test]
    fn a_counterpart_is_one_there_and_back(links in proptest::collection::vec(link(), 0..10)) {
        let carrying = Carrying::of(&mapping(0, links), &numbered(0), &numbered(1));
        for code in CODES {
            if let Some(target) = carrying.counterpart(code) {
                prop_assert_eq!(carrying.origin(target), Some(code));
            }
            if let Some(source) = carrying.origin(code) {
                prop_assert_eq!(carrying.counterpart(source), Some(code));
            }
        }
    }
}
