//! A board that held a survey among the pupils of two schools, of which results are there.

use akoki_domain::{access::Role, calendar::SchoolYear};
use akoki_tests::{Answer, Caller, StoreHandle, TestApp};
use serde_json::{Value, json};
use time::{Date, Duration};
use uuid::Uuid;

use super::{DAY, respondent, shipped, submit};
use crate::http::follower::settle;

/// So many answer, all of the first school.
const RESPONDENTS: usize = 6;

/// The board, its schools, and who works there.
pub(super) struct Scene {
    pub app: TestApp,
    began: Date,
    pub board: Uuid,
    pub schools: [Uuid; 2],
    pub officer: Caller,
    /// Of the first school.
    pub leader: Caller,
}

pub(super) async fn scene(store: StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Stichting De Opvolging").await;
    let first = app.school(&officer, board, "De Regenboog").await;
    let second = app.school(&officer, board, "De Vlieger").await;
    let leader = app.caller(Role::SchoolLeader, first).await;
    Scene {
        began: app.shared.clock.today(),
        app,
        board,
        schools: [first, second],
        officer,
        leader,
    }
}

impl Scene {
    /// So many days from today.
    pub fn day(&self, days: i64) -> String {
        (self.app.shared.clock.today() + Duration::days(days)).to_string()
    }

    /// The school year in which the tests begin.
    pub fn year(&self) -> SchoolYear {
        SchoolYear::of(self.began)
    }

    /// Lets days go by; whoever calls signs in anew.
    pub async fn later(&mut self, days: i64) {
        self.app.shared.clock.advance(days * DAY);
        self.officer = self.app.caller(Role::BoardQualityOfficer, self.board).await;
        self.leader = self.app.caller(Role::SchoolLeader, self.schools[0]).await;
    }

    /// What is stated of a survey of ten days that begins today; its follow-up is due in forty days.
    pub fn stated(&self, instrument: &str, respondents: &str) -> Value {
        let group = |key: &str, unit: Uuid| json!({"key": key, "title": key, "kind": "unit", "unitId": unit});
        let part = |key: &str, of: &str| json!({"key": key, "parentKey": of, "title": key, "kind": "class", "population": 24});
        json!({
            "title": "Peiling", "unitId": self.board, "instrument": {"shipped": instrument},
            "respondentUnit": respondents, "channels": ["link"],
            "windows": [{"opensOn": self.day(0), "closesOn": self.day(9)}],
            "groups": [
                group("regenboog", self.schools[0]), part("groep-7", "regenboog"),
                group("vlieger", self.schools[1]), part("groep-8", "vlieger"),
            ],
            "followUpDueOn": self.day(40),
        })
    }

    /// A survey of which the windows are over and results are there; of the first school there are figures.
    pub async fn settled(&mut self, stated: Value) -> Uuid {
        let key = stated["instrument"]["shipped"].as_str().unwrap().to_owned();
        let made = self.officer.post("/v1/survey-campaigns", stated).await;
        let id = made.expect(201).id();
        let path = format!("/v1/survey-campaigns/{id}/transitions");
        let launched = self.officer.post(&path, json!({"command": "launch"})).await;
        let _ = launched.expect(200);
        for _ in 0..RESPONDENTS {
            self.answer(id, &key).await;
        }
        self.later(10).await;
        settle(&self.app).await;
        id
    }

    /// Somebody of the first school answers all as well as can be.
    async fn answer(&self, campaign: Uuid, key: &str) {
        let place = format!("/v1/survey-campaigns/{campaign}/entries");
        let link = json!({"kind": "link", "groupKey": "groep-7", "atMost": 1});
        let link = self.officer.post(&place, link).await.expect(201).json;
        let respondent = respondent(&self.app, link["code"].as_str().unwrap()).await;
        let content = shipped(&self.officer, key).await;
        let mut answers = serde_json::Map::new();
        for section in content["sections"].as_array().unwrap() {
            for question in section["questions"].as_array().unwrap() {
                let answer = &question["answer"];
                let asked = section["showWhen"].is_null() && question["showWhen"].is_null();
                let best = match answer["kind"].as_str().unwrap() {
                    "scale" if answer["reversed"] == true => json!(1),
                    "scale" => answer["points"].clone(),
                    "recommendation" => json!(10),
                    "single" => answer["options"][0]["key"].clone(),
                    _ => continue,
                };
                if asked {
                    answers.insert(question["key"].as_str().unwrap().to_owned(), best);
                }
            }
        }
        let _ = submit(&respondent, &answers).await.expect(201);
    }

    /// The paths of what began at each school with the results of a survey.
    pub async fn begun(&self, kind: &str, campaign: Uuid) -> [String; 2] {
        let path = format!("/v1/{kind}?campaignId={campaign}");
        let found = self.officer.get(&path).await.expect(200);
        assert_eq!(found.items().len(), 2);
        self.schools.map(|school| {
            let mut of = found.items().iter();
            let of = of.find(|one| one["unitId"] == json!(school)).unwrap();
            format!("/v1/{kind}/{}", of["id"].as_str().unwrap())
        })
    }

    /// An improvement cycle at a unit.
    pub async fn cycle(&self, unit: Uuid, more: Value) -> Uuid {
        let mut body = json!({"unitId": unit, "theme": "onderwijs", "title": "Rust in de pauze"});
        let map = body.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        let made = self.officer.post("/v1/improvement-cycles", body).await;
        made.expect(201).id()
    }
}

/// Gives a command.
pub(super) async fn command(caller: &Caller, path: &str, body: Value) -> Answer {
    caller.post(&format!("{path}/transitions"), body).await
}
