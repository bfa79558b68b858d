//! Surveys from the code to what stays of the answers.

mod answering;
mod attack;
mod beside;
mod campaign;
mod classes;
mod closing;
mod compared;
mod deliveries;
mod exported;
mod follow_ups;
mod followed;
mod import;
mod imported;
mod instruments;
mod invitations;
mod killed;
mod mixing;
mod real_file;
mod results;
mod windows;

use akoki_domain::{access::Role, id::SurveyCampaignId};
use akoki_persistence::{Store, repo::survey::Key};
use akoki_tests::{Caller, StoreHandle, TestApp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::follower::settle;

pub(super) const DAY: i64 = 86_400_000;

/// A board with a school whose pupils are asked.
pub(super) struct World {
    pub app: TestApp,
    pub board: Uuid,
    pub school: Uuid,
    pub officer: Caller,
    pub leader: Caller,
}

pub(super) async fn world(store: StoreHandle) -> World {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Stichting De Peiling").await;
    let school = app.school(&officer, board, "De Regenboog").await;
    let leader = app.caller(Role::SchoolLeader, school).await;
    World {
        app,
        board,
        school,
        officer,
        leader,
    }
}

impl World {
    /// What is stated of a campaign among the pupils of two classes. The tests begin on 25 November 2026.
    pub fn stated(&self) -> Value {
        json!({
            "title": "Leerlingen groep 7 en 8", "unitId": self.school,
            "instrument": {"shipped": "pupils-po"}, "respondentUnit": "pupil",
            "channels": ["class-codes", "single-use-codes", "link"],
            "windows": [{"opensOn": "2026-11-01", "closesOn": "2026-12-18"}],
            "groups": [
                {"key": "school", "title": "De Regenboog", "kind": "unit", "unitId": self.school},
                {"key": "groep-7", "parentKey": "school", "title": "Groep 7", "kind": "class", "population": 24},
                {"key": "groep-8", "parentKey": "school", "title": "Groep 8", "kind": "class", "population": 26},
            ],
            "followUpDueOn": "2027-03-01",
        })
    }

    /// A campaign that stands ready; its path.
    pub async fn launched(&self, stated: Value) -> String {
        let made = self.leader.post("/v1/survey-campaigns", stated).await;
        let path = format!("/v1/survey-campaigns/{}", made.expect(201).id());
        let _ = self
            .leader
            .post(&format!("{path}/transitions"), json!({"command": "launch"}))
            .await
            .expect(200);
        self.run_due().await;
        path
    }

    /// Codes for so many of a group.
    pub async fn codes(&self, campaign: &str, group: &str, count: u32) -> Vec<String> {
        let asked = json!({"invitations": [{"groupKey": group, "count": count}]});
        let made = self
            .leader
            .post(&format!("{campaign}/invitations"), asked)
            .await;
        let made = made.expect(201).json;
        let codes = made["codes"].as_array().unwrap().iter();
        codes
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Whoever has this code.
    pub async fn respondent(&self, code: &str) -> Caller {
        respondent(&self.app, code).await
    }

    /// Lets what falls due come about.
    pub async fn run_due(&self) {
        settle(&self.app).await;
    }

    /// The leader at this moment: tokens do not hold as long as surveys do.
    pub async fn leader_now(&self) -> Caller {
        self.app.caller(Role::SchoolLeader, self.school).await
    }

    /// The last day goes by.
    pub async fn close(&self) {
        self.app.shared.clock.advance(30 * DAY);
        self.run_due().await;
    }

    /// So many of a group answer everything with these points.
    pub async fn answered(&self, campaign: &str, group: &str, points: &[u8]) {
        let count = u32::try_from(points.len()).unwrap();
        let codes = self.codes(campaign, group, count).await;
        for (code, point) in codes.iter().zip(points) {
            let pupil = self.respondent(code).await;
            let answers = all_answered(&pupil, *point).await;
            let _ = submit(&pupil, &answers).await.expect(201);
        }
    }

    /// What the rows of a campaign are found by.
    pub fn key_of(&self, campaign: &str) -> Key {
        let id: SurveyCampaignId = campaign.rsplit('/').next().unwrap().parse().unwrap();
        Key::new(self.board.into(), id)
    }

    /// The store, for what has no address.
    pub async fn store(&self) -> Store {
        self.app.service().await.store().clone()
    }
}

/// Whoever has this code.
pub(super) async fn respondent(app: &TestApp, code: &str) -> Caller {
    let begun = app
        .anonymous()
        .post("/v1/survey-sessions", json!({"code": code}))
        .await
        .expect(201)
        .json;
    app.with_token(begun["token"].as_str().unwrap())
}

/// Answers to all the questions that must be answered, each this point.
pub(super) async fn all_answered(respondent: &Caller, point: u8) -> Map<String, Value> {
    let form = respondent
        .get("/v1/survey-sessions/current")
        .await
        .expect(200)
        .json;
    let mut answers = Map::new();
    for section in form["sections"].as_array().unwrap() {
        for question in section["questions"].as_array().unwrap() {
            if question["answer"]["kind"] == "scale" {
                answers.insert(question["key"].as_str().unwrap().to_owned(), point.into());
            }
        }
    }
    assert!(!answers.is_empty());
    answers
}

/// Sends answers in.
pub(super) async fn submit(
    respondent: &Caller,
    answers: &Map<String, Value>,
) -> akoki_tests::Answer {
    let path = "/v1/survey-sessions/current/submission";
    respondent.post(path, json!({"answers": answers})).await
}

/// What a shipped instrument holds.
pub(super) async fn shipped(caller: &Caller, key: &str) -> Value {
    let path = format!("/v1/shipped-survey-instruments/{key}");
    caller.get(&path).await.expect(200).json
}
