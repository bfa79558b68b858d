//! What every operation declares: its answers, its problems, its examples; and what stands at the root.

use super::{Findings, Op, array, object, operations, resolve, text};
use serde_json::Value;

/// Lists that are short by nature and come whole. This list only gets shorter.
const WHOLE: &[&str] = &[
    "listApiClientSecrets",
    "listEventTypes",
    "listImportKinds",
    "listPersonalAccessTokens",
    "listProblems",
    "listSessions",
    "listSuccessionTransitions",
    "listAuditKinds",
    "listUnitKinds",
    "readGlossary",
];

pub(super) fn check(document: &Value, findings: &mut Findings) {
    root(document, findings);
    for op in operations(document) {
        let responses = object(op.value, "/responses");
        for (status, response) in responses {
            answer(document, &op, status, resolve(document, response), findings);
        }
        let declares = |status: &str| responses.contains_key(status);
        let mut needed = vec!["429", "500"];
        if op.method != "get" || !array(op.value, "parameters").is_empty() {
            needed.push("400");
        }
        if !array(op.value, "security").is_empty() {
            needed.extend(["401", "403"]);
        }
        if op.path.contains('{') {
            needed.push("404");
        }
        for status in needed {
            findings.unless(
                declares(status),
                "declares-problem",
                format!("{} {status}", op.id),
            );
        }
        let good = responses.keys().any(|status| status.starts_with('2'));
        findings.unless(good, "declares-success", op.id);
        for (media, content) in object(op.value, "/requestBody/content") {
            example(op.id, "body", media, content, findings);
        }
        conditional(&op, findings);
    }
}

fn root(document: &Value, findings: &mut Findings) {
    findings.unless(
        text(document, "openapi") == "3.1.0",
        "openapi-3-1",
        "openapi",
    );
    let contact = object(document, "/info/contact");
    for field in ["name", "url", "email"] {
        findings.unless(contact.contains_key(field), "contact", field);
    }
    let version = object(document, "/info").get("version");
    let version = version.and_then(Value::as_str).unwrap_or_default();
    let numbers: Vec<_> = version.split('.').collect();
    let semver = numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok());
    findings.unless(semver, "semver", version);
    let servers = array(document, "servers");
    findings.unless(!servers.is_empty(), "servers", "none");
    for server in servers {
        let url = text(server, "url");
        let versioned = url.rsplit('/').next().is_some_and(|last| {
            last.strip_prefix('v')
                .is_some_and(|major| major.parse::<u32>().is_ok())
        });
        findings.unless(versioned, "major-version-in-base-path", url);
        findings.unless(!url.starts_with("http://"), "server-https", url);
    }
}

fn answer(document: &Value, op: &Op<'_>, status: &str, response: &Value, findings: &mut Findings) {
    let place = format!("{} {status}", op.id);
    let Ok(number) = status.parse::<u16>() else {
        findings.add("no-default-answer", place);
        return;
    };
    let header = object(response, "/headers").contains_key("API-Version");
    findings.unless(header, "answer-names-version", &place);
    let content = object(response, "/content");
    if number >= 400 {
        let Some(body) = content.get("application/problem+json") else {
            findings.add("problem-body", place);
            return;
        };
        let schema = resolve(document, body.get("schema").unwrap_or(&Value::Null));
        let fields = object(schema, "/properties");
        let whole = ["type", "status", "title", "detail", "code"];
        findings.unless(
            whole.iter().all(|field| fields.contains_key(*field)),
            "problem-members",
            place,
        );
        return;
    }
    let empty = matches!(number, 204 | 303 | 304);
    findings.unless(empty == content.is_empty(), "answer-body", &place);
    if number == 201 || number == 202 {
        let located = object(response, "/headers").contains_key("Location");
        findings.unless(located, "created-has-location", &place);
    }
    for (media, body) in content {
        let schema = resolve(document, body.get("schema").unwrap_or(&Value::Null));
        let fields = object(schema, "/properties");
        let page = !fields.contains_key("items") || fields.contains_key("nextCursor");
        if page == WHOLE.contains(&op.id) {
            let rule = if page {
                "whole-list-is-none"
            } else {
                "list-has-next-cursor"
            };
            findings.add(rule, &place);
        }
        example(op.id, status, media, body, findings);
    }
}

/// JSON has a schema and an example.
fn example(id: &str, part: &str, media: &str, content: &Value, findings: &mut Findings) {
    if media == "application/json" || media.ends_with("+json") {
        let place = format!("{id} {part}");
        findings.unless(content.get("schema").is_some(), "json-has-schema", &place);
        findings.unless(content.get("example").is_some(), "json-has-example", &place);
    }
}

/// A change of a shared record says which version it changes.
fn conditional(op: &Op<'_>, findings: &mut Findings) {
    if op.method != "patch" {
        return;
    }
    let guarded = array(op.value, "parameters").iter().any(|parameter| {
        text(parameter, "name") == "If-Match"
            && parameter.get("required") == Some(&Value::Bool(true))
    });
    findings.unless(guarded, "patch-has-if-match", op.id);
    let media = object(op.value, "/requestBody/content");
    findings.unless(
        media.contains_key("application/merge-patch+json"),
        "patch-is-merge-patch",
        op.id,
    );
    let responses = object(op.value, "/responses");
    for status in ["412", "428"] {
        findings.unless(
            responses.contains_key(status),
            "declares-problem",
            format!("{} {status}", op.id),
        );
    }
}
