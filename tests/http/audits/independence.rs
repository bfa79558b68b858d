//! Who may audit.

use akoki_tests::both_stores;
use serde_json::json;

use super::{command_by, pairs, report, scene, wrong};

both_stores! {
    fn nobody_audits_where_they_work_or_have_an_interest(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let own = scene.person("Eigen", scene.school).await;
        let peer = scene.person("Collega", scene.other).await;
        // Until not long ago at the school as well.
        let work = json!({"personId": peer, "unitId": scene.school, "function": "team-lead", "startsOn": "2019-08-01", "endsOn": scene.day(-100)});
        let ended = officer.post("/v1/assignments", work).await.expect(201);
        let bound = scene.person("Partner", scene.other).await;
        let declared = json!({
            "boardId": scene.board, "personId": bound,
            "interests": [{"unitId": scene.school, "nature": "Partner werkt er", "from": "2020-01-01"}],
        });
        let declared = officer.post("/v1/auditors", declared).await.expect(201);
        let team = json!([
            {"personId": own, "role": "lead"}, {"personId": peer, "role": "auditor"}, {"personId": bound, "role": "observer"},
        ]);
        let refused = officer.post("/v1/audits", scene.collegial(json!({"team": team}))).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), pairs(&[
            ("/team/0/personId", "auditor-not-independent"), ("/team/1/personId", "auditor-not-independent"),
            ("/team/2/personId", "interest-declared"),
        ]));
        assert_eq!(officer.get("/v1/audits").await.items().len(), 0, "nothing is half-written");
        // Long enough ago is long enough ago.
        let _ = officer.patch(&format!("/v1/assignments/{}", ended.id()), json!({"endsOn": scene.day(-400)})).await.expect(200);
        let audit = scene.plan(json!({"team": [{"personId": peer, "role": "lead"}]})).await;
        let refused = officer.patch(&format!("/v1/audits/{audit}"), json!({"team": [{"personId": bound, "role": "lead"}]})).await;
        assert_eq!(wrong(&refused.refused(400, "invalid-input")), pairs(&[("/team/0/personId", "interest-declared")]));
        // It is looked at again before the audit is prepared and begins.
        let _ = command_by(officer, audit, "prepare").await.expect(200);
        let work = json!({"personId": peer, "unitId": scene.school, "function": "teacher", "startsOn": scene.day(2)});
        let now = officer.post("/v1/assignments", work).await.expect(201);
        let refused = command_by(officer, audit, "start").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["auditor-not-independent"]);
        assert_eq!(refused.json["blockers"][0]["href"], json!(format!("/v1/assignments/{}", now.id())));
        assert_eq!(refused.json["blockers"][0]["location"], json!("/team/0/personId"));
        let shown = scene.read(audit).await;
        assert_eq!(shown["blockers"][1]["reasons"], refused.json["blockers"]);
        let _ = officer.delete(&format!("/v1/auditors/{}", declared.id())).await.expect(204);
    }
}

both_stores! {
    fn a_certification_takes_an_accredited_body_and_qualified_auditors(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let body = json!({
            "boardId": scene.board, "name": "Keurwerk", "accreditationNumber": "C 123",
            "accreditations": [{"sector": "vo", "number": "C 123", "validFrom": "2020-01-01"}],
        });
        let body = officer.post("/v1/accredited-bodies", body).await.expect(201);
        assert_eq!(body.json["issuedBy"], json!("RvA"));
        let auditor = json!({
            "boardId": scene.board, "name": "M. de Wit", "bodyId": body.id(),
            "qualifications": [{"kind": "external-certification", "validFrom": "2020-01-01", "validUntil": scene.day(2)}],
        });
        let auditor = officer.post("/v1/auditors", auditor).await.expect(201).id();
        let external = |more: serde_json::Value| {
            let mut all = json!({"kind": "external-certification", "researchQuestions": []});
            all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            scene.collegial(all)
        };
        let team = json!([{"auditorId": auditor, "role": "lead"}]);
        // Somebody of the board does not audit for the body, whatever certificate they have.
        let own = scene.person("Eigen", scene.other).await;
        let listed = json!({
            "boardId": scene.board, "personId": own,
            "qualifications": [{"kind": "external-certification", "validFrom": "2020-01-01"}],
        });
        let _ = officer.post("/v1/auditors", listed).await.expect(201);
        let by_own = json!({"bodyId": body.id(), "team": [{"personId": own, "role": "lead"}]});
        let refused = officer.post("/v1/audits", external(by_own)).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), pairs(&[("/team/0/personId", "auditor-of-other-body"), ("/bodyId", "accreditation-missing")]));
        let refused = officer.post("/v1/audits", external(json!({"bodyId": body.id(), "team": team}))).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), pairs(&[("/team/0/auditorId", "qualification-missing"), ("/bodyId", "accreditation-missing")]));
        // Planned without either, it does not begin.
        let audit = officer.post("/v1/audits", external(json!({}))).await.expect(201).id();
        let refused = command_by(officer, audit, "prepare").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["audit-body-missing", "audit-lead-missing", "audit-team-missing"]);
        let more = json!({"accreditations": [{"sector": "po", "number": "C 124", "validFrom": "2020-01-01"}]});
        let _ = officer.patch(&format!("/v1/accredited-bodies/{}", body.id()), more).await.expect(200);
        let longer = json!({"qualifications": [{"kind": "external-certification", "validFrom": "2020-01-01"}]});
        let _ = officer.patch(&format!("/v1/auditors/{auditor}"), longer).await.expect(200);
        let whole = json!({"bodyId": body.id(), "team": team});
        let _ = officer.patch(&format!("/v1/audits/{audit}"), whole).await.expect(200);
        let _ = command_by(officer, audit, "prepare").await.expect(200);
        // An accreditation that ends is missed again.
        let ends = json!({"accreditations": [{"sector": "po", "number": "C 124", "validFrom": "2020-01-01", "validUntil": scene.day(1)}]});
        let _ = officer.patch(&format!("/v1/accredited-bodies/{}", body.id()), ends).await.expect(200);
        let refused = command_by(officer, audit, "start").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["accreditation-missing"]);
        // Who uses them is named, also where a part of it does.
        let refused = officer.delete(&format!("/v1/accredited-bodies/{}", body.id())).await.refused(409, "in-use");
        assert_eq!(crate::http::named(&refused), [format!("/v1/auditors/{auditor}"), format!("/v1/audits/{audit}")]);
        let refused = officer.delete(&format!("/v1/auditors/{auditor}")).await.refused(409, "in-use");
        assert_eq!(crate::http::named(&refused), [format!("/v1/audits/{audit}")]);
    }
}

both_stores! {
    fn a_team_is_independent_until_its_report_is_given(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let (audit, lead) = scene.led().await;
        let path = format!("/v1/audits/{audit}");
        scene.bring(audit, &["prepare", "start", "draftReport"]).await;
        let _ = officer.put(&format!("{path}/report"), report()).await.expect(200);
        // Somebody comes to work where they audit.
        let work = json!({"personId": lead, "unitId": scene.school, "function": "school-leader", "startsOn": scene.day(1)});
        let work = officer.post("/v1/assignments", work).await.expect(201).id();
        let refused = command_by(officer, audit, "submitForReply").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["auditor-not-independent"]);
        let reason = &refused.json["blockers"][0];
        assert_eq!(reason["href"], json!(format!("/v1/assignments/{work}")));
        // What they do there is for those who read about people.
        assert!(!refused.text.contains("school-leader"), "{}", refused.text);
        for team in [json!(null), json!([{"personId": scene.person("Kijker", scene.other).await, "role": "observer"}])] {
            let refused = officer.patch(&path, json!({"team": team})).await.refused(400, "invalid-input");
            assert_eq!(wrong(&refused), pairs(&[("/team", "audit-lead-missing")]));
        }
        let other = scene.person("Ander", scene.other).await;
        let _ = officer.patch(&path, json!({"team": [{"personId": other, "role": "lead"}]})).await.expect(200);
        let _ = command_by(officer, audit, "submitForReply").await.expect(200);
        // Looked at once more before it stands: who was put in writing later worked there on the days of the audit.
        let work = json!({"personId": other, "unitId": scene.school, "function": "teacher", "startsOn": scene.day(0)});
        let _ = officer.post("/v1/assignments", work).await.expect(201);
        scene.app.shared.clock.advance(15 * 86_400_000);
        let refused = command_by(officer, audit, "adopt").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["auditor-not-independent"]);
    }
}

both_stores! {
    fn who_worked_at_a_school_that_merged_into_this_one_is_held(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let third = scene.app.school(officer, scene.board, "De Derde").await;
        let (theirs, others) = (scene.person("Toen", third).await, scene.person("Nu", scene.other).await);
        let merge = json!({"kind": "merge", "effectiveOn": scene.day(0), "from": [scene.school, third], "to": [{"unitId": scene.school}]});
        let merge = officer.post("/v1/successions", merge).await.expect(201).id();
        let executed = json!({"command": "execute"});
        let _ = officer.post(&format!("/v1/successions/{merge}/transitions"), executed).await.expect(200);
        let team = |person| json!({"team": [{"personId": person, "role": "lead"}]});
        let refused = officer.post("/v1/audits", scene.collegial(team(theirs))).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), pairs(&[("/team/0/personId", "auditor-not-independent")]));
        let _ = officer.post("/v1/audits", scene.collegial(team(others))).await.expect(201);
    }
}
