//! Grants: who gives which role where, and how a right ends.

use super::{account, errors, grant, signed_in};
use crate::http::follower::{Follower, settle, types};
use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use serde_json::json;
use uuid::Uuid;

both_stores! {
    fn a_grant_is_of_its_board_alone(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let id = account(&officer, board, "noor@b.example").await;
        let mut body = grant(id, school, Role::SchoolLeader);
        body["scopes"] = json!(["people.write", "people.read", "people.read"]);
        let made = officer.post("/v1/grants", body).await.expect(201);
        let path = format!("/v1/grants/{}", made.id());
        assert_eq!(made.json["principal"], json!({"id": id, "kind": "account", "name": "noor@b.example"}));
        assert_eq!((&made.json["unitName"], &made.json["inForce"]), (&json!("School"), &json!(true)));
        assert_eq!(made.json["scopes"], json!(["people.read", "people.write"]));
        stranger.get(&path).await.refused(404, "not-found");
        stranger.patch(&path, json!({"endsOn": "2030-01-01"})).await.refused(404, "not-found");
        stranger.post(&format!("{path}/endings"), json!({})).await.refused(404, "not-found");
        // Nobody gives where they have no say, or to somebody they do not know.
        let answer = stranger.post("/v1/grants", grant(id, school, Role::Staff)).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/principalId", "unknown-reference"), ("/unitId", "unknown-reference")]));
        let answer = stranger.post("/v1/grants", grant(id, other, Role::Staff)).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/principalId", "unknown-reference")]));
        for (query, found) in [
            (format!("unitId={school}"), 1), (format!("principalId={id}&inForce=true"), 1),
            (format!("principalId={id}&inForce=false"), 0), ("role=school-leader".into(), 1),
        ] {
            assert_eq!(officer.get(&format!("/v1/grants?{query}")).await.items().len(), found, "{query}");
        }
        assert!(stranger.get(&format!("/v1/grants?principalId={id}")).await.items().is_empty());
        officer.delete(&path).await.refused(405, "method-not-allowed");
        let answer = officer.patch(&path, json!({"role": "staff", "unitId": board})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/role", "not-changeable"), ("/unitId", "not-changeable")]));
        let changed = officer.patch(&path, json!({"endsOn": "2099-07-31"})).await.expect(200);
        assert_eq!(changed.json["endsOn"], "2099-07-31");
    }
}

both_stores! {
    fn everything_wrong_with_a_grant_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let id = account(&officer, board, "noor@b.example").await;
        let body = json!({
            "principalId": id, "email": "noor@b.example", "unitId": school, "role": "board-member",
            "startsOn": "2026-08-01", "endsOn": "2026-07-01",
        });
        let answer = officer.post("/v1/grants", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[
            ("/email", "not-both"), ("/endsOn", "end-before-start"), ("/unitId", "role-needs-board"),
        ]));
        let answer = officer.post("/v1/grants", json!({"unitId": board, "role": "platform-admin"})).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), errors(&[
            ("/principalId", "required"), ("/role", "role-not-grantable"), ("/unitId", "role-needs-platform"),
        ]));
        let body = json!({"email": "nobody@b.example", "unitId": board, "role": "staff", "scopes": ["people.dream"]});
        let answer = officer.post("/v1/grants", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/scopes/0", "invalid-value")]));
        let body = json!({"email": "nobody@b.example", "unitId": board, "role": "staff"});
        let answer = officer.post("/v1/grants", body.clone()).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/email", "unknown-reference")]));
        // Whoever gives nothing is not told who has an account.
        let member = app.caller(Role::BoardMember, board).await;
        member.post("/v1/grants", body).await.refused(403, "forbidden");
        member.post("/v1/grants", json!({"email": "nobody@b.example", "role": "staff"})).await.refused(403, "forbidden");
        let leader = officer.post("/v1/grants", grant(id, school, Role::SchoolLeader)).await.expect(201);
        let answer = officer.post("/v1/grants", grant(id, school, Role::SchoolLeader)).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/role", "duplicate")]));
        // The platform gives no role of a school, and ends none.
        let platform = app.platform().await;
        let answer = platform.post("/v1/grants", grant(id, school, Role::Staff)).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/role", "role-not-grantable")]));
        let ending = format!("/v1/grants/{}/endings", leader.id());
        platform.post(&ending, json!({})).await.refused(409, "role-not-grantable");
    }
}

both_stores! {
    fn nobody_gives_to_themselves_and_everybody_may_step_back(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "noor@b.example").await;
        let given = officer.post("/v1/grants", grant(id, board, Role::BoardQualityOfficer)).await.expect(201);
        let own = signed_in(&app, id, &Scopes::all()).await;
        let answer = own.post("/v1/grants", grant(id, board, Role::BoardMember)).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/principalId", "own-grant")]));
        let path = format!("/v1/grants/{}", given.id());
        let answer = own.patch(&path, json!({"endsOn": "2099-07-31"})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/principalId", "own-grant")]));
        own.post(&format!("{path}/endings"), json!({})).await.expect(200);
        own.get(&format!("/v1/organisation-units/{board}")).await.refused(404, "not-found");
        // A platform administrator makes no reader of themselves.
        let platform = app.platform().await;
        let admin = platform.post("/v1/accounts", json!({"email": "p@b.example", "displayName": "P"})).await.expect(201).id();
        platform.post("/v1/grants", json!({"principalId": admin, "role": "platform-admin"})).await.expect(201);
        let admin_signed_in = signed_in(&app, admin, &Scopes::all()).await;
        let wanted = json!({"email": "p@b.example", "unitId": board, "role": "board-quality-officer"});
        let answer = admin_signed_in.post("/v1/grants", wanted).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/email", "own-grant")]));
    }
}

both_stores! {
    fn a_right_ends_with_the_answer_and_is_told(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let id = account(&officer, board, "noor@b.example").await;
        let own = signed_in(&app, id, &Scopes::all()).await;
        let path = format!("/v1/organisation-units/{school}");
        own.get(&path).await.refused(404, "not-found");
        settle(&app).await;
        let mut follower = Follower::latest(&own).await;
        let first = officer.post("/v1/grants", grant(id, school, Role::SchoolLeader)).await.expect(201).id();
        own.get(&path).await.expect(200);
        settle(&app).await;
        let told = |events: &[serde_json::Value]| -> Vec<(String, String)> {
            let subjects = events.iter().map(|event| event["subject"].as_str().unwrap().to_owned());
            types(events).into_iter().map(str::to_owned).zip(subjects).collect()
        };
        let one = |verb: &str| vec![(verb.to_owned(), path.clone())];
        assert_eq!(told(&follower.rest(&own, "").await), one("gained"));
        let second = officer.post("/v1/grants", grant(id, school, Role::Staff)).await.expect(201).id();
        settle(&app).await;
        follower.rest(&own, "").await;
        // The second still covers: nothing of the school is lost with the first.
        let ended = officer.post(&format!("/v1/grants/{first}/endings"), json!({})).await.expect(200);
        assert_eq!(ended.json["inForce"], false);
        assert!(ended.json["endedAt"].is_string() && ended.json["endsOn"].is_null());
        officer.post(&format!("/v1/grants/{first}/endings"), json!({})).await.refused(409, "already-ended");
        officer.patch(&format!("/v1/grants/{first}"), json!({"endsOn": "2099-01-01"})).await.refused(409, "already-ended");
        own.get(&path).await.expect(200);
        own.get("/v1/people").await.expect(200);
        settle(&app).await;
        assert_eq!(told(&follower.rest(&own, "").await), []);
        officer.post(&format!("/v1/grants/{second}/endings"), json!({})).await.expect(200);
        own.get(&path).await.refused(404, "not-found");
        assert!(own.get("/v1/organisation-units").await.items().is_empty());
        settle(&app).await;
        assert_eq!(told(&follower.rest(&own, "").await), one("lost"));
        // The same role can be given again.
        officer.post("/v1/grants", grant(id, school, Role::Staff)).await.expect(201);
        own.get(&path).await.expect(200);
    }
}

both_stores! {
    fn a_grant_holds_from_its_first_day_to_its_last(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "noor@b.example").await;
        let own = signed_in(&app, id, &Scopes::all()).await;
        let path = format!("/v1/organisation-units/{board}");
        let mut later = grant(id, board, Role::BoardMember);
        later["startsOn"] = json!("2099-08-01");
        let given = officer.post("/v1/grants", later).await.expect(201);
        assert_eq!(given.json["inForce"], false);
        own.get(&path).await.refused(404, "not-found");
        let grant = format!("/v1/grants/{}", given.id());
        // Begun at once, by taking the first day away.
        officer.patch(&grant, json!({"startsOn": null})).await.expect(200);
        own.get(&path).await.expect(200);
        officer.post(&format!("{grant}/endings"), json!({"endsOn": "2001-01-01"})).await.refused(400, "invalid-input");
        let ended = officer.post(&format!("{grant}/endings"), json!({"endsOn": "2099-07-31"})).await.expect(200);
        assert_eq!((&ended.json["endsOn"], &ended.json["inForce"]), (&json!("2099-07-31"), &json!(true)));
        own.get(&path).await.expect(200);
        officer.get(&format!("/v1/grants/{}", Uuid::from_u128(1))).await.refused(404, "not-found");
    }
}
