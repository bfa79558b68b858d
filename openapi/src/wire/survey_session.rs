//! Answering a survey: sessions, drafts and submissions.

use akoki_domain::survey::content::AnswerWord;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use utoipa::{
    ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};
use validator::Validate;

use super::{
    schema::{self, Links},
    survey_instrument::answer_kinds,
};

/// When something is shown, in the form in which it was published.
pub(super) fn condition() -> RefOr<Schema> {
    let any = Schema::Object(
        ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::AnyValue)
            .build(),
    );
    ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::SchemaType::Array(vec![
            Type::Object,
            Type::Null,
        ]))
        .additional_properties(Some(any))
        .into()
}

/// Answers by the keys of their questions: a number, the key of an option, a list of keys, or a text.
fn answers() -> RefOr<Schema> {
    let any = Schema::Object(
        ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::AnyValue)
            .build(),
    );
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(any))
        .into()
}

/// A code that is exchanged for a session.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveySessionInput {
    /// The code; spaces, hyphens and capitals do not matter.
    #[schema(min_length = 1, max_length = 100)]
    pub code: String,
}

/// What a code comes to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveySession {
    /// An answer under this code was taken in before; there is nothing more to do.
    pub already_received: bool,
    /// The bearer for the other operations; none when an answer was taken in before.
    pub token: Option<String>,
    /// When it ends.
    #[serde(with = "crate::wire::instant::option")]
    pub expires_at: Option<OffsetDateTime>,
    /// Paths to what can be done with it.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

/// Answers, as far as they were given.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyAnswers {
    /// By the key of each question.
    #[schema(schema_with = answers)]
    pub answers: Map<String, Value>,
}

/// What became of answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyReceipt {
    /// An answer under this code was taken in before, and this one was not.
    pub already_received: bool,
}

/// A survey as a respondent sees it, in one language.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyForm {
    /// Name of the survey.
    pub title: String,
    /// What is read first.
    pub introduction: Option<String>,
    /// The language of the texts.
    pub language: String,
    /// Until when answers are taken.
    #[serde(with = "crate::wire::instant")]
    pub closes_at: OffsetDateTime,
    /// Of fewer respondents nothing is shown.
    pub minimum: u32,
    /// What is asked.
    pub sections: Vec<FormSection>,
}

/// Questions that belong together.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormSection {
    /// Key.
    pub key: String,
    /// Name.
    pub title: String,
    /// When it is shown.
    #[schema(schema_with = condition)]
    pub show_when: Option<Value>,
    /// The questions.
    pub questions: Vec<FormQuestion>,
}

/// One question.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormQuestion {
    /// Key.
    pub key: String,
    /// What is asked.
    pub text: String,
    /// What helps.
    pub help: Option<String>,
    /// Whether it must be answered when it is shown.
    pub required: bool,
    /// When it is shown.
    #[schema(schema_with = condition)]
    pub show_when: Option<Value>,
    /// What can be answered.
    pub answer: FormAnswer,
}

/// What can be answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormAnswer {
    /// The kind of answer.
    #[schema(schema_with = answer_kinds)]
    pub kind: AnswerWord,
    /// How many points a scale has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 2, maximum = 11)]
    pub points: Option<u8>,
    /// What the first point stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    /// What the last point stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
    /// What each point stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// The options.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 30)]
    pub options: Vec<FormOption>,
    /// How many options at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 30)]
    pub at_most: Option<u8>,
    /// The lowest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1000000, maximum = 1000000)]
    pub min: Option<i32>,
    /// The highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1000000, maximum = 1000000)]
    pub max: Option<i32>,
    /// How many decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 2)]
    pub decimals: Option<u8>,
    /// How many characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 2000)]
    pub max_length: Option<u16>,
}

impl FormAnswer {
    /// An answer of a kind of which nothing else is said yet.
    pub const fn of(kind: AnswerWord) -> Self {
        Self {
            kind,
            points: None,
            low: None,
            high: None,
            labels: Vec::new(),
            options: Vec::new(),
            at_most: None,
            min: None,
            max: None,
            decimals: None,
            max_length: None,
        }
    }
}

/// One of several options.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormOption {
    /// Key.
    pub key: String,
    /// What it says.
    pub text: String,
}
