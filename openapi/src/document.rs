//! The published document: OpenAPI 3.1, put together from the operations that the router serves.

use serde_json::{Map, Value, json};

use crate::{
    API_VERSION,
    operation::{Access, Content, Operation, Parameter},
    problem::Problem,
    texts,
};
use akoki_domain::text::Bilingual;

/// The statuses of problems that every operation can answer with.
const ALWAYS: [u16; 4] = [400, 406, 429, 500];

/// The whole document.
pub fn build(operations: &[Operation]) -> Value {
    let mut schemas = Map::new();
    let mut probe = Operation::new("", "get", "", "", Access::Public);
    probe.schema::<Problem>();
    let named = operations.iter().flat_map(|operation| &operation.schemas);
    for one in probe.schemas.iter().chain(named) {
        one.put(&mut schemas);
    }
    for (name, schema) in &mut schemas {
        describe_schema(name, schema);
    }
    let mut paths = Map::new();
    for operation in operations {
        if let Value::Object(item) = paths
            .entry(operation.path.clone())
            .or_insert_with(|| json!({}))
        {
            item.insert(operation.method.to_owned(), describe_operation(operation));
        }
    }
    let mut tags: Vec<&str> = operations.iter().map(|operation| operation.tag).collect();
    tags.sort_unstable();
    tags.dedup();
    let tags: Vec<Value> = tags
        .into_iter()
        .map(|tag| with_text(json!({"name": tag}), texts::tag(tag)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": info(),
        "servers": [{"url": "/v1"}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": headers(),
            "responses": problems(),
            "securitySchemes": security_schemes(),
        },
    })
}

fn info() -> Value {
    with_text(
        json!({
            "title": "akoki",
            "version": API_VERSION,
            "contact": {
                "name": "akoki",
                "url": "https://github.com/akoki/akoki/issues",
                "email": "api@akoki.example",
            },
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        }),
        texts::tag("akoki"),
    )
}

/// Adds the Dutch text as `description` and the English one beside it.
fn with_text(mut value: Value, text: Option<&Bilingual>) -> Value {
    if let (Value::Object(map), Some(text)) = (&mut value, text) {
        map.insert("description".into(), Value::String(text.nl.clone()));
        map.insert("x-description-en".into(), Value::String(text.en.clone()));
    }
    value
}

fn describe_schema(name: &str, schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    put_text(map, texts::schema(name).as_ref());
    describe_fields(name, map);
}

/// The fields of a schema, also those of its variants, which need no text themselves.
fn describe_fields(name: &str, map: &mut Map<String, Value>) {
    for variant in map
        .get_mut("oneOf")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Value::Object(variant) = variant {
            variant.remove("description");
            describe_fields(name, variant);
        }
    }
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        for (field, property) in properties.iter_mut() {
            // A `$ref` may stand beside a description in 3.1.
            if let Value::Object(property) = property {
                put_text(property, texts::field(name, field));
            }
        }
    }
}

fn put_text(map: &mut Map<String, Value>, text: Option<&Bilingual>) {
    match text {
        Some(text) => {
            map.insert("description".into(), Value::String(text.nl.clone()));
            map.insert("x-description-en".into(), Value::String(text.en.clone()));
        }
        // The doc comment of the type is for readers of the code.
        None => {
            map.remove("description");
        }
    }
}

fn describe_operation(operation: &Operation) -> Value {
    let mut out = Map::new();
    out.insert("operationId".into(), json!(operation.id));
    out.insert("tags".into(), json!([operation.tag]));
    if let Some(text) = texts::operation(operation.id) {
        let first = |text: &str| {
            text.split_once(". ")
                .map_or(text, |(first, _)| first)
                .trim_end_matches('.')
                .to_owned()
        };
        out.insert("summary".into(), Value::String(first(&text.nl)));
        out.insert("x-summary-en".into(), Value::String(first(&text.en)));
    }
    put_text(&mut out, texts::operation(operation.id));
    match operation.access {
        Access::Public => out.insert("security".into(), json!([])),
        Access::Respondent => out.insert("security".into(), json!([{"respondent": []}])),
        Access::SignedIn => out.insert("security".into(), json!([{"bearer": []}, {"oauth": []}])),
        Access::Needs(permission) => {
            out.insert("x-permission".into(), json!(permission.as_str()));
            out.insert(
                "security".into(),
                json!([{"bearer": []}, {"oauth": [permission.scope()]}]),
            )
        }
    };
    if !operation.parameters.is_empty() {
        let parameters: Vec<Value> = operation
            .parameters
            .iter()
            .map(|p| describe_parameter(operation, p))
            .collect();
        out.insert("parameters".into(), Value::Array(parameters));
    }
    if !operation.bodies.is_empty() {
        let mut content = Map::new();
        for body in &operation.bodies {
            content.append(&mut describe_content(body));
        }
        out.insert(
            "requestBody".into(),
            json!({"required": true, "content": content}),
        );
    }
    out.insert("responses".into(), describe_answers(operation));
    Value::Object(out)
}

fn describe_parameter(operation: &Operation, parameter: &Parameter) -> Value {
    with_text(
        json!({
            "name": parameter.name,
            "in": parameter.place,
            "required": parameter.required,
            "schema": parameter.schema,
        }),
        texts::parameter(operation.id, parameter.name),
    )
}

fn describe_content(content: &Content) -> Map<String, Value> {
    let mut inner = Map::new();
    if let Some(schema) = &content.schema {
        inner.insert(
            "schema".into(),
            json!({"$ref": format!("#/components/schemas/{schema}")}),
        );
    }
    if let Some(example) = &content.example {
        inner.insert("example".into(), example.clone());
    }
    let media = content.media.split(',').map(str::trim);
    let described = media.map(|media| (media.to_owned(), Value::Object(inner.clone())));
    described.collect()
}

fn describe_answers(operation: &Operation) -> Value {
    let mut responses = Map::new();
    for answer in &operation.answers {
        let mut headers = Map::new();
        for name in ["API-Version"].iter().chain(answer.headers) {
            headers.insert(
                (*name).into(),
                json!({"$ref": format!("#/components/headers/{name}")}),
            );
        }
        let text = texts::parameter("status", &answer.status.to_string());
        let mut response = with_text(json!({"headers": headers}), text);
        if let (Value::Object(map), Some(content)) = (&mut response, &answer.content) {
            map.insert("content".into(), Value::Object(describe_content(content)));
        }
        // Answers with one status differ in their media types.
        let status = answer.status.to_string();
        let before = responses.get_mut(&status);
        let before = before.and_then(|before| before.get_mut("content")?.as_object_mut());
        match (before, response.get_mut("content")) {
            (Some(known), Some(Value::Object(more))) => known.append(more),
            _ => {
                responses.insert(status, response);
            }
        }
    }
    let mut statuses: Vec<u16> = ALWAYS.to_vec();
    if operation.access != Access::Public {
        statuses.extend([401, 403]);
    }
    if operation.path.contains('{') {
        statuses.push(404);
    }
    if !operation.bodies.is_empty() {
        statuses.extend([408, 413, 415]);
    }
    statuses.extend(operation.problems);
    for status in statuses {
        responses.insert(
            status.to_string(),
            json!({"$ref": format!("#/components/responses/{status}")}),
        );
    }
    Value::Object(responses)
}

const PROBLEM_STATUSES: [u16; 16] = [
    400, 401, 403, 404, 406, 408, 409, 410, 412, 413, 415, 422, 428, 429, 500, 503,
];

fn problems() -> Value {
    let mut out = Map::new();
    for status in PROBLEM_STATUSES {
        let mut headers = Map::new();
        headers.insert(
            "API-Version".into(),
            json!({"$ref": "#/components/headers/API-Version"}),
        );
        if status == 429 || status == 503 {
            headers.insert(
                "Retry-After".into(),
                json!({"$ref": "#/components/headers/Retry-After"}),
            );
        }
        if status == 415 {
            headers.insert(
                "Accept-Patch".into(),
                json!({"$ref": "#/components/headers/Accept-Patch"}),
            );
        }
        if status == 401 {
            headers.insert(
                "WWW-Authenticate".into(),
                json!({"$ref": "#/components/headers/WWW-Authenticate"}),
            );
        }
        let response = json!({
            "headers": headers,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        });
        out.insert(
            status.to_string(),
            with_text(response, texts::parameter("status", &status.to_string())),
        );
    }
    Value::Object(out)
}

fn headers() -> Value {
    let mut out = Map::new();
    for (name, schema) in [
        (
            "API-Version",
            json!({"type": "string", "examples": [API_VERSION]}),
        ),
        ("Accept-Patch", json!({"type": "string"})),
        ("Content-Disposition", json!({"type": "string"})),
        ("ETag", json!({"type": "string"})),
        (
            "Location",
            json!({"type": "string", "format": "uri-reference"}),
        ),
        ("Link", json!({"type": "string"})),
        ("Retry-After", json!({"type": "integer"})),
        ("WWW-Authenticate", json!({"type": "string"})),
        (
            "Content-Language",
            json!({"type": "string", "enum": ["nl", "en"]}),
        ),
    ] {
        out.insert(
            name.into(),
            with_text(json!({"schema": schema}), texts::parameter("header", name)),
        );
    }
    Value::Object(out)
}

fn security_schemes() -> Value {
    let scopes: Map<String, Value> = akoki_domain::access::Permission::ALL
        .iter()
        .map(|permission| (permission.scope().to_owned(), json!(permission.as_str())))
        .collect();
    json!({
        "bearer": with_text(
            json!({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}),
            texts::parameter("security", "bearer"),
        ),
        "oauth": with_text(
            json!({
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": scopes}},
            }),
            texts::parameter("security", "oauth"),
        ),
        "respondent": with_text(
            json!({"type": "http", "scheme": "bearer"}),
            texts::parameter("security", "respondent"),
        ),
    })
}

/// The schema of a merge patch of an input: nothing is required, and what may be absent may be null.
pub(crate) fn patch_schema(input: &Value) -> Value {
    let mut patch = input.clone();
    let required: Vec<String> = input
        .get("required")
        .and_then(Value::as_array)
        .map(|names| {
            names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    if let Value::Object(map) = &mut patch {
        map.remove("required");
        if let Some(Value::Object(properties)) = map.get_mut("properties") {
            for (name, property) in properties.iter_mut() {
                if !required.contains(name) && !takes_null(property) {
                    *property = json!({"oneOf": [{"type": "null"}, property.clone()]});
                }
            }
        }
    }
    patch
}

fn takes_null(schema: &Value) -> bool {
    match schema.get("type") {
        Some(Value::Array(types)) => types.iter().any(|kind| kind == "null"),
        Some(Value::String(kind)) => kind == "null",
        _ => schema
            .get("oneOf")
            .and_then(Value::as_array)
            .is_some_and(|all| all.iter().any(takes_null)),
    }
}

/// The schema of a page of these items.
pub(crate) fn page_schema(item: &str) -> Value {
    json!({
        "type": "object",
        "required": ["items"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": format!("#/components/schemas/{item}")}},
            "nextCursor": {"type": ["string", "null"]},
        },
    })
}
