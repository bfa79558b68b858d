//! Evidence in the examples of the document.

use serde_json::{Value, json};

const BOARD: &str = "0199c2f6-7d5a-7000-8000-000000000001";
const UNIT: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const OWNER: &str = "0199c2f6-7d5a-7000-8000-000000000005";
const EVIDENCE: &str = "0199c2f6-7d5a-7000-8000-000000000401";
const FILE: &str = "0199c2f6-7d5a-7000-8000-000000000402";
const DOSSIER: &str = "0199c2f6-7d5a-7000-8000-000000000301";

/// A file.
pub fn file() -> Value {
    json!({
        "id": FILE, "name": "Veiligheidsplan 2026.pdf", "type": "application/pdf", "size": 482_133,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "uploadedAt": "2026-08-24T09:31:00Z", "href": format!("/v1/evidence/{EVIDENCE}/files/{FILE}"),
    })
}

pub(super) fn evidence() -> (Value, Value) {
    let title = "Veiligheidsplan";
    let description = "Vastgesteld met de MR op 12 juni.";
    let links =
        json!([{"url": "https://school.example/veiligheidsplan", "title": "Op de website"}]);
    let requirements = json!(["inspectorate/2025/po/VS1"]);
    let input = json!({
        "title": title, "unitId": UNIT, "kind": "document", "description": description, "ownerId": OWNER,
        "effectiveFrom": "2025-08-01", "effectiveUntil": "2030-07-31", "expiresOn": "2028-07-31",
        "webLinks": links, "requirements": requirements,
    });
    let path = format!("/v1/evidence/{EVIDENCE}");
    let view = json!({
        "id": EVIDENCE, "boardId": BOARD, "unitId": UNIT, "kind": "document", "title": title,
        "description": description, "ownerId": OWNER, "effectiveFrom": "2025-08-01",
        "effectiveUntil": "2030-07-31", "expiresOn": "2028-07-31", "expired": false, "webLinks": links,
        "files": [file()], "requirements": requirements,
        "usedBy": [{"type": "dossier", "id": DOSSIER, "href": format!("/v1/dossiers/{DOSSIER}")}],
        "links": {
            "self": path, "unit": format!("/v1/organisation-units/{UNIT}"),
        },
        "version": 2, "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:31:00Z",
    });
    (input, view)
}
