//! Two writes to one cycle never miss each other.

use akoki_tests::{Answer, both_stores};
use serde_json::json;

use super::{Scene, scene, today};

const ROUNDS: usize = 25;

/// Starts Do while something else is done that would make that impossible; exactly one of the two wins.
async fn race<F, T>(scene: &Scene, other: F)
where
    F: Fn(akoki_tests::Caller, uuid::Uuid) -> T,
    T: Future<Output = Answer> + Send + 'static,
{
    let (mut started, mut stopped) = (0, 0);
    for _ in 0..ROUNDS {
        let cycle = scene.cycle().await;
        let goal = scene.goal(cycle).await;
        let other = tokio::spawn(other(scene.officer.clone(), goal));
        let officer = scene.officer.clone();
        let path = format!("/v1/improvement-cycles/{cycle}/transitions");
        let start =
            tokio::spawn(async move { officer.post(&path, json!({"command": "startDo"})).await });
        let (other, start) = (other.await.unwrap(), start.await.unwrap());
        match (other.status, start.status) {
            (409, 200) => started += 1,
            (200 | 204, 409) => stopped += 1,
            _ => panic!("both or none: {} {}", other.text, start.text),
        }
        let state = scene.read("improvement-cycles", cycle).await["state"].clone();
        let expected = if start.status == 200 { "do" } else { "plan" };
        assert_eq!(state, json!(expected));
    }
    assert_eq!(started + stopped, ROUNDS);
}

both_stores! {
    fn a_goal_cannot_vanish_while_its_cycle_leaves_plan(store) {
        let scene = scene(store).await;
        race(&scene, |officer, goal| async move { officer.delete(&format!("/v1/goals/{goal}")).await }).await;
    }
}

both_stores! {
    fn a_goal_cannot_become_untestable_while_its_cycle_leaves_plan(store) {
        let scene = scene(store).await;
        race(&scene, |officer, goal| async move {
            officer.patch(&format!("/v1/goals/{goal}"), json!({"target": null})).await
        }).await;
    }
}

both_stores! {
    fn many_writers_of_one_cycle_all_get_through(store) {
        let scene = scene(store).await;
        let (cycle, goal) = scene.brought_to("do", json!({})).await;
        let day = today(&scene.app);
        let writers = (0..12).map(|n| {
            let (officer, day) = (scene.officer.clone(), day.clone());
            tokio::spawn(async move {
                if n % 2 == 0 {
                    let body = json!({"measuredOn": day, "value": n});
                    officer.post(&format!("/v1/goals/{goal}/measurements"), body).await
                } else {
                    let body = json!({"title": format!("Actie {n}"), "goalId": goal});
                    officer.post(&format!("/v1/improvement-cycles/{cycle}/actions"), body).await
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            let _ = writer.await.unwrap().expect(201);
        }
        let shown = scene.read("improvement-cycles", cycle).await;
        assert_eq!(shown["actionCount"], json!(7));
        assert_eq!(scene.officer.get(&format!("/v1/goals/{goal}/measurements")).await.items().len(), 6);
    }
}
