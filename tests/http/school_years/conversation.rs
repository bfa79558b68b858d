//! Two conversations: what is agreed in one is looked at in the next.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{blockers, scene};
use crate::http::follower::{Follower, escalations, settle};

both_stores! {
    fn the_next_conversation_looks_at_what_was_agreed(store) {
        let scene = scene(store).await;
        let first = scene.closed(&["Consultatie", "Rooster", "Bibliotheek"]).await;
        let agreed = scene.read(first).await;
        let ids: Vec<Value> = agreed["agreements"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        assert_eq!((&agreed["number"], &agreed["previousId"]), (&json!(1), &json!(null)));
        scene.app.shared.clock.advance(60 * 86_400_000);
        let overdue = async |wanted: bool| {
            let path = format!("/v1/quality-conversations?overdueAgreements={wanted}");
            scene.officer.get(&path).await.expect(200).items().len()
        };
        assert_eq!((overdue(true).await, overdue(false).await), (1, 0));

        let second = scene.conversation(json!({"agenda": [{"title": "Personeel"}]})).await;
        let planned = scene.read(second).await;
        assert_eq!((&planned["previousId"], &planned["gathered"]), (&json!(first), &json!(null)));
        // The leader prepares what came of it before the conversation.
        let done = json!({"agreementId": ids[0], "status": "done"});
        let _ = scene.change(second, json!({"checked": [done]})).await.expect(200);
        let prepared = scene.command(second, "prepare").await.expect(200);
        let gathered = &prepared.json["gathered"];
        assert_eq!((&gathered["previousId"], gathered["agreements"].as_array().unwrap().len()), (&json!(first), 3));
        assert_eq!(gathered["agenda"][0]["code"], json!("agenda-agreements"));
        let _ = scene.command(second, "hold").await.expect(200);

        let bare = json!({"agreements": [{"text": "Nieuw"}]});
        let _ = scene.change(second, bare).await.expect(200);
        let refused = scene.command(second, "close").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), [
            ("minutes-missing", "/minutes"), ("agreement-without-owner", "/agreements/0/ownerId"),
            ("agreement-without-due-date", "/agreements/0/dueOn"),
            ("agreement-unchecked", "/checked"), ("agreement-unchecked", "/checked"),
        ]);
        // The representation says the same.
        let shown = scene.read(second).await;
        assert_eq!(shown["availableCommands"], json!([]));
        let close = shown["blockers"].as_array().unwrap().iter().find(|one| one["command"] == "close").unwrap();
        assert_eq!(close["reasons"], refused.json["blockers"]);

        let checked = json!([
            done, {"agreementId": ids[1], "status": "continued", "note": "Begonnen"},
            {"agreementId": ids[2], "status": "dropped"},
        ]);
        let wrong = scene.change(second, json!({"checked": checked})).await.refused(400, "invalid-input");
        assert_eq!(wrong.errors(), [("/checked/2/note".to_owned(), "required".to_owned())]);
        let mut checked = checked;
        checked[2]["note"] = json!("Geen geld voor");
        let said = json!({"minutes": "Besproken.", "checked": checked, "agreements": []});
        let changed = scene.change(second, said).await.expect(200);
        let [goes_on] = &changed.json["agreements"].as_array().unwrap()[..] else {
            unreachable!("{}", changed.text)
        };
        assert_eq!((&goes_on["text"], &goes_on["continuesId"]), (&json!("Rooster"), &ids[1]));
        let refused = scene.command(second, "close").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), [("agreement-without-due-date", "/agreements/0/dueOn")]);
        assert_eq!((overdue(true).await, overdue(false).await), (0, 2), "each was looked at");
        let dated = json!({"id": goes_on["id"], "text": "Rooster", "ownerId": scene.leader, "dueOn": scene.today()});
        let _ = scene.change(second, json!({"agreements": [dated]})).await.expect(200);
        let closed = scene.command(second, "close").await.expect(200);
        assert_eq!((&closed.json["state"], &closed.json["number"]), (&json!("closed"), &json!(2)));
        assert_eq!(closed.json["agreements"][0]["continuesId"], ids[1]);
        let following = scene.officer.get(agreed["links"]["next"].as_str().unwrap()).await.expect(200);
        assert_eq!(following.items()[0]["id"], json!(second));
        assert_eq!(scene.read(first).await, agreed, "closed as it was");
        let steps = scene.officer.get(&format!("/v1/quality-conversations/{second}/transitions")).await.expect(200);
        let steps: Vec<_> = steps.items().iter().map(|step| step["command"].as_str().unwrap()).collect();
        assert_eq!(steps, ["prepare", "hold", "close"]);
    }
}

both_stores! {
    fn what_was_gathered_stays_when_the_standing_changes(store) {
        let scene = scene(store).await;
        let id = scene.conversation(json!({})).await;
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Rekenen"});
        let cycle = scene.officer.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let goals = format!("/v1/improvement-cycles/{cycle}/goals");
        let late = json!({"title": "Meer op streefniveau", "dueOn": scene.today()});
        let _ = scene.officer.post(&goals, late).await.expect(201);
        scene.app.shared.clock.advance(86_400_000);
        let prepared = scene.command(id, "prepare").await.expect(200).json["gathered"].clone();
        assert_eq!((&prepared["figures"]["openGoals"], &prepared["figures"]["overdueGoals"]), (&json!(1), &json!(1)));
        assert_eq!(prepared["overdue"][0]["kind"], json!("goalOverdue"));
        // The figures are those of the standing of that moment.
        let standing = format!("/v1/organisation-units/{}/standing", scene.school);
        let standing = scene.officer.get(&standing).await.expect(200).json;
        assert_eq!(prepared["figures"]["attentionTotal"], standing["attentionTotal"]);
        assert_eq!(prepared["attention"][0], standing["attention"][0]);
        assert_eq!(prepared["attention"].as_array().unwrap().len(), 10);
        let _ = scene.officer.post(&goals, json!({"title": "Nog een"})).await.expect(201);
        assert_eq!(scene.read(id).await["gathered"], prepared);
        let _ = scene.command(id, "hold").await.expect(200);
        assert_eq!(scene.read(id).await["gathered"], prepared);
        // Before it is held it can be gathered anew.
        let other = scene.conversation(json!({})).await;
        for open in [2, 3] {
            let gathered = scene.command(other, "prepare").await.expect(200).json["gathered"].clone();
            assert_eq!(gathered["figures"]["openGoals"], json!(open));
            let _ = scene.officer.post(&goals, json!({"title": "Weer een"})).await.expect(201);
        }
    }
}

both_stores! {
    fn a_conversation_is_between_the_board_and_that_school(store) {
        let scene = scene(store).await;
        let id = scene.closed(&["Consultatie"]).await;
        let own = format!("/v1/quality-conversations/{id}");
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let _ = leader.get(&own).await.expect(200);
        assert_eq!(leader.get("/v1/quality-conversations").await.expect(200).items().len(), 1);
        // A leader leaves the people of the board as they are, without reaching them.
        let next = scene.conversation(json!({})).await;
        let path = format!("/v1/quality-conversations/{next}");
        let _ = leader.patch(&path, json!({"agenda": [{"title": "Huisvesting"}]})).await.expect(200);
        let (_, stranger) = scene.app.board("Twee").await;
        let other = scene.app.caller(Role::SchoolLeader, scene.other).await;
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let supervisor = scene.app.caller(Role::InternalSupervisor, scene.board).await;
        for caller in [&stranger, &other, &staff, &supervisor] {
            caller.get(&own).await.refused(404, "not-found");
            caller.get(&format!("{own}/transitions")).await.refused(404, "not-found");
            caller.patch(&path, json!({"agenda": []})).await.refused(404, "not-found");
            caller.delete(&path).await.refused(404, "not-found");
            caller.post(&format!("{path}/transitions"), json!({"command": "cancel"})).await.refused(404, "not-found");
            assert_eq!(caller.get("/v1/quality-conversations").await.expect(200).items(), &[] as &[Value]);
        }
        let body = json!({"unitId": scene.school, "plannedOn": scene.today()});
        staff.post("/v1/quality-conversations", body.clone()).await.refused(403, "forbidden");
        other.post("/v1/quality-conversations", body).await.refused(400, "invalid-input");
        let _ = leader.delete(&path).await.expect(204);
    }
}

both_stores! {
    fn what_is_planned_to_be_said_settles_nothing(store) {
        let scene = scene(store).await;
        let first = scene.closed(&["Consultatie", "Rooster"]).await;
        let ids = scene.read(first).await["agreements"].clone();
        scene.app.shared.clock.advance(60 * 86_400_000);
        let overdue = async || {
            let path = "/v1/quality-conversations?overdueAgreements=true";
            scene.officer.get(path).await.expect(200).items().len()
        };
        let second = scene.conversation(json!({})).await;
        let said = json!([
            {"agreementId": ids[0]["id"], "status": "done"},
            {"agreementId": ids[1]["id"], "status": "continued"},
        ]);
        let _ = scene.change(second, json!({"checked": said})).await.expect(200);
        assert_eq!(overdue().await, 1);
        let _ = scene.command(second, "prepare").await.expect(200);
        assert_eq!(overdue().await, 1);
        let _ = scene.command(second, "hold").await.expect(200);
        assert_eq!(overdue().await, 0);
    }
}

both_stores! {
    fn the_feed_tells_of_an_agreement_that_is_late(store) {
        let scene = scene(store).await;
        let id = scene.closed(&["Consultatie", "Scholing"]).await;
        let agreements = scene.read(id).await["agreements"].clone();
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        let later = async |days: i64| {
            scene.app.shared.clock.advance(days * 86_400_000);
            settle(&scene.app).await;
        };
        let path = format!("/v1/quality-conversations/{id}");
        later(30).await;
        assert_eq!(escalations(&mut follower, &scene.officer, "qualityconversation").await, []);
        later(1).await;
        let mut seen = follower.rest(&scene.officer, "&type=nl.akoki.qualityconversation.escalated.v1").await;
        seen.sort_by_key(|event| event["data"]["agreementId"].to_string());
        let mut ids: Vec<Value> = agreements.as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        ids.sort_by_key(ToString::to_string);
        for (event, agreement) in seen.iter().zip(&ids) {
            let data = json!({"dueOn": agreements[0]["dueOn"], "daysLate": 1, "escalatedToUnitId": scene.board, "agreementId": agreement});
            assert_eq!((&event["subject"], &event["data"]), (&json!(path), &data));
        }
        assert_eq!(seen.len(), 2);
        later(365).await;
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        assert_eq!(escalations(&mut follower, &officer, "qualityconversation").await, [], "nobody is above the board");
    }
}

both_stores! {
    fn an_agreement_of_which_was_said_what_came_of_it_is_not_told(store) {
        let scene = scene(store).await;
        let id = scene.closed(&["Consultatie", "Scholing"]).await;
        let agreements = scene.read(id).await["agreements"].clone();
        let next = scene.held().await;
        let done = json!({"checked": [{"agreementId": agreements[0]["id"], "status": "done"}]});
        let _ = scene.change(next, done).await.expect(200);
        settle(&scene.app).await;
        let mut follower = Follower::latest(&scene.officer).await;
        scene.app.shared.clock.advance(31 * 86_400_000);
        settle(&scene.app).await;
        let seen = follower.rest(&scene.officer, "&type=nl.akoki.qualityconversation.escalated.v1").await;
        let told: Vec<&Value> = seen.iter().map(|event| &event["data"]["agreementId"]).collect();
        assert_eq!(told, [&agreements[1]["id"]]);
    }
}
