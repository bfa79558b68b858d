//! Who the caller is, what they may do where, and why.

use super::{account, errors, grant, signed_in};
use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_persistence::repo::principal;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

both_stores! {
    fn everybody_is_told_who_they_are(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        // A script, as `akoki token create` makes it.
        let script = officer.get("/v1/me").await.expect(200);
        assert_eq!((&script.json["kind"], &script.json["name"]), (&json!("script"), &Value::Null));
        assert_eq!(script.json["credential"]["kind"], "script");
        assert_eq!(script.json["scopes"], json!(["all"]));
        assert_eq!(script.json["grants"][0]["unitKind"], "board");
        let id = account(&officer, board, "noor@b.example").await;
        officer.patch(&format!("/v1/accounts/{id}"), json!({"language": "en", "displayName": "Noor"})).await.expect(200);
        let mut narrowed = grant(id, school, Role::SchoolLeader);
        narrowed["scopes"] = json!(["people.read", "organisation.read"]);
        let held = officer.post("/v1/grants", narrowed).await.expect(201).id();
        let mut later = grant(id, board, Role::BoardMember);
        later["startsOn"] = json!("2099-01-01");
        officer.post("/v1/grants", later).await.expect(201);
        let own = signed_in(&app, id, &Scopes::parse("people.read people.write").unwrap()).await;
        let me = own.get("/v1/me").await.expect(200).json;
        assert_eq!((&me["id"], &me["kind"], &me["name"]), (&json!(id), &json!("account"), &json!("Noor")));
        assert_eq!((&me["email"], &me["language"]), (&json!("noor@b.example"), &json!("en")));
        assert_eq!(me["grants"], json!([{
            "id": held, "boardId": board, "unitId": school, "unitKind": "school", "unitName": "School",
            "role": "school-leader", "scopes": ["organisation.read", "people.read"],
            "allows": [{"permission": "ReadPeople", "scope": "people.read"}],
        }]));
        app.anonymous().get("/v1/me").await.refused(401, "unauthenticated");
        let credential: Uuid = me["credential"]["id"].as_str().unwrap().parse().unwrap();
        let call = app.service().await;
        call.unit(move |tx| Box::pin(async move { Ok(principal::revoke(tx, &[credential]).await?) })).await.unwrap();
        own.get("/v1/me").await.refused(401, "unauthenticated");
        own.get("/v1/me/access?operation=listPeople").await.refused(401, "unauthenticated");
    }
}

async fn asked(caller: &Caller, operation: &str, unit: Uuid) -> (bool, Vec<String>, Value) {
    let path = format!("/v1/me/access?operation={operation}&unit={unit}");
    let answer = caller.get(&path).await.expect(200).json;
    let codes = answer["why"].as_array().unwrap().iter();
    let codes = codes.map(|reason| reason["code"].as_str().unwrap().to_owned());
    (answer["allowed"] == true, codes.collect(), answer)
}

both_stores! {
    fn every_case_of_access_is_explained(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, _) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let id = account(&officer, board, "noor@b.example").await;
        let staff = officer.post("/v1/grants", grant(id, board, Role::Staff)).await.expect(201).id();
        let mut narrowed = grant(id, school, Role::SchoolLeader);
        narrowed["scopes"] = json!(["people.read", "organisation.read"]);
        let leader = officer.post("/v1/grants", narrowed).await.expect(201).id();
        let own = signed_in(&app, id, &Scopes::parse("people.read people.write organisation.read").unwrap()).await;
        // Allowed by one of two grants that cover the school.
        let (allowed, why, answer) = asked(&own, "listPeople", school).await;
        assert!(allowed);
        assert_eq!(why, ["role-lacks-permission", "grant-allows"]);
        let one = |grant, role, narrowed, gives| json!({
            "href": format!("/v1/grants/{grant}"), "hasRole": role, "narrowed": narrowed, "gives": gives,
        });
        assert_eq!(answer["grants"], json!([one(staff, false, false, false), one(leader, true, false, true)]));
        assert_eq!((&answer["permission"], &answer["scope"]), (&json!("ReadPeople"), &json!("people.read")));
        assert!(answer["roles"].as_array().unwrap().contains(&json!("school-leader")));
        own.get(&format!("/v1/people?unitId={school}")).await.expect(200);
        // On the board only the other one covers.
        let (allowed, why, _) = asked(&own, "listPeople", board).await;
        assert!(!allowed);
        assert_eq!(why, ["role-lacks-permission"]);
        // Narrowed without the scope, though the token carries it.
        let (allowed, why, answer) = asked(&own, "createPerson", school).await;
        assert!(!allowed && answer["tokenHasScope"] == true);
        assert_eq!(why, ["role-lacks-permission", "grant-narrowed"]);
        // The token lacks the scope, whatever the roles.
        let (allowed, why, answer) = asked(&own, "listGoals", school).await;
        assert!(!allowed && answer["tokenHasScope"] == false);
        assert_eq!(why, ["insufficient-scope", "grant-allows", "grant-narrowed"]);
        // What is open needs no grant.
        for (operation, code) in [("readGlossary", "open-to-all"), ("readMe", "open-to-signed-in")] {
            let (allowed, why, _) = asked(&own, operation, school).await;
            assert!(allowed);
            assert_eq!(why, [code]);
        }
        let anywhere = own.get("/v1/me/access?operation=listPeople").await.expect(200).json;
        assert!(anywhere["allowed"] == true && anywhere["unitId"].is_null());
        let nobody = account(&officer, board, "nieuw@b.example").await;
        let nobody = signed_in(&app, nobody, &Scopes::all()).await;
        let answer = nobody.get("/v1/me/access?operation=listPeople").await.expect(200).json;
        assert_eq!(answer["why"][0]["code"], "no-grant-here");
        // Both languages.
        let path = format!("/v1/me/access?operation=listPeople&unit={board}");
        let request = own.request(reqwest::Method::GET, &path).header("accept-language", "en");
        let text = akoki_tests::send(request).await.expect(200).json["why"][0]["detail"].clone();
        assert_eq!(text, "The role staff that you have here does not allow this.");
        for (query, wrong) in [
            (format!("operation=listPeople&unit={other}"), ("unit", "unknown-reference")),
            ("operation=listPeople&unit=x".into(), ("unit", "invalid-format")),
            (format!("operation=dream&unit={school}"), ("operation", "invalid-value")),
            (format!("unit={school}"), ("operation", "required")),
            ("operation=listPeople&where=x".into(), ("where", "unknown-parameter")),
        ] {
            let answer = own.get(&format!("/v1/me/access?{query}")).await.refused(400, "invalid-input");
            assert_eq!(answer.errors(), errors(&[wrong]), "{query}");
        }
        let answer = own.get("/v1/me/access?operation=dream").await.refused(400, "invalid-input");
        let detail = answer.json["errors"][0]["detail"].as_str().unwrap();
        assert!(detail.contains("/v1/openapi.json"), "it is said where operations are found: {detail}");
    }
}
