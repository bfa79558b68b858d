//! Supervised objects: the inspectorate's key over establishments.

use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};

both_stores! {
    fn an_object_is_found_by_its_key_and_by_what_it_covers(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let establishment = |name: &str| json!({"kind": "establishment", "name": name, "parentId": school});
        let one = officer.post("/v1/organisation-units", establishment("Een")).await.expect(201).id();
        let two = officer.post("/v1/organisation-units", establishment("Twee")).await.expect(201).id();
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
