//! Verdicts side by side, over small cases and over shipped editions.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use time::{Date, macros::date};
use uuid::Uuid;

use super::*;
use crate::calendar::SchoolYear;
use crate::error::Code;
use crate::framework::tests::carrying::shipped;
use crate::framework::{Library, Relation};
use crate::id::OwnStandardId;
use crate::noun::Noun;

pub(super) const ON: Date = date!(2026 - 06 - 01);

pub(super) fn verdict(
    id: u128,
    voice: Voice,
    requirement: &str,
    value: &str,
    day: Date,
) -> GivenVerdict {
    let requirement: RequirementRef = requirement.parse().unwrap();
    let edition = match &requirement {
        RequirementRef::Shipped { edition, .. } => edition.clone(),
        RequirementRef::Own(_) => "inspectorate/2025/po".parse().unwrap(),
    };
    GivenVerdict {
        id: VerdictId(Uuid::from_u128(id)),
        board_id: BoardId(Uuid::nil()),
        unit_id: UnitId(Uuid::nil()),
        voice,
        level: (voice == Voice::SelfAssessed).then_some(EvaluationLevel::Leadership),
        evaluated: None,
        edition,
        requirement,
        value: Some(value.to_owned()).filter(|value| !value.is_empty()),
        given_on: day,
        school_year: SchoolYear::of(day),
        source: Subject::new(Noun::Audit, Uuid::from_u128(id)),
    }
}

pub(super) fn seen(library: &Library, verdicts: &[GivenVerdict]) -> Beside {
    let edition = library.edition(&"inspectorate/2025/po".parse().unwrap());
    let asked = Asked {
        edition,
        on: ON,
        year: None,
    };
    beside(library, &asked, verdicts)
}

pub(super) fn at<'a>(beside: &'a Beside, code: &str) -> &'a StandardBeside {
    let wanted = format!("inspectorate/2025/po/{code}");
    let mut all = beside.standards.iter();
    all.find(|one| one.requirement.to_string() == wanted)
        .unwrap()
}

use Voice::{ExternalAudit, Inspectorate, InternalAudit, SelfAssessed};

#[test]
fn the_newest_of_each_voice_stands_beside_the_others_and_gaps_are_seen() {
    let op2 = "inspectorate/2025/po/OP2";
    let of = |id, voice, value, day| verdict(id, voice, op2, value, day);
    let found = seen(
        shipped(),
        &[
            of(1, SelfAssessed, "satisfactory", date!(2025 - 10 - 01)),
            of(2, SelfAssessed, "good", date!(2026 - 05 - 01)),
            of(3, InternalAudit, "satisfactory", date!(2026 - 01 - 01)),
            of(4, Inspectorate, "unsatisfactory", date!(2026 - 03 - 01)),
            of(5, Inspectorate, "satisfactory", date!(2026 - 09 - 01)),
            of(6, ExternalAudit, "", date!(2026 - 05 - 01)),
        ],
    );
    let standard = at(&found, "OP2");
    let said: Vec<_> = standard
        .said
        .iter()
        .map(|one| (one.verdict.voice, one.verdict.id.0.as_u128(), one.rank))
        .collect();
    assert_eq!(
        said,
        [
            (SelfAssessed, 2, Some(2)),
            (InternalAudit, 3, Some(1)),
            (ExternalAudit, 6, None),
            (Inspectorate, 4, Some(0)),
        ]
    );
    // Against the newest of each from outside that has a level; what comes later is not known yet.
    let spots: Vec<_> = standard
        .blind_spots
        .iter()
        .map(|spot| {
            let why = spot.why.iter();
            let why = why.map(|one| (one.code, one.subject.unwrap().id.as_u128()));
            (spot.voice, spot.gap, spot.by, why.collect::<Vec<_>>())
        })
        .collect();
    let against = |id| vec![(Code::SaidOfItself, 2), (Code::SaidFromOutside, id)];
    assert_eq!(
        spots,
        [
            (InternalAudit, Gap::SelfHigher, 1, against(3)),
            (Inspectorate, Gap::SelfHigher, 2, against(4)),
        ]
    );
    assert_eq!(found.standards.len(), 13);
    assert!(at(&found, "OP1").said.is_empty());
}

#[test]
fn a_trend_is_against_the_school_year_before() {
    let trend = |before: &str, day, now: &str| {
        let verdicts = [
            verdict(1, Inspectorate, "inspectorate/2024/po/VS1", before, day),
            verdict(
                2,
                Inspectorate,
                "inspectorate/2025/po/VS1",
                now,
                date!(2026 - 02 - 01),
            ),
        ];
        at(&seen(shipped(), &verdicts), "VS1").said[0].trend.way
    };
    let last_year = date!(2025 - 07 - 31);
    assert_eq!(
        trend("unsatisfactory", last_year, "satisfactory"),
        TrendWay::Up
    );
    assert_eq!(
        trend("satisfactory", last_year, "satisfactory"),
        TrendWay::Same
    );
    assert_eq!(
        trend("satisfactory", last_year, "unsatisfactory"),
        TrendWay::Down
    );
    assert_eq!(trend("", last_year, "satisfactory"), TrendWay::None);
    assert_eq!(
        trend("grand", last_year, "satisfactory"),
        TrendWay::NotComparable
    );
    // Two years ago, and the same year.
    for day in [date!(2024 - 07 - 31), date!(2025 - 08 - 01)] {
        assert_eq!(trend("unsatisfactory", day, "satisfactory"), TrendWay::None);
    }
}

#[test]
fn an_older_edition_is_seen_through_the_mapping() {
    let library = shipped();
    let edition = library.edition(&"inspectorate/2021/po".parse().unwrap());
    let on = date!(2022 - 06 - 01);
    let asked = Asked {
        edition,
        on,
        year: None,
    };
    let old = |id, code: &str, value| {
        let requirement = format!("inspectorate/2017/po/{code}");
        verdict(id, Inspectorate, &requirement, value, date!(2021 - 03 - 01))
    };
    let new = |id, code: &str, value| {
        let requirement = format!("inspectorate/2021/po/{code}");
        verdict(id, Inspectorate, &requirement, value, date!(2022 - 03 - 01))
    };
    let found = beside(
        library,
        &asked,
        &[
            old(1, "SK1", "unsatisfactory"),
            new(2, "VS1", "satisfactory"),
            old(3, "OP8", "satisfactory"),
            old(4, "KA2", "unsatisfactory"),
            new(5, "SKA2", "satisfactory"),
            old(6, "OR3", "satisfactory"),
        ],
    );
    let standard = |code: &str| {
        let wanted = format!("inspectorate/2021/po/{code}");
        let mut all = found.standards.iter();
        all.find(|one| one.requirement.to_string() == wanted)
            .unwrap()
    };
    // Renamed: the trend can be said, and one alone takes the place of the newer name.
    assert_eq!(standard("VS1").said[0].trend.way, TrendWay::Up);
    assert_eq!(standard("OP6").said[0].verdict.edition.version, "2017");
    // Regrouped: it cannot.
    let trend = &standard("SKA2").said[0].trend;
    assert_eq!(
        (trend.way, trend.relation),
        (TrendWay::NotComparable, Some(Relation::Regrouped))
    );
    let elsewhere: Vec<_> = found
        .elsewhere
        .iter()
        .map(|one| {
            (
                one.verdict.id.0.as_u128(),
                one.relation,
                one.found_in.join(" "),
            )
        })
        .collect();
    assert_eq!(
        elsewhere,
        [
            (4, Some(Relation::Regrouped), "SKA2".to_owned()),
            (6, Some(Relation::Dropped), String::new()),
        ]
    );
}

#[test]
fn what_was_joined_is_compared_where_all_of_it_lies_on_one_side() {
    let mut library_editions: Vec<_> = shipped().editions().cloned().collect();
    library_editions.retain(|one| one.edition.framework == "akoki");
    let base = library_editions.pop().unwrap();
    let named = |version: &str, codes: &[&str]| {
        let mut one = crate::framework::tests::fixture::edition(codes);
        one.edition.version = version.into();
        one.scale = base.scale.clone();
        one
    };
    let (old, new) = (named("1", &["A", "B"]), named("2", &["C"]));
    let mapping = crate::framework::MappingContent {
        from: old.edition.clone(),
        to: new.edition.clone(),
        source: "made up".into(),
        links: vec![crate::framework::MappingLink {
            relation: Relation::Merged,
            from: vec!["A".into(), "B".into()],
            to: vec!["C".into()],
            note: None,
            verified: true,
        }],
    };
    let library = Library::new(vec![old, new], vec![mapping]);
    let asked = Asked {
        edition: library.edition(&"test/2/all".parse().unwrap()),
        on: ON,
        year: None,
    };
    let trend = |a: &str, b: Option<&str>| {
        let day = date!(2025 - 05 - 01);
        let mut all = vec![
            verdict(
                1,
                Inspectorate,
                "test/2/all/C",
                "in-order",
                date!(2026 - 05 - 01),
            ),
            verdict(2, Inspectorate, "test/1/all/A", a, day),
        ];
        all.extend(b.map(|b| verdict(3, Inspectorate, "test/1/all/B", b, day)));
        let found = beside(&library, &asked, &all);
        let trend = found.standards[0].said[0].trend.clone();
        (trend.way, trend.against.len(), trend.relation)
    };
    let merged = Some(Relation::Merged);
    assert_eq!(trend("not-yet", Some("not-yet")), (TrendWay::Up, 2, merged));
    assert_eq!(
        trend("in-order", Some("in-order")),
        (TrendWay::Same, 2, merged)
    );
    assert_eq!(
        trend("not-yet", Some("in-order")),
        (TrendWay::NotComparable, 1, merged)
    );
    assert_eq!(trend("not-yet", None), (TrendWay::NotComparable, 1, merged));
}

#[test]
fn own_standards_have_a_place_of_their_own_and_a_year_can_be_asked_for() {
    let own = RequirementRef::Own(OwnStandardId(Uuid::from_u128(5))).to_string();
    let verdicts = [
        verdict(1, SelfAssessed, &own, "satisfactory", date!(2025 - 03 - 01)),
        verdict(2, SelfAssessed, &own, "good", date!(2026 - 03 - 01)),
    ];
    let library = shipped();
    let year = |year| {
        let asked = Asked {
            edition: None,
            on: ON,
            year,
        };
        let found = beside(library, &asked, &verdicts);
        let said = &found.standards[0].said[0];
        (
            found.standards.len(),
            said.verdict.id.0.as_u128(),
            said.trend.way,
        )
    };
    // Without an edition there is no scale to compare by.
    assert_eq!(year(None), (1, 2, TrendWay::NotComparable));
    assert_eq!(year(Some(SchoolYear(2024))), (1, 1, TrendWay::None));
    let found = seen(library, &verdicts);
    let last = found.standards.last().unwrap();
    assert_eq!(last.said[0].trend.way, TrendWay::Up);
}

#[test]
fn each_team_has_a_verdict_a_trend_and_a_blind_spot_of_its_own() {
    let op2 = "inspectorate/2025/po/OP2";
    let team = |id, unit, value, day| {
        let mut one = verdict(id, SelfAssessed, op2, value, day);
        one.level = Some(EvaluationLevel::Team);
        one.evaluated = Some(UnitId(Uuid::from_u128(unit)));
        one
    };
    let (low, mid) = ("unsatisfactory", "satisfactory");
    let mut late = team(4, 2, mid, date!(2025 - 09 - 10));
    late.school_year = SchoolYear(2024);
    let found = seen(
        shipped(),
        &[
            verdict(1, Inspectorate, op2, mid, date!(2026 - 03 - 01)),
            verdict(6, ExternalAudit, op2, low, date!(2024 - 03 - 01)),
            team(2, 1, mid, date!(2025 - 05 - 01)),
            team(3, 1, low, date!(2026 - 05 - 01)),
            late,
            team(5, 2, mid, date!(2026 - 05 - 20)),
        ],
    );
    let standard = at(&found, "OP2");
    let said: Vec<_> = standard
        .said
        .iter()
        .map(|one| (one.verdict.id.0.as_u128(), one.trend.way))
        .collect();
    // What was held in September counts for the year that it was about.
    assert_eq!(
        said,
        [
            (3, TrendWay::Down),
            (5, TrendWay::Same),
            (6, TrendWay::None),
            (1, TrendWay::None)
        ]
    );
    // Each team against each voice, however old: by team, then by voice.
    let spots: Vec<_> = standard
        .blind_spots
        .iter()
        .map(|one| (one.unit, one.voice, one.gap))
        .collect();
    let unit = |n| Some(UnitId(Uuid::from_u128(n)));
    assert_eq!(
        spots,
        [
            (unit(1), Inspectorate, Gap::SelfLower),
            (unit(2), ExternalAudit, Gap::SelfHigher),
        ]
    );
}
