//! A survey that is held: among whom, when, and where it has come to.

mod benchmark;
mod editing;
#[cfg(test)]
mod editing_tests;
mod groups;
mod groups_check;
mod handing;
mod machine;
mod record;
mod restating;
mod state;
mod windows;

#[cfg(test)]
pub(crate) mod tests;

pub use benchmark::{Benchmark, Benchmarks, MAX_FIGURES};
pub use groups::{CampaignGroup, CampaignGroupKind, GroupTree};
pub use groups_check::{MAX_GROUPS, MAX_POPULATION, MAX_TEACHERS};
pub use machine::{CampaignFacts, CampaignStep, available, decide, due, given};
pub use record::{
    Campaign, CampaignInput, Channel, LEAST_MINIMUM, MAX_DIMENSIONS, MAX_REMINDERS, MOST_MINIMUM,
    RespondentUnit,
};
pub use restating::Resolved;
pub use state::{CampaignCommand, CampaignState};
pub use windows::{MAX_WINDOWS, Taking, Window};
