//! What is late is told higher up.

use akoki_domain::access::Role;
use akoki_tests::{Caller, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, scene};

const DAY: i64 = 86_400_000;

async fn ids(caller: &Caller, filter: &str) -> Vec<Value> {
    let page = caller
        .get(&format!("/v1/findings?{filter}"))
        .await
        .expect(200);
    page.items().iter().map(|one| one["id"].clone()).collect()
}

/// So many days later, who is told.
async fn after(scene: &mut Scene, days: i64, finding: Uuid) -> (Caller, Value, Value) {
    scene.app.shared.clock.advance(days * DAY);
    let officer = scene
        .app
        .caller(Role::BoardQualityOfficer, scene.board)
        .await;
    let shown = officer
        .get(&format!("/v1/findings/{finding}"))
        .await
        .expect(200)
        .json;
    (
        officer,
        shown["daysLate"].clone(),
        shown["escalatedToUnitId"].clone(),
    )
}

both_stores! {
    fn what_is_late_goes_up_a_level_and_ends_at_the_board(store) {
        let mut scene = scene(store).await;
        let (_, finding) = scene.nonconformity("major").await;
        assert_eq!(ids(&scene.officer, "overdue=true").await, [] as [Value; 0]);
        let (officer, late, told) = after(&mut scene, 30, finding).await;
        assert_eq!((late, told), (json!(0), Value::Null), "the last day is in time");
        assert_eq!(ids(&officer, "overdue=true").await, [] as [Value; 0]);
        let (board, school) = (scene.board, scene.school);
        for (days, late) in [(1, 1), (29, 30), (1, 31), (100, 131)] {
            let (officer, days_late, told) = after(&mut scene, days, finding).await;
            assert_eq!((days_late, told), (json!(late), json!(board)));
            assert_eq!(ids(&officer, "overdue=true").await, [json!(finding)]);
            assert_eq!(ids(&officer, &format!("escalatedTo={board}")).await, [json!(finding)]);
            assert_eq!(ids(&officer, &format!("escalatedTo={school}")).await, [] as [Value; 0]);
        }
    }
}

both_stores! {
    fn it_goes_up_level_by_level(store) {
        let mut scene = scene(store).await;
        let noord = scene.unit("establishment", "Noord", scene.school).await;
        let _ = scene.unit("establishment", "Zuid", scene.school).await;
        let team = scene.unit("team", "Onderbouw", noord).await;
        let (_, finding) = scene.nonconformity_at(team, "major").await;
        let (school, board) = (scene.school, scene.board);
        let all = [team, noord, school, board];
        // The last day is the thirtieth.
        let steps = [(30, 0, None), (1, 1, Some(noord)), (29, 30, Some(noord)), (1, 31, Some(school)), (30, 61, Some(board)), (300, 361, Some(board))];
        for (days, late, told) in steps {
            let (officer, days_late, shown) = after(&mut scene, days, finding).await;
            assert_eq!((days_late, shown), (json!(late), json!(told)));
            for unit in all {
                let expected: Vec<Value> = (told == Some(unit)).then(|| json!(finding)).into_iter().collect();
                assert_eq!(ids(&officer, &format!("escalatedTo={unit}")).await, expected, "{late} days late, at {unit}");
            }
        }
    }
}

both_stores! {
    fn a_recommendation_that_is_taken_over_and_not_done_becomes_late(store) {
        let mut scene = scene(store).await;
        let audit = scene.running("collegial", &["SKA1"]).await;
        let finding = scene.found(audit, "recommendation").await;
        scene.adopt(audit).await;
        let _ = scene.part(&scene.leader, finding, "response", json!({"decision": "adopted"})).await.expect(200);
        let _ = scene.command(&scene.leader, finding, "answer").await.expect(200);
        let (_, late, told) = after(&mut scene, 365, finding).await;
        assert_eq!((late, told), (json!(0), Value::Null));
        let (officer, late, told) = after(&mut scene, 1, finding).await;
        assert_eq!((late, told), (json!(1), json!(scene.board)));
        assert_eq!(ids(&officer, "overdue=true").await, [json!(finding)]);
    }
}
