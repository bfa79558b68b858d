//! Supervised objects: the inspectorate's key over establishments.

use super::follower::{Follower, settle};
use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores, send};
use reqwest::{Method, header};
use serde_json::{Value, json};
use uuid::Uuid;

async fn establishment(officer: &Caller, school: Uuid, name: &str) -> Uuid {
    let body = json!({"kind": "establishment", "name": name, "parentId": school});
    officer
        .post("/v1/organisation-units", body)
        .await
        .expect(201)
        .id()
}

both_stores! {
    fn an_object_is_found_by_its_key_and_by_what_it_covers(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let one = establishment(&officer, school, "Een").await;
        let two = establishment(&officer, school, "Twee").await;
        let made = officer.post("/v1/supervised-objects", json!({"key": "32jk|c1", "covers": [two, one]})).await.expect(201);
        assert_eq!((&made.json["key"], &made.json["unitId"]), (&json!("32JK|C1"), &json!(school)));
        assert_eq!(made.json["covers"], json!([two, one]));
        let path = format!("/v1/supervised-objects/{}", made.id());
        officer.post("/v1/supervised-objects", json!({"key": "32JK|C1", "covers": [one]})).await.refused(409, "duplicate");
        for query in ["identifier=32JK%7CC1", "identifier=32jk%7Cc1", &format!("unitId={one}"), &format!("unitId={school}")] {
            assert_eq!(officer.get(&format!("/v1/supervised-objects?{query}")).await.items().len(), 1, "{query}");
        }
        assert_eq!(officer.get("/v1/supervised-objects?identifier=99XX%7CC1").await.items(), &[] as &[Value]);
        // Who leads one of the establishments sees it, and who leads another school does not.
        let leader = app.caller(Role::SchoolLeader, one).await;
        leader.get(&path).await.expect(200);
        leader.patch(&path, json!({"covers": [one]})).await.refused(403, "forbidden");
        let other = app.school(&officer, board, "Ander").await;
        app.caller(Role::SchoolLeader, other).await.get(&path).await.refused(404, "not-found");
        stranger.get(&path).await.refused(404, "not-found");
        stranger.delete(&path).await.refused(404, "not-found");
        let changed = officer.patch(&path, json!({"covers": [one]})).await.expect(200);
        assert_eq!(changed.json["covers"], json!([one]));
        assert_eq!(officer.get(&format!("/v1/supervised-objects?unitId={two}")).await.items(), &[] as &[Value]);
        officer.delete(&path).await.expect(204);
    }
}

both_stores! {
    fn everything_wrong_with_an_object_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let theirs = app.school(&stranger, other, "Van hen").await;
        let body = json!({"key": "32JK-C1", "covers": [school, theirs], "validFrom": "2026-08-01", "validUntil": "2026-07-01"});
        let answer = officer.post("/v1/supervised-objects", body).await.refused(400, "invalid-input");
        let pair = |location: &str, code: &str| (location.to_owned(), code.to_owned());
        assert_eq!(answer.errors(), [
            pair("/covers/0", "not-an-establishment"),
            pair("/covers/1", "unknown-reference"),
            pair("/key", "invalid-format"),
            pair("/validUntil", "end-before-start"),
        ]);
    }
}

both_stores! {
    fn an_object_hangs_on_what_it_covers_and_is_told_there(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let (school, other) = (app.school(&officer, board, "School").await, app.school(&officer, board, "Ander").await);
        let (one, two) = (establishment(&officer, school, "Een").await, establishment(&officer, other, "Twee").await);
        settle(&app).await;
        let (mut follower, mut elsewhere) = (Follower::latest(&officer).await, Follower::latest(&stranger).await);
        let body = json!({"key": "32JK|C1", "covers": [one], "validFrom": "2026-08-01"});
        let made = officer.post_once("/v1/supervised-objects", "k", body.clone()).await.expect(201);
        let path = made.header("location").to_owned();
        assert_eq!(path, format!("/v1/supervised-objects/{}", made.id()));
        assert_eq!(officer.post_once("/v1/supervised-objects", "k", body.clone()).await.expect(201).text, made.text);
        // Over two schools it hangs on the board; over one again, on that one.
        let both = officer.patch(&path, json!({"covers": [one, two]})).await.expect(200);
        assert_eq!((&both.json["unitId"], &both.json["version"]), (&json!(board), &json!(2)));
        let moved = officer.patch(&path, json!({"covers": [two]})).await.expect(200);
        assert_eq!((&moved.json["unitId"], &moved.json["validFrom"]), (&json!(other), &json!("2026-08-01")));
        // It ends on its last day, and is still there.
        let ended = officer.patch(&path, json!({"validUntil": "2027-07-31"})).await.expect(200);
        assert_eq!((&ended.json["validUntil"], &ended.json["version"]), (&json!("2027-07-31"), &json!(4)));
        assert_eq!(officer.get(&path).await.expect(200).text, ended.text);
        for answer in [stranger.patch(&path, json!({"covers": [one]})).await, stranger.delete(&path).await] {
            answer.refused(404, "not-found");
        }
        officer.delete(&path).await.expect(204);
        officer.get(&path).await.refused(404, "not-found");
        officer.delete(&path).await.refused(404, "not-found");
        settle(&app).await;
        let events = follower.rest(&officer, "").await;
        let told: Vec<_> = events.iter().map(|event| {
            assert_eq!((&event["subject"], &event["boardId"]), (&json!(path), &json!(board)));
            (event["type"].as_str().unwrap(), event["version"].as_i64().unwrap(), event["unitId"].clone())
        }).collect();
        let (updated, at) = ("nl.akoki.supervisedobject.updated.v1", |unit: Uuid| json!(unit));
        assert_eq!(told, [
            ("nl.akoki.supervisedobject.created.v1", 1, at(school)), (updated, 2, at(board)), (updated, 3, at(other)),
            (updated, 4, at(other)), ("nl.akoki.supervisedobject.deleted.v1", 5, at(other)),
        ]);
        assert_eq!(elsewhere.rest(&stranger, "").await, [] as [Value; 0]);
        // Its key can be given again.
        officer.post("/v1/supervised-objects", body).await.expect(201);
    }
}

both_stores! {
    fn an_object_is_changed_and_ended_in_the_version_in_force(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let (one, two) = (establishment(&officer, school, "Een").await, establishment(&officer, school, "Twee").await);
        let theirs = app.school(&stranger, other, "Van hen").await;
        let theirs = establishment(&stranger, theirs, "Van hen").await;
        let made = officer.post("/v1/supervised-objects", json!({"key": "32JK|C1", "covers": [one]})).await.expect(201);
        officer.post("/v1/supervised-objects", json!({"key": "32JK|C2", "covers": [two]})).await.expect(201);
        let path = made.header("location").to_owned();
        let blind = officer.request(Method::PATCH, &path).header(header::CONTENT_TYPE, "application/merge-patch+json");
        send(blind.body("{}")).await.refused(428, "precondition-required");
        send(officer.request(Method::DELETE, &path)).await.refused(428, "precondition-required");
        let body = json!({"key": "32JK-C1", "covers": [school, theirs, one, one], "validFrom": "2026-08-01", "validUntil": "2026-07-31"});
        let answer = officer.patch(&path, body).await.refused(400, "invalid-input");
        let pair = |location: &str, code: &str| (location.to_owned(), code.to_owned());
        assert_eq!(answer.errors(), [
            pair("/covers/0", "not-an-establishment"), pair("/covers/1", "unknown-reference"), pair("/covers/3", "duplicate"),
            pair("/key", "invalid-format"), pair("/validUntil", "end-before-start"),
        ]);
        let answer = officer.patch(&path, json!({"covers": null, "kind": "vso"})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/covers", "required"), pair("/kind", "unknown-field")]);
        officer.patch(&path, json!({"key": "32JK|C2"})).await.refused(409, "duplicate");
        let now = officer.get(&path).await.expect(200);
        assert_eq!((now.header("etag"), &now.text), (made.header("etag"), &made.text), "nothing was kept");
        let changed = officer.patch_if(&path, made.header("etag"), json!({"covers": [one, two]})).await.expect(200);
        assert_eq!(changed.json["covers"], json!([one, two]));
        let same = officer.patch_if(&path, changed.header("etag"), json!({"covers": [one, two]})).await.expect(200);
        assert_eq!(same.header("etag"), changed.header("etag"));
        officer.patch_if(&path, made.header("etag"), json!({"covers": [two]})).await.refused(412, "precondition-failed");
        let delete = |tag: &str| send(officer.request(Method::DELETE, &path).header(header::IF_MATCH, tag));
        delete(made.header("etag")).await.refused(412, "precondition-failed");
        delete(changed.header("etag")).await.expect(204);
        officer.get(&path).await.refused(404, "not-found");
    }
}
