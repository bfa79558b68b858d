//! What one edition of a framework holds, as data. The same JSON is the seed file, what a platform
//! administrator publishes and what is served, so that there is one form to know.
//!
//! `verified` says whether a fact was read in the official text; an outcome that rests on a fact that
//! was not is indicative.

use serde::{Deserialize, Serialize};
use time::Date;

use super::in_force::EditionSpan;
use super::iso_date;
use super::requirement::EditionRef;
use super::rule::DecisionRule;
use super::scale::Scale;
use crate::akoki::Theme;
use crate::text::Bilingual;

/// What sort of framework it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameworkKind {
    /// Requirements that a supervisor tests, such as the inspectorate's.
    Requirements,
    /// A sector's code of good governance.
    GovernanceCode,
    /// A model to work by, such as AKOKI.
    Model,
    /// What somebody looks for who observes a lesson ("kijkwijzer"): asked of nobody.
    ObservationInstrument,
}

/// One edition of a framework for one sector. Immutable once published, but for corrections that are
/// added at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditionContent {
    /// Which edition of which framework for which sector.
    pub edition: EditionRef,
    /// What sort of framework.
    pub kind: FrameworkKind,
    /// Its name.
    pub title: Bilingual,
    /// The first day on which an investigation or audit may start under it.
    #[serde(with = "iso_date")]
    pub valid_from: Date,
    /// The last such day; absent while no end is known.
    #[serde(
        default,
        with = "iso_date::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub valid_until: Option<Date>,
    /// The last day on which its requirements are shown beside those of the next edition; absent for
    /// no limit. What is pinned to the edition stays readable for ever.
    #[serde(
        default,
        with = "iso_date::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub readable_until: Option<Date>,
    /// Whether a new edition is due each 1 August.
    pub renewed_yearly: bool,
    /// Whether its name and the days it is in force were read in the official text.
    pub verified: bool,
    /// Where the facts of the edition come from.
    pub source: String,
    /// What the reader must know about this edition, such as what is not known.
    #[serde(default)]
    pub notes: Vec<Bilingual>,
    /// Areas and standards, a tree through `parent`, in the order in which they are shown.
    pub nodes: Vec<Node>,
    /// The verdicts a standard can get.
    pub scale: Scale,
    /// Which standards weigh heavier, and since when.
    #[serde(default)]
    pub weights: Vec<Weight>,
    /// How verdicts on standards lead to an outcome, one rule for each kind of object judged.
    #[serde(default)]
    pub rules: Vec<DecisionRule>,
    /// What was corrected within this edition, oldest first.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// What must be guaranteed across all themes (AKOKI has six).
    #[serde(default)]
    pub guaranteed_elements: Vec<GuaranteedElement>,
}

/// An area or a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Node {
    /// Its code; means something within this edition and sector only.
    pub code: String,
    /// Code of the node above it; absent at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its name.
    pub title: Bilingual,
    /// What it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Bilingual>,
    /// Whether it can get a verdict: a standard can, an area cannot.
    pub assessable: bool,
    /// The first day from which it can get one, where that is later than the edition.
    #[serde(
        default,
        with = "iso_date::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub assessable_from: Option<Date>,
    /// Kinds of department to which it applies, such as `vmbo-b`; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    /// The AKOKI theme it belongs to; what lies under it inherits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// Whether code and name were read in the official text.
    pub verified: bool,
    /// Where they come from, if not from the source of the edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A standard weighs heavier from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Weight {
    /// Code of the standard.
    pub standard: String,
    /// Name of the weight, such as `core`; decision rules name it.
    pub weight: String,
    /// The first day of it: investigations that start on or after it reckon with it.
    #[serde(with = "iso_date")]
    pub from: Date,
    /// The last day of it; absent while no end is known.
    #[serde(
        default,
        with = "iso_date::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<Date>,
    /// Whether weight and date were read in the official text.
    pub verified: bool,
    /// Where they come from.
    pub source: String,
}

impl Weight {
    /// Whether it holds on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }
}

/// A correction within an edition: the text as published stays, this says what is read instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Correction {
    /// The day from which it holds.
    #[serde(with = "iso_date")]
    pub on: Date,
    /// What was corrected and why.
    pub note: Bilingual,
    /// The texts that are read instead.
    #[serde(default)]
    pub changes: Vec<TextChange>,
    /// Whether it was read in the official text.
    pub verified: bool,
    /// Where it comes from.
    pub source: String,
}

/// New texts of one node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextChange {
    /// Code of the node.
    pub code: String,
    /// Its name from now on; absent if it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Bilingual>,
    /// What it asks for from now on; absent if it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Bilingual>,
}

/// Something that must be guaranteed across all themes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuaranteedElement {
    /// Its code.
    pub code: String,
    /// Its name.
    pub title: Bilingual,
    /// Codes of the nodes in which it is worked out.
    #[serde(default)]
    pub nodes: Vec<String>,
    /// Whether it was read in the official text.
    pub verified: bool,
}

impl EditionContent {
    /// Its name and dates alone.
    pub fn span(&self) -> EditionSpan {
        EditionSpan {
            edition: self.edition.clone(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            readable_until: self.readable_until,
            renewed_yearly: self.renewed_yearly,
        }
    }

    /// The node with a code.
    pub fn node(&self, code: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.code == code)
    }

    /// The standards: the nodes that can get a verdict, in the order of the edition.
    pub fn standards(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.assessable)
    }

    /// The AKOKI theme of a node: its own, or that of the nearest node above it that has one.
    pub fn theme_of(&self, code: &str) -> Option<Theme> {
        let mut node = self.node(code)?;
        // No path in a tree is longer than the number of nodes; an unchecked cycle ends here too.
        for _ in 0..self.nodes.len() {
            if node.theme.is_some() {
                return node.theme;
            }
            node = self.node(node.parent.as_deref()?)?;
        }
        None
    }

    /// The rule with a code.
    pub fn rule(&self, code: &str) -> Option<&DecisionRule> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// The codes of the standards that have a weight on a day, in the order of the edition.
    pub fn weighing(&self, weight: &str, on: Date) -> Vec<&str> {
        self.standards()
            .map(|node| node.code.as_str())
            .filter(|code| {
                self.weights
                    .iter()
                    .any(|w| w.weight == weight && w.standard == *code && w.holds(on))
            })
            .collect()
    }

    /// The edition as it reads on a day: with the texts of the corrections made until then, and
    /// without the corrections that came later.
    #[must_use]
    pub fn as_read_on(&self, on: Date) -> EditionContent {
        let mut read = self.clone();
        read.corrections.retain(|correction| correction.on <= on);
        for change in read.corrections.iter().flat_map(|c| &c.changes) {
            if let Some(node) = read.nodes.iter_mut().find(|node| node.code == change.code) {
                if let Some(title) = &change.title {
                    node.title = title.clone();
                }
                if change.guidance.is_some() {
                    node.guidance.clone_from(&change.guidance);
                }
            }
        }
        read
    }
}
