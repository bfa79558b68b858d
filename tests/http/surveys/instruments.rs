//! Instruments of a board's own, and those that are shipped.

use super::{World, shipped, world};
use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, both_stores};
use serde_json::{Value, json};

const ALL: &str = "/v1/survey-instruments";

fn path(made: &Answer) -> String {
    format!("{ALL}/{}", made.id())
}

impl World {
    /// An instrument of the board with this content.
    async fn instrument(&self, content: &Value) -> Answer {
        let body = json!({"unitId": self.board, "content": content});
        self.officer.post(ALL, body).await.expect(201)
    }
}

async fn give(caller: &Caller, own: &str, command: &str) -> Answer {
    let path = format!("{own}/transitions");
    caller.post(&path, json!({"command": command})).await
}

async fn version(caller: &Caller, own: &str, number: u32) -> Answer {
    caller.get(&format!("{own}/versions/{number}")).await
}

both_stores! {
    fn a_draft_is_told_everything_that_is_wrong_and_then_published(store) {
        let scene = world(store).await;
        let officer = &scene.officer;
        let right = shipped(officer, "pupils-po").await;
        let mut wrong = right.clone();
        wrong["source"] = json!("");
        wrong["sections"][0]["questions"][0]["answer"]["points"] = json!(1);
        wrong["scales"][0]["items"][0]["question"] = json!("nothing");
        let made = scene.instrument(&wrong).await;
        let own = path(&made);
        assert_eq!((&made.json["state"], &made.json["number"]), (&json!("draft"), &json!(0)));
        assert_eq!(made.json["availableCommands"], json!([]));
        let refused = give(officer, &own, "publish").await.refused(409, "transition-blocked");
        let blockers = refused.json["blockers"].as_array().unwrap();
        for at in ["/source", "/sections/0/questions/0/answer/points", "/scales/0/items/0/question"] {
            let at = json!(format!("/content{at}"));
            assert!(blockers.iter().any(|one| one["location"] == at), "{at}: {blockers:?}");
        }
        version(officer, &own, 1).await.refused(404, "not-found");

        let _ = officer.patch(&own, json!({"content": right})).await.expect(200);
        let _ = give(officer, &own, "publish").await.expect(200);
        let now = officer.get(&own).await.expect(200);
        assert_eq!((&now.json["state"], &now.json["number"]), (&json!("published"), &json!(1)));
        assert_eq!(now.json["changed"], false);
        assert_eq!(now.json["availableCommands"], json!(["retire"]));
        let again = give(officer, &own, "publish").await.refused(409, "transition-blocked");
        assert_eq!(again.blockers(), ["nothing-to-publish"]);
    }
}

both_stores! {
    fn what_is_exported_is_imported_and_a_version_never_changes(store) {
        let scene = world(store).await;
        let officer = &scene.officer;
        let content = shipped(officer, "social-safety").await;
        let own = path(&scene.instrument(&content).await);
        let _ = give(officer, &own, "publish").await.expect(200);
        let first = version(officer, &own, 1).await.expect(200);
        assert_eq!(first.json, content);

        let (board, elsewhere) = scene.app.board("Twee").await;
        let body = json!({"unitId": board, "content": first.json});
        let taken = path(&elsewhere.post(ALL, body).await.expect(201));
        let _ = give(&elsewhere, &taken, "publish").await.expect(200);
        assert_eq!(version(&elsewhere, &taken, 1).await.expect(200).json, content);

        let title = json!({"nl": "Veiligheid bij ons", "en": "Safety with us"});
        let patch = json!({"content": {"title": title}});
        assert_eq!(officer.patch(&own, patch).await.expect(200).json["changed"], true);
        let back = json!({"content": {"title": content["title"]}});
        assert_eq!(officer.patch(&own, back).await.expect(200).json["changed"], false);
        let _ = officer.patch(&own, json!({"content": {"title": title}})).await.expect(200);
        assert_eq!(version(officer, &own, 1).await.expect(200).json, content);
        let _ = give(officer, &own, "publish").await.expect(200);
        assert_eq!(version(officer, &own, 1).await.expect(200).json, content);
        assert_eq!(version(officer, &own, 2).await.expect(200).json["title"], title);
        version(officer, &own, 3).await.refused(404, "not-found");
        let all = officer.get(&format!("{own}/versions")).await.expect(200);
        let all = all.json["versions"].as_array().unwrap().clone();
        let numbers: Vec<&Value> = all.iter().map(|one| &one["number"]).collect();
        assert_eq!(numbers, [&json!(1), &json!(2)]);
        let link = all[1]["links"]["self"].as_str().unwrap();
        assert_eq!(link, format!("{own}/versions/2"));

        let _ = give(officer, &own, "retire").await.expect(200);
        let patch = json!({"content": {"source": "Anders."}});
        officer.patch(&own, patch).await.refused(409, "instrument-state-forbids");
        officer.delete(&own).await.refused(409, "instrument-state-forbids");
        let _ = give(officer, &own, "reinstate").await.expect(200);
        let steps = officer.get(&format!("{own}/transitions")).await.expect(200);
        assert_eq!(steps.items().len(), 4);
    }
}

both_stores! {
    fn it_is_read_from_below_and_written_from_above_alone(store) {
        let scene = world(store).await;
        let content = shipped(&scene.officer, "staff").await;
        let own = path(&scene.instrument(&content).await);
        let _ = give(&scene.officer, &own, "publish").await.expect(200);
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let _ = leader.get(&own).await.expect(200);
        assert_eq!(version(&leader, &own, 1).await.expect(200).json, content);
        assert_eq!(leader.get(ALL).await.expect(200).items().len(), 1);
        let patch = json!({"content": {"source": "Anders."}});
        leader.patch(&own, patch).await.refused(403, "forbidden");
        give(&leader, &own, "retire").await.refused(403, "forbidden");

        let (_, stranger) = scene.app.board("Twee").await;
        for tail in ["", "/versions", "/versions/1", "/transitions"] {
            stranger.get(&format!("{own}{tail}")).await.refused(404, "not-found");
        }
        assert_eq!(stranger.get(ALL).await.expect(200).items(), &[] as &[Value]);

        // A school has instruments of its own, that its neighbours do not see.
        let body = json!({"unitId": scene.school, "content": content});
        let of_school = path(&leader.post(ALL, body).await.expect(201));
        let other = scene.app.school(&scene.officer, scene.board, "De Overkant").await;
        let neighbour = scene.app.caller(Role::SchoolLeader, other).await;
        neighbour.get(&of_school).await.refused(404, "not-found");
        // A list says what there is; what it holds is read by itself, or asked for.
        let listed = leader.get(ALL).await.expect(200);
        let listed = listed.items().iter().find(|one| one["links"]["self"] == of_school.as_str()).unwrap();
        let one = leader.get(&of_school).await.expect(200).json;
        let sections = content["sections"].as_array().unwrap().iter();
        let questions: usize = sections.map(|one| one["questions"].as_array().unwrap().len()).sum();
        let scales = content["scales"].as_array().unwrap().len();
        for seen in [listed, &one] {
            assert_eq!((&seen["title"], &seen["targetGroup"]), (&content["title"], &json!("staff")));
            assert_eq!((&seen["questions"], &seen["scales"]), (&json!(questions), &json!(scales)));
        }
        assert!(listed.get("content").is_none(), "{listed}");
        assert_eq!(one["content"], content);
        let asked = leader.get(&format!("{ALL}?fields=id,content")).await.expect(200);
        assert!(asked.items().iter().all(|one| one["content"]["title"].is_object()), "{}", asked.text);
        let drafts = format!("{ALL}?state=draft&targetGroup=staff&q=medewerkers");
        assert_eq!(scene.officer.get(&drafts).await.expect(200).items().len(), 1);
        let _ = leader.delete(&of_school).await.expect(204);
        leader.get(&of_school).await.refused(404, "not-found");
    }
}

both_stores! {
    fn what_is_no_content_is_refused_with_all_that_is_wrong(store) {
        let scene = world(store).await;
        let mut content = shipped(&scene.officer, "pupils-po").await;
        content["title"]["en"] = json!(" ");
        let body = json!({"unitId": scene.board, "content": content});
        let refused = scene.officer.post(ALL, body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/content/title/en".to_owned(), "required".to_owned())]);

        content["sections"][0]["showWhen"] = json!({"sometimes": "x"});
        content["sections"][0]["questions"][0]["answer"] = json!({"kind": "text", "points": 4});
        let body = json!({"unitId": uuid::Uuid::nil(), "content": content});
        let refused = scene.officer.post(ALL, body).await.refused(400, "invalid-input");
        let at = |tail: &str, code: &str| (format!("/content/sections/0/{tail}"), code.to_owned());
        let mut errors = refused.errors();
        errors.sort();
        assert_eq!(errors, [
            at("questions/0/answer/maxLength", "required"),
            at("questions/0/answer/points", "unknown-field"),
            at("showWhen", "condition-unknown"),
            ("/unitId".to_owned(), "unknown-reference".to_owned()),
        ]);
    }
}

both_stores! {
    fn those_that_are_shipped_are_there_for_every_board(store) {
        let scene = world(store).await;
        let officer = &scene.officer;
        let all = officer.get("/v1/shipped-survey-instruments").await.expect(200);
        let all = all.json["instruments"].as_array().unwrap().clone();
        let keys: Vec<&str> = all.iter().filter_map(|one| one["key"].as_str()).collect();
        assert_eq!(keys, ["parents-po", "pupils-po", "pupils-vo", "social-safety", "staff"]);
        for one in &all {
            let content = officer.get(one["links"]["self"].as_str().unwrap()).await.expect(200).json;
            assert_eq!((&content["title"], &content["official"]), (&one["title"], &json!(false)));
            let sections = content["sections"].as_array().unwrap().iter();
            let questions: usize = sections.map(|one| one["questions"].as_array().unwrap().len()).sum();
            assert_eq!(one["questions"], questions);
            assert_eq!(one["scales"], content["scales"].as_array().unwrap().len());
        }
        officer.get("/v1/shipped-survey-instruments/none").await.refused(404, "not-found");
    }
}

/// A survey of the school with this instrument.
fn campaign(scene: &World, instrument: Value) -> Value {
    let day = |days| (scene.app.shared.clock.today() + time::Duration::days(days)).to_string();
    json!({
        "title": "Leerlingen", "unitId": scene.school, "instrument": instrument, "respondentUnit": "pupil",
        "channels": ["class-codes"], "windows": [{"opensOn": day(5), "closesOn": day(15)}],
        "groups": [
            {"key": "school", "title": "School", "kind": "unit", "unitId": scene.school, "population": 40},
        ],
        "followUpDueOn": day(60),
    })
}

both_stores! {
    fn a_survey_is_held_with_a_version_and_goes_on_with_it_when_that_is_retired(store) {
        let scene = world(store).await;
        let officer = &scene.officer;
        let content = shipped(officer, "pupils-po").await;
        let made = scene.instrument(&content).await;
        let (own, id) = (path(&made), made.id());
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let at = |number: u32| campaign(&scene, json!({"instrumentId": id, "number": number}));
        let all = "/v1/survey-campaigns";
        let unknown = [("/instrument".to_owned(), "unknown-instrument".to_owned())];
        assert_eq!(leader.post(all, at(1)).await.refused(400, "invalid-input").errors(), unknown);
        let _ = give(officer, &own, "publish").await.expect(200);
        assert_eq!(leader.post(all, at(2)).await.refused(400, "invalid-input").errors(), unknown);
        let held = leader.post(all, at(1)).await.expect(201);
        let held = format!("{all}/{}", held.id());

        let (board, stranger) = scene.app.board("Twee").await;
        let mut body = at(1);
        body["unitId"] = json!(board);
        body["groups"][0]["unitId"] = json!(board);
        let refused = stranger.post(all, body).await.refused(400, "invalid-input");
        assert!(refused.errors().contains(&unknown[0]), "{:?}", refused.errors());

        let _ = give(officer, &own, "retire").await.expect(200);
        let refused = leader.post(all, at(1)).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/instrument".to_owned(), "instrument-retired".to_owned())]);
        let _ = leader.patch(&held, json!({"title": "Leerlingen 2"})).await.expect(200);
        let _ = give(&leader, &held, "launch").await.expect(200);
    }
}

both_stores! {
    fn it_is_found_by_its_title_in_either_language_and_made_where_there_is_a_unit(store) {
        let scene = world(store).await;
        let mut content = shipped(&scene.officer, "staff").await;
        content["title"] = json!({"nl": "Werkdruk", "en": "Workload"});
        let _ = scene.instrument(&content).await;
        for (sought, found) in [("werkdr", 1), ("WORKLOAD", 1), ("nergens", 0)] {
            let answer = scene.officer.get(&format!("{ALL}?q={sought}")).await.expect(200);
            assert_eq!(answer.items().len(), found, "{sought}");
        }
        let school = format!("/v1/organisation-units/{}", scene.school);
        let _ = scene.officer.patch(&school, json!({"endsOn": "2026-07-31"})).await.expect(200);
        let body = json!({"unitId": scene.school, "content": content});
        let told = scene.officer.post(ALL, body).await.refused(400, "invalid-input").errors();
        assert_eq!(told, [("/unitId".to_owned(), "unit-ended".to_owned())]);
    }
}
