//! Whoever follows the feed and keeps copies by version has the last one, also of a cycle of which only
//! something that belongs to it changed.

use super::{Scene, scene};
use crate::http::follower::{Follower, settle};
use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

/// The versions that the next events say of a resource.
async fn said(scene: &Scene, follower: &mut Follower, path: &str) -> Vec<i64> {
    settle(&scene.app).await;
    let events = follower.rest(&scene.officer, "").await;
    let of = |event: &&Value| event["subject"] == json!(path);
    let versions = events.iter().filter(of);
    versions
        .map(|event| event["version"].as_i64().unwrap())
        .collect()
}

/// The version that a resource has.
async fn has(scene: &Scene, path: &str) -> i64 {
    scene.officer.get(path).await.expect(200).json["version"]
        .as_i64()
        .unwrap()
}

both_stores! {
    fn a_follower_hears_of_every_version_of_a_cycle_and_of_its_goals(store) {
        let scene = scene(store).await;
        let cycle = scene.cycle().await;
        let own = format!("/v1/improvement-cycles/{cycle}");
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        // One more event of the cycle for each unit of work, with the version that is read after it.
        let goal = scene.goal(cycle).await;
        assert_eq!(said(&scene, &mut follower, &own).await, [2]);
        let goal_path = format!("/v1/goals/{goal}");
        scene.officer.patch(&goal_path, json!({"title": "Anders"})).await.expect(200);
        assert_eq!(said(&scene, &mut follower, &own).await, [3]);
        // Nothing changes, so nothing is said.
        scene.officer.patch(&goal_path, json!({"title": "Anders"})).await.expect(200);
        assert_eq!(said(&scene, &mut follower, &own).await, [] as [i64; 0]);
        let action = json!({"title": "Scholing", "ownerId": scene.owner, "dueOn": "2031-03-31"});
        let first = scene.under("improvement-cycles", cycle, "actions", action.clone()).await;
        assert_eq!(said(&scene, &mut follower, &own).await, [4]);
        scene.officer.delete(&format!("/v1/actions/{first}")).await.expect(204);
        assert_eq!(said(&scene, &mut follower, &own).await, [5]);
        scene.under("improvement-cycles", cycle, "actions", action).await;
        assert_eq!(said(&scene, &mut follower, &own).await, [6]);
        scene.command(cycle, "startDo").await.expect(200);
        assert_eq!(said(&scene, &mut follower, &own).await, [7], "what it says itself is not said again");
        let before = has(&scene, &goal_path).await;
        scene.measure(goal, 50.0).await;
        settle(&scene.app).await;
        let events = follower.rest(&scene.officer, "").await;
        let seen: Vec<_> = events.iter().map(|event| (event["type"].as_str().unwrap(), event["version"].as_i64().unwrap())).collect();
        assert_eq!(seen, [
            ("nl.akoki.measurement.created.v1", 1),
            ("nl.akoki.improvementcycle.updated.v1", 8),
            ("nl.akoki.goal.updated.v1", before + 1),
        ]);
        assert_eq!((has(&scene, &own).await, has(&scene, &goal_path).await), (8, before + 1));
    }
}

both_stores! {
    fn the_trail_says_what_a_version_was_counted_up_for(store) {
        let scene = scene(store).await;
        let cycle = scene.cycle().await;
        let goal: Uuid = scene.goal(cycle).await;
        settle(&scene.app).await;
        let trail = scene.officer.get(&format!("/v1/trail?resource={cycle}")).await.expect(200);
        let last = trail.items().last().unwrap();
        assert_eq!((&last["verb"], &last["version"]), (&json!("updated"), &json!(2)));
        assert_eq!(last["changes"], json!({"because": [format!("/v1/goals/{goal}")]}));
        assert_eq!(last["operation"], "createGoal");
    }
}
