//! Examples for the document.

use serde_json::{Value, json};

const UNIT: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const PERSON: &str = "0199c2f6-7d5a-7000-8000-000000000011";
const OBSERVER: &str = "0199c2f6-7d5a-7000-8000-0000000004fe";
const INSTRUMENT: &str = "lesson-observation/1/all";

/// Of the input and of the view.
pub fn observation() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000411";
    let input = json!({
        "lesson": "Breuken, groep 7", "unitId": UNIT, "instrument": INSTRUMENT, "observedId": PERSON,
        "observerId": OBSERVER, "observedOn": "2025-09-01",
        "scores": [
            {"indicator": "K1", "level": "strong"}, {"indicator": "U3", "level": "partly"},
            {"indicator": "S3", "level": null},
        ],
        "note": "De uitleg liep uit; de afsluiting schoot erbij in.",
    });
    let mut view = input.clone();
    let more = json!({
        "id": id, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "groupId": null,
        "links": {
            "self": format!("/v1/observations/{id}"), "unit": format!("/v1/organisation-units/{UNIT}"),
            "improvementCycles": format!("/v1/improvement-cycles?originId={id}"),
        },
        "version": 1, "createdAt": "2025-09-01T09:30:00Z", "updatedAt": "2025-09-01T09:30:00Z",
    });
    if let (Value::Object(view), Value::Object(more)) = (&mut view, more) {
        view.extend(more);
    }
    (input, view)
}

/// Of results.
pub fn results() -> Value {
    let own = format!("/v1/organisation-units/{UNIT}");
    let figures = json!({
        "people": 12, "observations": 20,
        "distribution": [
            {"level": "weak", "count": 1}, {"level": "partly", "count": 6}, {"level": "ample", "count": 9},
            {"level": "strong", "count": 4},
        ],
        "mean": 2.8,
    });
    json!({
        "unitId": UNIT, "instrument": INSTRUMENT, "schoolYear": 2025, "peopleSoFar": null, "notShown": null,
        "indicators": [
            {"indicator": "K1", "figures": figures, "teams": []},
            {"indicator": "U3", "figures": null, "teams": []},
        ],
        "links": {
            "self": format!("{own}/observation-results?instrument={INSTRUMENT}&schoolYear=2025"), "unit": own,
        },
    })
}
