//! The contract: the committed document, its lint, its examples, and who may call what.

mod access;
mod calls;
mod document;
mod fixtures;
mod trailed;

use serde_json::Value;

/// The document as the router serves it.
fn built() -> Value {
    akoki_openapi::document::build(&akoki_api::operations())
}

/// An operation of the document.
struct Op {
    id: String,
    method: String,
    path: String,
    value: Value,
}

fn operations(document: &Value) -> Vec<Op> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, value) in item.as_object().unwrap() {
            all.push(Op {
                id: value["operationId"].as_str().unwrap().to_owned(),
                method: method.clone(),
                path: path.clone(),
                value: value.clone(),
            });
        }
    }
    all
}
