//! Plans with and without faults, the picture of one year, and decisions about follow-up.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use time::{Date, macros::date};
use uuid::Uuid;

use super::*;
use crate::calendar::SchoolYear;
use crate::error::{Code, Refusal, Subject};
use crate::id::{BoardId, CycleId, PersonId, SchoolYearPlanId, UnitId};

pub(super) const YEAR: SchoolYear = SchoolYear(2025);

pub(super) fn line(instrument: Instrument, from: Date, until: Date) -> PlanLine {
    PlanLine {
        instrument,
        from: Some(from),
        until: Some(until),
        note: None,
        not_needed: None,
    }
}

fn unneeded(instrument: Instrument) -> PlanLine {
    PlanLine {
        instrument,
        from: None,
        until: None,
        note: None,
        not_needed: Some("Vorig jaar gehouden".into()),
    }
}

pub(super) fn plan(lines: Vec<PlanLine>, follow_ups: Vec<FollowUp>) -> SchoolYearPlan {
    SchoolYearPlan {
        id: SchoolYearPlanId(Uuid::from_u128(1)),
        board_id: BoardId(Uuid::from_u128(1)),
        unit_id: UnitId(Uuid::from_u128(2)),
        year: YEAR,
        lines,
        follow_ups,
    }
}

pub(super) fn instance(id: u128, instrument: Instrument, ran_on: Option<Date>) -> Instance {
    Instance {
        unit_id: UnitId(Uuid::from_u128(2)),
        instrument,
        subject: Subject::new(instrument.noun(), Uuid::from_u128(id)),
        year: None,
        planned: Some((date!(2025 - 10 - 01), date!(2025 - 10 - 31))),
        ran_on,
        closed_on: None,
        cycles: Vec::new(),
        untold: false,
    }
}

pub(super) fn decision(subject: Option<Subject>, on: Date) -> FollowUp {
    FollowUp {
        instrument: Instrument::SelfEvaluation,
        subject,
        decision: FollowUpDecision::NoneNeeded,
        reason: "Alles is op orde".into(),
        decided_by: PersonId(Uuid::from_u128(5)),
        on,
    }
}

fn facts(plan: Option<SchoolYearPlan>, instances: Vec<Instance>) -> YearFacts {
    YearFacts {
        year: YEAR,
        plan,
        instances,
    }
}

fn codes(told: &Told) -> Vec<Code> {
    told.why.iter().map(|reason| reason.code).collect()
}

fn of(rows: &[InstrumentYear], instrument: Instrument) -> &InstrumentYear {
    rows.iter()
        .find(|row| row.instrument == instrument)
        .unwrap()
}

#[test]
fn a_plan_hears_everything_that_is_wrong() {
    let good = line(
        Instrument::Audit,
        date!(2025 - 08 - 01),
        date!(2026 - 07 - 31),
    );
    assert_eq!(check_lines(YEAR, &[good.clone(), good.clone()]), []);
    let mut backwards = line(
        Instrument::Survey,
        date!(2026 - 08 - 01),
        date!(2025 - 09 - 01),
    );
    backwards.note = Some(" ".into());
    let mut both = unneeded(Instrument::Audit);
    both.from = Some(date!(2025 - 09 - 01));
    let mut dateless = line(
        Instrument::SelfEvaluation,
        date!(2025 - 09 - 01),
        date!(2025 - 09 - 01),
    );
    (dateless.from, dateless.until) = (None, None);
    let again = unneeded(Instrument::Audit);
    let wrong = check_lines(YEAR, &[good, backwards, both, dateless, again]);
    let found: Vec<_> = wrong
        .into_iter()
        .map(|reason| (reason.code, reason.pointer.unwrap()))
        .collect();
    let at = |code, pointer: &str| (code, pointer.to_owned());
    assert_eq!(
        found,
        [
            at(Code::TooShort, "/lines/1/note"),
            at(Code::DayOutsideSchoolYear, "/lines/1/from"),
            at(Code::EndBeforeStart, "/lines/1/until"),
            at(Code::NotBoth, "/lines/2/from"),
            at(Code::PlannedAndNotNeeded, "/lines/2/notNeeded"),
            at(Code::Required, "/lines/3/from"),
            at(Code::Required, "/lines/3/until"),
            at(Code::PlannedAndNotNeeded, "/lines/4/notNeeded"),
        ]
    );
}

#[test]
fn nothing_planned_and_nothing_run_is_said_so() {
    let rows = picture(&facts(None, Vec::new()));
    assert_eq!(rows.len(), 3);
    for row in &rows {
        assert!(!row.planned.holds && !row.ran.holds && !row.followed_up.holds);
        assert_eq!(codes(&row.planned), [Code::CheckNotPlanned]);
    }
    for instrument in Instrument::ALL {
        assert_eq!(codes(&of(&rows, *instrument).ran), [Code::CheckNotRan]);
    }
}

#[test]
fn a_self_evaluation_is_followed_up_by_a_cycle_or_a_decision_and_an_audit_by_its_closing() {
    let ran = date!(2025 - 11 - 20);
    let cycle = ArisenCycle {
        opened_on: date!(2025 - 12 - 01),
        id: CycleId(Uuid::from_u128(40)),
        untold: false,
    };
    let mut improved = instance(11, Instrument::SelfEvaluation, Some(ran));
    improved.cycles = vec![cycle];
    let other = instance(12, Instrument::SelfEvaluation, Some(ran));
    let mut audit = instance(21, Instrument::Audit, Some(ran));
    audit.cycles = vec![cycle];
    let open = instance(22, Instrument::Audit, None);
    let all = vec![improved, other.clone(), audit.clone(), open];
    let rows = picture(&facts(None, all.clone()));
    let evaluations = of(&rows, Instrument::SelfEvaluation);
    assert!(evaluations.planned.holds && evaluations.ran.holds && !evaluations.followed_up.holds);
    assert_eq!(
        codes(&evaluations.followed_up),
        [Code::CycleArose, Code::FollowUpMissing]
    );
    // The day on which one of two was followed up is not that of both: it stands with its reason.
    assert_eq!(
        (evaluations.followed_up.from, evaluations.followed_up.until),
        (None, None)
    );
    let arose = &evaluations.followed_up.why[0];
    assert!(
        arose
            .params
            .iter()
            .any(|(name, day)| name == "on" && day == "2025-12-01"),
        "{arose:?}"
    );
    let audits = of(&rows, Instrument::Audit);
    assert_eq!(codes(&audits.ran), [Code::CheckStillOpen, Code::CheckRan]);
    assert_eq!(
        codes(&audits.followed_up),
        [Code::AuditNotClosed],
        "a cycle alone does not close it, and no decision could"
    );

    let mut all = all;
    all[2].closed_on = Some(date!(2026 - 09 - 01));
    let decided = decision(Some(other.subject), date!(2025 - 12 - 05));
    let rows = picture(&facts(Some(plan(Vec::new(), vec![decided])), all));
    let evaluations = of(&rows, Instrument::SelfEvaluation);
    assert!(evaluations.followed_up.holds);
    assert_eq!(evaluations.followed_up.until, Some(date!(2025 - 12 - 05)));
    assert!(
        of(&rows, Instrument::Audit).followed_up.holds,
        "in the year after, too"
    );
}

#[test]
fn a_survey_is_followed_up_when_the_unit_closed_its_part() {
    let mut survey = instance(31, Instrument::Survey, Some(date!(2026 - 04 - 30)));
    survey.cycles = vec![ArisenCycle {
        opened_on: date!(2026 - 05 - 10),
        id: CycleId(Uuid::from_u128(40)),
        untold: false,
    }];
    let rows = picture(&facts(None, vec![survey.clone()]));
    let surveys = of(&rows, Instrument::Survey);
    assert!(surveys.planned.holds && surveys.ran.holds && !surveys.followed_up.holds);
    assert_eq!(
        codes(&surveys.followed_up),
        [Code::ResultsNotFollowedUp],
        "a cycle alone does not say that nothing else is done"
    );
    survey.closed_on = Some(date!(2026 - 05 - 20));
    let rows = picture(&facts(None, vec![survey.clone()]));
    let surveys = of(&rows, Instrument::Survey);
    assert_eq!(codes(&surveys.followed_up), [Code::CheckClosed]);
    assert_eq!(surveys.followed_up.from, Some(date!(2026 - 05 - 20)));
    // Nor is it decided about at the school year.
    let mut wanted = decision(Some(survey.subject), date!(2026 - 05 - 01));
    wanted.instrument = Instrument::Survey;
    let of_year = facts(None, vec![survey]);
    let refused = decide_follow_up(&of_year, wanted, date!(2026 - 05 - 20));
    assert!(
        matches!(refused, Err(Refusal::Invalid(wrong)) if wrong[0].code == Code::FollowedUpByClosing)
    );
}

#[test]
fn what_is_of_another_year_does_not_count() {
    let mut named = instance(11, Instrument::SelfEvaluation, Some(date!(2026 - 08 - 20)));
    assert!(!named.is_of(YEAR));
    named.year = Some(YEAR);
    assert!(named.is_of(YEAR), "it says itself of which year it is");
    let open = instance(12, Instrument::SelfEvaluation, None);
    assert!(open.is_of(YEAR));
    assert!(!open.is_of(SchoolYear(2026)));
}

#[test]
fn a_plan_and_the_reason_why_not_stand_beside_what_there_is() {
    let from = date!(2025 - 09 - 01);
    let lines = vec![
        line(
            Instrument::Audit,
            date!(2026 - 03 - 01),
            date!(2026 - 03 - 05),
        ),
        line(Instrument::Audit, from, from),
        unneeded(Instrument::Survey),
    ];
    let rows = picture(&facts(Some(plan(lines, Vec::new())), Vec::new()));
    let audits = &of(&rows, Instrument::Audit).planned;
    assert_eq!(
        (audits.from, audits.until),
        (Some(from), Some(date!(2026 - 03 - 05)))
    );
    let surveys = &of(&rows, Instrument::Survey).planned;
    assert!(!surveys.holds);
    assert_eq!(codes(surveys), [Code::CheckNotNeeded]);
}

#[test]
fn a_decision_is_about_something_that_ran() {
    let today = date!(2026 - 01 - 10);
    let ran = date!(2025 - 11 - 20);
    let one = instance(11, Instrument::SelfEvaluation, Some(ran));
    let open = instance(12, Instrument::SelfEvaluation, None);
    let of_year = facts(None, vec![one.clone(), open.clone()]);
    let first = decide_follow_up(&of_year, decision(Some(one.subject), today), today).unwrap();
    assert_eq!(first.len(), 1);
    // About the same it takes the place of the one before.
    let with = facts(Some(plan(Vec::new(), first)), of_year.instances.clone());
    let mut second = decision(Some(one.subject), today);
    second.reason = "Besproken met de MR".into();
    let all = decide_follow_up(&with, second.clone(), today).unwrap();
    assert_eq!(all, [second]);
    assert_eq!(
        decide_follow_up(&with, decision(None, today), today)
            .unwrap()
            .len(),
        2
    );

    let refused = decide_follow_up(&of_year, decision(Some(open.subject), today), today);
    let Err(Refusal::Conflict { code, blockers }) = refused else {
        unreachable!("{refused:?}")
    };
    assert_eq!(
        (code, blockers[0].code),
        (Code::CheckNotRan, Code::CheckStillOpen)
    );

    let mut wrong = decision(
        Some(Subject::new(Noun::Audit, Uuid::from_u128(99))),
        date!(2026 - 02 - 01),
    );
    wrong.instrument = Instrument::Audit;
    wrong.reason = String::new();
    let Err(Refusal::Invalid(wrong)) = decide_follow_up(&of_year, wrong, today) else {
        unreachable!("it is wrong")
    };
    let found: Vec<Code> = wrong.iter().map(|reason| reason.code).collect();
    let expected = [
        Code::Required,
        Code::DateInFuture,
        Code::FollowedUpByClosing,
        Code::UnknownReference,
    ];
    assert_eq!(found, expected);
    let early = decide_follow_up(&of_year, decision(None, date!(2025 - 11 - 01)), today);
    assert!(
        matches!(early, Err(Refusal::Invalid(wrong)) if wrong[0].code == Code::DecidedBeforeRan)
    );
}

#[test]
fn of_what_is_untold_is_said_once_that_it_counts() {
    let ran = date!(2025 - 11 - 20);
    let mut audits = [
        instance(21, Instrument::Audit, Some(ran)),
        instance(22, Instrument::Audit, Some(ran)),
    ];
    for audit in &mut audits {
        audit.closed_on = Some(ran);
        audit.untold = true;
    }
    let facts = YearFacts {
        year: YEAR,
        plan: None,
        instances: audits.to_vec(),
    };
    let rows = picture(&facts);
    let row = rows.iter().find(|row| row.instrument == Instrument::Audit);
    let row = row.unwrap();
    assert!(row.withheld);
    for told in [&row.planned, &row.ran, &row.followed_up] {
        assert_eq!((told.holds, told.from, told.until), (true, None, None));
        assert_eq!(told.why, [crate::Reason::new(Code::CheckWithheld)]);
    }
    assert!(rows.iter().filter(|row| row.withheld).count() == 1);
}
