//! What the service says of itself.

use serde::Serialize;
use utoipa::ToSchema;

/// One kind of problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProblemKind {
    /// The stable code.
    pub code: String,
    /// The HTTP status when it stands alone.
    pub status: u16,
    /// What it says, in Dutch; values stand in braces.
    pub detail_nl: String,
    /// What it says, in English.
    pub detail_en: String,
}

/// The catalogue of problems.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemKinds {
    /// Every code.
    pub items: Vec<ProblemKind>,
}

/// A term of the field.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GlossaryTerm {
    /// The stable key.
    pub key: String,
    /// The Dutch word.
    pub nl: String,
    /// The English word, which the interface uses.
    pub en: String,
    /// What it means, in Dutch.
    pub meaning_nl: String,
    /// What it means, in English.
    pub meaning_en: String,
}

/// The glossary.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Glossary {
    /// Every term, by key.
    pub items: Vec<GlossaryTerm>,
}
