//! A grant that was given: changed, ended, followed, and guarded by its version.

use super::{account, day, errors, grant};
use crate::http::follower::{Follower, settle};
use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores, send};
use reqwest::{Method, header};
use serde_json::{Value, json};
use uuid::Uuid;

/// A grant as staff of this unit, that begins in five days and holds for thirty; by its path.
async fn given(app: &TestApp, officer: &Caller, account: Uuid, unit: Uuid) -> String {
    let mut body = grant(account, unit, Role::Staff);
    (body["startsOn"], body["endsOn"]) = (day(app, 5), day(app, 35));
    let made = officer.post("/v1/grants", body).await.expect(201);
    made.header("location").to_owned()
}

both_stores! {
    fn a_change_needs_the_version_in_force(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "noor@b.example").await;
        let path = given(&app, &officer, id, board).await;
        let first = officer.get(&path).await.expect(200);
        let later = json!({"endsOn": day(&app, 60)});
        let blind = officer.request(Method::PATCH, &path).header(header::CONTENT_TYPE, "application/merge-patch+json");
        send(blind.body(later.to_string())).await.refused(428, "precondition-required");
        let changed = officer.patch_if(&path, first.header("etag"), later.clone()).await.expect(200);
        assert_eq!((&changed.json["endsOn"], &changed.json["version"]), (&day(&app, 60), &json!(2)));
        assert_ne!(changed.header("etag"), first.header("etag"));
        officer.patch_if(&path, first.header("etag"), json!({"endsOn": null})).await.refused(412, "precondition-failed");
        // What it is already is no change.
        let same = officer.patch_if(&path, changed.header("etag"), later).await.expect(200);
        assert_eq!((same.header("etag"), &same.text), (changed.header("etag"), &changed.text));
        let open = officer.patch_if(&path, changed.header("etag"), json!({"endsOn": null})).await.expect(200);
        assert_eq!((&open.json["endsOn"], &open.json["startsOn"]), (&Value::Null, &day(&app, 5)));
        let read = officer.get(&path).await.expect(200);
        assert_eq!((read.header("etag"), &read.text), (open.header("etag"), &open.text));
        let known = officer.request(Method::GET, &path).header(header::IF_NONE_MATCH, open.header("etag"));
        send(known).await.expect(304);
        // An ending answers with the version that it made.
        let ended = officer.post(&format!("{path}/endings"), json!({})).await.expect(200);
        assert_eq!(ended.json["version"], 4);
        officer.patch_if(&path, read.header("etag"), json!({"endsOn": day(&app, 9)})).await.refused(412, "precondition-failed");
        assert_eq!(officer.get(&path).await.expect(200).header("etag"), ended.header("etag"));
    }
}

both_stores! {
    fn everything_wrong_with_a_change_or_an_ending_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "noor@b.example").await;
        let other = account(&officer, board, "sam@b.example").await;
        let path = given(&app, &officer, id, board).await;
        let before = officer.get(&path).await.expect(200);
        let body = json!({
            "principalId": other, "email": "sam@b.example", "accountBoardId": board, "role": "hr",
            "scopes": ["people.read"], "startsOn": day(&app, -5), "endsOn": day(&app, -6),
        });
        let answer = officer.patch(&path, body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[
            ("/accountBoardId", "not-changeable"), ("/email", "not-changeable"),
            ("/endsOn", "date-in-past"), ("/endsOn", "end-before-start"),
            ("/principalId", "not-changeable"), ("/role", "not-changeable"), ("/scopes", "not-changeable"),
            ("/startsOn", "date-in-past"),
        ]));
        let answer = officer.patch(&path, json!({"role": "wizard", "endsOn": "soon", "until": "2099-01-01"})).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), errors(&[
            ("/endsOn", "invalid-format"), ("/role", "invalid-value"), ("/until", "unknown-field"),
        ]));
        let endings = format!("{path}/endings");
        let answer = officer.post(&endings, json!({"endsOn": day(&app, -1)})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/endsOn", "date-in-past"), ("/endsOn", "end-before-start")]));
        let answer = officer.post(&endings, json!({"endsOn": 7, "why": "moved"})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/endsOn", "invalid-type"), ("/why", "unknown-field")]));
        let after = officer.get(&path).await.expect(200);
        assert_eq!((after.header("etag"), &after.text), (before.header("etag"), &before.text), "nothing was kept");
        // What is over cannot be ended, and who may not give the role hears that too.
        officer.post(&endings, json!({})).await.expect(200);
        let answer = app.platform().await.post(&endings, json!({})).await.refused(409, "already-ended");
        assert_eq!(answer.blockers(), ["already-ended", "role-not-grantable"]);
    }
}

both_stores! {
    fn a_change_and_an_ending_are_told_to_who_may_know_and_to_nobody_else(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let id = account(&officer, board, "noor@b.example").await;
        settle(&app).await;
        let mut follower = Follower::latest(&officer).await;
        let mut elsewhere = Follower::latest(&stranger).await;
        let path = given(&app, &officer, id, school).await;
        let endings = format!("{path}/endings");
        // Of another board, or with a role that gives nothing: nothing is changed by them.
        stranger.get(&path).await.refused(404, "not-found");
        stranger.patch(&path, json!({"endsOn": day(&app, 6)})).await.refused(404, "not-found");
        stranger.post(&endings, json!({})).await.refused(404, "not-found");
        app.anonymous().patch(&path, json!({"endsOn": day(&app, 6)})).await.refused(401, "unauthenticated");
        let reader = app.caller(Role::PrivacyOfficer, board).await;
        reader.get(&path).await.expect(200);
        reader.patch(&path, json!({"endsOn": day(&app, 6)})).await.refused(403, "forbidden");
        reader.post(&endings, json!({})).await.refused(403, "forbidden");
        officer.patch(&path, json!({"endsOn": day(&app, 20)})).await.expect(200);
        officer.patch(&path, json!({"endsOn": day(&app, 20)})).await.expect(200);
        officer.patch(&path, json!({"role": "hr"})).await.refused(400, "invalid-input");
        let last = json!({"endsOn": day(&app, 10)});
        let ended = officer.post_once(&endings, "k", last.clone()).await.expect(200);
        assert_eq!((&ended.json["endsOn"], &ended.json["endedAt"]), (&day(&app, 10), &Value::Null));
        let again = officer.post_once(&endings, "k", last).await.expect(200);
        assert_eq!((again.header("etag"), &again.text), (ended.header("etag"), &ended.text));
        settle(&app).await;
        let events = follower.rest(&officer, "").await;
        let own = events.iter().filter(|event| event["subject"] == json!(path));
        let told: Vec<_> = own.clone().map(|event| (event["type"].as_str().unwrap(), event["version"].as_i64().unwrap())).collect();
        assert_eq!(told, [
            ("nl.akoki.grant.created.v1", 1), ("nl.akoki.grant.updated.v1", 2), ("nl.akoki.grant.updated.v1", 3),
        ]);
        assert!(own.into_iter().all(|event| event["boardId"] == json!(board) && event["unitId"] == json!(school)));
        assert_eq!(elsewhere.rest(&stranger, "").await, [] as [Value; 0]);
    }
}
