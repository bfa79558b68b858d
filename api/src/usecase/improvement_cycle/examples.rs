//! Examples for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000301";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";

/// Of the input and of the view.
pub fn cycle() -> (Value, Value) {
    let input = json!({
        "unitId": SCHOOL, "theme": "onderwijs", "title": "Rekenen in groep 3-5",
        "requirements": ["inspectorate/2025/po/OP2"],
    });
    let own = format!("/v1/improvement-cycles/{ID}");
    let goal = "0199c2f6-7d5a-7000-8000-000000000302";
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": SCHOOL,
        "theme": "onderwijs", "title": "Rekenen in groep 3-5", "description": null,
        "requirements": ["inspectorate/2025/po/OP2"], "contextFactorIds": [],
        "flaggedContextFactorIds": [], "flagged": false, "ownerId": null, "arisesFrom": null, "state": "plan", "round": 1,
        "previousId": null, "nextId": null, "doStartedOn": null, "evaluation": null,
        "goalCount": 1, "actionCount": 0, "openActionCount": 0, "availableCommands": ["cancel"],
        "blockers": [{"command": "startDo", "reasons": [{
            "code": "goal-not-testable", "detail": "Het doel is nog niet toetsbaar: dueOn ontbreekt.",
            "location": "/dueOn", "href": format!("/v1/goals/{goal}"),
        }]}],
        "links": {
            "self": own, "unit": format!("/v1/organisation-units/{SCHOOL}"), "goals": format!("{own}/goals"),
            "actions": format!("{own}/actions"), "transitions": format!("{own}/transitions"),
            "evaluation": format!("{own}/evaluation"),
            "contextFactors": format!("/v1/context-factors?cycleId={ID}"),
        },
        "version": 2, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-26T10:00:00Z",
    });
    (input, view)
}

/// Of an evaluation.
pub fn evaluation() -> Value {
    json!({
        "text": "De aanpak werkt; in groep 5 is meer oefentijd nodig.", "evaluatedOn": "2026-06-12",
    })
}
