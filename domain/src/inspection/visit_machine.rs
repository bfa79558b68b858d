//! The state machine of a visit: recorded until its report is adopted, and from then on fixed.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use super::visit::{Visit, VisitKind};
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::noun::Noun;
use crate::words::words;

words! {
    /// Where a visit is.
    VisitState {
        /// It is being recorded: everything can change.
        Recorded => "recorded",
        /// Its report is adopted: nothing changes any more.
        Reported => "reported",
    }
}

words! {
    /// What can be asked of a visit.
    VisitCommand {
        /// Fix what the adopted report says.
        Report => "report",
    }
}

/// A step that a visit takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitStep {
    /// What was asked.
    pub command: VisitCommand,
    /// The state before.
    pub from: VisitState,
    /// The state after.
    pub to: VisitState,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::VisitReported`] when the report is fixed already, [`Code::TransitionBlocked`] with
/// everything that is missing otherwise.
pub fn decide(
    state: VisitState,
    command: VisitCommand,
    visit: &Visit,
) -> Result<VisitStep, Refusal> {
    let to = match (state, command) {
        (VisitState::Recorded, VisitCommand::Report) => VisitState::Reported,
        (VisitState::Reported, VisitCommand::Report) => return Err(reported(visit)),
    };
    let missing = match command {
        VisitCommand::Report => unreported(visit),
    };
    if !missing.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, missing));
    }
    Ok(VisitStep {
        command,
        from: state,
        to,
    })
}

/// Every command with what blocks it; one without blockers is available.
pub fn available(visit: &Visit) -> Vec<(VisitCommand, Vec<Reason>)> {
    with_blockers(VisitCommand::ALL, |command| {
        decide(visit.state, command, visit)
    })
}

/// Whether what is recorded of it may still change, or be taken away.
///
/// # Errors
/// A conflict with [`Code::VisitReported`] when not.
pub fn may_change(visit: &Visit) -> Result<(), Refusal> {
    match visit.state {
        VisitState::Recorded => Ok(()),
        VisitState::Reported => Err(reported(visit)),
    }
}

fn about(code: Code, visit: &Visit) -> Reason {
    Reason::new(code).about(Noun::InspectionVisit, visit.id)
}

fn reported(visit: &Visit) -> Refusal {
    Refusal::conflict(Code::VisitReported, vec![about(Code::VisitReported, visit)])
}

/// What a report still lacks. A visit about a theme gives no verdicts of a school.
fn unreported(visit: &Visit) -> Vec<Reason> {
    let stated = &visit.stated;
    let judges = match stated.kind {
        VisitKind::Thematic => false,
        VisitKind::FourYearlyBoard
        | VisitKind::Verification
        | VisitKind::Risk
        | VisitKind::Recovery
        | VisitKind::Unannounced => true,
    };
    [
        (stated.ended_on.is_none(), Code::VisitNotEnded, "/endedOn"),
        (
            stated.report_adopted_on.is_none(),
            Code::ReportNotAdopted,
            "/reportAdoptedOn",
        ),
        (
            judges && stated.verdicts.is_empty(),
            Code::VerdictsMissing,
            "/verdicts",
        ),
    ]
    .into_iter()
    .filter(|(missing, ..)| *missing)
    .map(|(_, code, pointer)| about(code, visit).at(pointer))
    .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::inspection::samples;

    #[test]
    fn every_command_in_every_state() {
        for &state in VisitState::ALL {
            for &command in VisitCommand::ALL {
                let visit = Visit {
                    state,
                    ..samples::visit()
                };
                let decided = decide(state, command, &visit);
                match state {
                    VisitState::Recorded => {
                        assert_eq!(decided.unwrap().to, VisitState::Reported);
                        assert_eq!(may_change(&visit), Ok(()));
                    }
                    VisitState::Reported => {
                        assert_eq!(decided.unwrap_err(), may_change(&visit).unwrap_err());
                    }
                }
            }
        }
    }

    #[test]
    fn a_report_says_all_that_it_lacks() {
        let mut visit = samples::visit();
        visit.stated.ended_on = None;
        visit.stated.report_adopted_on = None;
        visit.stated.verdicts = Vec::new();
        let all = available(&visit);
        let codes: Vec<Code> = all[0].1.iter().map(|reason| reason.code).collect();
        assert_eq!(
            codes,
            [
                Code::VisitNotEnded,
                Code::ReportNotAdopted,
                Code::VerdictsMissing
            ]
        );
        visit.stated.kind = VisitKind::Thematic;
        assert_eq!(available(&visit)[0].1.len(), 2);
    }
}
