//! The state machine of the self-evaluation. A state is never set any other way.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use time::Date;

use super::record::{Meeting, Mode, SelfEvaluation};
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::SelfEvaluationId;
use crate::noun::Noun;
use crate::words::words;

words! {
    /// Where a self-evaluation is.
    State {
        /// It is prepared.
        Draft => "draft",
        /// It is held: verdicts are given together, or each participant scores.
        Open => "open",
        /// Scoring is over, the results are shown, and it is agreed what holds.
        Consensus => "consensus",
        /// Its verdicts stand.
        Concluded => "concluded",
        /// It was broken off.
        Cancelled => "cancelled",
    }
}

words! {
    /// What can be asked of a self-evaluation.
    Command {
        /// From draft to open.
        Start => "start",
        /// End the scoring and show the results.
        EndScoring => "endScoring",
        /// Let participants score again.
        Reopen => "reopen",
        /// Let the verdicts stand.
        Conclude => "conclude",
        /// Break it off.
        Cancel => "cancel",
    }
}

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The evaluation.
    pub id: SelfEvaluationId,
    /// How it is held.
    pub mode: Mode,
    /// The standards without a verdict.
    pub unjudged: Vec<String>,
    /// The meeting.
    pub meeting: Option<Meeting>,
    /// How many people scored.
    pub participants: u64,
    /// The school year that it is about.
    pub school_year: SchoolYear,
    /// The day.
    pub today: Date,
}

impl Facts {
    /// The facts, on this day, of an evaluation in which so many people scored.
    pub fn of(evaluation: &SelfEvaluation, participants: u64, today: Date) -> Self {
        Self {
            id: evaluation.id,
            mode: evaluation.plan.mode,
            unjudged: evaluation.unjudged(),
            meeting: evaluation.plan.meeting.clone(),
            participants,
            school_year: evaluation.plan.school_year,
            today,
        }
    }
}

/// What happens to the evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// What was asked.
    pub command: Command,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::EvaluationStateForbids`] when the state knows no such step for its mode,
/// [`Code::TransitionBlocked`] with everything that stands in the way otherwise.
pub fn decide(state: State, command: Command, facts: &Facts) -> Result<Transition, Refusal> {
    let Some(to) = target(state, command, facts.mode) else {
        let reason = forbidden(facts.id, state).with("command", command);
        return Err(Refusal::conflict(
            Code::EvaluationStateForbids,
            vec![reason],
        ));
    };
    let blockers = blockers(command, facts);
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    Ok(Transition {
        command,
        from: state,
        to,
    })
}

/// Every command with what blocks it on these facts; one without blockers is available. Derived from
/// [`decide`], so that the two cannot disagree.
pub fn available(state: State, facts: &Facts) -> Vec<(Command, Vec<Reason>)> {
    with_blockers(Command::ALL, |command| decide(state, command, facts))
}

/// The state forbids it.
pub(super) fn forbidden(id: SelfEvaluationId, state: State) -> Reason {
    Reason::new(Code::EvaluationStateForbids)
        .about(Noun::SelfEvaluation, id)
        .with("state", state)
}

/// Where a command leads; nowhere when the state knows no such step. What is held together knows no scores
/// to agree on.
const fn target(state: State, command: Command, mode: Mode) -> Option<State> {
    match (command, state, mode) {
        (Command::Start, State::Draft, _)
        | (Command::Reopen, State::Consensus, Mode::Individual) => Some(State::Open),
        (Command::EndScoring, State::Open, Mode::Individual) => Some(State::Consensus),
        (Command::Conclude, State::Open, Mode::Joint)
        | (Command::Conclude, State::Consensus, Mode::Individual) => Some(State::Concluded),
        (Command::Cancel, State::Draft | State::Open | State::Consensus, _) => {
            Some(State::Cancelled)
        }
        (Command::Start, State::Open | State::Consensus, _)
        | (Command::EndScoring, State::Draft | State::Consensus, _)
        | (Command::EndScoring, State::Open, Mode::Joint)
        | (Command::Reopen, State::Draft | State::Open, _)
        | (Command::Reopen, State::Consensus, Mode::Joint)
        | (Command::Conclude, State::Draft, _)
        | (Command::Conclude, State::Open, Mode::Individual)
        | (Command::Conclude, State::Consensus, Mode::Joint)
        | (
            Command::Start
            | Command::EndScoring
            | Command::Reopen
            | Command::Conclude
            | Command::Cancel,
            State::Concluded | State::Cancelled,
            _,
        ) => None,
    }
}

/// Everything that stands in the way of a command, in a fixed order.
fn blockers(command: Command, facts: &Facts) -> Vec<Reason> {
    let lacks = |code| Reason::new(code).about(Noun::SelfEvaluation, facts.id);
    match command {
        Command::Start => outside_year(facts).into_iter().collect(),
        Command::EndScoring if facts.participants == 0 => vec![lacks(Code::NobodyScored)],
        Command::Conclude => {
            let unjudged = facts.unjudged.iter().map(|standard| {
                let reason = lacks(Code::VerdictMissing).at("/verdicts");
                reason.with("standard", standard)
            });
            let mut all: Vec<Reason> = unjudged.collect();
            match (facts.mode, &facts.meeting) {
                (Mode::Joint, None) => all.push(lacks(Code::MeetingMissing).at("/meeting")),
                (Mode::Joint, Some(meeting)) if meeting.attendees.is_empty() => {
                    all.push(lacks(Code::AttendeeMissing).at("/meeting/attendeeIds"));
                }
                (Mode::Joint, Some(_)) | (Mode::Individual, _) => {}
            }
            all.extend(outside_year(facts));
            all
        }
        Command::EndScoring | Command::Reopen | Command::Cancel => Vec::new(),
    }
}

/// Each participant scores, and what holds is agreed, in the school year or in the weeks after it in which it is
/// finished. What is held together goes by the day of its meeting.
fn outside_year(facts: &Facts) -> Option<Reason> {
    match facts.mode {
        Mode::Joint => None,
        Mode::Individual => {
            let reason = facts.school_year.outside(facts.today)?;
            let reason = reason.about(Noun::SelfEvaluation, facts.id);
            Some(reason.at("/schoolYear"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::samples::{meeting, said, sample};
    use proptest::prelude::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 03 - 20);

    fn facts(mode: Mode, unjudged: &[&str], meeting: Option<Meeting>, participants: u64) -> Facts {
        Facts {
            unjudged: unjudged.iter().map(|&one| one.to_owned()).collect(),
            meeting,
            participants,
            ..Facts::of(&sample(mode, State::Open), 0, TODAY)
        }
    }

    fn walk(mode: Mode, commands: &[Command]) -> Option<State> {
        let complete = facts(mode, &[], Some(meeting()), 9);
        commands.iter().try_fold(State::Draft, |state, &command| {
            decide(state, command, &complete).ok().map(|step| step.to)
        })
    }

    #[test]
    fn each_mode_has_its_way_to_the_end() {
        use Command::*;
        assert_eq!(
            walk(Mode::Joint, &[Start, Conclude]),
            Some(State::Concluded)
        );
        let individual = [Start, EndScoring, Reopen, EndScoring, Conclude];
        assert_eq!(walk(Mode::Individual, &individual), Some(State::Concluded));
        assert_eq!(walk(Mode::Individual, &[Start, Conclude]), None);
        assert_eq!(walk(Mode::Joint, &[Start, EndScoring]), None);
        assert_eq!(walk(Mode::Joint, &[Cancel]), Some(State::Cancelled));
    }

    #[test]
    fn concluding_names_all_that_is_missing() {
        let refused = |facts: &Facts, state| match decide(state, Command::Conclude, facts) {
            Err(Refusal::Conflict { code, blockers }) => {
                let why = blockers.iter().map(|one| one.code).collect();
                (code, why)
            }
            _ => (Code::NotFound, Vec::new()),
        };
        let bare = facts(Mode::Joint, &["A", "C"], None, 0);
        let missing = vec![
            Code::VerdictMissing,
            Code::VerdictMissing,
            Code::MeetingMissing,
        ];
        assert_eq!(
            refused(&bare, State::Open),
            (Code::TransitionBlocked, missing)
        );
        let mut alone = meeting();
        alone.attendees.clear();
        let alone = facts(Mode::Joint, &[], Some(alone), 0);
        let missing = vec![Code::AttendeeMissing];
        assert_eq!(
            refused(&alone, State::Open),
            (Code::TransitionBlocked, missing)
        );
        let agreed = facts(Mode::Individual, &["B"], None, 3);
        let missing = vec![Code::VerdictMissing];
        assert_eq!(
            refused(&agreed, State::Consensus),
            (Code::TransitionBlocked, missing)
        );
    }

    #[test]
    fn what_each_scores_alone_begins_and_ends_in_its_school_year_or_soon_after() {
        let steps = [
            (State::Draft, Command::Start),
            (State::Consensus, Command::Conclude),
        ];
        for (today, refused) in [
            (date!(2025 - 07 - 31), true),
            (date!(2025 - 08 - 01), false),
            (date!(2026 - 09 - 30), false),
            (date!(2026 - 10 - 01), true),
        ] {
            let alone = Facts {
                today,
                ..facts(Mode::Individual, &[], None, 9)
            };
            for (state, command) in steps {
                let expected = refused.then(|| {
                    let reason = Reason::new(Code::OutsideSchoolYear);
                    let reason = reason.about(Noun::SelfEvaluation, alone.id);
                    let reason = reason.at("/schoolYear");
                    let reason = reason.with("schoolYear", SchoolYear(2025));
                    let reason = reason.with("from", date!(2025 - 08 - 01));
                    let reason = reason.with("until", date!(2026 - 09 - 30));
                    Refusal::conflict(Code::TransitionBlocked, vec![reason])
                });
                assert_eq!(decide(state, command, &alone).err(), expected, "{today}");
            }
            // Whatever day it is, it can be broken off; and a meeting has its own day.
            assert!(decide(State::Open, Command::Cancel, &alone).is_ok());
            let together = Facts {
                today,
                ..facts(Mode::Joint, &[], Some(meeting()), 0)
            };
            assert!(decide(State::Draft, Command::Start, &together).is_ok());
            assert!(decide(State::Open, Command::Conclude, &together).is_ok());
        }
    }

    #[test]
    fn not_assessed_is_a_verdict() {
        let mut evaluation = sample(Mode::Joint, State::Open);
        evaluation.judge(vec![said("B", None), said("A", Some("mid"))]);
        assert_eq!(evaluation.unjudged(), ["C"]);
        let order: Vec<_> = evaluation
            .verdicts
            .iter()
            .map(|one| &one.standard)
            .collect();
        assert_eq!(order, ["A", "B"], "in the order of what was pinned");
    }

    proptest! {
        #[test]
        fn what_is_shown_as_available_is_what_is_decided(
            state in proptest::sample::select(State::ALL),
            mode in proptest::sample::select(Mode::ALL),
            unjudged in 0_usize..3,
            met in proptest::bool::ANY,
            participants in 0_u64..3,
        ) {
            let missing = ["A", "B", "C"].into_iter().take(unjudged).collect::<Vec<_>>();
            let facts = facts(mode.to_owned(), &missing, met.then(meeting), participants);
            for (command, blockers) in available(state, &facts) {
                let decided = decide(state, command, &facts);
                prop_assert_eq!(blockers.is_empty(), decided.is_ok());
                // Nothing leads out of what has ended.
                let ended = matches!(state, State::Concluded | State::Cancelled);
                prop_assert!(!(ended && decided.is_ok()));
            }
        }
    }
}
