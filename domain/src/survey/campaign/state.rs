//! Where a survey campaign can be, and what can be asked of it.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::words::words;

words! {
    /// Where a campaign is.
    CampaignState {
        /// It is being prepared.
        Draft => "draft",
        /// It stands ready; answers are taken once its window begins.
        Scheduled => "scheduled",
        /// Answers are taken.
        Open => "open",
        /// The window has closed: answers are mixed and it is solved what may be shown.
        Processing => "processing",
        /// Results are there, and the units say what they do with them.
        FollowUp => "followUp",
        /// All is done.
        Closed => "closed",
        /// It was broken off; what was answered is gone.
        Cancelled => "cancelled",
    }
}

impl CampaignState {
    /// Answers are taken within the window.
    pub const fn takes_answers(self) -> bool {
        match self {
            Self::Scheduled | Self::Open => true,
            Self::Draft | Self::Processing | Self::FollowUp | Self::Closed | Self::Cancelled => {
                false
            }
        }
    }

    /// Answers are taken within the window, or will be once it is ready.
    pub const fn may_take_answers(self) -> bool {
        match self {
            Self::Draft | Self::Scheduled | Self::Open => true,
            Self::Processing | Self::FollowUp | Self::Closed | Self::Cancelled => false,
        }
    }

    /// Results can be shown.
    pub const fn has_results(self) -> bool {
        match self {
            Self::FollowUp | Self::Closed => true,
            Self::Draft | Self::Scheduled | Self::Open | Self::Processing | Self::Cancelled => {
                false
            }
        }
    }

    /// Nothing more comes of it: what it left can be thrown away, and its follow-ups are not taken up again.
    pub const fn has_ended(self) -> bool {
        match self {
            Self::Closed | Self::Cancelled => true,
            Self::Draft | Self::Scheduled | Self::Open | Self::Processing | Self::FollowUp => false,
        }
    }

    /// Something of what is stated can be changed; [`super::Campaign::restated`] says what.
    pub const fn may_be_changed(self) -> bool {
        match self {
            Self::Draft | Self::Scheduled | Self::Open | Self::FollowUp | Self::Closed => true,
            Self::Processing | Self::Cancelled => false,
        }
    }
}

words! {
    /// What can be asked of a campaign. The last four come about by themselves.
    CampaignCommand {
        /// Make it ready: from now on codes can be handed out.
        Launch => "launch",
        /// Take it back while nobody was invited yet.
        BackToDraft => "backToDraft",
        /// Close the window before its last day. With another one ahead the survey waits for that.
        CloseWindow => "closeWindow",
        /// Break it off; what was answered is thrown away.
        Cancel => "cancel",
        /// End the follow-up.
        Close => "close",
        /// The window begins.
        Begin => "begin",
        /// A window is over that another follows on.
        Pause => "pause",
        /// The last window is over.
        End => "end",
        /// The answers are mixed and it is known what may be shown.
        Settle => "settle",
    }
}

impl CampaignCommand {
    /// Whether it comes about by itself, and is not for anybody to give.
    pub const fn is_of_the_clock(self) -> bool {
        match self {
            Self::Begin | Self::Pause | Self::End | Self::Settle => true,
            Self::Launch | Self::BackToDraft | Self::CloseWindow | Self::Cancel | Self::Close => {
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_and_what_can_be_changed() {
        use CampaignState as S;
        let all = |holds: fn(S) -> bool| -> Vec<S> {
            let states = S::ALL.iter().copied();
            states.filter(|state| holds(*state)).collect()
        };
        assert_eq!(all(S::has_ended), [S::Closed, S::Cancelled]);
        let fixed = all(|state| !state.may_be_changed());
        assert_eq!(fixed, [S::Processing, S::Cancelled]);
    }
}
