//! A board with one of everything, made from the examples of the document.

use super::{
    Op,
    calls::{Access, Known, named},
};
use akoki_domain::access::{Permission, Role};
use akoki_tests::{Caller, TestApp};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The ids by which the examples of the document name what is there before them.
const BOARD: &str = "0199c2f6-7d5a-7000-8000-000000000001";
const SCHOOL: &str = "0199c2f6-7d5a-7000-8000-000000000002";
const ESTABLISHMENT: &str = "0199c2f6-7d5a-7000-8000-000000000003";
/// Somebody else than the one person that the examples name elsewhere.
const ANOTHER: &str = "0199c2f6-7d5a-7000-8000-0000000004fe";
const NEIGHBOUR: &str = "0199c2f6-7d5a-7000-8000-000000000009";

/// An id as a caller makes one.
const OWN_ID: &str = "0199c2f6-7d5a-7000-8000-0000000000ff";

/// The commands, beside those that start something, that bring a resource to where all may read it.
const ONWARD: &[&str] = &[
    "prepare",
    "draftReport",
    "submitForReply",
    "adopt",
    "launch",
    "publish",
];

/// Who makes what is there, as the one who signs in in the examples.
const MAKER: Role = Role::BoardQualityOfficer;

/// A step in the story. The fifth leads to 10 March, on which the audit of the examples begins.
const STEP: i64 = 38 * 86_400_000;

/// A board, a caller for each role on it, and one resource of each kind.
pub(super) struct World {
    pub(super) roles: BTreeMap<Role, Caller>,
    pub(super) known: Known,
    /// Why no resource of a collection could be made, for whoever must help.
    pub(super) failed: BTreeMap<String, String>,
    /// The steps that were taken: where, and by which command.
    taken: BTreeSet<(String, String)>,
}

pub(super) async fn world(app: &TestApp, operations: &[Op]) -> World {
    let (board, officer) = app.board("Stichting Voorbeeld").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let who = example(operations, "createSession");
    // What is a person's alone is that of all who may have it: one person with an account for each role.
    let somebody = json!({"givenName": "Sam", "familyName": "Iedereen", "homeUnitId": school});
    let somebody = officer.post("/v1/people", somebody).await.expect(201).id();
    let work = json!({"personId": somebody, "unitId": school, "function": "teacher", "startsOn": "2025-08-01"});
    let _ = officer.post("/v1/assignments", work).await.expect(201);
    let another = json!({"givenName": "Kim", "familyName": "Ander", "homeUnitId": school});
    let another = officer.post("/v1/people", another).await.expect(201).id();
    let scorers = Permission::ScoreEvaluations.roles();
    let mut roles = BTreeMap::new();
    for &role in Role::ALL {
        let unit = match role {
            Role::PlatformAdmin => Uuid::nil(),
            _ => board,
        };
        let (email, password) = match role {
            MAKER => (who["email"].as_str().unwrap(), who["password"].as_str()),
            _ => (role.as_str(), None),
        };
        let account = match scorers.contains(&role) {
            true => app.account_of(somebody, email, board, password).await,
            false => app.account(email, unit, password).await,
        };
        app.give(account, role, unit).await;
        roles.insert(role, app.session_of(account).await);
    }
    let establishment = json!({"kind": "establishment", "name": "Dependance", "parentId": school});
    let establishment = officer
        .post("/v1/organisation-units", establishment)
        .await
        .expect(201)
        .id();
    let (neighbour, _) = app.board("Stichting Buren").await;
    let mut known = Known::new(app.shared.clock.today(), who);
    for (example, id) in [
        (BOARD, board),
        (SCHOOL, school),
        (ESTABLISHMENT, establishment),
        (ANOTHER, another),
        (NEIGHBOUR, neighbour),
    ] {
        known.examples.insert(example.to_owned(), id.to_string());
    }
    known.ids.insert("boards".to_owned(), board.to_string());
    known
        .ids
        .insert("organisation-units".to_owned(), school.to_string());
    // There is somebody who runs the platform: it is set up.
    known
        .ids
        .insert("set-up".to_owned(), Uuid::nil().to_string());
    let mut world = World {
        roles,
        known,
        failed: BTreeMap::new(),
        taken: BTreeSet::new(),
    };
    // A year goes by, as long as a token holds: what rests on something else, on a state or on a day is made
    // when that is there.
    for _ in 0..9 {
        while world.make_all(operations).await || world.start_all(operations).await {}
        if world.failed.is_empty() {
            break;
        }
        app.shared.clock.advance(STEP);
    }
    closed_survey(app, &mut world, board, school).await;
    for op in operations {
        world.take_shipped(op).await;
    }
    world.sign_in().await;
    world
}

/// What comes about by itself when a survey has closed: no operation makes it.
async fn closed_survey(app: &TestApp, world: &mut World, board: Uuid, school: Uuid) {
    let officer = world.roles[&MAKER].clone();
    let today = app.shared.clock.today();
    let due = today + time::Duration::days(60);
    let stated = json!({
        "title": "Veiligheid", "unitId": board, "instrument": {"shipped": "social-safety"},
        "respondentUnit": "pupil", "channels": ["link"],
        "windows": [{"opensOn": today.to_string(), "closesOn": today.to_string()}],
        "groups": [{"key": "school", "title": "De Verwondering", "kind": "unit", "unitId": school, "population": 20}],
        "followUpDueOn": due.to_string(),
    });
    let made = officer
        .post("/v1/survey-campaigns", stated)
        .await
        .expect(201);
    let path = format!("/v1/survey-campaigns/{}", made.id());
    let launch = json!({"command": "launch"});
    let _ = officer
        .post(&format!("{path}/transitions"), launch)
        .await
        .expect(200);
    let call = app.service().await;
    let over = call.as_of(call.at + 2 * 86_400_000);
    akoki_api::worker::surveys::run_due(&over).await.unwrap();
    for kind in ["survey-follow-ups", "safety-deliveries"] {
        let found = officer
            .get(&format!("/v1/{kind}?campaignId={}", made.id()))
            .await
            .expect(200);
        let id = found.items()[0]["id"].as_str().unwrap().to_owned();
        world.known.ids.insert(kind.to_owned(), id);
        world.known.makers.insert(kind.to_owned(), MAKER);
    }
}

/// The example of the body of an operation.
fn example(operations: &[Op], id: &str) -> Value {
    let op = operations.iter().find(|op| op.id == id).unwrap();
    op.value["requestBody"]["content"]["application/json"]["example"].clone()
}

impl World {
    /// Signs the maker of all in anew: no session holds as long as the story is.
    async fn sign_in(&mut self) {
        let session = self.known.sign_in(&self.roles[&MAKER]).await;
        let session = session.json["id"].as_str().unwrap().to_owned();
        self.known.ids.insert("sessions".to_owned(), session);
        self.known.makers.insert("sessions".to_owned(), MAKER);
    }

    async fn make_all(&mut self, operations: &[Op]) -> bool {
        let mut made = false;
        for op in operations {
            made |= self.make(op).await;
        }
        made
    }

    /// Moves what has states on by the commands that start something, once all is put that belongs to it.
    async fn start_all(&mut self, operations: &[Op]) -> bool {
        let officer = self.roles[&MAKER].clone();
        let mut started = false;
        for op in operations {
            let Ok(path) = op.filled(&self.known) else {
                continue;
            };
            if op.method == "put" && op.value["responses"]["201"].is_null() {
                op.call_if(&officer, &path, &self.known, "*").await;
            }
        }
        for op in operations {
            if op.method == "post"
                && op.path.ends_with("/transitions")
                && let Ok(path) = op.filled(&self.known)
            {
                let resource = officer.get(path.trim_end_matches("/transitions")).await;
                let commands = resource.json["availableCommands"].as_array().cloned();
                for command in commands.unwrap_or_default() {
                    if command
                        .as_str()
                        .is_some_and(|name| name.starts_with("start") || ONWARD.contains(&name))
                    {
                        let step = (path.clone(), command.to_string());
                        // Some steps lead back: each is taken once.
                        if self.taken.contains(&step) {
                            continue;
                        }
                        let done = officer.post(&path, json!({"command": command})).await;
                        if done.status < 300 {
                            self.taken.insert(step);
                            started = true;
                        }
                    }
                }
            }
        }
        started
    }

    fn allowed(&self, op: &Op) -> Vec<(Role, Caller)> {
        // The officer first: what the others make is theirs in the same way.
        let mut roles: Vec<Role> = match op.access() {
            Access::Needs(permission) => permission.roles().to_vec(),
            Access::Public | Access::SignedIn => Role::ALL.to_vec(),
            Access::Respondent => Vec::new(),
        };
        roles.sort_by_key(|role| *role != MAKER);
        let caller = |role: Role| (role, self.roles[&role].clone());
        roles.into_iter().map(caller).collect()
    }

    /// Makes a resource, when the operation makes one in a collection that is still empty. What is put at
    /// a name of its own is made once for that name.
    async fn make(&mut self, op: &Op) -> bool {
        let collection = match op.method.as_str() {
            "post" => op.path.rsplit('/').next().unwrap_or_default(),
            "put" => op.path.as_str(),
            _ => return false,
        };
        let makes = ["201", "202"]
            .iter()
            .any(|status| !op.value["responses"][status].is_null());
        // What answers without an id, such as a code, is no resource.
        let makes = makes && !op.made().is_empty();
        if !makes || self.known.ids.contains_key(collection) {
            return false;
        }
        let Ok(mut path) = op.filled(&self.known) else {
            return false;
        };
        if op.method == "put" && op.path.ends_with("/{id}") {
            // Under an id of its own, not that of what is there.
            path = op.path.replace("{id}", OWN_ID);
            path.insert_str(0, "/v1");
        }
        for (role, caller) in self.allowed(op) {
            let answer = op.call(&caller, &path, &self.known).await;
            if matches!(answer.status, 201 | 202)
                && let Some(id) = named(&answer.json)
            {
                self.known.ids.insert(collection.to_owned(), id.to_owned());
                self.known.makers.insert(collection.to_owned(), role);
                self.failed.remove(collection);
                // What the platform alone makes belongs to no board.
                if matches!(op.access(), Access::Needs(permission) if permission.roles() == [Role::PlatformAdmin])
                    && op.collections().is_empty()
                {
                    self.known.shipped.push(collection.to_owned());
                }
                // Other examples name it by the id that this one's example has.
                let example = op.made();
                // The school of the examples stays the one that was there first.
                if example != SCHOOL {
                    self.known.examples.insert(example, id.to_owned());
                }
                // Long work is a job, wherever it was asked for.
                if answer.header("location").starts_with("/v1/jobs/") {
                    self.known.ids.insert("jobs".to_owned(), id.to_owned());
                }
                return true;
            }
            self.failed.insert(collection.to_owned(), answer.text);
        }
        false
    }

    /// Takes the first of a collection that is there without having been made.
    async fn take_shipped(&mut self, op: &Op) {
        let collection = op.path.trim_start_matches('/');
        if op.method != "get" || collection.contains('/') || self.known.ids.contains_key(collection)
        {
            return;
        }
        let Some((_, caller)) = self.allowed(op).into_iter().next() else {
            return;
        };
        let Ok(path) = op.filled(&self.known) else {
            return;
        };
        let answer = op.call(&caller, &path, &self.known).await;
        if let Some(id) = answer.json["items"][0]["id"].as_str() {
            let (collection, id) = (collection.to_owned(), id.to_owned());
            self.known.ids.insert(collection.clone(), id);
            self.known.shipped.push(collection);
        }
    }
}
