//! Checks of the published document: the rules of the NLgov REST API Design Rules that a document can
//! show, and those of our own. A finding says where and what; none is the bar.
//!
//! The official ruleset does not look at property names, at errors under `default`, at missing bodies of
//! problems, at operations that do not declare 401, 403 or 429, nor at texts in two languages.

mod names;
mod operations;
mod references;
mod schemas;
mod texts;

use serde_json::{Map, Value};
use std::fmt;

/// One thing that is wrong with the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// Where, as words for people: an operation, a schema and a field.
    pub place: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.place)
    }
}

/// The findings so far.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, rule: &'static str, place: impl Into<String>) {
        self.0.push(Finding {
            rule,
            place: place.into(),
        });
    }

    fn unless(&mut self, holds: bool, rule: &'static str, place: impl Into<String>) {
        if !holds {
            self.add(rule, place);
        }
    }
}

/// One operation of the document.
struct Op<'a> {
    path: &'a str,
    method: &'a str,
    id: &'a str,
    value: &'a Value,
}

/// Everything that is wrong with a document, sorted.
pub fn lint(document: &Value) -> Vec<Finding> {
    let mut findings = Findings::default();
    names::check(document, &mut findings);
    operations::check(document, &mut findings);
    references::check(document, &mut findings);
    schemas::check(document, &mut findings);
    texts::check(document, &mut findings);
    let mut all = findings.0;
    all.sort();
    all.dedup();
    all
}

static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

/// The object at a pointer; an empty one when it is not there.
fn object<'a>(value: &'a Value, pointer: &str) -> &'a Map<String, Value> {
    value
        .pointer(pointer)
        .and_then(Value::as_object)
        .unwrap_or(&NOTHING)
}

/// The array under a key; an empty one when it is not there.
fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The text under a key; empty when it is not there.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Follows one reference within the document.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| document.pointer(reference.strip_prefix('#')?))
        .unwrap_or(value)
}

fn operations(document: &Value) -> Vec<Op<'_>> {
    let mut all = Vec::new();
    for (path, item) in object(document, "/paths") {
        for (method, value) in item.as_object().unwrap_or(&NOTHING) {
            all.push(Op {
                path,
                method,
                id: text(value, "operationId"),
                value,
            });
        }
    }
    all
}

/// Calls `found` with every object of properties below a schema, also of nested schemas, with the path
/// of fields that leads there.
fn properties<'a>(
    schema: &'a Value,
    at: &str,
    found: &mut impl FnMut(&str, &'a Map<String, Value>),
) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(fields)) = map.get("properties") {
                found(at, fields);
                for (name, field) in fields {
                    properties(field, &format!("{at}.{name}"), found);
                }
            }
            for (key, inner) in map {
                if key != "properties" && key != "example" && key != "examples" {
                    properties(inner, at, found);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                properties(item, at, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests;
