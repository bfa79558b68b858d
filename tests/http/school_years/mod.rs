//! School years: what was planned, ran and was followed up; and quality conversations.

mod conversation;
mod conversation_end;
mod conversation_evidence;
mod picture;
mod plan;

use akoki_domain::{access::Role, calendar::SchoolYear};
use akoki_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};
use uuid::Uuid;

/// A board with two schools, a quality officer, somebody of the board and somebody who leads the school.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    other: Uuid,
    officer: Caller,
    member: Uuid,
    leader: Uuid,
}

async fn scene(store: akoki_tests::StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, _) = app.board("Een").await;
    // Signed in for longer than a token of a test: between two conversations months go by.
    let role = Role::BoardQualityOfficer;
    let officer = app.signed_in("kwaliteit@een.nl", None, role, board).await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let other = app.school(&officer, board, "De Wulp").await;
    let person = async |name: &str, home: Uuid| {
        let body = json!({"givenName": "Sam", "familyName": name, "homeUnitId": home});
        officer.post("/v1/people", body).await.expect(201).id()
    };
    let (member, leader) = (
        person("Bestuurder", board).await,
        person("Leider", school).await,
    );
    Scene {
        app,
        board,
        school,
        other,
        officer,
        member,
        leader,
    }
}

/// The codes and places of what stands in the way, in the order in which it is said.
fn blockers(answer: &Answer) -> Vec<(&str, &str)> {
    let all = answer.json["blockers"].as_array().unwrap().iter();
    all.map(|one| {
        let text = |key: &str| one[key].as_str().unwrap_or_default();
        (text("code"), text("location"))
    })
    .collect()
}

impl Scene {
    fn today(&self) -> String {
        self.app.shared.clock.today().to_string()
    }

    /// The school year of today, and how it stands in an address.
    fn year(&self, unit: Uuid) -> String {
        let SchoolYear(year) = SchoolYear::of(self.app.shared.clock.today());
        format!("/v1/organisation-units/{unit}/school-years/{year}")
    }

    async fn picture(&self, unit: Uuid) -> Value {
        self.officer.get(&self.year(unit)).await.expect(200).json
    }

    /// A conversation of the school, planned for today, with these values besides.
    async fn conversation(&self, more: Value) -> Uuid {
        let mut body = json!({
            "unitId": self.school, "plannedOn": self.today(),
            "boardMemberIds": [self.member], "leaderIds": [self.leader],
        });
        let map = body.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        let made = self.officer.post("/v1/quality-conversations", body).await;
        made.expect(201).id()
    }

    async fn change(&self, id: Uuid, patch: Value) -> Answer {
        let path = format!("/v1/quality-conversations/{id}");
        self.officer.patch(&path, patch).await
    }

    async fn command(&self, id: Uuid, command: &str) -> Answer {
        let path = format!("/v1/quality-conversations/{id}/transitions");
        self.officer.post(&path, json!({"command": command})).await
    }

    async fn read(&self, id: Uuid) -> Value {
        let path = format!("/v1/quality-conversations/{id}");
        self.officer.get(&path).await.expect(200).json
    }

    /// One that was held.
    async fn held(&self) -> Uuid {
        let id = self.conversation(json!({})).await;
        let _ = self.command(id, "prepare").await.expect(200);
        let _ = self.command(id, "hold").await.expect(200);
        id
    }

    /// An agreement that lacks nothing.
    fn agreement(&self, text: &str) -> Value {
        let due = self.app.shared.clock.today() + time::Duration::days(30);
        json!({"text": text, "ownerId": self.leader, "dueOn": due})
    }

    /// One that was closed with these agreements.
    async fn closed(&self, agreements: &[&str]) -> Uuid {
        let id = self.held().await;
        let agreements: Vec<Value> = agreements.iter().map(|text| self.agreement(text)).collect();
        let said = json!({"minutes": "Besproken.", "agreements": agreements});
        let _ = self.change(id, said).await.expect(200);
        let _ = self.command(id, "close").await.expect(200);
        id
    }
}
