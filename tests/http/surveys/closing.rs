//! What stays of answers when a survey closes.

use akoki_domain::survey::outcome::Outcome;
use akoki_persistence::repo::survey::{invitation, mixing, outcome};
use akoki_tests::both_stores;
use serde_json::json;

use super::{all_answered, submit, world};

both_stores! {
    fn what_stays_is_rows_in_the_order_of_their_values_and_nothing_that_leads_back(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let codes = world.codes(&campaign, "groep-7", 6).await;
        for (place, code) in codes.iter().enumerate() {
            let pupil = world.respondent(code).await;
            let answers = all_answered(&pupil, if place % 2 == 0 { 4 } else { 1 }).await;
            let _ = submit(&pupil, &answers).await.expect(201);
        }
        let late = world.codes(&campaign, "groep-8", 2).await;
        let link = json!({"kind": "link", "groupKey": "groep-8"});
        let link = world.leader.post(&format!("{campaign}/entries"), link).await.expect(201).json;
        let pupil = world.respondent(&late[0]).await;
        let _ = submit(&pupil, &all_answered(&pupil, 4).await).await.expect(201);
        let half = world.respondent(&late[1]).await;
        let _ = half.put_plain("/v1/survey-sessions/current/draft", json!({"answers": {}})).await.expect(200);
        world.close().await;
        let leader = world.leader_now().await;
        assert_eq!(leader.get(&campaign).await.expect(200).json["state"], "followUp");
        let (store, key) = (world.store().await, world.key_of(&campaign));
        let kept: Outcome = outcome::get(&store, key).await.unwrap().unwrap();
        // One of group 8 alone: the school is shown, and neither class, or that one would follow.
        assert_eq!(kept.shown.parts, [vec![0, 1]]);
        assert_eq!(kept.took_part[&0].respondents, 7);
        let blocks = outcome::blocks(&store, key).await.unwrap();
        assert_eq!(blocks.len(), 1);
        let width = 15;
        let rows: Vec<&[u8]> = blocks[0].1.chunks(width).collect();
        assert_eq!(rows, [&[1; 15][..], &[1; 15], &[1; 15], &[4; 15], &[4; 15], &[4; 15], &[4; 15]]);
        // Nothing that leads back: no answer that waits, no invitation, no draft.
        assert_eq!(mixing::waiting(&store, key, None, 10).await.unwrap(), []);
        assert_eq!(invitation::counts(&store, key).await.unwrap().len(), 0);
        assert!(invitation::handed_out(&store, &[key.campaign]).await.unwrap().is_empty());
        // Whoever used a code still hears so; whoever comes late hears that it is too late.
        let begin = |code: &str| json!({"code": code});
        let anonymous = world.app.anonymous();
        let again = anonymous.post("/v1/survey-sessions", begin(&codes[0])).await.expect(200);
        assert_eq!(again.json["alreadyReceived"], true);
        for code in [&late[1], link["code"].as_str().unwrap()] {
            let _ = anonymous.post("/v1/survey-sessions", begin(code)).await.refused(409, "survey-closed");
        }
        let told = leader.get(&format!("{campaign}/transitions?sortOrder=asc")).await.expect(200);
        let commands: Vec<_> = told.items().iter().map(|step| step["command"].clone()).collect();
        assert_eq!(commands, ["launch", "begin", "end", "settle"]);
    }
}

both_stores! {
    fn a_survey_that_is_broken_off_leaves_nothing(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let pupil = world.respondent(&code).await;
        let answers = all_answered(&pupil, 4).await;
        let _ = submit(&pupil, &answers).await.expect(201);
        let _ = world.leader.post(&format!("{campaign}/transitions"), json!({"command": "cancel"})).await.expect(200);
        let _ = submit(&pupil, &answers).await.expect(200);
        world.run_due().await;
        let (store, key) = (world.store().await, world.key_of(&campaign));
        assert_eq!(mixing::waiting(&store, key, None, 10).await.unwrap(), []);
        assert!(invitation::handed_out(&store, &[key.campaign]).await.unwrap().is_empty());
        assert_eq!(outcome::get::<Outcome>(&store, key).await.unwrap(), None);
    }
}

both_stores! {
    fn a_bearer_that_outlives_its_survey_hears_that_it_has_closed(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let codes = world.codes(&campaign, "groep-7", 2).await;
        let used = world.respondent(&codes[0]).await;
        let answers = all_answered(&used, 4).await;
        let _ = submit(&used, &answers).await.expect(201);
        let late = world.respondent(&codes[1]).await;
        let link = json!({"kind": "link", "groupKey": "groep-8"});
        let link = world.leader.post(&format!("{campaign}/entries"), link).await.expect(201).json;
        // Whoever came in with a link has no code that anybody knows.
        let guest = world.respondent(link["code"].as_str().unwrap()).await;
        let asked = json!({"invitations": [{"groupKey": "groep-8", "recipients": ["leerling-1"]}]});
        let made = world.leader.post(&format!("{campaign}/invitations"), asked).await.expect(201).json;
        let lost = &made["codes"][0];
        let replaced = world.respondent(lost["code"].as_str().unwrap()).await;
        let path = format!("{campaign}/invitations/{}/codes", lost["id"].as_str().unwrap());
        let _ = world.leader.post(&path, json!({})).await.expect(200);
        let _ = submit(&replaced, &answers).await.refused(404, "unknown-survey-code");
        let close = json!({"command": "closeWindow"});
        let _ = world.leader.post(&format!("{campaign}/transitions"), close).await.expect(200);
        for _ in 0..2 {
            let _ = submit(&late, &answers).await.refused(409, "survey-closed");
            let _ = submit(&guest, &answers).await.refused(409, "survey-closed");
            let _ = late.put_plain("/v1/survey-sessions/current/draft", json!({"answers": {}})).await.refused(409, "survey-closed");
            let _ = guest.get("/v1/survey-sessions/current").await.refused(409, "survey-closed");
            world.run_due().await;
        }
        assert_eq!(world.leader.get(&campaign).await.expect(200).json["state"], "followUp");
    }
}
