//! Long work: what was asked, how far it is, and how it ended. Taking in a file is the work there is.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::error::{Code, Reason, Refusal, Subject};
use crate::id::{BoardId, CredentialId, JobId, PrincipalId};
use crate::import::responses::ResponsesOrder;
use crate::import::{ImportKind, Layout, Outcome, Tally};

macro_rules! words {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// As it stands on the wire and in the store.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok($name::$variant),)+ _ => Err(()) }
            }
        }
    };
}

words! {
    /// How a job stands.
    JobStatus {
        /// It waits for a worker.
        Queued => "queued",
        /// A worker is at it.
        Running => "running",
        /// It waits for somebody to confirm that so many may end.
        NeedsConfirmation => "needsConfirmation",
        /// It is done.
        Succeeded => "succeeded",
        /// It could not be done, or not all of it.
        Failed => "failed",
        /// It was stopped; what was done by then stays done.
        Cancelled => "cancelled",
    }
}

words! {
    /// What can be done with a job.
    JobCommand {
        /// A worker takes it up, for the first time or after another worker was lost.
        Start => "start",
        /// The worker found that more than a tenth would end.
        AskConfirmation => "askConfirmation",
        /// Somebody says that they may end.
        Confirm => "confirm",
        /// The worker has done all of it.
        Succeed => "succeed",
        /// The worker cannot go on.
        Fail => "fail",
        /// Somebody stops it.
        Cancel => "cancel",
    }
}

impl JobCommand {
    /// The commands of callers; the others are the worker's.
    pub const OF_CALLERS: &'static [JobCommand] = &[JobCommand::Confirm, JobCommand::Cancel];
}

words! {
    /// How far a worker is: planning goes over the whole file before anything is applied.
    Stage {
        /// Saying what each row would do.
        PlanRows => "plan-rows",
        /// Saying what would end because the list no longer has it.
        PlanEnds => "plan-ends",
        /// Doing what the rows say.
        ApplyRows => "apply-rows",
        /// Ending what the list no longer has.
        ApplyEnds => "apply-ends",
    }
}

words! {
    /// How the bytes of a file stand for letters.
    Encoding {
        /// UTF-8, with or without a mark at the beginning.
        Utf8 => "utf-8",
        /// Windows-1252, as older exports are.
        Windows1252 => "windows-1252",
    }
}

impl JobStatus {
    /// Whether nothing more will happen to the job.
    pub const fn is_final(self) -> bool {
        match self {
            JobStatus::Queued | JobStatus::Running | JobStatus::NeedsConfirmation => false,
            JobStatus::Succeeded | JobStatus::Failed | JobStatus::Cancelled => true,
        }
    }
}

/// The state after a command, or why it is refused. Cancelling what is cancelled changes nothing.
pub fn decide(status: JobStatus, command: JobCommand) -> Result<JobStatus, Refusal> {
    use JobCommand as C;
    use JobStatus as S;
    match (status, command) {
        (S::Queued | S::Running, C::Start) => Ok(S::Running),
        (S::Running, C::AskConfirmation) => Ok(S::NeedsConfirmation),
        (S::NeedsConfirmation, C::Confirm) => Ok(S::Queued),
        (S::Running, C::Succeed) => Ok(S::Succeeded),
        (S::Running, C::Fail) => Ok(S::Failed),
        (S::Queued | S::Running | S::NeedsConfirmation | S::Cancelled, C::Cancel) => {
            Ok(S::Cancelled)
        }
        (S::Queued, C::AskConfirmation | C::Confirm | C::Succeed | C::Fail)
        | (S::Running, C::Confirm)
        | (S::NeedsConfirmation, C::Start | C::AskConfirmation | C::Succeed | C::Fail)
        | (
            S::Succeeded | S::Failed,
            C::Start | C::AskConfirmation | C::Confirm | C::Succeed | C::Fail | C::Cancel,
        )
        | (S::Cancelled, C::Start | C::AskConfirmation | C::Confirm | C::Succeed | C::Fail) => {
            let reason = Reason::new(Code::JobStateForbids).with("status", status.as_str());
            Err(Refusal::conflict(Code::JobStateForbids, vec![reason]))
        }
    }
}

/// The file as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileFacts {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its lines, the heading included: what progress is measured against until all rows are read.
    pub lines: u64,
    /// SHA-256 of its bytes, in hexadecimal; none of a file with answers, from which they could be guessed.
    pub sha256: Option<String>,
    /// How its bytes stand for letters.
    pub encoding: Encoding,
    /// What stands between its cells; none of a file with one JSON object a line.
    pub delimiter: Option<char>,
}

/// What was asked: to take in this file so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// What the caller says the file is.
    pub kind: ImportKind,
    /// The list that it turned out to be.
    pub layout: Layout,
    /// Only say what would happen.
    pub dry_run: bool,
    /// More than a tenth may end.
    pub confirm_end: bool,
    /// What is asked of a file with answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responses: Option<ResponsesOrder>,
    /// The file.
    pub file: FileFacts,
}

/// Who asked. The job acts in their name, with the grants that they have at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AskedBy {
    /// Who; none for the command line on the machine.
    pub principal: Option<PrincipalId>,
    /// With what they identified themselves.
    pub credential: Option<CredentialId>,
    /// The id of the request.
    pub request: String,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Rows done in this stage.
    pub done: u64,
    /// Rows to be done in this stage, as far as known.
    pub total: u64,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The board for which the file is taken in; all zeros for the whole country.
    pub board_id: BoardId,
    /// What was asked.
    pub order: Order,
    /// By whom.
    pub asked_by: AskedBy,
    /// How it stands.
    pub status: JobStatus,
    /// How far it is.
    pub progress: Progress,
    /// What became of the rows, or would become of them while it waits for confirmation.
    pub result: Option<Tally>,
    /// Why it failed.
    pub problem: Option<Reason>,
    /// When it was done, failed or stopped.
    pub finished_at: Option<OffsetDateTime>,
}

impl Job {
    /// The commands that callers can give now, and what stands in the way of the others.
    pub fn commands(&self) -> (Vec<JobCommand>, Vec<(JobCommand, Vec<Reason>)>) {
        let mut available = Vec::new();
        let mut blocked = Vec::new();
        for command in JobCommand::OF_CALLERS {
            match decide(self.status, *command) {
                // Once cancelled there is nothing left to stop.
                Ok(_) if self.status.is_final() => {}
                Ok(_) => available.push(*command),
                Err(Refusal::Invalid(reasons)) => blocked.push((*command, reasons)),
                Err(Refusal::Conflict { blockers, .. }) => blocked.push((*command, blockers)),
            }
        }
        (available, blocked)
    }
}

/// What became of one line of the report: of a row, or of a unit that no row is about any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// A row of the file.
    Row(Outcome),
    /// A unit that the list no longer has, and that ends.
    Ended,
}

impl Fate {
    /// Every one of them.
    pub const ALL: [Fate; 7] = [
        Fate::Row(Outcome::Created),
        Fate::Row(Outcome::Updated),
        Fate::Row(Outcome::Unchanged),
        Fate::Row(Outcome::Rejected),
        Fate::Row(Outcome::OutOfScope),
        Fate::Row(Outcome::TransferPending),
        Fate::Ended,
    ];

    /// As it stands on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fate::Row(outcome) => outcome.as_str(),
            Fate::Ended => "ended",
        }
    }
}

impl std::str::FromStr for Fate {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Fate::ALL
            .into_iter()
            .find(|fate| fate.as_str() == text)
            .ok_or(())
    }
}

/// One line of the report of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// Its place in the report: rows in the order of the file, then what ends.
    pub number: u64,
    /// The line of the file on which the row begins; none for what ends.
    pub line: Option<u64>,
    /// What became of it.
    pub fate: Fate,
    /// Why, or what is worth knowing; the names of columns stand as pointers.
    pub reasons: Vec<Reason>,
    /// What it is about, when that is there.
    pub subject: Option<Subject>,
    /// Whether something is still to be written for it.
    pub to_do: bool,
    /// Of how many rows on end this became, the first of which it names.
    pub rows: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_goes_through_its_states_and_out_of_none_that_is_final() {
        use JobCommand::*;
        use JobStatus::*;
        let walk = |commands: &[JobCommand]| {
            commands
                .iter()
                .try_fold(Queued, |status, command| decide(status, *command))
        };
        assert_eq!(walk(&[Start, Succeed]), Ok(Succeeded));
        assert_eq!(walk(&[Start, Start, Fail]), Ok(Failed));
        let confirmed = [Start, AskConfirmation, Confirm, Start, Succeed];
        assert_eq!(walk(&confirmed), Ok(Succeeded));
        assert_eq!(walk(&[Start, AskConfirmation, Cancel]), Ok(Cancelled));
        assert_eq!(walk(&[Cancel, Cancel]), Ok(Cancelled));
        for status in [Succeeded, Failed, Cancelled] {
            for command in JobCommand::ALL {
                assert!(decide(status, *command).is_err() || *command == Cancel);
            }
        }
        for status in [Queued, Running, Succeeded, Failed, Cancelled] {
            assert!(decide(status, Confirm).is_err(), "{status:?}");
        }
        assert!(decide(Queued, Succeed).is_err() && decide(NeedsConfirmation, Succeed).is_err());
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for fate in Fate::ALL {
            assert_eq!(fate.as_str().parse(), Ok(fate));
        }
        for status in JobStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
    }
}
