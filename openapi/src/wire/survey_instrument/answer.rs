//! What can be answered to a question. One object for every kind, so that what is wrong with it is said of the field
//! itself; which fields go with which kind is seen when it is read.

use akoki_domain::survey::content::{AnswerKind, AnswerWord, Choice};
use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use validator::Validate;

use crate::wire::{framework::BilingualText, words::one_of};

/// The kinds of answer, as versions name them.
pub(in crate::wire) fn answer_kinds() -> RefOr<Schema> {
    one_of(AnswerWord::ALL.iter().map(|word| word.as_str())).into()
}

/// What can be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyAnswerKind {
    /// The kind.
    #[schema(schema_with = answer_kinds)]
    pub kind: AnswerWord,
    /// How many points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 255)]
    pub points: Option<u8>,
    /// What 1 stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<BilingualText>,
    /// What the last point stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<BilingualText>,
    /// What each point stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    pub labels: Option<Vec<BilingualText>>,
    /// Whether a high answer is bad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversed: Option<bool>,
    /// The options.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 200)]
    #[validate(nested)]
    pub options: Option<Vec<SurveyChoice>>,
    /// How many options at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 255)]
    pub at_most: Option<u8>,
    /// The lowest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -2147483648, maximum = 2147483647)]
    pub min: Option<i32>,
    /// The highest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -2147483648, maximum = 2147483647)]
    pub max: Option<i32>,
    /// How many decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 255)]
    pub decimals: Option<u8>,
    /// The most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 65535)]
    pub max_length: Option<u16>,
}

/// One of several options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyChoice {
    /// Its key.
    #[schema(max_length = 200)]
    pub key: String,
    /// What it says.
    pub text: BilingualText,
}

impl SurveyAnswerKind {
    /// Of a kind, with nothing besides.
    fn of(kind: AnswerWord) -> Self {
        Self {
            kind,
            points: None,
            low: None,
            high: None,
            labels: None,
            reversed: None,
            options: None,
            at_most: None,
            min: None,
            max: None,
            decimals: None,
            max_length: None,
        }
    }
}

fn choices(options: &[Choice]) -> Option<Vec<SurveyChoice>> {
    let choice = |choice: &Choice| SurveyChoice {
        key: choice.key.clone(),
        text: (&choice.text).into(),
    };
    Some(options.iter().map(choice).collect())
}

impl From<&AnswerKind> for SurveyAnswerKind {
    fn from(from: &AnswerKind) -> Self {
        match from {
            AnswerKind::Scale {
                points,
                low,
                high,
                labels,
                reversed,
            } => Self {
                points: Some(*points),
                low: Some(low.into()),
                high: Some(high.into()),
                labels: (!labels.is_empty()).then(|| labels.iter().map(Into::into).collect()),
                reversed: Some(*reversed),
                ..Self::of(AnswerWord::Scale)
            },
            AnswerKind::Single { options } => Self {
                options: choices(options),
                ..Self::of(AnswerWord::Single)
            },
            AnswerKind::Multiple { options, at_most } => Self {
                options: choices(options),
                at_most: *at_most,
                ..Self::of(AnswerWord::Multiple)
            },
            AnswerKind::Number { min, max, decimals } => Self {
                min: Some(*min),
                max: Some(*max),
                decimals: Some(*decimals),
                ..Self::of(AnswerWord::Number)
            },
            AnswerKind::Text { max_length } => Self {
                max_length: Some(*max_length),
                ..Self::of(AnswerWord::Text)
            },
            AnswerKind::Recommendation => Self::of(AnswerWord::Recommendation),
        }
    }
}
