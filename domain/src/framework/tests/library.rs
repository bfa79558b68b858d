//! What all editions together say of a unit and of a reference.

#![expect(clippy::unwrap_used, reason = "tests")]

use time::{Date, macros::date};

use super::fixture;
use crate::Code;
use crate::framework::{EditionContent, FrameworkKind, Library, Weight};

fn edition(name: &str, from: Date, kind: FrameworkKind) -> EditionContent {
    EditionContent {
        edition: name.parse().unwrap(),
        valid_from: from,
        kind,
        ..fixture::edition(&["A"])
    }
}

fn library() -> Library {
    let rules = FrameworkKind::Requirements;
    Library::new(
        vec![
            edition("inspectorate/2024/po", date!(2024 - 08 - 01), rules),
            edition("inspectorate/2025/po", date!(2025 - 08 - 01), rules),
            edition("inspectorate/2025/board", date!(2025 - 08 - 01), rules),
            edition("akoki/1/all", date!(2020 - 01 - 01), FrameworkKind::Model),
        ],
        Vec::new(),
    )
}

#[test]
fn a_unit_has_the_editions_in_force_of_its_sector_and_those_for_all() {
    let library = library();
    let both = [FrameworkKind::Requirements, FrameworkKind::Model];
    let names = |sector, kinds: &[_], on| -> Vec<String> {
        let found = library.for_sector(sector, kinds, on);
        found.iter().map(|e| e.edition.to_string()).collect()
    };
    let day = date!(2026 - 01 - 01);
    assert_eq!(
        names(Some("po"), &both, day),
        ["akoki/1/all", "inspectorate/2025/po"]
    );
    assert_eq!(
        names(Some("board"), &both[..1], day),
        ["inspectorate/2025/board"]
    );
    assert_eq!(
        names(Some("po"), &both[..1], date!(2025 - 07 - 31)),
        ["inspectorate/2024/po"]
    );
    assert_eq!(names(None, &both, day), ["akoki/1/all"]);
    let inspected = |sector| {
        let found = library.inspected_by(sector, day);
        found.map(|edition| edition.edition.to_string())
    };
    assert_eq!(
        inspected(Some("po")).as_deref(),
        Some("inspectorate/2025/po")
    );
    assert_eq!((inspected(Some("vo")), inspected(None)), (None, None));
}

#[test]
fn tracks_stand_for_their_kind_of_education_and_it_for_them() {
    let asked = |applies_to: &[&str], given: &[&str]| {
        let mut edition = fixture::edition(&["A"]);
        for node in &mut edition.nodes {
            node.applies_to = applies_to.iter().map(|kind| (*kind).to_owned()).collect();
        }
        let given: Vec<String> = given.iter().map(|kind| (*kind).to_owned()).collect();
        !edition.required(&given, date!(2026 - 01 - 01)).is_empty()
    };
    assert!(asked(&[], &["havo"]));
    assert!(asked(&["vso"], &[]));
    assert!(asked(&["vso"], &["vso-labour-market"]));
    assert!(asked(&["vmbo-b"], &["vmbo"]));
    assert!(!asked(&["vmbo-b"], &["vmbo-k"]));
    assert!(!asked(&["so"], &["sovmbo"]));
}

#[test]
fn a_standard_is_asked_for_from_its_own_day_on_and_weighs_from_the_day_of_its_weight() {
    let mut edition = fixture::edition(&["A", "B"]);
    for node in edition.nodes.iter_mut().filter(|node| node.code == "B") {
        node.assessable_from = Some(date!(2024 - 01 - 01));
    }
    edition.weights.push(Weight {
        standard: "A".into(),
        weight: "core".into(),
        from: date!(2025 - 08 - 01),
        until: None,
        verified: true,
        source: "made up".into(),
    });
    let asked = |on| -> Vec<(String, bool)> {
        let standards = edition.required(&[], on);
        standards.into_iter().map(|s| (s.code, s.core)).collect()
    };
    let pair = |code: &str, core| (code.to_owned(), core);
    assert_eq!(asked(date!(2023 - 12 - 31)), [pair("A", false)]);
    assert_eq!(
        asked(date!(2024 - 01 - 01)),
        [pair("A", false), pair("B", false)]
    );
    assert_eq!(
        asked(date!(2025 - 08 - 01)),
        [pair("A", true), pair("B", false)]
    );
}

#[test]
fn a_reference_is_wrong_when_unknown_or_to_an_area() {
    let library = Library::new(vec![fixture::edition(&["A"])], Vec::new());
    let edition = "test/1/all".parse().unwrap();
    assert_eq!(library.wrong_with(&edition, "A"), None);
    assert_eq!(
        library.wrong_with(&edition, "area"),
        Some(Code::NotAssessable)
    );
    assert_eq!(
        library.wrong_with(&edition, "Z"),
        Some(Code::UnknownReference)
    );
    let other = "test/2/all".parse().unwrap();
    assert_eq!(
        library.wrong_with(&other, "A"),
        Some(Code::UnknownReference)
    );
}
