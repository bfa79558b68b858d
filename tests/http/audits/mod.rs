//! Audits: from the programme to their closing, who may audit, and who sees what.

mod authors;
mod guest_evidence;
mod guests;
mod independence;
mod kinds;
mod reply;
mod walk;

use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};
use time::{Date, Duration};
use uuid::Uuid;

/// A board with two schools and a quality officer.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    other: Uuid,
    officer: Caller,
}

async fn scene(store: akoki_tests::StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, _) = app.board("Een").await;
    // Signed in for longer than a token of a test, as audits take their time.
    let officer = app
        .signed_in("kwaliteit@een.nl", None, Role::BoardQualityOfficer, board)
        .await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let other = app.school(&officer, board, "De Wulp").await;
    Scene {
        app,
        board,
        school,
        other,
        officer,
    }
}

/// The codes of what is wrong, at their places, sorted.
pub(super) fn wrong(answer: &Answer) -> Vec<(String, String)> {
    let mut all = answer.errors();
    all.sort();
    all
}

pub(super) fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all: Vec<_> = list
        .iter()
        .map(|(at, code)| ((*at).to_owned(), (*code).to_owned()))
        .collect();
    all.sort();
    all
}

impl Scene {
    fn day(&self, offset: i64) -> Date {
        self.app.shared.clock.today() + Duration::days(offset)
    }

    /// Somebody of the board who works at this unit.
    async fn person(&self, name: &str, at: Uuid) -> Uuid {
        let body = json!({"givenName": "Sam", "familyName": name, "homeUnitId": at});
        let person = self.officer.post("/v1/people", body).await.expect(201).id();
        let work = json!({
            "personId": person, "unitId": at, "function": "teacher", "startsOn": "2020-08-01",
        });
        let _ = self.officer.post("/v1/assignments", work).await.expect(201);
        person
    }

    /// A person's account, signed in: somebody of the staff of the board.
    async fn as_person(&self, email: &str, person: Uuid) -> Caller {
        let caller = self
            .app
            .signed_in(email, None, Role::Staff, self.board)
            .await;
        let account = account_of(&caller).await;
        let path = format!("/v1/accounts/{account}");
        let _ = self
            .officer
            .patch(&path, json!({"personId": person}))
            .await
            .expect(200);
        caller
    }

    /// What it takes to plan a collegial audit of the school, from today on.
    fn collegial(&self, more: Value) -> Value {
        let mut body = json!({
            "title": "Visitatie", "scopeUnitIds": [self.school], "kind": "collegial",
            "researchQuestions": ["Zien wij onze leerlingen?"], "standards": ["OP2", "OP3"],
            "plannedFrom": self.day(0), "plannedUntil": self.day(4),
            "agenda": [{"on": self.day(1), "from": "09:00", "until": "10:15", "title": "Lesbezoek"}],
        });
        let map = body.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        body
    }

    async fn plan(&self, more: Value) -> Uuid {
        let body = self.collegial(more);
        self.officer.post("/v1/audits", body).await.expect(201).id()
    }

    async fn read(&self, audit: Uuid) -> Value {
        let path = format!("/v1/audits/{audit}");
        self.officer.get(&path).await.expect(200).json
    }

    /// An audit with a lead of the other school.
    async fn led(&self) -> (Uuid, Uuid) {
        let lead = self.person("Leider", self.other).await;
        let audit = self
            .plan(json!({"team": [{"personId": lead, "role": "lead"}]}))
            .await;
        (audit, lead)
    }

    /// Brings an audit on by these commands.
    async fn bring(&self, audit: Uuid, commands: &[&str]) {
        for command in commands {
            if *command == "submitForReply" {
                let path = format!("/v1/audits/{audit}/report");
                let _ = self.officer.put(&path, report()).await.expect(200);
            }
            let _ = command_by(&self.officer, audit, command).await.expect(200);
        }
    }
}

pub(super) async fn account_of(caller: &Caller) -> Uuid {
    let me = caller.get("/v1/me").await.expect(200);
    me.id()
}

async fn command_by(caller: &Caller, audit: Uuid, command: &str) -> Answer {
    let path = format!("/v1/audits/{audit}/transitions");
    caller.post(&path, json!({"command": command})).await
}

fn report() -> Value {
    json!({"summary": "Het gaat goed.", "text": "In alle lessen zagen wij aandacht."})
}
