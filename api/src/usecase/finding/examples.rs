//! Examples of findings for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000551";
const AUDIT: &str = "0199c2f6-7d5a-7000-8000-000000000504";
const BOARD: &str = "0199c2f6-7d5a-7000-8000-000000000001";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const PERSON: &str = "0199c2f6-7d5a-7000-8000-000000000011";
const COLLEAGUE: &str = "0199c2f6-7d5a-7000-8000-000000000012";
const EVIDENCE: &str = "0199c2f6-7d5a-7000-8000-000000000401";

/// What auditors write down, and how it is shown.
pub fn finding() -> (Value, Value) {
    let evidence = json!([{"kind": "document", "text": "Zes verslagen van teamvergaderingen"}]);
    let evidence_ids = json!([EVIDENCE]);
    let statement = "De verbeterplannen worden niet geëvalueerd.";
    let input = json!({
        "auditId": AUDIT, "unitId": SCHOOL, "grade": "recommendation", "standard": "OP2",
        "statement": statement, "evidence": evidence, "evidenceIds": evidence_ids,
        "recommendation": "Evalueer elk kwartaal.",
    });
    let own = format!("/v1/findings/{ID}");
    let view = json!({
        "id": ID, "boardId": BOARD, "auditId": AUDIT, "unitId": SCHOOL, "grade": "recommendation",
        "asks": "response", "blocksClosing": true, "standard": "OP2", "statement": statement,
        "evidence": evidence, "evidenceIds": evidence_ids,
        "recommendation": "Evalueer elk kwartaal.", "released": false, "state": "draft",
        "answerDueOn": null, "actionDueOn": null, "dueOn": null, "daysLate": 0,
        "escalatedToUnitId": null, "response": null, "respondedOn": null, "correction": null,
        "verification": null, "earlierAttempts": [], "availableCommands": [], "blockers": [],
        "links": {
            "self": own, "audit": format!("/v1/audits/{AUDIT}"),
            "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "transitions": format!("{own}/transitions"),
            "improvementCycles": format!("/v1/improvement-cycles?originId={ID}"),
        },
        "version": 1, "createdAt": "2026-03-10T09:30:00Z", "updatedAt": "2026-03-10T09:30:00Z",
    });
    (input, view)
}

/// An answer.
pub fn response() -> Value {
    json!({
        "decision": "adapted", "reason": "Wij doen dit per bouw, niet schoolbreed.",
        "cycleIds": ["0199c2f6-7d5a-7000-8000-000000000301"], "actionIds": [], "evidenceIds": [EVIDENCE],
    })
}

/// What is done about a non-conformity.
pub fn correction() -> Value {
    json!({
        "cause": "Niemand was aangewezen om de plannen te evalueren.",
        "correction": "De twee lopende plannen zijn alsnog geëvalueerd.",
        "correctiveAction": {
            "text": "De evaluatie staat elk kwartaal op de agenda van het team.",
            "ownerId": PERSON, "dueOn": "2026-06-01",
        },
        "evidenceIds": [EVIDENCE],
    })
}

/// What was seen of the effect.
pub fn verification() -> Value {
    json!({
        "verifiedOn": "2026-06-15", "verifiedById": COLLEAGUE, "effective": true,
        "text": "In drie verslagen staat de evaluatie met een besluit.", "evidenceIds": [EVIDENCE],
    })
}
