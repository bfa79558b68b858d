//! What types say: formats of days and moments, no merged problems.

use super::{Findings, object, properties};
use serde_json::Value;

pub(super) fn check(document: &Value, findings: &mut Findings) {
    for (name, schema) in object(document, "/components/schemas") {
        let merged = name.contains("Problem") && schema.get("allOf").is_some();
        findings.unless(!merged, "problem-not-merged", name);
        properties(schema, name, &mut |at, fields| {
            for (field, value) in fields {
                moment(&format!("{at}.{field}"), field, value, findings);
            }
        });
    }
}

fn moment(place: &str, field: &str, value: &Value, findings: &mut Findings) {
    let formats = formats(value);
    for format in &formats {
        let clear = *format != "time" && *format != "date-time-local";
        findings.unless(clear, "moment-has-zone", place);
    }
    // The NLgov linter takes every such name for a day.
    let dated = field == "date" || (field.contains("Date") && !field.starts_with("Date"));
    if dated {
        findings.unless(formats == ["date"], "date-has-format-date", place);
    }
    if ends_in_word(field, "At") {
        findings.unless(
            formats == ["date-time"],
            "moment-has-format-date-time",
            place,
        );
    }
    if ends_in_word(field, "On") {
        findings.unless(formats == ["date"], "day-has-format-date", place);
    }
    if formats == ["date-time"] {
        let named = ends_in_word(field, "At") || matches!(field, "time" | "at" | "now");
        findings.unless(named, "moment-ends-in-at", place);
    }
}

/// `startsOn` and `on`, not `season`.
fn ends_in_word(field: &str, word: &str) -> bool {
    field.ends_with(word) || field == word.to_ascii_lowercase()
}

/// The formats of a field itself, also where it may be null; not those of what it contains.
fn formats(value: &Value) -> Vec<&str> {
    let mut found: Vec<&str> = value
        .get("format")
        .and_then(Value::as_str)
        .into_iter()
        .collect();
    for key in ["oneOf", "anyOf", "allOf"] {
        for branch in value
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            found.extend(formats(branch));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
