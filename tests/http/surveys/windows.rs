//! Two windows of one survey: small groups are taken together over both.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::json;

use super::{DAY, all_answered, submit, world};

/// From 25 November 2026, on which the tests begin, to 4 October 2027.
const TO_THE_SECOND: i64 = 313;

both_stores! {
    fn the_first_of_two_windows_is_closed_early_and_the_second_still_counts(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["windows"] = json!([
            {"opensOn": "2026-11-01", "closesOn": "2026-12-18"}, {"opensOn": "2027-10-01", "closesOn": "2027-10-29"},
        ]);
        stated["followUpDueOn"] = json!("2028-02-01");
        stated["groups"][1]["population"] = json!(6);
        let campaign = world.launched(stated).await;
        let codes = world.codes(&campaign, "groep-7", 6).await;
        let answer = async |codes: &[String]| {
            for code in codes {
                let pupil = world.respondent(code).await;
                let _ = submit(&pupil, &all_answered(&pupil, 3).await).await.expect(201);
            }
        };
        let close = async || {
            let leader = world.leader_now().await;
            let body = json!({"command": "closeWindow"});
            leader.post(&format!("{campaign}/transitions"), body).await.expect(200).json
        };
        answer(&codes).await;
        assert_eq!(close().await["state"], "scheduled");
        world.run_due().await;
        let leader = world.leader_now().await;
        assert_eq!(leader.get(&campaign).await.expect(200).json["state"], "scheduled");
        // Each is asked once more, and says nothing before the second begins.
        let asked = json!({"invitations": [{"groupKey": "groep-7", "count": 6}]});
        let codes = leader.post(&format!("{campaign}/invitations"), asked.clone()).await.expect(201).json;
        let _ = leader.post(&format!("{campaign}/invitations"), asked).await.refused(400, "invalid-input");
        let codes: Vec<String> = serde_json::from_value(json!(
            codes["codes"].as_array().unwrap().iter().map(|one| &one["code"]).collect::<Vec<_>>()
        ))
        .unwrap();
        let early = json!({"code": codes[0]});
        let told = world.app.anonymous().post("/v1/survey-sessions", early).await.refused(409, "survey-not-open");
        let opens = "2027-09-30T22:00:00.000Z";
        assert_eq!(told.json["params"], json!({"opensAt": opens}));
        assert!(told.json["detail"].as_str().unwrap().contains(opens));

        world.app.shared.clock.advance(TO_THE_SECOND * DAY);
        world.run_due().await;
        answer(&codes).await;
        assert_eq!(close().await["state"], "processing");
        world.run_due().await;
        let leader = world.leader_now().await;
        let results = leader.get(&format!("{campaign}/results?group=groep-7")).await.expect(200).json;
        // Six could answer twice, and did.
        let told = &results["participation"];
        assert_eq!((&told["population"], &told["respondents"]), (&json!(12), &json!(12)));

        let officer = world.app.caller(Role::BoardQualityOfficer, world.board).await;
        let id = campaign.rsplit('/').next().unwrap();
        let found = officer.get(&format!("/v1/safety-deliveries?campaignId={id}")).await.expect(200);
        let made = &found.items()[0];
        assert_eq!((&made["schoolYear"], &made["dueOn"]), (&json!(2027), &json!("2028-06-30")));
        let path = format!("/v1/safety-deliveries/{}/package", made["id"].as_str().unwrap());
        let package = officer.get(&path).await.expect(200).json;
        let days = (&package["measuredFrom"], &package["measuredUntil"]);
        assert_eq!(days, (&json!("2026-11-01"), &json!("2027-10-04")));
    }
}
