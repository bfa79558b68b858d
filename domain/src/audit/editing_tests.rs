//! What may be changed of an audit when.
#![expect(clippy::unwrap_used, reason = "tests")]

use time::Date;
use time::macros::date;

use super::samples::{FROM, UNTIL, audit, guest, unit};
use super::*;
use crate::calendar::SchoolYear;
use crate::error::{Code, Refusal};

const TODAY: Date = date!(2026 - 10 - 05);

#[test]
fn a_term_that_runs_moves_to_a_later_day_only() {
    let mut one = audit();
    one.state = State::RightOfReply;
    one.stated.reply_due_on = Some(date!(2026 - 10 - 19));
    let term = |one: &Audit, due| {
        let mut now = one.stated.clone();
        now.reply_due_on = due;
        let wrong = wrong_now(Some(one), &now, TODAY);
        wrong.iter().map(|reason| reason.code).collect::<Vec<_>>()
    };
    for due in [None, Some(TODAY), Some(date!(2026 - 10 - 18))] {
        assert_eq!(term(&one, due), [Code::ReplyTermOnlyLater]);
    }
    for due in [date!(2026 - 10 - 19), date!(2026 - 10 - 30)] {
        assert_eq!(term(&one, Some(due)), []);
    }
    one.state = State::DraftReport;
    assert_eq!(term(&one, None), [], "nobody counts on it yet");
}

#[test]
fn nothing_is_planned_for_days_that_have_passed() {
    let one = audit();
    let codes = |before: Option<&Audit>, now: &AuditInput, today| {
        let wrong = wrong_now(before, now, today).into_iter();
        wrong
            .map(|one| one.pointer.unwrap_or_default())
            .collect::<Vec<_>>()
    };
    let late = date!(2026 - 10 - 06);
    assert_eq!(codes(None, &one.stated, FROM), [] as [String; 0]);
    assert_eq!(codes(None, &one.stated, late), ["/plannedFrom"]);
    // What stands there may stay.
    assert_eq!(
        codes(Some(&one), &one.stated, date!(2027 - 01 - 01)),
        [] as [String; 0]
    );
    let mut moved = one.stated.clone();
    moved.planned_from = date!(2026 - 10 - 04);
    moved.planned_until = FROM;
    assert_eq!(
        codes(Some(&one), &moved, late),
        ["/plannedFrom", "/plannedUntil"]
    );
}

#[test]
fn an_audit_begins_in_its_school_year_or_soon_after() {
    let mut one = audit();
    let wrong = |before: Option<&Audit>, now: &AuditInput| {
        let all = wrong_now(before, now, TODAY).into_iter();
        all.map(|one| (one.code, one.pointer.unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    let outside = || vec![(Code::OutsideSchoolYear, "/plannedFrom".to_owned())];
    let mut now = one.stated.clone();
    now.planned_until = date!(2027 - 10 - 08);
    for (from, expected) in [
        (UNTIL, vec![]),
        (date!(2027 - 09 - 30), vec![]),
        (date!(2027 - 10 - 01), outside()),
    ] {
        now.planned_from = from;
        assert_eq!(wrong(None, &now), expected, "{from}");
        assert_eq!(wrong(Some(&one), &now), expected, "{from}");
    }
    let mut other = one.stated.clone();
    for year in [2025, 2027] {
        other.school_year = SchoolYear(year);
        assert_eq!(wrong(Some(&one), &other), outside(), "{year}");
    }
    // What stands there may stay.
    one.stated = other;
    let mut renamed = one.stated.clone();
    renamed.title = "Bezoek".into();
    assert!(wrong(Some(&one), &renamed).is_empty());
}

#[test]
fn what_runs_keeps_a_lead() {
    for &state in State::ALL {
        let mut one = audit();
        one.state = state;
        let mut now = one.stated.clone();
        now.team = vec![guest(7)];
        let wrong = wrong_now(Some(&one), &now, TODAY);
        let expected: &[Code] = match state.is_running() {
            true => &[Code::AuditLeadMissing],
            false => &[],
        };
        let found: Vec<Code> = wrong.iter().map(|one| one.code).collect();
        assert_eq!(found, expected, "{state}");
    }
}

#[test]
fn a_guest_is_asked_for_days_of_the_audit() {
    let mut one = audit();
    for (starts_on, ends_on, wrong) in [
        (FROM, date!(2026 - 12 - 06), &[][..]),
        (date!(2026 - 10 - 04), UNTIL, &["/team/1/startsOn"][..]),
        (FROM, date!(2026 - 12 - 07), &["/team/1/endsOn"][..]),
        (
            date!(2020 - 01 - 01),
            date!(2030 - 01 - 01),
            &["/team/1/startsOn", "/team/1/endsOn"][..],
        ),
    ] {
        one.stated.team.truncate(1);
        let days = Some(MemberDays { starts_on, ends_on });
        one.stated.team.push(Member { days, ..guest(7) });
        let found = one.stated.check();
        assert!(found.iter().all(|one| one.code == Code::GuestOutsideAudit));
        let at: Vec<&str> = found
            .iter()
            .filter_map(|one| one.pointer.as_deref())
            .collect();
        assert_eq!(at, wrong);
    }
}

#[test]
fn nothing_is_changed_of_what_is_adopted() {
    for state in [
        State::Adopted,
        State::FollowUp,
        State::Closed,
        State::Cancelled,
    ] {
        let mut one = audit();
        one.state = state;
        for &edit in Edit::ALL {
            assert!(may_edit(&one, edit).is_err(), "{state} {edit}");
        }
        assert!(one.may_remove().is_err());
    }
    let mut given = audit();
    given.state = State::RightOfReply;
    for (edit, refused) in [
        (Edit::Report, Some(Code::ReportUnderReply)),
        (Edit::Plan, Some(Code::AuditStateForbids)),
        (Edit::Reply, None),
    ] {
        let code = may_edit(&given, edit).err().map(|refusal| match refusal {
            Refusal::Conflict { code, .. } => code,
            Refusal::Invalid(_) => unreachable!("it has no input"),
        });
        assert_eq!(code, refused, "{edit}");
    }
    let one = audit();
    assert!(one.may_remove().is_ok());
    let mut other = one.clone();
    assert_eq!(edits(&one, &other), []);
    other.stated.scope.push(unit(11));
    other.stated.title = "Anders".into();
    other.stated.agenda.clear();
    other.stated.team.push(guest(7));
    assert_eq!(
        edits(&one, &other),
        [Edit::Frame, Edit::Plan, Edit::Conduct, Edit::Team]
    );
}

#[test]
fn a_team_has_one_lead_and_everybody_once() {
    let mut one = audit();
    let lead = *one.stated.team.first().unwrap();
    one.stated.team.push(lead);
    let mut bare = guest(7);
    bare.days = None;
    one.stated.team.push(bare);
    let mut late = guest(8);
    late.days = late.days.map(|days| MemberDays {
        ends_on: date!(2026 - 10 - 01),
        ..days
    });
    one.stated.team.push(late);
    let wrong = one.stated.check();
    let found: Vec<_> = wrong
        .iter()
        .map(|one| (one.code, one.pointer.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        found,
        [
            (Code::Duplicate, "/team/1/personId"),
            (Code::Duplicate, "/team/1/role"),
            (Code::Required, "/team/2/startsOn"),
            (Code::Required, "/team/2/endsOn"),
            (Code::EndBeforeStart, "/team/3/endsOn"),
        ]
    );
}
