//! Units, people and groups by the ids of another system.

use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores, send};
use reqwest::Method;
use serde_json::json;

both_stores! {
    fn a_system_sends_what_it_has_again_and_again(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let path = "/v1/organisation-units/by-external-id/ParnasSys/school%2F7";
        officer.get(path).await.refused(404, "not-found");
        let body = json!({"kind": "school", "name": "De Verwondering", "parentId": board});
        let put = |body: &serde_json::Value| officer.request(Method::PUT, path).json(body);
        let made = send(put(&body)).await.expect(201);
        assert_eq!(made.json["externalIds"], json!([{"system": "parnassys", "value": "school/7"}]));
        assert_eq!(made.header("location"), format!("/v1/organisation-units/{}", made.id()));
        // Nothing differs, so nothing is written.
        let again = send(put(&body)).await.expect(200);
        assert_eq!((&again.text, again.header("etag")), (&made.text, made.header("etag")));
        let read = officer.get(path).await.expect(200);
        assert_eq!((read.id(), read.header("etag")), (made.id(), made.header("etag")));
        let same = officer.request(Method::GET, path).header("if-none-match", made.header("etag"));
        send(same).await.expect(304);
        let renamed = json!({"kind": "school", "name": "Nieuw", "parentId": board, "phone": "020 1234567"});
        send(put(&renamed).header("if-none-match", "*")).await.refused(412, "precondition-failed");
        send(put(&renamed).header("if-match", "\"9.x\"")).await.refused(412, "precondition-failed");
        send(put(&renamed).header("if-match", "x")).await.refused(400, "invalid-input");
        let changed = send(put(&renamed).header("if-match", made.header("etag"))).await.expect(200);
        assert_eq!((changed.id(), changed.json["version"].as_i64()), (made.id(), Some(2)));
        // A PUT is the whole: what it leaves out is gone.
        let whole = send(put(&body)).await.expect(200);
        assert_eq!(whole.json["phone"], json!(null));
        stranger.get(path).await.refused(404, "not-found");
        send(officer.request(Method::PUT, "/v1/organisation-units/by-external-id/a%20b/1").json(&body)).await.refused(400, "invalid-input");
        send(put(&json!({"kind": "school"}))).await.refused(400, "invalid-input");
        let absent = officer.request(Method::PUT, "/v1/organisation-units/by-external-id/las/9").json(&body).header("if-match", "*");
        send(absent).await.refused(412, "precondition-failed");
    }
}

both_stores! {
    fn everything_wrong_with_path_query_header_and_body_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let path = "/v1/organisation-units/by-external-id/a%20b/%20?boardId=1&foo=2";
        let put = || officer.request(Method::PUT, path).header("if-match", "x");
        let answer = send(put().json(&json!({"kind": "school", "nam": "School"}))).await.refused(400, "invalid-input");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let errors = answer.json["errors"].as_array().unwrap().iter();
        let mut errors: Vec<_> = errors.map(|error| [text(&error["in"]), text(&error["location"]), text(&error["code"])]).collect();
        errors.sort();
        assert_eq!(errors, [
            ["body", "/nam", "unknown-field"], ["body", "/name", "required"],
            ["header", "If-Match", "invalid-format"],
            ["path", "system", "invalid-format"], ["path", "value", "required"],
            ["query", "boardId", "invalid-format"], ["query", "foo", "unknown-parameter"],
        ]);
        // A body that is no JSON at all does not hide them either; one of another media type is refused as that.
        let broken = put().header("content-type", "application/json").body("{");
        assert_eq!(send(broken).await.refused(400, "invalid-input").errors().len(), 6);
        send(put().header("content-type", "text/csv").body("a,b")).await.refused(415, "unsupported-media-type");
        assert_eq!(officer.get(path).await.refused(400, "invalid-input").errors().len(), 4);
        // Who is not known learns that first.
        let nobody = app.anonymous().request(Method::PUT, path).json(&json!({}));
        send(nobody).await.refused(401, "unauthenticated");
    }
}

both_stores! {
    fn two_boards_can_have_the_same_id_from_one_system(store) {
        let app = TestApp::start(store).await;
        let (one, _) = app.board("Een").await;
        let (two, officer) = app.board("Twee").await;
        let platform = app.platform().await;
        let path = "/v1/organisation-units/by-external-id/las/1";
        let school = |board| json!({"kind": "school", "name": "School", "parentId": board});
        let first = platform.put_plain(path, school(one)).await.expect(201);
        let second = platform.put_plain(path, school(two)).await.expect(201);
        assert_ne!(first.id(), second.id());
        let answer = platform.get(path).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("boardId".to_owned(), "required".to_owned())]);
        assert_eq!(platform.get(&format!("{path}?boardId={one}")).await.expect(200).id(), first.id());
        assert_eq!(officer.get(path).await.expect(200).id(), second.id());
        let answer = officer.put_plain(&format!("{path}?boardId={one}"), school(two)).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
    }
}

both_stores! {
    fn people_and_groups_go_the_same_way(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let person = json!({"givenName": "Anouk", "familyName": "Meer", "homeUnitId": school});
        let made = officer.put_plain("/v1/people/by-external-id/personnel/10482", person.clone()).await.expect(201);
        assert_eq!(officer.put_plain("/v1/people/by-external-id/personnel/10482", person.clone()).await.expect(200).text, made.text);
        assert_eq!(officer.get("/v1/people?externalId=personnel:10482").await.items().len(), 1);
        // One id names one thing of a board, whatever its kind.
        let group = json!({"name": "7b", "kind": "class", "schoolYear": 2026, "unitId": school});
        officer.put_plain("/v1/groups/by-external-id/personnel/10482", group.clone()).await.refused(409, "duplicate");
        officer.put_plain("/v1/groups/by-external-id/las/7b", group.clone()).await.expect(201);
        let found = officer.get("/v1/groups/by-external-id/las/7b").await.expect(200);
        assert_eq!(found.json["name"], "7b");
        // Whoever only sees it may not replace it.
        let leader = app.caller(Role::TeamLead, school).await;
        leader.put_plain("/v1/people/by-external-id/personnel/10482", person).await.refused(403, "forbidden");
    }
}

both_stores! {
    fn two_at_once_make_one(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let tasks: Vec<_> = (0..6).map(|n| {
            let officer = officer.clone();
            tokio::spawn(async move {
                let body = json!({"kind": "school", "name": format!("S{n}"), "parentId": board});
                officer.put_plain("/v1/organisation-units/by-external-id/las/1", body).await
            })
        }).collect();
        let mut statuses = Vec::new();
        for task in tasks {
            let answer = task.await.unwrap();
            assert!(matches!(answer.status, 200 | 201), "{}", answer.text);
            statuses.push(answer.status);
        }
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1);
        assert_eq!(officer.get("/v1/organisation-units?kind=school").await.items().len(), 1);
    }
}

both_stores! {
    fn the_kinds_of_unit_are_a_list_that_seldom_changes(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let kinds = officer.get("/v1/unit-kinds").await.expect(200);
        assert_eq!(kinds.items()[0]["key"], "board");
        assert_eq!(kinds.items()[1]["title"], json!({"nl": "School", "en": "School"}));
        let again = officer.request(Method::GET, "/v1/unit-kinds").header("if-none-match", kinds.header("etag"));
        send(again).await.expect(304);
        app.anonymous().get("/v1/unit-kinds").await.refused(401, "unauthenticated");
    }
}

both_stores! {
    fn units_are_asked_for_on_a_day(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = json!({"kind": "school", "name": "Oud", "parentId": board, "startsOn": "2000-01-01", "endsOn": "2024-07-31"});
        officer.post("/v1/organisation-units", school).await.expect(201);
        let on = async |day: &str| officer.get(&format!("/v1/organisation-units?kind=school&on={day}")).await.items().len();
        assert_eq!((on("1999-12-31").await, on("2000-01-01").await, on("2024-07-31").await, on("2024-08-01").await), (0, 1, 1, 0));
        officer.get("/v1/organisation-units?on=tomorrow").await.refused(400, "invalid-input");
    }
}
