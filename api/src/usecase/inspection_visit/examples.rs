//! Examples for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000610";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";

/// Of the input and of the view.
pub fn visit() -> (Value, Value) {
    let verdicts = json!([
        {
            "standard": "OP2", "value": "unsatisfactory",
            "reason": "De school stemt het onderwijs onvoldoende af op de voortgang van de leerlingen.",
            "evidenceIds": ["0199c2f6-7d5a-7000-8000-000000000401"],
        },
        {
            "standard": "VS1", "value": "satisfactory", "reason": "De school zorgt voor een veilige omgeving.",
            "evidenceIds": [],
        },
    ]);
    let input = json!({
        "unitId": SCHOOL, "kind": "risk", "startedOn": "2025-08-04", "endedOn": "2025-08-06",
        "reference": "4512345", "reportAdoptedOn": "2025-08-20", "outcome": "unsatisfactory",
        "verdicts": verdicts,
    });
    let own = format!("/v1/inspection-visits/{ID}");
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": SCHOOL, "state": "recorded",
        "kind": "risk", "supervisedObjectId": null, "startedOn": "2025-08-04", "endedOn": "2025-08-06",
        "edition": "inspectorate/2025/po", "reference": "4512345", "reportAdoptedOn": "2025-08-20",
        "reportPublishedOn": null, "publicFrom": "2025-09-24", "parentsToldBy": null, "dissent": null,
        "outcome": "unsatisfactory", "verdicts": verdicts, "previousVisitId": null,
        "availableCommands": ["report"], "blockers": [],
        "links": {
            "self": own, "transitions": format!("{own}/transitions"),
            "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "recoveryOrders": format!("/v1/recovery-orders?visitId={ID}"),
            "improvementCycles": format!("/v1/improvement-cycles?originId={ID}"),
        },
        "version": 1, "createdAt": "2025-08-21T09:30:00Z", "updatedAt": "2025-08-21T09:30:00Z",
    });
    (input, view)
}
