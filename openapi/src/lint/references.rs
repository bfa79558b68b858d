//! Every reference leads somewhere, and every component is used.

use super::{Findings, array, object, operations};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn check(document: &Value, findings: &mut Findings) {
    let mut used = BTreeSet::new();
    collect(document, &mut used);
    for reference in &used {
        let found = reference
            .strip_prefix('#')
            .and_then(|pointer| document.pointer(pointer));
        findings.unless(found.is_some(), "reference-resolves", *reference);
    }
    for name in object(document, "/components/schemas").keys() {
        let reference = format!("#/components/schemas/{name}");
        // What a patch comes to is checked against the input, which may stand nowhere else.
        let patched = used.contains(format!("{reference}Patch").as_str());
        let is_used = patched || used.contains(reference.as_str());
        findings.unless(is_used, "schema-is-used", name);
    }
    let tags: Vec<&str> = array(document, "tags")
        .iter()
        .filter_map(|tag| tag.get("name")?.as_str())
        .collect();
    findings.unless(
        tags.iter().collect::<BTreeSet<_>>().len() == tags.len(),
        "tag-unique",
        "tags",
    );
    for op in operations(document) {
        let own: Vec<&str> = array(op.value, "tags")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        findings.unless(
            !own.is_empty() && own.iter().all(|tag| tags.contains(tag)),
            "tag-declared",
            op.id,
        );
    }
}

fn collect<'a>(value: &'a Value, used: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match inner {
                    Value::String(reference) if key == "$ref" => {
                        used.insert(reference);
                    }
                    // What stands in an example is data.
                    _ if key == "example" || key == "examples" => {}
                    inner => collect(inner, used),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, used)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
