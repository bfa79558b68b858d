//! What the document says of the operations on frameworks.

use akoki_openapi::{
    operation::Operation,
    wire::framework::{
        FrameworkMappings, FrameworkVersion, FrameworkVersions, Frameworks, Judgement,
        JudgementInput,
    },
};
use serde_json::{Value, json};

use super::{Judge, List, Mappings, Publish, Version, Versions};
use crate::guard::Needs;

const TAG: &str = "frameworks";

fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

fn segment(example: &str) -> Value {
    json!({"type": "string", "maxLength": 40, "pattern": "^[A-Za-z0-9._-]+$", "examples": [example]})
}

/// `GET /frameworks`.
pub fn list() -> Operation {
    Operation::new(List::OPERATION, "get", "/frameworks", TAG, List::ACCESS).answers::<Frameworks>(
        200,
        &[],
        json!({"items": [{
            "key": "inspectorate", "kind": "requirements", "sectors": ["board", "po", "so", "vo"],
            "versions": ["2017", "2021", "2022", "2023", "2024", "2025"], "inForce": [summary()],
        }], "nextCursor": null}),
    )
}

/// `GET /frameworks/{key}/versions`.
pub fn versions() -> Operation {
    let path = "/frameworks/{key}/versions";
    Operation::new(Versions::OPERATION, "get", path, TAG, Versions::ACCESS)
        .parameter("key", "path", true, segment("inspectorate"))
        .query("sector", segment("po"))
        .query("on", day())
        .answers::<FrameworkVersions>(200, &[], json!({"items": [summary()], "nextCursor": null}))
}

/// `GET /framework-versions/{framework}/{version}/{sector}`.
pub fn version() -> Operation {
    let path = "/framework-versions/{framework}/{version}/{sector}";
    Operation::new(Version::OPERATION, "get", path, TAG, Version::ACCESS)
        .parameter("framework", "path", true, segment("inspectorate"))
        .parameter("version", "path", true, segment("2025"))
        .parameter("sector", "path", true, segment("po"))
        .query("on", day())
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers::<FrameworkVersion>(200, &["ETag"], edition())
        .answers_empty(304, &["ETag"])
}

/// `POST /framework-versions`.
pub fn publish() -> Operation {
    let path = "/framework-versions";
    Operation::new(Publish::OPERATION, "post", path, TAG, Publish::ACCESS)
        .parameter(
            "Idempotency-Key",
            "header",
            false,
            json!({"type": "string", "maxLength": 130}),
        )
        .takes::<FrameworkVersion>(edition())
        .answers::<FrameworkVersion>(201, &["ETag", "Location"], edition())
        .answers::<FrameworkVersion>(200, &["ETag", "Location"], edition())
        .problems(&[409, 422])
}

/// `GET /framework-mappings`.
pub fn mappings() -> Operation {
    let name = || json!({"type": "string", "maxLength": 130});
    let path = "/framework-mappings";
    Operation::new(Mappings::OPERATION, "get", path, TAG, Mappings::ACCESS)
        .query("from", name())
        .query("to", name())
        .answers::<FrameworkMappings>(
            200,
            &[],
            json!({"items": [{
            "from": "inspectorate/2022/po", "to": "inspectorate/2023/po",
            "source": "https://www.onderwijsinspectie.nl",
            "links": [{"relation": "same", "from": ["OP2"], "to": ["OP2"], "verified": true}],
        }], "nextCursor": null}),
        )
}

/// `POST /judgements`.
pub fn judge() -> Operation {
    Operation::new(Judge::OPERATION, "post", "/judgements", TAG, Judge::ACCESS)
        .takes::<JudgementInput>(json!({
            "edition": "inspectorate/2027/board", "object": "board", "on": "2027-09-01",
            "verdicts": [{"standard": "BKA1", "level": "unsatisfactory"}],
        }))
        .answers::<Judgement>(200, &[], json!({
            "edition": "inspectorate/2027/board", "object": "board", "rule": "board", "on": "2027-09-01",
            "outcome": {"code": "unsatisfactory", "title": {"nl": "Onvoldoende", "en": "Unsatisfactory"}},
            "decided": true, "indicative": false, "why": [],
            "decidedBy": ["BKA1"],
            "trace": [{
                "pointer": "/clauses/0/when", "holds": true,
                "standards": [{"standard": "BKA1", "level": "unsatisfactory", "passes": true}],
            }],
            "wouldChange": [{
                "changes": [{"standard": "BKA1", "from": "unsatisfactory", "to": "satisfactory"}],
                "outcome": "satisfactory",
            }],
            "wouldChangeComplete": true,
        }))
}

fn summary() -> Value {
    json!({
        "edition": "inspectorate/2025/po", "framework": "inspectorate", "version": "2025", "sector": "po",
        "kind": "requirements",
        "title": {"nl": "Onderzoekskader 2025 primair onderwijs", "en": "Inspection framework 2025, primary education"},
        "validFrom": "2025-08-01", "validUntil": null, "readableUntil": null, "verified": false,
        "phase": "in-force", "inForce": true, "possiblyOutdated": true, "revision": 1,
        "publishedAt": "2026-08-24T09:30:00Z", "href": "/v1/framework-versions/inspectorate/2025/po",
    })
}

fn edition() -> Value {
    let term =
        |code: &str, nl: &str, en: &str| json!({"code": code, "title": {"nl": nl, "en": en}});
    let level = |code: &str, nl: &str, en: &str| json!({"code": code, "title": {"nl": nl, "en": en}, "use": "judgement"});
    json!({
        "edition": "inspectorate/2027/board", "kind": "requirements",
        "title": {"nl": "Onderzoekskader 2027 besturen", "en": "Inspection framework 2027, boards"},
        "validFrom": "2027-08-01", "renewedYearly": true, "verified": true, "source": "Staatscourant",
        "notes": [],
        "nodes": [
            {"code": "BKA", "title": {"nl": "Besturing", "en": "Governance"}, "assessable": false, "theme": "leiderschap", "verified": true},
            {"code": "BKA1", "parent": "BKA", "title": {"nl": "Visie", "en": "Vision"}, "assessable": true, "verified": true},
        ],
        "scale": {
            "levels": [level("unsatisfactory", "Onvoldoende", "Unsatisfactory"), level("satisfactory", "Voldoende", "Satisfactory")],
            "notAssessed": term("no-judgement", "Geen oordeel", "No judgement"),
            "verified": true, "source": "Staatscourant",
        },
        "weights": [],
        "rules": [{
            "code": "board", "title": {"nl": "Oordeel over het bestuur", "en": "Judgement of the board"}, "object": "board",
            "outcomes": [term("unsatisfactory", "Onvoldoende", "Unsatisfactory"), term("satisfactory", "Voldoende", "Satisfactory")],
            "noOutcome": term("no-judgement", "Geen oordeel", "No judgement"), "basicQuality": "satisfactory",
            "clauses": [
                {"outcome": "unsatisfactory", "when": {"standard": {"code": "BKA1", "is": {"in": ["unsatisfactory"]}}}},
                {"outcome": "satisfactory", "when": {"standard": {"code": "BKA1", "is": {"atLeast": "satisfactory"}}}},
            ],
            "verified": true, "source": "Staatscourant",
        }],
        "corrections": [], "guaranteedElements": [],
    })
}
