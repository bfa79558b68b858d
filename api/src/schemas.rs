//! The published schemas, compiled: a body is checked against what the document says of it.

use actix_web::HttpRequest;
use akoki_domain::{Code, Reason, id::ID_FORM};
use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use utoipa::ToSchema;

use crate::{failure::Failure, http::Query};

/// The published document with its schemas, each compiled when it is first needed.
pub struct Schemas {
    document: Arc<Value>,
    /// The operations that take no query parameters. The others check theirs themselves, with their values.
    silent: BTreeSet<String>,
    /// Schemas of bodies that the document does not show, by name.
    unpublished: BTreeMap<String, Value>,
    compiled: Mutex<BTreeMap<String, Arc<Validator>>>,
}

impl Schemas {
    /// The schemas of this document.
    pub fn new(document: Value) -> Self {
        Self {
            silent: silent(&document),
            document: Arc::new(document),
            unpublished: BTreeMap::new(),
            compiled: Mutex::default(),
        }
    }

    /// Knows this schema besides, which rests on no other: of a body that the document does not show.
    #[must_use]
    pub fn besides<T: ToSchema>(mut self) -> Self {
        let schema = serde_json::to_value(T::schema()).unwrap_or_default();
        self.unpublished.insert(T::name().into_owned(), schema);
        self
    }

    /// The document.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Refuses every key in the query of an operation that takes none.
    ///
    /// # Errors
    /// Every key, by name.
    pub fn check_query(&self, operation: &str, request: &HttpRequest) -> Result<(), Failure> {
        if request.query_string().is_empty() || !self.silent.contains(operation) {
            return Ok(());
        }
        Query::read_from(request).only(&[])
    }

    /// The names of the properties of a schema.
    pub fn properties(&self, name: &str) -> Vec<&str> {
        self.document
            .pointer(&format!("/components/schemas/{name}/properties"))
            .and_then(Value::as_object)
            .map(|properties| properties.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// Checks a value against the schema of this name; everything that is wrong.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the document has no such schema.
    pub fn check(&self, name: &str, value: &Value) -> Result<Vec<Reason>, Failure> {
        let validator = self.validator(name)?;
        let mut reasons = Vec::new();
        find_nul(value, &mut String::new(), &mut reasons);
        for error in validator.iter_errors(value) {
            explain(&error, &mut reasons);
        }
        reasons.dedup();
        Ok(reasons)
    }

    fn validator(&self, name: &str) -> Result<Arc<Validator>, Failure> {
        let lost = |_| Failure::Internal("the compiled schemas are lost".into());
        if let Some(validator) = self.compiled.lock().map_err(lost)?.get(name) {
            return Ok(validator.clone());
        }
        let root = match self.unpublished.get(name) {
            Some(schema) => schema.clone(),
            None => json!({
                "$ref": format!("#/components/schemas/{name}"),
                "components": {"schemas": self.document.pointer("/components/schemas")},
            }),
        };
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&root)
            .map_err(|error| Failure::Internal(format!("schema {name}: {error}")))?;
        let validator = Arc::new(validator);
        self.compiled
            .lock()
            .map_err(lost)?
            .insert(name.to_owned(), validator.clone());
        Ok(validator)
    }
}

/// The ids of the operations without a parameter in the query.
fn silent(document: &Value) -> BTreeSet<String> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let in_query = |parameter: &Value| {
        let referred = text(parameter, "$ref");
        let referred = referred.and_then(|path| document.pointer(path.trim_start_matches('#')));
        text(referred.unwrap_or(parameter), "in").as_deref() == Some("query")
    };
    let paths = document.get("paths").and_then(Value::as_object);
    let operations = paths.into_iter().flat_map(|paths| paths.values());
    let operations = operations.filter_map(Value::as_object);
    operations
        .flat_map(|operations| operations.values())
        .filter(|operation| {
            let parameters = operation.get("parameters").and_then(Value::as_array);
            !parameters.is_some_and(|list| list.iter().any(in_query))
        })
        .filter_map(|operation| text(operation, "operationId"))
        .collect()
}

fn find_nul(value: &Value, pointer: &mut String, reasons: &mut Vec<Reason>) {
    let depth = pointer.len();
    match value {
        Value::String(text) if text.contains('\0') => {
            reasons.push(Reason::new(Code::ContainsNul).at(pointer.clone()));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                find_nul(item, pointer, reasons);
                pointer.truncate(depth);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                pointer.push('/');
                pointer.push_str(&escape(key));
                find_nul(item, pointer, reasons);
                pointer.truncate(depth);
            }
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn explain(error: &ValidationError<'_>, reasons: &mut Vec<Reason>) {
    let at = error.instance_path().to_string();
    let reason = match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            Reason::new(Code::Required).at(format!("{at}/{}", escape(name)))
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                reasons.push(Reason::new(Code::UnknownField).at(format!("{at}/{}", escape(name))));
            }
            return;
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            // An optional object is "null or this": what is wrong with "this" is what helps.
            let best = context
                .iter()
                .filter(|branch| !branch.iter().all(is_null_branch))
                .min_by_key(|branch| branch.len());
            match best {
                Some(branch) => branch.iter().for_each(|error| explain(error, reasons)),
                None => reasons.push(
                    Reason::new(Code::InvalidValue)
                        .at(at)
                        .with("allowed", error.to_string()),
                ),
            }
            return;
        }
        ValidationErrorKind::Type { kind } => Reason::new(Code::InvalidType)
            .at(at)
            .with("expected", type_name(kind)),
        ValidationErrorKind::Enum { options } => Reason::new(Code::InvalidValue)
            .at(at)
            .with("allowed", list(options)),
        ValidationErrorKind::Constant { expected_value } => Reason::new(Code::InvalidValue)
            .at(at)
            .with("allowed", expected_value),
        ValidationErrorKind::Format { format } => {
            let form = if format == "uuid" { ID_FORM } else { format };
            Reason::new(Code::InvalidFormat)
                .at(at)
                .with("expected", form)
        }
        ValidationErrorKind::Pattern { pattern } => Reason::new(Code::InvalidFormat)
            .at(at)
            .with("expected", pattern),
        ValidationErrorKind::MinLength { limit } | ValidationErrorKind::MinItems { limit } => {
            Reason::new(Code::TooShort).at(at).with("min", limit)
        }
        ValidationErrorKind::MaxLength { limit } | ValidationErrorKind::MaxItems { limit } => {
            Reason::new(Code::TooLong).at(at).with("max", limit)
        }
        ValidationErrorKind::Minimum { limit } => Reason::new(Code::OutOfRange)
            .at(at)
            .with("range", format!(">= {limit}")),
        ValidationErrorKind::Maximum { limit } => Reason::new(Code::OutOfRange)
            .at(at)
            .with("range", format!("<= {limit}")),
        _ => Reason::new(Code::InvalidValue)
            .at(at)
            .with("allowed", error.to_string()),
    };
    reasons.push(reason);
}

fn is_null_branch(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Type { .. }) && type_of(error) == "null"
}

fn type_of(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::Type { kind } => type_name(kind),
        _ => String::new(),
    }
}

fn type_name(kind: &jsonschema::error::TypeKind) -> String {
    match kind {
        jsonschema::error::TypeKind::Single(kind) => kind.to_string(),
        jsonschema::error::TypeKind::Multiple(kinds) => kinds
            .iter()
            .map(|kind| kind.to_string())
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn list(options: &Value) -> String {
    match options {
        Value::Array(items) => items
            .iter()
            .map(|item| {
                item.as_str()
                    .map_or_else(|| item.to_string(), str::to_owned)
            })
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}
