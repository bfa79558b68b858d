//! Visits of the inspectorate, recovery orders, and readiness for the next visit.

mod evidence;
mod orders;
mod orders_kept;
mod orders_late;
mod readiness;
mod visits;

use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

const DAY: i64 = 86_400_000;

/// A board with a school, a quality officer and two people who work there.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    officer: Caller,
    /// Who carries out measures.
    owner: Uuid,
    /// Who carries out none.
    verifier: Uuid,
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
        verifier: Uuid::nil(),
    };
    scene.owner = scene.person("Jansen").await;
    scene.verifier = scene.person("De Vries").await;
    scene
}

impl Scene {
    async fn person(&self, name: &str) -> Uuid {
        let body = json!({"givenName": "Sam", "familyName": name, "homeUnitId": self.school});
        self.officer.post("/v1/people", body).await.expect(201).id()
    }

    /// So many days from today.
    fn day(&self, days: i64) -> String {
        (self.app.shared.clock.today() + Duration::days(days)).to_string()
    }

    /// Lets days go by; whoever calls signs in anew.
    async fn later(&mut self, days: i64) {
        self.app.shared.clock.advance(days * DAY);
        self.officer = self.app.caller(Role::BoardQualityOfficer, self.board).await;
    }

    /// A visit of the last weeks whose report is adopted.
    fn recent(&self) -> Value {
        json!({
            "unitId": self.school, "kind": "risk", "startedOn": self.day(-30), "endedOn": self.day(-28),
            "reference": "4512345", "reportAdoptedOn": self.day(-7), "outcome": "unsatisfactory",
            "verdicts": [
                {"standard": "OP2", "value": "unsatisfactory", "reason": "Geen zicht op de groei."},
                {"standard": "VS1", "value": "satisfactory", "reason": "Veilig."},
                {"standard": "OP3", "value": null, "reason": "Niet bekeken."},
            ],
        })
    }

    async fn visit(&self, more: Value) -> Answer {
        let mut body = self.recent();
        let map = body.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        self.officer.post("/v1/inspection-visits", body).await
    }

    async fn reported(&self, more: Value) -> Uuid {
        let visit = self.visit(more).await.expect(201).id();
        let _ = self.report(visit).await.expect(200);
        visit
    }

    async fn report(&self, visit: Uuid) -> Answer {
        let path = format!("/v1/inspection-visits/{visit}/transitions");
        self.officer.post(&path, json!({"command": "report"})).await
    }

    async fn order(&self, visit: Uuid, more: Value) -> Answer {
        let mut body = json!({
            "visitId": visit, "standard": "OP2", "dueOn": self.day(60),
            "requirementText": "De school stemt het onderwijs af op de voortgang.",
            "legalBasis": "WPO art. 8 lid 1",
            "measures": [{"text": "Scholing", "ownerId": self.owner}],
        });
        let map = body.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        self.officer.post("/v1/recovery-orders", body).await
    }

    async fn command(&self, order: Uuid, body: Value) -> Answer {
        command(&self.officer, order, body).await
    }

    async fn read(&self, noun: &str, id: Uuid) -> Value {
        let path = format!("/v1/{noun}/{id}");
        self.officer.get(&path).await.expect(200).json
    }

    /// What the measure of an order says once it is carried out.
    fn done(&self) -> Value {
        json!({"measures": [{"text": "Scholing", "ownerId": self.owner, "doneOn": self.day(0)}]})
    }

    /// The board's check by somebody.
    fn verified_by(&self, person: Uuid, met: bool) -> Value {
        json!({"command": "verify", "verification": {
            "verifiedOn": self.day(0), "verifiedById": person, "met": met, "text": "Gezien in de lessen.",
        }})
    }

    /// What the inspectorate says at the end.
    fn concluded(&self, command: &str) -> Value {
        json!({"command": command, "outcome": {"on": self.day(0), "text": "Zo staat het in de brief."}})
    }
}

async fn command(caller: &Caller, order: Uuid, body: Value) -> Answer {
    let path = format!("/v1/recovery-orders/{order}/transitions");
    caller.post(&path, body).await
}

/// The codes and places of the blockers of a refused command.
fn blockers(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let blockers = answer.json["blockers"].as_array().unwrap();
    let places = blockers.iter();
    places
        .map(|one| (text(&one["code"]), text(&one["location"])))
        .collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let list = list.iter();
    list.map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}
