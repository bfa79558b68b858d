//! What stays of answers when a survey closes.

use akoki_domain::{id::SurveyCampaignId, survey::outcome::Outcome};
use akoki_persistence::repo::survey::{Key, invitation, mixing, outcome};
use akoki_tests::both_stores;
use serde_json::json;

use super::{World, all_answered, submit, world};

fn key(world: &World, campaign: &str) -> Key {
    let id: SurveyCampaignId = campaign.rsplit('/').next().unwrap().parse().unwrap();
    Key::new(world.board.into(), id)
}

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
        let pupil = world.respondent(&late[0]).await;
        let _ = submit(&pupil, &all_answered(&pupil, 4).await).await.expect(201);
        let half = world.respondent(&late[1]).await;
        let _ = half.put_plain("/v1/survey-sessions/current/draft", json!({"answers": {}})).await.expect(200);
        world.close().await;
        let leader = world.leader_now().await;
        assert_eq!(leader.get(&campaign).await.expect(200).json["state"], "followUp");
        let (store, key) = (world.store().await, key(&world, &campaign));
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
        // Whoever used a code still hears so; a code that was not used is not known any more.
        let begin = |code: &str| json!({"code": code});
        let anonymous = world.app.anonymous();
        let again = anonymous.post("/v1/survey-sessions", begin(&codes[0])).await.expect(200);
        assert_eq!(again.json["alreadyReceived"], true);
        let _ = anonymous.post("/v1/survey-sessions", begin(&late[1])).await.refused(404, "unknown-survey-code");
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
        let (store, key) = (world.store().await, key(&world, &campaign));
        assert_eq!(mixing::waiting(&store, key, None, 10).await.unwrap(), []);
        assert!(invitation::handed_out(&store, &[key.campaign]).await.unwrap().is_empty());
        assert_eq!(outcome::get::<Outcome>(&store, key).await.unwrap(), None);
    }
}
