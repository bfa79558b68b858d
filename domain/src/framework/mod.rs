//! Frameworks: sets of requirements as data, in immutable versions.

mod carrying;
mod check;
mod check_rule;
mod content;
mod evaluate;
mod improve;
mod in_force;
mod iso_date;
mod judge;
mod lead;
mod library;
mod mapping;
mod own_standard;
mod publish;
mod requirement;
mod rule;
mod scale;
#[cfg(test)]
pub(crate) mod tests;

pub use carrying::{Carrying, Fate};
pub use check::check;
pub use content::{
    Correction, EditionContent, FrameworkKind, GuaranteedElement, Node, TextChange, Weight,
};
pub use evaluate::{Step, Tested};
pub use improve::{Change, ChangeSet, MAX_CHANGES, MAX_SETS};
pub use in_force::{EditionPhase, EditionSpan, in_force, possibly_outdated};
pub use judge::{Judgement, Verdict, check_verdicts, judge};
pub use lead::{Lead, Leads};
pub use library::{ALL_SECTORS, BOARD_SECTOR, CORE, INSPECTORATE, Library, is_for, sector_of};
pub use mapping::{Carried, MappingContent, MappingLink, Relation, carry, check_mapping};
pub use own_standard::{MAX_DESCRIPTION, MAX_TITLE, OwnStandard};
pub use publish::republish;
pub use requirement::{EditionRef, ParseRequirementError, RequirementRef};
pub use rule::{
    Clause, Condition, CountCondition, DecisionRule, JudgedObject, StandardCondition, StandardSet,
    Test,
};
pub use scale::{Level, LevelUse, Scale, Term};
