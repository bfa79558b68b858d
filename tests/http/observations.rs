//! Observations of lessons: whose they are, what of them is told, and what many come to.

use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};
use time::{Duration, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::follower::settle;

const NOTE: &str = "De uitleg liep uit.";

/// A board with a school and its leader, a team with a lead and a teacher.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    team: Uuid,
    officer: Caller,
    leader: Caller,
    lead: Caller,
    lead_id: Uuid,
    teacher: Caller,
    teacher_id: Uuid,
}

async fn person(officer: &Caller, unit: Uuid, name: &str) -> Uuid {
    let body = json!({"givenName": "Sam", "familyName": name, "homeUnitId": unit});
    officer.post("/v1/people", body).await.expect(201).id()
}

async fn scene(store: akoki_tests::StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let team = json!({"kind": "team", "name": "Onderbouw", "parentId": school});
    let team = officer.post("/v1/organisation-units", team).await;
    let team = team.expect(201).id();
    let lead_id = person(&officer, team, "Lead").await;
    let teacher_id = person(&officer, team, "Leraar").await;
    Scene {
        leader: app.caller(Role::SchoolLeader, school).await,
        lead: app
            .signed_in_as(lead_id, Role::TeamLead, (board, team))
            .await,
        teacher: app
            .signed_in_as(teacher_id, Role::Staff, (board, team))
            .await,
        app,
        board,
        school,
        team,
        officer,
        lead_id,
        teacher_id,
    }
}

impl Scene {
    fn input(&self, more: Value) -> Value {
        let mut body = json!({
            "unitId": self.team, "instrument": "lesson-observation/1/all", "observedId": self.teacher_id,
            "observedOn": self.app.shared.clock.today(), "lesson": "Breuken", "note": NOTE,
            "scores": [{"indicator": "K1", "level": "strong"}, {"indicator": "S3", "level": null}],
        });
        let map = body.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        body
    }
}

both_stores! {
    fn an_observation_is_the_observers_the_observeds_and_the_staff_files(store) {
        let scene = scene(store).await;
        let made = scene.lead.post("/v1/observations", scene.input(json!({}))).await.expect(201);
        assert_eq!(made.json["observerId"], json!(scene.lead_id), "the caller, when not said");
        let path = made.header("location").to_owned();
        let hr = scene.app.caller(Role::Hr, scene.board).await;
        for sees in [&scene.lead, &scene.teacher, &scene.leader, &hr] {
            assert_eq!(sees.get(&path).await.expect(200).json["note"], json!(NOTE));
            assert_eq!(sees.get("/v1/observations").await.expect(200).items().len(), 1);
        }
        let coordinator = scene.app.caller(Role::QualityCoordinator, scene.school).await;
        let colleague = person(&scene.officer, scene.team, "Collega").await;
        let colleague = scene.app.signed_in_as(colleague, Role::TeamLead, (scene.board, scene.team)).await;
        let (_, stranger) = scene.app.board("Twee").await;
        for other in [&scene.officer, &coordinator, &colleague, &stranger] {
            other.get(&path).await.refused(404, "not-found");
            assert!(matches!(other.patch(&path, json!({"note": "x"})).await.status, 403 | 404));
            assert!(matches!(other.delete(&path).await.status, 403 | 404));
            assert_eq!(other.get("/v1/observations").await.expect(200).items(), &[] as &[Value]);
        }
        // Who was observed reads; who observed, and the staff file, change.
        assert!(matches!(scene.teacher.patch(&path, json!({"note": "x"})).await.status, 403 | 404));
        let _ = scene.lead.patch(&path, json!({"note": format!("{NOTE} Besproken.")})).await.expect(200);
        let _ = scene.leader.patch(&path, json!({"scores": [{"indicator": "K2", "level": "weak"}], "lesson": null})).await.expect(200);
        let unchanged = scene.lead.patch(&path, json!({"lesson": null})).await.expect(200);
        assert_eq!(unchanged.json["version"], json!(3));

        settle(&scene.app).await;
        // Who reads the trail and the staff file alike.
        let both = scene.app.account("beide@akoki.test", scene.board, None).await;
        for role in [Role::BoardQualityOfficer, Role::Hr] {
            scene.app.give(both, role, scene.board).await;
        }
        let both = scene.app.session_of(both).await;
        let trail = both.get("/v1/trail?limit=200").await.expect(200);
        for word in [NOTE, "Breuken", "strong", "weak"] {
            assert!(!trail.text.contains(word), "{word} stands in the trail");
        }
        let id = made.id();
        let ends = scene.app.shared.clock.now() + Duration::days(1);
        let token = json!({"name": "Spoor", "scopes": ["trail.read"], "expiresAt": ends.format(&Rfc3339).unwrap()});
        let token = both.post("/v1/personal-access-tokens", token).await.expect(201);
        let for_trail_alone = scene.app.with_token(token.json["token"].as_str().unwrap());
        let entries = for_trail_alone.get(&format!("/v1/trail?resource={id}")).await.expect(200);
        assert_eq!(entries.items(), &[] as &[Value]);
        let entries = both.get(&format!("/v1/trail?resource={id}")).await.expect(200);
        assert_eq!(entries.items().len(), 3);
        assert_eq!(entries.items()[0]["changes"]["observedId"], json!(scene.teacher_id));
        assert_eq!(entries.items()[2]["changes"], json!({"lesson": {}, "scores": {}}));
        let feed = scene.officer.get("/v1/events?limit=200").await.expect(200);
        assert!(!feed.text.contains(&id.to_string()));

        let cycle = json!({
            "unitId": scene.school, "theme": "onderwijs", "title": "Instructie",
            "arisesFrom": {"type": "observation", "id": id},
        });
        let made = scene.leader.post("/v1/improvement-cycles", cycle.clone()).await.expect(201);
        assert_eq!(made.json["links"]["arisesFrom"], json!(path));
        let refused = scene.officer.post("/v1/improvement-cycles", cycle).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/arisesFrom/id".to_owned(), "unknown-reference".to_owned())]);
        assert_eq!(scene.lead.delete(&path).await.status, 204);
    }
}

both_stores! {
    fn the_trail_does_not_tell_who_was_observed(store) {
        let scene = scene(store).await;
        let mut ids = Vec::new();
        for n in 0..3 {
            let made = scene.lead.post("/v1/observations", scene.input(json!({}))).await.expect(201);
            ids.push(made.id());
            let _ = person(&scene.officer, scene.school, &format!("Collega {n}")).await;
        }
        let path = format!("/v1/observations/{}", ids[0]);
        assert_eq!(scene.leader.delete(&path).await.status, 204);
        settle(&scene.app).await;
        let privacy = scene.app.caller(Role::PrivacyOfficer, scene.board).await;
        // Reads the trail of all, and observations of another school alone.
        let elsewhere = scene.app.school(&scene.officer, scene.board, "Elders").await;
        let account = scene.app.account("elders@akoki.test", scene.board, None).await;
        scene.app.give(account, Role::BoardQualityOfficer, scene.board).await;
        let leads = json!({"principalId": account, "unitId": elsewhere, "role": "school-leader"});
        let _ = scene.officer.post("/v1/grants", leads).await.expect(201);
        let leads_elsewhere = scene.app.session_of(account).await;
        for reader in [&scene.officer, &privacy, &leads_elsewhere] {
            let mut path = "/v1/trail?limit=1".to_owned();
            let mut seen = 0;
            loop {
                let page = reader.get(&path).await.expect(200);
                for word in ["/v1/observations/", "observedId", "observerId", "observedOn"] {
                    assert!(!page.text.contains(word), "{}", page.text);
                }
                seen += page.items().len();
                let Some(next) = page.json["nextCursor"].as_str() else { break };
                assert_eq!(page.items().len(), 1, "what is left out leaves no empty page");
                path = format!("/v1/trail?limit=1&cursor={next}");
            }
            assert!(seen > 5, "the rest is there: {seen}");
            for id in &ids {
                let entries = reader.get(&format!("/v1/trail?resource={id}")).await.expect(200);
                assert_eq!(entries.items(), &[] as &[Value]);
            }
        }
    }
}

both_stores! {
    fn what_is_wrong_with_an_observation_is_told_at_once(store) {
        let scene = scene(store).await;
        let wrong = |more: Value| {
            let body = scene.input(more);
            async { scene.leader.post("/v1/observations", body).await.refused(400, "invalid-input").errors() }
        };
        let tomorrow = scene.app.shared.clock.today().next_day().unwrap().next_day().unwrap();
        let found = wrong(json!({
            "observedOn": tomorrow, "observedId": Uuid::nil(), "groupId": Uuid::nil(),
            "scores": [{"indicator": "K", "level": null}, {"indicator": "X9", "level": null}, {"indicator": "K1", "level": "grand"}, {"indicator": "K1"}],
        })).await;
        let pair = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(found, [
            pair("/groupId", "unknown-reference"), pair("/observedId", "unknown-reference"), pair("/observedOn", "date-in-future"),
            pair("/observerId", "required"), pair("/scores/0/indicator", "not-assessable"), pair("/scores/1/indicator", "unknown-standard"),
            pair("/scores/2/level", "unknown-level"), pair("/scores/3/indicator", "duplicate"),
        ]);
        let somebody = json!(scene.lead_id);
        let found = wrong(json!({"instrument": "inspectorate/2025/po", "observerId": somebody})).await;
        assert_eq!(found, [pair("/instrument", "edition-not-instrument")]);
        let found = wrong(json!({"instrument": "none/1/all", "observerId": somebody})).await;
        assert_eq!(found, [pair("/instrument", "unknown-reference")]);
        let department = json!({"kind": "department", "name": "Havo", "parentId": scene.school});
        let department = scene.officer.post("/v1/organisation-units", department).await.expect(201).id();
        let found = wrong(json!({"unitId": department, "observerId": somebody})).await;
        assert_eq!(found, [pair("/unitId", "not-a-team-or-school")]);
        let made = scene.lead.post("/v1/observations", scene.input(json!({}))).await.expect(201);
        let fixed = json!({"unitId": scene.school, "observedId": scene.lead_id, "instrument": "inspectorate/2025/po"});
        let refused = scene.lead.patch(made.header("location"), fixed).await.refused(400, "invalid-input");
        let places: Vec<_> = refused.errors().into_iter().filter(|(_, code)| code == "not-changeable").map(|(at, _)| at).collect();
        assert_eq!(places, ["/instrument", "/observedId", "/unitId"]);
        // It asks of nobody: an instrument is no requirement.
        let standing = scene.leader.get(&format!("/v1/organisation-units/{}/standing", scene.school)).await.expect(200);
        assert!(!standing.text.contains("lesson-observation"));
    }
}

both_stores! {
    fn nobody_observes_their_own_lesson(store) {
        let scene = scene(store).await;
        let own = scene.input(json!({"observedId": scene.lead_id}));
        let refused = scene.lead.post("/v1/observations", own).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/observedId".to_owned(), "own-lesson-observed".to_owned())]);
        let last = scene.input(json!({"observedOn": "2026-07-31"}));
        let refused = scene.lead.post("/v1/observations", last).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/observedOn".to_owned(), "school-year-finished".to_owned())]);
    }
}

both_stores! {
    fn results_are_of_five_people_at_least_and_of_a_finished_year(store) {
        let scene = scene(store).await;
        let other = json!({"kind": "team", "name": "Bovenbouw", "parentId": scene.school});
        let other = scene.officer.post("/v1/organisation-units", other).await.expect(201).id();
        let observe = async |team: Uuid, person: Uuid, level: &str| {
            let scores = json!([{"indicator": "K1", "level": level}]);
            let body = scene.input(json!({"unitId": team, "observedId": person, "observerId": scene.lead_id, "scores": scores}));
            scene.leader.post("/v1/observations", body).await.expect(201).header("location").to_owned()
        };
        let of = |unit: Uuid| format!("/v1/organisation-units/{unit}/observation-results?instrument=lesson-observation/1/all&schoolYear=2026");
        // One person, observed often, is one person.
        for _ in 0..5 {
            observe(scene.team, scene.teacher_id, "weak").await;
        }
        let mut last = String::new();
        for n in 0..6 {
            let one = person(&scene.officer, scene.team, &format!("Onder {n}")).await;
            last = observe(scene.team, one, "strong").await;
        }
        for n in 0..2 {
            let one = person(&scene.officer, other, &format!("Boven {n}")).await;
            observe(other, one, "partly").await;
        }
        // A year that goes on shows how many, by fives: one lesson more would tell of whom it was.
        let running = scene.officer.get(&of(scene.school)).await.expect(200).json;
        assert_eq!((&running["indicators"], &running["peopleSoFar"]), (&json!([]), &json!(5)));
        assert_eq!(running["notShown"]["code"], json!("school-year-running"));
        assert!(running["notShown"]["detail"].as_str().unwrap().contains("2027-10-01"));

        scene.app.shared.clock.advance(320 * 86_400_000);
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        let k1 = async |unit: Uuid| officer.get(&of(unit)).await.expect(200).json["indicators"][0].clone();
        let school = k1(scene.school).await;
        assert_eq!((&school["figures"]["people"], &school["figures"]["observations"]), (&json!(9), &json!(13)));
        assert_eq!(school["teams"], json!([]), "two would follow from the whole");
        // Nor by asking for the larger team and taking that from the school, or for the small one.
        assert_eq!((&k1(scene.team).await["figures"], &k1(other).await["figures"]), (&json!(null), &json!(null)));
        assert_eq!(k1(scene.board).await["figures"]["people"], json!(9));
        // What counts in what is shown stays.
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        leader.patch(&last, json!({"note": "Anders"})).await.refused(409, "school-year-finished");
        leader.delete(&last).await.refused(409, "school-year-finished");

        let path = of(scene.school);
        let earlier = path.replace("schoolYear=2026", "schoolYear=2019");
        assert_eq!(officer.get(&earlier).await.expect(200).json["indicators"][0]["figures"], json!(null));
        let wrong = path.replace("lesson-observation/1/all", "inspectorate/2025/po");
        assert_eq!(officer.get(&wrong).await.refused(400, "invalid-input").errors()[0].1, "unknown-reference");
        scene.app.caller(Role::Staff, scene.team).await.get(&path).await.refused(404, "not-found");
        let (_, stranger) = scene.app.board("Twee").await;
        stranger.get(&path).await.refused(404, "not-found");
    }
}

both_stores! {
    fn results_are_of_an_instrument_that_is_named(store) {
        let app = akoki_tests::TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let path = format!("/v1/organisation-units/{board}/observation-results");
        let instrument = |code: &str| [("instrument".to_owned(), code.to_owned())];
        let missing = officer.get(&path).await.refused(400, "invalid-input");
        assert_eq!(missing.errors(), instrument("required"));
        let unknown = officer.get(&format!("{path}?instrument=lesson-observation/9/all")).await.refused(400, "invalid-input");
        assert_eq!(unknown.errors(), instrument("unknown-reference"));
    }
}
