//! The shipped frameworks and mappings: read, checked, and held against what is known of them.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use time::macros::date;

use super::fixture::verdict;
use crate::akoki::Theme;
use crate::framework::{
    EditionContent, EditionSpan, LevelUse, Library, MappingContent, Relation, carry, check,
    check_mapping, in_force, judge, possibly_outdated,
};

pub(crate) fn read<T: DeserializeOwned>(folder: &str) -> BTreeMap<String, T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../migrations/seed")
        .join(folder);
    std::fs::read_dir(path)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let content =
                serde_json::from_str(&text).unwrap_or_else(|e| unreachable!("{name}: {e}"));
            (name, content)
        })
        .collect()
}

fn editions() -> BTreeMap<String, EditionContent> {
    read::<EditionContent>("frameworks")
        .into_values()
        .map(|edition| (edition.edition.to_string(), edition))
        .collect()
}

fn spans() -> Vec<EditionSpan> {
    editions().values().map(EditionContent::span).collect()
}

/// Everything that is shipped, as the service holds it.
pub(crate) fn shipped() -> &'static Library {
    static SHIPPED: OnceLock<Library> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let mappings = read::<MappingContent>("mappings");
        Library::new(
            editions().into_values().collect(),
            mappings.into_values().collect(),
        )
    })
}

/// The standards of a sector from 2021 on: the facts, written down once more.
fn standards(sector: &str, year: i32) -> BTreeSet<&'static str> {
    let own: &[&str] = match sector {
        "po" => &[],
        "vo" => &["OP5"],
        "so" => &["OP5", "OR3"],
        _ => return BTreeSet::from(["BKA1", "BKA2", "BKA3"]),
    };
    let shared = [
        "OP1", "OP2", "OP3", "OP4", "OP6", "VS1", "VS2", "OR1", "OR2", "SKA1", "SKA2", "SKA3",
    ];
    let basic = (year >= 2023).then_some("OP0");
    shared.iter().chain(own).copied().chain(basic).collect()
}

fn codes(edition: &EditionContent) -> BTreeSet<&str> {
    edition.standards().map(|node| node.code.as_str()).collect()
}

#[test]
fn every_edition_passes_the_checks_and_is_written_as_it_is_read() {
    for (file, edition) in read::<EditionContent>("frameworks") {
        assert_eq!(check(&edition), Ok(()), "{file}");
        assert_eq!(file, edition.edition.to_string().replace('/', "-"));
        let json = serde_json::to_string(&edition).unwrap();
        assert_eq!(
            serde_json::from_str::<EditionContent>(&json).unwrap(),
            edition
        );
        for node in &edition.nodes {
            assert!(
                edition.theme_of(&node.code).is_some(),
                "{file} {}",
                node.code
            );
        }
    }
}

#[test]
fn each_edition_of_the_inspectorate_has_exactly_its_standards() {
    let editions = editions();
    for sector in ["po", "vo", "so", "board"] {
        for year in 2021..=2025 {
            let edition = &editions[&format!("inspectorate/{year}/{sector}")];
            assert_eq!(codes(edition), standards(sector, year), "{year} {sector}");
        }
    }
    let of_2017 = |sector: &str| codes(&editions[&format!("inspectorate/2017/{sector}")]).len();
    assert_eq!(["po", "vo", "board"].map(of_2017), [14, 16, 6]);
    // Besides: AKOKI, two codes of good governance, an instrument for observations.
    assert_eq!(editions.len(), 4 * 5 + 3 + 1 + 2 + 1);
}

#[test]
fn what_was_not_read_in_the_official_text_says_so() {
    for edition in editions().values() {
        let name = edition.edition.to_string();
        assert!(edition.rules.iter().all(|rule| !rule.verified), "{name}");
        assert!(
            edition.weights.iter().all(|weight| !weight.verified),
            "{name}"
        );
        for node in edition.standards().filter(|node| node.verified) {
            assert!(
                ["inspectorate/2023/po", "inspectorate/2023/vo"].contains(&name.as_str())
                    && ["OP0", "OP1", "OP2", "OP3"].contains(&node.code.as_str()),
                "{name} {}",
                node.code
            );
        }
        if edition.edition.version.as_str() >= "2024" {
            assert!(!edition.verified, "{name}");
        }
    }
}

#[test]
fn good_is_history_until_2022_and_an_ambition_of_the_school_after_it() {
    for edition in editions().values() {
        let good = edition
            .scale
            .levels
            .iter()
            .find(|level| level.code == "good");
        let expected = match edition.edition.version.as_str() {
            _ if edition.edition.framework != "inspectorate" => None,
            "2017" | "2021" | "2022" => Some(LevelUse::Historic),
            _ => Some(LevelUse::OwnAmbition),
        };
        assert_eq!(
            good.map(|level| level.given),
            expected,
            "{}",
            edition.edition
        );
    }
}

#[test]
fn akoki_has_six_themes_and_six_guaranteed_elements() {
    let akoki = &editions()["akoki/1/all"];
    let themes: Vec<Theme> = akoki.nodes.iter().filter_map(|node| node.theme).collect();
    assert_eq!(themes, Theme::ALL);
    for theme in Theme::ALL {
        let standards = akoki
            .standards()
            .filter(|node| akoki.theme_of(&node.code) == Some(theme));
        assert!(standards.count() >= 5);
    }
    assert_eq!(akoki.guaranteed_elements.len(), 6);
    assert!(
        akoki
            .guaranteed_elements
            .iter()
            .all(|e| e.verified && !e.nodes.is_empty())
    );
}

#[test]
fn every_mapping_fits_its_editions() {
    let editions = editions();
    let mappings = read::<MappingContent>("mappings");
    for (file, mapping) in &mappings {
        let [from, to] = [&mapping.from, &mapping.to].map(|e| &editions[&e.to_string()]);
        assert_eq!(check_mapping(mapping, from, to), Ok(()), "{file}");
        let name = format!("{}--{}", mapping.from, mapping.to).replace('/', "-");
        assert_eq!(file, &name);
    }
    for sector in ["po", "vo", "so", "board"] {
        for year in 2021..2025 {
            let next = year + 1;
            let mapping =
                &mappings[&format!("inspectorate-{year}-{sector}--inspectorate-{next}-{sector}")];
            let added: Vec<_> = mapping
                .links
                .iter()
                .filter(|link| link.relation == Relation::Added)
                .flat_map(|link| link.to.clone())
                .collect();
            let expected: &[&str] = if year == 2022 && sector != "board" {
                &["OP0"]
            } else {
                &[]
            };
            assert_eq!(added, expected, "{year} {sector}");
        }
        assert!(mappings.contains_key(&format!("akoki-1-all--inspectorate-2025-{sector}")));
    }
}

#[test]
fn a_code_of_2017_is_found_back_under_its_meaning() {
    let mapping = &read::<MappingContent>("mappings")["inspectorate-2017-vo--inspectorate-2021-vo"];
    let targets = |code: &str| {
        carry(mapping, code)
            .into_iter()
            .map(|carried| (carried.relation, carried.targets.join(" ")))
            .collect::<Vec<_>>()
    };
    let one = |relation, to: &str| vec![(relation, to.to_owned())];
    assert_eq!(targets("OP5"), one(Relation::Renamed, "OP4"));
    assert_eq!(targets("OP7"), one(Relation::Renamed, "OP5"));
    assert_eq!(targets("OP8"), one(Relation::Renamed, "OP6"));
    assert_eq!(targets("OP4"), one(Relation::Merged, "OP2"));
    assert_eq!(targets("OP6"), one(Relation::Regrouped, "OP2 SKA3"));
    assert_eq!(targets("OR3"), one(Relation::Dropped, ""));
    assert_eq!(targets("KA1"), one(Relation::Regrouped, "SKA1 SKA3"));
    assert_eq!(targets("SK2").len(), 2);
}

#[test]
fn the_edition_follows_the_start_date() {
    let spans = spans();
    for (on, version) in [
        (date!(2017 - 07 - 31), None),
        (date!(2021 - 07 - 31), Some("2017")),
        (date!(2021 - 08 - 01), Some("2021")),
        (date!(2023 - 07 - 31), Some("2022")),
        (date!(2023 - 08 - 01), Some("2023")),
        (date!(2026 - 03 - 01), Some("2025")),
        (date!(2026 - 08 - 01), Some("2025")),
    ] {
        let found = in_force(&spans, "inspectorate", "po", on);
        assert_eq!(
            found.map(|span| span.edition.version.as_str()),
            version,
            "{on}"
        );
    }
    let outdated = |framework, on| possibly_outdated(&spans, framework, "po", on);
    assert!(!outdated("inspectorate", date!(2026 - 07 - 31)));
    assert!(outdated("inspectorate", date!(2026 - 08 - 01)));
    assert!(!outdated("good-governance", date!(2026 - 08 - 01)));
}

/// The rule of 2021 as it is commonly described, in plain words of code.
fn expected(year: i32, level: &dyn Fn(&str) -> usize) -> Option<&'static str> {
    let short = |codes: &[&str]| codes.iter().filter(|code| level(code) == 1).count();
    let sufficient = |codes: &[&str]| codes.iter().filter(|code| level(code) > 1).count();
    let process = ["OP2", "OP3", "VS1"];
    let steering = ["SKA1", "SKA2", "SKA3"];
    if level("OR1") == 1 && short(&process) >= 1
        || level("OR1") == 0 && level("OP3") == 1 && short(&process) >= 2
    {
        return Some("very-weak");
    }
    let basic_skills = year >= 2025 && level("OP0") == 1;
    if short(&process) + short(&["OR1"]) > 0 || basic_skills || short(&steering) >= 2 {
        return Some("unsatisfactory");
    }
    (sufficient(&process) == 3 && sufficient(&steering) >= 2).then_some("satisfactory")
}

#[test]
fn the_school_rule_gives_the_outcome_described_for_every_verdict() {
    let editions = editions();
    let standards = ["OP0", "OP2", "OP3", "VS1", "OR1", "SKA1", "SKA2", "SKA3"];
    let levels = ["no-judgement", "unsatisfactory", "satisfactory"];
    for (year, sector, rule) in [(2022, "po", "school"), (2025, "vo", "department")] {
        let edition = &editions[&format!("inspectorate/{year}/{sector}")];
        let rule = edition.rule(rule).unwrap();
        let mut seen = BTreeSet::new();
        for n in 0..3_usize.pow(8) {
            // One in seven of all situations: seven shares no factor with three, so each verdict on
            // each standard is met.
            if n % 7 != 0 {
                continue;
            }
            let place = |code: &str| standards.iter().position(|s| *s == code).unwrap_or(8);
            let level = |code: &str| n / 3_usize.pow(u32::try_from(place(code)).unwrap()) % 3;
            let verdicts: Vec<_> = standards
                .iter()
                .filter(|code| edition.node(code).is_some())
                .filter_map(|code| levels.get(level(code)).map(|l| verdict(code, l)))
                .collect();
            let judged = judge(edition, rule, &verdicts, edition.valid_from).unwrap();
            assert_eq!(
                judged.outcome.as_deref(),
                expected(year, &level),
                "{verdicts:?}"
            );
            assert!(judged.indicative);
            seen.insert(judged.outcome);
        }
        assert_eq!(seen.len(), 4);
    }
}
