//! Independence, day by day.

use proptest::prelude::*;
use time::{Date, Duration};
use uuid::Uuid;

use super::independence::months_before;
use super::samples::{FROM, UNTIL, audit, kind, member, person, unit};
use super::*;
use crate::error::Code;
use crate::id::{AccreditedBodyId, AssignmentId, AuditorId, BoardId, UnitId};
use crate::organisation::{Assignment, AssignmentInput, Function};
use time::macros::date;

/// Board 1 has the schools 10 and 20; 11 is a team of 10.
fn tree() -> Vec<(UnitId, UnitId)> {
    [(10, 1), (11, 10), (11, 1), (20, 1)]
        .map(|(under, above)| (unit(under), unit(above)))
        .into()
}

fn near(scope: &[UnitId]) -> Near {
    Near::new(scope, BoardId(Uuid::from_u128(1)), &tree())
}

fn assignment(who: u128, at: u128, starts_on: Date, ends_on: Option<Date>) -> Assignment {
    Assignment {
        id: AssignmentId(Uuid::from_u128(500)),
        board_id: BoardId(Uuid::from_u128(1)),
        input: AssignmentInput {
            person_id: person(who),
            unit_id: unit(at),
            function: Function::Teacher,
            starts_on,
            ends_on,
        },
    }
}

fn auditor(who: u128) -> Auditor {
    Auditor {
        id: AuditorId(Uuid::from_u128(600 + who)),
        board_id: BoardId(Uuid::from_u128(1)),
        stated: AuditorInput {
            person: Some(person(who)),
            account: None,
            name: None,
            body: None,
            qualifications: Vec::new(),
            interests: Vec::new(),
        },
    }
}

fn found(stated: &AuditInput, code: &str, grounds: &Grounds) -> Vec<(Code, String)> {
    unfit(stated, &kind(code), grounds, stated.planned_until)
        .into_iter()
        .map(|one| (one.code, one.pointer.unwrap_or_default()))
        .collect()
}

fn at(code: Code, pointer: &str) -> (Code, String) {
    (code, pointer.to_owned())
}

#[test]
fn the_school_the_teams_under_it_and_not_the_board() {
    let school = near(&[unit(10)]);
    assert_eq!(
        school.work.into_iter().collect::<Vec<_>>(),
        [unit(10), unit(11)]
    );
    assert!(school.interest.contains(&unit(1)));
    // Whoever leads the school is above the team that is audited.
    assert!(near(&[unit(11)]).work.contains(&unit(10)));
    // An audit of the board itself is for others.
    let board = near(&[unit(1)]);
    assert!(board.work.contains(&unit(1)) && board.work.contains(&unit(20)));
}

#[test]
fn every_reason_is_named_with_its_item() {
    let mut stated = audit().stated;
    stated
        .team
        .push(member(Who::Person(person(2)), TeamRole::Auditor));
    let mut two = auditor(2);
    let interest = |from, until| Interest {
        unit_id: unit(1),
        nature: "Levert de schoolmethode".into(),
        from,
        until,
    };
    two.stated.interests = vec![
        interest(date!(2020 - 01 - 01), None),
        interest(date!(2020 - 01 - 01), Some(date!(2026 - 10 - 04))),
    ];
    let grounds = Grounds {
        near: near(&[unit(10)]),
        assignments: vec![
            assignment(1, 11, date!(2020 - 08 - 01), None),
            assignment(1, 10, date!(2019 - 08 - 01), Some(date!(2025 - 10 - 05))),
            // Just long enough ago, at another school, after the audit, of somebody else.
            assignment(1, 10, date!(2019 - 08 - 01), Some(date!(2025 - 10 - 04))),
            assignment(1, 20, date!(2020 - 08 - 01), None),
            assignment(1, 1, date!(2020 - 08 - 01), None),
            assignment(1, 10, date!(2026 - 10 - 08), None),
            assignment(3, 10, date!(2020 - 08 - 01), None),
        ],
        auditors: vec![two],
        ..Grounds::default()
    };
    assert_eq!(
        found(&stated, "collegial", &grounds),
        [
            at(Code::AuditorNotIndependent, "/team/0/personId"),
            at(Code::AuditorNotIndependent, "/team/0/personId"),
            at(Code::InterestDeclared, "/team/1/personId"),
        ]
    );
}

#[test]
fn a_certification_takes_an_accredited_body_and_qualified_auditors() {
    let mut stated = audit().stated;
    let mut grounds = Grounds {
        near: near(&[unit(10)]),
        sectors: ["po".to_owned(), "vo".to_owned()].into(),
        ..Grounds::default()
    };
    let code = "external-certification";
    assert_eq!(
        found(&stated, code, &grounds),
        [
            at(Code::QualificationMissing, "/team/0/personId"),
            at(Code::AuditBodyMissing, "/bodyId"),
        ]
    );
    let accredited = |sector: &str, from, until| Accreditation {
        sector: sector.into(),
        number: "C 123".into(),
        valid_from: from,
        valid_until: until,
    };
    let body = |accreditations| AccreditedBody {
        id: AccreditedBodyId(Uuid::from_u128(700)),
        board_id: BoardId(Uuid::from_u128(1)),
        stated: AccreditedBodyInput {
            name: "Keur".into(),
            number: "C 123".into(),
            issued_by: RVA.into(),
            accreditations,
        },
    };
    let mut one = auditor(1);
    one.stated.qualifications = vec![Qualification {
        kind: code.into(),
        number: None,
        valid_from: FROM,
        valid_until: Some(date!(2026 - 10 - 06)),
    }];
    grounds.auditors = vec![one];
    stated.body = Some(AccreditedBodyId(Uuid::from_u128(700)));
    // Two that follow on each other cover the days; one sector is not the other.
    grounds.body = Some(body(vec![
        accredited("po", date!(2020 - 01 - 01), Some(FROM)),
        accredited("po", date!(2026 - 10 - 06), None),
    ]));
    assert_eq!(
        found(&stated, code, &grounds),
        [
            at(Code::QualificationMissing, "/team/0/personId"),
            at(Code::AuditorOfOtherBody, "/team/0/personId"),
            at(Code::AccreditationMissing, "/bodyId"),
        ]
    );
    // Somebody of the board audits for the board, whatever certificate they have.
    grounds
        .auditors
        .iter_mut()
        .for_each(|one| one.stated.body = stated.body);
    stated.planned_until = date!(2026 - 10 - 06);
    grounds.sectors.remove("vo");
    assert_eq!(found(&stated, code, &grounds), []);
    // Nobody asks a peer for a certificate.
    grounds.body = None;
    grounds.auditors.clear();
    assert_eq!(found(&stated, "collegial", &grounds), []);
}

#[test]
fn who_worked_at_what_was_there_before_is_held() {
    let stated = audit().stated;
    let last = date!(2026 - 07 - 31);
    // School 30 with its team 31 merged into the school that is audited.
    let tree: Vec<_> = tree()
        .into_iter()
        .chain([(30, 1), (31, 30), (31, 1)].map(|(under, above)| (unit(under), unit(above))))
        .collect();
    let board = BoardId(Uuid::from_u128(1));
    let near = Near::new(&[unit(10)], board, &tree);
    let near = near.after(&[(unit(30), last)].into(), board, &tree);
    for (at, starts_on, ends_on, held) in [
        (30, date!(2020 - 08 - 01), Some(last), true),
        (31, date!(2020 - 08 - 01), None, true),
        // Long enough ago; after it had merged; at the board.
        (
            30,
            date!(2020 - 08 - 01),
            Some(date!(2025 - 10 - 04)),
            false,
        ),
        (30, date!(2026 - 08 - 01), None, false),
        (1, date!(2020 - 08 - 01), None, false),
    ] {
        let grounds = Grounds {
            near: near.clone(),
            assignments: vec![assignment(1, at, starts_on, ends_on)],
            ..Grounds::default()
        };
        let found = found(&stated, "collegial", &grounds);
        assert_eq!(!found.is_empty(), held, "{at} {starts_on}");
    }
}

#[test]
fn a_team_is_judged_while_it_works() {
    let mut one = audit();
    let late = date!(2026 - 11 - 01);
    for (state, until) in [
        (State::Preparing, UNTIL),
        (State::InProgress, late),
        (State::DraftReport, late),
        (State::RightOfReply, UNTIL),
    ] {
        one.state = state;
        assert_eq!(works_until(&one, late), until, "{state}");
    }
    let grounds = Grounds {
        near: near(&[unit(10)]),
        assignments: vec![assignment(1, 10, date!(2026 - 10 - 20), None)],
        ..Grounds::default()
    };
    let judged = |until| unfit(&one.stated, &kind("collegial"), &grounds, until).len();
    assert_eq!((judged(UNTIL), judged(late)), (0, 1));
}

#[test]
fn what_somebody_does_there_is_not_told() {
    let grounds = Grounds {
        near: near(&[unit(10)]),
        assignments: vec![assignment(1, 10, date!(2020 - 08 - 01), None)],
        ..Grounds::default()
    };
    let found = unfit(&audit().stated, &kind("collegial"), &grounds, UNTIL);
    let told: Vec<&str> = found
        .iter()
        .flat_map(|one| one.params.iter().map(|(name, _)| name.as_str()))
        .collect();
    assert_eq!(told, ["months"]);
}

#[test]
fn months_before_a_day() {
    for (day, months, before) in [
        (date!(2026 - 10 - 05), 12, date!(2025 - 10 - 05)),
        (date!(2024 - 02 - 29), 12, date!(2023 - 02 - 28)),
        (date!(2026 - 01 - 31), 2, date!(2025 - 11 - 30)),
        (date!(2026 - 01 - 31), 0, date!(2026 - 01 - 31)),
    ] {
        assert_eq!(months_before(day, months), before);
    }
}

fn day(offset: i64) -> Date {
    FROM + Duration::days(offset)
}

proptest! {
    /// An assignment stands in the way exactly when one of its days is one of those looked at.
    #[test]
    fn an_assignment_is_judged_day_by_day(start in -900_i64..60, length in 0_i64..900, open: bool) {
        let ends_on = (!open).then(|| day(start + length));
        let grounds = Grounds {
            near: near(&[unit(10)]),
            assignments: vec![assignment(1, 10, day(start), ends_on)],
            ..Grounds::default()
        };
        let mut looked_at = std::iter::successors(Some(date!(2025 - 10 - 05)), |day| day.next_day())
            .take_while(|day| *day <= UNTIL);
        let works = |on: Date| day(start) <= on && ends_on.is_none_or(|end| on <= end);
        let expected = looked_at.any(works);
        prop_assert_eq!(!found(&audit().stated, "collegial", &grounds).is_empty(), expected);
    }

    /// Nobody becomes independent by one more assignment, and nobody less so by those of others.
    #[test]
    fn more_assignments_never_help(
        all in proptest::collection::vec((1_u128..4, prop_oneof![Just(10_u128), Just(11), Just(20), Just(1)], -900_i64..60), 0..8),
    ) {
        let given: Vec<Assignment> = all.iter().map(|&(who, at, start)| assignment(who, at, day(start), Some(day(start + 200)))).collect();
        let judged = |assignments: Vec<Assignment>| {
            let grounds = Grounds { near: near(&[unit(10)]), assignments, ..Grounds::default() };
            found(&audit().stated, "collegial", &grounds).len()
        };
        let whole = judged(given.clone());
        let own: Vec<Assignment> = given.iter().filter(|one| one.input.person_id == person(1)).copied().collect();
        prop_assert_eq!(judged(own), whole);
        for leave in 0..given.len() {
            let mut fewer = given.clone();
            fewer.remove(leave);
            prop_assert!(judged(fewer) <= whole);
        }
    }
}
