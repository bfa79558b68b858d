//! The state machine of the audit. A state is never set any other way.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use time::{Date, Duration};

use super::kind::{AuditKind, VerdictRule};
use super::record::Audit;
use super::team::{Member, TeamRole};
use crate::error::{Code, Reason, Refusal};
use crate::id::AuditId;
use crate::noun::Noun;
use crate::words::words;

words! {
    /// Where an audit is.
    State {
        /// It stands in the programme.
        Planned => "planned",
        /// Team, questions and agenda are made ready.
        Preparing => "preparing",
        /// The team audits.
        InProgress => "inProgress",
        /// The team writes the report.
        DraftReport => "draftReport",
        /// The units say what they think of the report.
        RightOfReply => "rightOfReply",
        /// The report stands.
        Adopted => "adopted",
        /// The units do something about what was found.
        FollowUp => "followUp",
        /// All is done.
        Closed => "closed",
        /// It was broken off.
        Cancelled => "cancelled",
    }
}

impl State {
    /// Nothing more happens to it.
    pub const fn is_over(self) -> bool {
        match self {
            State::Closed | State::Cancelled => true,
            State::Planned
            | State::Preparing
            | State::InProgress
            | State::DraftReport
            | State::RightOfReply
            | State::Adopted
            | State::FollowUp => false,
        }
    }

    /// The units read the report.
    pub const fn is_reported(self) -> bool {
        match self {
            State::RightOfReply | State::Adopted | State::FollowUp | State::Closed => true,
            State::Planned
            | State::Preparing
            | State::InProgress
            | State::DraftReport
            | State::Cancelled => false,
        }
    }
}

words! {
    /// What can be asked of an audit.
    Command {
        /// Make it ready.
        Prepare => "prepare",
        /// Begin to audit.
        Start => "start",
        /// End auditing and write the report.
        DraftReport => "draftReport",
        /// Give the report to the units.
        SubmitForReply => "submitForReply",
        /// Let the report stand.
        Adopt => "adopt",
        /// Let the units follow it up.
        StartFollowUp => "startFollowUp",
        /// End it.
        Close => "close",
        /// Break it off.
        Cancel => "cancel",
    }
}

impl Command {
    /// Whether the lead of the team gives it as well.
    pub const fn is_of_lead(self) -> bool {
        match self {
            Command::Prepare | Command::Start | Command::DraftReport | Command::SubmitForReply => {
                true
            }
            Command::Adopt | Command::StartFollowUp | Command::Close | Command::Cancel => false,
        }
    }
}

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The audit.
    pub audit_id: AuditId,
    /// The day.
    pub today: Date,
    /// Its kind.
    pub kind: AuditKind,
    /// Who audits.
    pub team: Vec<Member>,
    /// How many questions the units put themselves.
    pub questions: usize,
    /// How many items the agenda has.
    pub agenda: usize,
    /// There is a report.
    pub reported: bool,
    /// The units have replied.
    pub replied: bool,
    /// The last day for that.
    pub reply_due_on: Option<Date>,
    /// Why the team may not audit these units: see [`super::independence`].
    pub unfit: Vec<Reason>,
    /// The standards without a verdict.
    pub unjudged: Vec<String>,
    /// What is found and not dealt with, as far as it stands in the way of closing.
    pub open_findings: Vec<Reason>,
}

impl Facts {
    /// The facts of an audit; what belongs to it is given besides.
    pub fn of(audit: &Audit, kind: &AuditKind, today: Date) -> Self {
        Self {
            audit_id: audit.id,
            today,
            kind: kind.clone(),
            team: audit.stated.team.clone(),
            questions: audit.stated.research_questions.len(),
            agenda: audit.stated.agenda.len(),
            reported: audit.report.is_some(),
            replied: audit.reply.is_some(),
            reply_due_on: audit.stated.reply_due_on,
            unfit: Vec::new(),
            unjudged: Vec::new(),
            open_findings: Vec::new(),
        }
    }
}

/// What happens to the audit; [`Audit::apply`] carries it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What was asked.
    pub command: Command,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// The last day for the reply, when it is set with this step.
    pub reply_due_on: Option<Date>,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::AuditStateForbids`] when the state knows no such step, [`Code::TransitionBlocked`]
/// with everything that stands in the way otherwise.
pub fn decide(state: State, command: Command, facts: &Facts) -> Result<Step, Refusal> {
    let Some(to) = target(state, command) else {
        let reason = Reason::new(Code::AuditStateForbids)
            .about(Noun::Audit, facts.audit_id)
            .with("state", state)
            .with("command", command);
        return Err(Refusal::conflict(Code::AuditStateForbids, vec![reason]));
    };
    let blockers = blockers(command, facts);
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    Ok(Step {
        command,
        from: state,
        to,
        reply_due_on: match command {
            Command::SubmitForReply => Some(reply_term(facts)),
            Command::Prepare
            | Command::Start
            | Command::DraftReport
            | Command::Adopt
            | Command::StartFollowUp
            | Command::Close
            | Command::Cancel => None,
        },
    })
}

/// Every command with what blocks it on these facts; one without blockers is available. Derived from
/// [`decide`], so that the two cannot disagree.
pub fn available(state: State, facts: &Facts) -> Vec<(Command, Vec<Reason>)> {
    Command::ALL
        .iter()
        .map(|&command| match decide(state, command, facts) {
            Ok(_) => (command, Vec::new()),
            Err(Refusal::Conflict { blockers, .. }) => (command, blockers),
            Err(Refusal::Invalid(reasons)) => (command, reasons),
        })
        .collect()
}

/// The last day for the reply: as was said, unless that day is over before it begins; else the days of the
/// kind from today.
fn reply_term(facts: &Facts) -> Date {
    let days = Duration::days(i64::from(facts.kind.right_of_reply_days));
    let default = facts.today.checked_add(days).unwrap_or(Date::MAX);
    let said = facts.reply_due_on;
    said.filter(|due| facts.today < *due).unwrap_or(default)
}

/// Where a command leads; nowhere when the state knows no such step.
const fn target(state: State, command: Command) -> Option<State> {
    match (state, command) {
        (State::Planned, Command::Prepare) => Some(State::Preparing),
        (State::Preparing, Command::Start) => Some(State::InProgress),
        (State::InProgress, Command::DraftReport) => Some(State::DraftReport),
        (State::DraftReport, Command::SubmitForReply) => Some(State::RightOfReply),
        (State::RightOfReply, Command::Adopt) => Some(State::Adopted),
        (State::Adopted, Command::StartFollowUp) => Some(State::FollowUp),
        (State::Adopted | State::FollowUp, Command::Close) => Some(State::Closed),
        (
            State::Planned
            | State::Preparing
            | State::InProgress
            | State::DraftReport
            | State::RightOfReply,
            Command::Cancel,
        ) => Some(State::Cancelled),
        (
            State::Planned
            | State::Preparing
            | State::InProgress
            | State::DraftReport
            | State::RightOfReply
            | State::Adopted
            | State::FollowUp
            | State::Closed
            | State::Cancelled,
            Command::Prepare
            | Command::Start
            | Command::DraftReport
            | Command::SubmitForReply
            | Command::Adopt
            | Command::StartFollowUp
            | Command::Close
            | Command::Cancel,
        ) => None,
    }
}

/// Everything that stands in the way of a command, in a fixed order.
fn blockers(command: Command, facts: &Facts) -> Vec<Reason> {
    let mut all = Vec::new();
    match command {
        Command::Prepare => all.extend(unready(facts)),
        Command::Start => {
            all.extend(unready(facts));
            if facts.agenda == 0 {
                all.push(lacks(facts, Code::AgendaMissing, "/agenda"));
            }
        }
        Command::SubmitForReply => {
            if !facts.reported {
                all.push(lacks(facts, Code::ReportMissing, "/report"));
            }
            all.extend(unjudged(facts));
        }
        Command::Adopt => {
            all.extend(unjudged(facts));
            let due = facts.reply_due_on.filter(|due| facts.today <= *due);
            if let Some(due) = due.filter(|_| !facts.replied) {
                let running = lacks(facts, Code::ReplyTermRunning, "/reply");
                all.push(running.with("until", due));
            }
        }
        Command::Close => all.extend(facts.open_findings.iter().cloned()),
        Command::DraftReport | Command::StartFollowUp | Command::Cancel => {}
    }
    all
}

/// What is missing before anybody can audit.
fn unready(facts: &Facts) -> Vec<Reason> {
    let mut all = Vec::new();
    if facts.team.is_empty() {
        all.push(lacks(facts, Code::AuditTeamMissing, "/team"));
    }
    let leads = |member: &Member| member.role == TeamRole::Lead;
    if !facts.team.iter().any(leads) {
        all.push(lacks(facts, Code::AuditLeadMissing, "/team"));
    }
    if facts.kind.research_question_required && facts.questions == 0 {
        let missing = lacks(facts, Code::ResearchQuestionMissing, "/researchQuestions");
        all.push(missing);
    }
    all.extend(facts.unfit.iter().cloned());
    all
}

/// The standards on which the kind asks for a verdict and there is none.
fn unjudged(facts: &Facts) -> Vec<Reason> {
    let asked = match facts.kind.verdict {
        VerdictRule::Required => facts.unjudged.as_slice(),
        VerdictRule::Optional | VerdictRule::None => &[],
    };
    asked
        .iter()
        .map(|standard| {
            let reason = Reason::new(Code::AuditVerdictMissing);
            reason
                .about(Noun::Audit, facts.audit_id)
                .with("standard", standard)
        })
        .collect()
}

fn lacks(facts: &Facts, code: Code, at: &str) -> Reason {
    Reason::new(code).about(Noun::Audit, facts.audit_id).at(at)
}
