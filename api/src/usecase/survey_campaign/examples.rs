//! Examples of a campaign for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000701";
const UNIT: &str = "0199c2f6-7d5a-7000-8000-000000000002";

/// Of the input and of the view.
pub fn campaign() -> (Value, Value) {
    let input = json!({
        "title": "Leerlingen groep 7 en 8", "unitId": UNIT, "instrument": {"shipped": "pupils-po"},
        "respondentUnit": "pupil", "channels": ["class-codes", "link", "single-use-codes"],
        "windows": [{"opensOn": "2026-11-01", "closesOn": "2027-04-30"}], "minimum": 5,
        "groups": [
            {"key": "school", "title": "De Regenboog", "kind": "unit", "unitId": UNIT},
            {"key": "groep-7", "parentKey": "school", "title": "Groep 7", "kind": "class", "population": 24},
            {"key": "groep-8", "parentKey": "school", "title": "Groep 8", "kind": "class", "population": 26},
        ],
        "followUpDueOn": "2027-06-30",
    });
    let mut view = input.clone();
    let own = format!("/v1/survey-campaigns/{ID}");
    let more = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "state": "draft",
        "dimensions": [], "reminders": [], "precedingId": null, "benchmarks": null,
        "targetGroup": "pupils", "schoolYear": 2026, "population": 50,
        "opensAt": "2026-10-31T23:00:00Z", "closesAt": "2027-04-30T22:00:00Z",
        "availableCommands": ["launch", "cancel"],
        "blockers": [{
            "command": "close",
            "reasons": [{"code": "campaign-state-forbids", "detail": "De peiling staat op draft; close kan dan niet."}],
        }],
        "links": {"self": own, "transitions": format!("{own}/transitions")},
        "version": 1, "createdAt": "2026-10-12T09:30:00Z", "updatedAt": "2026-10-12T09:30:00Z",
    });
    if let (Value::Object(view), Value::Object(more)) = (&mut view, more) {
        view.extend(more);
    }
    (input, view)
}
