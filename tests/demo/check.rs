//! The Check of the demo: each part of the school year told to its end, and what it comes to side by side.

use super::{Demo, all, has_all, words};
use akoki_domain::{
    evaluation::{Mode, State as Evaluated},
    inspection::OrderState,
    verdict::Voice,
};
use serde_json::{Value, json};

/// The year of judging and following up, as the stories tell it.
pub(super) async fn check(demo: &Demo) {
    evaluated(demo).await;
    audited(demo).await;
    let orders = all(&demo.officer(), "/recovery-orders").await;
    let ended = [OrderState::Met, OrderState::Missed].map(OrderState::as_str);
    has_all(&words(&orders, "/state"), ended, "order");
    let talks = all(&demo.officer(), "/quality-conversations").await;
    let second = talks.iter().find(|talk| talk["number"] == json!(2));
    assert_eq!(second.unwrap()["checked"][0]["status"], json!("done"));
    let steps = all(&demo.officer(), "/framework-upgrades").await;
    assert_eq!(steps[0]["made"].as_array().unwrap().len(), 1);
    beside(demo).await;
}

/// One held together and one in which six people scored, who agreed on what holds.
async fn evaluated(demo: &Demo) {
    let officer = demo.officer();
    let evaluations = all(&officer, "/self-evaluations").await;
    for mode in Mode::ALL {
        let mode = mode.as_str();
        let ended = evaluations.iter().any(|one| {
            one["mode"] == json!(mode) && one["state"] == json!(Evaluated::Concluded.as_str())
        });
        assert!(ended, "none that was held {mode} came to its end");
    }
    let path = format!("/v1/self-evaluations/{}/results", demo.id("mirror"));
    let results = officer.get(&path).await.expect(200).json;
    assert_eq!(results["participants"], json!(6));
    for standard in results["standards"].as_array().unwrap() {
        assert!(standard["figures"]["mean"].is_number(), "{standard}");
        assert!(standard["verdict"]["value"].is_string(), "{standard}");
    }
    let unassessed = results["standards"][1]["figures"]["notAssessed"].clone();
    assert_eq!(unassessed, json!(1));
}

/// A visit by colleagues and an audit of the board that are closed, with what was done about what they found.
async fn audited(demo: &Demo) {
    let officer = demo.officer();
    let audits = all(&officer, "/audits").await;
    for kind in ["collegial", "internal-system"] {
        let closed = |audit: &Value| audit["kind"] == kind && audit["state"] == "closed";
        assert!(audits.iter().any(closed), "no {kind} is closed");
    }
    // The cycle that arises from the advice is its link: the answer did not name it.
    let advice = format!("/v1/findings/{}", demo.id("finding-advice"));
    let advice = officer.get(&advice).await.expect(200).json;
    assert_eq!(
        advice["response"]["cycleIds"],
        json!([demo.id("cycle-strong")])
    );
    let cycle = format!("/v1/improvement-cycles/{}", demo.id("cycle-strong"));
    let cycle = officer.get(&cycle).await.expect(200).json;
    assert_eq!(cycle["arisesFrom"]["id"], advice["id"]);
    let major = format!("/v1/findings/{}", demo.id("finding-major"));
    let major = officer.get(&major).await.expect(200).json;
    assert_eq!(
        (&major["state"], &major["verification"]["effective"]),
        (&json!("closed"), &json!(true))
    );
}

/// De Wulp sees itself a level higher than the inspectorate does; every voice but that of a body is heard.
async fn beside(demo: &Demo) {
    let officer = demo.officer();
    let path = format!("/v1/organisation-units/{}/verdicts", demo.id("wulp"));
    let seen = officer.get(&path).await.expect(200).json;
    let standards = seen["standards"].as_array().unwrap();
    let op2 = standards
        .iter()
        .find(|one| one["requirement"].as_str().unwrap().ends_with("/OP2"));
    // Its colleagues saw what the school saw, so that there is none against them.
    let spots = op2.unwrap()["blindSpots"].as_array().unwrap();
    let spots: Vec<_> = spots
        .iter()
        .map(|one| ["level", "voice", "gap"].map(|key| one[key].as_str().unwrap()))
        .collect();
    assert_eq!(spots, [["leadership", "inspectorate", "selfHigher"]]);
    for voice in Voice::ALL
        .iter()
        .filter(|voice| **voice != Voice::ExternalAudit)
    {
        let said = |one: &Value| match voice {
            Voice::SelfAssessed => one["selfAssessed"]["leadership"].is_object(),
            other => one[other.as_str()].is_object(),
        };
        assert!(standards.iter().any(said), "nothing is heard of {voice:?}");
    }
}
