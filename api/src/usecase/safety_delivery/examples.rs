//! Examples for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000a31";
const CAMPAIGN: &str = "0199c2f6-7d5a-7000-8000-000000000701";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";

fn notice() -> Value {
    json!({
        "code": "instrument-not-official",
        "detail": "De vragenlijst is geen officieel instrument. De inspectie vraagt een meting met een valide en \
                   betrouwbaar instrument; deze levering voldoet daar misschien niet aan. De school gaat dat na \
                   voordat zij levert.",
    })
}

/// Of where it comes from and of the view.
pub fn delivery() -> (Value, Value) {
    let origin = json!({"campaignId": CAMPAIGN, "unitId": SCHOOL, "dueOn": "2026-06-30"});
    let own = format!("/v1/safety-deliveries/{ID}");
    let blocked = |command: &str| {
        json!({"command": command, "reasons": [{
            "code": "delivery-state-forbids",
            "detail": "In de toestand made kan dit niet met een levering aan de inspectie.", "href": own,
        }]})
    };
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": SCHOOL,
        "campaignId": CAMPAIGN, "schoolYear": 2025, "state": "made", "dueOn": "2026-06-30",
        "dueOnVerified": false, "madeOn": "2026-05-01", "hasFigures": true, "notice": notice(), "permission": null,
        "delivered": null, "withdrawnPermissions": [], "overdue": false, "daysLate": 0,
        "escalatedToUnitId": null, "availableCommands": ["permit"],
        "blockers": [blocked("withdrawPermission"), blocked("deliver")],
        "links": {
            "self": own, "transitions": format!("{own}/transitions"),
            "package": format!("{own}/package"),
            "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "campaign": format!("/v1/survey-campaigns/{CAMPAIGN}"),
        },
        "version": 1, "createdAt": "2026-05-01T09:30:00Z", "updatedAt": "2026-05-01T09:30:00Z",
    });
    (origin, view)
}

/// Of the package.
pub fn package() -> Value {
    let topic = |topic: &str, score: f64| json!({"topic": topic, "score": score, "responses": 96});
    json!({
        "deliveryId": ID, "state": "made",
        "school": {"unitId": SCHOOL, "name": "De Verwondering", "brin": "32JK", "establishmentCode": "32JK00"},
        "schoolYear": 2025,
        "instrument": {"title": "Leerlingen in het basisonderwijs", "official": false, "notice": notice()},
        "targetGroup": "pupils", "measuredFrom": "2026-03-02", "measuredUntil": "2026-04-30",
        "madeOn": "2026-05-01", "hasFigures": true, "respondents": 96, "population": 120,
        "response": 0.8,
        "topics": [
            topic("experienced-safety", 8.4), topic("harm", 8.9), topic("wellbeing", 7.8),
        ],
        "permission": null,
    })
}
