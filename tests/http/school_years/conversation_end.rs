//! What comes to its end stays as it is; what is wrong is said at once.

use akoki_domain::access::Role;
use akoki_tests::{Caller, both_stores, send};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::{blockers, scene};

both_stores! {
    fn a_closed_conversation_never_changes_a_byte(store) {
        let scene = scene(store).await;
        let id = scene.closed(&["Consultatie"]).await;
        let path = format!("/v1/quality-conversations/{id}");
        let before = scene.officer.get(&path).await.expect(200);
        let refused = [
            scene.change(id, json!({"minutes": "Anders"})).await,
            scene.change(id, json!({"agreements": []})).await,
            scene.change(id, json!({"leaderIds": []})).await,
            scene.change(id, json!({"agenda": [{"title": "Nog iets"}]})).await,
            scene.officer.delete(&path).await,
            scene.command(id, "prepare").await,
            scene.command(id, "hold").await,
            scene.command(id, "close").await,
            scene.command(id, "cancel").await,
        ];
        for answer in refused {
            answer.refused(409, "conversation-state-forbids");
        }
        // The next one looks at it, a cycle arises from it, months go by.
        let next = scene.held().await;
        let agreement = before.json["agreements"][0]["id"].clone();
        let _ = scene.change(next, json!({"checked": [{"agreementId": agreement, "status": "continued"}]})).await.expect(200);
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Consultatie", "arisesFrom": {"type": "quality-conversation", "id": id}});
        let _ = scene.officer.post("/v1/improvement-cycles", cycle).await.expect(201);
        scene.app.shared.clock.advance(60 * 86_400_000);
        let after = scene.officer.get(&path).await.expect(200);
        assert_eq!(after.text, before.text);
        let same = scene.officer.request(Method::GET, &path).header("if-none-match", before.header("etag"));
        assert_eq!(send(same).await.status, 304);
    }
}

both_stores! {
    fn each_thing_has_its_time(store) {
        let scene = scene(store).await;
        let id = scene.conversation(json!({"boardMemberIds": [], "leaderIds": []})).await;
        scene.change(id, json!({"minutes": "Vast"})).await.refused(409, "conversation-state-forbids");
        scene.change(id, json!({"agreements": [scene.agreement("Vast")]})).await.refused(409, "conversation-state-forbids");
        scene.command(id, "hold").await.refused(409, "conversation-state-forbids");
        let _ = scene.command(id, "prepare").await.expect(200);
        let refused = scene.command(id, "hold").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), [("board-member-missing", "/boardMemberIds"), ("leader-missing", "/leaderIds")]);
        let people = json!({"boardMemberIds": [scene.member], "leaderIds": [scene.leader]});
        let _ = scene.change(id, people).await.expect(200);
        let path = format!("/v1/quality-conversations/{id}/transitions");
        let day = |days: i64| (scene.app.shared.clock.today() + time::Duration::days(days)).to_string();
        let hold = async |on: String| scene.officer.post(&path, json!({"command": "hold", "heldOn": on})).await;
        assert_eq!(hold(day(1)).await.refused(400, "invalid-input").errors(), [("/heldOn".to_owned(), "date-in-future".to_owned())]);
        let cancel = scene.officer.post(&path, json!({"command": "cancel", "heldOn": day(0)})).await;
        assert_eq!(cancel.refused(400, "invalid-input").errors(), [("/heldOn".to_owned(), "invalid-value".to_owned())]);
        let held = hold(day(-2)).await.expect(200);
        assert_eq!((&held.json["heldOn"], &held.json["number"]), (&json!(day(-2)), &json!(1)));
        scene.change(id, json!({"plannedOn": day(3)})).await.refused(409, "conversation-state-forbids");

        // A second one is not held before the first, and not closed before it.
        let second = scene.conversation(json!({})).await;
        let _ = scene.command(second, "prepare").await.expect(200);
        let path = format!("/v1/quality-conversations/{second}/transitions");
        let early = scene.officer.post(&path, json!({"command": "hold", "heldOn": day(-3)})).await.refused(409, "transition-blocked");
        assert_eq!(blockers(&early), [("held-before-previous", "/heldOn")]);
        let _ = scene.command(second, "hold").await.expect(200);
        let _ = scene.change(second, json!({"minutes": "Besproken."})).await.expect(200);
        let refused = scene.command(second, "close").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), [("previous-not-closed", "")]);

        // One that does not take place says nothing of what was agreed.
        let third = scene.conversation(json!({})).await;
        let cancelled = scene.command(third, "cancel").await.expect(200);
        assert_eq!((&cancelled.json["state"], &cancelled.json["availableCommands"]), (&json!("cancelled"), &json!([])));
        scene.officer.delete(&format!("/v1/quality-conversations/{third}")).await.refused(409, "conversation-state-forbids");
    }
}

both_stores! {
    fn everything_wrong_with_a_conversation_is_said_at_once(store) {
        let scene = scene(store).await;
        let nobody = Uuid::from_u128(7);
        let body = json!({
            "unitId": scene.board, "plannedOn": scene.today(), "boardMemberIds": [scene.member, scene.member],
            "leaderIds": [nobody], "agenda": [{"title": "een\ntwee"}],
            "checked": [{"agreementId": nobody, "status": "done"}],
        });
        let refused = scene.officer.post("/v1/quality-conversations", body).await.refused(400, "invalid-input");
        let at = |place: &str, code: &str| (place.to_owned(), code.to_owned());
        assert_eq!(refused.errors(), [
            at("/agenda/0/title", "character-not-allowed"), at("/boardMemberIds/1", "duplicate"),
            at("/checked/0/agreementId", "unknown-reference"), at("/leaderIds/0", "unknown-reference"),
            at("/unitId", "conversation-not-with-board"),
        ]);
        let id = scene.held().await;
        let agreement = json!({"id": nobody, "text": "Wie?", "ownerId": nobody, "doneOn": "2999-01-01"});
        let refused = scene.change(id, json!({"unitId": scene.other, "agreements": [agreement]})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            at("/agreements/0/doneOn", "date-in-future"), at("/agreements/0/id", "unknown-reference"),
            at("/agreements/0/ownerId", "unknown-reference"), at("/unitId", "not-changeable"),
        ]);
        assert_eq!(scene.read(id).await["agreements"], json!([]));
    }
}

both_stores! {
    fn a_late_agreement_needs_attention_until_the_next_conversation_settled_it(store) {
        let scene = scene(store).await;
        let id = scene.closed(&["Consultatie", "Intervisie"]).await;
        let path = format!("/v1/organisation-units/{}/standing", scene.school);
        let late = async |caller: &Caller| {
            let standing = caller.get(&path).await.expect(200).json;
            let all = standing["attention"].as_array().unwrap().iter();
            let late = all.filter(|one| one["kind"] == "agreementOverdue");
            let late: Vec<_> = late.map(|one| (one["href"].clone(), one["daysLate"].clone())).collect();
            let count = |name: &str| standing["whole"][name]["count"].clone();
            (count("openFollowUps"), count("overdueFollowUps"), late)
        };
        assert_eq!(late(&scene.officer).await, (json!(2), json!(0), vec![]));
        scene.app.shared.clock.advance(31 * 86_400_000);
        let one = (json!(format!("/v1/quality-conversations/{id}")), json!(1));
        let both = vec![one.clone(), one];
        assert_eq!(late(&scene.officer).await, (json!(2), json!(2), both));
        // Who does not read conversations learns nothing of them here.
        let teacher = scene.app.caller(Role::Staff, scene.school).await;
        assert_eq!(late(&teacher).await, (json!(0), json!(0), vec![]));
        let agreements = scene.read(id).await["agreements"].clone();
        let next = scene.held().await;
        let checked = json!([{"agreementId": agreements[0]["id"], "status": "done"}, {"agreementId": agreements[1]["id"], "status": "done"}]);
        let again = scene.agreement("Intervisie, nu echt");
        let _ = scene.change(next, json!({"minutes": "Besproken.", "checked": checked, "agreements": [again]})).await.expect(200);
        let _ = scene.command(next, "close").await.expect(200);
        assert_eq!(late(&scene.officer).await, (json!(1), json!(0), vec![]));
    }
}
