//! Examples for the document.

use serde_json::{Value, json};

const PLAN: &str = "0199c2f6-7d5a-7000-8000-000000000640";
const BOARD: &str = "0199c2f6-7d5a-7000-8000-000000000001";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const PERSON: &str = "0199c2f6-7d5a-7000-8000-000000000011";
const EVALUATION: &str = "0199c2f6-7d5a-7000-8000-000000000601";

fn lines() -> Value {
    json!([
        {"instrument": "selfEvaluation", "from": "2025-09-01", "until": "2025-09-01", "note": "Op de studiedag."},
        {"instrument": "survey", "notNeeded": "De laatste peiling was in juni; de volgende is over een jaar."},
    ])
}

/// Of the input and of the view of a plan.
pub fn plan() -> (Value, Value) {
    let year = format!("/v1/organisation-units/{SCHOOL}/school-years/2025");
    let view = json!({
        "id": PLAN, "boardId": BOARD, "unitId": SCHOOL, "year": 2025, "lines": lines(), "decisions": [],
        "links": {
            "self": format!("/v1/school-year-plans/{PLAN}"), "unit": format!("/v1/organisation-units/{SCHOOL}"),
            "schoolYear": year,
        },
        "version": 1, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-25T09:30:00Z",
    });
    (json!({"lines": lines()}), view)
}

/// Of a decision about follow-up, and of the plan with it.
pub fn follow_up() -> (Value, Value) {
    let decision = json!({
        "instrument": "selfEvaluation", "decision": "noneNeeded",
        "reason": "Alle standaarden zijn voldoende, en de trend is goed.",
        "decidedById": PERSON, "on": "2025-09-01",
    });
    let (_, mut view) = plan();
    if let Some(view) = view.as_object_mut() {
        view.insert("decisions".to_owned(), json!([decision]));
        view.insert("version".to_owned(), json!(2));
    }
    (decision, view)
}

/// Of the picture of a school year.
pub fn picture() -> Value {
    let own = format!("/v1/organisation-units/{SCHOOL}/school-years/2025");
    let plan_href = format!("/v1/school-year-plans/{PLAN}");
    let evaluation = format!("/v1/self-evaluations/{EVALUATION}");
    let because = |code: &str, detail: &str| json!({"code": code, "detail": detail});
    let seen = |code: &str, detail: &str, href: &str| json!({"code": code, "detail": detail, "href": href});
    let told = |day: Option<&str>, why: Value| json!({"holds": day.is_some(), "from": day, "until": day, "why": [why]});
    let nothing = because("check-not-ran", "Er is dit schooljaar niets van afgerond.");
    json!({
        "unitId": SCHOOL, "year": 2025, "name": "2025/26", "startsOn": "2025-08-01", "endsOn": "2026-07-31",
        "plan": plan().1,
        "instruments": [
            {
                "instrument": "audit",
                "planned": told(None, because("check-not-planned", "Dit is dit schooljaar niet gepland.")),
                "ran": told(None, nothing.clone()), "followedUp": told(None, nothing.clone()),
            },
            {
                "instrument": "selfEvaluation",
                "planned": told(Some("2025-09-01"), seen("check-planned", "Gepland van 2025-09-01 tot en met 2025-09-01.", &plan_href)),
                "ran": told(Some("2025-09-01"), seen("check-ran", "Afgerond op 2025-09-01.", &evaluation)),
                "followedUp": told(Some("2025-09-01"), seen("follow-up-not-needed",
                    "Besloten op 2025-09-01 dat er niets hoeft te volgen: Alle standaarden zijn voldoende.", &plan_href)),
            },
            {
                "instrument": "survey",
                "planned": told(None, seen("check-not-needed",
                    "Dit schooljaar niet nodig: De laatste peiling was in juni.", &plan_href)),
                "ran": told(None, nothing.clone()), "followedUp": told(None, nothing),
            },
        ],
        "units": [],
        "conversations": [{
            "id": "0199c2f6-7d5a-7000-8000-000000000651", "unitId": SCHOOL, "heldOn": "2025-11-18",
            "state": "held", "href": "/v1/quality-conversations/0199c2f6-7d5a-7000-8000-000000000651",
        }],
        "improvementCycles": [{
            "id": "0199c2f6-7d5a-7000-8000-000000000301", "unitId": SCHOOL, "title": "Rekenen in groep 3-5",
            "state": "plan", "openedOn": "2025-11-19",
            "arisesFrom": {"type": "quality-conversation", "id": "0199c2f6-7d5a-7000-8000-000000000651"},
            "href": "/v1/improvement-cycles/0199c2f6-7d5a-7000-8000-000000000301",
        }],
        "withheld": [],
        "links": {
            "self": own, "unit": format!("/v1/organisation-units/{SCHOOL}"), "plan": format!("{own}/plan"),
            "followUp": format!("{own}/follow-up"),
        },
    })
}
