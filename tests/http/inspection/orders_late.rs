//! Recovery orders that are late, and those that are missed.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{blockers, pairs, scene};
use crate::http::follower::{Follower, escalations, settle};

both_stores! {
    fn an_order_is_missed_when_its_day_has_passed(store) {
        let mut scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, json!({"dueOn": scene.day(10)})).await.expect(201).id();
        let refused = scene.command(order, scene.concluded("settleMissed")).await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("due-date-not-passed", "/dueOn")]));
        scene.later(11).await;
        let late = scene.read("recovery-orders", order).await;
        assert_eq!((&late["overdue"], &late["daysLate"]), (&json!(true), &json!(1)));
        let missed = scene.command(order, scene.concluded("settleMissed")).await.expect(200);
        assert_eq!((&missed.json["state"], &missed.json["outcome"]["result"]), (&json!("missed"), &json!("notMet")));
        assert_eq!((&missed.json["overdue"], &missed.json["outcome"]["inTime"]), (&json!(false), &json!(false)));
        // It holds the school up until it is taken up again.
        let path = format!("/v1/organisation-units/{}/inspection-readiness", scene.school);
        let ready = scene.officer.get(&path).await.expect(200).json;
        let owed = &ready["summary"]["gaps"];
        assert!(owed.as_array().unwrap().iter().any(|one| one["gap"] == "orderOpen"), "{owed}");
        assert_eq!(missed.json["availableCommands"], json!(["reopen"]));
        // With a new day it can be met after all.
        let reopened = scene.command(order, json!({"command": "reopen"})).await.expect(200);
        assert_eq!(reopened.json["earlierOutcomes"][0]["result"], json!("notMet"));
        let own = format!("/v1/recovery-orders/{order}");
        let due = scene.officer.patch(&own, json!({"dueOn": scene.day(30), "changeReason": "Uitstel volgens de brief"})).await.expect(200);
        assert_eq!((&due.json["overdue"], &due.json["outcome"]), (&json!(false), &json!(null)));
        assert_eq!(due.json["earlierOutcomes"][0]["inTime"], json!(false), "by the day of then");
        // The inspectorate itself may find so earlier.
        let mut early = scene.concluded("settleMissed");
        early["outcome"]["early"] = json!(true);
        assert_eq!(scene.command(order, early).await.expect(200).json["state"], json!("missed"));
    }
}

both_stores! {
    fn what_is_late_goes_one_level_up_and_one_more_after_each_thirty_days(store) {
        let mut scene = scene(store).await;
        // An order at an establishment: above it the school, then the board.
        let mut places = Vec::new();
        for name in ["Noord", "Zuid"] {
            let body = json!({"kind": "establishment", "name": name, "parentId": scene.school, "sector": "po"});
            places.push(scene.officer.post("/v1/organisation-units", body).await.expect(201).id());
        }
        let visit = scene.reported(json!({"unitId": places[0]})).await;
        let due = json!({"unitId": places[0], "dueOn": scene.day(5)});
        let order = scene.order(visit, due).await.expect(201).id();
        let other = scene.order(visit, json!({"unitId": places[0]})).await.expect(201).id();
        let list = |overdue: bool| format!("/v1/recovery-orders?overdue={overdue}");
        assert_eq!(scene.officer.get(&list(true)).await.expect(200).items().len(), 0);
        for (days, late, told) in [
            (6, 1, json!(scene.school)), (29, 30, json!(scene.school)), (1, 31, json!(scene.board)),
            (365, 396, json!(scene.board)),
        ] {
            scene.later(days).await;
            let shown = scene.read("recovery-orders", order).await;
            assert_eq!((&shown["daysLate"], &shown["escalatedToUnitId"]), (&json!(late), &told), "{late}");
        }
        let ids = |items: &[Value]| items.iter().map(|item| item["id"].clone()).collect::<Vec<_>>();
        let late = scene.officer.get(&format!("{}&sortBy=dueOn", list(true))).await.expect(200);
        assert_eq!(ids(late.items()), [json!(order), json!(other)]);
        // Who reaches the establishment alone is told who stands above as well.
        let leader = scene.app.caller(Role::SchoolLeader, places[0]).await;
        let shown = leader.get(&format!("/v1/recovery-orders/{order}")).await.expect(200);
        assert_eq!(shown.json["escalatedToUnitId"], json!(scene.board));
        // Once the board finds it met nobody is late any more.
        let own = format!("/v1/recovery-orders/{order}");
        let _ = scene.officer.patch(&own, scene.done()).await.expect(200);
        let _ = scene.command(order, json!({"command": "reportMeasures"})).await.expect(200);
        let verified = scene.command(order, scene.verified_by(scene.verifier, true)).await.expect(200);
        assert_eq!((&verified.json["overdue"], &verified.json["escalatedToUnitId"]), (&json!(false), &json!(null)));
        assert_eq!(ids(scene.officer.get(&list(true)).await.expect(200).items()), [json!(other)]);
        assert_eq!(ids(scene.officer.get(&list(false)).await.expect(200).items()), [json!(order)]);
    }
}

both_stores! {
    fn the_feed_tells_of_an_order_that_is_late(store) {
        let mut scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, json!({"dueOn": scene.day(5)})).await.expect(201).id();
        // Of the board itself nobody is above.
        let own = scene.reported(json!({"unitId": scene.board, "verdicts": [{"standard": "BKA1", "value": "unsatisfactory", "reason": "Geen visie."}]})).await;
        let own = scene.order(own, json!({"standard": "BKA1", "dueOn": scene.day(10)})).await.expect(201).id();
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        let path = |id| format!("/v1/recovery-orders/{id}");
        for (days, expected) in [
            (5, vec![]), (1, vec![(path(order), 1, json!(scene.board))]), (5, vec![(path(own), 1, Value::Null)]), (25, vec![]), (60, vec![]),
        ] {
            scene.later(days).await;
            settle(&scene.app).await;
            assert_eq!(escalations(&mut follower, &scene.officer, "recoveryorder").await, expected);
        }
        // Another day begins anew; once the board finds it met, nothing more is told.
        let due = json!({"dueOn": scene.day(3), "changeReason": "Uitstel volgens de brief"});
        let _ = scene.officer.patch(&path(order), due.clone()).await.expect(200);
        let _ = scene.officer.patch(&path(own), due).await.expect(200);
        let _ = scene.officer.patch(&path(own), scene.done()).await.expect(200);
        let _ = scene.command(own, json!({"command": "reportMeasures"})).await.expect(200);
        let _ = scene.command(own, scene.verified_by(scene.verifier, true)).await.expect(200);
        scene.later(4).await;
        settle(&scene.app).await;
        assert_eq!(escalations(&mut follower, &scene.officer, "recoveryorder").await, [(path(order), 1, json!(scene.board))]);
    }
}

both_stores! {
    fn what_a_school_that_ended_left_open_is_its_boards(store) {
        let mut scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, json!({"dueOn": scene.day(5)})).await.expect(201).id();
        let order = format!("/v1/recovery-orders/{order}");
        let late = |standing: &Value| -> Vec<(Value, Value)> {
            let all = standing["attention"].as_array().unwrap().iter();
            let late = all.filter(|one| one["kind"] == "orderOverdue");
            late.map(|one| (one["unitId"].clone(), one["href"].clone())).collect()
        };
        scene.later(10).await;
        let path = format!("/v1/organisation-units/{}/standing", scene.board);
        let standing = scene.officer.get(&path).await.expect(200).json;
        assert_eq!(late(&standing), [(json!(scene.school), json!(order))]);
        let school = format!("/v1/organisation-units/{}", scene.school);
        let _ = scene.officer.patch(&school, json!({"endsOn": scene.day(0)})).await.expect(200);
        scene.later(1).await;
        let standing = scene.officer.get(&path).await.expect(200).json;
        assert_eq!(late(&standing), [(json!(scene.board), json!(order))]);
    }
}
