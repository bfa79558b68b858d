//! Examples for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000401";
const BOARD: &str = "0199c2f6-7d5a-7000-8000-000000000001";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const LEADER: &str = "0199c2f6-7d5a-7000-8000-000000000011";

/// Of the input and of the view.
pub fn evaluation() -> (Value, Value) {
    let input = json!({
        "title": "Zelfevaluatie schoolleiding 2025/26", "unitId": SCHOOL, "level": "leadership",
        "schoolYear": 2025, "mode": "individual", "edition": "inspectorate/2025/po",
        "selection": "named", "standards": ["OP2", "SKA1"], "weights": {"OP2": 2}, "leaderId": LEADER,
    });
    let own = format!("/v1/self-evaluations/{ID}");
    let forbids = |command: &str| {
        json!({"command": command, "reasons": [{
            "code": "evaluation-state-forbids",
            "detail": "Dat kan niet zolang de zelfevaluatie in de toestand draft is.", "href": own,
        }]})
    };
    let blockers = ["endScoring", "reopen", "conclude"].map(forbids);
    let view = json!({
        "id": ID, "boardId": BOARD, "unitId": SCHOOL, "coversUnitIds": [], "level": "leadership",
        "schoolYear": 2025, "title": "Zelfevaluatie schoolleiding 2025/26", "mode": "individual",
        "edition": "inspectorate/2025/po", "selection": "named",
        "pinned": [
            {"standard": "OP2", "requirement": "inspectorate/2025/po/OP2", "weight": 2},
            {"standard": "SKA1", "requirement": "inspectorate/2025/po/SKA1", "weight": 1},
        ],
        "leaderId": LEADER, "closesOn": null, "meeting": null, "state": "draft", "verdicts": [],
        "concludedOn": null, "availableCommands": ["start", "cancel"],
        "blockers": blockers,
        "links": {
            "self": own, "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "transitions": format!("{own}/transitions"), "verdicts": format!("{own}/verdicts"),
            "scores": format!("{own}/scores"), "results": format!("{own}/results"),
            "improvementCycles": format!("/v1/improvement-cycles?originId={ID}"),
        },
        "version": 1, "createdAt": "2025-10-06T09:30:00Z", "updatedAt": "2025-10-06T09:30:00Z",
    });
    (input, view)
}

/// Of verdicts.
pub fn verdicts() -> Value {
    json!({"items": [
        {
            "standard": "OP2", "value": "satisfactory", "reason": "Het zicht op ontwikkeling is in alle groepen op orde.",
            "evidenceIds": ["0199c2f6-7d5a-7000-8000-000000000401"],
        },
        {"standard": "SKA1", "value": null, "reason": "Dit jaar niet bekeken."},
    ]})
}

/// Of results.
pub fn results() -> Value {
    let own = format!("/v1/self-evaluations/{ID}");
    let figures = json!({
        "scored": 9, "notAssessed": 1,
        "distribution": [
            {"level": "unsatisfactory", "count": 2}, {"level": "satisfactory", "count": 6}, {"level": "good", "count": 1},
        ],
        "mean": 1.89, "spread": 0.57, "agreement": 0.67,
    });
    json!({
        "evaluationId": ID, "mode": "individual", "state": "consensus", "participants": 10, "mean": 1.89,
        "notShown": null,
        "standards": [
            {
                "standard": "OP2", "requirement": "inspectorate/2025/po/OP2", "weight": 2, "figures": figures,
                "middle": null, "groups": [], "verdict": null,
            },
            {
                "standard": "SKA1", "requirement": "inspectorate/2025/po/SKA1", "weight": 1, "figures": null,
                "middle": "satisfactory", "groups": [], "verdict": null,
            },
        ],
        "links": {"self": format!("{own}/results"), "evaluation": own},
    })
}
