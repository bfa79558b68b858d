//! What may be changed in which state.

use akoki_tests::both_stores;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, scene, today};

/// What is tried: method, path and body.
type Attempt = (&'static str, Method, String, Value);

async fn attempts(scene: &Scene, cycle: Uuid, goal: Uuid) -> Vec<Attempt> {
    let mut all = on_the_cycle(scene, cycle).await;
    all.extend(on_the_goal(scene, goal).await);
    all
}

async fn on_the_cycle(scene: &Scene, cycle: Uuid) -> Vec<Attempt> {
    let own = format!("/v1/improvement-cycles/{cycle}");
    let actions = scene.officer.get(&format!("{own}/actions")).await;
    let action = format!("/v1/actions/{}", actions.items()[0]["id"].as_str().unwrap());
    let evaluation = json!({"text": "Goed", "evaluatedOn": today(&scene.app)});
    let title = json!({"title": "Anders"});
    vec![
        (
            "describe the cycle",
            Method::PATCH,
            own.clone(),
            title.clone(),
        ),
        (
            "change the scope",
            Method::PATCH,
            own.clone(),
            json!({"theme": "organisatie"}),
        ),
        (
            "add a goal",
            Method::POST,
            format!("{own}/goals"),
            scene.testable(),
        ),
        (
            "add an action",
            Method::POST,
            format!("{own}/actions"),
            json!({"title": "Nog een"}),
        ),
        ("change the action", Method::PATCH, action.clone(), title),
        (
            "evaluate",
            Method::PUT,
            format!("{own}/evaluation"),
            evaluation,
        ),
        ("remove the action", Method::DELETE, action, json!({})),
    ]
}

async fn on_the_goal(scene: &Scene, goal: Uuid) -> Vec<Attempt> {
    let own = format!("/v1/goals/{goal}");
    let day = today(&scene.app);
    let owner = json!({"ownerId": scene.person("Pietersen").await});
    let measured = json!({"measuredOn": day, "value": 51});
    let reviewed = json!({"heldOn": day, "finding": "Op koers"});
    let decided = json!({"kind": "stop", "lesson": "Klaar", "takenOn": day});
    vec![
        ("reassign the goal", Method::PATCH, own.clone(), owner),
        (
            "change the goal",
            Method::PATCH,
            own.clone(),
            json!({"title": "Anders"}),
        ),
        (
            "measure",
            Method::POST,
            format!("{own}/measurements"),
            measured,
        ),
        ("review", Method::POST, format!("{own}/reviews"), reviewed),
        ("decide", Method::POST, format!("{own}/decisions"), decided),
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
            "describe the cycle", "change the scope", "add a goal", "add an action", "change the action",
            "remove the action", "reassign the goal", "change the goal",
        ]);
        assert_eq!(allowed(&scene, "do").await, [
            "describe the cycle", "add an action", "change the action", "reassign the goal", "measure", "review",
        ]);
        assert_eq!(allowed(&scene, "check").await, [
            "describe the cycle", "add an action", "change the action", "evaluate", "reassign the goal", "measure", "review",
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
