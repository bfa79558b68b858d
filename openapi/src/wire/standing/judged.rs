//! What was judged of a requirement, on the wire.

use akoki_domain::{
    standing::Judged,
    verdict::{EvaluationLevel, Voice},
};
use serde::Serialize;
use time::Date;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;

use super::super::words::{maybe_one_of, one_of};
use crate::address;

fn voice() -> RefOr<Schema> {
    one_of(Voice::ALL.iter().map(|word| word.as_str())).into()
}

fn level() -> RefOr<Schema> {
    maybe_one_of(EvaluationLevel::ALL.iter().map(|word| word.as_str())).into()
}

/// A verdict on a requirement, in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequirementVerdict {
    /// Whose it is.
    #[schema(schema_with = voice)]
    pub voice: Voice,
    /// At which level, of a self-assessed one.
    #[schema(schema_with = level)]
    pub level: Option<EvaluationLevel>,
    /// Which team or subject department.
    pub unit_id: Option<Uuid>,
    /// The level of the scale.
    pub value: String,
    /// Whether that level falls short.
    pub falls_short: bool,
    /// The day from which it holds.
    pub given_on: Date,
    /// What gave it.
    pub source: String,
}

impl From<&Judged> for RequirementVerdict {
    fn from(judged: &Judged) -> Self {
        Self {
            voice: judged.voice,
            level: judged.level,
            unit_id: judged.evaluated.map(|unit| unit.0),
            value: judged.value.clone(),
            falls_short: judged.falls_short,
            given_on: judged.given_on,
            source: address::of_resource(judged.source),
        }
    }
}
