//! The states of a recovery order, and what each says of it.

use crate::words::words;

words! {
    /// Where an order is.
    OrderState {
        /// Something is to be done about it.
        Open => "open",
        /// The measures are carried out.
        MeasuresTaken => "measuresTaken",
        /// The board finds it met.
        BoardVerified => "boardVerified",
        /// The inspectorate finds it met.
        Met => "met",
        /// The inspectorate does not, or it was not met in time.
        Missed => "missed",
        /// The inspectorate took it back.
        Withdrawn => "withdrawn",
    }
}

impl OrderState {
    /// Something is still to be done: by the school, or by the board that is to verify it.
    pub const fn is_to_be_met(self) -> bool {
        match self {
            OrderState::Open | OrderState::MeasuresTaken => true,
            OrderState::BoardVerified
            | OrderState::Met
            | OrderState::Missed
            | OrderState::Withdrawn => false,
        }
    }

    /// What was ordered is not seen to be in order. One that was missed is owed until it was taken up again and
    /// is met: that the inspectorate came to its end with it puts nothing right.
    pub const fn is_owed(self) -> bool {
        match self {
            OrderState::Open
            | OrderState::MeasuresTaken
            | OrderState::BoardVerified
            | OrderState::Missed => true,
            OrderState::Met | OrderState::Withdrawn => false,
        }
    }

    /// It waits for the school or the board, or they let its day go by.
    pub const fn can_be_late(self) -> bool {
        match self {
            OrderState::Open | OrderState::MeasuresTaken | OrderState::Missed => true,
            OrderState::BoardVerified | OrderState::Met | OrderState::Withdrawn => false,
        }
    }
}
