//! Self-evaluations with the scores of their participants.

mod evidence;
mod individual;
mod joint;
mod people;
mod refusals;
mod results;
mod teams;
mod visibility;

use akoki_domain::{access::Role, calendar::SchoolYear};
use akoki_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};
use uuid::Uuid;

/// A board with a school, its leader and a quality officer.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    officer: Caller,
    leader: Caller,
    leader_id: Uuid,
}

async fn scene(store: akoki_tests::StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let leader_id = person(&officer, school, "Leider").await;
    let place = (board, school);
    let leader = app.signed_in_as(leader_id, Role::SchoolLeader, place).await;
    Scene {
        app,
        board,
        school,
        officer,
        leader,
        leader_id,
    }
}

/// Somebody who works at a unit.
pub(super) async fn person(officer: &Caller, unit: Uuid, name: &str) -> Uuid {
    let body = json!({"givenName": "Sam", "familyName": name, "homeUnitId": unit});
    let person = officer.post("/v1/people", body).await.expect(201).id();
    let work = json!({"personId": person, "unitId": unit, "function": "teacher", "startsOn": "2025-08-01"});
    let _ = officer.post("/v1/assignments", work).await.expect(201);
    person
}

/// A unit under another.
pub(super) async fn unit(officer: &Caller, kind: &str, name: &str, parent: Uuid) -> Uuid {
    let body = json!({"kind": kind, "name": name, "parentId": parent});
    let made = officer.post("/v1/organisation-units", body).await;
    made.expect(201).id()
}

/// The standards that these tests look at.
const STANDARDS: [&str; 2] = ["OP2", "OP3"];

impl Scene {
    /// An input for the school, with these values besides.
    fn input(&self, mode: &str, more: Value) -> Value {
        let year = SchoolYear::of(self.app.shared.clock.today()).0;
        let mut body = json!({
            "title": "Zelfevaluatie", "unitId": self.school, "level": "leadership", "schoolYear": year, "mode": mode,
            "edition": "inspectorate/2025/po", "selection": "named", "standards": STANDARDS,
        });
        let map = body.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        body
    }

    async fn evaluation(&self, mode: &str, more: Value) -> Uuid {
        let body = self.input(mode, more);
        let made = self.leader.post("/v1/self-evaluations", body).await;
        made.expect(201).id()
    }

    async fn command(&self, id: Uuid, command: &str) -> Answer {
        let path = format!("/v1/self-evaluations/{id}/transitions");
        self.leader.post(&path, json!({"command": command})).await
    }

    /// One that is open.
    async fn open(&self, mode: &str) -> Uuid {
        let id = self.evaluation(mode, json!({})).await;
        let _ = self.command(id, "start").await.expect(200);
        id
    }

    async fn judge(&self, id: Uuid, items: Value) -> Answer {
        let path = format!("/v1/self-evaluations/{id}/verdicts");
        self.leader.put(&path, json!({"items": items})).await
    }

    async fn read(&self, id: Uuid) -> Answer {
        let path = format!("/v1/self-evaluations/{id}");
        self.leader.get(&path).await.expect(200)
    }

    async fn results(&self, id: Uuid) -> Value {
        let path = format!("/v1/self-evaluations/{id}/results");
        self.leader.get(&path).await.expect(200).json
    }

    /// Members of staff of the school, each of whom can score.
    async fn staff(&self, count: usize) -> Vec<Caller> {
        let mut all = Vec::new();
        for n in 0..count {
            let id = person(&self.officer, self.school, &format!("Leraar {n}")).await;
            let place = (self.board, self.school);
            all.push(self.app.signed_in_as(id, Role::Staff, place).await);
        }
        all
    }
}

/// The scores of a caller on some standards.
pub(super) async fn score(caller: &Caller, id: Uuid, items: Value) -> Answer {
    let path = format!("/v1/self-evaluations/{id}/scores");
    caller.post(&path, json!({"items": items})).await
}

pub(super) fn said(standard: &str, value: Option<&str>) -> Value {
    json!({"standard": standard, "value": value, "reason": "Gezien in de lessen."})
}

/// The codes and places of the blockers of a refusal, sorted.
fn blockers(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = answer.json["blockers"].as_array().unwrap().iter();
    let mut all: Vec<_> = all
        .map(|one| (text(&one["code"]), text(&one["location"])))
        .collect();
    all.sort();
    all
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let all = list.iter();
    all.map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}
