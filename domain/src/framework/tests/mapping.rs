//! Mappings between editions.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::fixture::edition;
use crate::framework::{
    EditionContent, MappingContent, MappingLink, Relation, carry, check_mapping,
};
use crate::{Code, Refusal};

fn link(relation: Relation, from: &[&str], to: &[&str]) -> MappingLink {
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    MappingLink {
        relation,
        from: codes(from),
        to: codes(to),
        note: None,
        verified: false,
    }
}

fn two() -> (EditionContent, EditionContent) {
    let old = edition(&["A", "B", "C", "D"]);
    let mut new = edition(&["A", "X", "Y"]);
    new.edition.version = "2".into();
    (old, new)
}

fn mapping(links: Vec<MappingLink>) -> MappingContent {
    MappingContent {
        from: "test/1/all".parse().unwrap(),
        to: "test/2/all".parse().unwrap(),
        source: "made up".into(),
        links,
    }
}

#[test]
fn a_code_is_carried_over_every_link_that_names_it() {
    let (old, new) = two();
    let mapping = mapping(vec![
        link(Relation::Same, &["A"], &["A"]),
        link(Relation::Merged, &["B", "C"], &["X"]),
        link(Relation::Renamed, &["C"], &["Y"]),
        link(Relation::Dropped, &["D"], &[]),
    ]);
    assert_eq!(check_mapping(&mapping, &old, &new), Ok(()));
    let carried: Vec<_> = carry(&mapping, "C")
        .into_iter()
        .map(|c| (c.relation, c.targets.to_vec(), c.together_with))
        .collect();
    assert_eq!(
        carried,
        [
            (Relation::Merged, vec!["X".to_owned()], vec!["B"]),
            (Relation::Renamed, vec!["Y".to_owned()], vec![]),
        ]
    );
    let dropped = carry(&mapping, "D");
    assert!(matches!(dropped.as_slice(), [one] if one.targets.is_empty()));
    assert!(carry(&mapping, "Z").is_empty());
}

#[test]
fn a_mapping_must_fit_both_editions_and_pass_nothing_over() {
    let (old, mut new) = two();
    let links = vec![
        link(Relation::Same, &["A"], &["X"]),
        link(Relation::Split, &["B"], &["X"]),
        link(Relation::Merged, &["B"], &["X"]),
        link(Relation::Partial, &["Q"], &["A", "A"]),
        link(Relation::Dropped, &["C"], &["A"]),
        link(Relation::Added, &[], &[]),
    ];
    let found =
        |mapping: &MappingContent, new: &EditionContent| match check_mapping(mapping, &old, new) {
            Err(Refusal::Invalid(reasons)) => reasons
                .into_iter()
                .map(|reason| (reason.pointer.unwrap(), reason.code))
                .collect::<Vec<_>>(),
            _ => Vec::new(),
        };
    let mapping = mapping(links);
    let own = |pointer: &str, code| (pointer.to_owned(), code);
    let mut expected = vec![
        own("/links/0/relation", Code::RelationMismatch),
        own("/links/1/relation", Code::RelationMismatch),
        own("/links/2/relation", Code::RelationMismatch),
        own("/links/2", Code::Duplicate),
        own("/links/3/from/0", Code::UnknownStandard),
        own("/links/3/to/1", Code::Duplicate),
        own("/links/4/relation", Code::RelationMismatch),
        own("/links/5/relation", Code::RelationMismatch),
        own("/links", Code::StandardUnmapped), // D of the old
        own("/links", Code::StandardUnmapped), // Y of the new
    ];
    assert_eq!(found(&mapping, &new), expected);
    // To another framework it may leave things out, but it must be the edition that it names.
    new.edition.framework = "other".into();
    expected.truncate(8);
    expected.insert(0, own("/to", Code::UnknownReference));
    assert_eq!(found(&mapping, &new), expected);
}
