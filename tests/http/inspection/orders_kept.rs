//! What was ordered and what came of it is kept, whoever finds it inconvenient.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::json;

use super::{blockers, command, pairs, scene};

both_stores! {
    fn a_missed_order_is_neither_deleted_nor_moved_by_the_school(store) {
        let mut scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, json!({"dueOn": scene.day(10)})).await.expect(201).id();
        let own = format!("/v1/recovery-orders/{order}");
        let first_due = scene.day(10);
        scene.later(11).await;
        // On the first late day nobody of the school gives two months more.
        let later = json!({"dueOn": scene.day(60), "changeReason": "Dat komt beter uit."});
        for role in [Role::SchoolLeader, Role::QualityCoordinator] {
            let caller = scene.app.caller(role, scene.school).await;
            caller.patch(&own, later.clone()).await.refused(403, "forbidden");
            caller.patch(&own, json!({"requirementText": "Iets anders."})).await.refused(403, "forbidden");
            caller.delete(&own).await.refused(409, "order-kept");
            // What the school does about it is its own.
            let _ = caller.patch(&own, json!({"measures": [{"text": format!("Scholing {role:?}"), "ownerId": scene.owner}]})).await.expect(200);
        }
        assert_eq!(scene.read("recovery-orders", order).await["overdue"], json!(true));
        let _ = scene.command(order, scene.concluded("settleMissed")).await.expect(200);
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let _ = command(&leader, order, json!({"command": "reopen"})).await.expect(200);
        leader.delete(&own).await.refused(409, "order-kept");
        leader.patch(&own, later.clone()).await.refused(403, "forbidden");
        let refused = scene.officer.patch(&own, json!({"dueOn": scene.day(60)})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/changeReason", "required")]));
        scene.officer.delete(&own).await.refused(409, "order-kept");

        // Who verifies for the board does, with a reason; what was missed stays missed by the day of then.
        let moved = scene.officer.patch(&own, later.clone()).await.expect(200);
        assert_eq!(moved.json["earlierTerms"], json!([{
            "standard": "OP2", "requirementText": moved.json["requirementText"], "legalBasis": "WPO art. 8 lid 1",
            "dueOn": first_due, "changedOn": scene.day(0), "reason": "Dat komt beter uit.",
        }]));
        let outcome = &moved.json["earlierOutcomes"][0];
        assert_eq!((&outcome["inTime"], &outcome["dueOn"]), (&json!(false), &json!(first_due)));
        let again = scene.officer.patch(&own, later).await.expect(200);
        assert_eq!(again.header("etag"), moved.header("etag"), "sent again it changes nothing");
    }
}

both_stores! {
    fn a_mistake_in_writing_down_is_put_right_until_the_report_is_adopted(store) {
        let scene = scene(store).await;
        let visit = scene.visit(json!({})).await.expect(201).id();
        let order = scene.order(visit, json!({})).await.expect(201).id();
        let own = format!("/v1/recovery-orders/{order}");
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let put = leader.patch(&own, json!({"dueOn": scene.day(90)})).await.expect(200);
        assert_eq!((&put.json["dueOn"], &put.json["earlierTerms"]), (&json!(scene.day(90)), &json!([])));
        let _ = leader.delete(&own).await.expect(204);
        // A step that was taken back is a step.
        let order = scene.order(visit, scene.done()).await.expect(201).id();
        for name in ["reportMeasures", "reopen"] {
            let _ = scene.command(order, json!({"command": name})).await.expect(200);
        }
        let own = format!("/v1/recovery-orders/{order}");
        leader.delete(&own).await.refused(409, "order-kept");
        leader.patch(&own, json!({"dueOn": scene.day(91)})).await.refused(403, "forbidden");
    }
}

both_stores! {
    fn whoever_carried_out_a_measure_does_not_verify_it_after_handing_it_over(store) {
        let scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, scene.done()).await.expect(201).id();
        let _ = scene.command(order, json!({"command": "reportMeasures"})).await.expect(200);
        let _ = scene.command(order, json!({"command": "reopen"})).await.expect(200);
        let other = scene.person("Bakker").await;
        let own = format!("/v1/recovery-orders/{order}");
        let handed = json!({"measures": [{"text": "Scholing", "ownerId": other, "doneOn": scene.day(0)}]});
        let handed = scene.officer.patch(&own, handed).await.expect(200);
        assert_eq!(handed.json["formerOwnerIds"], json!([scene.owner]));
        let _ = scene.command(order, json!({"command": "reportMeasures"})).await.expect(200);
        let refused = scene.command(order, scene.verified_by(scene.owner, true)).await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("verifier-owns-measure", "/formerOwnerIds/0")]));
        let _ = scene.command(order, scene.verified_by(scene.verifier, true)).await.expect(200);
    }
}

both_stores! {
    fn an_order_and_another_first_day_of_its_visit_do_not_pass_each_other(store) {
        let scene = scene(store).await;
        for _ in 0..4 {
            let visit = scene.visit(json!({"verdicts": [], "outcome": null})).await.expect(201).id();
            let own = format!("/v1/inspection-visits/{visit}");
            let earlier = json!({"startedOn": "2024-03-01"});
            let (moved, ordered) = tokio::join!(scene.officer.patch(&own, earlier), scene.order(visit, json!({})));
            let edition = scene.read("inspection-visits", visit).await["edition"].clone();
            match ordered.status {
                201 => assert_eq!(ordered.json["requirement"], json!(format!("{}/OP2", edition.as_str().unwrap())), "{}", moved.text),
                _ => assert_eq!(moved.status, 200, "{} {}", moved.text, ordered.text),
            }
        }
    }
}

both_stores! {
    fn a_token_for_the_standing_alone_hears_of_no_order(store) {
        let mut scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let _ = scene.order(visit, json!({"dueOn": scene.day(1)})).await.expect(201);
        scene.later(2).await;
        let path = format!("/v1/organisation-units/{}/standing", scene.school);
        let seen = scene.officer.get(&path).await.expect(200);
        assert!(seen.text.contains("orderOverdue"));
        let scopes = akoki_api::auth::scope::Scopes::parse("standing.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        let seen = narrow.get(&path).await.expect(200);
        assert!(!seen.text.contains("orderOverdue") && !seen.text.contains("/v1/recovery-orders/"), "{}", seen.text);
    }
}
