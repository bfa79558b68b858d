//! What may be changed in which state.

use akoki_tests::both_stores;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, scene, today};

/// What is tried: method, path and body.
async fn attempts(
    scene: &Scene,
    cycle: Uuid,
    goal: Uuid,
) -> Vec<(&'static str, Method, String, Value)> {
    let day = today(&scene.app);
    let cycle_path = format!("/v1/improvement-cycles/{cycle}");
    let goal_path = format!("/v1/goals/{goal}");
    let action = scene
        .officer
        .get(&format!("{cycle_path}/actions"))
        .await
        .items()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let owner = json!({"ownerId": scene.person("Pietersen").await});
    let new_title = json!({"title": Uuid::now_v7().to_string()});
    vec![
        (
            "describe the cycle",
            Method::PATCH,
            cycle_path.clone(),
            new_title.clone(),
        ),
        ("reassign the goal", Method::PATCH, goal_path.clone(), owner),
        (
            "change the scope",
            Method::PATCH,
            cycle_path.clone(),
            json!({"theme": "organisatie"}),
        ),
        (
            "add a goal",
            Method::POST,
            format!("{cycle_path}/goals"),
            scene.testable(),
        ),
        (
            "change the goal",
            Method::PATCH,
            goal_path.clone(),
            new_title.clone(),
        ),
        (
            "add an action",
            Method::POST,
            format!("{cycle_path}/actions"),
            json!({"title": "Nog een"}),
        ),
        (
            "change the action",
            Method::PATCH,
            format!("/v1/actions/{action}"),
            new_title,
        ),
        (
            "measure",
            Method::POST,
            format!("{goal_path}/measurements"),
            json!({"measuredOn": day, "value": 51}),
        ),
        (
            "review",
            Method::POST,
            format!("{goal_path}/reviews"),
            json!({"heldOn": day, "finding": "Op koers"}),
        ),
        (
            "evaluate",
            Method::PUT,
            format!("{cycle_path}/evaluation"),
            json!({"text": "Goed", "evaluatedOn": day}),
        ),
        (
            "decide",
            Method::POST,
            format!("{goal_path}/decisions"),
            json!({"kind": "stop", "lesson": "Klaar", "takenOn": day}),
        ),
        (
            "remove the action",
            Method::DELETE,
            format!("/v1/actions/{action}"),
            json!({}),
        ),
    ]
}

/// What is allowed in a state; everything else is refused with the states in which it is.
async fn allowed(scene: &Scene, state: &str) -> Vec<&'static str> {
    let (cycle, goal) = scene.brought_to(state, json!({})).await;
    let mut done = Vec::new();
    for (what, method, path, body) in attempts(scene, cycle, goal).await {
        let answer = match method {
            Method::POST => scene.officer.post(&path, body).await,
            Method::PUT => scene.officer.put(&path, body).await,
            Method::PATCH => scene.officer.patch(&path, body).await,
            _ => scene.officer.delete(&path).await,
        };
        if answer.status < 300 {
            done.push(what);
        } else {
            assert_eq!(
                answer.refused(409, "cycle-state-forbids").blockers(),
                ["cycle-state-forbids"],
                "{state}: {what}"
            );
        }
    }
    done
}

both_stores! {
    fn a_plan_that_is_carried_out_does_not_move(store) {
        let scene = scene(store).await;
        assert_eq!(allowed(&scene, "plan").await, [
            "describe the cycle", "reassign the goal", "change the scope", "add a goal", "change the goal",
            "add an action", "change the action", "remove the action",
        ]);
        assert_eq!(allowed(&scene, "do").await, [
            "describe the cycle", "reassign the goal", "add an action", "change the action", "measure", "review",
        ]);
        assert_eq!(allowed(&scene, "check").await, [
            "describe the cycle", "reassign the goal", "add an action", "change the action", "measure", "review", "evaluate",
        ]);
        assert_eq!(allowed(&scene, "act").await, ["describe the cycle", "reassign the goal", "decide"]);
        let (cycle, goal) = scene.brought_to("plan", json!({})).await;
        let tries = attempts(&scene, cycle, goal).await;
        let _ = scene.command(cycle, "cancel").await.expect(200);
        for (what, method, path, body) in tries.into_iter().filter(|one| one.1 == Method::POST) {
            let answer = scene.officer.request(method, &path).json(&body);
            akoki_tests::send(answer).await.refused(409, "cycle-state-forbids");
            assert!(!what.is_empty());
        }
    }
}

both_stores! {
    fn only_a_first_round_in_plan_can_be_removed_and_takes_all_along(store) {
        let scene = scene(store).await;
        let (cycle, goal) = scene.brought_to("plan", json!({"requirements": ["inspectorate/2025/po/OP2"]})).await;
        assert_eq!(scene.officer.delete(&format!("/v1/improvement-cycles/{cycle}")).await.status, 204);
        scene.officer.get(&format!("/v1/goals/{goal}")).await.refused(404, "not-found");
        assert!(scene.officer.get("/v1/actions").await.items().is_empty());
        let (running, goal) = scene.brought_to("act", json!({})).await;
        scene.officer.delete(&format!("/v1/improvement-cycles/{running}")).await.refused(409, "cycle-state-forbids");
        scene.decide(goal, "adjust", "Verder").await;
        let next = scene.command(running, "startNextRound").await.expect(200).json["nextId"].as_str().unwrap().to_owned();
        scene.officer.delete(&format!("/v1/improvement-cycles/{next}")).await.refused(409, "in-use");
    }
}

both_stores! {
    fn a_goal_is_decided_upon_once(store) {
        let scene = scene(store).await;
        let (_, goal) = scene.brought_to("act", json!({})).await;
        let decision = scene.decide(goal, "secure", "Zo blijven doen").await;
        let again = json!({"kind": "stop", "lesson": "Toch niet", "takenOn": today(&scene.app)});
        scene.officer.post(&format!("/v1/goals/{goal}/decisions"), again).await.refused(409, "duplicate");
        let corrected = scene.officer.patch(&format!("/v1/decisions/{decision}"), json!({"kind": "stop"})).await.expect(200);
        assert_eq!((&corrected.json["kind"], &corrected.json["lesson"]), (&json!("stop"), &json!("Zo blijven doen")));
        assert_eq!(scene.read("goals", goal).await["decisionId"], json!(decision));
        assert_eq!(scene.officer.delete(&format!("/v1/decisions/{decision}")).await.status, 204);
        assert_eq!(scene.read("goals", goal).await["decisionId"], json!(null));
    }
}
