//! Readiness from each of its sources.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::calendar::SchoolYear;
use crate::dossier::{Dossier, DossierInput, completeness};
use crate::error::{Code, Subject};
use crate::evidence::Claim;
use crate::framework::tests::seeds::shipped;
use crate::framework::{Relation, RequirementRef};
use crate::id::{BoardId, DossierId, EvidenceId, UnitId, VerdictId};
use crate::noun::Noun;
use crate::organisation::Period;
use crate::pdca::work::{DossierEvidence, Work};
use crate::standing::RequirementStanding;
use crate::verdict::{GivenVerdict, Voice};

const ON: time::Date = date!(2025 - 11 - 01);
const UNIT: UnitId = UnitId(Uuid::nil());

fn facts() -> ReadinessFacts<'static> {
    let library = shipped();
    let edition = library.inspected_by(Some("po"), ON).unwrap();
    ReadinessFacts {
        on: ON,
        unit: UNIT,
        edition,
        library,
        required: edition.required(&[], ON),
        arranged: None,
        voices: Voice::ALL.to_vec(),
        verdicts: Vec::new(),
        findings: Some(Vec::new()),
        orders: Vec::new(),
        serves: BTreeMap::new(),
    }
}

fn verdict(
    voice: Voice,
    requirement: &str,
    value: Option<&str>,
    given_on: time::Date,
) -> GivenVerdict {
    let requirement: RequirementRef = requirement.parse().unwrap();
    let RequirementRef::Shipped { edition, .. } = requirement.clone() else {
        unreachable!()
    };
    GivenVerdict {
        id: VerdictId(Uuid::nil()),
        board_id: BoardId(Uuid::nil()),
        unit_id: UNIT,
        voice,
        level: None,
        evaluated: None,
        edition,
        requirement,
        value: value.map(Into::into),
        given_on,
        school_year: SchoolYear::of(given_on),
        source: Subject::new(Noun::InspectionVisit, Uuid::from_u128(1)),
    }
}

fn of(facts: &ReadinessFacts<'_>, code: &str) -> StandardReadiness {
    let all = readiness(facts);
    all.into_iter()
        .find(|one| one.standard.code == code)
        .unwrap()
}

fn gaps(one: &StandardReadiness) -> Vec<Gap> {
    one.gaps.iter().map(|(gap, _)| *gap).collect()
}

#[test]
fn what_may_not_be_seen_leaves_readiness_unknown() {
    let mut facts = facts();
    facts.verdicts = vec![verdict(
        Voice::SelfAssessed,
        "inspectorate/2025/po/OP2",
        Some("satisfactory"),
        ON,
    )];
    // Dossiers are left out.
    assert_eq!(
        (of(&facts, "OP2").ready, gaps(&of(&facts, "OP2"))),
        (None, vec![])
    );
    assert_eq!(of(&facts, "OP3").ready, Some(false));
    assert_eq!(gaps(&of(&facts, "OP3")), [Gap::NotSelfAssessed]);
    facts.arranged = Some(Arranged::default());
    assert_eq!(of(&facts, "OP2").ready, Some(true));
    facts.voices.retain(|voice| *voice != Voice::ExternalAudit);
    assert_eq!(of(&facts, "OP2").ready, None);
}

#[test]
fn a_verdict_of_an_earlier_edition_is_carried_when_it_leads_here_one_to_one() {
    let mut facts = facts();
    let day = date!(2019 - 03 - 01);
    facts.verdicts = vec![
        verdict(
            Voice::Inspectorate,
            "inspectorate/2017/po/SK1",
            Some("unsatisfactory"),
            day,
        ),
        verdict(
            Voice::Inspectorate,
            "inspectorate/2017/po/OP2",
            Some("unsatisfactory"),
            day,
        ),
    ];
    let safety = of(&facts, "VS1");
    let heard = &safety.heard[0];
    assert_eq!(heard.value.as_deref(), Some("unsatisfactory"));
    assert_eq!(heard.earlier.as_ref().unwrap().1, Relation::Renamed);
    assert!(gaps(&safety).contains(&Gap::JudgedLowest));
    let merged = of(&facts, "OP2");
    let heard = &merged.heard[0];
    assert_eq!(
        (heard.value.as_deref(), heard.given.as_str()),
        (None, "unsatisfactory")
    );
    assert_eq!(heard.earlier.as_ref().unwrap().1, Relation::Merged);
    assert!(!gaps(&merged).contains(&Gap::JudgedLowest));
}

#[test]
fn the_newest_that_says_something_counts_and_nothing_of_later() {
    let mut facts = facts();
    let said = |value, on| verdict(Voice::InternalAudit, "inspectorate/2025/po/OP2", value, on);
    facts.verdicts = vec![
        said(Some("unsatisfactory"), date!(2025 - 08 - 10)),
        said(Some("satisfactory"), date!(2025 - 09 - 10)),
        said(None, date!(2025 - 10 - 10)),
        said(Some("unsatisfactory"), date!(2025 - 12 - 10)),
    ];
    let heard = of(&facts, "OP2").heard;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].value.as_deref(), Some("satisfactory"));
}

#[test]
fn open_orders_and_findings_stand_in_the_way_of_their_standard() {
    let mut facts = facts();
    let point = |noun, requirement: &str| OpenPoint {
        requirement: requirement.parse().unwrap(),
        subject: Subject::new(noun, Uuid::from_u128(7)),
        due_on: Some(date!(2026 - 01 - 01)),
        claims: Vec::new(),
    };
    facts.orders = vec![point(Noun::RecoveryOrder, "inspectorate/2024/po/OP2")];
    facts.findings = Some(vec![point(Noun::Finding, "inspectorate/2025/po/OP3")]);
    assert!(gaps(&of(&facts, "OP2")).contains(&Gap::OrderOpen));
    assert!(gaps(&of(&facts, "OP3")).contains(&Gap::FindingOpen));
    let all = readiness(&facts);
    let counted = summary(&all);
    assert_eq!(
        counted,
        [
            (Gap::NotSelfAssessed, all.len()),
            (Gap::FindingOpen, 1),
            (Gap::OrderOpen, 1)
        ]
    );
}

#[test]
fn evidence_that_ended_is_told_from_evidence_that_never_was() {
    let mut facts = facts();
    let dossier = |code: &str, id: u128| Dossier {
        id: DossierId(Uuid::from_u128(id)),
        board_id: BoardId(Uuid::nil()),
        unit_id: UNIT,
        requirement: format!("inspectorate/2025/po/{code}").parse().unwrap(),
        previous: Vec::new(),
        stated: DossierInput::default(),
    };
    let dossiers = vec![dossier("OP2", 5), dossier("OP3", 6)];
    let ended = DossierEvidence {
        dossier_id: dossiers[0].id,
        serves: Period::new(None, Some(date!(2025 - 07 - 31))),
    };
    let standings = dossiers.iter().map(|one| RequirementStanding {
        requirement: one.requirement.clone(),
        theme: None,
        core: false,
        dossier_id: Some(one.id),
        said: None,
        judged: Vec::new(),
        served: false,
        worked_on: false,
        completeness: completeness(UNIT, &one.requirement, Some(one), &Work::default(), ON),
    });
    facts.arranged = Some(Arranged {
        standings: standings.collect(),
        dossiers: dossiers.clone(),
        evidence: vec![ended],
    });
    let expired = of(&facts, "OP2");
    assert!(gaps(&expired).contains(&Gap::EvidenceExpired));
    let reasons = &expired
        .gaps
        .iter()
        .find(|(gap, _)| *gap == Gap::EvidenceExpired)
        .unwrap()
        .1;
    assert_eq!(reasons[0].code, Code::EvidenceHoldsNoLonger);
    assert!(gaps(&of(&facts, "OP3")).contains(&Gap::EvidenceMissing));
    // Every reason leads somewhere.
    for (_, why) in &of(&facts, "OP3").gaps {
        assert!(
            why.iter()
                .all(|one| one.subject.is_some() || one.view.is_some()),
            "{why:?}"
        );
    }
}

#[test]
fn what_was_done_about_an_order_is_shown_on_the_day() {
    let mut facts = facts();
    let evidence = EvidenceId(Uuid::from_u128(4));
    let claim = |evidence: &[EvidenceId]| Claim {
        at: "/measures/0/evidenceIds".into(),
        asked: true,
        evidence: evidence.to_vec(),
    };
    facts.orders = vec![OpenPoint {
        requirement: "inspectorate/2025/po/OP2".parse().unwrap(),
        subject: Subject::new(Noun::RecoveryOrder, Uuid::from_u128(9)),
        due_on: None,
        claims: vec![claim(&[evidence])],
    }];
    let told = |facts: &ReadinessFacts<'_>, code: &str| -> Vec<(Gap, Code)> {
        let all = of(facts, code).gaps.into_iter();
        let evidence = |gap: &Gap| matches!(gap, Gap::EvidenceMissing | Gap::EvidenceExpired);
        let all = all.filter(|(gap, _)| evidence(gap));
        all.flat_map(|(gap, why)| why.into_iter().map(move |one| (gap, one.code)))
            .collect()
    };
    let period = |until| Period::new(Some(date!(2025 - 09 - 01)), Some(until));
    facts.serves = BTreeMap::from([(evidence, period(ON))]);
    assert_eq!(told(&facts, "OP2"), []);
    facts.serves = BTreeMap::from([(evidence, period(date!(2025 - 10 - 31)))]);
    let expired = (Gap::EvidenceExpired, Code::EvidenceHoldsNoLonger);
    assert_eq!(told(&facts, "OP2"), [expired]);
    facts.orders[0].claims.push(claim(&[]));
    let missing = (Gap::EvidenceMissing, Code::DoneWithoutEvidence);
    assert_eq!(told(&facts, "OP2"), [missing, expired]);
    let why = of(&facts, "OP2").gaps;
    let all = why.iter().flat_map(|(_, why)| why);
    let order = Some(facts.orders[0].subject);
    assert!(
        all.filter(|one| one.pointer.is_some())
            .all(|one| one.subject == order)
    );
    assert_eq!(told(&facts, "OP3"), [], "it is about another standard");
}

proptest! {
    #[test]
    fn more_that_stands_open_never_makes_a_standard_readier(codes in proptest::collection::vec(0_usize..13, 0..6)) {
        let mut facts = facts();
        facts.arranged = Some(Arranged::default());
        let before = readiness(&facts);
        facts.orders = codes.iter().map(|at| OpenPoint {
            requirement: before[*at].requirement.clone(),
            subject: Subject::new(Noun::RecoveryOrder, Uuid::from_u128(9)),
            due_on: None,
            claims: Vec::new(),
        }).collect();
        let after = readiness(&facts);
        for (at, (before, after)) in before.iter().zip(&after).enumerate() {
            prop_assert!(before.gaps.len() <= after.gaps.len());
            prop_assert_eq!(codes.contains(&at), gaps(after).contains(&Gap::OrderOpen));
        }
    }
}
