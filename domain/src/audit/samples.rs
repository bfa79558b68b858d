//! Audits for the tests of the rules.
#![expect(clippy::unwrap_used, reason = "tests")]

use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::kind::tests::shipped;
use super::*;
use crate::calendar::SchoolYear;
use crate::id::{AuditId, BoardId, PersonId, PrincipalId, UnitId};
use crate::verdict::{Pinned, Selection};

pub const FROM: Date = date!(2026 - 10 - 05);
pub const UNTIL: Date = date!(2026 - 10 - 07);

pub fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

pub fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

pub fn kind(code: &str) -> AuditKind {
    shipped().get(code).cloned().unwrap()
}

pub fn member(who: Who, role: TeamRole) -> Member {
    Member {
        who,
        role,
        days: None,
    }
}

pub fn guest(n: u128) -> Member {
    Member {
        who: Who::Account(PrincipalId(Uuid::from_u128(n))),
        role: TeamRole::Auditor,
        days: Some(MemberDays {
            starts_on: FROM,
            ends_on: UNTIL,
        }),
    }
}

/// An audit of unit 10 of board 1 that lacks nothing to begin.
pub fn audit() -> Audit {
    Audit {
        id: AuditId(Uuid::from_u128(99)),
        board_id: BoardId(Uuid::from_u128(1)),
        unit_id: unit(10),
        state: State::Planned,
        stated: AuditInput {
            scope: vec![unit(10)],
            kind: "collegial".into(),
            programme: None,
            school_year: SchoolYear(2026),
            title: "Visitatie".into(),
            research_questions: vec!["Zien wij onze leerlingen?".into()],
            planned_from: FROM,
            planned_until: UNTIL,
            agenda: vec![AgendaItem {
                on: FROM,
                from: "09:00".into(),
                until: "10:00".into(),
                title: "Lesbezoek".into(),
                with_whom: None,
            }],
            team: vec![member(Who::Person(person(1)), TeamRole::Lead)],
            body: None,
            reply_due_on: None,
        },
        pinned: Pinned {
            edition: "inspectorate/2025/po".parse().unwrap(),
            selection: Selection::All,
            standards: Vec::new(),
        },
        report: None,
        replies: Vec::new(),
        earlier_reports: Vec::new(),
        adopted: None,
        started_on: None,
        ended_on: None,
        guest_grants: Vec::new(),
    }
}
