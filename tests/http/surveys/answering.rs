//! From a code to an answer that is on disk.

use akoki_api::survey::{Keys, code::normal};
use akoki_domain::id::SurveyCampaignId;
use akoki_persistence::repo::survey::{
    Key,
    answering::{Drafted, put_draft},
};
use akoki_tests::both_stores;
use reqwest::Method;
use serde_json::{Map, json};

use super::{DAY, all_answered, submit, world};

const DRAFT: &str = "/v1/survey-sessions/current/draft";

both_stores! {
    fn a_code_works_once_and_whoever_sends_again_hears_the_same(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let pupil = world.respondent(&code.to_lowercase().replace('-', " ")).await;
        let receipt = "/v1/survey-sessions/current/submission";
        assert_eq!(pupil.get(receipt).await.expect(200).json["alreadyReceived"], false);
        let answers = all_answered(&pupil, 4).await;
        let first = submit(&pupil, &answers).await.expect(201);
        assert_eq!(first.json, json!({"alreadyReceived": false}));
        for again in [answers.clone(), Map::new(), Map::from_iter([("nonsense".to_owned(), json!([1]))])] {
            let again = submit(&pupil, &again).await.expect(200);
            assert_eq!(again.json, json!({"alreadyReceived": true}));
        }
        // Whatever the body is: also one that is no JSON.
        let request = pupil.request(Method::POST, receipt).header("content-type", "application/json");
        let broken = akoki_tests::send(request.body("{")).await.expect(200);
        assert_eq!(broken.json["alreadyReceived"], true);
        assert_eq!(pupil.get(receipt).await.expect(200).json["alreadyReceived"], true);
        let anew = world.app.anonymous().post("/v1/survey-sessions", json!({"code": code})).await.expect(200);
        assert_eq!((anew.json["alreadyReceived"].clone(), anew.json["token"].clone()), (json!(true), json!(null)));
        let draft = pupil.put_plain(DRAFT, json!({"answers": answers})).await.expect(200);
        assert_eq!(draft.json["alreadyReceived"], true);
        assert_eq!(pupil.get(DRAFT).await.expect(200).json["answers"], json!({}));
    }
}

both_stores! {
    fn the_same_code_sent_by_many_at_once_is_taken_in_once(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let pupil = world.respondent(&code).await;
        let answers = all_answered(&pupil, 3).await;
        let all = (0..20).map(|_| submit(&pupil, &answers));
        let mut status: Vec<u16> = futures_util::future::join_all(all).await.iter().map(|one| one.status).collect();
        status.sort_unstable();
        let mut expected = vec![200; 19];
        expected.push(201);
        assert_eq!(status, expected);
    }
}

both_stores! {
    fn a_draft_that_is_saved_beside_the_answers_does_not_stay_behind(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        for code in world.codes(&campaign, "groep-7", 12).await {
            let pupil = world.respondent(&code).await;
            let answers = all_answered(&pupil, 3).await;
            let draft = json!({"answers": answers});
            let drafts = futures_util::future::join_all((0..4).map(|_| pupil.put_plain(DRAFT, draft.clone())));
            let (drafts, sent) = futures_util::future::join(drafts, submit(&pupil, &answers)).await;
            let _ = sent.expect(201);
            for draft in drafts {
                let _ = draft.expect(200);
            }
            // Whichever came first, nothing is left that could be read.
            assert_eq!(pupil.get(DRAFT).await.expect(200).json["answers"], json!({}));
        }
    }
}

both_stores! {
    fn a_draft_is_kept_in_place_of_the_one_before_and_read_with_the_code_alone(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let codes = world.codes(&campaign, "groep-8", 2).await;
        let (pupil, other) = (world.respondent(&codes[0]).await, world.respondent(&codes[1]).await);
        let mut half = all_answered(&pupil, 2).await;
        let first = half.keys().next().unwrap().clone();
        half.retain(|key, _| *key == first);
        let _ = pupil.put_plain(DRAFT, json!({"answers": {}})).await.expect(200);
        let _ = pupil.put_plain(DRAFT, json!({"answers": half})).await.expect(200);
        // On another device, with the same code.
        let again = world.respondent(&codes[0]).await;
        assert_eq!(again.get(DRAFT).await.expect(200).json["answers"], json!(half));
        assert_eq!(other.get(DRAFT).await.expect(200).json["answers"], json!({}));
        let wrong = pupil.put_plain(DRAFT, json!({"answers": {"nonsense": 1}})).await;
        assert_eq!(wrong.refused(400, "invalid-input").errors(), [("/answers/nonsense".into(), "unknown-question".into())]);
        assert_eq!(again.get(DRAFT).await.expect(200).json["answers"], json!(half));
    }
}

both_stores! {
    fn everything_wrong_with_answers_is_told_at_once(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let pupil = world.respondent(&code).await;
        let mut answers = all_answered(&pupil, 4).await;
        let keys: Vec<String> = answers.keys().take(2).cloned().collect();
        answers.insert(keys[0].clone(), json!(9));
        answers.insert(keys[1].clone(), json!("veel"));
        answers.insert("from-another-version".into(), json!(1));
        let mut told = submit(&pupil, &answers).await.refused(400, "invalid-input").errors();
        told.sort();
        let mut expected = vec![
            (format!("/answers/{}", keys[0]), "outside-scale".to_owned()),
            (format!("/answers/{}", keys[1]), "invalid-type".to_owned()),
            ("/answers/from-another-version".to_owned(), "unknown-question".to_owned()),
        ];
        expected.sort();
        assert_eq!(told, expected);
        let large = json!({"answers": {"x": "y".repeat(10 * 1024 * 1024)}});
        let path = "/v1/survey-sessions/current/submission";
        let _ = pupil.post(path, large).await.refused(413, "payload-too-large");
        // Nothing of all that counted.
        let _ = submit(&pupil, &all_answered(&pupil, 4).await).await.expect(201);
    }
}

both_stores! {
    fn what_comes_after_the_window_is_refused_and_the_draft_stays(store) {
        let world = world(store).await;
        // With a second window the survey does not close, so that the draft has to last.
        let mut stated = world.stated();
        stated["windows"] = json!([
            {"opensOn": "2026-11-01", "closesOn": "2026-12-18"}, {"opensOn": "2027-01-11", "closesOn": "2027-01-22"},
        ]);
        let campaign = world.launched(stated).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        // 18 December is the last day: an hour before it ends.
        let moment = time::macros::datetime!(2026-12-18 22:00 UTC).unix_timestamp() * 1000;
        world.app.shared.clock.advance(moment - world.app.shared.clock.millis());
        let pupil = world.respondent(&code).await;
        let answers = all_answered(&pupil, 4).await;
        let _ = pupil.put_plain(DRAFT, json!({"answers": answers})).await.expect(200);
        let end = time::macros::datetime!(2026-12-18 23:00:01 UTC).unix_timestamp() * 1000;
        world.app.shared.clock.advance(end - world.app.shared.clock.millis());
        let _ = submit(&pupil, &answers).await.refused(409, "survey-not-open");
        let _ = pupil.put_plain(DRAFT, json!({"answers": {}})).await.refused(409, "survey-not-open");
        world.run_due().await;
        assert_eq!(pupil.get(DRAFT).await.expect(200).json["answers"], json!(answers));
        let begin = json!({"code": code});
        let _ = world.app.anonymous().post("/v1/survey-sessions", begin).await.refused(409, "survey-not-open");
        let again = time::macros::datetime!(2027-01-12 09:00 UTC).unix_timestamp() * 1000;
        world.app.shared.clock.advance(again - world.app.shared.clock.millis());
        let pupil = world.respondent(&code).await;
        assert_eq!(pupil.get(DRAFT).await.expect(200).json["answers"], json!(answers));
        let _ = submit(&pupil, &answers).await.expect(201);
    }
}

both_stores! {
    fn a_class_code_lets_in_so_many_for_minutes(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let asked = json!({"kind": "class-code", "groupKey": "groep-7", "minutes": 10, "atMost": 2});
        let made = world.leader.post(&format!("{campaign}/entries"), asked).await.expect(201);
        let (code, place) = (made.json["code"].as_str().unwrap().to_owned(), made.header("location").to_owned());
        let shown = world.leader.get(&place).await.expect(200);
        assert_eq!((shown.json.get("code"), &shown.json["atMost"]), (None, &json!(2)));
        let (one, other) = (world.respondent(&code).await, world.respondent(&code).await);
        // Five more, for those who reload the page.
        for _ in 0..5 {
            let _ = world.respondent(&code).await;
        }
        let begin = json!({"code": code});
        let _ = world.app.anonymous().post("/v1/survey-sessions", begin.clone()).await.refused(409, "survey-code-full");
        let answers = all_answered(&one, 1).await;
        let _ = submit(&one, &answers).await.expect(201);
        let _ = submit(&other, &answers).await.expect(201);
        let _ = submit(&one, &answers).await.expect(200);
        world.app.shared.clock.advance(11 * 60_000);
        let _ = world.app.anonymous().post("/v1/survey-sessions", begin).await.refused(409, "survey-code-expired");
        let _ = world.leader.delete(&place).await.expect(204);
        let _ = world.leader.get(&place).await.refused(404, "not-found");
    }
}

both_stores! {
    fn a_link_holds_as_long_as_the_survey_and_a_class_code_waits_for_it_to_open(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["windows"] = json!([{"opensOn": "2026-12-01", "closesOn": "2026-12-04"}]);
        let campaign = world.launched(stated).await;
        let entries = format!("{campaign}/entries");
        let early = json!({"kind": "class-code", "groupKey": "groep-7"});
        let _ = world.leader.post(&entries, early.clone()).await.refused(409, "survey-not-open");
        let link = json!({"kind": "link", "groupKey": "groep-7"});
        let made = world.leader.post(&entries, link).await.expect(201);
        // Twice the pupils of the group.
        assert_eq!((&made.json["atMost"], &made.json["closesAt"]), (&json!(48), &json!("2026-12-04T23:00:00.000Z")));
        let begin = json!({"code": made.json["code"]});
        let _ = world.app.anonymous().post("/v1/survey-sessions", begin.clone()).await.refused(409, "survey-not-open");
        world.app.shared.clock.advance(7 * DAY);
        world.run_due().await;
        let leader = world.leader_now().await;
        let _ = leader.post(&entries, early).await.expect(201);
        let longer = json!({"windows": [{"opensOn": "2026-12-01", "closesOn": "2026-12-18"}]});
        let _ = leader.patch(&campaign, longer).await.expect(200);
        world.app.shared.clock.advance(7 * DAY);
        let _ = world.app.anonymous().post("/v1/survey-sessions", begin).await.expect(201);
        let shown = world.leader_now().await.get(made.header("location")).await.expect(200);
        assert_eq!(shown.json["closesAt"], "2026-12-18T23:00:00.000Z");
    }
}

both_stores! {
    fn whoever_comes_in_again_and_again_is_made_to_wait(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["groups"][1]["population"] = json!(4_000);
        let campaign = world.launched(stated).await;
        let link = json!({"kind": "link", "groupKey": "groep-7"});
        let made = world.leader.post(&format!("{campaign}/entries"), link).await.expect(201).json;
        let begin = json!({"code": made["code"]});
        for _ in 0..60 {
            let anonymous = world.app.anonymous();
            let some = (0..50).map(|_| anonymous.post("/v1/survey-sessions", begin.clone()));
            for begun in futures_util::future::join_all(some).await {
                let _ = begun.expect(201);
            }
        }
        let _ = world.app.anonymous().post("/v1/survey-sessions", begin).await.refused(429, "too-many-requests");
        // Who has a code of their own comes in from the same address.
        let code = world.codes(&campaign, "groep-8", 1).await.remove(0);
        let _ = world.respondent(&code).await;
    }
}

both_stores! {
    fn a_draft_that_is_gone_with_its_survey_is_not_shown_as_empty(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        // An hour before the last day ends, so that the token holds a little longer.
        let moment = time::macros::datetime!(2026-12-18 22:00 UTC).unix_timestamp() * 1000;
        world.app.shared.clock.advance(moment - world.app.shared.clock.millis());
        let leader = world.leader_now().await;
        let asked = json!({"invitations": [{"groupKey": "groep-7", "count": 2}]});
        let made = leader.post(&format!("{campaign}/invitations"), asked).await.expect(201).json;
        let pupil = world.respondent(made["codes"][0]["code"].as_str().unwrap()).await;
        let empty = world.respondent(made["codes"][1]["code"].as_str().unwrap()).await;
        let answers = all_answered(&pupil, 4).await;
        let _ = pupil.put_plain(DRAFT, json!({"answers": answers})).await.expect(200);
        assert_eq!(empty.get(DRAFT).await.expect(200).json["answers"], json!({}));
        let end = time::macros::datetime!(2026-12-18 23:00:01 UTC).unix_timestamp() * 1000;
        world.app.shared.clock.advance(end - world.app.shared.clock.millis());
        let _ = submit(&pupil, &answers).await.refused(409, "survey-closed");
        let _ = empty.get(DRAFT).await.refused(409, "survey-closed");
        world.run_due().await;
        let _ = pupil.get(DRAFT).await.refused(409, "survey-closed");
    }
}

both_stores! {
    fn a_draft_that_cannot_be_read_is_not_shown_as_empty(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let pupil = world.respondent(&code).await;
        let (keys, typed) = (Keys::of(&world.app.shared), normal(&code).unwrap());
        let id: SurveyCampaignId = campaign.rsplit('/').next().unwrap().parse().unwrap();
        let (key, at) = (Key::new(world.board.into(), id), world.app.shared.clock.millis());
        let hashes = (keys.code_hash(&typed), keys.draft_hash(&typed));
        let call = world.app.service().await;
        call.unit(move |tx| {
            let (code_hash, draft_hash) = hashes.clone();
            Box::pin(async move {
                let kept = put_draft(tx, (key, at), &code_hash, (draft_hash, vec![7; 200])).await?;
                assert_eq!(kept, Drafted::Kept);
                Ok(())
            })
        })
        .await
        .unwrap();
        let _ = pupil.get(DRAFT).await.refused(500, "internal-error");
    }
}

both_stores! {
    fn codes_that_nobody_was_given_lead_nowhere(store) {
        let world = world(store).await;
        let anonymous = world.app.anonymous();
        for code in ["ABCD-EFGH-JKMN", "kort", "U-is-geen-letter"] {
            let _ = anonymous.post("/v1/survey-sessions", json!({"code": code})).await.refused(404, "unknown-survey-code");
        }
        let _ = anonymous.get("/v1/survey-sessions/current").await.refused(401, "unauthenticated");
        let stranger = world.app.with_token("akoki_survey_bm90aGluZw");
        let _ = stranger.get("/v1/survey-sessions/current").await.refused(401, "survey-session-over");
        let _ = world.leader.get("/v1/survey-sessions/current").await.refused(401, "survey-session-over");
        let campaign = world.launched(world.stated()).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let pupil = world.respondent(&code).await;
        world.app.shared.clock.advance(DAY / 8);
        let _ = pupil.get("/v1/survey-sessions/current").await.refused(401, "survey-session-over");
        // No bearer of a respondent is good for anything else.
        let _ = pupil.get("/v1/me").await.refused(401, "unauthenticated");
    }
}
