//! Before the report goes to the unit its people see nothing of what was looked at and found.

use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::{Caller, both_stores};
use serde_json::{Value, json};

use super::{Scene, scene, today};
use crate::http::follower::{Follower, settle};

async fn seen(caller: &Caller, path: &str) -> usize {
    caller.get(path).await.expect(200).items().len()
}

/// The types of the events that the caller hears of about what audits find.
async fn heard(scene: &Scene, caller: &Caller) -> Vec<String> {
    settle(&scene.app).await;
    let events = Follower::beginning().rest(caller, "").await;
    let types = events
        .iter()
        .map(|event| event["type"].as_str().unwrap().to_owned());
    types
        .filter(|kind| kind.contains("finding") || kind.contains("checklistitem"))
        .collect()
}

both_stores! {
    fn the_people_of_a_unit_see_its_findings_with_the_report(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let finding = scene.found(audit, "minor").await;
        scene.judge(audit).await;
        let member = scene.app.caller(Role::BoardMember, scene.board).await;
        let path = format!("/v1/findings/{finding}");
        for caller in [&scene.leader, &member] {
            caller.get(&path).await.refused(404, "not-found");
            assert_eq!(seen(caller, "/v1/findings").await, 0);
            assert_eq!(seen(caller, "/v1/checklist-items").await, 0);
            assert_eq!(heard(&scene, caller).await, [] as [String; 0]);
        }
        for caller in [&scene.auditor, &scene.officer] {
            let _ = caller.get(&path).await.expect(200);
            assert_eq!(seen(caller, "/v1/findings").await, 1);
            assert_eq!(seen(caller, "/v1/checklist-items").await, 1);
        }
        assert!(heard(&scene, &scene.officer).await.contains(&"nl.akoki.finding.created.v1".to_owned()));
        // Who comes to the school then does not hear of it either.
        let newcomer = scene.app.caller(Role::QualityCoordinator, scene.school).await;
        assert_eq!(seen(&newcomer, "/v1/findings").await, 0);

        scene.report(audit).await;
        for caller in [&scene.leader, &member] {
            assert_eq!(caller.get(&path).await.expect(200).json["released"], json!(true));
            assert_eq!(seen(caller, "/v1/findings").await, 1);
            assert_eq!(seen(caller, "/v1/checklist-items").await, 1);
            let heard = heard(&scene, caller).await;
            for kind in ["nl.akoki.finding.updated.v1", "nl.akoki.checklistitem.updated.v1"] {
                assert!(heard.contains(&kind.to_owned()), "{heard:?}");
            }
        }
        // It is the unit's to see; who is in the team of the audit does not answer for it.
        let answer = json!({"decision": "adopted"});
        scene.part(&scene.auditor, finding, "response", answer).await.refused(403, "forbidden");
        let other = scene.app.caller(Role::Staff, scene.school).await;
        assert_eq!(seen(&other, "/v1/findings").await, 0);
        other.get(&path).await.refused(404, "not-found");
        let events: Vec<Value> = scene.officer.get(&format!("{path}/transitions")).await.expect(200).items().to_vec();
        assert_eq!(events, [] as [Value; 0]);
    }
}

both_stores! {
    fn a_token_that_is_not_for_audits_is_told_of_no_finding_by_the_standing(store) {
        let scene = scene(store).await;
        let (_, finding) = scene.nonconformity("major").await;
        let mut plan = scene.correction(&today(&scene.app));
        (plan["executedOn"], plan["executedById"]) = (json!(today(&scene.app)), json!(scene.owner));
        let _ = scene.part(&scene.leader, finding, "correction", plan).await.expect(200);
        for command in ["answer", "reportCarriedOut"] {
            let _ = scene.command(&scene.leader, finding, command).await.expect(200);
        }
        // Nobody looked whether it helped, and the board is told so.
        scene.app.shared.clock.advance(91 * 86_400_000);
        let path = format!("/v1/organisation-units/{}/standing", scene.board);
        let told = async |caller: &Caller| {
            let seen = caller.get(&path).await.expect(200);
            let overdue = seen.json["whole"]["overdueFollowUps"]["count"].clone();
            (overdue, seen.text.contains(&finding.to_string()))
        };
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        // Whoever is in the team comes to it as themselves, and not by a role.
        for caller in [&officer, &scene.auditor] {
            assert_eq!(told(caller).await, (json!(1), true));
        }
        let ends = scene.app.shared.clock.now() + time::Duration::days(1);
        let ends = ends.format(&time::format_description::well_known::Rfc3339).unwrap();
        let token = json!({"name": "Weekrapport", "scopes": ["standing.read"], "expiresAt": ends});
        let token = scene.auditor.post("/v1/personal-access-tokens", token).await.expect(201);
        let as_themselves = scene.app.with_token(token.json["token"].as_str().unwrap());
        // Nor by a role that is shown what others are shown later.
        let scopes = Scopes::parse("standing.read").unwrap();
        let by_role = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        for caller in [&as_themselves, &by_role] {
            assert_eq!(told(caller).await, (json!(0), false));
        }
    }
}
