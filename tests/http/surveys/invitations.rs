//! Whom codes are handed out to: nobody beyond the people of a group, and nobody twice.

use akoki_domain::id::SurveyCampaignId;
use akoki_persistence::repo::survey::{
    Key,
    invitation::{self, NewInvitation},
};
use akoki_tests::both_stores;
use serde_json::json;
use uuid::Uuid;

use super::{DAY, world};

both_stores! {
    fn nobody_is_invited_beyond_the_people_of_a_group(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let path = format!("{campaign}/invitations");
        let asked = |count| json!({"invitations": [{"groupKey": "groep-7", "count": count}]});
        let _ = world.leader.post(&path, asked(20)).await.expect(201);
        // Whoever comes in with a link was not invited.
        let link = json!({"kind": "link", "groupKey": "groep-7"});
        let link = world.leader.post(&format!("{campaign}/entries"), link).await.expect(201).json;
        let _ = world.respondent(link["code"].as_str().unwrap()).await;
        // Of 24 pupils four are left; what is asked for in parts counts together.
        let told = world.leader.post(&path, asked(5)).await.refused(400, "invalid-input");
        assert_eq!(told.errors(), [("/invitations/0".to_owned(), "all-invited".to_owned())]);
        let parts = json!({"invitations": [
            {"groupKey": "groep-7", "count": 3}, {"groupKey": "groep-8", "count": 26}, {"groupKey": "groep-7", "recipients": ["a", "b"]},
        ]});
        let told = world.leader.post(&path, parts).await.refused(400, "invalid-input").errors();
        assert_eq!(told, [("/invitations/2".to_owned(), "all-invited".to_owned())]);
        let _ = world.leader.post(&path, asked(4)).await.expect(201);
        let _ = world.leader.post(&path, asked(1)).await.refused(400, "invalid-input");
        // A pupil who came to the class is invited once they are counted in.
        let mut groups = world.leader.get(&campaign).await.expect(200).json["groups"].clone();
        groups[1]["population"] = json!(25);
        let _ = world.leader.patch(&campaign, json!({"groups": groups})).await.expect(200);
        let _ = world.leader.post(&path, asked(1)).await.expect(201);
        groups[1]["population"] = json!(24);
        let _ = world.leader.patch(&campaign, json!({"groups": groups})).await.refused(409, "codes-handed-out");
    }
}

both_stores! {
    fn nobody_is_invited_twice(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let path = format!("{campaign}/invitations");
        let asked = |group: &str, recipients: &[&str]| {
            json!({"invitations": [{"groupKey": group, "recipients": recipients}]})
        };
        let _ = world.leader.post(&path, asked("groep-7", &["a", "b"])).await.expect(201);
        let told = world.leader.post(&path, asked("groep-7", &["c", "b", "a"])).await.refused(400, "invalid-input").errors();
        let at = |index| format!("/invitations/0/recipients/{index}");
        assert_eq!(told, [(at(1), "invited-before".to_owned()), (at(2), "invited-before".to_owned())]);
        // Nobody of that request was.
        let _ = world.leader.post(&path, asked("groep-7", &["c"])).await.expect(201);
        // In another group the same name is somebody else, or a parent of two.
        let _ = world.leader.post(&path, asked("groep-8", &["a"])).await.expect(201);
        let twice = json!({"invitations": [
            {"groupKey": "groep-8", "recipients": ["x"]}, {"groupKey": "groep-8", "recipients": ["x"]}, {"groupKey": "groep-7"},
        ]});
        let told = world.leader.post(&path, twice).await.refused(400, "invalid-input").errors();
        let expected = [("/invitations/1/recipients/0", "duplicate"), ("/invitations/2/count", "nobody-invited")];
        assert_eq!(told, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
    }
}

both_stores! {
    fn codes_wait_until_the_survey_was_launched(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["windows"] = json!([{"opensOn": "2026-12-01", "closesOn": "2026-12-18"}]);
        let made = world.leader.post("/v1/survey-campaigns", stated).await.expect(201);
        let campaign = format!("/v1/survey-campaigns/{}", made.id());
        let asked = json!({"invitations": [{"groupKey": "groep-7", "count": 1}]});
        let told = world.leader.post(&format!("{campaign}/invitations"), asked).await;
        let _ = told.refused(409, "not-launched");
        let launch = json!({"command": "launch"});
        let _ = world.leader.post(&format!("{campaign}/transitions"), launch).await.expect(200);
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let early = world.app.anonymous().post("/v1/survey-sessions", json!({"code": code})).await;
        let early = early.refused(409, "survey-not-open");
        assert!(early.json["detail"].as_str().unwrap().contains("2026-11-30T23:00:00.000Z"));
        world.app.shared.clock.advance(7 * DAY);
        world.run_due().await;
        let _ = world.respondent(&code).await;
    }
}

both_stores! {
    fn whoever_was_let_in_stands_in_no_list_and_has_no_code_to_replace(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let id: SurveyCampaignId = campaign.rsplit('/').next().unwrap().parse().unwrap();
        let (key, guest) = (Key::new(world.board.into(), id), Uuid::from_u128(7));
        let call = world.app.service().await;
        for let_in in [true, false] {
            let invited = NewInvitation {
                code_hash: vec![u8::from(let_in); 32],
                id: if let_in { guest } else { Uuid::from_u128(8) },
                group_key: "groep-7".into(),
                recipient: None,
                let_in,
            };
            call.unit(move |tx| {
                let invited = invited.clone();
                Box::pin(async move { Ok(invitation::add(tx, key, vec![invited]).await?) })
            })
            .await
            .unwrap();
        }
        let listed = world.leader.get(&format!("{campaign}/invitations")).await.expect(200);
        let [invited] = listed.items() else { panic!("{}", listed.text) };
        let replace = async |id: &str| {
            world.leader.post(&format!("{campaign}/invitations/{id}/codes"), json!({})).await
        };
        let _ = replace(invited["id"].as_str().unwrap()).await.expect(200);
        let _ = replace(&guest.to_string()).await.refused(404, "not-found");
    }
}
