//! Bad input: everything that is wrong at once, and nothing taken in silence.

use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, TestApp, both_stores, send};
use reqwest::{Method, header};
use serde_json::{Value, json};
use uuid::Uuid;

const NOBODY: &str = "0199c2f6-7d5a-7000-8000-00000000dead";

fn pair(location: &str, code: &str) -> (String, String) {
    (location.to_owned(), code.to_owned())
}

/// What is wrong with a request, sorted.
async fn wrong(officer: &Caller, path: &str, body: Value) -> Vec<(String, String)> {
    let answer = officer.post(path, body).await;
    answer.refused(400, "invalid-input").errors()
}

async fn told(caller: &Caller, path: &str) -> Vec<(String, String)> {
    let answer = caller.get(path).await;
    answer.refused(400, "invalid-input").errors()
}

both_stores! {
    fn a_wrong_unit_does_not_hide_the_other_references(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let cycle = json!({
            "unitId": NOBODY, "theme": "onderwijs", "title": "Rekenen", "ownerId": NOBODY,
            "requirements": ["inspectorate/2025/po/ZZ9", format!("own/{NOBODY}")], "contextFactorIds": [NOBODY],
        });
        assert_eq!(wrong(&officer, "/v1/improvement-cycles", cycle).await, [
            pair("/contextFactorIds/0", "unknown-reference"), pair("/ownerId", "unknown-reference"),
            pair("/requirements/0", "unknown-reference"), pair("/requirements/1", "unknown-reference"),
            pair("/unitId", "unknown-reference"),
        ]);
        let dossier = json!({"unitId": NOBODY, "ownerId": NOBODY, "requirement": format!("own/{NOBODY}")});
        assert_eq!(wrong(&officer, "/v1/dossiers", dossier).await, [
            pair("/ownerId", "unknown-reference"), pair("/requirement", "unknown-reference"),
            pair("/unitId", "unknown-reference"),
        ]);
        // What is asked of a known parent only is not said of an unknown one.
        let unit = json!({
            "kind": "school", "name": "School", "parentId": NOBODY, "sector": "po",
            "startsOn": "2026-08-01", "endsOn": "2026-07-31",
        });
        assert_eq!(wrong(&officer, "/v1/organisation-units", unit).await, [
            pair("/endsOn", "end-before-start"), pair("/parentId", "unknown-reference"),
        ]);
        let standard = json!({
            "code": "EA 1", "boardId": NOBODY, "title": "Onderzoekend leren", "validFrom": "2026-08-01",
            "validUntil": "2026-07-31",
        });
        assert_eq!(wrong(&officer, "/v1/own-standards", standard).await, [
            pair("/boardId", "unknown-reference"), pair("/code", "invalid-format"), pair("/validUntil", "end-before-start"),
        ]);
        for list in ["improvement-cycles", "dossiers", "own-standards"] {
            assert_eq!(officer.get(&format!("/v1/{list}")).await.items(), &[] as &[Value], "{list}");
        }
    }
}

both_stores! {
    fn what_may_not_change_does_not_hide_what_is_wrong_beside_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let standard = json!({"code": "EA1", "boardId": board, "title": "Onderzoekend leren", "validFrom": "2026-08-01"});
        let standard = officer.post("/v1/own-standards", standard).await.expect(201).id();
        let body = json!({"boardId": NOBODY, "validUntil": "2026-07-31"});
        let answer = officer.patch(&format!("/v1/own-standards/{standard}"), body).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), [
            pair("/boardId", "not-changeable"), pair("/validUntil", "end-before-start"),
        ]);
        let person = json!({"givenName": "Sam", "familyName": "Jansen", "homeUnitId": board});
        let person = officer.post("/v1/people", person).await.expect(201).id();
        let body = json!({"personId": person, "unitId": board, "function": "teacher", "startsOn": "2026-08-01"});
        let made = officer.post("/v1/assignments", body).await.expect(201).id();
        let body = json!({"personId": NOBODY, "endsOn": "2026-07-31"});
        let answer = officer.patch(&format!("/v1/assignments/{made}"), body).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), [
            pair("/endsOn", "end-before-start"), pair("/personId", "not-changeable"),
        ]);
    }
}

both_stores! {
    fn an_unknown_edition_does_not_hide_what_is_wrong_with_a_baseline(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let body = json!({"edition": "inspectorate/2099/po", "assessedOn": "2999-01-01", "answers": [
            {"standard": "OP2", "status": "inOrder"}, {"standard": "OP2", "status": "notYet", "line": "een\ntwee"},
        ]});
        assert_eq!(wrong(&officer, &format!("/v1/organisation-units/{school}/baseline"), body).await, [
            pair("/answers/1/line", "invalid-format"), pair("/answers/1/standard", "duplicate"),
            pair("/assessedOn", "date-in-future"), pair("/edition", "unknown-reference"),
        ]);
    }
}

both_stores! {
    fn everything_wrong_with_any_query_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let strange = || pair("foo", "unknown-parameter");
        let (on, framework) = (pair("on", "invalid-format"), pair("frameworkVersion", "unknown-reference"));
        let unit = format!("/v1/organisation-units/{board}");
        assert_eq!(told(&officer, &format!("{unit}/standing?foo=1&on=x&frameworkVersion=y")).await, [strange(), framework.clone(), on.clone()]);
        assert_eq!(told(&officer, &format!("{unit}/baseline?foo=1&frameworkVersion=y")).await, [strange(), framework]);
        let versions = "/v1/frameworks/inspectorate/versions?foo=1&on=x";
        assert_eq!(told(&officer, versions).await, [strange(), on.clone()]);
        let mappings = "/v1/framework-mappings?foo=1&from=x";
        assert_eq!(told(&officer, mappings).await, [strange(), pair("from", "invalid-format")]);
        assert_eq!(told(&officer, "/v1/organisation-units?foo=1&on=x").await, [strange(), on]);
    }
}

both_stores! {
    fn a_key_that_stands_twice_is_refused_where_one_value_counts(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let twice = |at: &str| pair(at, "duplicate-parameter");
        let units = "/v1/organisation-units";
        assert_eq!(told(&officer, &format!("{units}?limit=1&on=2026-01-01&on=2026-02-01&limit=1&limit=3")).await, [twice("limit"), twice("on")]);
        assert_eq!(told(&officer, &format!("{units}/{board}/standing?on=2026-01-01&on=2026-01-02")).await, [twice("on")]);
        assert_eq!(told(&officer, "/v1/own-standards?validOn=2026-01-01&validOn=2026-01-02").await, [twice("validOn")]);
        assert_eq!(told(&officer, "/v1/goals?overdue=true&overdue=false").await, [twice("overdue")]);
        // Also where a filter looks further than one column.
        let twice_each = |path: &str, names: &[&str]| {
            let pairs = names.iter().map(|name| format!("{name}={board}:x&{name}={board}:y"));
            format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
        };
        assert_eq!(told(&officer, &twice_each(units, &["identifier", "externalId"])).await, [twice("externalId"), twice("identifier")]);
        assert_eq!(told(&officer, &twice_each("/v1/people", &["externalId"])).await, [twice("externalId")]);
        assert_eq!(told(&officer, &twice_each("/v1/groups", &["externalId"])).await, [twice("externalId")]);
        assert_eq!(told(&officer, &twice_each("/v1/supervised-objects", &["identifier"])).await, [twice("identifier")]);
        assert_eq!(told(&officer, &twice_each("/v1/goals", &["requirement"])).await, [twice("requirement")]);
        assert_eq!(told(&officer, &twice_each("/v1/improvement-cycles", &["requirement"])).await, [twice("requirement")]);
        assert_eq!(told(&officer, &twice_each("/v1/lessons", &["requirement"])).await, [twice("requirement")]);
        assert_eq!(told(&officer, "/v1/lessons?theme=context&theme=onderwijs").await, [twice("theme")]);
        assert_eq!(told(&officer, "/v1/lessons?theme=nonsense").await, [pair("theme", "invalid-value")]);
        assert_eq!(told(&officer, "/v1/own-standards?validOn=gisteren").await, [pair("validOn", "invalid-format")]);
        for list in ["people", "goals", "actions", "dossiers", "supervised-objects"] {
            let name = if list == "dossiers" { "under" } else { "unitId" };
            assert_eq!(told(&officer, &format!("/v1/{list}?{name}={board}&{name}={board}")).await, [twice(name)], "{list}");
        }
        // A filter that is compared with any of several values may stand there for each.
        app.school(&officer, board, "School").await;
        assert_eq!(officer.get(&format!("{units}?kind=board&kind=school")).await.expect(200).items().len(), 2);
    }
}

both_stores! {
    fn a_value_that_is_no_text_is_refused(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Café").await;
        let units = "/v1/organisation-units";
        for (value, code) in [("%C3", "invalid-format"), ("%FF%FE", "invalid-format"), ("a%00b", "contains-nul")] {
            assert_eq!(told(&officer, &format!("{units}?q={value}&foo=1")).await, [pair("foo", "unknown-parameter"), pair("q", code)], "{value}");
        }
        assert_eq!(officer.get(&format!("{units}?q=caf%C3%A9")).await.expect(200).items().len(), 1);
    }
}

both_stores! {
    fn a_kind_of_unit_that_does_not_exist_is_refused(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let answer = officer.get("/v1/organisation-units?kind=board&kind=castle").await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("kind", "invalid-value")]);
        // The list is that of the kinds as they are served.
        let kinds = officer.get("/v1/unit-kinds").await.expect(200);
        assert!(!kinds.items().is_empty());
        for kind in kinds.items() {
            let key = kind["key"].as_str().unwrap();
            assert!(answer.text.contains(key), "{key}: {}", answer.text);
            let _ = officer.get(&format!("/v1/organisation-units?kind={key}")).await.expect(200);
        }
    }
}

async fn raw(caller: &Caller, method: Method, path: &str, body: &'static str) -> Answer {
    let media = match method {
        Method::PATCH => "application/merge-patch+json",
        _ => "application/json",
    };
    let request = caller.request(method, path).header(header::IF_MATCH, "*");
    let request = request.header(header::CONTENT_TYPE, media);
    send(request.body(body)).await
}

both_stores! {
    fn a_key_that_stands_twice_in_an_object_is_refused(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let own = format!("/v1/organisation-units/{board}");
        let body = r#"{"name": "Twee", "address": {"city": "A", "city": "B"}, "name": "Drie"}"#;
        let twice = [pair("/address/city", "duplicate-key"), pair("/name", "duplicate-key")];
        let answer = raw(&officer, Method::PATCH, &own, body).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), twice);
        let answer = raw(&officer, Method::POST, "/v1/organisation-units", body).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), twice);
        assert_eq!(officer.get(&own).await.expect(200).json["name"], "Een");
        let answer = raw(&app.anonymous(), Method::POST, "/sandbox/clock", r#"{"days": 1, "days": 2}"#).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), [pair("/days", "duplicate-key")]);
    }
}

/// A cycle in Plan, by its path.
async fn planned(officer: &Caller, school: Uuid) -> String {
    let body = json!({"unitId": school, "theme": "onderwijs", "title": "Rekenen"});
    let made = officer
        .post("/v1/improvement-cycles", body)
        .await
        .expect(201);
    format!("/v1/improvement-cycles/{}", made.id())
}

both_stores! {
    fn a_goal_is_not_set_on_a_day_that_has_passed(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let goals = format!("{}/goals", planned(&officer, school).await);
        let today = app.shared.clock.today();
        let yesterday = today.previous_day().unwrap();
        let past = pair("/dueOn", "date-in-past");
        let body = json!({"title": " ", "dueOn": yesterday.to_string(), "ownerId": NOBODY});
        assert_eq!(wrong(&officer, &goals, body).await, [past.clone(), pair("/ownerId", "unknown-reference"), pair("/title", "required")]);
        let body = json!({"title": "Beter", "dueOn": today.to_string()});
        let goal = officer.post(&goals, body).await.expect(201).id();
        let own = format!("/v1/goals/{goal}");
        app.shared.clock.advance(86_400_000);
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        // The day has passed since, and stays as it was when something else is changed.
        let patched = officer.patch(&own, json!({"title": "Veel beter", "dueOn": today.to_string()})).await.expect(200);
        assert_eq!((&patched.json["dueOn"], &patched.json["overdue"]), (&json!(today.to_string()), &json!(true)));
        let answer = officer.patch(&own, json!({"dueOn": yesterday.to_string()})).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), [past]);
        let _ = officer.patch(&own, json!({"dueOn": null})).await.expect(200);
    }
}
