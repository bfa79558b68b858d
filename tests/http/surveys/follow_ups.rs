//! What units do with the results of a survey.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::followed::{command, scene};
use crate::http::{
    follower::{Follower, escalations, settle},
    named,
};

fn about(results: &[&str]) -> Value {
    results.iter().map(|key| json!({"key": key})).collect()
}

both_stores! {
    fn each_unit_closes_its_own_and_the_board_ends_the_survey_after_the_last(store) {
        let mut scene = scene(store).await;
        let campaign = scene.settled(scene.stated("pupils-po", "pupil")).await;
        let own = format!("/v1/survey-campaigns/{campaign}");
        let [first, second] = scene.begun("survey-follow-ups", campaign).await;
        let seen = scene.leader.get(&first).await.expect(200).json;
        assert_eq!((&seen["state"], &seen["answer"]), (&json!("open"), &json!(null)));
        assert_eq!((&seen["dueOn"], &seen["overdue"]), (&json!(scene.day(30)), &json!(false)));
        assert_eq!(seen["availableCommands"], json!(["close"]));
        // Of another school a leader sees nothing.
        let _ = scene.leader.get(&second).await.refused(404, "not-found");
        let ending = json!({"command": "close"});
        let refused = command(&scene.officer, &own, ending.clone()).await.refused(409, "transition-blocked");
        let mut open = named(&refused);
        open.sort_unstable();
        let mut expected = [first.as_str(), second.as_str()];
        expected.sort_unstable();
        assert_eq!(open, expected);

        let cycle = scene.cycle(scene.schools[0], json!({})).await;
        let said = json!({
            "command": "close", "cycleIds": [cycle],
            "results": [{"key": "say", "groupKey": "groep-7"}, {"key": "wellbeing"}],
        });
        let closed = command(&scene.leader, &first, said).await.expect(200).json;
        assert_eq!(closed["answer"]["cycleIds"], json!([cycle]));
        assert_eq!(closed["answer"]["results"], json!([{"key": "say", "groupKey": "groep-7"}, {"key": "wellbeing"}]));
        assert_eq!(closed["answer"]["closedOn"], json!(scene.day(0)));
        assert_eq!((&closed["cycles"][0]["title"], &closed["cycles"][0]["state"]), (&json!("Rust in de pauze"), &json!("plan")));
        // One school that is slow holds no other up: only the board's end waits for it.
        let refused = command(&scene.officer, &own, ending.clone()).await.refused(409, "transition-blocked");
        assert_eq!(named(&refused), [second.as_str()]);
        let said = json!({"command": "close", "decision": {"reason": "Beter dan vorig jaar."}});
        let closed = command(&scene.officer, &second, said).await.expect(200).json;
        assert_eq!(closed["answer"]["decision"]["reason"], json!("Beter dan vorig jaar."));
        assert_eq!(closed["answer"]["decision"]["decidedOn"], json!(scene.day(0)));
        // Until that end a unit can take it up again; what it said stays.
        let again = json!({"command": "reopen", "reason": "Nieuwe klachten"});
        let opened = command(&scene.officer, &second, again.clone()).await.expect(200).json;
        assert_eq!(opened["earlierAnswers"][0]["answer"]["decision"]["reason"], json!("Beter dan vorig jaar."));
        let _ = command(&scene.officer, &own, ending.clone()).await.refused(409, "transition-blocked");
        let said = json!({"command": "close", "decision": {"reason": "Afgehandeld met de ouders."}});
        let _ = command(&scene.officer, &second, said).await.expect(200);
        let ended = command(&scene.officer, &own, ending).await.expect(200);
        assert_eq!(ended.json["state"], json!("closed"));
        let refused = command(&scene.officer, &second, again).await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["survey-ended"]);

        // What is named is kept, and whoever would delete it is told by what.
        let refused = scene.officer.delete(&format!("/v1/improvement-cycles/{cycle}")).await;
        assert!(named(&refused).contains(&first.as_str()), "{}", refused.text);
        // Next year's survey leads to what became of it.
        let mut next = scene.stated("pupils-po", "pupil");
        next["precedingId"] = json!(campaign);
        let next = scene.officer.post("/v1/survey-campaigns", next).await.expect(201).json;
        let became = next["links"]["precedingFollowUps"].as_str().unwrap();
        let became = scene.officer.get(became).await.expect(200);
        assert_eq!(became.items().len(), 2);
        assert!(became.items().iter().all(|one| one["state"] == "closed"));
    }
}

both_stores! {
    fn what_is_named_is_there_and_of_this_unit(store) {
        let mut scene = scene(store).await;
        let campaign = scene.settled(scene.stated("pupils-po", "pupil")).await;
        let [first, _] = scene.begun("survey-follow-ups", campaign).await;
        let here = scene.cycle(scene.schools[0], json!({})).await;
        let elsewhere = scene.cycle(scene.schools[1], json!({})).await;
        let above = scene.cycle(scene.board, json!({})).await;
        let broken = scene.cycle(scene.schools[0], json!({})).await;
        let _ = command(&scene.officer, &format!("/v1/improvement-cycles/{broken}"), json!({"command": "cancel"})).await;
        let close = |more: Value| {
            let mut body = json!({"command": "close"});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let pair = |code: &str, at: &str| (at.to_owned(), code.to_owned());
        for (body, expected) in [
            (close(json!({})), vec![pair("follow-up-not-said", "")]),
            (close(json!({"results": about(&["say"])})), vec![pair("follow-up-not-said", "")]),
            (close(json!({"cycleIds": [here]})), vec![pair("result-not-named", "/results")]),
            (
                close(json!({"cycleIds": [elsewhere, above, broken, scene.board], "results": about(&["say"])})),
                vec![
                    pair("cycle-elsewhere", "/cycleIds/0"), pair("cycle-elsewhere", "/cycleIds/1"),
                    pair("cycle-cancelled", "/cycleIds/2"), pair("unknown-reference", "/cycleIds/3"),
                ],
            ),
            (
                close(json!({"cycleIds": [here], "results": [
                    {"key": "nergens"}, {"key": "say", "groupKey": "groep-8"}, {"key": "say", "groupKey": "groep-9"},
                ]})),
                vec![
                    pair("unknown-result", "/results/0/key"), pair("group-of-other-unit", "/results/1/groupKey"),
                    pair("unknown-group-key", "/results/2/groupKey"),
                ],
            ),
            (json!({"command": "reopen"}), vec![pair("required", "/reason")]),
        ] {
            let refused = command(&scene.officer, &first, body.clone()).await.expect(400);
            assert_eq!(refused.errors(), expected, "{body}");
        }
        let again = json!({"command": "reopen", "reason": "Toch"});
        let _ = command(&scene.officer, &first, again).await.refused(409, "survey-follow-up-state-forbids");
        // A cycle that arises from it counts as named.
        let id = first.rsplit('/').next().unwrap();
        let arises = json!({"arisesFrom": {"type": "survey-follow-up", "id": id}});
        let arisen = scene.cycle(scene.schools[0], arises).await;
        let seen = scene.leader.get(&first).await.expect(200).json;
        assert_eq!(seen["cycles"][0]["id"], json!(arisen));
        let closed = command(&scene.leader, &first, close(json!({"results": about(&["harm"])}))).await.expect(200);
        assert_eq!(closed.json["answer"]["cycleIds"], json!([arisen]));
    }
}

both_stores! {
    fn a_follow_up_that_is_late_goes_up_and_its_day_is_moved_by_who_holds_the_survey(store) {
        let mut scene = scene(store).await;
        let campaign = scene.settled(scene.stated("pupils-po", "pupil")).await;
        let [first, second] = scene.begun("survey-follow-ups", campaign).await;
        let standing = format!("/v1/organisation-units/{}/standing", scene.schools[0]);
        let kinds = |standing: &Value| {
            let all = standing["attention"].as_array().unwrap().iter();
            let ours = all.filter(|one| one["kind"].as_str().is_some_and(|kind| kind.starts_with("surveyFollowUp")));
            ours.map(|one| (one["kind"].clone(), one["why"][0]["code"].clone())).collect::<Vec<_>>()
        };
        let seen = scene.leader.get(&standing).await.expect(200).json;
        assert_eq!(kinds(&seen), [(json!("surveyFollowUpNear"), json!("follow-up-near"))]);
        // No unit puts off its own.
        let moved = |day: String| json!({"dueOn": day, "changeReason": "Fusie"});
        let refused = scene.leader.patch(&first, moved(scene.day(60))).await;
        let _ = refused.refused(403, "forbidden");
        let wrong = scene.officer.patch(&second, json!({"dueOn": scene.day(60)})).await.expect(400);
        assert_eq!(wrong.errors(), [("/changeReason".to_owned(), "required".to_owned())]);
        let later = scene.officer.patch(&second, moved(scene.day(60))).await.expect(200).json;
        assert_eq!(later["earlierDues"][0]["dueOn"], json!(scene.day(30)));
        let noted = scene.leader.patch(&first, json!({"notes": "Eerst de leerlingenraad"})).await.expect(200);
        assert_eq!(noted.json["dueOn"], json!(scene.day(30)));
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        scene.later(31).await;
        settle(&scene.app).await;
        let told = escalations(&mut follower, &scene.officer, "surveyfollowup").await;
        assert_eq!(told, [(first.clone(), 1, json!(scene.board))]);
        let late = scene.officer.get("/v1/survey-follow-ups?overdue=true").await.expect(200);
        assert_eq!(late.items().len(), 1);
        assert_eq!((&late.items()[0]["daysLate"], &late.items()[0]["escalatedToUnitId"]), (&json!(1), &json!(scene.board)));
        let seen = scene.leader.get(&standing).await.expect(200).json;
        assert_eq!(kinds(&seen), [(json!("surveyFollowUpOverdue"), json!("follow-up-overdue"))]);
        assert_eq!(seen["whole"]["overdueFollowUps"]["count"], json!(1), "{}", seen["whole"]);
        // Once the unit said what it does, nothing is late.
        let said = json!({"command": "close", "decision": {"reason": "Alles op orde."}});
        let closed = command(&scene.leader, &first, said).await.expect(200).json;
        assert_eq!((&closed["overdue"], &closed["escalatedToUnitId"]), (&json!(false), &json!(null)));
        let seen = scene.leader.get(&standing).await.expect(200).json;
        assert_eq!(kinds(&seen), []);
    }
}

both_stores! {
    fn who_reads_surveys_does_not_say_what_is_done_with_them(store) {
        let mut scene = scene(store).await;
        let campaign = scene.settled(scene.stated("pupils-po", "pupil")).await;
        let [first, _] = scene.begun("survey-follow-ups", campaign).await;
        let staff = scene.app.caller(Role::Staff, scene.schools[0]).await;
        let _ = staff.get(&first).await.expect(200);
        let said = json!({"command": "close", "decision": {"reason": "Niets doen"}});
        let _ = command(&staff, &first, said).await.refused(403, "forbidden");
        let _ = staff.patch(&first, json!({"notes": "x"})).await.refused(403, "forbidden");
        let steps = scene.leader.get(&format!("{first}/transitions")).await.expect(200);
        assert_eq!(steps.items().len(), 0);
    }
}

both_stores! {
    fn a_school_year_counts_surveys(store) {
        let mut scene = scene(store).await;
        let year = format!("/v1/organisation-units/{}/school-years/{}", scene.schools[0], scene.year().0);
        let row = |picture: &Value| {
            let mut all = picture["instruments"].as_array().unwrap().iter();
            let row = all.find(|row| row["instrument"] == "survey").unwrap().clone();
            ["planned", "ran", "followedUp"].map(|name| (row[name]["holds"] == json!(true), row[name]["why"][0]["code"].as_str().unwrap().to_owned()))
        };
        let told = |holds: bool, code: &str| (holds, code.to_owned());
        let before = scene.leader.get(&year).await.expect(200).json;
        assert_eq!(row(&before), [told(false, "check-not-planned"), told(false, "check-not-ran"), told(false, "check-not-ran")]);
        let campaign = scene.settled(scene.stated("pupils-po", "pupil")).await;
        let [first, _] = scene.begun("survey-follow-ups", campaign).await;
        let ran = scene.leader.get(&year).await.expect(200).json;
        assert_eq!(row(&ran), [told(true, "check-planned"), told(true, "check-ran"), told(false, "results-not-followed-up")]);
        let id = first.rsplit('/').next().unwrap();
        let arises = json!({"arisesFrom": {"type": "survey-follow-up", "id": id}});
        let arisen = scene.cycle(scene.schools[0], arises).await;
        let said = json!({"command": "close", "results": about(&["harm"])});
        let _ = command(&scene.leader, &first, said).await.expect(200);
        let done = scene.leader.get(&year).await.expect(200).json;
        assert_eq!(row(&done), [told(true, "check-planned"), told(true, "check-ran"), told(true, "check-closed")]);
        assert_eq!(done["improvementCycles"][0]["id"], json!(arisen));
    }
}
