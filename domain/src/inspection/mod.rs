//! Inspection: visits of the inspectorate, the recovery orders that it leaves, and how ready a unit is for
//! the next visit.

mod edition;
mod order;
mod order_days;
mod order_machine;
mod order_state;
mod readiness;
#[cfg(test)]
mod readiness_tests;
mod report;
#[cfg(test)]
mod samples;
mod visit;
mod visit_machine;

pub use edition::inspected_under;
pub use order::{
    BoardVerification, EarlierTerms, Measure, Order, OrderInput, OrderOutcome, OrderResult,
    Restated,
};
pub use order_machine::{
    Asked, OrderCommand, OrderFacts, OrderStep, Said, available as available_to_order,
    decide as decide_order, is_fixed as is_order_fixed, may_change as may_change_order,
    may_delete as may_delete_order,
};
pub use order_state::OrderState;
pub use readiness::{
    Arranged, Gap, Heard, OpenPoint, ReadinessFacts, StandardReadiness, readiness, summary,
};
pub use report::{parents_told_by, public_from};
pub use visit::{Visit, VisitInput, VisitKind, VisitVerdict};
pub use visit_machine::{
    VisitCommand, VisitState, VisitStep, available as available_to_visit, decide as decide_visit,
    may_change as may_change_visit,
};
