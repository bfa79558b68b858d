//! What stands beside the figures: of which years they are, why nothing is split, and where one can go on reading.

use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{
    DAY, World,
    compared::{answered, asking, content, followed_up, found, two_years},
    submit, world,
};

both_stores! {
    fn a_survey_of_two_years_is_named_with_both(store) {
        let mut world = world(store).await;
        let mut stated = asking(&world, content()).await;
        stated["windows"] = json!([
            {"opensOn": "2026-11-01", "closesOn": "2026-12-18"}, {"opensOn": "2027-11-01", "closesOn": "2027-12-17"},
        ]);
        stated["followUpDueOn"] = json!("2028-03-01");
        let first = world.launched(stated.clone()).await;
        answered(&world, &first, &[(6, [4, 4, 5, 2], "a")]).await;
        // To the end of December 2027.
        world.app.shared.clock.advance(400 * DAY);
        world.run_due().await;
        world.leader = world.leader_now().await;
        followed_up(&world, &first).await;
        stated["precedingId"] = json!(first.rsplit('/').next().unwrap());
        stated["windows"] = json!([{"opensOn": "2027-12-20", "closesOn": "2028-01-14"}]);
        let second = world.launched(stated).await;
        answered(&world, &second, &[(6, [4, 4, 5, 2], "a")]).await;
        world.close().await;
        let told = world.leader_now().await.get(&format!("{second}/results?group=school")).await.expect(200).json;
        let mood = found(&told["comparisons"], &[("with", "preceding"), ("key", "mood")]);
        assert_eq!(mood["schoolYears"], json!([2026, 2027]));
        let sentence = mood["sentence"].as_str().unwrap();
        assert!(sentence.contains("Leerlingen groep 7 en 8 (2026/27, 2027/28)"), "{sentence}");
    }
}

/// So many who are this and do sports or do not.
async fn said(world: &World, campaign: &str, answers: &[(u32, &str, &str)]) {
    for (count, who, sport) in answers {
        for code in world.codes(campaign, "school", *count).await {
            let pupil = world.respondent(&code).await;
            let said = json!({
                "mood": 4, "food": 4, "mood-matters": 5, "food-matters": 2, "who": who, "sport": sport,
            });
            let _ = submit(&pupil, said.as_object().unwrap()).await.expect(201);
        }
    }
}

both_stores! {
    fn each_question_that_does_not_split_says_why(store) {
        let world = world(store).await;
        let mut content = content();
        let text = |nl: &str| json!({"nl": nl, "en": nl});
        content["sections"][0]["questions"].as_array_mut().unwrap().push(json!({
            "key": "sport", "text": text("Sport je?"), "required": true, "answer": {
                "kind": "single", "options": [{"key": "yes", "text": text("ja")}, {"key": "no", "text": text("nee")}],
            },
        }));
        let mut stated = asking(&world, content).await;
        stated["dimensions"] = json!(["who", "sport"]);
        let few = world.launched(stated.clone()).await;
        said(&world, &few, &[(3, "a", "yes"), (1, "a", "no"), (2, "b", "yes"), (1, "b", "no")]).await;
        let one = world.launched(stated).await;
        said(&world, &one, &[(5, "a", "yes"), (1, "a", "no"), (5, "b", "yes"), (1, "b", "no")]).await;
        world.close().await;
        let leader = world.leader_now().await;
        for (campaign, who, split) in [(&few, json!("too-few-answered"), 0), (&one, Value::Null, 2)] {
            let told = leader.get(&format!("{campaign}/results?group=school")).await.expect(200).json;
            assert_eq!(told["hidden"], Value::Null);
            let by = |key: &str| found(&told["dimensions"], &[("key", key)])["hidden"]["code"].clone();
            assert_eq!((by("who"), by("sport")), (who, json!("too-few-answered")));
            let cells = told["split"].as_array().unwrap();
            assert_eq!(cells.len(), split);
            assert!(cells.iter().all(|cell| cell["by"].as_array().unwrap().iter().all(|by| by["question"] == "who")), "{cells:?}");
        }
    }
}

both_stores! {
    fn no_link_leads_where_the_token_does_not(store) {
        let mut world = world(store).await;
        let campaign = two_years(&mut world).await;
        for (scopes, may) in [("surveys.results", false), ("surveys.results surveys.read", true)] {
            let scopes = Scopes::parse(scopes).unwrap();
            let caller = world.app.caller_with(Role::SchoolLeader, world.school, &scopes).await;
            let told = caller.get(&format!("{campaign}/results")).await.expect(200).json;
            for link in ["campaign", "preceding"] {
                let link = told["links"][link].as_str();
                assert_eq!(link.is_some(), may);
                if let Some(link) = link {
                    let _ = caller.get(link).await.expect(200);
                }
            }
            let own = caller.get(&campaign).await;
            assert_eq!(own.status == 200, may, "{}", own.text);
        }
    }
}
