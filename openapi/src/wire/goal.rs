//! Goals on the wire.

use akoki_domain::{
    Reason,
    amount::Amount,
    id::PersonId,
    pdca::{Direction, EffectOn, ExpectedEffect, GoalPlan, ReviewRhythm, State},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    amount,
    schema::{self, Links},
};
use crate::problem::WireReason;

/// How often a goal is reviewed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReviewRhythm)]
pub struct WireReviewRhythm {
    /// Every so many weeks.
    #[schema(minimum = 1, maximum = 52)]
    pub every_weeks: u16,
}

/// What pupils or teachers will notice.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ExpectedEffect)]
pub struct WireExpectedEffect {
    /// For whom.
    #[serde(rename = "for")]
    #[schema(schema_with = schema::effect_on)]
    pub whom: EffectOn,
    /// What they will notice.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
}

/// What a caller may set of a goal.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GoalInput {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub indicator: Option<String>,
    /// In what it is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200, example = "%")]
    pub unit_of_measure: Option<String>,
    /// The value at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// The value to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// Which way the value should go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::direction)]
    pub direction: Option<Direction>,
    /// The day by which the target is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// How often it is reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_rhythm: Option<WireReviewRhythm>,
    /// Who is responsible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    /// What pupils or teachers will notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_effect: Option<WireExpectedEffect>,
}

/// The last measurement of a goal.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GoalMeasured {
    /// The measurement.
    pub id: Uuid,
    /// The day.
    pub measured_on: Date,
    /// The value.
    #[schema(value_type = f64)]
    pub value: Amount,
    /// Whether the target is reached; unknown while the goal has no target or direction.
    pub reached: Option<bool>,
}

/// A review that was not held when it was due.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MissedReview {
    /// The last day on which it could have been held in time.
    pub due_on: Date,
    /// The day of the first review after it.
    pub made_up_on: Option<Date>,
}

/// A goal as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Goal {
    /// Id.
    pub id: Uuid,
    /// Its cycle.
    pub cycle_id: Uuid,
    /// Where its cycle is.
    #[schema(schema_with = schema::state)]
    pub cycle_state: State,
    /// The unit of its cycle.
    pub unit_id: Uuid,
    /// The goal of the round before that it adjusts.
    pub previous_id: Option<Uuid>,
    /// What it is called.
    pub title: String,
    /// What is measured.
    pub indicator: Option<String>,
    /// In what it is measured.
    pub unit_of_measure: Option<String>,
    /// The value at the start.
    #[schema(value_type = Option<f64>)]
    pub baseline: Option<Amount>,
    /// The value to be reached.
    #[schema(value_type = Option<f64>)]
    pub target: Option<Amount>,
    /// Which way the value should go.
    #[schema(schema_with = schema::direction)]
    pub direction: Option<Direction>,
    /// The day by which the target is reached.
    pub due_on: Option<Date>,
    /// How often it is reviewed.
    pub review_rhythm: Option<WireReviewRhythm>,
    /// Who is responsible.
    pub owner_id: Option<Uuid>,
    /// What pupils or teachers will notice.
    pub expected_effect: Option<WireExpectedEffect>,
    /// Whether nothing keeps it from being testable.
    pub testable: bool,
    /// What keeps it from being testable.
    pub missing: Vec<WireReason>,
    /// Whether its due date has passed while nothing is decided about it.
    pub overdue: bool,
    /// What was last measured.
    pub last_measurement: Option<GoalMeasured>,
    /// The reviews that were not held when they were due.
    pub missed_reviews: Vec<MissedReview>,
    /// What was decided about it.
    pub decision_id: Option<Uuid>,
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

impl GoalInput {
    /// What the goal says. What cannot be read is named.
    pub fn plan(&self, wrong: &mut Vec<Reason>) -> GoalPlan {
        GoalPlan {
            title: self.title.clone(),
            indicator: self.indicator.clone(),
            unit_of_measure: self.unit_of_measure.clone(),
            baseline: amount::optional(self.baseline, "/baseline", wrong),
            target: amount::optional(self.target, "/target", wrong),
            direction: self.direction,
            due_on: self.due_on,
            review_rhythm: self.review_rhythm.map(|rhythm| ReviewRhythm {
                every_weeks: rhythm.every_weeks,
            }),
            owner: self.owner_id.map(PersonId),
            expected_effect: self.expected_effect.clone().map(|effect| ExpectedEffect {
                on: effect.whom,
                text: effect.text,
            }),
        }
    }
}

impl From<&GoalPlan> for GoalInput {
    fn from(plan: &GoalPlan) -> Self {
        Self {
            title: plan.title.clone(),
            indicator: plan.indicator.clone(),
            unit_of_measure: plan.unit_of_measure.clone(),
            baseline: plan.baseline.map(Amount::to_double),
            target: plan.target.map(Amount::to_double),
            direction: plan.direction,
            due_on: plan.due_on,
            review_rhythm: plan.review_rhythm.map(Into::into),
            owner_id: plan.owner.map(|id| id.0),
            expected_effect: plan.expected_effect.as_ref().map(Into::into),
        }
    }
}

impl From<ReviewRhythm> for WireReviewRhythm {
    fn from(from: ReviewRhythm) -> Self {
        Self {
            every_weeks: from.every_weeks,
        }
    }
}

impl From<&ExpectedEffect> for WireExpectedEffect {
    fn from(from: &ExpectedEffect) -> Self {
        Self {
            whom: from.on,
            text: from.text.clone(),
        }
    }
}
