//! What auditors wrote down without a connection, sent at once; each item is taken or refused by itself.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{
    ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{AdditionalProperties, SchemaType, Type},
    },
};
use uuid::Uuid;
use validator::Validate;

use super::schema;
use crate::problem::{ProblemError, WireReason};

/// What an item of fieldwork is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldworkKind {
    /// A finding.
    Finding,
    /// An item of the checklist.
    ChecklistItem,
}

impl FieldworkKind {
    /// The words.
    pub const ALL: [&'static str; 2] = ["finding", "checklistItem"];
}

/// One thing that was written down.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldworkItem {
    /// What it is.
    #[serde(rename = "type")]
    #[schema(schema_with = schema::fieldwork_kind)]
    pub kind: FieldworkKind,
    /// Its id, which the caller may have made.
    pub id: Uuid,
    /// The version that the caller saw last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// What is set.
    #[schema(schema_with = any_object)]
    pub value: Value,
}

/// What was written down.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fieldwork {
    /// One by one.
    #[schema(min_items = 1, max_items = 200)]
    pub items: Vec<FieldworkItem>,
}

/// What came of one thing.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldworkOutcome {
    /// What it is, when that can be read.
    #[serde(rename = "type")]
    #[schema(schema_with = schema::maybe_fieldwork_kind)]
    pub kind: Option<FieldworkKind>,
    /// Its id, when that can be read.
    pub id: Option<Uuid>,
    /// The status that it would have been answered with alone.
    pub status: u16,
    /// Whether it was there like this already.
    pub unchanged: bool,
    /// Why it was refused.
    pub code: Option<String>,
    /// That in words.
    pub detail: Option<String>,
    /// Everything wrong with it.
    pub errors: Vec<ProblemError>,
    /// Everything that stands in its way.
    pub blockers: Vec<WireReason>,
    /// Its version now.
    pub version: Option<i64>,
    /// As it is, when somebody else changed it.
    #[schema(schema_with = maybe_object)]
    pub current: Option<Value>,
    /// As it was sent, then.
    #[schema(schema_with = maybe_object)]
    pub sent: Option<Value>,
}

impl FieldworkOutcome {
    /// Whether something was written of it: it was taken, and was not there already.
    pub fn wrote(&self) -> bool {
        self.status < 400 && !self.unchanged
    }
}

/// What came of everything.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldworkOutcomes {
    /// In the order in which it was sent.
    pub items: Vec<FieldworkOutcome>,
}

fn any_object() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(AdditionalProperties::FreeForm(true)))
        .into()
}

fn maybe_object() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(SchemaType::Array(vec![Type::Object, Type::Null]))
        .additional_properties(Some(AdditionalProperties::FreeForm(true)))
        .into()
}
