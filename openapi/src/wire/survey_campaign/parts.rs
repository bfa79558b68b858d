//! The parts of a survey campaign: among whom, when, and what is known beside it.

use akoki_domain::{
    Code,
    id::{GroupId, PersonId, UnitId},
    survey::{
        campaign::{
            Benchmark, Benchmarks, CampaignGroup as Kept, CampaignGroupKind, Channel, Window,
        },
        instrument::InstrumentRef,
    },
};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::{
    ToSchema,
    openapi::{
        ArrayBuilder, KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type,
    },
};
use uuid::Uuid;
use validator::{Validate, ValidationError, ValidationErrors};

use crate::wire::words::one_of;

fn kinds() -> RefOr<Schema> {
    one_of(CampaignGroupKind::ALL.iter().map(|word| word.as_str())).into()
}

/// The ways in which respondents come in.
pub(super) fn channels() -> RefOr<Schema> {
    let one = one_of(Channel::ALL.iter().map(|word| word.as_str()));
    ArrayBuilder::new().items(one).max_items(Some(4)).into()
}

/// A few days.
pub(super) fn days() -> RefOr<Schema> {
    let day = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
    ArrayBuilder::new().items(day).max_items(Some(10)).into()
}

/// Which version of which instrument: a shipped one by its key, or one of the board's own by its number.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyInstrumentRef {
    /// Key of a shipped one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub shipped: Option<String>,
    /// One of the board's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument_id: Option<Uuid>,
    /// The number of its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub number: Option<u32>,
}

impl From<&InstrumentRef> for SurveyInstrumentRef {
    fn from(said: &InstrumentRef) -> Self {
        match said {
            InstrumentRef::Shipped { key } => Self {
                shipped: Some(key.clone()),
                instrument_id: None,
                number: None,
            },
            InstrumentRef::Own { id, number } => Self {
                shipped: None,
                instrument_id: Some(id.0),
                number: Some(*number),
            },
        }
    }
}

impl From<SurveyInstrumentRef> for InstrumentRef {
    fn from(said: SurveyInstrumentRef) -> Self {
        match (said.shipped, said.instrument_id, said.number) {
            (None, Some(id), Some(number)) => Self::Own {
                id: id.into(),
                number,
            },
            (Some(key), None, None) => Self::Shipped { key },
            // Half of one or some of both is not valid, and names none.
            _ => Self::Shipped { key: String::new() },
        }
    }
}

impl Validate for SurveyInstrumentRef {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut wrong = ValidationErrors::new();
        let required = || ValidationError::new(Code::Required.as_str());
        let not_beside = |other: &str| {
            let mut error = ValidationError::new(Code::NotBoth.as_str());
            error.add_param("other".into(), &other);
            error
        };
        let (id, number) = (self.instrument_id.is_some(), self.number.is_some());
        if self.shipped.is_some() {
            for (field, is_given) in [("instrument_id", id), ("number", number)] {
                if is_given {
                    wrong.add(field, not_beside("shipped"));
                }
            }
        } else if !id && !number {
            wrong.add("shipped", required());
        } else if !id {
            wrong.add("instrument_id", required());
        } else if !number {
            wrong.add("number", required());
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// The days between which answers are taken, both included.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyWindow {
    /// The first day.
    pub opens_on: Date,
    /// The last day.
    pub closes_on: Date,
}

impl From<SurveyWindow> for Window {
    fn from(window: SurveyWindow) -> Self {
        Self {
            opens_on: window.opens_on,
            closes_on: window.closes_on,
        }
    }
}

impl From<&Window> for SurveyWindow {
    fn from(window: &Window) -> Self {
        Self {
            opens_on: window.opens_on,
            closes_on: window.closes_on,
        }
    }
}

/// A group of respondents.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CampaignGroup {
    /// Its key, unique within the campaign.
    #[schema(pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    pub key: String,
    /// Key of the group that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub parent_key: Option<String>,
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What it is.
    #[schema(schema_with = kinds)]
    pub kind: CampaignGroupKind,
    /// The unit, of a group of that kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// The class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Uuid>,
    /// Who teaches it, of a class.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub teacher_ids: Vec<Uuid>,
    /// How many could answer; of a group without parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1000000)]
    pub population: Option<u32>,
}

impl From<CampaignGroup> for Kept {
    fn from(group: CampaignGroup) -> Self {
        Self {
            key: group.key,
            parent_key: group.parent_key,
            title: group.title,
            kind: group.kind,
            unit_id: group.unit_id.map(UnitId),
            group_id: group.group_id.map(GroupId),
            teacher_ids: group.teacher_ids.into_iter().map(PersonId).collect(),
            population: group.population,
        }
    }
}

impl From<&Kept> for CampaignGroup {
    fn from(group: &Kept) -> Self {
        Self {
            key: group.key.clone(),
            parent_key: group.parent_key.clone(),
            title: group.title.clone(),
            kind: group.kind,
            unit_id: group.unit_id.map(|id| id.0),
            group_id: group.group_id.map(|id| id.0),
            teacher_ids: group.teacher_ids.iter().map(|id| id.0).collect(),
            population: group.population,
        }
    }
}

/// A figure of others to set a result against.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BenchmarkFigure {
    /// Key of a question or a scale.
    #[schema(min_length = 1, max_length = 40)]
    pub of: String,
    /// The mean: of a question in its points, of a scale in the ten points.
    #[schema(minimum = -1000, maximum = 1000)]
    pub mean: f64,
    /// The standard deviation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(exclusive_minimum = 0, maximum = 1000)]
    pub standard_deviation: Option<f64>,
    /// How many answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100000000)]
    pub responses: Option<u32>,
}

/// Figures of others, and whose they are.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyBenchmarks {
    /// Where they come from.
    #[schema(min_length = 1, max_length = 200)]
    pub source: String,
    /// The figures.
    #[schema(min_items = 1, max_items = 300)]
    #[validate(nested)]
    pub figures: Vec<BenchmarkFigure>,
}

impl From<SurveyBenchmarks> for Benchmarks {
    fn from(said: SurveyBenchmarks) -> Self {
        let figure = |figure: BenchmarkFigure| Benchmark {
            of: figure.of,
            mean: figure.mean,
            standard_deviation: figure.standard_deviation,
            responses: figure.responses,
        };
        Self {
            source: said.source,
            figures: said.figures.into_iter().map(figure).collect(),
        }
    }
}

impl From<&Benchmarks> for SurveyBenchmarks {
    fn from(kept: &Benchmarks) -> Self {
        let figure = |figure: &Benchmark| BenchmarkFigure {
            of: figure.of.clone(),
            mean: figure.mean,
            standard_deviation: figure.standard_deviation,
            responses: figure.responses,
        };
        Self {
            source: kept.source.clone(),
            figures: kept.figures.iter().map(figure).collect(),
        }
    }
}
