//! The state machine of a finding: what became of it after the audit was adopted. A state is never set any
//! other way, but for the first: with the adoption of its audit a finding is noted or open.
//!
//! A recommendation is answered and, where something is done with it, linked to where that is done. A
//! non-conformity goes on until somebody who did not do the work has seen that it had effect.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use super::correction::{Attempt, Correction, Verification, Work};
use super::record::MAX_ATTEMPTS;
use super::response::Response;
use crate::audit::FindingGrade;
use crate::check::MAX_REFERENCES;
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::{AuditId, CycleId, FindingId};
use crate::noun::Noun;
use crate::words::words;

words! {
    /// Where a finding is.
    State {
        /// The audit is not adopted yet.
        Draft => "draft",
        /// It asks for nothing: a strength, an observation.
        Noted => "noted",
        /// It waits for an answer.
        Open => "open",
        /// A recommendation was answered.
        Answered => "answered",
        /// A non-conformity is being put right.
        InCorrection => "inCorrection",
        /// The corrective action was carried out; its effect is to be seen.
        Verifying => "verifying",
        /// Nothing more is to be done.
        Closed => "closed",
    }
}

impl State {
    /// Something is still to be done.
    pub const fn is_open(self) -> bool {
        match self {
            State::Open | State::Answered | State::InCorrection | State::Verifying => true,
            State::Draft | State::Noted | State::Closed => false,
        }
    }

    /// What is awaited is told to the board at once when it is late: those who audit are to do it.
    pub const fn is_told_at_once(self) -> bool {
        match self {
            State::Verifying => true,
            State::Draft
            | State::Noted
            | State::Open
            | State::Answered
            | State::InCorrection
            | State::Closed => false,
        }
    }
}

words! {
    /// What can be asked of a finding.
    Command {
        /// Answer: the response, or what will be done about the non-conformity, is complete.
        Answer => "answer",
        /// Say that the corrective action was carried out.
        ReportCarriedOut => "reportCarriedOut",
        /// It had no effect: put it right again.
        BackToCorrection => "backToCorrection",
        /// Nothing more is to be done.
        Close => "close",
        /// Take it up again.
        Reopen => "reopen",
    }
}

impl Command {
    /// Whether the auditors give it and not the unit: what they found out of order is not put aside by
    /// whoever was to put it right.
    pub const fn is_of_auditors(self, course: Course) -> bool {
        match (self, course) {
            (Command::Answer | Command::ReportCarriedOut, _)
            | (Command::Close, Course::Nothing | Course::Response) => false,
            (Command::BackToCorrection | Command::Reopen, _)
            | (Command::Close, Course::Correction) => true,
        }
    }
}

words! {
    /// What a grade asks of the unit.
    Course {
        /// Nothing.
        Nothing => "nothing",
        /// An answer.
        Response => "response",
        /// Cause, correction, corrective action and a verified effect.
        Correction => "correction",
    }
}

impl Course {
    /// What this grade asks.
    pub const fn of(grade: &FindingGrade) -> Self {
        match (grade.non_conformity, grade.recommendation) {
            (true, _) => Course::Correction,
            (false, true) => Course::Response,
            (false, false) => Course::Nothing,
        }
    }

    /// Where a finding starts when its audit is adopted.
    pub const fn first_state(self) -> State {
        match self {
            Course::Nothing => State::Noted,
            Course::Response | Course::Correction => State::Open,
        }
    }
}

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The finding.
    pub finding_id: FindingId,
    /// Its audit.
    pub audit_id: AuditId,
    /// What its grade asks.
    pub course: Course,
    /// The audit is adopted and not closed.
    pub followed_up: bool,
    /// The answer to a recommendation.
    pub response: Option<Response>,
    /// The improvement cycles that arise from it: each says where something is done with it, as one that the
    /// answer names does.
    pub arising: Vec<CycleId>,
    /// What is stated about a non-conformity.
    pub correction: Correction,
    /// What was seen of the effect.
    pub verification: Option<Verification>,
    /// What was done before.
    pub earlier: Vec<Attempt>,
}

impl Facts {
    /// All that was ever done about it.
    pub fn work(&self) -> Work<'_> {
        Work {
            now: &self.correction,
            earlier: &self.earlier,
        }
    }
}

/// What happens to the finding; [`super::Finding::apply`] carries it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// What was asked.
    pub command: Command,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// What was carried out and seen goes to the attempts before.
    pub starts_anew: bool,
    /// The cycles that arise from it and that its answer names from now on: what it was closed with stays.
    pub linked: Vec<CycleId>,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::FindingStateForbids`] when the state knows no such step, [`Code::TransitionBlocked`]
/// with everything that stands in the way otherwise.
pub fn decide(state: State, command: Command, facts: &Facts) -> Result<Transition, Refusal> {
    let Some(to) = target(state, command, facts.course) else {
        let reason = forbidden(facts.finding_id, state).with("command", command);
        return Err(Refusal::conflict(Code::FindingStateForbids, vec![reason]));
    };
    let blockers = blockers(command, facts);
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    let again = matches!(command, Command::BackToCorrection | Command::Reopen);
    Ok(Transition {
        command,
        from: state,
        to,
        starts_anew: again && facts.course == Course::Correction,
        linked: match command {
            Command::Close => linked(facts),
            Command::Answer
            | Command::ReportCarriedOut
            | Command::BackToCorrection
            | Command::Reopen => Vec::new(),
        },
    })
}

/// Where something is done with a recommendation that is closed, when its answer does not name that itself.
fn linked(facts: &Facts) -> Vec<CycleId> {
    let unnamed = facts.response.as_ref().is_some_and(Response::names_no_work);
    let arising = facts.arising.iter().take(MAX_REFERENCES).copied();
    arising.filter(|_| unnamed).collect()
}

/// Every command with what blocks it on these facts; one without blockers is available. Derived from
/// [`decide`], so that the two cannot disagree.
pub fn available(state: State, facts: &Facts) -> Vec<(Command, Vec<Reason>)> {
    with_blockers(Command::ALL, |command| decide(state, command, facts))
}

/// The state forbids it.
pub(super) fn forbidden(finding: FindingId, state: State) -> Reason {
    Reason::new(Code::FindingStateForbids)
        .about(Noun::Finding, finding)
        .with("state", state)
}

/// Where a command leads; nowhere when the state knows no such step.
const fn target(state: State, command: Command, course: Course) -> Option<State> {
    match (command, course, state) {
        (Command::Answer, Course::Response, State::Open) => Some(State::Answered),
        (Command::Answer, Course::Correction, State::Open) => Some(State::InCorrection),
        (Command::ReportCarriedOut, Course::Correction, State::InCorrection) => {
            Some(State::Verifying)
        }
        (Command::BackToCorrection, Course::Correction, State::Verifying) => {
            Some(State::InCorrection)
        }
        // From wherever it is: what is in the way says everything that is still to be done.
        (Command::Close, Course::Response, State::Open | State::Answered)
        | (
            Command::Close,
            Course::Correction,
            State::Open | State::InCorrection | State::Verifying,
        ) => Some(State::Closed),
        (Command::Reopen, Course::Response, State::Closed) => Some(State::Open),
        (Command::Reopen, Course::Correction, State::Closed) => Some(State::InCorrection),
        (
            Command::Answer
            | Command::ReportCarriedOut
            | Command::BackToCorrection
            | Command::Close
            | Command::Reopen,
            Course::Nothing | Course::Response | Course::Correction,
            State::Draft
            | State::Noted
            | State::Open
            | State::Answered
            | State::InCorrection
            | State::Verifying
            | State::Closed,
        ) => None,
    }
}

/// Everything that stands in the way of a command, in a fixed order.
fn blockers(command: Command, facts: &Facts) -> Vec<Reason> {
    let mut all = Vec::new();
    if !facts.followed_up {
        all.push(Reason::new(Code::AuditNotFollowedUp).about(Noun::Audit, facts.audit_id));
    }
    match command {
        Command::Answer => all.extend(answer_lacks(facts)),
        Command::ReportCarriedOut => {
            all.extend(facts.correction.plan_lacks());
            all.extend(facts.correction.not_executed());
        }
        Command::BackToCorrection => {
            all.extend(match &facts.verification {
                None => Some(Reason::new(Code::EffectNotVerified).at("/verification")),
                Some(seen) if seen.effective => {
                    Some(Reason::new(Code::EffectAchieved).at("/verification/effective"))
                }
                Some(_) => None,
            });
            all.extend(too_often(facts));
        }
        Command::Close => {
            all.extend(answer_lacks(facts));
            all.extend(close_lacks(facts));
        }
        Command::Reopen => all.extend(too_often(facts)),
    }
    all.into_iter()
        .map(|reason| match reason.subject {
            Some(_) => reason,
            None => reason.about(Noun::Finding, facts.finding_id),
        })
        .collect()
}

/// It was begun anew so often that another time leads nowhere.
fn too_often(facts: &Facts) -> Option<Reason> {
    let again = facts.course == Course::Correction && facts.earlier.len() >= MAX_ATTEMPTS;
    let reason = || Reason::new(Code::TooManyAttempts).at("/earlierAttempts");
    again.then(|| reason().with("max", MAX_ATTEMPTS))
}

/// What the answer of the unit lacks.
fn answer_lacks(facts: &Facts) -> Vec<Reason> {
    match (facts.course, &facts.response) {
        (Course::Correction, _) => facts.correction.plan_lacks(),
        (Course::Response, None) => vec![Reason::new(Code::ResponseMissing).at("/response")],
        (Course::Response, Some(_)) | (Course::Nothing, _) => Vec::new(),
    }
}

/// What an end lacks besides.
fn close_lacks(facts: &Facts) -> Vec<Reason> {
    let mut all = Vec::new();
    match facts.course {
        Course::Nothing => {}
        Course::Response => {
            let response = facts.response.as_ref();
            let lacks = response.is_some_and(|one| one.lacks_work(&facts.arising));
            let reason = || Reason::new(Code::ResponseNotLinked).at("/response/cycleIds");
            all.extend(lacks.then(reason));
        }
        Course::Correction => {
            all.extend(facts.correction.not_executed());
            match &facts.verification {
                None => all.push(Reason::new(Code::EffectNotVerified).at("/verification")),
                Some(seen) => {
                    let own = seen.own_work(facts.work());
                    all.extend(own.map(|one| one.at("/verification/verifiedById")));
                    if !seen.effective {
                        let reason = Reason::new(Code::EffectNotAchieved);
                        all.push(reason.at("/verification/effective"));
                    }
                }
            }
        }
    }
    all
}
