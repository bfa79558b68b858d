//! Answers of 5,820 real respondents, from the file to the figures: what the service tells of them is what other
//! packages reckon (see the head of the file with what is expected).

#![expect(clippy::print_stderr, reason = "a file that is not there is said")]

use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

use super::DAY;
use crate::http::imports::{figures, import};

const FILE: &str = "../../shared/data/surveys/turkiye-student-evaluation.csv";
const EXPECTED: &str =
    include_str!("../../../domain/tests/data/turkiye-student-evaluation.expected.csv");
const ALPHA: f64 = 0.991_956_295_081_320_1;

fn text(text: &str) -> Value {
    json!({"nl": text, "en": text})
}

/// An instrument for the file: 28 questions on five points, all in one scale.
fn evaluation() -> Value {
    let keys: Vec<String> = (1..=28).map(|n| format!("q{n}")).collect();
    let questions = keys.iter().map(|key| {
        json!({"key": key, "text": text(key), "required": true, "answer": {
            "kind": "scale", "points": 5, "low": text("laag"), "high": text("hoog"),
        }})
    });
    let items = keys
        .iter()
        .map(|key| json!({"question": key, "inMean": true}));
    json!({
        "title": text("Evaluatie"), "targetGroup": "pupils", "purposes": ["satisfaction"], "official": false,
        "source": "Een universiteit.",
        "sections": [{"key": "all", "title": text("Alles"), "questions": questions.collect::<Vec<_>>()}],
        "scales": [{"key": "whole", "title": text("Geheel"), "purpose": "satisfaction",
            "items": items.collect::<Vec<_>>()}],
    })
}

async fn made(officer: &Caller, path: &str, body: Value) -> Uuid {
    officer.post(path, body).await.expect(201).id()
}

/// A campaign held with that instrument among three groups, into which answers are taken in.
async fn campaign(officer: &Caller, board: Uuid) -> Uuid {
    let school = json!({"kind": "school", "name": "De Ster", "parentId": board, "sector": "vo"});
    let school = made(officer, "/v1/organisation-units", school).await;
    let instrument = json!({"unitId": board, "content": evaluation()});
    let instrument = made(officer, "/v1/survey-instruments", instrument).await;
    let path = format!("/v1/survey-instruments/{instrument}/transitions");
    let _ = officer
        .post(&path, json!({"command": "publish"}))
        .await
        .expect(200);
    let class = |key: &str| json!({"key": key, "parentKey": "school", "title": key, "kind": "class", "population": 100_000});
    let stated = json!({
        "title": "Leerlingen", "unitId": school, "instrument": {"instrumentId": instrument, "number": 1},
        "respondentUnit": "pupil", "channels": ["import"],
        "groups": [
            {"key": "school", "title": "De Ster", "kind": "unit", "unitId": school},
            class("1"), class("2"), class("3"),
        ],
        "windows": [{"opensOn": "2026-11-01", "closesOn": "2026-12-18"}], "followUpDueOn": "2027-03-01",
    });
    let campaign = made(officer, "/v1/survey-campaigns", stated).await;
    let path = format!("/v1/survey-campaigns/{campaign}/transitions");
    let _ = officer
        .post(&path, json!({"command": "launch"}))
        .await
        .expect(200);
    campaign
}

/// Within 1e-9 of what is expected.
fn near(value: &Value, expected: f64, what: &str) {
    let value = value.as_f64();
    assert!(
        value.is_some_and(|value| (value - expected).abs() < 1e-9),
        "{what}: {value:?}, not {expected}"
    );
}

both_stores! {
    fn a_real_file_has_the_figures_of_other_packages(store) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        let Ok(file) = std::fs::read_to_string(&path) else {
            eprintln!("not looked at: {} is not there", path.display());
            return;
        };
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("B").await;
        let id = campaign(&officer, board).await;
        let own = format!("/v1/survey-campaigns/{id}");
        let names = file.lines().next().unwrap().split(',').skip(5);
        let columns: Vec<String> = names.zip(1..).map(|(name, n)| format!("&column=q{n}%3D{}", name.replace(' ', "%20"))).collect();
        let query = format!("kind=survey-responses&campaignId={id}&groupColumn=instcode&ignoreColumns=true{}", columns.concat());
        let job = import(&officer, &query, file.clone()).await;
        assert_eq!(figures(&job), [5_820, 0, 0, 0, 0, 0, 0], "{job}");
        app.shared.clock.advance(30 * DAY);
        let call = app.service().await;
        akoki_api::worker::run_due(&call).await.unwrap();

        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        let results = officer.get(&format!("{own}/results")).await.expect(200).json;
        assert_eq!(results["participation"]["respondents"], 5_820);
        let metrics = officer.get(&format!("{own}/metrics")).await.expect(200).json;
        let scale = &metrics["scales"][0];
        assert_eq!(scale["n"], 5_820);
        near(&scale["alpha"], ALPHA, "alpha");
        let lines = EXPECTED.lines().filter(|line| !line.starts_with('#'));
        let mut looked_at = 0;
        for (place, line) in lines.enumerate() {
            let expected: Vec<f64> = line.split(',').skip(1).map(|cell| cell.trim().parse().unwrap()).collect();
            let [mean, sd, median, top_two, rest, without] = expected[..] else {
                panic!("{line}");
            };
            let question = &results["questions"][place];
            assert_eq!((&question["key"], &question["n"]), (&json!(format!("q{}", place + 1)), &json!(5_820)));
            for (name, expected) in [("mean", mean), ("standardDeviation", sd), ("median", median), ("topTwo", top_two)] {
                near(&question[name], expected, &format!("{name} of {}", question["key"]));
            }
            let item = &scale["items"][place];
            near(&item["itemRest"], rest, &format!("item and rest of {}", item["key"]));
            near(&item["alphaWithout"], without, &format!("alpha without {}", item["key"]));
            looked_at += 1;
        }
        assert_eq!(looked_at, 28);
        let by_class = |key: &str| file.lines().skip(1).filter(|line| line.split(',').next() == Some(key)).count();
        let leader = app.caller(Role::SchoolLeader, board).await;
        for key in ["1", "2", "3"] {
            let class = leader.get(&format!("{own}/results?group={key}")).await.expect(200).json;
            assert_eq!(class["participation"]["respondents"], by_class(key));
        }
    }
}
