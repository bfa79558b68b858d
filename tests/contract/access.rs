//! The access matrix: every operation of the document, called by nobody, by each role, by a token
//! without scopes and by a stranger. New operations are covered by being in the document; one that
//! cannot be called here fails the test.

use super::{
    Op, built,
    calls::{Access, Known},
    fixtures::world,
    operations,
    trailed::{unsaid_versions, untrailed},
};
use akoki_api::auth::scope::Scopes;
use akoki_domain::{
    Noun,
    access::Role,
    event::{event_type, verbs},
};
use akoki_persistence::repo::event::{self, Follow, Readable};
use akoki_tests::{Answer, Caller, TestApp, both_stores};

/// Operations that answer a role otherwise than the table says, each with the reason why that is right:
/// operation, role, why. This list only gets shorter.
const EXCEPTIONS: &[(&str, Role, &str)] = &[];

both_stores! {
    fn every_operation_is_open_to_whom_the_table_says_and_to_nobody_else(store) {
        let app = TestApp::start(store).await;
        let operations = operations(&built());
        let world = world(&app, &operations).await;
        let (_, stranger) = app.board("Een ander bestuur").await;
        let powerless = app.caller_with(Role::BoardQualityOfficer, board_of(&world.known), &Scopes::default()).await;
        let mut wrong = Vec::new();
        // What one call ends the next no longer reads, so all reading comes first, and what ends all of a
        // kind comes last.
        let (reads, writes): (Vec<_>, Vec<_>) = operations.iter().partition(|op| op.method == "get");
        let all_of_a_kind = |op: &&Op| op.method == "delete" && op.collections().is_empty();
        let (last, writes): (Vec<_>, Vec<_>) = writes.into_iter().partition(all_of_a_kind);
        for op in reads.into_iter().chain(writes).chain(last) {
            let path = match op.filled(&world.known) {
                Ok(path) => path,
                Err(collection) => {
                    let why = world.failed.get(&collection).map_or("no operation makes one", String::as_str);
                    wrong.push(format!("{}: no resource in {collection} to call it on: {why}", op.id));
                    continue;
                }
            };
            let mut matrix = Matrix { op, path: &path, known: &world.known, wrong: &mut wrong };
            matrix.nobody(&app.anonymous()).await;
            matrix.powerless(&powerless).await;
            matrix.stranger(&stranger).await;
            for (role, caller) in &world.roles {
                matrix.role(*role, caller).await;
            }
        }
        for (path, why) in world.failed.iter().filter(|(path, _)| path.starts_with('/')) {
            wrong.push(format!("{path}: nothing could be put there: {why}"));
        }
        for (id, role, why) in EXCEPTIONS {
            if !operations.iter().any(|op| op.id == *id) {
                wrong.push(format!("the exception {id}, {} is about nothing: {why}", role.as_str()));
            }
        }
        wrong.extend(untrailed(&app, &world.known).await);
        wrong.extend(unsaid_versions(&app).await);
        assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
        every_event_is_published(&app).await;
    }
}

fn board_of(known: &Known) -> uuid::Uuid {
    known.ids["boards"].parse().unwrap()
}

struct Matrix<'a> {
    op: &'a Op,
    path: &'a str,
    known: &'a Known,
    wrong: &'a mut Vec<String>,
}

impl Matrix<'_> {
    async fn call(&self, caller: &Caller) -> Answer {
        self.op.call(caller, self.path, self.known).await
    }

    fn check(&mut self, holds: bool, who: &str, answer: &Answer) {
        if !holds {
            let text: String = answer.text.chars().take(300).collect();
            let (id, method, path) = (&self.op.id, &self.op.method, self.path);
            self.wrong.push(format!(
                "{id} for {who}: {method} {path} answers {} {text}",
                answer.status
            ));
        }
    }

    async fn nobody(&mut self, caller: &Caller) {
        let answer = self.call(caller).await;
        let refused = answer.status == 401;
        self.check(
            refused == (self.op.access() != Access::Public),
            "nobody",
            &answer,
        );
    }

    async fn powerless(&mut self, caller: &Caller) {
        if let Access::Needs(_) = self.op.access() {
            let answer = self.call(caller).await;
            let refused = answer.status == 403 && answer.json["code"] == "insufficient-scope";
            self.check(refused, "a token without scopes", &answer);
        }
    }

    /// An officer of another board never sees that a resource of this one is there.
    async fn stranger(&mut self, caller: &Caller) {
        let collections = self.op.collections();
        let ours = collections.iter().any(|collection| {
            !self
                .known
                .shipped
                .iter()
                .any(|shipped| shipped == collection)
        });
        if ours && self.op.access() != Access::Public {
            let answer = self.call(caller).await;
            let known = matches!(self.op.access(), Access::Needs(permission) if permission.roles().contains(&Role::BoardQualityOfficer));
            // What is put at an id of its own is refused for where it should hang.
            let placed = self.op.method == "put" && !self.op.value["responses"]["201"].is_null();
            let refused = answer.status == 404
                || (!known && answer.status == 403)
                || (placed && refused(self.op, &answer));
            self.check(refused, "a stranger", &answer);
        }
    }

    async fn role(&mut self, role: Role, caller: &Caller) {
        let may = match self.op.access() {
            Access::Needs(permission) => permission.roles().contains(&role),
            Access::Public | Access::SignedIn => true,
            Access::Respondent => false,
        };
        let answer = self.call(caller).await;
        let right = if self.of_another(role) {
            answer.status == 404
        } else if may {
            let found = answer.status != 404 || self.op.collections().is_empty();
            let read = self.op.method != "get" || matches!(answer.status, 200 | 303);
            !matches!(answer.status, 401 | 403 | 500) && found && read
        } else if self.op.access() == Access::Respondent {
            answer.status == 401
        } else {
            refused(self.op, &answer)
        };
        let excepted = EXCEPTIONS
            .iter()
            .any(|(id, who, _)| *id == self.op.id && *who == role);
        let who = format!(
            "{} ({})",
            role.as_str(),
            if may { "may" } else { "may not" }
        );
        if excepted {
            self.check(
                !right,
                &format!("{who}, an exception that is none"),
                &answer,
            );
        } else {
            self.check(right, &who, &answer);
        }
    }
}

impl Matrix<'_> {
    /// Where no permission is asked, what has an id in the path is one's own: only its maker reaches it.
    fn of_another(&self, role: Role) -> bool {
        let makers = &self.known.makers;
        self.op.access() == Access::SignedIn
            && self
                .op
                .collections()
                .iter()
                .any(|collection| makers.get(*collection) != Some(&role))
    }
}

/// Nothing was done or shown: refused, not found, resting on what is out of reach, or a list of nothing.
fn refused(op: &Op, answer: &Answer) -> bool {
    match answer.status {
        403 | 404 => true,
        400 => {
            let errors = answer.errors();
            !errors.is_empty() && errors.iter().all(|(_, code)| code == "unknown-reference")
        }
        200 => shows(op) && answer.json["items"].as_array().is_some_and(Vec::is_empty),
        _ => false,
    }
}

/// Reading, also where what is looked for stands in a body.
fn shows(op: &Op) -> bool {
    op.method == "get" || op.path.ends_with("/_search")
}

/// Whatever the calls above wrote to the feed is of a published type.
async fn every_event_is_published(app: &TestApp) {
    let call = app.service().await;
    let readable = vec![Readable {
        nouns: Noun::ALL.to_vec(),
        scope: call.scope(),
    }];
    let follow = Follow {
        readable,
        types: Vec::new(),
        unit: None,
        after: 0,
        until: i64::MAX,
        limit: 100_000,
    };
    let unpublished: Vec<String> = event::list(call.store(), &follow)
        .await
        .unwrap()
        .iter()
        .filter(|event| !verbs(event.noun).contains(&event.verb))
        .map(|event| event_type(event.noun, event.verb))
        .collect();
    assert!(unpublished.is_empty(), "{unpublished:?}");
}
