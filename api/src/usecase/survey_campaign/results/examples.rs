//! Examples of results for the document.

use serde_json::{Value, json};

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000701";

/// The results of a school.
pub fn results() -> Value {
    let own = format!("/v1/survey-campaigns/{ID}");
    json!({
        "campaignId": ID, "state": "followUp", "groupKey": "school", "title": "De Regenboog", "minimum": 5,
        "hidden": null,
        "participation": {
            "population": 50, "invited": 48, "respondents": 45, "rate": 0.9, "needed": 45, "reached": true,
        },
        "questions": [{
            "key": "enjoy", "text": "Ga je met plezier naar school?", "kind": "scale", "reversed": false,
            "hidden": null, "n": 45,
            "distribution": [
                {"point": 1, "text": "nooit", "count": 0, "share": 0.0}, {"point": 2, "count": 9, "share": 0.2},
                {"point": 3, "count": 18, "share": 0.4}, {"point": 4, "text": "altijd", "count": 18, "share": 0.4},
            ],
            "mean": 3.2, "standardDeviation": 0.757, "median": 3.0, "topTwo": 0.8,
            "interval": {"low": 3.127, "high": 3.273}, "tenPoint": 7.6, "recommendation": null,
        }],
        "scales": [{
            "key": "satisfaction", "title": "Tevredenheid", "safetyTopic": null, "items": ["enjoy"],
            "hidden": null, "meanOf": "respondents", "n": 45, "mean": 7.6, "standardDeviation": 2.271, "interval": {"low": 7.382, "high": 7.818},
        }],
        "dimensions": [{"key": "grade", "text": "In welke groep zit je?", "hidden": null}],
        "split": [{
            "by": [{"question": "grade", "options": ["7"], "texts": ["Groep 7"], "unanswered": false}], "respondents": 22,
            "questions": [{"key": "enjoy", "n": 22, "mean": 3.4, "tenPoint": 8.2}],
            "scales": [{"key": "satisfaction", "n": 22, "mean": 8.2, "tenPoint": 8.2}],
        }],
        "comparisons": [{
            "with": "benchmark", "schoolYears": [], "kind": "scale", "key": "satisfaction", "difference": 0.1, "verdict": "no-difference",
            "sentence": "Geen verschil met Vensters 2025 dat meer is dan toeval.",
        }],
        "precedingFollowUps": [{
            "unitId": "0199c2f6-7d5a-7000-8000-000000000101", "state": "open", "answer": null, "cycles": [],
            "href": "/v1/survey-follow-ups/0199c2f6-7d5a-7000-8000-000000000731",
        }],
        "priorities": null,
        "groups": [{
            "key": "groep-7", "title": "Groep 7", "kind": "class", "hidden": null,
            "href": format!("{own}/results?group=groep-7"),
        }],
        "links": {"self": format!("{own}/results?group=school"), "campaign": own},
    })
}

/// How a scale holds.
pub fn metrics() -> Value {
    let own = format!("/v1/survey-campaigns/{ID}");
    json!({
        "campaignId": ID, "hidden": null,
        "scales": [{
            "key": "satisfaction", "title": "Tevredenheid", "n": 45, "alpha": 0.842,
            "items": [{
                "key": "enjoy", "mean": 7.6, "standardDeviation": 2.271, "itemRest": 0.612, "alphaWithout": 0.811,
            }],
        }],
        "effects": [{"kind": "scale", "key": "satisfaction", "d": 0.12, "g": 0.12}],
        "links": {"self": format!("{own}/metrics"), "campaign": own},
    })
}

/// What respondents wrote.
pub fn open_answers() -> Value {
    json!({
        "campaignId": ID, "groupKey": "school", "hidden": null,
        "questions": [{
            "key": "compliment", "text": "Wat is er leuk op school?", "hidden": null,
            "answers": ["Buiten spelen", "De juf", "Gym", "Mijn vrienden", "Rekenen"],
        }],
    })
}

/// The results of a school as they are exported.
pub fn table() -> Value {
    json!({"campaignId": ID, "groups": [results()], "openAnswers": [open_answers()]})
}
