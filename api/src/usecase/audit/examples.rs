//! Examples for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000504";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const PROGRAMME: &str = "0199c2f6-7d5a-7000-8000-000000000503";

/// Of the input and of the view.
pub fn audit() -> (Value, Value) {
    let question = "Zien wij genoeg wat leerlingen kunnen?";
    let agenda = json!([{
        "on": "2026-03-10", "from": "09:00", "until": "10:15", "title": "Lesbezoek groep 5",
        "withWhom": "Leraren van de middenbouw",
    }]);
    let team = json!([{"auditorId": "0199c2f6-7d5a-7000-8000-000000000502", "role": "lead"}]);
    let input = json!({
        "title": "Visitatie De Verwondering", "scopeUnitIds": [SCHOOL], "kind": "collegial",
        "programmeId": PROGRAMME, "researchQuestions": [question], "selection": "named",
        "standards": ["OP2", "OP3"], "weights": {"OP2": 2}, "plannedFrom": "2026-03-10",
        "plannedUntil": "2026-03-11", "agenda": agenda, "team": team,
    });
    let own = format!("/v1/audits/{ID}");
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": SCHOOL,
        "scopeUnitIds": [SCHOOL], "kind": "collegial", "programmeId": PROGRAMME, "schoolYear": 2025,
        "title": "Visitatie De Verwondering", "researchQuestions": [question],
        "edition": "inspectorate/2025/po", "selection": "named",
        "standards": [
            {"requirement": "inspectorate/2025/po/OP2", "weight": 2},
            {"requirement": "inspectorate/2025/po/OP3", "weight": 1},
        ],
        "plannedFrom": "2026-03-10", "plannedUntil": "2026-03-11", "agenda": agenda,
        "team": team,
        "bodyId": null, "replyDueOn": null, "state": "planned", "startedOn": null, "report": null,
        "replies": [], "earlierReports": [], "adopted": null, "endedOn": null, "availableCommands": ["prepare", "cancel"],
        "blockers": [{"command": "start", "reasons": [{
            "code": "audit-state-forbids",
            "detail": "In de toestand planned kan dit niet met een audit.", "href": own.clone(),
        }]}],
        "links": {
            "self": own, "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "transitions": format!("{own}/transitions"), "report": format!("{own}/report"),
            "reply": format!("{own}/reply"),
            "improvementCycles": format!("/v1/improvement-cycles?originId={ID}"),
            "programme": format!("/v1/audit-programmes/{PROGRAMME}"),
        },
        "version": 2, "createdAt": "2025-09-25T09:30:00Z", "updatedAt": "2025-09-26T10:00:00Z",
    });
    (input, view)
}

/// Of a report.
pub fn report() -> Value {
    json!({
        "summary": "Leraren zien goed wat leerlingen kunnen; de overdracht kan beter.",
        "text": "In alle lessen die wij zagen…", "draftedOn": "2026-03-20",
    })
}

/// Of a reply.
pub fn reply() -> Value {
    json!({
        "text": "Wij herkennen het beeld, maar niet wat over de overdracht staat.", "dissent": true,
    })
}
