//! Examples for the document.

use serde_json::{Value, json};

const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const ID: &str = "0199c2f6-7d5a-7000-8000-000000000701";
const OLD: &str = "0199c2f6-7d5a-7000-8000-000000000702";
const NEW: &str = "0199c2f6-7d5a-7000-8000-000000000703";
const CYCLE: &str = "0199c2f6-7d5a-7000-8000-000000000704";

/// Of what is asked, and of a step that was taken.
pub fn upgrade() -> (Value, Value) {
    let (from, to) = ("inspectorate/2024/po", "inspectorate/2025/po");
    let input = json!({"unitId": SCHOOL, "from": from, "to": to, "dryRun": false, "choices": []});
    let target = json!({
        "standard": "OP2", "requirement": format!("{to}/OP2"), "dossier": "make", "dossierId": null,
        "cycleIds": [CYCLE],
    });
    let row = json!({
        "kind": "carried", "standard": "OP2", "requirement": format!("{from}/OP2"), "relation": "same",
        "candidates": ["OP2"], "overlaps": [], "verified": false, "readableUntil": null, "dossierId": OLD,
        "cycleIds": [CYCLE], "outcome": "carry", "targets": [target], "done": false,
    });
    let made = json!({
        "dossierId": NEW, "requirement": format!("{to}/OP2"), "previousIds": [OLD],
    });
    let view = json!({
        "id": ID, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": SCHOOL, "from": from, "to": to,
        "via": [], "dryRun": false, "choices": [], "rows": [row], "blockers": [], "made": [made],
        "extendedCycleIds": [CYCLE], "appliedOn": "2025-09-01",
        "links": {
            "self": format!("/v1/framework-upgrades/{ID}"), "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "fromVersion": format!("/v1/framework-versions/{from}"),
            "toVersion": format!("/v1/framework-versions/{to}"),
            "dossiers": format!("/v1/dossiers?unitId={SCHOOL}"),
        },
        "version": 1, "createdAt": "2025-09-01T09:30:00Z", "updatedAt": "2025-09-01T09:30:00Z",
    });
    (input, view)
}
