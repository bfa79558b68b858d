//! A goal from Plan to the next round's Plan.

use akoki_tests::both_stores;
use serde_json::json;
use uuid::Uuid;

use super::{blockers, scene, today};

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(code, at)| ((*code).to_owned(), (*at).to_owned()))
        .collect()
}

both_stores! {
    fn a_goal_goes_from_plan_to_the_plan_of_the_next_round(store) {
        let scene = scene(store).await;
        let cycle = scene.cycle().await;
        let goal = scene.under("improvement-cycles", cycle, "goals", json!({"title": "Meer op 1S"})).await;
        assert_eq!(scene.read("goals", goal).await["testable"], json!(false));
        let refused = scene.command(cycle, "startDo").await.refused(409, "transition-blocked");
        assert_eq!(refused.json["blockers"].as_array().unwrap().len(), 9);
        let _ = scene.officer.patch(&format!("/v1/goals/{goal}"), scene.testable()).await.expect(200);
        let doing = scene.command(cycle, "startDo").await.expect(200);
        assert_eq!((&doing.json["state"], &doing.json["doStartedOn"]), (&json!("do"), &json!(today(&scene.app))));

        let other = scene.under("improvement-cycles", cycle, "actions", json!({"title": "Scholing"})).await;
        let refused = scene.command(cycle, "startCheck").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("action-without-due-date", "/dueOn"), ("action-without-owner", "/ownerId")]));
        let complete = json!({"ownerId": scene.owner, "dueOn": "2031-01-31"});
        let _ = scene.officer.patch(&format!("/v1/actions/{other}"), complete).await.expect(200);
        let _ = scene.command(cycle, "startCheck").await.expect(200);

        let refused = scene.command(cycle, "startAct").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("evaluation-missing", "/evaluation"), ("goal-not-measured", "")]));
        scene.measure(goal, 48.25).await;
        assert_eq!(scene.evaluate(cycle).await.expect(200).json["evaluation"]["text"], json!("Het werkt."));
        let _ = scene.command(cycle, "startAct").await.expect(200);

        let refused = scene.command(cycle, "close").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("goal-undecided", "")]));
        scene.decide(goal, "adjust", "Begin eerder met automatiseren").await;
        let refused = scene.command(cycle, "close").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("next-round-needed", "")]));
        let ended = scene.command(cycle, "startNextRound").await.expect(200);
        assert_eq!(ended.json["state"], json!("closed"));

        let next: Uuid = ended.json["nextId"].as_str().unwrap().parse().unwrap();
        let second = scene.read("improvement-cycles", next).await;
        assert_eq!((&second["round"], &second["state"], &second["previousId"]), (&json!(2), &json!("plan"), &json!(cycle)));
        assert_eq!(ended.json["links"]["next"], second["links"]["self"]);
        let goals = scene.officer.get(&format!("/v1/improvement-cycles/{next}/goals")).await.expect(200);
        let carried = &goals.items()[0];
        assert_eq!(goals.items().len(), 1);
        assert_eq!((&carried["previousId"], &carried["baseline"], &carried["dueOn"]), (&json!(goal), &json!(48.25), &json!(null)));
        let missing: Vec<_> = carried["missing"].as_array().unwrap().iter().map(|one| &one["location"]).collect();
        assert_eq!(missing, ["/dueOn"], "only a new date is asked for");

        let steps = scene.officer.get(&format!("/v1/improvement-cycles/{cycle}/transitions")).await.expect(200);
        let steps: Vec<_> = steps.items().iter().map(|step| step["command"].as_str().unwrap().to_owned()).collect();
        assert_eq!(steps, ["startDo", "startCheck", "startAct", "startNextRound"]);
    }
}

both_stores! {
    fn a_refusal_lists_everything_that_is_missing(store) {
        let scene = scene(store).await;
        let cycle = scene.cycle().await;
        let refused = scene.command(cycle, "startDo").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("goal-missing", "/goals")]));
        let bare = scene.under("improvement-cycles", cycle, "goals", json!({"title": "Vaag"})).await;
        let mut wrong_way = scene.testable();
        wrong_way["target"] = json!(40);
        wrong_way.as_object_mut().unwrap().remove("ownerId");
        let against = scene.under("improvement-cycles", cycle, "goals", wrong_way).await;
        let refused = scene.command(cycle, "startDo").await.refused(409, "transition-blocked");
        let all = refused.json["blockers"].as_array().unwrap();
        let of = |goal: Uuid| {
            let href = format!("/v1/goals/{goal}");
            let mut found: Vec<_> = all.iter().filter(|one| one["href"] == json!(href))
                .map(|one| one["location"].as_str().unwrap().to_owned()).collect();
            found.sort();
            found
        };
        let every = ["/baseline", "/direction", "/dueOn", "/expectedEffect", "/indicator", "/ownerId", "/reviewRhythm", "/target", "/unitOfMeasure"];
        assert_eq!(of(bare), every);
        assert_eq!(of(against), ["/ownerId", "/target"]);
        assert_eq!(all.len(), 11);
        // The representation says the same, for every command.
        let shown = scene.read("improvement-cycles", cycle).await;
        assert_eq!(shown["availableCommands"], json!(["cancel"]));
        let blocked = shown["blockers"].as_array().unwrap();
        assert_eq!(blocked.len(), 7);
        assert_eq!((&blocked[0]["command"], &blocked[0]["reasons"]), (&json!("startDo"), &refused.json["blockers"]));
        let reason = blocked[1]["reasons"][0]["code"].as_str().unwrap();
        assert_eq!((&blocked[1]["command"], reason), (&json!("startCheck"), "cycle-state-forbids"));
    }
}

both_stores! {
    fn a_plan_taken_back_starts_anew_and_keeps_what_was_measured(store) {
        let scene = scene(store).await;
        let (cycle, goal) = scene.brought_to("check", json!({})).await;
        let _ = scene.evaluate(cycle).await.expect(200);
        let back = scene.command(cycle, "backToPlan").await.expect(200);
        assert_eq!((&back.json["evaluation"], &back.json["doStartedOn"]), (&json!(null), &json!(null)));
        assert_eq!(scene.read("goals", goal).await["lastMeasurement"]["value"], json!(50));
        let refused = scene.officer.delete(&format!("/v1/goals/{goal}")).await.refused(409, "in-use");
        assert_eq!(refused.blockers(), ["in-use"]);
        let _ = scene.officer.post(&format!("/v1/improvement-cycles/{cycle}/transitions"), json!({"command": "fly"}))
            .await.refused(400, "invalid-input");
    }
}
