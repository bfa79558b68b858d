//! Measurements on the wire.

use akoki_domain::{Reason, amount::Amount, pdca::MeasurementInput as Found};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    amount,
    schema::{self, Links},
};

/// What a caller may set of a measurement.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MeasurementInput {
    /// The day.
    pub measured_on: Date,
    /// The value, in the goal's unit of measure.
    pub value: f64,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub source: Option<String>,
    /// What should be known about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub note: Option<String>,
}

/// A measurement as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Measurement {
    /// Id.
    pub id: Uuid,
    /// The goal that it is about.
    pub goal_id: Uuid,
    /// The cycle of that goal.
    pub cycle_id: Uuid,
    /// The unit of that cycle.
    pub unit_id: Uuid,
    /// The day.
    pub measured_on: Date,
    /// The value.
    #[schema(value_type = f64)]
    pub value: Amount,
    /// Where it comes from.
    pub source: Option<String>,
    /// What should be known about it.
    pub note: Option<String>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl MeasurementInput {
    /// What was found. What cannot be read is named.
    pub fn found(&self, wrong: &mut Vec<Reason>) -> Found {
        Found {
            measured_on: self.measured_on,
            value: amount::read(self.value, "/value", wrong).unwrap_or_default(),
            source: self.source.clone(),
            note: self.note.clone(),
        }
    }
}

impl From<&Found> for MeasurementInput {
    fn from(found: &Found) -> Self {
        Self {
            measured_on: found.measured_on,
            value: found.value.to_double(),
            source: found.source.clone(),
            note: found.note.clone(),
        }
    }
}
