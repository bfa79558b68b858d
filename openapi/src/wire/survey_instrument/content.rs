//! What one version of an instrument holds: the same JSON as that of the domain, which is kept and shipped.

use akoki_domain::survey::content::{
    Content, Item, Question, SafetyTopic, Scale, Section, SurveyPurpose, TargetGroup,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{
    ToSchema,
    openapi::{ArrayBuilder, RefOr, Schema},
};
use validator::Validate;

use super::answer::SurveyAnswerKind;
use crate::wire::{
    framework::BilingualText,
    survey_session::condition,
    words::{maybe_one_of, one_of},
};

pub(super) fn target_groups() -> RefOr<Schema> {
    one_of(TargetGroup::ALL.iter().map(|word| word.as_str())).into()
}

fn purpose() -> RefOr<Schema> {
    one_of(SurveyPurpose::ALL.iter().map(|word| word.as_str())).into()
}

pub(super) fn purposes() -> RefOr<Schema> {
    ArrayBuilder::new()
        .items(purpose())
        .max_items(Some(10))
        .into()
}

fn safety_topic() -> RefOr<Schema> {
    maybe_one_of(SafetyTopic::ALL.iter().map(|word| word.as_str())).into()
}

/// What one version of an instrument holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyContent {
    /// Its name.
    pub title: BilingualText,
    /// What respondents read first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub introduction: Option<BilingualText>,
    /// Whom it is made for.
    #[schema(schema_with = target_groups)]
    pub target_group: TargetGroup,
    /// What the answers are used for.
    #[schema(schema_with = purposes)]
    pub purposes: Vec<SurveyPurpose>,
    /// Whether the texts are those of an official instrument.
    pub official: bool,
    /// Where it comes from, and on what it rests.
    #[schema(max_length = 10000)]
    pub source: String,
    /// What is asked.
    #[schema(max_items = 200)]
    #[validate(nested)]
    pub sections: Vec<SurveySection>,
    /// What questions are taken together for.
    #[serde(default)]
    #[schema(max_items = 200)]
    #[validate(nested)]
    pub scales: Vec<SurveyScale>,
}

/// Questions that belong together for the reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveySection {
    /// Its key.
    #[schema(max_length = 200)]
    pub key: String,
    /// Its name.
    pub title: BilingualText,
    /// When it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = condition)]
    pub show_when: Option<Map<String, Value>>,
    /// Its questions.
    #[schema(max_items = 200)]
    #[validate(nested)]
    pub questions: Vec<SurveyQuestion>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyQuestion {
    /// Its key.
    #[schema(max_length = 200)]
    pub key: String,
    /// What is asked.
    pub text: BilingualText,
    /// What helps to understand it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<BilingualText>,
    /// Whether it must be answered when it is shown.
    pub required: bool,
    /// When it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = condition)]
    pub show_when: Option<Map<String, Value>>,
    /// Key of the question of which it asks how important it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub importance_of: Option<String>,
    /// What can be answered.
    #[validate(nested)]
    pub answer: SurveyAnswerKind,
}

/// Questions that are taken together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyScale {
    /// Its key.
    #[schema(max_length = 200)]
    pub key: String,
    /// Its name.
    pub title: BilingualText,
    /// What it is used for.
    #[schema(schema_with = purpose)]
    pub purpose: SurveyPurpose,
    /// The topic of social safety it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = safety_topic)]
    pub safety_topic: Option<SafetyTopic>,
    /// Its questions.
    #[schema(max_items = 200)]
    #[validate(nested)]
    pub items: Vec<SurveyScaleItem>,
}

/// A question in a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyScaleItem {
    /// Key of the question.
    #[schema(max_length = 200)]
    pub question: String,
    /// Whether it counts in the mean.
    pub in_mean: bool,
}

impl From<&Content> for SurveyContent {
    fn from(from: &Content) -> Self {
        Self {
            title: (&from.title).into(),
            introduction: from.introduction.as_ref().map(Into::into),
            target_group: from.target_group,
            purposes: from.purposes.clone(),
            official: from.official,
            source: from.source.clone(),
            sections: from.sections.iter().map(Into::into).collect(),
            scales: from.scales.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Section> for SurveySection {
    fn from(from: &Section) -> Self {
        Self {
            key: from.key.clone(),
            title: (&from.title).into(),
            show_when: super::condition::written(from.show_when.as_ref()),
            questions: from.questions.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Question> for SurveyQuestion {
    fn from(from: &Question) -> Self {
        Self {
            key: from.key.clone(),
            text: (&from.text).into(),
            help: from.help.as_ref().map(Into::into),
            required: from.required,
            show_when: super::condition::written(from.show_when.as_ref()),
            importance_of: from.importance_of.clone(),
            answer: (&from.answer).into(),
        }
    }
}

impl From<&Scale> for SurveyScale {
    fn from(from: &Scale) -> Self {
        let item = |item: &Item| SurveyScaleItem {
            question: item.question.clone(),
            in_mean: item.in_mean,
        };
        Self {
            key: from.key.clone(),
            title: (&from.title).into(),
            purpose: from.purpose,
            safety_topic: from.safety_topic,
            items: from.items.iter().map(item).collect(),
        }
    }
}
