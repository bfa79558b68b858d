//! What is late is told in the feed: once for each level, to whoever reads the finding.

use akoki_api::{app::service_call, worker::escalations::run_due};
use akoki_domain::access::Role;
use akoki_tests::{Caller, both_stores, send};
use reqwest::Method;
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use super::{Scene, scene};
use crate::http::follower::{Follower, escalations, settle};

const DAY: i64 = 86_400_000;

impl Scene {
    /// Days go by, and the workers do what is to be done; whoever calls signs in anew.
    async fn later(&mut self, days: i64) {
        self.app.shared.clock.advance(days * DAY);
        settle(&self.app).await;
        self.officer = self.app.caller(Role::BoardQualityOfficer, self.board).await;
        self.leader = self.app.caller(Role::SchoolLeader, self.school).await;
    }

    fn in_days(&self, days: i64) -> String {
        (self.app.shared.clock.today() + Duration::days(days)).to_string()
    }
}

/// As [`escalations`], of findings.
async fn told(follower: &mut Follower, caller: &Caller) -> Vec<(String, i64, Value)> {
    escalations(follower, caller, "finding").await
}

fn event(finding: Uuid, late: i64, to: Uuid) -> (String, i64, Value) {
    (format!("/v1/findings/{finding}"), late, json!(to))
}

both_stores! {
    fn each_level_is_told_once(store) {
        let mut scene = scene(store).await;
        let noord = scene.unit("establishment", "Noord", scene.school).await;
        let _ = scene.unit("establishment", "Zuid", scene.school).await;
        let team = scene.unit("team", "Onderbouw", noord).await;
        let (_, finding) = scene.nonconformity_at(team, "major").await;
        let (school, board) = (scene.school, scene.board);
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        // The last day is the thirtieth.
        for (days, expected) in [
            (30, None), (1, Some((1, noord))), (29, None), (1, Some((31, school))), (29, None), (1, Some((61, board))), (300, None),
        ] {
            scene.later(days).await;
            let expected: Vec<_> = expected.map(|(late, to)| event(finding, late, to)).into_iter().collect();
            assert_eq!(told(&mut follower, &scene.officer).await, expected);
            settle(&scene.app).await;
            assert_eq!(told(&mut follower, &scene.officer).await, [], "told again");
        }
    }
}

both_stores! {
    fn whoever_reads_it_at_the_unit_or_above_is_told_and_nobody_else(store) {
        let mut scene = scene(store).await;
        let (_, finding) = scene.nonconformity("major").await;
        let path = format!("/v1/findings/{finding}");
        let before = scene.officer.get(&path).await.expect(200);
        settle(&scene.app).await;
        let cursor = Follower::latest(&scene.officer).await.cursor;
        scene.later(31).await;
        let (other, stranger) = {
            let (board, officer) = scene.app.board("Twee").await;
            let school = scene.app.school(&scene.officer, scene.board, "Elders").await;
            assert_ne!(board, scene.board);
            (scene.app.caller(Role::SchoolLeader, school).await, officer)
        };
        let from = |cursor: &str| Follower { cursor: cursor.to_owned(), ..Follower::beginning() };
        let one = [event(finding, 1, scene.board)];
        assert_eq!(told(&mut from(&cursor), &scene.officer).await, one);
        assert_eq!(told(&mut from(&cursor), &scene.leader).await, one);
        for nobody in [&other, &stranger] {
            assert_eq!(told(&mut from(&cursor), nobody).await, []);
        }
        // It says what and since when, and on which unit it hangs.
        let events = from(&cursor).rest(&scene.officer, "&type=nl.akoki.finding.escalated.v1").await;
        let data = json!({"dueOn": before.json["dueOn"], "daysLate": 1, "escalatedToUnitId": scene.board});
        assert_eq!((&events[0]["data"], &events[0]["unitId"], &events[0]["boardId"]), (&data, &json!(scene.school), &json!(scene.board)));
        // Nothing of it was changed: what was read before holds as a condition, and the trail says nothing.
        let after = scene.officer.get(&path).await.expect(200);
        assert_eq!((&after.json["version"], &after.json["updatedAt"]), (&before.json["version"], &before.json["updatedAt"]));
        let trail = scene.officer.get("/v1/trail?limit=200").await.expect(200);
        assert!(trail.items().iter().all(|entry| entry["verb"] != "escalated"), "{}", trail.text);
        let response = scene.leader.request(Method::PUT, &format!("{path}/correction"))
            .header("if-match", before.header("etag")).json(&scene.correction(&scene.in_days(5)));
        let _ = send(response).await.expect(200);
    }
}

both_stores! {
    fn another_day_begins_anew_and_what_is_done_is_not_told(store) {
        let mut scene = scene(store).await;
        let (_, finding) = scene.nonconformity("major").await;
        let (_, other) = scene.nonconformity("major").await;
        let board = scene.board;
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        scene.later(31).await;
        let mut expected = [event(finding, 1, board), event(other, 1, board)];
        expected.sort_by_key(|one| one.0.clone());
        let mut seen = told(&mut follower, &scene.officer).await;
        seen.sort_by_key(|one| one.0.clone());
        assert_eq!(seen, expected);
        // What is answered is awaited on the day of its action.
        let correction = scene.correction(&scene.in_days(5));
        let _ = scene.part(&scene.leader, finding, "correction", correction).await.expect(200);
        let _ = scene.command(&scene.leader, finding, "answer").await.expect(200);
        scene.later(5).await;
        assert_eq!(told(&mut follower, &scene.officer).await, []);
        scene.later(1).await;
        assert_eq!(told(&mut follower, &scene.officer).await, [event(finding, 1, board)]);
        // Carried out in time for the next look: whoever audits owes the verification, ninety days later.
        let mut done = scene.correction(&scene.in_days(5));
        (done["executedOn"], done["executedById"]) = (json!(scene.in_days(0)), json!(scene.owner));
        let _ = scene.part(&scene.leader, finding, "correction", done).await.expect(200);
        let _ = scene.command(&scene.leader, finding, "reportCarriedOut").await.expect(200);
        scene.later(0).await;
        assert_eq!(told(&mut follower, &scene.officer).await, []);
        scene.later(90).await;
        assert_eq!(told(&mut follower, &scene.officer).await, [], "verified in time");
        scene.later(1).await;
        assert_eq!(told(&mut follower, &scene.officer).await, [event(finding, 1, board)]);
    }
}

both_stores! {
    fn three_that_look_at_once_tell_it_once(store) {
        let mut scene = scene(store).await;
        let (_, finding) = scene.nonconformity("major").await;
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        scene.app.shared.clock.advance(31 * DAY);
        let calls = [
            service_call(&scene.app.shared, "test").await.unwrap(),
            service_call(&scene.app.shared, "test").await.unwrap(),
            service_call(&scene.app.shared, "test").await.unwrap(),
        ];
        let [one, two, three] = &calls;
        let (one, two, three) = tokio::join!(run_due(one), run_due(two), run_due(three));
        for done in [one, two, three] {
            done.unwrap();
        }
        scene.later(0).await;
        assert_eq!(told(&mut follower, &scene.officer).await, [event(finding, 1, scene.board)]);
    }
}
