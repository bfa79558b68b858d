#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
use super::*;
use crate::evaluation::samples::{edition, meeting, said, sample};
use crate::evaluation::{Command, Facts, decide};
use crate::id::OwnStandardId;
use crate::verdict::pin;
use time::macros::date;
use uuid::Uuid;

const TODAY: Date = date!(2026 - 03 - 20);

fn fixed(evaluation: &SelfEvaluation, plan: &Plan) -> Vec<String> {
    match evaluation.may_become(plan) {
        Ok(()) => Vec::new(),
        Err(Refusal::Conflict { blockers, .. }) => {
            let at = blockers.into_iter().map(|one| one.pointer);
            at.flatten().collect()
        }
        Err(refusal) => unreachable!("{refusal}"),
    }
}

#[test]
fn a_level_is_of_one_kind_of_unit() {
    let kinds = [
        "board",
        "school",
        "establishment",
        "team",
        "subject-department",
    ];
    let fitting = |level| kinds.iter().filter(|kind| fits(level, kind)).count();
    let counts: Vec<_> = EvaluationLevel::ALL
        .iter()
        .map(|one| fitting(*one))
        .collect();
    assert_eq!(counts, [1, 2, 1, 1]);
    assert!(!fits(EvaluationLevel::Board, "school"));
    assert!(!fits(EvaluationLevel::Leadership, "team"));
}

#[test]
fn the_plan_stands_still_once_it_is_open() {
    let draft = sample(Mode::Joint, State::Draft);
    let mut plan = draft.plan.clone();
    plan.title = "Anders".into();
    plan.level = EvaluationLevel::Board;
    plan.mode = Mode::Individual;
    assert_eq!(fixed(&draft, &plan), [] as [&str; 0]);
    let open = sample(Mode::Joint, State::Open);
    assert_eq!(fixed(&open, &plan), ["/level", "/mode"]);
    let ended = sample(Mode::Joint, State::Concluded);
    assert_eq!(fixed(&ended, &plan), ["/title", "/level", "/mode"]);
    assert_eq!(fixed(&ended, &ended.plan.clone()), [] as [&str; 0]);
    // A meeting belongs to what is held.
    let mut met = draft.plan.clone();
    met.meeting = Some(meeting());
    assert_eq!(fixed(&draft, &met), ["/meeting"]);
    assert_eq!(fixed(&open, &met), [] as [&str; 0]);
}

#[test]
fn all_that_is_wrong_with_a_plan_is_told_at_once() {
    let mut plan = sample(Mode::Individual, State::Draft).plan;
    plan.title = " ".into();
    plan.closes_on = Some(date!(2026 - 03 - 19));
    let mut late = meeting();
    late.held_on = date!(2026 - 03 - 21);
    plan.meeting = Some(late);
    plan.covers = vec![UnitId(Uuid::nil()); 2];
    let wrong = plan.check(None, TODAY);
    let mut codes: Vec<_> = wrong.iter().map(|one| one.code).collect();
    codes.sort_unstable();
    let mut expected = [
        Code::Required,
        Code::Duplicate,
        Code::DateInPast,
        Code::DateInFuture,
        Code::MeetingOfJointOnly,
    ];
    expected.sort_unstable();
    assert_eq!(codes, expected);
    // What stood there before may stay.
    let mut kept = sample(Mode::Individual, State::Draft).plan;
    kept.closes_on = Some(date!(2026 - 03 - 19));
    assert_eq!(kept.check(Some(&kept), TODAY), []);
}

#[test]
fn what_was_pinned_can_be_asked_again() {
    let request = PinRequest {
        selection: Some(Selection::Named),
        standards: vec!["A".into(), "C".into()],
        own: vec![OwnStandardId(Uuid::from_u128(9))],
        weights: vec![("C".into(), 3)],
    };
    let pinned = pin(&edition(), &[], TODAY, &request).unwrap();
    assert_eq!(asked(&pinned), request);
    assert_eq!(pin(&edition(), &[], TODAY, &asked(&pinned)), Ok(pinned));
}

#[test]
fn concluding_gives_every_verdict_to_every_unit_from_the_day_of_the_meeting() {
    let mut evaluation = sample(Mode::Joint, State::Open);
    let all = [("A", Some("mid")), ("B", None), ("C", Some("high"))];
    evaluation.judge(all.map(|(standard, value)| said(standard, value)).into());
    evaluation.plan.meeting = Some(meeting());
    let step = decide(
        evaluation.state,
        Command::Conclude,
        &Facts::of(&evaluation, 0, TODAY),
    )
    .unwrap();
    evaluation.apply(&step, TODAY);
    assert_eq!(evaluation.concluded_on, Some(date!(2026 - 03 - 12)));
    let units = [UnitId(Uuid::from_u128(3)), UnitId(Uuid::from_u128(4))];
    let mut ids = 0;
    let verdicts = given(&evaluation, &units, TODAY, || {
        ids += 1;
        VerdictId(Uuid::from_u128(ids))
    });
    assert_eq!(verdicts.len(), 6);
    assert!(
        verdicts
            .iter()
            .all(|one| one.level == Some(EvaluationLevel::Leadership))
    );
    let values: Vec<_> = verdicts.iter().map(|one| one.value.as_deref()).collect();
    assert_eq!(values[..3], [Some("mid"), None, Some("high")]);
    assert!(evaluation.may_judge().is_err());
    assert!(evaluation.may_be_removed().is_err());
}

#[test]
fn another_leader_is_a_matter_of_the_board_once_results_were_shown() {
    let other = Some(PersonId(Uuid::from_u128(8)));
    let moved = |state, round, leader| {
        let mut one = sample(Mode::Individual, state);
        (one.round, one.plan.leader) = (round, Some(PersonId(Uuid::from_u128(7))));
        let plan = Plan {
            leader,
            ..one.plan.clone()
        };
        one.moves_leader(&plan)
    };
    // Before anything was shown, whoever prepares or holds it says who leads.
    assert!(!moved(State::Draft, 0, other) && !moved(State::Open, 0, other));
    assert!(moved(State::Consensus, 0, other) && moved(State::Consensus, 0, None));
    // The scoring was opened again.
    assert!(moved(State::Open, 1, other) && moved(State::Open, 1, None));
    let same = Some(PersonId(Uuid::from_u128(7)));
    assert!(!moved(State::Consensus, 1, same));
}
