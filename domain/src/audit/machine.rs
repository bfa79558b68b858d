//! The state machine of the audit. A state is never set any other way.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use time::{Date, Duration};

use super::kind::{AuditKind, VerdictRule};
use super::record::{Audit, MAX_EARLIER_REPORTS};
use super::state::{Command, State};
use super::team::{Member, TeamRole};
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::{AuditId, ChecklistItemId, UnitId};
use crate::noun::Noun;

/// A standard of a unit on which no verdict was given yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// The item of the checklist that takes the verdict.
    pub item_id: ChecklistItemId,
    /// The unit.
    pub unit_id: UnitId,
    /// The standard.
    pub standard: String,
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
    /// The first day that is planned.
    pub planned_from: Date,
    /// The last.
    pub planned_until: Date,
    /// Who audits.
    pub team: Vec<Member>,
    /// How many questions the units put themselves.
    pub questions: usize,
    /// How many items the agenda has.
    pub agenda: usize,
    /// There is a report.
    pub reported: bool,
    /// How often a report was given to the units and taken back.
    pub taken_back: usize,
    /// The units that did not reply.
    pub unreplied: Vec<UnitId>,
    /// The last day for that.
    pub reply_due_on: Option<Date>,
    /// Why the team may not audit these units: see [`super::independence`].
    pub unfit: Vec<Reason>,
    /// What has no verdict.
    pub unjudged: Vec<Unjudged>,
    /// Whoever asks is not told what of it was judged: that is for those who write the report, until it is
    /// given.
    pub discreet: bool,
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
            planned_from: audit.stated.planned_from,
            planned_until: audit.stated.planned_until,
            team: audit.stated.team.clone(),
            questions: audit.stated.research_questions.len(),
            agenda: audit.stated.agenda.len(),
            reported: audit.report.is_some(),
            taken_back: audit.earlier_reports.len(),
            unreplied: audit.unreplied(),
            reply_due_on: audit.stated.reply_due_on,
            unfit: Vec::new(),
            unjudged: Vec::new(),
            discreet: false,
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
            | Command::BackToDraft
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
    with_blockers(Command::ALL, |command| decide(state, command, facts))
}

/// The last day for the reply: the days of the kind from today, or later when that was said. A day that was
/// said before and would leave less does not stand: nobody knew then when the report would be given.
fn reply_term(facts: &Facts) -> Date {
    let days = Duration::days(i64::from(facts.kind.right_of_reply_days));
    let least = facts.today.checked_add(days).unwrap_or(Date::MAX);
    facts.reply_due_on.map_or(least, |said| said.max(least))
}

/// Where a command leads; nowhere when the state knows no such step.
const fn target(state: State, command: Command) -> Option<State> {
    match (state, command) {
        (State::Planned, Command::Prepare) => Some(State::Preparing),
        (State::Preparing, Command::Start) => Some(State::InProgress),
        (State::InProgress, Command::DraftReport) => Some(State::DraftReport),
        (State::DraftReport, Command::SubmitForReply) => Some(State::RightOfReply),
        (State::RightOfReply, Command::BackToDraft) => Some(State::DraftReport),
        (State::RightOfReply, Command::Adopt) => Some(State::Adopted),
        (State::Adopted, Command::StartFollowUp) => Some(State::FollowUp),
        (State::Adopted | State::FollowUp, Command::Close) => Some(State::Closed),
        // What was given to the units does not vanish: it may be put right, and then it is adopted.
        (
            State::Planned | State::Preparing | State::InProgress | State::DraftReport,
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
            | Command::BackToDraft
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
            all.extend(off_days(facts));
        }
        Command::SubmitForReply => {
            all.extend(unfit(facts));
            if !facts.reported {
                all.push(lacks(facts, Code::ReportMissing, "/report"));
            }
            all.extend(unjudged(facts));
        }
        Command::BackToDraft if facts.taken_back >= MAX_EARLIER_REPORTS => {
            let reason = lacks(facts, Code::TooManyReports, "/earlierReports");
            all.push(reason.with("max", MAX_EARLIER_REPORTS));
        }
        // It is written anew, and no less given to the units for that.
        Command::Cancel if facts.taken_back > 0 => {
            all.push(lacks(facts, Code::ReportWasGiven, "/earlierReports"));
        }
        Command::Adopt => {
            all.extend(unfit(facts));
            all.extend(unjudged(facts));
            all.extend(may_still_reply(facts));
        }
        Command::Close => all.extend(facts.open_findings.iter().cloned()),
        Command::DraftReport | Command::BackToDraft | Command::StartFollowUp | Command::Cancel => {}
    }
    all
}

/// What is missing before anybody can audit.
fn unready(facts: &Facts) -> Vec<Reason> {
    let mut all = Vec::new();
    if facts.team.is_empty() {
        all.push(lacks(facts, Code::AuditTeamMissing, "/team"));
    }
    all.extend(unled(facts));
    if facts.kind.research_question_required && facts.questions == 0 {
        let missing = lacks(facts, Code::ResearchQuestionMissing, "/researchQuestions");
        all.push(missing);
    }
    all.extend(facts.unfit.iter().cloned());
    all
}

/// Nobody leads the team, or somebody in it may not audit. Asked before it begins and again of whoever gives
/// the report and lets it stand: people come to work somewhere in between, and leave.
fn unfit(facts: &Facts) -> Vec<Reason> {
    let unfit = facts.unfit.iter().cloned();
    unled(facts).into_iter().chain(unfit).collect()
}

fn unled(facts: &Facts) -> Option<Reason> {
    (!led(&facts.team)).then(|| lacks(facts, Code::AuditLeadMissing, "/team"))
}

/// Whether somebody leads a team.
pub(super) fn led(team: &[Member]) -> bool {
    team.iter().any(|member| member.role == TeamRole::Lead)
}

/// Who audits is judged for the days that are planned, so it begins on one of them.
fn off_days(facts: &Facts) -> Option<Reason> {
    let planned = facts.planned_from <= facts.today && facts.today <= facts.planned_until;
    let outside = || {
        let reason = lacks(facts, Code::StartsOutsideAuditDays, "/plannedFrom");
        let reason = reason.with("from", facts.planned_from);
        reason.with("until", facts.planned_until)
    };
    (!planned).then(outside)
}

/// The units that can still reply and did not.
fn may_still_reply(facts: &Facts) -> Vec<Reason> {
    let Some(due) = facts.reply_due_on.filter(|due| facts.today <= *due) else {
        return Vec::new();
    };
    let running = |unit: &UnitId| {
        let reason = Reason::new(Code::ReplyTermRunning).at("/replies");
        let reason = reason.about(Noun::OrganisationUnit, *unit);
        reason.with("until", due)
    };
    facts.unreplied.iter().map(running).collect()
}

/// What the kind asks a verdict on and has none.
fn unjudged(facts: &Facts) -> Vec<Reason> {
    let asked = match facts.kind.verdict {
        VerdictRule::Required => facts.unjudged.as_slice(),
        VerdictRule::Optional | VerdictRule::None => &[],
    };
    if facts.discreet && !asked.is_empty() {
        let some = Reason::new(Code::AuditVerdictsMissing);
        return vec![some.about(Noun::Audit, facts.audit_id)];
    }
    let missing = |one: &Unjudged| {
        let reason = Reason::new(Code::AuditVerdictMissing);
        let reason = reason.about(Noun::ChecklistItem, one.item_id);
        let reason = reason.with("standard", &one.standard);
        reason.with("unit", one.unit_id)
    };
    asked.iter().map(missing).collect()
}

fn lacks(facts: &Facts, code: Code, at: &str) -> Reason {
    Reason::new(code).about(Noun::Audit, facts.audit_id).at(at)
}
