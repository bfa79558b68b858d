//! Recovery orders that are met, and what keeps them from it.

use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::json;

use super::{blockers, command, pairs, scene};

both_stores! {
    fn an_order_is_met_in_time(store) {
        let scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let made = scene.order(visit, json!({})).await.expect(201);
        assert_eq!((&made.json["state"], &made.json["requirement"]), (&json!("open"), &json!("inspectorate/2025/po/OP2")));
        assert_eq!((&made.json["unitId"], &made.json["availableCommands"]), (&json!(scene.school), &json!(["withdraw"])));
        let order = made.id();
        let own = format!("/v1/recovery-orders/{order}");
        let refused = scene.command(order, scene.concluded("settleMet")).await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[
            ("measure-not-done", "/measures/0/doneOn"), ("verification-missing", "/verification"),
        ]));
        scene.command(order, json!({"command": "reportMeasures"})).await.refused(409, "transition-blocked");
        let _ = scene.officer.patch(&own, scene.done()).await.expect(200);
        let taken = scene.command(order, json!({"command": "reportMeasures"})).await.expect(200);
        assert_eq!(taken.json["state"], json!("measuresTaken"));
        scene.officer.patch(&own, json!({"dueOn": scene.day(90), "changeReason": "Uitstel"})).await.refused(409, "order-state-forbids");
        scene.officer.delete(&own).await.refused(409, "order-state-forbids");

        // Nobody verifies their own measures.
        let refused = scene.command(order, scene.verified_by(scene.owner, true)).await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("verifier-owns-measure", "/measures/0/ownerId")]));
        // What falls short goes back to the measures.
        let short = scene.command(order, scene.verified_by(scene.verifier, false)).await.expect(200);
        assert_eq!((&short.json["state"], &short.json["verification"]["met"]), (&json!("open"), &json!(false)));
        let again = scene.command(order, json!({"command": "reportMeasures"})).await.expect(200);
        assert_eq!((&again.json["verification"], &again.json["earlierVerifications"][0]["met"]), (&json!(null), &json!(false)));
        let verified = scene.command(order, scene.verified_by(scene.verifier, true)).await.expect(200);
        assert_eq!(verified.json["state"], json!("boardVerified"));
        let met = scene.command(order, scene.concluded("settleMet")).await.expect(200);
        assert_eq!(met.json["state"], json!("met"));
        assert_eq!(met.json["outcome"], json!({
            "on": scene.day(0), "result": "met", "dueOn": scene.day(60), "inTime": true, "text": "Zo staat het in de brief.",
        }));
        assert_eq!(met.json["availableCommands"], json!([]));
        let steps = scene.officer.get(&format!("{own}/transitions")).await.expect(200);
        let steps: Vec<_> = steps.items().iter().map(|step| step["command"].as_str().unwrap().to_owned()).collect();
        assert_eq!(steps, ["reportMeasures", "verify", "reportMeasures", "verify", "settleMet"]);
        let cycle = json!({
            "unitId": scene.school, "theme": "onderwijs", "title": "Zicht op groei",
            "arisesFrom": {"type": "recovery-order", "id": order},
        });
        let cycle = scene.officer.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let linked = met.json["links"]["improvementCycles"].as_str().unwrap();
        assert_eq!(scene.officer.get(linked).await.expect(200).items()[0]["id"], json!(cycle));
    }
}

both_stores! {
    fn the_board_verifies_and_the_school_does_not(store) {
        let scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, scene.done()).await.expect(201).id();
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let _ = command(&leader, order, json!({"command": "reportMeasures"})).await.expect(200);
        let check = scene.verified_by(scene.verifier, true);
        command(&leader, order, check.clone()).await.refused(403, "forbidden");
        let narrow: Scopes = Scopes::parse("inspections.read inspections.write people.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &narrow).await;
        command(&narrow, order, check.clone()).await.refused(403, "insufficient-scope");
        let member = scene.app.caller(Role::BoardMember, scene.board).await;
        // Nothing is seen before it was done, nor met before it was seen.
        let mut early = check.clone();
        early["verification"]["verifiedOn"] = json!(scene.day(-1));
        let refused = command(&member, order, early).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/verification/verifiedOn", "verified-before-executed")]));
        let verified = command(&member, order, check).await.expect(200);
        assert_eq!(verified.json["state"], json!("boardVerified"));
        let mut early = scene.concluded("settleMet");
        early["outcome"]["on"] = json!(scene.day(-1));
        let refused = scene.command(order, early).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/outcome/on", "concluded-before-verified")]));
        // Taken up again, it starts with the measures.
        let reopened = command(&leader, order, json!({"command": "reopen"})).await.expect(200);
        assert_eq!((&reopened.json["state"], &reopened.json["verification"]), (&json!("open"), &json!(null)));
    }
}

both_stores! {
    fn who_carried_out_a_measure_records_no_check_under_another_name(store) {
        let scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, scene.done()).await.expect(201).id();
        let _ = scene.command(order, json!({"command": "reportMeasures"})).await.expect(200);
        let member = scene.app.signed_in("lid@een.nl", None, Role::BoardMember, scene.board).await;
        let account = member.get("/v1/me").await.expect(200).json["id"].as_str().unwrap_or_default().to_owned();
        let body = json!({"personId": scene.owner});
        let _ = scene.officer.patch(&format!("/v1/accounts/{account}"), body).await.expect(200);
        let refused = command(&member, order, scene.verified_by(scene.verifier, true)).await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["verifier-owns-measure"]);
    }
}

both_stores! {
    fn all_that_is_wrong_with_an_order_is_told_at_once(store) {
        let scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let (other, _) = scene.app.board("Twee").await;
        let wrong = json!({
            "standard": "OP99", "requirementText": " ", "dueOn": scene.day(-31),
            "measures": [
                {"text": "x", "ownerId": other, "doneOn": scene.day(1)}, {"text": "x", "ownerId": scene.owner, "doneOn": scene.day(-31)},
            ],
        });
        let refused = scene.order(visit, wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[
            ("/dueOn", "due-before-visit"), ("/measures/0/doneOn", "date-in-future"),
            ("/measures/0/ownerId", "unknown-reference"), ("/measures/1/doneOn", "done-before-visit"),
            ("/requirementText", "required"),
            ("/standard", "unknown-standard"),
        ]));
        let refused = scene.order(other, json!({})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/visitId", "unknown-reference")]));
        let neighbour = scene.app.school(&scene.officer, scene.board, "De Regenboog").await;
        let refused = scene.order(visit, json!({"unitId": neighbour})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/unitId", "unit-not-of-visit")]));
        let refused = scene.order(visit, json!({"standard": "OP"})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/standard", "not-assessable")]));
        // What goes with a command goes with no other.
        let order = scene.order(visit, json!({})).await.expect(201).id();
        let mut mixed = scene.verified_by(other, true);
        mixed["command"] = json!("withdraw");
        let refused = scene.command(order, mixed).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[
            ("/outcome", "required"), ("/verification", "not-with-command"),
            ("/verification/verifiedById", "unknown-reference"),
        ]));
        assert_eq!(scene.read("recovery-orders", order).await["state"], json!("open"));
        let own = format!("/v1/recovery-orders/{order}");
        let refused = scene.officer.patch(&own, json!({"unitId": neighbour, "standard": "SKA1", "changeReason": "x"})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/unitId", "not-changeable")]));
        let moved = scene.officer.patch(&own, json!({"standard": "SKA1", "changeReason": "Verkeerd overgenomen"})).await.expect(200);
        assert_eq!(moved.json["requirement"], json!("inspectorate/2025/po/SKA1"));
    }
}

both_stores! {
    fn an_order_of_a_visit_to_the_board_is_for_a_school_under_it(store) {
        let scene = scene(store).await;
        let visit = json!({
            "unitId": scene.board, "kind": "fourYearlyBoard", "outcome": null,
            "verdicts": [{"standard": "BKA2", "value": "unsatisfactory", "reason": "Gezien."}],
        });
        let visit = scene.reported(visit).await;
        let at_school = scene.order(visit, json!({"unitId": scene.school})).await.expect(201);
        assert_eq!(at_school.json["requirement"], json!("inspectorate/2025/po/OP2"));
        let at_board = scene.order(visit, json!({"standard": "BKA2"})).await.expect(201);
        assert_eq!(at_board.json["requirement"], json!("inspectorate/2025/board/BKA2"));
    }
}
