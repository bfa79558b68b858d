//! The picture of a school year: what ran and what came of it, at a school and at all schools of a board.

use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, scene};

/// What is said of one instrument.
fn row(of: &Value, instrument: &str) -> Value {
    let rows = of["instruments"].as_array().unwrap();
    let found = rows.iter().find(|row| row["instrument"] == instrument);
    found.unwrap().clone()
}

/// Whether it was planned, ran and was followed up.
fn told(of: &Value, instrument: &str) -> [bool; 3] {
    let row = row(of, instrument);
    ["planned", "ran", "followedUp"].map(|key| row[key]["holds"].as_bool().unwrap())
}

/// What that rests on: codes and addresses.
fn why(of: &Value, instrument: &str, key: &str) -> Vec<(String, String)> {
    let row = row(of, instrument);
    let all = row[key]["why"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    all.map(|one| (text(&one["code"]), text(&one["href"])))
        .collect()
}

fn pair(code: &str, href: impl Into<String>) -> (String, String) {
    (code.to_owned(), href.into())
}

/// A self-evaluation of the leadership of the school, concluded today.
async fn evaluated(scene: &Scene) -> Uuid {
    let year = scene.picture(scene.school).await["year"].clone();
    let body = json!({
        "title": "Zelfevaluatie", "unitId": scene.school, "level": "leadership", "schoolYear": year, "mode": "joint",
        "edition": "inspectorate/2025/po", "selection": "named", "standards": ["OP2"],
    });
    let id = scene
        .officer
        .post("/v1/self-evaluations", body)
        .await
        .expect(201)
        .id();
    let own = format!("/v1/self-evaluations/{id}");
    let transitions = format!("{own}/transitions");
    let _ = scene
        .officer
        .post(&transitions, json!({"command": "start"}))
        .await
        .expect(200);
    let met =
        json!({"meeting": {"heldOn": scene.today(), "attendeeIds": [scene.leader, scene.member]}});
    let _ = scene.officer.patch(&own, met).await.expect(200);
    let said =
        json!({"standard": "OP2", "value": "satisfactory", "reason": "Gezien in de lessen."});
    let _ = scene
        .officer
        .put(&format!("{own}/verdicts"), json!({"items": [said]}))
        .await
        .expect(200);
    let _ = scene
        .officer
        .post(&transitions, json!({"command": "conclude"}))
        .await
        .expect(200);
    id
}

both_stores! {
    fn what_ran_is_followed_up_by_a_cycle_or_by_a_reasoned_decision(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let before = scene.picture(scene.school).await;
        for instrument in ["audit", "selfEvaluation", "survey"] {
            assert_eq!(told(&before, instrument), [false; 3]);
        }
        assert_eq!(why(&before, "survey", "ran"), [pair("check-not-ran", "")]);
        let line = json!({"instrument": "survey", "from": scene.today(), "until": scene.today()});
        let plan = officer.put_plain(&format!("{}/plan", scene.year(scene.school)), json!({"lines": [line]})).await.expect(201).id();
        let follow_up = format!("{}/follow-up", scene.year(scene.school));
        let decision = |subject: Option<Uuid>| {
            let mut body = json!({"instrument": "selfEvaluation", "decision": "noneNeeded", "reason": "Alles op orde", "decidedById": scene.member, "on": scene.today()});
            if let Some(id) = subject {
                body["subject"] = json!({"type": "self-evaluation", "id": id});
            }
            body
        };
        officer.put_plain(&follow_up, decision(None)).await.refused(409, "check-not-ran");

        let first = evaluated(&scene).await;
        let ran = scene.picture(scene.school).await;
        assert_eq!(told(&ran, "selfEvaluation"), [true, true, false]);
        assert_eq!(told(&ran, "survey"), [true, false, false]);
        let href = format!("/v1/self-evaluations/{first}");
        assert_eq!(why(&ran, "selfEvaluation", "ran"), [pair("check-ran", href.clone())]);
        assert_eq!(why(&ran, "selfEvaluation", "followedUp"), [pair("follow-up-missing", href.clone())]);
        let wrong = officer.put_plain(&follow_up, decision(Some(Uuid::from_u128(7)))).await.refused(400, "invalid-input");
        assert_eq!(wrong.errors(), [pair("/subject/id", "unknown-reference")]);
        let audit = json!({"instrument": "audit", "decision": "noneNeeded", "reason": "x", "decidedById": Uuid::from_u128(7), "on": scene.today()});
        let wrong = officer.put_plain(&follow_up, audit).await.refused(400, "invalid-input");
        assert_eq!(wrong.errors(), [pair("/decidedById", "unknown-reference"), pair("/instrument", "followed-up-by-closing")]);

        let decided = officer.put_plain(&follow_up, decision(Some(first))).await.expect(200);
        assert_eq!((decided.id(), &decided.json["version"]), (plan, &json!(2)), "it stands with the plan");
        let again = officer.put_plain(&follow_up, decision(Some(first))).await.expect(200);
        assert_eq!(again.json, decided.json);
        let second = evaluated(&scene).await;
        // Another decision about the same takes the place of the first for whoever knows that one.
        let mut other = decision(Some(first));
        other["reason"] = json!("Toch anders");
        officer.put_plain(&follow_up, other.clone()).await.refused(428, "precondition-required");
        let put = async |tag: &str| {
            let request = officer.request(reqwest::Method::PUT, &follow_up).header("if-match", tag);
            akoki_tests::send(request.json(&other)).await
        };
        put("\"7.x\"").await.refused(412, "precondition-failed");
        let replaced = put(decided.header("etag")).await.expect(200);
        assert_eq!(replaced.json["decisions"][0]["reason"], json!("Toch anders"));
        let half = scene.picture(scene.school).await;
        assert_eq!(told(&half, "selfEvaluation"), [true, true, false], "all that ran is to be followed up");
        let open = row(&half, "selfEvaluation")["followedUp"].clone();
        assert_eq!((&open["from"], &open["until"]), (&json!(null), &json!(null)), "days are of what holds");
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Zicht op ontwikkeling", "arisesFrom": {"type": "self-evaluation", "id": second}});
        let cycle = officer.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let done = scene.picture(scene.school).await;
        assert_eq!(told(&done, "selfEvaluation"), [true; 3]);
        let mut reasons = why(&done, "selfEvaluation", "followedUp");
        reasons.sort();
        assert_eq!(reasons, [
            pair("cycle-arose", format!("/v1/improvement-cycles/{cycle}")),
            pair("follow-up-not-needed", format!("/v1/school-year-plans/{plan}")),
        ]);
        assert_eq!(done["improvementCycles"][0]["id"], json!(cycle));
        assert_eq!(done["improvementCycles"][0]["arisesFrom"], json!({"type": "self-evaluation", "id": second}));
        assert_eq!(done["plan"]["id"], json!(plan));
        // Every reason leads to something that can be read.
        for (_, href) in reasons {
            let _ = officer.get(&href).await.expect(200);
        }
    }
}

both_stores! {
    fn an_audit_ran_when_it_was_adopted_and_is_followed_up_when_it_is_closed(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let auditor = json!({"givenName": "Sam", "familyName": "Collega", "homeUnitId": scene.other});
        let auditor = officer.post("/v1/people", auditor).await.expect(201).id();
        let body = json!({
            "title": "Visitatie", "scopeUnitIds": [scene.school], "kind": "collegial", "researchQuestions": ["Zien wij onze leerlingen?"],
            "standards": ["OP2"], "plannedFrom": scene.today(), "plannedUntil": scene.today(),
            "agenda": [{"on": scene.today(), "from": "09:00", "until": "10:15", "title": "Lesbezoek"}],
            "team": [{"personId": auditor, "role": "lead"}],
        });
        let audit = officer.post("/v1/audits", body).await.expect(201).id();
        let own = format!("/v1/audits/{audit}");
        assert_eq!(told(&scene.picture(scene.school).await, "audit"), [true, false, false]);
        let mut finding = Uuid::nil();
        for command in ["prepare", "start", "draftReport", "submitForReply", "adopt", "close"] {
            if command == "draftReport" {
                let found = json!({
                    "auditId": audit, "unitId": scene.school, "grade": "development-point", "statement": "Meer variatie.",
                    "evidence": [{"kind": "observation", "text": "Vijf lessen."}],
                });
                finding = officer.post("/v1/findings", found).await.expect(201).id();
                let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Variatie", "arisesFrom": {"type": "finding", "id": finding}});
                let _ = officer.post("/v1/improvement-cycles", cycle).await.expect(201);
            }
            if command == "submitForReply" {
                let silent = scene.picture(scene.school).await;
                assert_eq!(silent["improvementCycles"], json!([]), "the school has not been told yet");
                let report = json!({"summary": "In kort bestek.", "text": "Wat wij zagen."});
                let _ = officer.put(&format!("{own}/report"), report).await.expect(200);
            }
            if command == "adopt" {
                let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
                let _ = leader.put(&format!("{own}/reply"), json!({"text": "Eens.", "dissent": false})).await.expect(200);
                let told = scene.picture(scene.school).await;
                assert_eq!(told["improvementCycles"][0]["arisesFrom"], json!({"type": "finding", "id": finding}));
            }
            if command == "close" {
                let open = scene.picture(scene.school).await;
                assert_eq!(told(&open, "audit"), [true, true, false]);
                assert_eq!(why(&open, "audit", "followedUp"), [pair("audit-not-closed", own.clone())]);
            }
            let _ = officer.post(&format!("{own}/transitions"), json!({"command": command})).await.expect(200);
        }
        assert_eq!(told(&scene.picture(scene.school).await, "audit"), [true; 3]);

        // The board sees each of its schools, and of itself what is its own.
        let whole = scene.picture(scene.board).await;
        assert_eq!(told(&whole, "audit"), [false; 3]);
        let units = whole["units"].as_array().unwrap();
        assert_eq!(units.len(), 2);
        let of = |school: Uuid| units.iter().find(|unit| unit["unitId"] == json!(school)).unwrap();
        assert_eq!(told(of(scene.school), "audit"), [true; 3]);
        assert_eq!(told(of(scene.other), "audit"), [false; 3]);
        let seen = officer.get(of(scene.school)["href"].as_str().unwrap()).await.expect(200).json;
        assert_eq!(seen["instruments"], of(scene.school)["instruments"]);
        assert_eq!(seen["withheld"], json!([]));

        // Who reads no audits is told that there was one, and no more: neither which nor when.
        for role in [Role::Staff, Role::TeamLead, Role::SubjectLead, Role::ParticipationMember] {
            let staff = scene.app.caller(role, scene.school).await;
            staff.get(&own).await.refused(404, "not-found");
            let seen = staff.get(&scene.year(scene.school)).await.expect(200);
            assert_eq!(told(&seen.json, "audit"), [true; 3]);
            for key in ["planned", "ran", "followedUp"] {
                assert_eq!(why(&seen.json, "audit", key), [pair("check-withheld", "")]);
                assert_eq!(row(&seen.json, "audit")[key]["from"], Value::Null);
            }
            assert_eq!(seen.json["withheld"], json!(["audit"]));
            assert!(!seen.text.contains(&audit.to_string()), "{}", seen.text);
        }
        // So is a token that is for school years alone.
        let scopes = Scopes::parse("school-years.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        let seen = narrow.get(&scene.year(scene.school)).await.expect(200);
        assert_eq!((&seen.json["withheld"], &seen.json["conversations"]), (&json!(["audit"]), &json!(null)));
        assert!(!seen.text.contains(&audit.to_string()), "{}", seen.text);
    }
}

both_stores! {
    fn a_token_for_school_years_alone_is_told_of_no_evaluation_or_cycle(store) {
        let scene = scene(store).await;
        let id = evaluated(&scene).await;
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Zicht", "arisesFrom": {"type": "self-evaluation", "id": id}});
        let cycle = scene.officer.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let scopes = Scopes::parse("school-years.read evaluations.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        let seen = narrow.get(&scene.year(scene.school)).await.expect(200);
        assert_eq!(told(&seen.json, "selfEvaluation"), [true; 3], "it counts for everybody");
        assert_eq!(why(&seen.json, "selfEvaluation", "ran"), [pair("check-ran", format!("/v1/self-evaluations/{id}"))]);
        assert_eq!(why(&seen.json, "selfEvaluation", "followedUp"), [pair("check-withheld", "")]);
        assert!(!seen.text.contains(&cycle.to_string()), "{}", seen.text);
        let scopes = Scopes::parse("school-years.read cycles.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        let seen = narrow.get(&scene.year(scene.school)).await.expect(200);
        assert_eq!(told(&seen.json, "selfEvaluation"), [true; 3]);
        assert!(!seen.text.contains(&id.to_string()), "not by way of the cycle either: {}", seen.text);

        // Nor is a conversation prepared with verdicts that its token is not for.
        let conversation = scene.conversation(json!({})).await;
        let path = format!("/v1/quality-conversations/{conversation}/transitions");
        let scopes = Scopes::parse("conversations.read conversations.write").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        let prepared = narrow.post(&path, json!({"command": "prepare"})).await.expect(200);
        assert_eq!(prepared.json["gathered"]["verdicts"], json!([]));
        let prepared = scene.officer.post(&path, json!({"command": "prepare"})).await.expect(200);
        assert_eq!(prepared.json["gathered"]["verdicts"].as_array().unwrap().len(), 1);
    }
}

both_stores! {
    fn conversations_of_the_year_are_shown_to_whoever_may_read_them(store) {
        let scene = scene(store).await;
        let held = scene.held().await;
        let _planned = scene.conversation(json!({})).await;
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Consultatie", "arisesFrom": {"type": "quality-conversation", "id": held}});
        let cycle = scene.officer.post("/v1/improvement-cycles", cycle).await.expect(201);
        assert_eq!(cycle.json["links"]["arisesFrom"], json!(format!("/v1/quality-conversations/{held}")));
        for unit in [scene.school, scene.board] {
            let seen = scene.picture(unit).await;
            let all = seen["conversations"].as_array().unwrap();
            assert_eq!(all.len(), 1, "one is only planned");
            assert_eq!((&all[0]["id"], &all[0]["heldOn"]), (&json!(held), &json!(scene.today())));
            assert_eq!(seen["improvementCycles"][0]["id"], json!(cycle.id()));
        }
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let seen = staff.get(&scene.year(scene.school)).await.expect(200).json;
        assert_eq!((&seen["conversations"], &seen["improvementCycles"]), (&json!(null), &json!([])));
        let tag = scene.officer.get(&scene.year(scene.school)).await.header("etag").to_owned();
        let again = scene.officer.request(reqwest::Method::GET, &scene.year(scene.school)).header("if-none-match", tag);
        assert_eq!(akoki_tests::send(again).await.status, 304);
    }
}

both_stores! {
    fn what_follows_on_a_visit_of_the_inspectorate_is_seen_by_whoever_may_read_visits(store) {
        let scene = scene(store).await;
        let visit = json!({
            "unitId": scene.school, "kind": "risk", "startedOn": scene.today(), "reference": "4512345",
            "verdicts": [{"standard": "OP2", "value": "unsatisfactory", "reason": "De analyse stopt bij de groep."}],
        });
        let visit = scene.officer.post("/v1/inspection-visits", visit).await.expect(201).id();
        let order = json!({
            "visitId": visit, "standard": "OP2", "dueOn": "2031-06-02", "requirementText": "De school verklaart achterstanden.",
            "legalBasis": "WPO art. 8", "measures": [],
        });
        let order = scene.officer.post("/v1/recovery-orders", order).await.expect(201).id();
        let mut cycles = Vec::new();
        for (noun, id) in [("inspection-visit", visit), ("recovery-order", order)] {
            let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": noun, "arisesFrom": {"type": noun, "id": id}});
            cycles.push(scene.officer.post("/v1/improvement-cycles", cycle).await.expect(201).id());
        }
        for unit in [scene.school, scene.board] {
            let seen = scene.picture(unit).await;
            let mut found: Vec<_> = seen["improvementCycles"].as_array().unwrap().iter()
                .map(|one| (one["id"].clone(), one["arisesFrom"]["type"].clone())).collect();
            found.sort_by_key(|one| one.1.to_string());
            assert_eq!(found, [
                (json!(cycles[0]), json!("inspection-visit")),
                (json!(cycles[1]), json!("recovery-order")),
            ]);
            // It is no instrument of the board.
            assert_eq!(told(&seen, "audit"), [false; 3]);
        }
        // Another year and another school have nothing of it.
        let year = scene.picture(scene.school).await["year"].as_i64().unwrap();
        let before = format!("/v1/organisation-units/{}/school-years/{}", scene.school, year - 1);
        for other in [before, scene.year(scene.other)] {
            assert_eq!(scene.officer.get(&other).await.expect(200).json["improvementCycles"], json!([]));
        }
        // A token that is not for visits is not told where the cycles come from, nor of them.
        let scopes = Scopes::parse("school-years.read cycles.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        let seen = narrow.get(&scene.year(scene.school)).await.expect(200);
        assert_eq!(seen.json["improvementCycles"], json!([]));
        assert!(!seen.text.contains(&order.to_string()), "{}", seen.text);
    }
}
