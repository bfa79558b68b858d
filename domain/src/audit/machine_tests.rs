//! Every command in every state, and everything that is missing at once.
#![expect(clippy::unwrap_used, reason = "tests")]

use time::macros::date;

use super::samples::{FROM, UNTIL, audit, guest, kind, unit};
use super::*;
use crate::error::{Code, Reason, Refusal};
use crate::id::{ChecklistItemId, PrincipalId};
use crate::noun::Noun;
use uuid::Uuid;

const TODAY: time::Date = date!(2026 - 10 - 05);

/// Facts on which nothing is missing.
fn complete(code: &str) -> Facts {
    let mut facts = Facts::of(&audit(), &kind(code), TODAY);
    facts.reported = true;
    facts.unreplied = Vec::new();
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
        (State::RightOfReply, BackToDraft, State::DraftReport),
        (State::RightOfReply, Adopt, State::Adopted),
        (State::Adopted, StartFollowUp, State::FollowUp),
        (State::Adopted, Close, State::Closed),
        (State::FollowUp, Close, State::Closed),
        (State::Planned, Cancel, State::Cancelled),
        (State::Preparing, Cancel, State::Cancelled),
        (State::InProgress, Cancel, State::Cancelled),
        (State::DraftReport, Cancel, State::Cancelled),
    ];
    let facts = complete("internal-system");
    for &state in State::ALL {
        for &command in Command::ALL {
            let expected = way.iter().find(|one| (one.0, one.1) == (state, command));
            let found = decide(state, command, &facts);
            match expected {
                Some((_, _, to)) => {
                    let step = found.unwrap();
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
        facts.unjudged = vec![unjudged(1), unjudged(2)];
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
    // The items are named to those who write the report; others hear that something is missing.
    let mut facts = complete("internal-system");
    facts.unjudged = vec![unjudged(1), unjudged(2)];
    facts.discreet = true;
    let refused = decide(State::DraftReport, Command::SubmitForReply, &facts);
    assert_eq!(codes(refused), [Code::AuditVerdictsMissing]);
    let mut facts = complete("internal-system");
    facts.reported = false;
    let refused = decide(State::DraftReport, Command::SubmitForReply, &facts);
    assert_eq!(codes(refused), [Code::ReportMissing]);
}

fn unjudged(n: u128) -> Unjudged {
    Unjudged {
        item_id: ChecklistItemId(Uuid::from_u128(n)),
        unit_id: unit(10),
        standard: "OP1".into(),
    }
}

#[test]
fn the_units_have_their_days_to_reply() {
    let mut facts = complete("collegial");
    facts.unreplied = vec![unit(10), unit(11)];
    // The days of the kind are the least; a later day that was said holds.
    for (said, due) in [
        (None, date!(2026 - 10 - 19)),
        (Some(date!(2026 - 11 - 01)), date!(2026 - 11 - 01)),
        (Some(date!(2026 - 10 - 18)), date!(2026 - 10 - 19)),
        (Some(TODAY), date!(2026 - 10 - 19)),
    ] {
        facts.reply_due_on = said;
        let step = decide(State::DraftReport, Command::SubmitForReply, &facts).unwrap();
        assert_eq!(step.reply_due_on, Some(due));
    }
    facts.reply_due_on = Some(TODAY);
    let adopt = |facts: &Facts| decide(State::RightOfReply, Command::Adopt, facts);
    assert_eq!(codes(adopt(&facts)), [Code::ReplyTermRunning; 2]);
    facts.unreplied = vec![unit(11)];
    assert_eq!(codes(adopt(&facts)), [Code::ReplyTermRunning], "one did");
    facts.today = date!(2026 - 10 - 06);
    assert!(adopt(&facts).is_ok(), "the term is over");
    facts.today = TODAY;
    facts.unreplied = Vec::new();
    assert!(adopt(&facts).is_ok(), "they have replied");
}

#[test]
fn an_audit_begins_on_one_of_its_days() {
    let mut facts = complete("collegial");
    for (today, begins) in [
        (date!(2026 - 10 - 04), false),
        (FROM, true),
        (UNTIL, true),
        (date!(2026 - 10 - 08), false),
    ] {
        facts.today = today;
        match decide(State::Preparing, Command::Start, &facts) {
            Ok(_) => assert!(begins, "{today}"),
            refused => {
                assert!(!begins, "{today}");
                assert_eq!(codes(refused), [Code::StartsOutsideAuditDays]);
            }
        }
    }
}

#[test]
fn a_team_is_looked_at_again_before_its_report_stands() {
    for (state, command) in [
        (State::DraftReport, Command::SubmitForReply),
        (State::RightOfReply, Command::Adopt),
    ] {
        let mut facts = complete("collegial");
        facts.team = vec![guest(7)];
        facts.unfit = vec![Reason::new(Code::AuditorNotIndependent)];
        let expected = [Code::AuditLeadMissing, Code::AuditorNotIndependent];
        assert_eq!(codes(decide(state, command, &facts)), expected);
    }
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
        let step = decide(audit.state, command, &facts).unwrap();
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
fn a_report_that_is_taken_back_stays_with_what_was_said_to_it() {
    let mut one = audit();
    let report = |text: &str| Report {
        summary: "Kort".into(),
        text: text.into(),
        drafted_on: FROM,
    };
    let said = Reply {
        unit: unit(10),
        text: "Dit klopt niet.".into(),
        dissent: true,
        by: None,
        on: TODAY,
    };
    (one.state, one.report) = (State::RightOfReply, Some(report("Eerste")));
    one = one.replied(said.clone());
    let take = |audit: &mut Audit, command| {
        let facts = Facts::of(audit, &kind("collegial"), TODAY);
        let step = decide(audit.state, command, &facts).unwrap();
        audit.apply(&step, TODAY, None);
    };
    take(&mut one, Command::BackToDraft);
    let kept = EarlierReport {
        report: report("Eerste"),
        replies: vec![said],
        taken_back_on: TODAY,
    };
    assert_eq!(one.earlier_reports, std::slice::from_ref(&kept));
    assert_eq!((one.replies.len(), one.state), (0, State::DraftReport));
    // The draft goes on from what it said, and whoever replied is asked anew.
    assert_eq!(one.report, Some(report("Eerste")));
    assert!(may_edit(&one, Edit::Report).is_ok());
    one.report = Some(report("Tweede"));
    assert_eq!(one.unreplied(), [unit(10)]);
    let facts = Facts::of(&one, &kind("collegial"), TODAY);
    let cancel = decide(State::DraftReport, Command::Cancel, &facts);
    assert_eq!(codes(cancel), [Code::ReportWasGiven]);
    take(&mut one, Command::SubmitForReply);
    assert_eq!(one.earlier_reports, std::slice::from_ref(&kept));
    let facts = Facts::of(&one, &kind("collegial"), TODAY);
    let adopt = decide(State::RightOfReply, Command::Adopt, &facts);
    assert_eq!(codes(adopt), [Code::ReplyTermRunning]);
    // Nobody is asked for ever.
    one.earlier_reports = vec![kept; MAX_EARLIER_REPORTS];
    let facts = Facts::of(&one, &kind("collegial"), TODAY);
    let again = decide(State::RightOfReply, Command::BackToDraft, &facts);
    assert_eq!(codes(again), [Code::TooManyReports]);
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
