//! People: reach over home and assignments, search without a name in an address.

use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

pub fn person(home: Uuid, given: &str, family: &str) -> Value {
    json!({"givenName": given, "familyName": family, "homeUnitId": home})
}

pub async fn hired(caller: &Caller, home: Uuid, given: &str, family: &str) -> Uuid {
    caller
        .post("/v1/people", person(home, given, family))
        .await
        .expect(201)
        .id()
}

both_stores! {
    fn a_person_is_kept_at_home_and_seen_where_they_work(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (home, work) = (app.school(&officer, board, "Thuis").await, app.school(&officer, board, "Werk").await);
        let (keeper, host) = (app.caller(Role::SchoolLeader, home).await, app.caller(Role::SchoolLeader, work).await);
        let id = hired(&keeper, home, "Anouk", "Meer").await;
        let path = format!("/v1/people/{id}");
        host.get(&path).await.refused(404, "not-found");
        host.post("/v1/people/_search", json!({"q": "meer"})).await.expect(200);
        let assignment = json!({"personId": id, "unitId": work, "function": "teacher", "startsOn": "2026-08-01"});
        // The host does not know the person yet; the keeper does not reach the unit.
        let answer = host.post("/v1/assignments", assignment.clone()).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/personId".to_owned(), "unknown-reference".to_owned())]);
        let answer = keeper.post("/v1/assignments", assignment.clone()).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/unitId".to_owned(), "unknown-reference".to_owned())]);
        let assigned = officer.post("/v1/assignments", assignment).await.expect(201).id();
        assert_eq!(host.get(&path).await.expect(200).json["fullName"], "Anouk Meer");
        assert_eq!(host.get("/v1/people").await.items().len(), 1);
        assert_eq!(host.get(&format!("/v1/people?unitId={work}")).await.items().len(), 1);
        host.patch(&path, json!({"givenName": "x"})).await.refused(403, "forbidden");
        host.delete(&path).await.refused(403, "forbidden");
        keeper.patch(&path, json!({"givenName": "Anna"})).await.expect(200);
        // Nobody is deleted who has an assignment.
        let refused = officer.delete(&path).await.refused(409, "in-use");
        assert_eq!(crate::http::named(&refused), [format!("/v1/assignments/{assigned}")]);
        assert_eq!(keeper.get(&format!("/v1/assignments/{assigned}")).await.status, 404);
        let refused = keeper.delete(&path).await.refused(409, "in-use");
        assert_eq!(crate::http::named(&refused), [] as [&str; 0], "what is out of reach is not named");
        let other = hired(&keeper, home, "Per", "Ongeluk").await;
        keeper.delete(&format!("/v1/people/{other}")).await.expect(204);
    }
}

both_stores! {
    fn another_board_knows_nobody(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let id = hired(&officer, board, "Anouk", "Meer").await;
        let path = format!("/v1/people/{id}");
        stranger.get(&path).await.refused(404, "not-found");
        stranger.patch(&path, json!({"givenName": "x"})).await.refused(404, "not-found");
        stranger.delete(&path).await.refused(404, "not-found");
        assert!(stranger.get("/v1/people").await.items().is_empty());
        assert!(stranger.post("/v1/people/_search", json!({"q": "meer"})).await.expect(200).items().is_empty());
        let answer = officer.patch(&path, json!({"homeUnitId": other})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/homeUnitId".to_owned(), "unknown-reference".to_owned())]);
    }
}

both_stores! {
    fn everything_wrong_with_a_person_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let body = json!({
            "givenName": " ", "familyName": "x", "homeUnitId": Uuid::from_u128(1), "email": "nobody",
            "employment": {"kind": "employee", "startsOn": "2026-08-01", "endsOn": "2026-07-01"},
            "externalIds": [{"system": "a b", "value": "1"}],
        });
        let answer = officer.post("/v1/people", body).await.refused(400, "invalid-input");
        let pair = |location: &str, code: &str| (location.to_owned(), code.to_owned());
        assert_eq!(answer.errors(), [
            pair("/email", "invalid-format"),
            pair("/employment/endsOn", "end-before-start"),
            pair("/externalIds/0/system", "invalid-format"),
            pair("/givenName", "required"),
            pair("/homeUnitId", "unknown-reference"),
        ]);
        let answer = officer.post("/v1/people", json!({"givenName": "a", "familyName": "b", "homeUnitId": "x",
            "employment": {"kind": "friend"}})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/employment/kind", "invalid-value"), pair("/homeUnitId", "invalid-format")]);
    }
}

both_stores! {
    fn people_are_found_by_any_words_of_their_name(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let body = json!({"givenName": "Zoë", "namePrefix": "van der", "familyName": "Meer", "homeUnitId": board,
            "email": "Zoe@school.example"});
        let zoe = officer.post("/v1/people", body).await.expect(201).id();
        for n in 0..3 {
            hired(&officer, board, &format!("Jan{n}"), "Meerman").await;
        }
        let found = async |q: &str| -> Vec<Uuid> {
            let answer = officer.post("/v1/people/_search", json!({"q": q})).await.expect(200);
            answer.items().iter().map(|item| item["id"].as_str().unwrap().parse().unwrap()).collect()
        };
        assert_eq!(found("zoe meer").await, [zoe]);
        assert_eq!(found("Meer van der").await, [zoe]);
        assert_eq!(found("zoe@SCHOOL.example").await, [zoe]);
        assert_eq!(found("meer").await.len(), 4);
        assert!(found("piet").await.is_empty());
        let first = officer.post("/v1/people/_search", json!({"q": "jan", "limit": 2})).await.expect(200);
        assert_eq!((first.items().len(), first.header("link")), (2, ""));
        let cursor = first.json["nextCursor"].as_str().unwrap();
        let rest = officer.post("/v1/people/_search", json!({"q": "jan", "limit": 2, "cursor": cursor})).await.expect(200);
        assert_eq!((rest.items().len(), &rest.json["nextCursor"]), (1, &Value::Null));
        // A name does not belong in an address.
        officer.get("/v1/people?q=meer").await.refused(400, "invalid-input");
        officer.get("/v1/people/_search").await.refused(405, "method-not-allowed");
    }
}

both_stores! {
    fn a_group_belongs_to_a_unit_and_a_school_year(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let group = |name: &str, year: i32| json!({"name": name, "kind": "class", "schoolYear": year, "unitId": school, "yearLevels": [8, 7]});
        let id = officer.post("/v1/groups", group("7/8", 2026)).await.expect(201).id();
        officer.post("/v1/groups", group("7/8", 2025)).await.expect(201);
        let staff = app.caller(Role::Staff, school).await;
        let found = staff.get("/v1/groups?schoolYear=2026").await.expect(200);
        assert_eq!(found.items().len(), 1);
        assert_eq!(found.items()[0]["yearLevels"], json!([7, 8]));
        staff.patch(&format!("/v1/groups/{id}"), json!({"name": "x"})).await.refused(403, "forbidden");
        stranger.get(&format!("/v1/groups/{id}")).await.refused(404, "not-found");
        let wrong = json!({"name": "", "kind": "crowd", "schoolYear": 26, "unitId": school, "yearLevels": [9]});
        let answer = officer.post("/v1/groups", wrong).await.refused(400, "invalid-input");
        assert_eq!(answer.errors().len(), 3, "{}", answer.text);
        let wrong = json!({"name": " ", "kind": "class", "schoolYear": 2026, "unitId": Uuid::from_u128(3), "yearLevels": [9]});
        let answer = officer.post("/v1/groups", wrong).await.refused(400, "invalid-input");
        assert_eq!(answer.errors().len(), 3, "{}", answer.text);
        officer.delete(&format!("/v1/groups/{id}")).await.expect(204);
    }
}
