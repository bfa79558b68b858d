//! The step of a unit from one edition of a framework to a later one: what is carried over one to one,
//! what needs a choice, what is new and what lapses. What was concluded under the older edition stays as it
//! is; what is still worked on goes on under the newer one, beside it.

mod choice;
mod plan;
mod row;
#[cfg(test)]
mod tests;

use time::Date;

use crate::framework::{EditionRef, RequirementRef};
use crate::id::{BoardId, CycleId, DossierId, FrameworkUpgradeId, UnitId};

pub use choice::{Choice, Choices, MAX_CHOICES, chosen};
pub use plan::{Continuation, Hanging, OpenCycle, Plan, plan};
pub use row::{Outcome, Row, RowKind, Target, TargetDossier};

/// A step that was taken: a fact, which never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkUpgrade {
    /// Its id.
    pub id: FrameworkUpgradeId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit that took it: the carrier.
    pub unit_id: UnitId,
    /// The edition it comes from.
    pub from: EditionRef,
    /// The edition it leads to.
    pub to: EditionRef,
    /// The editions between them, over which the mappings lead.
    pub via: Vec<EditionRef>,
    /// The day.
    pub applied_on: Date,
    /// What was chosen, also in earlier steps between the same editions.
    pub choices: Choices,
    /// What became of every standard of both editions.
    pub rows: Vec<Row>,
    /// The dossiers that were made.
    pub made: Vec<MadeDossier>,
    /// The cycles to which requirements were added.
    pub extended: Vec<CycleId>,
}

/// A dossier that was made of older ones.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MadeDossier {
    /// The dossier.
    pub id: DossierId,
    /// Its requirement, of the newer edition.
    pub requirement: RequirementRef,
    /// The dossiers that it continues.
    pub previous: Vec<DossierId>,
}
