//! A survey that is held: among whom, when, and where it has come to.

mod benchmark;
mod editing;
mod groups;
mod machine;
mod record;
mod state;
mod windows;

#[cfg(test)]
pub(crate) mod tests;

pub use benchmark::{Benchmark, Benchmarks};
pub use groups::{CampaignGroup, CampaignGroupKind, GroupTree, MAX_GROUPS};
pub use machine::{CampaignFacts, CampaignStep, available, decide, due};
pub use record::{Campaign, CampaignInput, Channel, RespondentUnit};
pub use state::{CampaignCommand, CampaignState};
pub use windows::{Taking, Window};
