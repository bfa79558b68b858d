//! How things are called: paths, parameters, properties, schemas.

use super::{Findings, array, object, operations, properties, text};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn check(document: &Value, findings: &mut Findings) {
    let mut ids = BTreeSet::new();
    for path in object(document, "/paths").keys() {
        findings.unless(is_path(path), "path-kebab-case", path);
        findings.unless(!path.ends_with('/'), "path-no-trailing-slash", path);
    }
    for op in operations(document) {
        findings.unless(is_camel(op.id), "operation-id-camel-case", op.path);
        findings.unless(ids.insert(op.id.to_owned()), "operation-id-unique", op.id);
        let methods = ["get", "post", "put", "patch", "delete"];
        findings.unless(methods.contains(&op.method), "standard-method", op.id);
        for parameter in array(op.value, "parameters") {
            let name = text(parameter, "name");
            let place = format!("{} {name}", op.id);
            match text(parameter, "in") {
                "query" => findings.unless(is_camel(name), "query-key-camel-case", &place),
                "path" => findings.unless(
                    is_camel(name) && op.path.contains(&format!("{{{name}}}")),
                    "path-parameter-in-path",
                    &place,
                ),
                _ => {}
            }
            let deep = text(parameter, "style") == "deepObject";
            findings.unless(!deep, "no-deep-object", &place);
        }
        for name in op
            .path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
        {
            let declared = array(op.value, "parameters").iter().any(|parameter| {
                text(parameter, "in") == "path" && text(parameter, "name") == name
            });
            findings.unless(
                declared,
                "path-parameter-declared",
                format!("{} {name}", op.id),
            );
        }
    }
    for (name, schema) in object(document, "/components/schemas") {
        findings.unless(is_pascal(name), "schema-pascal-case", name);
        properties(schema, name, &mut |at, fields| {
            for field in fields.keys() {
                findings.unless(
                    is_camel(field),
                    "property-camel-case",
                    format!("{at}.{field}"),
                );
            }
        });
    }
}

/// `/improvement-cycles/{id}/transitions`, `/people/_search`; the document itself is the one path with an extension.
fn is_path(path: &str) -> bool {
    path == "/openapi.json"
        || path.strip_prefix('/').is_some_and(|path| {
            // Only the last segment may be a verb, and begins with an underscore then.
            let (path, verb) = path.rsplit_once("/_").unwrap_or((path, "search"));
            let verb = !verb.is_empty() && verb.chars().all(|c| c.is_ascii_lowercase());
            verb && path.split('/').all(|segment| {
                let parameter = segment
                    .strip_prefix('{')
                    .and_then(|segment| segment.strip_suffix('}'));
                parameter.map_or_else(|| is_kebab(segment), is_camel)
            })
        })
}

fn is_kebab(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    })
}

fn is_camel(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_pascal(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}
