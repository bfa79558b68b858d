//! Observations of lessons on the wire.

use akoki_domain::{
    Code, Reason,
    amount::Amount,
    id::{GroupId, PersonId},
    observation::{
        IndicatorResult, Observation as Kept, ObservedFigures, ObservedPart, Seen, Stated,
    },
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::problem::WireReason;

use super::{
    evaluation_results::{LevelCount, counts},
    schema::{self, Links},
};

/// What was seen of one indicator.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObservationScore {
    /// The indicator.
    #[schema(max_length = 40, example = "U1")]
    pub indicator: String,
    /// A level of the scale.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub level: Option<String>,
}

/// What a caller may set of an observation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObservationInput {
    /// What the lesson was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub lesson: Option<String>,
    /// The team or school.
    pub unit_id: Uuid,
    /// The instrument.
    #[schema(max_length = 130, example = "lesson-observation/1/all")]
    pub instrument: String,
    /// Whose lesson it was.
    pub observed_id: Uuid,
    /// Who observed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observer_id: Option<Uuid>,
    /// The day.
    pub observed_on: Date,
    /// The group that was taught.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Uuid>,
    /// What was seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    pub scores: Vec<ObservationScore>,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub note: Option<String>,
}

/// An observation as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Observation {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The team or school.
    pub unit_id: Uuid,
    /// The instrument.
    pub instrument: String,
    /// Whose lesson it was.
    pub observed_id: Uuid,
    /// Who observed.
    pub observer_id: Uuid,
    /// The day.
    pub observed_on: Date,
    /// The group that was taught.
    pub group_id: Option<Uuid>,
    /// What the lesson was about.
    pub lesson: Option<String>,
    /// What was seen.
    pub scores: Vec<ObservationScore>,
    /// What else is to be said.
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

/// What the observations of at least five people say together.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObservationFigures {
    /// How many people were observed.
    pub people: usize,
    /// How many observations there are with a level.
    pub observations: u64,
    /// How many got each level.
    pub distribution: Vec<LevelCount>,
    /// The mean rank.
    #[schema(value_type = f64)]
    pub mean: Amount,
}

/// What was seen in teams that are shown as one.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObservationPart {
    /// The teams and schools.
    pub unit_ids: Vec<Uuid>,
    /// What was seen there.
    pub figures: ObservationFigures,
}

/// The result of one indicator.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObservationIndicatorResult {
    /// The indicator.
    pub indicator: String,
    /// What was seen, of enough people.
    pub figures: Option<ObservationFigures>,
    /// What was seen in the teams.
    pub teams: Vec<ObservationPart>,
}

/// What observations come to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObservationResults {
    /// The unit.
    pub unit_id: Uuid,
    /// The instrument.
    pub instrument: String,
    /// The school year, by the year in which it starts.
    pub school_year: i32,
    /// How many people were observed so far.
    pub people_so_far: Option<usize>,
    /// Why nothing is shown.
    pub not_shown: Option<WireReason>,
    /// By indicator.
    pub indicators: Vec<ObservationIndicatorResult>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

impl ObservationInput {
    /// What is said, when the instrument can be read; `observer` is who observed, where that is not said.
    pub fn stated(&self, observer: PersonId, wrong: &mut Vec<Reason>) -> Option<Stated> {
        let Ok(instrument) = self.instrument.parse() else {
            wrong.push(Reason::new(Code::UnknownReference).at("/instrument"));
            return None;
        };
        Some(Stated {
            instrument,
            observed: PersonId(self.observed_id),
            observer: self.observer_id.map_or(observer, PersonId),
            observed_on: self.observed_on,
            group: self.group_id.map(GroupId),
            lesson: self.lesson.clone(),
            seen: self.scores.iter().cloned().map(Into::into).collect(),
            note: self.note.clone(),
        })
    }
}

impl From<ObservationScore> for Seen {
    fn from(from: ObservationScore) -> Self {
        Self {
            indicator: from.indicator,
            level: from.level,
        }
    }
}

impl From<&Seen> for ObservationScore {
    fn from(from: &Seen) -> Self {
        Self {
            indicator: from.indicator.clone(),
            level: from.level.clone(),
        }
    }
}

impl From<&Kept> for ObservationInput {
    fn from(kept: &Kept) -> Self {
        let stated = &kept.stated;
        Self {
            lesson: stated.lesson.clone(),
            unit_id: kept.unit_id.0,
            instrument: stated.instrument.to_string(),
            observed_id: stated.observed.0,
            observer_id: Some(stated.observer.0),
            observed_on: stated.observed_on,
            group_id: stated.group.map(|id| id.0),
            scores: stated.seen.iter().map(Into::into).collect(),
            note: stated.note.clone(),
        }
    }
}

impl From<ObservedFigures> for ObservationFigures {
    fn from(from: ObservedFigures) -> Self {
        Self {
            people: from.people,
            observations: from.observations,
            distribution: counts(from.distribution),
            mean: Amount::from_hundredths(from.mean).unwrap_or_default(),
        }
    }
}

impl From<ObservedPart> for ObservationPart {
    fn from(from: ObservedPart) -> Self {
        Self {
            unit_ids: from.units.into_iter().map(|id| id.0).collect(),
            figures: from.figures.into(),
        }
    }
}

impl From<IndicatorResult> for ObservationIndicatorResult {
    fn from(from: IndicatorResult) -> Self {
        Self {
            indicator: from.indicator,
            figures: from.whole.map(Into::into),
            teams: from.parts.into_iter().map(Into::into).collect(),
        }
    }
}
