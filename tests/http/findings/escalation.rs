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
