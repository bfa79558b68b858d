//! Examples for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000a21";
const CAMPAIGN: &str = "0199c2f6-7d5a-7000-8000-000000000701";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";

/// Of the input and of the view.
pub fn follow_up() -> (Value, Value) {
    let notes = "Eerst met de leerlingenraad besproken.";
    let input = json!({"dueOn": "2026-06-30", "notes": notes});
    let own = format!("/v1/survey-follow-ups/{ID}");
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": SCHOOL,
        "campaignId": CAMPAIGN, "state": "open", "dueOn": "2026-06-30", "notes": notes,
        "answer": null, "cycles": [], "earlierDues": [], "earlierAnswers": [],
        "overdue": false, "daysLate": 0, "escalatedToUnitId": null,
        "availableCommands": ["close"],
        "blockers": [{"command": "reopen", "reasons": [{
            "code": "survey-follow-up-state-forbids",
            "detail": "In de toestand open kan dit niet met de opvolging van een peiling.", "href": own,
        }]}],
        "links": {
            "self": own, "transitions": format!("{own}/transitions"),
            "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "campaign": format!("/v1/survey-campaigns/{CAMPAIGN}"),
            "improvementCycles": format!("/v1/improvement-cycles?originId={ID}"),
        },
        "version": 1, "createdAt": "2026-04-01T09:30:00Z", "updatedAt": "2026-04-01T09:30:00Z",
    });
    (input, view)
}
