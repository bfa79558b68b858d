//! What a unit does with the results of a survey: an improvement cycle that takes a result up, or a reasoned
//! decision. Each unit says so for itself, by a day.

mod machine;
mod record;

#[cfg(test)]
mod tests;

pub use machine::{
    FollowUpAsked, FollowUpCommand, FollowUpFacts, FollowUpState, FollowUpStep, available, decide,
};
pub use record::{
    EarlierAnswer, EarlierDue, FollowUp, FollowUpAnswer, FollowUpDecision, FollowUpInput, ResultRef,
};
