//! Holding a survey: what is stated, who hands out codes, what is told while it runs.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Map, Value, json};

use super::{DAY, all_answered, shipped, submit, world};

both_stores! {
    fn everything_wrong_with_a_campaign_is_told_at_once(store) {
        let world = world(store).await;
        let mut wrong = world.stated();
        wrong["title"] = json!(" ");
        wrong["instrument"] = json!({"shipped": "nothing"});
        wrong["windows"] = json!([{"opensOn": "2026-12-01", "closesOn": "2026-11-01"}]);
        wrong["groups"][1]["parentKey"] = json!("nowhere");
        wrong["followUpDueOn"] = json!("2026-10-01");
        let told = world.leader.post("/v1/survey-campaigns", wrong).await.refused(400, "invalid-input").errors();
        for expected in [
            ("/title", "required"),
            ("/instrument", "unknown-instrument"),
            ("/windows/0/closesOn", "end-before-start"),
            ("/groups/1/parentKey", "unknown-group-key"),
            ("/followUpDueOn", "not-after-window"),
        ] {
            let expected = (expected.0.to_owned(), expected.1.to_owned());
            assert!(told.contains(&expected), "{expected:?} not in {told:?}");
        }
        for (half, told) in [
            (json!({}), vec![("/instrument/shipped", "required")]),
            (json!({"number": 1}), vec![("/instrument/instrumentId", "required")]),
            (json!({"instrumentId": world.school}), vec![("/instrument/number", "required")]),
            (
                json!({"shipped": "pupils-po", "instrumentId": world.school, "number": 1}),
                vec![("/instrument/instrumentId", "not-both"), ("/instrument/number", "not-both")],
            ),
        ] {
            let mut stated = world.stated();
            stated["instrument"] = half;
            let found = world.leader.post("/v1/survey-campaigns", stated).await.refused(400, "invalid-input");
            let told: Vec<_> = told.into_iter().map(|(at, code)| (at.to_owned(), code.to_owned())).collect();
            assert_eq!(found.errors(), told);
        }
        let mut parents = world.stated();
        parents["instrument"] = json!({"shipped": "parents-po"});
        parents["respondentUnit"] = json!("household");
        let told = world.leader.post("/v1/survey-campaigns", parents).await.refused(400, "invalid-input").errors();
        assert_eq!(told, [
            ("/groups/1/kind".to_owned(), "finer-than-stage".to_owned()),
            ("/groups/2/kind".to_owned(), "finer-than-stage".to_owned()),
        ]);
    }
}

both_stores! {
    fn a_key_that_leads_back_to_itself_is_refused_at_once(store) {
        let world = world(store).await;
        let mut round = world.stated();
        round["groups"] = json!([
            {"key": "a", "title": "A", "kind": "unit", "unitId": world.school},
            {"key": "a", "parentKey": "a", "title": "A", "kind": "class", "population": 20},
        ]);
        let made = world.leader.post("/v1/survey-campaigns", round);
        let made = tokio::time::timeout(std::time::Duration::from_secs(20), made).await;
        let told = made.expect("it ends").refused(400, "invalid-input").errors();
        assert!(told.contains(&("/groups/1/key".to_owned(), "duplicate".to_owned())), "{told:?}");
    }
}

both_stores! {
    fn what_was_handed_out_fixes_what_is_asked_and_of_whom(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let _ = world.codes(&campaign, "groep-7", 3).await;
        let _ = world.leader.delete(&campaign).await.refused(409, "campaign-state-forbids");
        let other = json!({"instrument": {"shipped": "social-safety"}, "minimum": 6});
        let refused = world.leader.patch(&campaign, other).await.refused(409, "codes-handed-out");
        assert_eq!(refused.json["blockers"][0]["location"], "/instrument");
        let longer = json!({"windows": [{"opensOn": "2026-11-01", "closesOn": "2027-01-15"}], "minimum": 8});
        let changed = world.leader.patch(&campaign, longer).await.expect(200);
        assert_eq!(changed.json["minimum"], 8);
        let _ = world.leader.patch(&campaign, json!({"minimum": 5})).await.refused(409, "codes-handed-out");
    }
}

both_stores! {
    fn what_results_were_reckoned_with_is_fixed_and_no_codes_are_handed_out_any_more(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        world.close().await;
        let leader = world.leader_now().await;
        let more = json!({"minimum": 9, "title": "Najaar"});
        let refused = leader.patch(&campaign, more).await.refused(409, "campaign-state-forbids");
        let told: Vec<_> = refused.json["blockers"].as_array().unwrap().iter().map(|one| &one["location"]).collect();
        assert_eq!(told, ["/minimum"]);
        let _ = leader.patch(&campaign, json!({"title": "Najaar"})).await.expect(200);
        let invited = json!({"invitations": [{"groupKey": "groep-7", "count": 1}]});
        let _ = leader.post(&format!("{campaign}/invitations"), invited).await.refused(409, "campaign-state-forbids");
    }
}

both_stores! {
    fn what_is_changed_while_nobody_has_a_code_is_what_is_asked(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["windows"] = json!([{"opensOn": "2026-12-01", "closesOn": "2026-12-18"}]);
        let campaign = world.launched(stated).await;
        let other = json!({"instrument": {"shipped": "social-safety"}});
        let _ = world.leader.patch(&campaign, other).await.expect(200);
        let link = json!({"kind": "link", "groupKey": "groep-7"});
        let made = world.leader.post(&format!("{campaign}/entries"), link).await.expect(201).json;
        // A link counts as a code does.
        let back = json!({"instrument": {"shipped": "pupils-po"}});
        let _ = world.leader.patch(&campaign, back).await.refused(409, "codes-handed-out");
        world.app.shared.clock.advance(7 * DAY);
        world.run_due().await;
        let pupil = world.respondent(made["code"].as_str().unwrap()).await;
        let form = pupil.get("/v1/survey-sessions/current").await.expect(200).json;
        let asked = shipped(&world.leader_now().await, "social-safety").await;
        let keys = |of: &Value| -> Vec<Value> {
            let sections = of["sections"].as_array().unwrap().iter();
            let questions = sections.flat_map(|section| section["questions"].as_array().unwrap());
            questions.map(|question| question["key"].clone()).collect()
        };
        assert_eq!(keys(&form), keys(&asked));
    }
}

both_stores! {
    fn a_window_that_is_taken_away_does_not_count_any_more(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["windows"] = json!([
            {"opensOn": "2026-11-01", "closesOn": "2026-11-30"}, {"opensOn": "2026-12-14", "closesOn": "2026-12-18"},
        ]);
        let campaign = world.launched(stated).await;
        world.app.shared.clock.advance(8 * DAY);
        world.run_due().await;
        let later = json!({"windows": [{"opensOn": "2026-12-16", "closesOn": "2026-12-22"}]});
        let changed = world.leader_now().await.patch(&campaign, later).await.expect(200).json;
        assert_eq!((&changed["state"], &changed["opensAt"]), (&json!("scheduled"), &json!("2026-12-15T23:00:00.000Z")));
    }
}

both_stores! {
    fn a_campaign_follows_on_another_one_of_the_same_target_group(store) {
        let world = world(store).await;
        let made = world.leader.post("/v1/survey-campaigns", world.stated()).await.expect(201);
        let path = format!("/v1/survey-campaigns/{}", made.id());
        let told = world.leader.patch(&path, json!({"precedingId": made.id()})).await.refused(400, "invalid-input").errors();
        assert_eq!(told, [("/precedingId".to_owned(), "not-a-predecessor".to_owned())]);
        let mut next = world.stated();
        next["precedingId"] = json!(made.id());
        let follows = world.leader.post("/v1/survey-campaigns", next.clone()).await.expect(201).id();
        // Another instrument for pupils, of which no question was asked in the same way: nothing could be compared.
        let own = shipped(&world.officer, "pupils-po").await;
        let text = |text: &str| json!({"nl": text, "en": text});
        let scale = json!({"kind": "scale", "points": 4, "low": text("Nee"), "high": text("Ja")});
        let other = json!({
            "title": text("Pauzes"), "targetGroup": "pupils", "purposes": ["satisfaction"], "official": false,
            "source": "Eigen.", "scales": [], "sections": [{
                "key": "breaks", "title": text("De pauze"), "questions": [
                    {"key": "breaks-are-fun", "text": text("Leuk?"), "required": true, "answer": scale},
                ],
            }],
        });
        for (content, refused) in [(own, false), (other, true)] {
            let body = json!({"unitId": world.board, "content": content});
            let made = world.officer.post("/v1/survey-instruments", body).await.expect(201).id();
            let path = format!("/v1/survey-instruments/{made}/transitions");
            let _ = world.officer.post(&path, json!({"command": "publish"})).await.expect(200);
            next["instrument"] = json!({"instrumentId": made, "number": 1});
            let answer = world.leader.post("/v1/survey-campaigns", next.clone()).await;
            let patch = json!({"instrument": {"shipped": null, "instrumentId": made, "number": 1}});
            let patched = world.leader.patch(&format!("/v1/survey-campaigns/{follows}"), patch).await;
            if refused {
                let told = [("/precedingId".to_owned(), "nothing-to-compare".to_owned())];
                assert_eq!(answer.refused(400, "invalid-input").errors(), told);
                assert_eq!(patched.refused(400, "invalid-input").errors(), told);
            } else {
                let _ = (answer.expect(201), patched.expect(200));
            }
        }
        next["instrument"] = json!({"shipped": "staff"});
        next["respondentUnit"] = json!("staff-member");
        let told = world.leader.post("/v1/survey-campaigns", next).await.refused(400, "invalid-input").errors();
        assert_eq!(told, [("/precedingId".to_owned(), "not-a-predecessor".to_owned())]);
    }
}

both_stores! {
    fn windows_begin_and_end_by_themselves_and_reminders_go_to_all(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["windows"] = json!([{"opensOn": "2026-12-01", "closesOn": "2026-12-18"}]);
        stated["reminders"] = json!(["2026-12-08"]);
        let campaign = world.launched(stated).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let begin = json!({"code": code});
        let _ = world.app.anonymous().post("/v1/survey-sessions", begin.clone()).await.refused(409, "survey-not-open");
        let state = async || world.leader_now().await.get(&campaign).await.expect(200).json["state"].clone();
        assert_eq!(state().await, "scheduled");
        world.app.shared.clock.advance(7 * DAY);
        world.run_due().await;
        assert_eq!(state().await, "open");
        world.app.shared.clock.advance(7 * DAY);
        world.run_due().await;
        world.run_due().await;
        let leader = world.leader_now().await;
        let events = leader.get("/v1/events?limit=100").await.expect(200);
        let reminded: Vec<_> = events.items().iter().filter(|event| event["type"] == "nl.akoki.surveycampaign.reminded.v1").collect();
        assert_eq!(reminded.len(), 1, "{}", events.text);
        assert_eq!(reminded[0]["data"]["remindOn"], "2026-12-08");
        let invited = leader.get(&format!("{campaign}/invitations")).await.expect(200);
        assert_eq!(invited.items().len(), 1);
        assert_eq!(invited.items()[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["groupKey", "id", "recipient"]);
    }
}

both_stores! {
    fn who_takes_part_is_told_in_steps(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let codes = world.codes(&campaign, "groep-7", 7).await;
        for (done, code) in codes.iter().enumerate() {
            let told = world.leader.get(&format!("{campaign}/participation")).await.expect(200).json;
            let expected = if done < 5 { 0 } else { 5 };
            assert_eq!(told["total"]["responses"], expected);
            assert_eq!(told["units"][0]["responses"], expected);
            assert_eq!((&told["total"]["invited"], &told["total"]["letIn"]), (&json!(7), &json!(0)));
            let pupil = world.respondent(code).await;
            let answers = all_answered(&pupil, 4).await;
            let _ = submit(&pupil, &answers).await.expect(201);
        }
        // With the results it is told of those groups that are shown.
        world.close().await;
        let leader = world.leader_now().await;
        let told = leader.get(&format!("{campaign}/participation")).await.expect(200).json;
        for part in [&told["total"], &told["units"][0]] {
            assert_eq!((&part["invited"], &part["responses"], &part["reached"]), (&json!(7), &json!(5), &json!(false)));
            assert_eq!(part["letIn"], Value::Null);
        }
    }
}

both_stores! {
    fn of_too_few_nothing_is_told_after_the_end(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        for code in world.codes(&campaign, "groep-7", 4).await {
            let pupil = world.respondent(&code).await;
            let _ = submit(&pupil, &all_answered(&pupil, 4).await).await.expect(201);
        }
        world.close().await;
        let leader = world.leader_now().await;
        let told = leader.get(&format!("{campaign}/participation")).await.expect(200).json;
        let nothing = (&Value::Null, &Value::Null, &Value::Null);
        assert_eq!((&told["total"]["invited"], &told["total"]["responses"], &told["total"]["reached"]), nothing);
        assert_eq!(told["total"]["population"], 50);
    }
}

both_stores! {
    fn who_comes_in_with_a_class_code_is_counted_in_steps_and_not_listed(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let _ = world.codes(&campaign, "groep-7", 2).await;
        let asked = json!({"kind": "class-code", "groupKey": "groep-7", "minutes": 30, "atMost": 24});
        let made = world.leader.post(&format!("{campaign}/entries"), asked).await.expect(201).json;
        for there in 1..=6 {
            let _ = world.respondent(made["code"].as_str().unwrap()).await;
            let told = world.leader.get(&format!("{campaign}/participation")).await.expect(200).json;
            let let_in = if there < 5 { 0 } else { 5 };
            for part in [&told["total"], &told["units"][0]] {
                assert_eq!((&part["invited"], &part["letIn"]), (&json!(2), &json!(let_in)), "{told}");
            }
        }
        let listed = world.leader.get(&format!("{campaign}/invitations")).await.expect(200);
        assert_eq!(listed.items().len(), 2);
    }
}

both_stores! {
    fn whoever_has_a_code_replaced_does_not_learn_whether_it_was_used_unless_they_answer_with_it(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let asked = json!({"invitations": [{"groupKey": "groep-8", "recipients": ["leerling-1", "leerling-2"]}]});
        let made = world.leader.post(&format!("{campaign}/invitations"), asked).await.expect(201).json;
        let (used, unused) = (&made["codes"][0], &made["codes"][1]);
        let pupil = world.respondent(used["code"].as_str().unwrap()).await;
        let answers = all_answered(&pupil, 4).await;
        let _ = submit(&pupil, &answers).await.expect(201);
        let begin = |code: &Value| json!({"code": code});
        let anonymous = world.app.anonymous();
        let (draft, receipt) = ("/v1/survey-sessions/current/draft", "/v1/survey-sessions/current/submission");
        for (lost, status) in [(used, 200), (unused, 201)] {
            let path = format!("{campaign}/invitations/{}/codes", lost["id"].as_str().unwrap());
            let anew = world.leader.post(&path, json!({})).await.expect(200).json;
            assert_eq!(anew["codes"][0]["recipient"], lost["recipient"]);
            let anew = &anew["codes"][0]["code"];
            let _ = anonymous.post("/v1/survey-sessions", begin(&lost["code"])).await.refused(404, "unknown-survey-code");
            // Whatever is tried short of answering, both are alike.
            let tried = world.respondent(anew.as_str().unwrap()).await;
            assert_eq!(tried.get(receipt).await.expect(200).json["alreadyReceived"], false);
            assert_eq!(tried.put_plain(draft, json!({"answers": answers})).await.expect(200).json["alreadyReceived"], false);
            assert_eq!(tried.get(draft).await.expect(200).json["answers"], json!(answers));
            let _ = submit(&tried, &Map::new()).await.refused(400, "invalid-input");
            // What would be taken otherwise hears that there was an answer, and from then on the code is a used one.
            let told = submit(&tried, &answers).await.expect(status).json;
            assert_eq!(told["alreadyReceived"], status == 200);
            let again = anonymous.post("/v1/survey-sessions", begin(anew)).await.expect(200).json;
            assert_eq!(again["alreadyReceived"], true);
            assert_eq!(submit(&tried, &Map::new()).await.expect(200).json["alreadyReceived"], true);
        }
    }
}

both_stores! {
    fn a_code_in_place_of_a_used_one_tells_nothing_after_the_end_either(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let asked = json!({"invitations": [{"groupKey": "groep-8", "recipients": ["leerling-1", "leerling-2"]}]});
        let made = world.leader.post(&format!("{campaign}/invitations"), asked).await.expect(201).json;
        let pupil = world.respondent(made["codes"][0]["code"].as_str().unwrap()).await;
        let _ = submit(&pupil, &all_answered(&pupil, 4).await).await.expect(201);
        let mut anew = Vec::new();
        for lost in made["codes"].as_array().unwrap() {
            let path = format!("{campaign}/invitations/{}/codes", lost["id"].as_str().unwrap());
            anew.push(world.leader.post(&path, json!({})).await.expect(200).json["codes"][0]["code"].clone());
        }
        world.close().await;
        for code in anew {
            let begun = world.app.anonymous().post("/v1/survey-sessions", json!({"code": code})).await;
            let _ = begun.refused(409, "survey-closed");
        }
    }
}

both_stores! {
    fn a_school_hands_out_its_own_codes_of_what_the_board_holds(store) {
        let world = world(store).await;
        let second = world.app.school(&world.officer, world.board, "De Zon").await;
        let mut stated = world.stated();
        stated["unitId"] = json!(world.board);
        stated["groups"] = json!([
            {"key": "een", "title": "De Regenboog", "kind": "unit", "unitId": world.school, "population": 40},
            {"key": "twee", "title": "De Zon", "kind": "unit", "unitId": second, "population": 30},
        ]);
        let _ = world.leader.post("/v1/survey-campaigns", stated.clone()).await.refused(400, "invalid-input");
        let made = world.officer.post("/v1/survey-campaigns", stated).await.expect(201);
        let path = format!("/v1/survey-campaigns/{}", made.id());
        let launch = json!({"command": "launch"});
        let _ = world.leader.post(&format!("{path}/transitions"), launch.clone()).await.refused(403, "forbidden");
        let _ = world.officer.post(&format!("{path}/transitions"), launch).await.expect(200);
        let invite = |key: &str| json!({"invitations": [{"groupKey": key, "count": 1}]});
        let place = format!("{path}/invitations");
        let _ = world.leader.post(&place, invite("een")).await.expect(201);
        let refused = world.leader.post(&place, invite("twee")).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/invitations/0/groupKey".to_owned(), "unknown-group-key".to_owned())]);
        let _ = world.officer.post(&place, invite("twee")).await.expect(201);
        assert_eq!(world.leader.get(&place).await.expect(200).items().len(), 1);
        assert_eq!(world.officer.get(&place).await.expect(200).items().len(), 2);
        let told = world.leader.get(&format!("{path}/participation")).await.expect(200).json;
        assert_eq!(told["units"].as_array().unwrap().len(), 1);
        let (_, stranger) = world.app.board("Een ander bestuur").await;
        for tail in ["", "/invitations", "/participation", "/entries"] {
            let _ = stranger.get(&format!("{path}{tail}")).await.refused(404, "not-found");
        }
        let staff = world.app.caller(Role::Staff, world.school).await;
        let _ = staff.get(&path).await.expect(200);
        let _ = staff.get(&place).await.refused(403, "forbidden");
    }
}
