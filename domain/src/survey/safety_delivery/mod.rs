//! The yearly results on social safety for the inspectorate: made when a survey has results, permitted by the
//! school, delivered.

mod figures;
mod machine;
mod record;
mod terms;

#[cfg(test)]
mod tests;

pub use figures::{SafetyFigures, TopicFigure, figures_of};
pub use machine::{
    DeliveryAsked, DeliveryCommand, DeliveryFacts, DeliveryState, DeliveryStep, available, decide,
};
pub use record::{Delivered, Permit, PermitRole, SafetyDelivery, WithdrawnPermit, is_owed_for};
pub use terms::{SafetyTerm, SafetyTerms};
