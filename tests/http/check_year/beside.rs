//! What the year comes to: every voice beside the others, the trend across two editions, how ready the school
//! is, and what was planned, ran and was followed up.

use akoki_persistence::verify;
use serde_json::{Value, json};
use time::macros::date;
use uuid::Uuid;

use super::{
    colleagues::Visit,
    world::{Year, words},
};
use crate::http::evaluations::said;

async fn verdicts(year: &Year, unit: Uuid, query: &str) -> Value {
    year.read(&format!("/v1/organisation-units/{unit}/verdicts{query}"))
        .await
}

fn standard<'a>(seen: &'a Value, requirement: &str) -> &'a Value {
    let mut all = seen["standards"].as_array().unwrap().iter();
    all.find(|one| one["requirement"] == requirement).unwrap()
}

/// The levels that each voice gave: leadership and team about themselves, internal audit, inspectorate.
fn voices(of: &Value) -> [Option<&str>; 4] {
    let own = &of["selfAssessed"];
    [
        &own["leadership"],
        &own["teams"][0],
        &of["internalAudit"],
        &of["inspectorate"],
    ]
    .map(|one| one["value"].as_str())
}

/// Each blind spot: whose level, against whom, which way and by how much.
fn spots(of: &Value) -> Vec<[String; 4]> {
    let spots = of["blindSpots"].as_array().unwrap().iter();
    spots
        .map(|spot| {
            ["level", "voice", "gap", "by"].map(|key| spot[key].to_string().replace('"', ""))
        })
        .collect()
}

/// On OP3 leadership and team see themselves a level higher than colleagues of another school do.
const OVER_COLLEAGUES: [[&str; 4]; 2] = [
    ["leadership", "internalAudit", "selfHigher", "1"],
    ["team", "internalAudit", "selfHigher", "1"],
];

/// On OP2 the team sees itself a level higher than colleagues do, and two than the inspectorate.
const TEAM: [[&str; 4]; 2] = [
    ["team", "internalAudit", "selfHigher", "1"],
    ["team", "inspectorate", "selfHigher", "2"],
];

/// The school saw itself a level higher than the inspectorate on one standard, and than its colleagues on another.
pub(super) async fn at_the_end_of_the_year(year: &mut Year, scored: &str, visit: &Visit) {
    year.turn(date!(2025 - 07 - 07)).await;
    let seen = verdicts(year, year.wulp, "").await;
    assert_eq!(
        (&seen["edition"], &seen["notShown"]),
        (&json!("inspectorate/2024/po"), &json!([]))
    );
    let (uns, sat) = (Some("unsatisfactory"), Some("satisfactory"));
    let op2 = standard(&seen, "inspectorate/2024/po/OP2");
    // Leadership and team stand beside each other, and each beside everyone who came from outside.
    assert_eq!(voices(op2), [sat, Some("good"), sat, uns]);
    let own = &op2["selfAssessed"]["leadership"];
    assert_eq!(own["source"], json!(scored));
    assert_eq!(op2["internalAudit"]["source"], json!(visit.path));
    let leadership = ["leadership", "inspectorate", "selfHigher", "1"];
    assert_eq!(spots(op2), [leadership, TEAM[0], TEAM[1]]);
    let op3 = standard(&seen, "inspectorate/2024/po/OP3");
    assert_eq!(voices(op3), [sat, sat, uns, None]);
    assert_eq!(spots(op3), OVER_COLLEAGUES);
    let ska1 = standard(&seen, "inspectorate/2024/po/SKA1");
    assert_eq!(voices(ska1), [None, None, None, sat]);
    let audited = verdicts(year, year.kompas, "").await;
    let ska2 = standard(&audited, "inspectorate/2024/po/SKA2");
    assert_eq!(
        (voices(ska2), spots(ska2).len()),
        ([None, None, uns, None], 0)
    );
    what_needs_attention(year).await;
}

/// Cycles work on OP2 and OP3, which the inspectorate and colleagues found wanting, and on VS1 none; of SKA1, which
/// was found in order, it is not said that nothing is known.
async fn what_needs_attention(year: &Year) {
    let standing = format!("/v1/organisation-units/{}/standing", year.wulp);
    let standing = year.read(&standing).await;
    let of_kind = |kind: &str| -> Vec<&Value> {
        let all = standing["attention"].as_array().unwrap().iter();
        all.filter(|one| one["kind"] == kind).collect()
    };
    let not_yet = of_kind("notYet");
    let [one] = &not_yet[..] else {
        panic!("one is not in order: {not_yet:?}")
    };
    assert_eq!(one["requirement"], json!("inspectorate/2024/po/VS1"));
    let why = one["why"].as_array().unwrap();
    assert_eq!(
        words(why, "code")[..2],
        ["judged-lowest", "no-running-cycle"]
    );
    let visit = year.read(why[0]["href"].as_str().unwrap()).await;
    assert_eq!(visit["reference"], json!("4512345"));
    let untouched = of_kind("untouched");
    assert!(!untouched.is_empty());
    for judged in ["OP2", "OP3", "VS1", "SKA1"] {
        let requirement = json!(format!("inspectorate/2024/po/{judged}"));
        let known = untouched
            .iter()
            .all(|one| one["requirement"] != requirement);
        assert!(known, "{judged}");
    }
}

/// The new year begins with a look in the mirror, under the new edition.
pub(super) async fn in_the_new_year(year: &mut Year, scored: &str) {
    year.turn(date!(2025 - 08 - 25)).await;
    let leads = year.leads.clone();
    let body = json!({
        "title": "Startgesprek", "unitId": year.wulp, "level": "leadership", "schoolYear": 2025, "mode": "joint",
        "edition": "inspectorate/2025/po", "selection": "named", "standards": ["OP2", "OP3"],
    });
    let made = leads.post("/v1/self-evaluations", body).await.expect(201);
    let path = format!("/v1/self-evaluations/{}", made.id());
    year.go(&leads, &path, &["start"]).await;
    let met =
        json!({"meeting": {"heldOn": "2025-08-25", "attendeeIds": [year.leader, year.teacher]}});
    let _ = leads.patch(&path, met).await.expect(200);
    let agreed =
        json!({"items": [said("OP2", Some("unsatisfactory")), said("OP3", Some("satisfactory"))]});
    let _ = leads
        .put(&format!("{path}/verdicts"), agreed)
        .await
        .expect(200);
    year.go(&leads, &path, &["conclude"]).await;

    let seen = verdicts(year, year.wulp, "").await;
    assert_eq!(
        (&seen["edition"], &seen["elsewhere"]),
        (&json!("inspectorate/2025/po"), &json!([]))
    );
    let uns = Some("unsatisfactory");
    let sat = Some("satisfactory");
    let op2 = standard(&seen, "inspectorate/2025/po/OP2");
    assert_eq!(voices(op2), [uns, Some("good"), sat, uns]);
    // The leadership sees now what the inspectorate saw, and less than its colleagues did in autumn; the team
    // did not look again.
    let leadership = ["leadership", "internalAudit", "selfLower", "1"];
    assert_eq!(spots(op2), [leadership, TEAM[0], TEAM[1]]);
    let own = &op2["selfAssessed"]["leadership"];
    assert_eq!(
        (&own["source"], &own["trend"]["way"]),
        (&json!(path), &json!("down"))
    );
    let against = &own["trend"]["against"][0];
    let of_before = (&against["requirement"], &against["source"]);
    assert_eq!(
        of_before,
        (&json!("inspectorate/2024/po/OP2"), &json!(scored))
    );
    assert_eq!(
        op2["inspectorate"]["edition"],
        json!("inspectorate/2024/po"),
        "carried by the mapping"
    );
    let op3 = standard(&seen, "inspectorate/2025/po/OP3");
    assert_eq!(
        op3["selfAssessed"]["leadership"]["trend"]["way"],
        json!("same")
    );
    assert_eq!(spots(op3), OVER_COLLEAGUES);
    ready(year).await;
}

/// How ready the school is for a visit under the new edition.
async fn ready(year: &Year) {
    let readiness = format!("/v1/organisation-units/{}/inspection-readiness", year.wulp);
    let readiness = year.read(&readiness).await;
    assert_eq!(
        (&readiness["edition"], &readiness["withheld"]),
        (&json!("inspectorate/2025/po"), &json!([]))
    );
    let of = |code: &str| {
        let mut all = readiness["standards"].as_array().unwrap().iter();
        all.find(|one| one["standard"] == code).unwrap()
    };
    let gaps = |code: &str| words(of(code)["gaps"].as_array().unwrap(), "gap");
    // Its dossier came along with its evidence; the order was met, the judgement stands until the next visit.
    assert_eq!(gaps("OP2"), ["dossierIncomplete", "judgedLowest"]);
    assert_eq!(
        of("OP2")["inspectorate"]["earlierEdition"],
        json!({
            "requirement": "inspectorate/2024/po/OP2", "relation": "same", "value": "unsatisfactory",
        })
    );
    assert_eq!(
        gaps("OP3"),
        ["dossierIncomplete", "evidenceMissing", "judgedLowest"]
    );
    assert_eq!(
        gaps("VS1"),
        [
            "dossierIncomplete",
            "evidenceMissing",
            "notSelfAssessed",
            "judgedLowest",
            // The order that was missed is owed still.
            "orderOpen"
        ]
    );
    for (code, orders) in [("OP2", 0), ("OP3", 0), ("VS1", 1)] {
        let open = (&of(code)["openFindings"], &of(code)["openOrders"]);
        assert_eq!(open, (&json!(0), &json!(orders)), "{code}");
    }
    assert_eq!(readiness["summary"]["ready"], json!(0));
}

/// Whether an instrument was planned, ran and was followed up.
fn told(of: &Value, instrument: &str) -> [bool; 3] {
    let rows = of["instruments"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["instrument"] == instrument)
        .unwrap();
    ["planned", "ran", "followedUp"].map(|key| row[key]["holds"].as_bool().unwrap())
}

/// The year of the board and of each school, and what can be read of it afterwards.
pub(super) async fn the_year_as_a_whole(year: &mut Year, team: &str, scored: &str) {
    let whole = year.read(&year.of_year(year.board)).await;
    assert_eq!(whole["name"], json!("2024/25"));
    let of = |unit: Uuid| {
        let mut all = whole["units"].as_array().unwrap().iter();
        all.find(|one| one["unitId"] == json!(unit)).unwrap()
    };
    let (yes, no) = ([true; 3], [false; 3]);
    assert_eq!(
        (
            told(of(year.wulp), "audit"),
            told(of(year.wulp), "selfEvaluation")
        ),
        (yes, yes)
    );
    assert_eq!(
        (
            told(of(year.kompas), "audit"),
            told(of(year.kompas), "selfEvaluation")
        ),
        (yes, no)
    );
    assert_eq!(
        told(of(year.linde), "audit"),
        [true, false, false],
        "nobody came"
    );
    assert_eq!(told(of(year.wulp), "survey"), no);

    let wulp = year.read(&year.of_year(year.wulp)).await;
    let mut conversations = words(wulp["conversations"].as_array().unwrap(), "heldOn");
    conversations.sort_unstable();
    assert_eq!(conversations, ["2024-09-30", "2025-06-23"]);
    let cycles = wulp["improvementCycles"].as_array().unwrap();
    let mut origins: Vec<&str> = cycles
        .iter()
        .map(|one| one["arisesFrom"]["type"].as_str().unwrap())
        .collect();
    origins.sort_unstable();
    assert_eq!(origins, ["finding", "recovery-order", "self-evaluation"]);

    year.nothing_closed_changed().await;
    for path in [team, scored] {
        let id = path.rsplit('/').next().unwrap();
        let trail = format!("/v1/trail?resource={id}&limit=200");
        let trail = year.officer.get(&trail).await.expect(200);
        assert!(trail.items().len() >= 3, "{}", trail.text);
    }
    let call = year.app.service().await;
    let key = year.app.shared.key("trail");
    let report = verify(call.store(), &key, &[]).await.unwrap();
    assert!(
        report.findings.is_empty() && report.entries > 100,
        "{report:?}"
    );
}
