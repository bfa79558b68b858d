//! Everything that a reader meets is said in Dutch and in English.

use super::{Findings, array, object, operations, properties, resolve, text};
use serde_json::Value;

pub(super) fn check(document: &Value, findings: &mut Findings) {
    both(document.pointer("/info"), "info", findings);
    for tag in array(document, "tags") {
        both(Some(tag), &format!("tag {}", text(tag, "name")), findings);
    }
    for op in operations(document) {
        let place = format!("operation {}", op.id);
        both(Some(op.value), &place, findings);
        for key in ["summary", "x-summary-en"] {
            let summary = text(op.value, key);
            findings.unless(!summary.is_empty(), key_rule(key), &place);
            findings.unless(summary.len() <= 120, "summary-short", &place);
        }
        for parameter in array(op.value, "parameters") {
            let name = text(parameter, "name");
            both(
                Some(parameter),
                &format!("parameter {}.{name}", op.id),
                findings,
            );
        }
        for (status, response) in object(op.value, "/responses") {
            let response = resolve(document, response);
            both(Some(response), &format!("status {status}"), findings);
        }
    }
    for (name, schema) in object(document, "/components/schemas") {
        both(Some(schema), &format!("schema {name}"), findings);
        properties(schema, name, &mut |at, fields| {
            for (field, value) in fields {
                both(Some(value), &format!("field {at}.{field}"), findings);
            }
        });
    }
    for part in ["headers", "securitySchemes"] {
        for (name, value) in object(document, &format!("/components/{part}")) {
            both(Some(value), &format!("{part} {name}"), findings);
        }
    }
}

fn key_rule(key: &str) -> &'static str {
    if key == "summary" {
        "text-nl"
    } else {
        "text-en"
    }
}

fn both(value: Option<&Value>, place: &str, findings: &mut Findings) {
    let value = value.unwrap_or(&Value::Null);
    let (nl, en) = (text(value, "description"), text(value, "x-description-en"));
    findings.unless(!nl.trim().is_empty(), "text-nl", place);
    findings.unless(!en.trim().is_empty(), "text-en", place);
}
