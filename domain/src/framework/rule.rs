//! Decision rules as data: how the verdicts on standards lead to one outcome.

use serde::{Deserialize, Serialize};

use super::scale::Term;
use crate::text::Bilingual;

/// What an outcome is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JudgedObject {
    /// A board.
    Board,
    /// A school or establishment.
    School,
    /// A department of a school (afdeling).
    Department,
    /// One area of standards.
    Area,
}

/// The way from verdicts to an outcome for one kind of object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionRule {
    /// Its code within the edition, such as `school`.
    pub code: String,
    /// Its name.
    pub title: Bilingual,
    /// What it judges.
    pub object: JudgedObject,
    /// The outcomes, worst first.
    pub outcomes: Vec<Term>,
    /// The word for no outcome: too little was assessed.
    pub no_outcome: Term,
    /// The lowest outcome that means basic quality.
    pub basic_quality: String,
    /// Read from the first on; the first that holds decides. If none holds there is no outcome.
    pub clauses: Vec<Clause>,
    /// Whether the rule was read in the official text. If not, its outcomes are indicative.
    pub verified: bool,
    /// Where it comes from.
    pub source: String,
}

/// An outcome and when it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Clause {
    /// Code of the outcome.
    pub outcome: String,
    /// When.
    pub when: Condition,
    /// The clause in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
}

/// A condition on the verdicts. In JSON an object with one key, the name of the variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Condition {
    /// All of these hold.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold. Mind that the negation of a test also holds for a standard that was not
    /// assessed.
    Not(Box<Condition>),
    /// A named standard passes a test.
    Standard(StandardCondition),
    /// So many standards of a set pass a test.
    Count(CountCondition),
}

/// A named standard passes a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StandardCondition {
    /// Code of the standard.
    pub code: String,
    /// The test.
    pub is: Test,
}

/// At least, at most or between so many standards of a set pass a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CountCondition {
    /// The set.
    pub of: StandardSet,
    /// The test.
    pub is: Test,
    /// The least number that must pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<usize>,
    /// The greatest number that may pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<usize>,
}

/// A set of standards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum StandardSet {
    /// These, by code.
    Standards(Vec<String>),
    /// Those with this weight on the day that is judged.
    Weight(String),
}

/// A test of one standard. Only `notAssessed` is passed by a standard that was not assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Test {
    /// Its level is one of these.
    In(Vec<String>),
    /// Its level is this or higher.
    AtLeast(String),
    /// Its level is lower than this.
    Below(String),
    /// It was not assessed.
    NotAssessed,
}

impl DecisionRule {
    /// The codes of all outcomes, worst first, as a reason names them.
    pub fn codes(&self) -> String {
        let codes = self.outcomes.iter().map(|outcome| outcome.code.as_str());
        codes.collect::<Vec<_>>().join(", ")
    }

    /// The place of an outcome, the worst being 0; none for an unknown one and for no outcome.
    pub fn rank(&self, outcome: &str) -> Option<usize> {
        self.outcomes.iter().position(|known| known.code == outcome)
    }
}
