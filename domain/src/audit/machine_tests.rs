//! Every command in every state, and everything that is missing at once.

use time::macros::date;

use super::samples::{UNTIL, audit, guest, kind, unit};
use super::*;
use crate::error::{Code, Reason, Refusal};
use crate::id::PrincipalId;
use crate::noun::Noun;
use uuid::Uuid;

const TODAY: time::Date = date!(2026 - 10 - 05);

/// Facts on which nothing is missing.
fn complete(code: &str) -> Facts {
    let mut facts = Facts::of(&audit(), &kind(code), TODAY);
    facts.reported = true;
    facts.replied = true;
    facts
}

fn codes(result: Result<Step, Refusal>) -> Vec<Code> {
    match result {
        Err(Refusal::Conflict { code, blockers }) => {
            assert!(matches!(
                code,
                Code::TransitionBlocked | Code::AuditStateForbids
            ));
            blockers.iter().map(|one| one.code).collect()
        }
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn every_command_in_every_state() {
    use Command::*;
    let way = [
        (State::Planned, Prepare, State::Preparing),
        (State::Preparing, Start, State::InProgress),
        (State::InProgress, DraftReport, State::DraftReport),
        (State::DraftReport, SubmitForReply, State::RightOfReply),
        (State::RightOfReply, Adopt, State::Adopted),
        (State::Adopted, StartFollowUp, State::FollowUp),
        (State::Adopted, Close, State::Closed),
        (State::FollowUp, Close, State::Closed),
        (State::Planned, Cancel, State::Cancelled),
        (State::Preparing, Cancel, State::Cancelled),
        (State::InProgress, Cancel, State::Cancelled),
        (State::DraftReport, Cancel, State::Cancelled),
        (State::RightOfReply, Cancel, State::Cancelled),
    ];
    let facts = complete("internal-system");
    for &state in State::ALL {
        for &command in Command::ALL {
            let expected = way.iter().find(|one| (one.0, one.1) == (state, command));
            let found = decide(state, command, &facts);
            match expected {
                Some((_, _, to)) => {
                    let step = found.expect("a step");
                    assert_eq!((step.from, step.to), (state, *to));
                }
                None => assert_eq!(codes(found), [Code::AuditStateForbids], "{state} {command}"),
            }
        }
        let open = available(state, &facts);
        assert_eq!(open.len(), Command::ALL.len());
        for (command, why) in open {
            assert_eq!(why.is_empty(), decide(state, command, &facts).is_ok());
        }
    }
}

#[test]
fn a_refusal_names_everything_that_is_missing() {
    let mut facts = complete("collegial");
    (facts.team, facts.questions, facts.agenda) = (Vec::new(), 0, 0);
    facts.unfit = vec![Reason::new(Code::InterestDeclared)];
    let prepare = [
        Code::AuditTeamMissing,
        Code::AuditLeadMissing,
        Code::ResearchQuestionMissing,
        Code::InterestDeclared,
    ];
    assert_eq!(
        codes(decide(State::Planned, Command::Prepare, &facts)),
        prepare
    );
    let mut start = prepare.to_vec();
    start.push(Code::AgendaMissing);
    assert_eq!(
        codes(decide(State::Preparing, Command::Start, &facts)),
        start
    );
    facts.team = vec![guest(7)];
    facts.unfit = Vec::new();
    facts.questions = 1;
    let refused = decide(State::Planned, Command::Prepare, &facts);
    assert_eq!(codes(refused), [Code::AuditLeadMissing]);
}

#[test]
fn only_a_collegial_audit_starts_from_a_question() {
    for code in ["internal-system", "external-certification"] {
        let mut facts = complete(code);
        facts.questions = 0;
        assert!(decide(State::Planned, Command::Prepare, &facts).is_ok());
    }
}

#[test]
fn verdicts_are_asked_for_where_the_kind_asks_for_them() {
    for (code, asked) in [("collegial", 0), ("internal-system", 2)] {
        let mut facts = complete(code);
        facts.unjudged = vec!["OP1".into(), "OP2".into()];
        for (state, command) in [
            (State::DraftReport, Command::SubmitForReply),
            (State::RightOfReply, Command::Adopt),
        ] {
            match decide(state, command, &facts) {
                Ok(_) => assert_eq!(asked, 0),
                refused => assert_eq!(codes(refused), vec![Code::AuditVerdictMissing; asked]),
            }
        }
    }
    let mut facts = complete("internal-system");
    facts.reported = false;
    let refused = decide(State::DraftReport, Command::SubmitForReply, &facts);
    assert_eq!(codes(refused), [Code::ReportMissing]);
}

#[test]
fn the_units_have_their_days_to_reply() {
    let mut facts = complete("collegial");
    facts.replied = false;
    let step = decide(State::DraftReport, Command::SubmitForReply, &facts).expect("a step");
    assert_eq!(step.reply_due_on, Some(date!(2026 - 10 - 19)));
    // A day that was said holds, unless it would leave no time.
    for (said, due) in [
        (date!(2026 - 11 - 01), date!(2026 - 11 - 01)),
        (TODAY, date!(2026 - 10 - 19)),
    ] {
        facts.reply_due_on = Some(said);
        let step = decide(State::DraftReport, Command::SubmitForReply, &facts).expect("a step");
        assert_eq!(step.reply_due_on, Some(due));
    }
    facts.reply_due_on = Some(TODAY);
    let adopt = |facts: &Facts| decide(State::RightOfReply, Command::Adopt, facts);
    assert_eq!(codes(adopt(&facts)), [Code::ReplyTermRunning]);
    facts.today = date!(2026 - 10 - 06);
    assert!(adopt(&facts).is_ok(), "the term is over");
    facts.today = TODAY;
    facts.replied = true;
    assert!(adopt(&facts).is_ok(), "they have replied");
}

#[test]
fn what_is_open_keeps_an_audit_open() {
    let mut facts = complete("internal-system");
    let open = Reason::new(Code::InUse).about(Noun::Finding, Uuid::from_u128(5));
    facts.open_findings = vec![open.clone(), open];
    for state in [State::Adopted, State::FollowUp] {
        assert_eq!(
            codes(decide(state, Command::Close, &facts)),
            [Code::InUse; 2]
        );
    }
    assert!(decide(State::Adopted, Command::StartFollowUp, &facts).is_ok());
}

#[test]
fn a_step_leaves_its_mark() {
    let mut one = audit();
    one.stated.team = vec![guest(7)];
    let facts = complete("collegial");
    let by = Some(PrincipalId(Uuid::from_u128(3)));
    let take = |audit: &mut Audit, command| {
        let step = decide(audit.state, command, &facts).expect("a step");
        audit.apply(&step, TODAY, by);
    };
    take(&mut one, Command::Prepare);
    take(&mut one, Command::Start);
    assert_eq!(one.started_on, Some(TODAY));
    take(&mut one, Command::DraftReport);
    take(&mut one, Command::SubmitForReply);
    assert_eq!(one.stated.reply_due_on, Some(date!(2026 - 10 - 19)));
    take(&mut one, Command::Adopt);
    assert_eq!(one.adopted, Some(Adoption { on: TODAY, by }));
    assert_eq!(guest_rights(&one).len(), 1);
    take(&mut one, Command::Close);
    assert_eq!((one.state, one.ended_on), (State::Closed, Some(TODAY)));
    assert_eq!(guest_rights(&one), [], "the rights of guests end with it");
}

#[test]
fn a_guest_has_a_right_on_every_unit_for_the_named_days() {
    let mut one = audit();
    one.stated.scope = vec![unit(10), unit(11)];
    one.stated.team.push(guest(7));
    let rights = guest_rights(&one);
    assert_eq!(rights.len(), 2);
    assert!(rights.iter().all(|right| right.days.ends_on == UNTIL));
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
    let lead = *one.stated.team.first().expect("a lead");
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
