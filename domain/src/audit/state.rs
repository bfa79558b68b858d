//! Where an audit can be, and what can be asked of it.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

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

    /// Somebody audits, or answers for what they found.
    pub const fn is_running(self) -> bool {
        match self {
            State::InProgress | State::DraftReport | State::RightOfReply => true,
            State::Planned
            | State::Preparing
            | State::Adopted
            | State::FollowUp
            | State::Closed
            | State::Cancelled => false,
        }
    }

    /// The report does not stand yet: whoever audits can still be put right.
    pub const fn is_before_adoption(self) -> bool {
        match self {
            State::Planned
            | State::Preparing
            | State::InProgress
            | State::DraftReport
            | State::RightOfReply => true,
            State::Adopted | State::FollowUp | State::Closed | State::Cancelled => false,
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
        /// Take the report back to put something right in it.
        BackToDraft => "backToDraft",
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
            Command::Prepare
            | Command::Start
            | Command::DraftReport
            | Command::SubmitForReply
            | Command::BackToDraft => true,
            Command::Adopt | Command::StartFollowUp | Command::Close | Command::Cancel => false,
        }
    }
}
