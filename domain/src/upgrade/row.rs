//! One line of the plan: what becomes of one standard.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::framework::Relation;
use crate::id::{CycleId, DossierId};
use crate::words::words;

words! {
    /// What kind of line.
    RowKind {
        /// A standard of the older edition for which one of the newer stands.
        Carried => "carried",
        /// A standard of the older edition that can go on under several, or that shares one.
        Choice => "choice",
        /// A standard of the newer edition before which nothing went.
        New => "new",
        /// A standard of the older edition in whose place nothing came.
        Lapsed => "lapsed",
    }
}

words! {
    /// What becomes of the work that hangs there.
    Outcome {
        /// Nothing hangs there.
        Nothing => "nothing",
        /// It goes on under the newer edition.
        Carry => "carry",
        /// It stays under the older edition, by choice.
        Leave => "leave",
        /// It waits for a choice.
        Choose => "choose",
        /// It stays under the older edition, where it can be read.
        Lapse => "lapse",
        /// It begins without anything.
        Start => "start",
    }
}

words! {
    /// How it stands with the dossier of the newer requirement.
    TargetDossier {
        /// There is none in either edition.
        Absent => "absent",
        /// It is to be made of the older one.
        Make => "make",
        /// It was made of the older one before.
        Made => "made",
        /// There is one that was not made of the older one; it is not touched.
        Apart => "apart",
    }
}

/// Where the work on a standard goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// Its code in the newer edition.
    pub code: String,
    /// How it stands with its dossier.
    pub dossier: TargetDossier,
    /// The dossier that is there already.
    pub dossier_id: Option<DossierId>,
    /// The open cycles to which it is to be added.
    pub cycles: Vec<CycleId>,
}

impl Target {
    fn is_done(&self) -> bool {
        self.dossier != TargetDossier::Make && self.cycles.is_empty()
    }
}

/// What becomes of one standard: of the older edition, or one that is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// What kind of line.
    pub kind: RowKind,
    /// Its code: in the newer edition for what is new, in the older one otherwise.
    pub standard: String,
    /// How the editions relate there.
    pub relation: Relation,
    /// Codes in the newer edition under which its work can go on.
    pub candidates: Vec<String>,
    /// Codes in the other edition with which it overlaps.
    pub overlaps: Vec<String>,
    /// Whether that was read in the official text.
    pub verified: bool,
    /// The last day on which it is shown beside the newer edition, of what lapses.
    pub readable_until: Option<Date>,
    /// The dossier that hangs there.
    pub dossier: Option<DossierId>,
    /// The open cycles that serve it.
    pub cycles: Vec<CycleId>,
    /// What becomes of these.
    pub outcome: Outcome,
    /// Where they go on.
    pub targets: Vec<Target>,
    /// Whether nothing is left to be done.
    pub done: bool,
}

impl Row {
    /// Whether it is about this standard of the older edition.
    pub fn is_of_older(&self, code: &str) -> bool {
        self.kind != RowKind::New && self.standard == code
    }

    /// Whether its work can go on under this standard.
    pub fn leads_to(&self, code: &str) -> bool {
        self.candidates.iter().any(|one| one == code)
    }

    /// Whether anything hangs there.
    pub fn is_used(&self) -> bool {
        self.dossier.is_some() || !self.cycles.is_empty()
    }

    /// Settles what becomes of it.
    pub(super) fn settle(&mut self, outcome: Outcome, targets: Vec<Target>) {
        self.done = outcome != Outcome::Choose && targets.iter().all(Target::is_done);
        self.outcome = outcome;
        self.targets = targets;
    }
}
