//! Results on social safety for the inspectorate.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::followed::{command, scene};
use crate::http::follower::{Follower, escalations, settle};

fn permit(day: &str) -> Value {
    json!({"command": "permit", "permit": {"permittedOn": day, "role": "school-leader"}})
}

fn deliver(day: &str) -> Value {
    json!({"command": "deliver", "delivered": {"deliveredOn": day, "channel": "Internet Schooldossier", "reference": "ISD-17"}})
}

both_stores! {
    fn it_is_made_permitted_by_the_school_and_delivered(store) {
        let mut scene = scene(store).await;
        let campaign = scene.settled(scene.stated("pupils-po", "pupil")).await;
        let [own, _] = scene.begun("safety-deliveries", campaign).await;
        let made = scene.leader.get(&own).await.expect(200).json;
        let year = scene.year().0;
        assert_eq!((&made["state"], &made["hasFigures"], &made["schoolYear"]), (&json!("made"), &json!(true), &json!(year)));
        // Before 1 July of the school year.
        assert_eq!((&made["dueOn"], &made["dueOnVerified"]), (&json!(format!("{}-06-30", year + 1)), &json!(false)));
        assert_eq!(made["availableCommands"], json!(["permit"]));
        // What is shipped was not studied: nobody delivers it without having been told.
        assert_eq!(made["notice"]["code"], json!("instrument-not-official"));
        let today = scene.day(0);
        let _ = command(&scene.leader, &own, deliver(&today)).await.refused(409, "delivery-state-forbids");
        let early = command(&scene.leader, &own, permit(&scene.day(-1))).await.expect(400);
        assert_eq!(early.errors(), [("/permit/permittedOn".to_owned(), "permitted-before-made".to_owned())]);
        let missing = command(&scene.leader, &own, json!({"command": "permit"})).await.expect(400);
        assert_eq!(missing.errors(), [("/permit".to_owned(), "required".to_owned())]);
        let permitted = command(&scene.leader, &own, permit(&today)).await.expect(200).json;
        assert_eq!(permitted["permission"], json!({"permittedOn": today, "role": "school-leader", "personId": null}));
        let withdrawn = json!({"command": "withdrawPermission", "reason": "De aantallen kloppen niet."});
        let withdrawn = command(&scene.leader, &own, withdrawn).await.expect(200).json;
        assert_eq!((&withdrawn["state"], &withdrawn["permission"]), (&json!("withdrawn"), &json!(null)));
        assert_eq!(withdrawn["withdrawnPermissions"][0]["permission"]["permittedOn"], json!(today));
        let _ = command(&scene.leader, &own, deliver(&today)).await.refused(409, "delivery-state-forbids");
        let _ = command(&scene.leader, &own, permit(&today)).await.expect(200);
        let delivered = command(&scene.leader, &own, deliver(&today)).await.expect(200).json;
        assert_eq!(delivered["delivered"]["reference"], json!("ISD-17"));
        // What the inspectorate has is not taken back here.
        assert_eq!(delivered["availableCommands"], json!([]));
        let steps = scene.leader.get(&format!("{own}/transitions")).await.expect(200);
        let steps: Vec<&str> = steps.items().iter().map(|step| step["to"].as_str().unwrap()).collect();
        assert_eq!(steps, ["permitted", "withdrawn", "permitted", "delivered"]);
    }
}

both_stores! {
    fn the_package_says_what_pupils_answered_or_that_too_few_did(store) {
        let mut scene = scene(store).await;
        let unit = format!("/v1/organisation-units/{}", scene.schools[0]);
        let brin = json!({"identifiers": [{"type": "brin", "value": "32JK"}]});
        let _ = scene.officer.patch(&unit, brin).await.expect(200);
        let place = json!({
            "kind": "establishment", "name": "Hoofdlocatie", "parentId": scene.schools[0],
            "identifiers": [{"type": "establishment", "value": "32JK00"}],
        });
        let _ = scene.officer.post("/v1/organisation-units", place).await.expect(201);
        let campaign = scene.settled(scene.stated("pupils-po", "pupil")).await;
        let [own, other] = scene.begun("safety-deliveries", campaign).await;
        let package = scene.leader.get(&format!("{own}/package")).await.expect(200).json;
        assert_eq!(package["school"], json!({
            "unitId": scene.schools[0], "name": "De Regenboog", "brin": "32JK", "establishmentCode": "32JK00",
        }));
        let instrument = &package["instrument"];
        assert_eq!((&instrument["official"], &instrument["notice"]["code"]), (&json!(false), &json!("instrument-not-official")));
        assert_eq!((&package["respondents"], &package["population"], &package["response"]), (&json!(6), &json!(24), &json!(0.25)));
        assert_eq!(package["topics"], json!([
            {"topic": "experienced-safety", "score": 10.0, "responses": 6},
            {"topic": "harm", "score": 10.0, "responses": 6},
            {"topic": "wellbeing", "score": 10.0, "responses": 6},
        ]));
        assert_eq!(package["instrument"]["official"], json!(false));
        assert_eq!(package["measuredUntil"], json!(scene.day(-1)));
        let few = scene.officer.get(&format!("{other}/package")).await.expect(200).json;
        assert_eq!((&few["hasFigures"], &few["respondents"], &few["topics"]), (&json!(false), &json!(null), &json!([])));
        let _ = scene.leader.get(&format!("{other}/package")).await.refused(404, "not-found");
        // It holds figures: who reads surveys alone does not read it.
        let staff = scene.app.caller(Role::Staff, scene.schools[0]).await;
        let _ = staff.get(&own).await.expect(200);
        let _ = staff.get(&format!("{own}/package")).await.refused(404, "not-found");
        // Who coordinates quality neither permits nor delivers.
        let coordinator = scene.app.caller(Role::QualityCoordinator, scene.schools[0]).await;
        let _ = command(&coordinator, &own, permit(&scene.day(0))).await.refused(403, "forbidden");
    }
}

both_stores! {
    fn only_what_pupils_say_of_their_safety_is_for_the_inspectorate(store) {
        let mut scene = scene(store).await;
        let staff = scene.settled(scene.stated("staff", "staff-member")).await;
        let found = scene.officer.get(&format!("/v1/safety-deliveries?campaignId={staff}")).await.expect(200);
        assert_eq!(found.items().len(), 0);
        // What is done with it is asked all the same.
        let _ = scene.begun("survey-follow-ups", staff).await;
    }
}

both_stores! {
    fn it_asks_for_attention_as_its_day_nears_and_goes_up_when_that_has_passed(store) {
        let mut scene = scene(store).await;
        let campaign = scene.settled(scene.stated("pupils-po", "pupil")).await;
        let [own, other] = scene.begun("safety-deliveries", campaign).await;
        let _ = command(&scene.officer, &other, permit(&scene.day(0))).await.expect(200);
        let _ = command(&scene.officer, &other, deliver(&scene.day(0))).await.expect(200);
        let due = time::macros::date!(2027 - 06 - 30).replace_year(scene.year().0 + 1).unwrap();
        let left = (due - scene.app.shared.clock.today()).whole_days();
        let standing = format!("/v1/organisation-units/{}/standing", scene.schools[0]);
        let ours = |standing: &Value| {
            let all = standing["attention"].as_array().unwrap().iter();
            let ours = all.filter(|one| one["kind"].as_str().is_some_and(|kind| kind.starts_with("delivery")));
            ours.map(|one| (one["kind"].clone(), one["core"].clone(), one["why"][0]["href"].clone())).collect::<Vec<_>>()
        };
        let mut gone = 0;
        for (days, expected) in [
            (left - 31, vec![]),
            (left - 30, vec![(json!("deliveryNear"), json!(false), json!(own))]),
            (left - 7, vec![(json!("deliveryNear"), json!(true), json!(own))]),
        ] {
            // Where the tests begin in early summer it is near already.
            if days < gone {
                continue;
            }
            scene.later(days - gone).await;
            gone = days;
            let seen = scene.leader.get(&standing).await.expect(200).json;
            assert_eq!(ours(&seen), expected, "{days}");
        }
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        scene.later((left + 1 - gone).max(0)).await;
        settle(&scene.app).await;
        let told = escalations(&mut follower, &scene.officer, "safetydelivery").await;
        let told: Vec<_> = told.into_iter().map(|(of, _, to)| (of, to)).collect();
        assert_eq!(told, [(own.clone(), json!(scene.board))]);
        let seen = scene.leader.get(&standing).await.expect(200).json;
        assert_eq!(ours(&seen), [(json!("deliveryOverdue"), json!(true), json!(own))]);
        let late = scene.officer.get("/v1/safety-deliveries?overdue=true").await.expect(200);
        assert_eq!(late.items().len(), 1);
        assert_eq!(late.items()[0]["escalatedToUnitId"], json!(scene.board));
    }
}
