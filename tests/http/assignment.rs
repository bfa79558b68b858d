//! Assignments: what somebody does where, ended and never deleted.

use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};

use super::person::hired;

both_stores! {
    fn an_assignment_is_ended_and_stays(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let person = hired(&officer, school, "Anouk", "Meer").await;
        let body = json!({"personId": person, "unitId": school, "function": "teacher", "startsOn": "2020-08-01"});
        let made = officer.post("/v1/assignments", body.clone()).await.expect(201);
        let path = format!("/v1/assignments/{}", made.id());
        // The same work twice on a day is one assignment.
        let answer = officer.post("/v1/assignments", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/startsOn".to_owned(), "periods-overlap".to_owned())]);
        officer.delete(&path).await.refused(405, "method-not-allowed");
        let answer = officer.patch(&path, json!({"function": "hr", "unitId": board})).await.refused(400, "invalid-input");
        let pair = |location: &str| (location.to_owned(), "not-changeable".to_owned());
        assert_eq!(answer.errors(), [pair("/function"), pair("/unitId")]);
        stranger.get(&path).await.refused(404, "not-found");
        let endings = format!("{path}/endings");
        stranger.post(&endings, json!({})).await.refused(404, "not-found");
        let answer = officer.post(&endings, json!({"endsOn": "2020-07-31"})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/endsOn".to_owned(), "end-before-start".to_owned())]);
        let ended = officer.post(&endings, json!({"endsOn": "2024-07-31"})).await.expect(200);
        assert_eq!(ended.json["endsOn"], "2024-07-31");
        officer.post(&endings, json!({})).await.refused(409, "already-ended");
        assert_eq!(officer.get("/v1/assignments?on=2023-01-01").await.items().len(), 1);
        assert_eq!(officer.get("/v1/assignments?on=2024-08-01").await.items(), &[] as &[Value]);
        assert_eq!(officer.get(&format!("/v1/assignments?personId={person}&function=teacher")).await.items().len(), 1);
    }
}

both_stores! {
    fn an_assignment_lies_within_the_days_of_its_unit_and_its_board(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        officer.patch(&format!("/v1/organisation-units/{school}"), json!({"endsOn": "2024-07-31"})).await.expect(200);
        let person = hired(&officer, board, "Anouk", "Meer").await;
        let body = json!({"personId": person, "unitId": school, "function": "teacher", "startsOn": "2026-08-01", "endsOn": "2026-01-01"});
        let answer = officer.post("/v1/assignments", body).await.refused(400, "invalid-input");
        let pair = |location: &str, code: &str| (location.to_owned(), code.to_owned());
        assert_eq!(answer.errors(), [pair("/endsOn", "end-before-start"), pair("/unitId", "unit-ended")]);
        let body = json!({"personId": school, "unitId": person, "function": "wizard", "startsOn": "2026"});
        let answer = officer.post("/v1/assignments", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/function", "invalid-value"), pair("/startsOn", "invalid-format")]);
    }
}
