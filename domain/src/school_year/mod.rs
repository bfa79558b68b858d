//! The school year of a unit: which instruments it planned to check itself with, which ran, and which were
//! followed up. Nothing of this is stored as truth but the plan and the reasoned decisions; the rest follows
//! from what there is of each instrument.

mod follow_up;
mod instances;
mod picture;
mod plan;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use follow_up::{FollowUp, FollowUpDecision, decide_follow_up};
pub use instances::{AuditOfYear, SurveyOfYear};
pub use picture::{ArisenCycle, Instance, InstrumentYear, Told, YearFacts, picture};
pub use plan::{PlanLine, SchoolYearPlan, check_lines};

use crate::noun::Noun;
use crate::words::words;

words! {
    /// With what a unit checks itself, or is checked.
    Instrument {
        /// An audit.
        Audit => "audit",
        /// A self-evaluation.
        SelfEvaluation => "selfEvaluation",
        /// A satisfaction survey.
        Survey => "survey",
    }
}

impl Instrument {
    /// What one of it is.
    pub const fn noun(self) -> Noun {
        match self {
            Instrument::Audit => Noun::Audit,
            Instrument::SelfEvaluation => Noun::SelfEvaluation,
            Instrument::Survey => Noun::SurveyCampaign,
        }
    }
}
