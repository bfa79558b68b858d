//! A small document that is right, and each way to break it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use super::lint;
use serde_json::{Value, json};

fn said(mut value: Value) -> Value {
    value["description"] = json!("Iets.");
    value["x-description-en"] = json!("Something.");
    value
}

fn good() -> Value {
    let answer = |status: &str| {
        let media = if status < "400" {
            "application/json"
        } else {
            "application/problem+json"
        };
        let schema = if status < "400" { "Goal" } else { "Problem" };
        let mut body = json!({"schema": {"$ref": format!("#/components/schemas/{schema}")}});
        body["example"] = json!({});
        said(
            json!({"headers": {"API-Version": {"$ref": "#/components/headers/API-Version"}}, "content": {media: body}}),
        )
    };
    let responses: Value = [
        "200", "400", "401", "403", "404", "412", "428", "429", "500",
    ]
    .iter()
    .map(|status| ((*status).to_owned(), answer(status)))
    .collect::<serde_json::Map<_, _>>()
    .into();
    let word = || said(json!({"type": "string"}));
    let operation = said(json!({
        "operationId": "changeGoal", "summary": "Wijzigt", "x-summary-en": "Changes", "tags": ["pdca"],
        "security": [{"bearer": []}],
        "parameters": [
            said(json!({"name": "id", "in": "path", "required": true})),
            said(json!({"name": "dryRun", "in": "query"})),
            said(json!({"name": "If-Match", "in": "header", "required": true})),
        ],
        "requestBody": {"content": {"application/merge-patch+json": {"schema": {"$ref": "#/components/schemas/Goal"}, "example": {}}}},
        "responses": responses,
    }));
    json!({
        "openapi": "3.1.0",
        "info": said(json!({"version": "1.0.0", "contact": {"name": "a", "url": "b", "email": "c"}})),
        "servers": [{"url": "/v1"}],
        "tags": [said(json!({"name": "pdca"}))],
        "paths": {"/school-goals/{id}": {"patch": operation}},
        "components": {
            "schemas": {
                "Goal": said(json!({"properties": {
                    "dueDate": said(json!({"type": ["string", "null"], "format": "date"})),
                    "startsOn": said(json!({"oneOf": [{"type": "null"}, {"type": "string", "format": "date"}]})),
                    "createdAt": said(json!({"type": "string", "format": "date-time"})),
                    "parts": said(json!({"type": "array", "items": {"properties": {"name": word()}}})),
                }})),
                "Problem": said(json!({"properties": {
                    "type": word(), "status": word(), "title": word(), "detail": word(), "code": word(),
                }})),
            },
            "headers": {"API-Version": said(json!({}))},
            "securitySchemes": {"bearer": said(json!({}))},
        },
    })
}

const OPERATION: &str = "/paths/~1school-goals~1{id}/patch";
const GOAL: &str = "/components/schemas/Goal/properties";

/// The rules that find the document broken in this way.
fn broken(pointer: &str, value: Value) -> Vec<&'static str> {
    let mut document = good();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    match document.pointer_mut(parent).unwrap() {
        Value::Object(map) if value.is_null() => drop(map.remove(&key)),
        Value::Object(map) => drop(map.insert(key, value)),
        Value::Array(items) if value.is_null() => drop(items.remove(key.parse().unwrap())),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        other => panic!("{pointer}: {other}"),
    }
    let mut rules: Vec<_> = lint(&document)
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    rules.dedup();
    rules
}

#[test]
fn a_good_document_has_no_findings() {
    assert_eq!(lint(&good()), []);
}

/// Where a right document is broken, with what, and the rule that must say so.
type Break = (String, Value, &'static str);

fn breaks_one() -> Vec<Break> {
    vec![
        ("/openapi".to_owned(), json!("3.0.3"), "openapi-3-1"),
        ("/info/contact/email".to_owned(), json!(null), "contact"),
        ("/info/version".to_owned(), json!("1.0"), "semver"),
        ("/servers".to_owned(), json!([]), "servers"),
        (
            "/servers/0/url".to_owned(),
            json!("https://a.example/api"),
            "major-version-in-base-path",
        ),
        (
            "/servers/0/url".to_owned(),
            json!("http://a.example/v1"),
            "server-https",
        ),
        ("/tags/0/name".to_owned(), json!("other"), "tag-declared"),
        (
            format!("{OPERATION}/operationId"),
            json!("change_goal"),
            "operation-id-camel-case",
        ),
        (
            format!("{OPERATION}/parameters/1/name"),
            json!("dry_run"),
            "query-key-camel-case",
        ),
        (
            format!("{OPERATION}/parameters/1/style"),
            json!("deepObject"),
            "no-deep-object",
        ),
        (
            format!("{OPERATION}/parameters/0"),
            json!(null),
            "path-parameter-declared",
        ),
        (
            format!("{OPERATION}/parameters/0/name"),
            json!("goalId"),
            "path-parameter-in-path",
        ),
        (
            format!("{OPERATION}/parameters/2/required"),
            json!(false),
            "patch-has-if-match",
        ),
    ]
}

fn breaks_two() -> Vec<Break> {
    vec![
        (
            format!("{GOAL}/items"),
            said(json!({"type": "array", "items": {}})),
            "list-has-next-cursor",
        ),
        (
            format!("{OPERATION}/responses/default"),
            json!({}),
            "no-default-answer",
        ),
        (
            format!("{OPERATION}/responses/200"),
            json!(null),
            "declares-success",
        ),
        (
            format!("{OPERATION}/responses/200/headers"),
            json!(null),
            "answer-names-version",
        ),
        (
            format!("{OPERATION}/responses/200/content"),
            json!(null),
            "answer-body",
        ),
        (
            format!("{OPERATION}/responses/400"),
            json!(null),
            "declares-problem",
        ),
        (
            format!("{OPERATION}/responses/401"),
            json!(null),
            "declares-problem",
        ),
        (
            format!("{OPERATION}/responses/404"),
            json!(null),
            "declares-problem",
        ),
        (
            format!("{OPERATION}/responses/412"),
            json!(null),
            "declares-problem",
        ),
        (
            format!("{OPERATION}/responses/429"),
            json!(null),
            "declares-problem",
        ),
    ]
}

fn breaks_three() -> Vec<Break> {
    vec![
        (
            format!("{OPERATION}/responses/400/content"),
            json!({"application/json": {}}),
            "problem-body",
        ),
        (
            format!("{OPERATION}/requestBody/content"),
            json!({"application/json": {"schema": {}, "example": 1}}),
            "patch-is-merge-patch",
        ),
        (
            format!("{OPERATION}/requestBody/content/application~1merge-patch+json/example"),
            json!(null),
            "json-has-example",
        ),
        (
            format!("{OPERATION}/requestBody/content/application~1merge-patch+json/schema"),
            json!(null),
            "json-has-schema",
        ),
        (
            format!("{OPERATION}/requestBody/content/application~1merge-patch+json/schema"),
            json!({"$ref": "#/x"}),
            "reference-resolves",
        ),
        (format!("{OPERATION}/summary"), json!(null), "text-nl"),
        (format!("{OPERATION}/x-summary-en"), json!(null), "text-en"),
        (
            format!("{OPERATION}/summary"),
            json!("x".repeat(121)),
            "summary-short",
        ),
        (
            format!("{OPERATION}/parameters/1/x-description-en"),
            json!(null),
            "text-en",
        ),
        (
            "/paths/~1school_goals".to_owned(),
            json!({}),
            "path-kebab-case",
        ),
    ]
}

fn breaks_four() -> Vec<Break> {
    vec![
        (
            "/paths/~1goals~1".to_owned(),
            json!({}),
            "path-no-trailing-slash",
        ),
        (
            "/paths/~1goals.csv".to_owned(),
            json!({}),
            "path-kebab-case",
        ),
        (
            "/paths/~1goals".to_owned(),
            json!({"trace": {}}),
            "standard-method",
        ),
        (
            "/components/schemas/Unused".to_owned(),
            said(json!({})),
            "schema-is-used",
        ),
        (
            "/components/schemas/goal_x".to_owned(),
            said(json!({})),
            "schema-pascal-case",
        ),
        (
            "/components/schemas/Problem/allOf".to_owned(),
            json!([]),
            "problem-not-merged",
        ),
        (
            "/components/schemas/Problem/properties/detail".to_owned(),
            json!(null),
            "problem-members",
        ),
        (
            "/components/headers/API-Version/description".to_owned(),
            json!(null),
            "text-nl",
        ),
        (
            "/components/schemas/Goal/description".to_owned(),
            json!(null),
            "text-nl",
        ),
    ]
}

fn breaks_five() -> Vec<Break> {
    let date = |format: &str| said(json!({"type": "string", "format": format}));
    vec![
        (
            format!("{GOAL}/due_date"),
            date("date"),
            "property-camel-case",
        ),
        (
            format!("{GOAL}/dueDate"),
            date("date-time"),
            "date-has-format-date",
        ),
        (
            format!("{GOAL}/isUpToDate"),
            said(json!({"type": "boolean"})),
            "date-has-format-date",
        ),
        (
            format!("{GOAL}/startsOn"),
            said(json!({"type": "string"})),
            "day-has-format-date",
        ),
        (
            format!("{GOAL}/createdAt"),
            said(json!({"type": "string"})),
            "moment-has-format-date-time",
        ),
        (
            format!("{GOAL}/made"),
            date("date-time"),
            "moment-ends-in-at",
        ),
        (format!("{GOAL}/at"), date("time"), "moment-has-zone"),
        (
            format!("{GOAL}/parts/items/properties/name/x-description-en"),
            json!(null),
            "text-en",
        ),
    ]
}

#[test]
fn what_is_broken_is_found() {
    let breaks = [
        breaks_one(),
        breaks_two(),
        breaks_three(),
        breaks_four(),
        breaks_five(),
    ];
    for (pointer, value, rule) in breaks.into_iter().flatten() {
        let rules = broken(&pointer, value.clone());
        assert!(
            rules.contains(&rule),
            "{pointer} = {value}: {rules:?} lacks {rule}"
        );
    }
}

#[test]
fn an_operation_id_is_used_once() {
    let mut document = good();
    let item = document["paths"]["/school-goals/{id}"].clone();
    document["paths"]["/other/{id}"] = item;
    assert!(
        lint(&document)
            .iter()
            .any(|finding| finding.rule == "operation-id-unique")
    );
}
