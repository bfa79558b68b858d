//! Nobody gives more than they have, to somebody else than they mean, or for days that have passed.

use super::{account, day, errors, grant, signed_in};
use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

both_stores! {
    fn an_ending_takes_and_never_adds(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "noor@b.example").await;
        let mut body = grant(id, board, Role::BoardQualityOfficer);
        (body["startsOn"], body["endsOn"]) = (day(&app, -30), day(&app, 10));
        let given = officer.post("/v1/grants", body).await.expect(201).id();
        let (path, own) = (format!("/v1/grants/{given}"), signed_in(&app, id, &Scopes::all()).await);
        let ending = format!("{path}/endings");
        for (days, code) in [(-1, "date-in-past"), (11, "ending-prolongs")] {
            let answer = own.post(&ending, json!({"endsOn": day(&app, days)})).await.refused(400, "invalid-input");
            assert_eq!(answer.errors(), errors(&[("/endsOn", code)]));
        }
        let answer = officer.patch(&path, json!({"startsOn": day(&app, 1), "endsOn": day(&app, -1)})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/endsOn", "date-in-past"), ("/startsOn", "not-changeable")]));
        let answer = own.patch(&path, json!({"endsOn": day(&app, 20)})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/principalId", "own-grant")]));
        own.post(&ending, json!({"endsOn": day(&app, 0)})).await.expect(200);
        app.shared.clock.advance(2 * 86_400_000);
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        officer.patch(&path, json!({"endsOn": day(&app, 20)})).await.refused(409, "already-ended");
        // One that has not begun does not begin in the past.
        let mut body = grant(id, board, Role::Staff);
        body["startsOn"] = day(&app, 5);
        let later = officer.post("/v1/grants", body).await.expect(201).id();
        let answer = officer.patch(&format!("/v1/grants/{later}"), json!({"startsOn": day(&app, -5)})).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), errors(&[("/startsOn", "date-in-past")]));
    }
}

both_stores! {
    fn who_works_with_some_scopes_gives_no_others(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "noor@b.example").await;
        let scopes = Scopes::parse("access.read access.write people.read").unwrap();
        let narrow = app.caller_with(Role::BoardQualityOfficer, board, &scopes).await;
        let keeper = account(&officer, board, "sleutel@b.example").await;
        let mut body = grant(keeper, board, Role::BoardQualityOfficer);
        body["scopes"] = json!(["access.read", "access.write", "people.read"]);
        let kept = officer.post("/v1/grants", body).await.expect(201).id();
        for giver in [&narrow, &signed_in(&app, keeper, &Scopes::all()).await] {
            let mut body = grant(id, board, Role::Hr);
            let answer = giver.post("/v1/grants", body.clone()).await.refused(400, "invalid-input");
            assert_eq!(answer.errors(), errors(&[("/scopes", "scope-not-covered")]));
            body["scopes"] = json!(["people.read", "people.write"]);
            let answer = giver.post("/v1/grants", body.clone()).await.refused(400, "invalid-input");
            assert_eq!(answer.errors(), errors(&[("/scopes/1", "scope-not-covered")]));
            body["scopes"] = json!(["people.read"]);
            let given = giver.post("/v1/grants", body).await.expect(201).id();
            officer.post(&format!("/v1/grants/{given}/endings"), json!({})).await.expect(200);
        }
        // It makes no people who can sign in, and nobody makes a code for themselves.
        let code = |id: Uuid| format!("/v1/accounts/{id}/activations");
        narrow.post(&code(id), json!({})).await.refused(403, "token-narrowed");
        let mut whole = grant(id, board, Role::BoardQualityOfficer);
        whole["startsOn"] = Value::Null;
        officer.post("/v1/grants", whole).await.expect(201);
        let own = signed_in(&app, id, &Scopes::all()).await;
        own.post(&code(id), json!({})).await.refused(400, "own-account");
        own.post(&code(keeper), json!({})).await.expect(201);
        assert_ne!(kept, id);
    }
}

both_stores! {
    fn the_platform_appoints_the_first_and_approves_nothing(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let (board, officer) = app.board("Een").await;
        let (first, second) = (account(&officer, board, "een@b.example").await, account(&officer, board, "twee@b.example").await);
        let given = platform.post("/v1/grants", grant(first, board, Role::BoardQualityOfficer)).await.expect(201).id();
        let next = grant(second, board, Role::BoardQualityOfficer);
        let answer = platform.post("/v1/grants", next.clone()).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/role", "board-appoints-next")]));
        platform.post("/v1/grants", grant(second, board, Role::PrivacyOfficer)).await.expect(201);
        let own = signed_in(&app, first, &Scopes::all()).await;
        own.post("/v1/grants", next).await.expect(201);
        platform.patch(&format!("/v1/grants/{given}"), json!({"endsOn": day(&app, 9)})).await.refused(400, "invalid-input");
        let answer = platform.post("/v1/grants", grant(second, board, Role::Integrator)).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/role", "role-not-grantable")]));
        let client = json!({"name": "Koppeling", "vendor": "V", "scopes": ["people.read"]});
        let client = platform.post("/v1/api-clients", client).await.expect(201).id();
        let path = format!("/v1/api-clients/{client}/approvals");
        for role in [Role::Integrator, Role::PrivacyOfficer] {
            let body = json!({"unitId": board, "role": role.as_str(), "scopes": ["people.read"]});
            let answer = platform.post(&path, body.clone()).await.refused(400, "invalid-input");
            let codes: Vec<_> = answer.errors().into_iter().map(|(_, code)| code).collect();
            assert_eq!(codes, ["role-not-grantable"], "{}", answer.text);
            officer.post(&path, body).await.expect(201);
        }
    }
}

both_stores! {
    fn an_address_alone_names_nobody_of_another_board(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let id = account(&stranger, other, "directie@een.example").await;
        let asked = |email: &str, keeper: Option<Uuid>| json!({
            "email": email, "accountBoardId": keeper, "unitId": board, "role": "staff",
        });
        let unknown = errors(&[("/email", "unknown-reference")]);
        for body in [
            asked("directie@een.example", None), asked("directie@een.example", Some(board)), asked("niemand@een.example", None),
            asked("niemand@een.example", Some(other)),
        ] {
            let answer = officer.post("/v1/grants", body).await.refused(400, "invalid-input");
            assert_eq!(answer.errors(), unknown, "{}", answer.text);
        }
        let path = format!("/v1/accounts/{id}");
        stranger.patch(&path, json!({"email": "eerder@een.example"})).await.expect(200);
        let given = officer.post("/v1/grants", asked("eerder@een.example", Some(other))).await.expect(201).id();
        // Whoever keeps it hands it to nobody else while it is used elsewhere.
        let answer = stranger.patch(&path, json!({"email": "later@een.example"})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/email", "email-used-elsewhere")]));
        stranger.patch(&path, json!({"displayName": "Directie"})).await.expect(200);
        officer.post(&format!("/v1/grants/{given}/endings"), json!({})).await.expect(200);
        stranger.patch(&path, json!({"email": "later@een.example"})).await.expect(200);
        let body = json!({"principalId": id, "accountBoardId": other, "unitId": other, "role": "staff"});
        let answer = stranger.post("/v1/grants", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/accountBoardId", "not-both")]));
    }
}

both_stores! {
    fn an_answer_is_repeated_only_to_who_may_still_ask(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "noor@b.example").await;
        let given = officer.post("/v1/grants", grant(id, board, Role::BoardQualityOfficer)).await.expect(201).id();
        let own = signed_in(&app, id, &Scopes::all()).await;
        let body = json!({"email": "a@b.example", "displayName": "A", "unitId": board});
        own.post_once("/v1/accounts", "k", body.clone()).await.expect(201);
        own.post_once("/v1/accounts", "k", body.clone()).await.expect(201);
        officer.post(&format!("/v1/grants/{given}/endings"), json!({})).await.expect(200);
        own.post_once("/v1/accounts", "k", body.clone()).await.refused(403, "forbidden");
        officer.patch(&format!("/v1/accounts/{id}"), json!({"disabled": true})).await.expect(200);
        own.post_once("/v1/accounts", "k", body).await.refused(401, "unauthenticated");
    }
}
