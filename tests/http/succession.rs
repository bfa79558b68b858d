//! Successions: agreed by every board, executed on their day.

use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

async fn today(app: &TestApp) -> String {
    app.shared.clock.today().to_string()
}

async fn school(officer: &Caller, board: Uuid) -> (Uuid, Uuid) {
    let body = json!({"kind": "school", "name": "De Brug", "parentId": board, "sector": "po", "phone": "020 1234567",
        "identifiers": [{"type": "brin", "value": "32JK"}], "externalIds": [{"system": "las", "value": "1"}]});
    let school = officer
        .post("/v1/organisation-units", body)
        .await
        .expect(201)
        .id();
    let body = json!({"kind": "establishment", "name": "Hoofd", "parentId": school});
    (
        school,
        officer
            .post("/v1/organisation-units", body)
            .await
            .expect(201)
            .id(),
    )
}

async fn transfer(officer: &Caller, school: Uuid, to: Uuid, on: &str) -> Uuid {
    let body = json!({"kind": "transfer", "effectiveOn": on, "from": [school], "to": [{"boardId": to, "name": "De Brug"}]});
    officer.post("/v1/successions", body).await.expect(201).id()
}

fn commands(of: &Value) -> Vec<&str> {
    of["availableCommands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap())
        .collect()
}

both_stores! {
    fn a_school_goes_over_when_both_boards_agree(store) {
        let app = TestApp::start(store).await;
        let ((old, giver), (new, taker), (_, stranger)) = (app.board("Oud").await, app.board("Nieuw").await, app.board("Derde").await);
        let (school, establishment) = school(&giver, old).await;
        let id = transfer(&giver, school, new, &today(&app).await).await;
        let (path, steps) = (format!("/v1/successions/{id}"), format!("/v1/successions/{id}/transitions"));
        stranger.get(&path).await.refused(404, "not-found");
        stranger.get(&steps).await.refused(404, "not-found");
        stranger.post(&steps, json!({"command": "accept"})).await.refused(404, "not-found");
        assert!(stranger.get("/v1/successions").await.items().is_empty());
        let mine = giver.get(&path).await.expect(200);
        assert_eq!((mine.json["state"].as_str(), commands(&mine.json)), (Some("proposed"), vec!["decline", "withdraw"]));
        let theirs = taker.get(&path).await.expect(200);
        assert_eq!(commands(&theirs.json), ["accept", "decline"]);
        assert_eq!(taker.get("/v1/successions?state=proposed").await.items().len(), 1);
        giver.post(&steps, json!({"command": "execute"})).await.refused(409, "succession-blocked");
        let answer = giver.post(&steps, json!({"command": "accept"})).await.refused(409, "succession-blocked");
        assert_eq!(answer.blockers(), ["already-accepted"]);
        let answer = taker.post(&steps, json!({"command": "withdraw"})).await.refused(409, "succession-blocked");
        assert_eq!(answer.blockers(), ["not-the-proposer"]);
        giver.post(&steps, json!({"command": "accept", "boardId": new})).await.refused(403, "forbidden");
        giver.post(&steps, json!({"command": "leap"})).await.refused(400, "invalid-input");
        let accepted = taker.post(&steps, json!({"command": "accept"})).await.expect(200);
        assert_eq!(accepted.json["state"], "accepted");
        let executed = giver.post(&steps, json!({"command": "execute"})).await.expect(200);
        assert_eq!((executed.json["state"].as_str(), commands(&executed.json).len()), (Some("executed"), 0));
        taker.post(&steps, json!({"command": "decline"})).await.refused(409, "succession-closed");
        // The old school ended the day before and stays readable; the new one names it.
        let before = giver.get(&format!("/v1/organisation-units/{school}")).await.expect(200);
        assert!(before.json["endsOn"].as_str().unwrap() < today(&app).await.as_str());
        assert_eq!(before.json["identifiers"][0]["validUntil"], before.json["endsOn"]);
        let gone = giver.get(&format!("/v1/organisation-units/{establishment}")).await.expect(200);
        assert_eq!(gone.json["endsOn"], before.json["endsOn"]);
        let after = taker.get(&format!("/v1/organisation-units?predecessorId={school}")).await.expect(200);
        let after = &after.items()[0];
        assert_eq!((&after["predecessorId"], &after["boardId"], &after["phone"]), (&json!(school), &json!(new), &json!("020 1234567")));
        assert_eq!(after["identifiers"][0]["value"], "32JK");
        assert_eq!(after["externalIds"], json!([]));
        let below = taker.get("/v1/organisation-units?kind=establishment").await.expect(200);
        assert_eq!((&below.items()[0]["predecessorId"], &below.items()[0]["carrierId"]), (&json!(establishment), &after["id"]));
        giver.get(&format!("/v1/organisation-units/{}", after["id"].as_str().unwrap())).await.refused(404, "not-found");
        let history = taker.get(&steps).await.expect(200);
        let words: Vec<_> = history.items().iter().map(|step| step["command"].as_str().unwrap()).collect();
        assert_eq!(words, ["accept", "execute"]);
    }
}

both_stores! {
    fn what_is_agreed_happens_on_its_day(store) {
        let app = TestApp::start(store).await;
        let ((old, giver), (new, taker)) = (app.board("Oud").await, app.board("Nieuw").await);
        let (school, _) = school(&giver, old).await;
        let day = app.shared.clock.today() + time::Duration::days(3);
        let id = transfer(&giver, school, new, &day.to_string()).await;
        let steps = format!("/v1/successions/{id}/transitions");
        taker.post(&steps, json!({"command": "accept"})).await.expect(200);
        let early = giver.post(&steps, json!({"command": "execute"})).await.refused(409, "succession-blocked");
        assert_eq!(early.blockers(), ["before-effective-date"]);
        app.anonymous().post("/sandbox/clock", json!({"days": 2})).await.expect(200);
        let state = async || {
            let reader = app.caller(Role::BoardMember, old).await;
            reader.get(&format!("/v1/successions/{id}")).await.expect(200).json
        };
        assert_eq!(state().await["state"], "accepted");
        app.anonymous().post("/sandbox/clock", json!({"days": 1})).await.expect(200);
        let done = state().await;
        assert_eq!(done["state"], "executed");
        assert_eq!(done["blockers"][0]["reasons"][0]["code"], "forbidden", "a reader gives no commands");
        let reader = app.caller(Role::BoardMember, new).await;
        let made = reader.get("/v1/organisation-units?kind=school").await.expect(200);
        assert_eq!(made.items()[0]["startsOn"], day.to_string());
        let history = reader.get(&steps).await.expect(200);
        assert_eq!(history.items()[1]["by"], Value::Null);
    }
}

both_stores! {
    fn a_board_declines_or_takes_its_proposal_back(store) {
        let app = TestApp::start(store).await;
        let ((old, giver), (new, taker)) = (app.board("Oud").await, app.board("Nieuw").await);
        let (school, _) = school(&giver, old).await;
        let on = today(&app).await;
        let first = transfer(&giver, school, new, &on).await;
        let declined = taker.post(&format!("/v1/successions/{first}/transitions"), json!({"command": "decline"})).await;
        assert_eq!(declined.expect(200).json["state"], "declined");
        let second = transfer(&giver, school, new, &on).await;
        let back = giver.post_once(&format!("/v1/successions/{second}/transitions"), "k", json!({"command": "withdraw"})).await;
        let again = giver.post_once(&format!("/v1/successions/{second}/transitions"), "k", json!({"command": "withdraw"})).await;
        assert_eq!((back.expect(200).json["state"].as_str(), again.expect(200).status), (Some("withdrawn"), 200));
        let unit = giver.get(&format!("/v1/organisation-units/{school}")).await.expect(200);
        assert_eq!(unit.json["endsOn"], Value::Null);
    }
}

both_stores! {
    fn schools_of_one_board_merge_without_waiting_for_another(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (one, two) = (app.school(&officer, board, "Een").await, app.school(&officer, board, "Twee").await);
        let place = json!({"kind": "establishment", "name": "Twee", "parentId": two});
        let place = officer.post("/v1/organisation-units", place).await.expect(201).id();
        let body = json!({"kind": "merge", "effectiveOn": today(&app).await, "from": [one, two], "to": [{"unitId": one}]});
        let made = officer.post("/v1/successions", body).await.expect(201);
        assert_eq!((made.json["state"].as_str(), commands(&made.json)), (Some("accepted"), vec!["decline", "withdraw", "execute"]));
        officer.post(&format!("/v1/successions/{}/transitions", made.id()), json!({"command": "execute"})).await.expect(200);
        let ends = async |id: Uuid| officer.get(&format!("/v1/organisation-units/{id}")).await.expect(200).json["endsOn"].clone();
        assert_eq!(ends(one).await, Value::Null);
        assert_ne!(ends(two).await, Value::Null);
        assert_eq!(ends(place).await, ends(two).await, "nothing stands under a school that is no more");
    }
}

both_stores! {
    fn everything_wrong_with_a_proposal_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let ((old, giver), (new, taker)) = (app.board("Oud").await, app.board("Nieuw").await);
        let (school, establishment) = school(&giver, old).await;
        let pair = |location: &str, code: &str| (location.to_owned(), code.to_owned());
        let body = json!({"kind": "transfer", "effectiveOn": "2027-08-01", "from": [school], "to": [{"parentId": old}, {"unitId": school, "name": "x"}]});
        let answer = giver.post("/v1/successions", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/to/0/boardId", "required"), pair("/to/0/name", "required"), pair("/to/1/name", "invalid-value")]);
        let body = json!({"kind": "transfer", "effectiveOn": "2027-08-01", "from": [establishment, new], "to": [{"boardId": new, "name": "x"}, {"boardId": school, "name": "y"}]});
        let answer = giver.post("/v1/successions", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [
            pair("/from/1", "unknown-reference"),
            pair("/to/0/parentId", "kind-not-allowed-here"),
            pair("/to/1/boardId", "unknown-reference"),
        ]);
        // Nobody gives away a school of another board.
        let body = json!({"kind": "transfer", "effectiveOn": "2027-08-01", "from": [school], "to": [{"boardId": new, "name": "x"}]});
        let answer = taker.post("/v1/successions", body.clone()).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/from/0", "unknown-reference")]);
        app.caller(Role::Integrator, school).await.post("/v1/successions", body.clone()).await.refused(403, "forbidden");
        app.caller(Role::BoardMember, old).await.post("/v1/successions", body).await.refused(403, "forbidden");
    }
}
