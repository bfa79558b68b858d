//! An example for the document.

use serde_json::{Value, json};

const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";

/// One standard of the thirteen.
pub fn readiness() -> Value {
    let op2 = "inspectorate/2025/po/OP2";
    let unit = format!("/v1/organisation-units/{SCHOOL}");
    let order = "/v1/recovery-orders/0199c2f6-7d5a-7000-8000-000000000611";
    let visit = "/v1/inspection-visits/0199c2f6-7d5a-7000-8000-000000000610";
    let dossier = format!("/v1/dossiers?unitId={SCHOOL}&requirement={op2}");
    let missing = json!({"code": "ambition-missing", "detail": "De ambitie is niet beschreven.", "href": dossier});
    let nothing = json!({"level": "none", "why": [missing]});
    json!({
        "unitId": SCHOOL, "on": "2025-09-01", "edition": "inspectorate/2025/po", "possiblyOutdated": false,
        "withheld": [],
        "summary": {
            "standards": 13, "ready": 0, "notReady": 13, "unknown": 0,
            "gaps": [{"gap": "dossierIncomplete", "standards": 13}, {"gap": "orderOpen", "standards": 1}],
        },
        "standards": [{
            "standard": "OP2", "title": "Zicht op ontwikkeling en begeleiding", "requirement": op2, "core": true,
            "ready": false,
            "dossier": {
                "id": null,
                "completeness": {"plan": nothing, "do": nothing, "check": nothing, "act": nothing},
            },
            "selfAssessed": [], "internalAudit": null, "externalAudit": null,
            "inspectorate": {
                "value": "unsatisfactory", "level": null, "unitId": null, "givenOn": "2025-08-20", "href": visit,
                "earlierEdition": null,
            },
            "openFindings": 0, "openOrders": 1,
            "gaps": [
                {"gap": "dossierIncomplete", "why": [missing]},
                {"gap": "orderOpen", "why": [{
                    "code": "recovery-order-open",
                    "detail": "Aan een herstelopdracht is nog niet voldaan; uiterste datum: 2026-02-01.", "href": order,
                }]},
            ],
        }],
        "links": {
            "self": format!("{unit}/inspection-readiness?on=2025-09-01"), "standing": format!("{unit}/standing"),
            "unit": unit, "inspectionVisits": format!("/v1/inspection-visits?unitId={SCHOOL}"),
            "recoveryOrders": format!("/v1/recovery-orders?unitId={SCHOOL}"),
        },
    })
}
