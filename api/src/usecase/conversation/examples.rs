//! Examples for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000651";
const BEFORE: &str = "0199c2f6-7d5a-7000-8000-000000000650";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const PERSON: &str = "0199c2f6-7d5a-7000-8000-000000000011";

/// Of the input and of the view.
pub fn conversation() -> (Value, Value) {
    let agenda =
        json!([{"title": "Personeelstekort in de bovenbouw", "note": "Wat kan het bestuur doen?"}]);
    let input = json!({
        "unitId": SCHOOL, "plannedOn": "2025-11-18", "boardMemberIds": [PERSON], "leaderIds": [PERSON],
        "agenda": agenda,
    });
    let own = format!("/v1/quality-conversations/{ID}");
    let missing = |location: &str, code: &str, detail: &str| json!({"code": code, "detail": detail, "location": location, "href": own});
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": SCHOOL,
        "schoolYear": 2025, "plannedOn": "2025-11-18", "state": "held", "number": 2,
        "previousId": BEFORE, "boardMemberIds": [PERSON], "leaderIds": [PERSON], "agenda": agenda,
        "gathered": gathered(), "heldOn": "2025-11-18", "minutes": null,
        "agreements": [{
            "id": "0199c2f6-7d5a-7000-8000-000000000653", "text": "Elke week een uur collegiale consultatie",
            "ownerId": PERSON, "dueOn": null, "doneOn": null, "outcome": null, "evidenceIds": [],
            "continuesId": "0199c2f6-7d5a-7000-8000-000000000652",
        }],
        "checked": [{
            "agreementId": "0199c2f6-7d5a-7000-8000-000000000652", "status": "continued",
            "note": "Begonnen in groep 7 en 8.", "evidenceIds": ["0199c2f6-7d5a-7000-8000-000000000401"],
        }],
        "closedOn": null, "availableCommands": [],
        "blockers": [{"command": "close", "reasons": [
            missing("/minutes", "minutes-missing", "Er is nog geen verslag van het gesprek."),
            missing("/agreements/0/dueOn", "agreement-without-due-date",
                "De afspraak ‘Elke week een uur collegiale consultatie’ heeft geen einddatum."),
        ]}],
        "links": {
            "self": own, "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "transitions": format!("{own}/transitions"),
            "next": format!("/v1/quality-conversations?previousId={ID}"),
            "previous": format!("/v1/quality-conversations/{BEFORE}"),
            "improvementCycles": format!("/v1/improvement-cycles?originId={ID}"),
        },
        "version": 5, "createdAt": "2025-09-08T09:30:00Z", "updatedAt": "2025-11-18T15:00:00Z",
    });
    (input, view)
}

fn gathered() -> Value {
    let goal = "0199c2f6-7d5a-7000-8000-000000000302";
    let standing = format!("/v1/organisation-units/{SCHOOL}/standing");
    let late = json!({
        "kind": "goalOverdue", "unitId": SCHOOL, "href": format!("/v1/goals/{goal}"), "requirement": null,
        "core": false, "daysLate": 18, "why": [{
            "code": "goal-overdue", "detail": "Het doel had bereikt moeten zijn; de einddatum was 2025-10-31.",
            "href": format!("/v1/goals/{goal}"),
        }],
    });
    json!({
        "on": "2025-11-17",
        "agenda": [
            {"code": "agenda-agreements", "detail": "Afspraken van het vorige gesprek om langs te lopen: 1.",
             "href": format!("/v1/quality-conversations/{BEFORE}")},
            {"code": "agenda-overdue", "detail": "Wat te laat is: 1.", "href": standing},
            {"code": "agenda-attention", "detail": "Punten die de meeste aandacht vragen: 1.", "href": standing},
            {"code": "agenda-verdicts", "detail": "Nieuwste oordelen om te bespreken: 11.",
             "href": format!("/v1/organisation-units/{SCHOOL}")},
        ],
        "figures": {
            "openGoals": 4, "overdueGoals": 1, "openActions": 7, "overdueActions": 0, "missedReviews": 0, "openFollowUps": 2, "overdueFollowUps": 0,
            "attentionTotal": 1,
        },
        "attention": [late], "overdue": [late],
        "verdicts": [{
            "voice": "selfAssessed", "level": "team", "newestOn": "2025-10-10",
            "values": [{"value": "insufficient", "count": 2}, {"value": "sufficient", "count": 9}],
        }],
        "previousId": BEFORE,
        "agreements": [{
            "id": "0199c2f6-7d5a-7000-8000-000000000652", "text": "Elke week een uur collegiale consultatie",
            "ownerId": PERSON, "dueOn": "2025-10-01", "doneOn": null, "outcome": null, "evidenceIds": [],
            "continuesId": null,
        }],
    })
}
