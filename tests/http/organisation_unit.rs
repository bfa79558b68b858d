//! Organisation units: reach, placing, carriers.

use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};

both_stores! {
    fn another_board_sees_nothing(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "De Verwondering").await;
        let path = format!("/v1/organisation-units/{school}");
        officer.get(&path).await.expect(200);
        stranger.get(&path).await.refused(404, "not-found");
        stranger.patch(&path, json!({"name": "x"})).await.refused(404, "not-found");
        stranger.delete(&path).await.refused(404, "not-found");
        assert_eq!(stranger.get("/v1/organisation-units?q=verwondering").await.items(), &[] as &[Value]);
        let under = json!({"kind": "school", "name": "x", "parentId": board});
        let answer = stranger.post("/v1/organisation-units", under).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/parentId".to_owned(), "unknown-reference".to_owned())]);
    }
}

both_stores! {
    fn a_role_reaches_down_its_tree_and_no_further(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let mine = app.school(&officer, board, "Mijn").await;
        let other = app.school(&officer, board, "Ander").await;
        let leader = app.caller(Role::SchoolLeader, mine).await;
        leader.get(&format!("/v1/organisation-units/{mine}")).await.expect(200);
        leader.get(&format!("/v1/organisation-units/{other}")).await.refused(404, "not-found");
        leader.get(&format!("/v1/organisation-units/{board}")).await.refused(404, "not-found");
        leader.patch(&format!("/v1/organisation-units/{mine}"), json!({"name": "x"})).await.refused(403, "forbidden");
        officer.post("/v1/organisation-units", json!({"kind": "board", "name": "Nog een"})).await.refused(403, "forbidden");
    }
}

both_stores! {
    fn a_right_holds_from_the_answer_that_gave_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let tasks: Vec<_> = (0..4).map(|lane| {
            let officer = officer.clone();
            tokio::spawn(async move {
                for n in 0..250 {
                    let school = json!({"kind": "school", "name": format!("S{lane}-{n}"), "parentId": board});
                    let school = officer.post("/v1/organisation-units", school).await.expect(201).id();
                    let team = json!({"kind": "team", "name": "T", "parentId": school});
                    let _ = officer.post("/v1/organisation-units", team).await.expect(201);
                }
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
    }
}

both_stores! {
    fn the_carrier_follows_the_number_of_establishments(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let establishment = |name: &str| json!({"kind": "establishment", "name": name, "parentId": school});
        let first = officer.post("/v1/organisation-units", establishment("Hoofd")).await.expect(201);
        assert_eq!(first.json["carrierId"], json!(school));
        let second = officer.post("/v1/organisation-units", establishment("Dependance")).await.expect(201);
        assert_eq!(second.json["carrierId"], json!(second.id()));
        let first = officer.get(&format!("/v1/organisation-units/{}", first.id())).await.expect(200);
        assert_eq!(first.json["carrierId"], json!(first.id()));
        assert_eq!(first.json["carrierChanges"][0]["from"], json!(school));
    }
}

both_stores! {
    fn a_code_is_that_of_one_school_whoever_asks(store) {
        let app = TestApp::start(store).await;
        let ((one, officer), (two, other)) = (app.board("Een").await, app.board("Twee").await);
        let school = |board, brin: &str| json!({"kind": "school", "name": "School", "parentId": board, "sector": "po", "identifiers": [{"type": "brin", "value": brin}]});
        let held = officer.post("/v1/organisation-units", school(one, "90ZA")).await.expect(201).id();
        for (caller, board) in [(&officer, one), (&other, two)] {
            let answer = caller.post("/v1/organisation-units", school(board, "90za")).await.refused(400, "invalid-input");
            assert_eq!(answer.errors(), [("/identifiers/0/value".to_owned(), "identifier-taken".to_owned())]);
        }
        let theirs = other.post("/v1/organisation-units", school(two, "90ZB")).await.expect(201).id();
        let path = format!("/v1/organisation-units/{theirs}");
        other.patch(&path, json!({"identifiers": [{"type": "brin", "value": "90ZA"}]})).await.refused(400, "invalid-input");
        // Once the school that had it is no more, the code can pass on.
        officer.patch(&format!("/v1/organisation-units/{held}"), json!({"endsOn": "2026-07-31"})).await.expect(200);
        let on = json!({"startsOn": "2026-08-01", "identifiers": [{"type": "brin", "value": "90ZA"}]});
        other.patch(&path, on).await.expect(200);
    }
}

both_stores! {
    fn a_unit_moves_with_all_that_is_under_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (from, to) = (app.school(&officer, board, "Van").await, app.school(&officer, board, "Naar").await);
        let place = |kind: &str, parent| json!({"kind": kind, "name": kind, "parentId": parent});
        let department = officer.post("/v1/organisation-units", place("department", from)).await.expect(201).id();
        let team = officer.post("/v1/organisation-units", place("team", department)).await.expect(201).id();
        let leader = app.caller(Role::SchoolLeader, to).await;
        leader.get(&format!("/v1/organisation-units/{team}")).await.refused(404, "not-found");
        let moved = officer.patch(&format!("/v1/organisation-units/{department}"), json!({"parentId": to})).await;
        assert_eq!(moved.expect(200).json["parentId"], json!(to));
        leader.get(&format!("/v1/organisation-units/{team}")).await.expect(200);
        let under = officer.get(&format!("/v1/organisation-units?under={from}")).await;
        assert_eq!(under.items().len(), 1);
        let under = officer.get(&format!("/v1/organisation-units?under={to}")).await;
        assert_eq!(under.items().len(), 3);
    }
}
