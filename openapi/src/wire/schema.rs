//! Schemas that derive cannot say: closed sets of words, references, links.

use akoki_domain::{
    akoki::Theme,
    pdca::{ActionStatus, Command, ContextKind, DecisionKind, Direction, EffectOn, State},
};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::openapi::{
    ArrayBuilder, ObjectBuilder, RefOr, Schema, schema::SchemaType, schema::Type,
};

/// Paths to related resources, by what they are to this one.
pub type Links = BTreeMap<&'static str, String>;

fn words<'a>(words: impl Iterator<Item = &'a str>, optional: bool) -> RefOr<Schema> {
    let mut values: Vec<Value> = words.map(Value::from).collect();
    let kind = if optional {
        values.push(Value::Null);
        SchemaType::from_iter([Type::String, Type::Null])
    } else {
        SchemaType::new(Type::String)
    };
    let schema = ObjectBuilder::new().schema_type(kind);
    schema.enum_values(Some(values)).into()
}

macro_rules! word_schemas {
    ($($(#[$doc:meta])* $name:ident: $words:ident, $optional:literal;)+) => {$(
        $(#[$doc])*
        pub(super) fn $name() -> RefOr<Schema> {
            words($words::ALL.iter().map(|word| word.as_str()), $optional)
        }
    )+};
}

word_schemas! {
    /// A theme.
    theme: Theme, false;
    /// A state of a cycle.
    state: State, false;
    /// A command to a cycle.
    command: Command, false;
    /// What a context factor is about.
    context_kind: ContextKind, false;
    /// How far an action is.
    action_status: ActionStatus, false;
    /// What was decided.
    decision_kind: DecisionKind, false;
    /// Whom a goal has effect on.
    effect_on: EffectOn, false;
    /// Which way a value should go, or nothing yet.
    direction: Direction, true;
}

/// References to requirements.
pub(super) fn requirements() -> RefOr<Schema> {
    let one = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(REQUIREMENT));
    ArrayBuilder::new().items(one).max_items(Some(100)).into()
}

/// A standard of a shipped edition (`inspectorate/2025/po/OP2`) or of the board's own (`own/<id>`).
const REQUIREMENT: &str = "^(own/[0-9a-fA-F-]{36}|[A-Za-z0-9._-]{1,40}(/[A-Za-z0-9._-]{1,40}){3})$";

/// Paths by name.
pub(super) fn links() -> RefOr<Schema> {
    let path = ObjectBuilder::new().schema_type(Type::String).format(Some(
        utoipa::openapi::SchemaFormat::Custom("uri-reference".into()),
    ));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(Schema::Object(path.build())))
        .into()
}
