//! The published schemas, compiled: a body is checked against what the document says of it.

use actix_web::HttpRequest;
use akoki_domain::{Code, Reason, id::ID_FORM};
use akoki_openapi::{
    operation::Operation,
    shape::{Named, Shapes},
};
use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use utoipa::ToSchema;

use crate::{failure::Failure, http::Query};

/// The schemas that operations name, each made and compiled when it is first needed: none of them, as a whole, is what a
/// request waits for, and neither is the document.
pub struct Schemas {
    shapes: Shapes,
    /// The operations that take no query parameters. The others check theirs themselves, with their values.
    silent: BTreeSet<&'static str>,
    /// The paths of the operations.
    paths: BTreeSet<String>,
    compiled: Mutex<BTreeMap<String, Arc<Validator>>>,
}

impl Schemas {
    /// The schemas of these operations.
    pub fn new(operations: &[Operation]) -> Self {
        let asks = |operation: &&Operation| {
            let mut parameters = operation.parameters.iter();
            parameters.any(|parameter| parameter.place == "query")
        };
        let silent = operations.iter().filter(|operation| !asks(operation));
        Self {
            shapes: Shapes::of(operations),
            silent: silent.map(|operation| operation.id).collect(),
            paths: operations.iter().map(|one| one.path.clone()).collect(),
            compiled: Mutex::default(),
        }
    }

    /// Knows this schema besides: of a body that the document does not show.
    #[must_use]
    pub fn besides<T: ToSchema>(mut self) -> Self {
        self.shapes.add(Named::of::<T>());
        self
    }

    /// Whether an operation of the document has this path.
    pub fn has_path(&self, path: &str) -> bool {
        self.paths.contains(path)
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
        let schema = self.shapes.get(name);
        let properties = schema.and_then(|schema| schema.get("properties")?.as_object());
        let names = properties
            .into_iter()
            .flat_map(|properties| properties.keys());
        names.map(String::as_str).collect()
    }

    /// Checks a value against the schema of this name; everything that is wrong.
    ///
    /// # Errors
    /// [`Failure::Internal`] when no operation names such a schema.
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
        let wrong = |error: String| Failure::Internal(format!("schema {name}: {error}"));
        let schemas = self.shapes.with_references(name);
        let schemas = schemas.ok_or_else(|| wrong("no operation names it".into()))?;
        let root = json!({
            "$ref": format!("#/components/schemas/{name}"),
            "components": {"schemas": schemas},
        });
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&root)
            .map_err(|error| wrong(error.to_string()))?;
        let validator = Arc::new(validator);
        self.compiled
            .lock()
            .map_err(lost)?
            .insert(name.to_owned(), validator.clone());
        Ok(validator)
    }
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
