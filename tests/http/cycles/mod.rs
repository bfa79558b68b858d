//! Improvement cycles with all that belongs to them.

mod context;
mod editing;
mod evidence;
mod following;
mod lessons;
mod mechanics;
mod origin;
mod reach;
mod skew;
mod walk;

use akoki_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};
use uuid::Uuid;

/// A board with a school and a quality officer.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    officer: Caller,
    /// Somebody who works there.
    owner: Uuid,
}

async fn scene(store: akoki_tests::StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let mut scene = Scene {
        app,
        board,
        school,
        officer,
        owner: Uuid::nil(),
    };
    scene.owner = scene.person("Jansen").await;
    scene
}

/// The day of the service.
fn today(app: &TestApp) -> String {
    app.shared.clock.today().to_string()
}

impl Scene {
    /// Somebody who works at the school.
    async fn person(&self, name: &str) -> Uuid {
        let body = json!({"givenName": "Sam", "familyName": name, "homeUnitId": self.school});
        self.officer.post("/v1/people", body).await.expect(201).id()
    }

    /// A goal that lacks nothing.
    fn testable(&self) -> Value {
        json!({
            "title": "Meer leerlingen op streefniveau", "indicator": "Aandeel leerlingen op 1S", "unitOfMeasure": "%",
            "baseline": 42.5, "target": 55, "direction": "increase", "dueOn": "2031-06-30",
            "reviewRhythm": {"everyWeeks": 6}, "ownerId": self.owner,
            "expectedEffect": {"for": "pupil", "text": "Leerlingen rekenen vlot tot 100"},
        })
    }

    async fn cycle(&self) -> Uuid {
        self.cycle_with(json!({})).await
    }

    /// A cycle with these values beside what every cycle needs.
    async fn cycle_with(&self, more: Value) -> Uuid {
        let mut body = json!({"unitId": self.school, "theme": "onderwijs", "title": "Rekenen"});
        let map = body.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        self.officer
            .post("/v1/improvement-cycles", body)
            .await
            .expect(201)
            .id()
    }

    async fn under(&self, parent: &str, id: Uuid, noun: &str, body: Value) -> Uuid {
        self.officer
            .post(&format!("/v1/{parent}/{id}/{noun}"), body)
            .await
            .expect(201)
            .id()
    }

    async fn goal(&self, cycle: Uuid) -> Uuid {
        self.under("improvement-cycles", cycle, "goals", self.testable())
            .await
    }

    async fn measure(&self, goal: Uuid, value: f64) -> Uuid {
        let body = json!({"measuredOn": today(&self.app), "value": value});
        self.under("goals", goal, "measurements", body).await
    }

    async fn evaluate(&self, cycle: Uuid) -> Answer {
        let body = json!({"text": "Het werkt.", "evaluatedOn": today(&self.app)});
        let path = format!("/v1/improvement-cycles/{cycle}/evaluation");
        self.officer.put(&path, body).await
    }

    async fn decide(&self, goal: Uuid, kind: &str, lesson: &str) -> Uuid {
        let body = json!({"kind": kind, "lesson": lesson, "takenOn": today(&self.app)});
        self.under("goals", goal, "decisions", body).await
    }

    async fn command(&self, cycle: Uuid, command: &str) -> Answer {
        let path = format!("/v1/improvement-cycles/{cycle}/transitions");
        self.officer.post(&path, json!({"command": command})).await
    }

    async fn read(&self, noun: &str, id: Uuid) -> Value {
        self.officer
            .get(&format!("/v1/{noun}/{id}"))
            .await
            .expect(200)
            .json
    }

    /// A cycle with one goal, brought as far as this state.
    async fn brought_to(&self, state: &str, more: Value) -> (Uuid, Uuid) {
        let cycle = self.cycle_with(more).await;
        let goal = self.goal(cycle).await;
        let action = json!({"title": "Scholing", "ownerId": self.owner, "dueOn": "2031-03-31"});
        self.under("improvement-cycles", cycle, "actions", action)
            .await;
        if state == "plan" {
            return (cycle, goal);
        }
        let _ = self.command(cycle, "startDo").await.expect(200);
        if state == "do" {
            return (cycle, goal);
        }
        self.measure(goal, 50.0).await;
        let _ = self.command(cycle, "startCheck").await.expect(200);
        if state == "check" {
            return (cycle, goal);
        }
        let _ = self.evaluate(cycle).await.expect(200);
        let _ = self.command(cycle, "startAct").await.expect(200);
        (cycle, goal)
    }
}

/// The codes and places of the blockers of a refused command, sorted.
fn blockers(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let blockers = answer.json["blockers"].as_array().unwrap();
    let mut all: Vec<_> = blockers
        .iter()
        .map(|blocker| (text(&blocker["code"]), text(&blocker["location"])))
        .collect();
    all.sort();
    all
}
