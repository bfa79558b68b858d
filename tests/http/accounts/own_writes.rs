//! A right holds from the answer on that gave it, whichever worker answers next.

use super::{account, grant, signed_in};
use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::json;
use tokio::task::JoinSet;
use uuid::Uuid;

/// How many work at the same time; each has connections of its own, and so meets all workers.
const AT_ONCE: usize = 8;

async fn child(caller: &Caller, kind: &str, name: String, parent: Uuid) -> Uuid {
    let body = json!({"kind": kind, "name": name, "parentId": parent});
    let made = caller.post("/v1/organisation-units", body).await;
    made.expect(201).id()
}

both_stores! {
    fn a_unit_is_there_from_the_answer_that_made_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let mut work = JoinSet::new();
        for n in 0..AT_ONCE {
            let officer = Caller::at(app.address.clone(), officer.token.clone().unwrap());
            work.spawn(async move {
                for m in 0..1000 / AT_ONCE {
                    let department = child(&officer, "department", format!("A{n}-{m}"), school).await;
                    child(&officer, "team", format!("T{n}-{m}"), department).await;
                }
            });
        }
        work.join_all().await;
    }
}

both_stores! {
    fn a_right_holds_from_the_answer_that_gave_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let mut work = JoinSet::new();
        for n in 0..AT_ONCE {
            let officer = Caller::at(app.address.clone(), officer.token.clone().unwrap());
            let id = account(&officer, board, &format!("a{n}@b.example")).await;
            let own = signed_in(&app, id, &Scopes::all()).await;
            let own = Caller::at(app.address.clone(), own.token.unwrap());
            work.spawn(async move {
                let unit = format!("/v1/organisation-units/{school}");
                for m in 0..200 / AT_ONCE {
                    let given = officer.post("/v1/grants", grant(id, school, Role::SchoolLeader)).await.expect(201).id();
                    own.get(&unit).await.expect(200);
                    let person = json!({"givenName": "P", "familyName": format!("{n}-{m}"), "homeUnitId": school});
                    own.post("/v1/people", person).await.expect(201);
                    officer.post(&format!("/v1/grants/{given}/endings"), json!({})).await.expect(200);
                    own.get(&unit).await.refused(404, "not-found");
                }
            });
        }
        work.join_all().await;
    }
}
