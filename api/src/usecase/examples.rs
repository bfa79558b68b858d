//! Examples for the document that are too long to stand beside the rules.

use serde_json::{Value, json};

const BOARD: &str = "0199c2f6-7d5a-7000-8000-000000000001";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const DOSSIER: &str = "0199c2f6-7d5a-7000-8000-000000000021";
const BASELINE: &str = "0199c2f6-7d5a-7000-8000-000000000022";
/// The standards of primary education in 2025.
const STANDARDS: &[&str] = &[
    "OP0", "OP1", "OP2", "OP3", "OP4", "OP6", "VS1", "VS2", "OR1", "OR2", "SKA1", "SKA2", "SKA3",
];
const LINE: &str = "De groei is niet bij elke leerling in beeld.";
const NOT_YET: &str = "Volgens de nulmeting is inspectorate/2025/po/OP2 nog niet in orde.";
const EVIDENCE: &str = "0199c2f6-7d5a-7000-8000-000000000401";
const OP2: &str = "inspectorate/2025/po/OP2";

/// What a caller may set of a dossier, and what it sees.
pub fn dossier() -> (Value, Value) {
    let evidence = json!([EVIDENCE]);
    let ambition = "Elke leerling krijgt het onderwijs dat past bij wat hij al kan.";
    let input = json!({
        "unitId": SCHOOL, "requirement": OP2, "ambition": ambition, "evidenceIds": evidence,
    });
    let view = json!({
        "id": DOSSIER, "boardId": BOARD, "unitId": SCHOOL, "requirement": OP2, "theme": "onderwijs",
        "ownerId": null, "ambition": ambition, "intendedResult": null, "measurementMethod": null,
        "lastMeasurement": null, "evidenceIds": evidence, "previousIds": [], "completeness": completeness(), "version": 1,
        "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
    });
    (input, view)
}

fn because(code: &str, detail: &str) -> Value {
    json!({"code": code, "detail": detail, "href": format!("/v1/dossiers/{DOSSIER}")})
}

fn completeness() -> Value {
    json!({
        "plan": {"level": "partial", "why": [
            because("ambition-stated", "De ambitie is beschreven."),
            because("intended-result-missing", "Het beoogde resultaat is niet beschreven."),
            because("owner-missing", "Niemand is verantwoordelijk."),
        ]},
        "do": {"level": "partial", "why": [
            because("action-missing", "Er is geen actie in gang gezet of gedaan."),
            because("evidence-in-force", "Er is bewijs dat nu geldt."),
        ]},
        "check": {"level": "none", "why": [
            because("method-missing", "Het is niet beschreven hoe het resultaat wordt gemeten."),
            because("measurement-missing", "Het is nooit gemeten."),
        ]},
        "act": {"level": "none", "why": [
            because("result-not-weighed", "Wat gevonden is, is niet besproken of geëvalueerd."),
            because("decision-missing", "Er is niets besloten met een geleerde les."),
        ]},
    })
}

/// A baseline as it is given.
pub fn baseline_input() -> Value {
    let answer = |code: &str| match code {
        "OP2" => json!({"standard": code, "status": "notYet", "line": LINE}),
        "OR2" => json!({"standard": code, "status": "unknown"}),
        code => json!({"standard": code, "status": "inOrder"}),
    };
    let answers: Vec<Value> = STANDARDS.iter().copied().map(answer).collect();
    json!({"edition": "inspectorate/2025/po", "assessedOn": "2025-09-01", "answers": answers})
}

/// A baseline with what follows from it.
pub fn baseline() -> Value {
    let title = json!({
        "nl": "OP2 Zicht op ontwikkeling en begeleiding", "en": "OP2 Monitoring development and guidance",
    });
    json!({
        "id": BASELINE, "boardId": BOARD, "unitId": SCHOOL, "edition": "inspectorate/2025/po",
        "assessedOn": "2025-09-01",
        "statuses": [{"requirement": OP2, "status": "notYet", "line": LINE}],
        "plan": [{
            "requirement": OP2, "theme": "onderwijs", "title": title,
            "why": [{"code": "baseline-not-yet", "detail": NOT_YET}],
        }],
        "later": [], "standing": standing(), "createdAt": "2026-09-01T09:30:00Z",
    })
}

/// Figures in which one requirement has nothing of any phase; without what they rest on when there is no
/// `why`.
fn figures(why: Option<&Value>) -> Value {
    let with = |mut figure: Value, why: Option<&Value>| {
        if let (Value::Object(fields), Some(why)) = (&mut figure, why) {
            fields.insert("why".into(), why.clone());
            let total = why.as_array().map_or(0, Vec::len);
            fields.insert("whyTotal".into(), json!(total));
        }
        figure
    };
    let none = with(json!({"count": 0}), why.map(|_| json!([])).as_ref());
    let spread = with(json!({"none": 1, "partial": 0, "full": 0}), why);
    let cell = json!({"cycles": none, "requirements": spread});
    json!({
        "themes": [{"theme": "onderwijs", "plan": cell, "do": cell, "check": cell, "act": cell}],
        "openGoals": none, "overdueGoals": none, "openActions": none, "overdueActions": none,
        "missedReviews": none, "openFollowUps": none, "overdueFollowUps": none,
    })
}

/// Where a unit stands.
pub fn standing() -> Value {
    let edition = "inspectorate/2025/po";
    let spread = json!({"none": 1, "partial": 0, "full": 0});
    let dossier = format!("/v1/dossiers/{DOSSIER}");
    let nothing = json!([{
        "code": "requirement-none", "detail": format!("Voor {OP2} is er in deze fase niets."), "href": dossier,
    }]);
    let not_yet = json!({
        "code": "baseline-not-yet", "detail": NOT_YET,
        "href": format!("/v1/organisation-units/{SCHOOL}/baseline?frameworkVersion={edition}"),
    });
    // Before the baseline, which is the last word.
    let judged = json!({
        "voice": "internalAudit", "level": null, "unitId": null, "value": "unsatisfactory", "fallsShort": true,
        "givenOn": "2025-06-12", "source": "/v1/audits/0199c2f6-7d5a-7000-8000-000000000721",
    });
    let asked = format!("{OP2} wordt van deze eenheid gevraagd; hier staat wat er is.");
    json!({
        "unitId": SCHOOL, "on": "2026-09-01",
        "editions": [{"edition": edition, "possiblyOutdated": true}],
        "whole": figures(Some(&nothing)),
        "requirements": [{
            "requirement": OP2, "theme": "onderwijs", "plan": spread, "do": spread, "check": spread, "act": spread,
            "baseline": {"inOrder": 0, "notYet": 1, "unknown": 0, "none": 0, "why": [not_yet], "whyTotal": 1},
            "why": [{"code": "asked-of-unit", "detail": asked, "href": dossier}], "whyTotal": 1,
        }],
        "units": [{
            "unitId": SCHOOL, "href": format!("/v1/organisation-units/{SCHOOL}/standing"),
            "edition": edition, "snapshotOn": null, "figures": figures(None),
            "requirements": [{
                "requirement": OP2, "theme": "onderwijs", "core": true, "dossierId": DOSSIER,
                "baseline": {"status": "notYet", "line": LINE, "assessedOn": "2025-09-01"}, "judged": [judged],
                "completeness": completeness(),
            }],
        }],
        "unitsWithoutSnapshot": [],
        "attention": [{
            "kind": "notYet", "unitId": SCHOOL, "href": dossier, "requirement": OP2,
            "core": true, "daysLate": null, "why": [not_yet],
        }],
        "attentionTotal": 1,
    })
}
