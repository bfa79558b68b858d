//! A small version with every kind of question, as JSON, and ways to change it.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use crate::error::{Code, Refusal};
use crate::survey::content::Content;

pub(super) fn text(nl: &str) -> Value {
    json!({"nl": nl, "en": format!("{nl} (en)")})
}

fn scale(key: &str) -> Value {
    json!({"key": key, "text": text("Voel je je veilig?"), "required": true,
        "answer": {"kind": "scale", "points": 4, "low": text("nooit"), "high": text("altijd")}})
}

fn options(keys: &[&str]) -> Value {
    let options = keys
        .iter()
        .map(|key| json!({"key": key, "text": text(key)}));
    options.collect()
}

/// In order: 0 feel, 1 where (three places, two at most; when feel is 1 or 2), 2 who, 3 age (one decimal),
/// 4 recommend, 5 why (after who = pupil).
pub(super) fn version() -> Value {
    json!({
        "title": text("Peiling"),
        "targetGroup": "pupils",
        "purposes": ["satisfaction", "social-safety"],
        "official": false,
        "source": "A test.",
        "sections": [
            {"key": "safety", "title": text("Veiligheid"), "questions": [
                scale("feel"),
                {"key": "where", "text": text("Waar?"), "required": true,
                    "showWhen": {"between": {"question": "feel", "to": 2}},
                    "answer": {"kind": "multiple", "atMost": 2, "options": options(&["class", "yard", "online"])}},
                {"key": "who", "text": text("Wie?"), "required": false,
                    "answer": {"kind": "single", "options": options(&["pupil", "adult"])}},
                {"key": "age", "text": text("Hoe oud?"), "required": false,
                    "answer": {"kind": "number", "min": 4, "max": 20, "decimals": 1}},
            ]},
            {"key": "more", "title": text("Meer"),
                "questions": [
                {"key": "recommend", "text": text("Beveel je ons aan?"), "required": false,
                    "answer": {"kind": "recommendation"}},
                {"key": "why", "text": text("Waarom?"), "required": false,
                    "showWhen": {"oneOf": {"question": "who", "options": ["pupil"]}},
                    "answer": {"kind": "text", "maxLength": 10}},
            ]},
        ],
        "scales": (["experienced-safety", "harm", "wellbeing"]).map(|topic| json!({
            "key": topic, "title": text(topic), "purpose": "social-safety", "safetyTopic": topic,
            "items": [{"question": "feel", "inMean": true}, {"question": "where", "inMean": false}],
        })),
    })
}

pub(super) fn content(version: &Value) -> Content {
    serde_json::from_value(version.clone()).unwrap()
}

/// The version with other values at these places; `null` takes a member away.
pub(super) fn changed(changes: &[(&str, Value)]) -> Value {
    let mut version = version();
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = version.pointer_mut(parent).unwrap();
        match (parent, value) {
            (Value::Object(object), Value::Null) => drop(object.remove(name)),
            (Value::Object(object), value) => drop(object.insert(name.to_owned(), value.clone())),
            (Value::Array(list), value) if name == "-" => list.push(value.clone()),
            (parent, value) => {
                *parent.get_mut(name.parse::<usize>().unwrap()).unwrap() = value.clone()
            }
        }
    }
    version
}

/// What is wrong: code and pointer.
pub(super) fn wrong<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Vec<(Code, String)> {
    match result {
        Ok(_) => Vec::new(),
        Err(Refusal::Invalid(reasons)) => {
            let reasons = reasons.into_iter();
            reasons
                .map(|reason| (reason.code, reason.pointer.unwrap_or_default()))
                .collect()
        }
        Err(other) => unreachable!("{other}"),
    }
}
