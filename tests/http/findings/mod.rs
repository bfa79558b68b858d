//! What audits look at and find, and what becomes of it.

mod carried;
mod escalation;
mod evidence;
mod field;
mod follow_up;
mod offline;
mod told;
mod visibility;
mod walk;

use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, TestApp, send};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// A board with two schools, of which one is audited by somebody who works at the other.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    officer: Caller,
    /// Leads the audit, and has no role that shows audits.
    auditor: Caller,
    /// The person of the auditor.
    lead: Uuid,
    /// Leads the school that is audited.
    leader: Caller,
    /// Somebody who works there.
    owner: Uuid,
}

async fn scene(store: akoki_tests::StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let other = app.school(&officer, board, "De Overkant").await;
    let person = async |name: &str, unit: Uuid| {
        let body = json!({"givenName": "Sam", "familyName": name, "homeUnitId": unit});
        officer.post("/v1/people", body).await.expect(201).id()
    };
    let (lead, owner) = (
        person("Visser", other).await,
        person("Jansen", school).await,
    );
    let auditor = named(&app, &officer, board, ("visser@een.example", lead)).await;
    let leader = app.caller(Role::SchoolLeader, school).await;
    Scene {
        app,
        board,
        school,
        officer,
        auditor,
        lead,
        leader,
        owner,
    }
}

/// Somebody signed in whose account names a person of the board.
async fn named(
    app: &TestApp,
    officer: &Caller,
    board: Uuid,
    (email, person): (&str, Uuid),
) -> Caller {
    let caller = app.signed_in(email, None, Role::Staff, board).await;
    let account = caller.get("/v1/me").await.expect(200).id();
    let body = json!({"personId": person});
    let _ = officer
        .patch(&format!("/v1/accounts/{account}"), body)
        .await
        .expect(200);
    caller
}

/// The day of the service.
fn today(app: &TestApp) -> String {
    app.shared.clock.today().to_string()
}

/// An id as a device makes it.
fn own_id(n: u128) -> Uuid {
    Uuid::from_u128(0x0199_c2f6_7d5a_7000_8000_0000_00ab_0000 + n)
}

impl Scene {
    async fn person(&self, name: &str) -> Uuid {
        let body = json!({"givenName": "Kim", "familyName": name, "homeUnitId": self.school});
        self.officer.post("/v1/people", body).await.expect(201).id()
    }

    /// An audit of the school that is planned.
    async fn planned(&self, kind: &str, standards: &[&str]) -> Uuid {
        self.planned_at(self.school, kind, standards).await
    }

    /// An audit of a unit that is planned.
    async fn planned_at(&self, unit: Uuid, kind: &str, standards: &[&str]) -> Uuid {
        let day = today(&self.app);
        let body = json!({
            "title": "Audit", "kind": kind, "scopeUnitIds": [unit], "edition": "inspectorate/2025/po", "standards": standards,
            "researchQuestions": ["Leren wij van onze plannen?"], "plannedFrom": day, "plannedUntil": day,
            "agenda": [{"on": day, "from": "09:00", "until": "10:00", "title": "Ontvangst"}],
            "team": [{"personId": self.lead, "role": "lead"}],
        });
        self.officer.post("/v1/audits", body).await.expect(201).id()
    }

    async fn step(&self, audit: Uuid, command: &str) -> Answer {
        let path = format!("/v1/audits/{audit}/transitions");
        self.officer.post(&path, json!({"command": command})).await
    }

    /// An audit in the field.
    async fn running(&self, kind: &str, standards: &[&str]) -> Uuid {
        let audit = self.planned(kind, standards).await;
        for command in ["prepare", "start"] {
            let _ = self.step(audit, command).await.expect(200);
        }
        audit
    }

    /// Reports what was found and lets it be adopted.
    async fn adopt(&self, audit: Uuid) {
        self.report(audit).await;
        let reply = json!({"text": "Wij herkennen dit.", "dissent": false});
        let _ = self
            .leader
            .put(&format!("/v1/audits/{audit}/reply"), reply)
            .await
            .expect(200);
        for command in ["adopt", "startFollowUp"] {
            let _ = self.step(audit, command).await.expect(200);
        }
    }

    /// Gives the report to the school.
    async fn report(&self, audit: Uuid) {
        let _ = self.step(audit, "draftReport").await.expect(200);
        let report = json!({"summary": "Kort", "text": "Het rapport."});
        let _ = self
            .officer
            .put(&format!("/v1/audits/{audit}/report"), report)
            .await
            .expect(200);
        let _ = self.step(audit, "submitForReply").await.expect(200);
    }

    fn finding(&self, audit: Uuid, grade: &str) -> Value {
        json!({
            "auditId": audit, "unitId": self.school, "grade": grade, "standard": "SKA1",
            "statement": "De plannen worden niet geëvalueerd.",
            "evidence": [{"kind": "document", "text": "Zes verslagen"}],
        })
    }

    /// Something that was found.
    async fn found(&self, audit: Uuid, grade: &str) -> Uuid {
        let body = self.finding(audit, grade);
        self.auditor
            .post("/v1/findings", body)
            .await
            .expect(201)
            .id()
    }

    async fn items(&self, audit: Uuid) -> Vec<Value> {
        let path = format!("/v1/checklist-items?auditId={audit}");
        self.auditor.get(&path).await.expect(200).items().to_vec()
    }

    /// Judges all that is to be judged.
    async fn judge(&self, audit: Uuid) {
        for item in self.items(audit).await {
            let path = format!("/v1/checklist-items/{}", item["id"].as_str().unwrap());
            let body = json!({"verdict": "satisfactory", "assessedOn": today(&self.app)});
            let _ = self.auditor.patch(&path, body).await.expect(200);
        }
    }

    async fn command(&self, caller: &Caller, finding: Uuid, command: &str) -> Answer {
        let path = format!("/v1/findings/{finding}/transitions");
        caller.post(&path, json!({"command": command})).await
    }

    async fn part(&self, caller: &Caller, finding: Uuid, part: &str, body: Value) -> Answer {
        caller
            .put(&format!("/v1/findings/{finding}/{part}"), body)
            .await
    }

    async fn read(&self, finding: Uuid) -> Value {
        let path = format!("/v1/findings/{finding}");
        self.officer.get(&path).await.expect(200).json
    }

    /// A non-conformity that waits for the school, with its audit.
    async fn nonconformity(&self, grade: &str) -> (Uuid, Uuid) {
        let audit = self.running("internal-system", &["SKA1"]).await;
        let finding = self.found(audit, grade).await;
        self.judge(audit).await;
        self.adopt(audit).await;
        (audit, finding)
    }

    /// A non-conformity at a unit of the school.
    async fn nonconformity_at(&self, unit: Uuid, grade: &str) -> (Uuid, Uuid) {
        let kind = "internal-system";
        let audit = self.planned_at(unit, kind, &["SKA1"]).await;
        for command in ["prepare", "start"] {
            let _ = self.step(audit, command).await.expect(200);
        }
        let mut body = self.finding(audit, grade);
        body["unitId"] = json!(unit);
        let made = self.auditor.post("/v1/findings", body).await;
        let finding = made.expect(201).id();
        self.judge(audit).await;
        self.adopt(audit).await;
        (audit, finding)
    }

    /// A unit under another.
    async fn unit(&self, kind: &str, name: &str, parent: Uuid) -> Uuid {
        let body = json!({"kind": kind, "name": name, "parentId": parent});
        let made = self.officer.post("/v1/organisation-units", body).await;
        made.expect(201).id()
    }

    /// What the school will do about it, by this day.
    fn correction(&self, due_on: &str) -> Value {
        json!({
            "cause": "Niemand was aangewezen.", "correction": "Alsnog besproken.",
            "correctiveAction": {"text": "Vast op de agenda.", "ownerId": self.owner, "dueOn": due_on},
        })
    }
}

/// A PUT with this condition.
async fn put_if(caller: &Caller, path: &str, (name, value): (&str, &str), body: &Value) -> Answer {
    send(
        caller
            .request(Method::PUT, path)
            .header(name, value)
            .json(body),
    )
    .await
}

fn pair(at: &str, code: &str) -> (String, String) {
    (at.to_owned(), code.to_owned())
}
