//! Examples for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000611";
const VISIT: &str = "0199c2f6-7d5a-7000-8000-000000000610";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const OWNER: &str = "0199c2f6-7d5a-7000-8000-000000000011";

/// Of the input and of the view.
pub fn order() -> (Value, Value) {
    let measures = json!([{
        "text": "Het team leert de groei van elke leerling te volgen en het aanbod daarop af te stemmen.",
        "ownerId": OWNER, "dueOn": "2025-12-19", "doneOn": null,
        "evidenceIds": ["0199c2f6-7d5a-7000-8000-000000000401"],
    }]);
    let text =
        "De school stemt het onderwijs af op de voortgang in de ontwikkeling van de leerlingen.";
    let input = json!({
        "visitId": VISIT, "standard": "OP2", "requirementText": text,
        "legalBasis": "WPO art. 8 lid 1", "basisDisputed": false, "dueOn": "2026-02-01", "measures": measures,
    });
    let own = format!("/v1/recovery-orders/{ID}");
    let blocked = |command: &str, code: &str, detail: &str, location: &str| {
        json!({"command": command, "reasons": [{
            "code": code, "detail": detail, "location": location, "href": own,
        }]})
    };
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": SCHOOL, "visitId": VISIT,
        "state": "open", "standard": "OP2", "requirement": "inspectorate/2025/po/OP2",
        "requirementText": text, "legalBasis": "WPO art. 8 lid 1", "basisDisputed": false,
        "dueOn": "2026-02-01", "measures": measures, "verification": null, "outcome": null,
        "earlierVerifications": [], "earlierOutcomes": [], "earlierTerms": [], "formerOwnerIds": [],
        "overdue": false, "daysLate": 0, "escalatedToUnitId": null, "availableCommands": ["withdraw"],
        "blockers": [
            blocked(
                "reportMeasures", "measure-not-done", "Deze maatregel is nog niet uitgevoerd.",
                "/measures/0/doneOn",
            ),
        ],
        "links": {
            "self": own, "transitions": format!("{own}/transitions"),
            "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "visit": format!("/v1/inspection-visits/{VISIT}"),
            "improvementCycles": format!("/v1/improvement-cycles?originId={ID}"),
        },
        "version": 1, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-25T09:30:00Z",
    });
    (input, view)
}
