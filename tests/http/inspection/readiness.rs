//! How ready a unit is for the next visit, from each source.

use akoki_api::auth::scope::Scopes;
use akoki_domain::{
    Noun, Subject,
    access::Role,
    calendar::SchoolYear,
    framework::RequirementRef,
    id::{BoardId, UnitId},
    verdict::{GivenVerdict, Voice},
};
use akoki_persistence::repo::verdict;
use akoki_tests::{Caller, both_stores};
use serde_json::{Value, json};
use time::Date;
use uuid::Uuid;

use super::{Scene, pairs, scene};

impl Scene {
    async fn readiness(&self, caller: &Caller) -> Value {
        let path = format!(
            "/v1/organisation-units/{}/inspection-readiness",
            self.school
        );
        caller.get(&path).await.expect(200).json
    }

    /// A verdict as an evaluation or an audit that concludes adds it.
    async fn given(&self, voice: Voice, requirement: &str, value: &str, given_on: Date) {
        let requirement: RequirementRef = requirement.parse().unwrap();
        let RequirementRef::Shipped { edition, .. } = requirement.clone() else {
            panic!("a shipped requirement")
        };
        let call = self.app.service().await;
        let noun = match voice {
            Voice::SelfAssessed => Noun::SelfEvaluation,
            _ => Noun::Audit,
        };
        let given = GivenVerdict {
            id: call.id(),
            board_id: BoardId(self.board),
            unit_id: UnitId(self.school),
            voice,
            level: None,
            evaluated: None,
            edition,
            requirement,
            value: Some(value.to_owned()),
            given_on,
            school_year: SchoolYear::of(given_on),
            source: Subject::new(noun, Uuid::from_u128(7)),
        };
        call.unit(move |tx| {
            let given = given.clone();
            Box::pin(async move { Ok(verdict::add(tx, &[given]).await?) })
        })
        .await
        .unwrap();
    }
}

fn standard(readiness: &Value, code: &str) -> Value {
    let standards = readiness["standards"].as_array().unwrap();
    standards
        .iter()
        .find(|one| one["standard"] == code)
        .cloned()
        .unwrap()
}

fn gaps(standard: &Value) -> Vec<String> {
    let gaps = standard["gaps"].as_array().unwrap().iter();
    gaps.map(|one| one["gap"].as_str().unwrap().to_owned())
        .collect()
}

both_stores! {
    fn readiness_gathers_what_every_source_says(store) {
        let scene = scene(store).await;
        let today = scene.app.shared.clock.today();
        let owner = json!({"givenName": "Sam", "familyName": "Meer", "homeUnitId": scene.school});
        let owner = scene.officer.post("/v1/people", owner).await.expect(201).id();
        let evidence = json!({
            "unitId": scene.school, "kind": "document", "title": "Beleid", "ownerId": owner, "effectiveFrom": scene.day(-300),
        });
        let evidence = scene.officer.post("/v1/evidence", evidence).await.expect(201).id();
        let dossier = json!({
            "unitId": scene.school, "requirement": "inspectorate/2025/po/OP2",
            "ambition": "Elke leerling groeit.", "evidenceIds": [evidence],
        });
        let dossier = scene.officer.post("/v1/dossiers", dossier).await.expect(201).id();
        // The dossier was there when it turned out to hold no longer.
        let ended = json!({"effectiveUntil": scene.day(-1)});
        let _ = scene.officer.patch(&format!("/v1/evidence/{evidence}"), ended).await.expect(200);
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, json!({})).await.expect(201).id();
        scene.given(Voice::SelfAssessed, "inspectorate/2025/po/OP2", "satisfactory", today).await;
        scene.given(Voice::InternalAudit, "inspectorate/2025/po/OP3", "unsatisfactory", today).await;
        scene.given(Voice::ExternalAudit, "inspectorate/2025/po/OP3", "satisfactory", today).await;

        let all = scene.readiness(&scene.officer).await;
        assert_eq!((&all["edition"], &all["withheld"]), (&json!("inspectorate/2025/po"), &json!([])));
        let codes: Vec<_> = all["standards"].as_array().unwrap().iter().map(|one| one["standard"].as_str().unwrap().to_owned()).collect();
        assert_eq!(codes.len(), 13);
        assert_eq!(codes[..3], ["OP0", "OP1", "OP2"]);
        let op2 = standard(&all, "OP2");
        assert_eq!((&op2["ready"], &op2["dossier"]["id"]), (&json!(false), &json!(dossier)));
        assert_eq!(op2["dossier"]["completeness"]["plan"]["level"], json!("partial"));
        assert_eq!((&op2["selfAssessed"][0]["value"], &op2["inspectorate"]["value"]), (&json!("satisfactory"), &json!("unsatisfactory")));
        assert_eq!(op2["inspectorate"]["href"], json!(format!("/v1/inspection-visits/{visit}")));
        assert_eq!((&op2["openOrders"], &op2["openFindings"]), (&json!(1), &json!(0)));
        assert_eq!(gaps(&op2), ["dossierIncomplete", "evidenceExpired", "judgedLowest", "orderOpen"]);
        assert_eq!(op2["gaps"][3]["why"][0]["href"], json!(format!("/v1/recovery-orders/{order}")));
        let op3 = standard(&all, "OP3");
        assert_eq!((&op3["internalAudit"]["value"], &op3["externalAudit"]["value"]), (&json!("unsatisfactory"), &json!("satisfactory")));
        assert_eq!(op3["inspectorate"], json!(null), "not assessed says nothing");
        assert_eq!(gaps(&op3), ["dossierIncomplete", "evidenceMissing", "notSelfAssessed", "judgedLowest"]);
        // Every reason leads somewhere.
        for one in all["standards"].as_array().unwrap() {
            for reason in one["gaps"].as_array().unwrap().iter().flat_map(|gap| gap["why"].as_array().unwrap()) {
                assert!(reason["href"].is_string(), "{reason}");
            }
        }
        let summary = &all["summary"];
        assert_eq!((&summary["standards"], &summary["ready"], &summary["notReady"]), (&json!(13), &json!(0), &json!(13)));
        let counts: Vec<(&str, i64)> = summary["gaps"].as_array().unwrap().iter()
            .map(|one| (one["gap"].as_str().unwrap(), one["standards"].as_i64().unwrap())).collect();
        assert_eq!(counts, [
            ("dossierIncomplete", 13), ("evidenceMissing", 12), ("evidenceExpired", 1), ("notSelfAssessed", 12),
            ("judgedLowest", 2), ("orderOpen", 1),
        ]);
        // Once the inspectorate took it back the order stands in nobody's way.
        let _ = scene.command(order, scene.concluded("withdraw")).await.expect(200);
        assert_eq!(standard(&scene.readiness(&scene.officer).await, "OP2")["openOrders"], json!(0));
    }
}

both_stores! {
    fn what_a_caller_may_not_read_is_left_out_and_named(store) {
        let scene = scene(store).await;
        let today = scene.app.shared.clock.today();
        scene.given(Voice::InternalAudit, "inspectorate/2025/po/OP3", "unsatisfactory", today).await;
        scene.given(Voice::SelfAssessed, "inspectorate/2025/po/OP3", "satisfactory", today).await;
        let lead = scene.app.caller(Role::SubjectLead, scene.school).await;
        let seen = scene.readiness(&lead).await;
        assert_eq!(seen["withheld"], json!(["openFindings", "internalAudit", "externalAudit"]));
        let op3 = standard(&seen, "OP3");
        assert_eq!((&op3["internalAudit"], &op3["openFindings"]), (&json!(null), &json!(null)));
        assert_eq!(op3["selfAssessed"][0]["value"], json!("satisfactory"));
        assert!(!gaps(&op3).contains(&"judgedLowest".to_owned()));
        // A token for inspections alone shows nothing of the rest, and calls nothing ready.
        let narrow = Scopes::parse("inspections.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &narrow).await;
        let seen = scene.readiness(&narrow).await;
        assert_eq!(seen["withheld"], json!(["dossier", "openFindings", "selfAssessed", "internalAudit", "externalAudit"]));
        let op3 = standard(&seen, "OP3");
        assert_eq!((&op3["ready"], &op3["dossier"], &op3["selfAssessed"]), (&json!(null), &json!(null), &json!([])));
        assert_eq!(seen["summary"]["unknown"], json!(13));
        let path = format!("/v1/organisation-units/{}/inspection-readiness", scene.school);
        let (_, stranger) = scene.app.board("Twee").await;
        stranger.get(&path).await.refused(404, "not-found");
    }
}

both_stores! {
    fn a_verdict_of_an_earlier_edition_says_how_it_leads_here(store) {
        let scene = scene(store).await;
        let old = json!({
            "startedOn": "2019-03-01", "endedOn": "2019-03-02", "reportAdoptedOn": "2019-05-01", "outcome": null,
            "verdicts": [
                {"standard": "SK1", "value": "good", "reason": "Veilig."},
                {"standard": "OP2", "value": "unsatisfactory", "reason": "Geen zicht."},
            ],
        });
        scene.reported(old).await;
        let all = scene.readiness(&scene.officer).await;
        let safety = &standard(&all, "VS1")["inspectorate"];
        assert_eq!((&safety["value"], &safety["givenOn"]), (&json!("good"), &json!("2019-05-01")));
        assert_eq!(safety["earlierEdition"], json!({
            "requirement": "inspectorate/2017/po/SK1", "relation": "renamed", "value": "good",
        }));
        let merged = &standard(&all, "OP2")["inspectorate"];
        assert_eq!(merged["value"], json!(null));
        assert_eq!(merged["earlierEdition"], json!({
            "requirement": "inspectorate/2017/po/OP2", "relation": "merged", "value": "unsatisfactory",
        }));
    }
}

both_stores! {
    fn readiness_is_asked_for_today_or_later_of_every_kind_of_unit(store) {
        let scene = scene(store).await;
        let path = |unit: Uuid, on: &str| format!("/v1/organisation-units/{unit}/inspection-readiness?on={on}");
        let refused = scene.officer.get(&path(scene.school, &scene.day(-1))).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("on", "date-in-past")]));
        scene.officer.get(&path(scene.school, "gisteren")).await.refused(400, "invalid-input");
        let later = scene.officer.get(&path(scene.school, &scene.day(300))).await.expect(200);
        assert_eq!(later.json["on"], json!(scene.day(300)));
        let board = scene.officer.get(&path(scene.board, &scene.day(0))).await.expect(200);
        assert_eq!((&board.json["edition"], &board.json["summary"]["standards"]), (&json!("inspectorate/2025/board"), &json!(3)));
        // The establishment of a school that carries it is seen by its school.
        let body = json!({"kind": "establishment", "name": "Vestiging", "parentId": scene.school});
        let establishment = scene.officer.post("/v1/organisation-units", body).await.expect(201).id();
        let seen = scene.officer.get(&path(establishment, &scene.day(0))).await.expect(200);
        assert_eq!(seen.json["unitId"], json!(scene.school));
        // Of a school without a sector no edition is known.
        let body = json!({"kind": "school", "name": "Zonder sector", "parentId": scene.board});
        let without = scene.officer.post("/v1/organisation-units", body).await.expect(201).id();
        let seen = scene.officer.get(&path(without, &scene.day(0))).await.expect(200);
        assert_eq!((&seen.json["edition"], &seen.json["standards"]), (&json!(null), &json!([])));
        let refused = scene.visit(json!({"unitId": without})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/unitId", "sector-unknown")]));
    }
}
