//! Examples of an instrument for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000703";
const UNIT: &str = "0199c2f6-7d5a-7000-8000-000000000002";

fn text(nl: &str, en: &str) -> Value {
    json!({"nl": nl, "en": en})
}

/// Of what a version holds.
pub fn content() -> Value {
    json!({
        "title": text("Over de pauzes", "About the breaks"), "targetGroup": "pupils", "purposes": ["satisfaction"],
        "official": false, "source": "Gemaakt door de werkgroep pauzes.",
        "sections": [{
            "key": "breaks", "title": text("De pauze", "The break"),
            "questions": [
                {
                    "key": "fun", "text": text("De pauzes zijn leuk.", "The breaks are fun."), "required": true,
                    "answer": {
                        "kind": "scale", "points": 5, "low": text("Oneens", "Disagree"), "high": text("Eens", "Agree"),
                        "reversed": false,
                    },
                },
                {
                    "key": "better", "text": text("Wat kan er beter?", "What can be better?"), "required": false,
                    "showWhen": {"between": {"question": "fun", "to": 2}},
                    "answer": {"kind": "text", "maxLength": 500},
                },
            ],
        }],
        "scales": [{
            "key": "breaks", "title": text("Pauzes", "Breaks"), "purpose": "satisfaction",
            "items": [{"question": "fun", "inMean": true}],
        }],
    })
}

/// Of the input and of the view.
pub fn instrument() -> (Value, Value) {
    let own = format!("/v1/survey-instruments/{ID}");
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": UNIT, "state": "draft", "number": 0,
        "changed": true, "title": text("Over de pauzes", "About the breaks"), "targetGroup": "pupils", "questions": 2,
        "scales": 1, "content": content(), "availableCommands": ["publish"],
        "blockers": [{
            "command": "retire",
            "reasons": [{
                "code": "instrument-state-forbids", "detail": "De vragenlijst staat op draft; retire kan dan niet.",
            }],
        }],
        "links": {"self": own, "transitions": format!("{own}/transitions"), "versions": format!("{own}/versions")},
        "version": 1, "createdAt": "2026-10-12T09:30:00Z", "updatedAt": "2026-10-12T09:30:00Z",
    });
    (json!({"unitId": UNIT, "content": content()}), view)
}
