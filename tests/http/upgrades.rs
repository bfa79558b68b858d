//! Steps to a later edition of a framework: shown, taken once, and nothing that is closed changes.

use akoki_domain::access::Role;
use akoki_persistence::{StoreError, lock, repo::dossier::KeptDossier, save};
use akoki_tests::{Answer, Caller, TestApp, both_stores};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Notify;
use uuid::Uuid;

use super::follower::settle;

const PATH: &str = "/v1/framework-upgrades";

/// What an ambition is changed to while a step is taken.
const CHANGED: &str = "Elke leerling in beeld";

fn pair(location: &str, code: &str) -> (String, String) {
    (location.to_owned(), code.to_owned())
}

struct Scene {
    app: TestApp,
    officer: Caller,
    board: Uuid,
    school: Uuid,
    /// Somebody who works there.
    owner: Uuid,
}

async fn scene(store: akoki_tests::StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let owner = json!({"givenName": "Sam", "familyName": "Meer", "homeUnitId": school});
    let owner = officer.post("/v1/people", owner).await.expect(201).id();
    Scene {
        app,
        officer,
        board,
        school,
        owner,
    }
}

impl Scene {
    async fn dossier(&self, requirement: &str, ambition: &str) -> String {
        let evidence = json!({
            "unitId": self.school, "kind": "document", "title": ambition, "ownerId": self.owner, "effectiveFrom": "2016-08-01",
        });
        let evidence = self
            .officer
            .post("/v1/evidence", evidence)
            .await
            .expect(201)
            .id();
        let body = json!({
            "unitId": self.school, "requirement": requirement, "ambition": ambition, "evidenceIds": [evidence],
        });
        let made = self.officer.post("/v1/dossiers", body).await.expect(201);
        format!("/v1/dossiers/{}", made.id())
    }

    async fn cycle(&self, requirements: &[&str]) -> String {
        let body = json!({
            "unitId": self.school, "theme": "onderwijs", "title": "Zicht", "requirements": requirements,
        });
        let made = self
            .officer
            .post("/v1/improvement-cycles", body)
            .await
            .expect(201);
        format!("/v1/improvement-cycles/{}", made.id())
    }

    async fn step(&self, years: (u16, u16), dry_run: bool, choices: Value) -> Answer {
        let edition = |year: u16| format!("inspectorate/{year}/po");
        let body = json!({
            "unitId": self.school, "from": edition(years.0), "to": edition(years.1), "dryRun": dry_run,
            "choices": choices,
        });
        self.officer.post(PATH, body).await
    }

    /// Changes the ambition of a dossier in a unit of work that goes on for a while after it took hold of the
    /// dossier, and says when it did.
    async fn changed_slowly(&self, dossier: &str, begun: &Notify) {
        let id: Uuid = dossier.rsplit('/').next().unwrap().parse().unwrap();
        let call = self.app.service().await;
        let held = Arc::new(Notify::new());
        let (telling, scope) = (held.clone(), call.everything());
        let act = call.act();
        let change = call.store().unit(&act, move |tx| {
            let (held, scope) = (telling.clone(), scope.clone());
            Box::pin(async move {
                let before = lock::<KeptDossier>(tx, &scope, id).await?.unwrap();
                held.notify_one();
                tokio::time::sleep(std::time::Duration::from_millis(700)).await;
                let mut after = before.record.clone();
                after.dossier.stated.ambition = Some(CHANGED.to_owned());
                save(tx, &before, &after).await
            })
        });
        let told = async {
            held.notified().await;
            begun.notify_one();
        };
        let (changed, ()): (Result<(), StoreError>, ()) = tokio::join!(change, told);
        changed.unwrap();
    }

    /// What stands in the trail of the board, and the events of the feed, so far.
    async fn told(&self) -> (usize, usize) {
        settle(&self.app).await;
        let trail = self.officer.get("/v1/trail?limit=200").await.expect(200);
        let events = self.officer.get("/v1/events?limit=200").await.expect(200);
        (trail.items().len(), events.items().len())
    }

    async fn text(&self, path: &str) -> String {
        self.officer.get(path).await.expect(200).text
    }
}

fn row<'a>(step: &'a Value, standard: &str) -> &'a Value {
    let mut rows = step["rows"].as_array().unwrap().iter();
    rows.find(|row| row["standard"] == standard).unwrap()
}

both_stores! {
    fn a_step_is_what_was_shown_and_a_second_time_nothing_is_done(store) {
        let scene = scene(store).await;
        let old = scene.dossier("inspectorate/2024/po/OP2", "Elke leerling in beeld").await;
        let safe = scene.dossier("inspectorate/2024/po/VS1", "Veilig").await;
        let apart = scene.dossier("inspectorate/2025/po/VS1", "Nog veiliger").await;
        let open = scene.cycle(&["inspectorate/2024/po/OP2", "inspectorate/2024/po/OP3"]).await;
        let closed = scene.cycle(&["inspectorate/2024/po/OP2"]).await;
        let _ = scene.officer.post(&format!("{closed}/transitions"), json!({"command": "cancel"})).await.expect(200);
        let untouched = [&old, &safe, &apart, &closed];
        let mut before = Vec::new();
        for path in untouched {
            before.push(scene.text(path).await);
        }
        let told = scene.told().await;

        let dry = scene.step((2024, 2025), true, json!([])).await.expect(200);
        assert_eq!((&dry.json["id"], &dry.json["dryRun"], &dry.json["version"]), (&Value::Null, &json!(true), &Value::Null));
        assert_eq!(scene.officer.get(PATH).await.items().len(), 0);
        assert_eq!(scene.told().await, told, "a dry run leaves no trace");

        let step = scene.step((2024, 2025), false, json!([])).await.expect(201);
        assert_eq!(step.json["rows"], dry.json["rows"], "row for row");
        assert_eq!(step.header("location"), format!("{PATH}/{}", step.id()));
        let op2 = row(&step.json, "OP2");
        assert_eq!((&op2["kind"], &op2["outcome"], &op2["targets"][0]["dossier"]), (&json!("carried"), &json!("carry"), &json!("make")));
        assert_eq!(row(&step.json, "VS1")["targets"][0]["dossier"], "apart");
        assert_eq!(row(&step.json, "OR1")["outcome"], "nothing");

        // The dossier goes on under the newer requirement, with all that it says.
        let made = step.json["made"].as_array().unwrap();
        assert_eq!(made.len(), 1);
        let new = format!("/v1/dossiers/{}", made[0]["dossierId"].as_str().unwrap());
        let new = scene.officer.get(&new).await.expect(200);
        let older: Value = serde_json::from_str(&before[0]).unwrap();
        assert_eq!(new.json["requirement"], "inspectorate/2025/po/OP2");
        assert_eq!((&new.json["ambition"], &new.json["evidenceIds"]), (&older["ambition"], &older["evidenceIds"]));
        // Its evidence is used by both.
        let evidence = format!("/v1/evidence/{}", new.json["evidenceIds"][0].as_str().unwrap());
        assert_eq!(scene.officer.get(&evidence).await.expect(200).json["usedBy"].as_array().unwrap().len(), 2);
        assert_eq!(new.json["previousIds"], json!([older["id"]]));
        let serves = scene.officer.get(&open).await.expect(200);
        let serves: Vec<_> = serves.json["requirements"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
        let expected = ["2024/po/OP2", "2024/po/OP3", "2025/po/OP2", "2025/po/OP3"].map(|tail| format!("inspectorate/{tail}"));
        assert_eq!(serves, expected);
        for (path, before) in untouched.iter().zip(&before) {
            assert_eq!(scene.text(path).await, *before, "not a byte changes");
        }

        let told = scene.told().await;
        let again = scene.step((2024, 2025), false, json!([])).await.expect(200);
        assert_eq!(again.json["id"], step.json["id"]);
        assert!(again.json["rows"].as_array().unwrap().iter().all(|row| row["done"] == true));
        assert_eq!(row(&again.json, "OP2")["targets"][0]["dossier"], "made");
        assert_eq!((again.json["made"].as_array().unwrap().len(), again.json["extendedCycleIds"].as_array().unwrap().len()), (0, 0));
        assert_eq!(scene.told().await, told, "nothing is done and nothing told");
        // It is kept as it was taken.
        let kept = scene.officer.get(step.header("location")).await.expect(200);
        assert_eq!(kept.json, step.json);
        let listed = scene.officer.get(&format!("{PATH}?unitId={}&to=inspectorate/2025/po", scene.school)).await.expect(200);
        assert_eq!(listed.items().len(), 1);
        // What comes later goes on later.
        scene.dossier("inspectorate/2024/po/OR1", "Resultaten").await;
        let more = scene.step((2024, 2025), false, json!([])).await.expect(201);
        assert_eq!(more.json["made"].as_array().unwrap().len(), 1);
        assert_ne!(more.id(), step.id());
    }
}

both_stores! {
    fn what_is_divided_anew_waits_for_a_choice(store) {
        let scene = scene(store).await;
        for code in ["OP2", "OP4", "SK2", "OR3"] {
            scene.dossier(&format!("inspectorate/2017/po/{code}"), code).await;
        }
        let cycle = scene.cycle(&["inspectorate/2017/po/KA1"]).await;
        let told = scene.told().await;
        let dry = scene.step((2017, 2025), true, json!([])).await.expect(200);
        assert_eq!(dry.json["via"], json!(["inspectorate/2021/po", "inspectorate/2022/po", "inspectorate/2023/po", "inspectorate/2024/po"]));
        let blocked = dry.json["blockers"].as_array().unwrap();
        assert_eq!(blocked.len(), 4);
        let refused = scene.step((2017, 2025), false, json!([])).await.refused(409, "choice-missing");
        assert_eq!(refused.json["blockers"], dry.json["blockers"], "each row is named");
        let half = json!([{"from": ["OP2", "OP4"], "to": ["OP2"]}]);
        let refused = scene.step((2017, 2025), false, half).await.refused(409, "choice-missing");
        assert_eq!(refused.blockers(), ["choice-missing"; 2]);
        let wrong = json!([{"from": ["OP2", "ZZ"], "to": ["OP1"]}, {"from": ["OR3"], "to": []}, {"from": ["KA1"], "to": ["QQ"]}]);
        let refused = scene.step((2017, 2025), false, wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/choices/0/from/0", "not-a-candidate"), pair("/choices/0/from/1", "unknown-standard"),
            pair("/choices/0/to/0", "not-a-candidate"), pair("/choices/1/from/0", "nothing-to-choose"),
            pair("/choices/2/from/0", "not-a-candidate"), pair("/choices/2/to/0", "unknown-standard"),
        ]);
        assert_eq!(scene.told().await, told, "nothing is half written");

        let choices = json!([
            {"from": ["OP2", "OP4"], "to": ["OP2"]}, {"from": ["SK2"], "to": ["VS2"]}, {"from": ["KA1"], "to": ["SKA1", "SKA3"]},
        ]);
        let shown = scene.step((2017, 2025), true, choices.clone()).await.expect(200);
        let step = scene.step((2017, 2025), false, choices).await.expect(201);
        assert_eq!(step.json["rows"], shown.json["rows"]);
        let made = step.json["made"].as_array().unwrap();
        assert_eq!(made.len(), 2);
        let joined = made.iter().find(|one| one["requirement"] == "inspectorate/2025/po/OP2").unwrap();
        let joined = scene.officer.get(&format!("/v1/dossiers/{}", joined["dossierId"].as_str().unwrap())).await.expect(200);
        assert_eq!(joined.json["previousIds"].as_array().unwrap().len(), 2);
        let mut titles = Vec::new();
        for id in joined.json["evidenceIds"].as_array().unwrap() {
            let evidence = scene.officer.get(&format!("/v1/evidence/{}", id.as_str().unwrap())).await.expect(200);
            titles.push(evidence.json["title"].clone());
        }
        assert_eq!(titles, ["OP2", "OP4"], "the evidence of both");
        assert_eq!(scene.officer.get(&cycle).await.json["requirements"].as_array().unwrap().len(), 3);
        // What was chosen is remembered, what lapsed can be read.
        assert_eq!(scene.step((2017, 2025), false, json!([])).await.expect(200).json["id"], step.json["id"]);
        let lapsed = row(&step.json, "OR3");
        assert_eq!((&lapsed["kind"], &lapsed["outcome"], &lapsed["done"]), (&json!("lapsed"), &json!("lapse"), &json!(true)));
        let dossier = format!("/v1/dossiers/{}", lapsed["dossierId"].as_str().unwrap());
        assert_eq!(scene.officer.get(&dossier).await.expect(200).json["requirement"], "inspectorate/2017/po/OR3");
        let new: Vec<_> = step.json["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == "new").map(|row| row["standard"].clone()).collect();
        assert_eq!(new, ["OP0", "OP4"]);
    }
}

both_stores! {
    fn another_choice_is_remembered_also_when_nothing_is_left_to_do(store) {
        let scene = scene(store).await;
        let choice = |to: &str| json!([{"from": ["SK2"], "to": [to]}]);
        let step = scene.step((2017, 2025), false, json!([])).await.expect(201);
        let chosen = scene.step((2017, 2025), false, choice("VS2")).await.expect(201);
        assert_ne!(chosen.id(), step.id());
        assert_eq!(chosen.json["choices"], choice("VS2"));
        // The same again, or nothing: it stays as it was chosen.
        for again in [choice("VS2"), json!([])] {
            let again = scene.step((2017, 2025), false, again).await.expect(200);
            assert_eq!((again.id(), &again.json["choices"]), (chosen.id(), &choice("VS2")));
            assert_eq!(again.header("etag"), chosen.header("etag"));
        }
        assert_eq!(scene.officer.get(PATH).await.items().len(), 2);
    }
}

both_stores! {
    fn two_who_take_a_step_that_makes_nothing_take_it_once(store) {
        let scene = scene(store).await;
        let step = || scene.step((2024, 2025), false, json!([]));
        let (one, two, three) = tokio::join!(step(), step(), step());
        let mut taken = [one.status, two.status, three.status];
        taken.sort_unstable();
        assert_eq!(taken, [200, 200, 201], "{} {} {}", one.text, two.text, three.text);
        assert_eq!(scene.officer.get(PATH).await.items().len(), 1);
    }
}

both_stores! {
    fn what_is_changed_while_it_is_continued_stands_in_both_or_in_neither(store) {
        let scene = scene(store).await;
        let mut old = Vec::new();
        for code in ["OP2", "OP3", "VS1"] {
            old.push(scene.dossier(&format!("inspectorate/2024/po/{code}"), code).await);
        }
        // The step begins while a change has begun and not ended, and has to wait for it: without holding the
        // dossiers that it continues it would read the old one, and continue what nobody means any more.
        // On SQLite it waits for the one writer in any case: there the test holds no more than that it does.
        let begun = Notify::new();
        let step = async {
            begun.notified().await;
            scene.step((2024, 2025), false, json!([])).await
        };
        let (step, ()) = tokio::join!(step, scene.changed_slowly(&old[0], &begun));
        let _ = step.expect(201);
        let found = scene.officer.get("/v1/dossiers?requirement=inspectorate/2025/po/OP2").await.expect(200);
        let (before, after) = (scene.officer.get(&old[0]).await.json, found.items()[0].clone());
        assert_eq!((&before["ambition"], &after["ambition"]), (&json!(CHANGED), &json!(CHANGED)));
    }
}

both_stores! {
    fn two_who_take_it_at_once_take_it_once(store) {
        let scene = scene(store).await;
        for code in ["OP2", "OP3", "VS1"] {
            scene.dossier(&format!("inspectorate/2024/po/{code}"), code).await;
        }
        let cycle = scene.cycle(&["inspectorate/2024/po/OP2"]).await;
        let step = || scene.step((2024, 2025), false, json!([]));
        let (one, two, three) = tokio::join!(step(), step(), step());
        let mut taken = [one.status, two.status, three.status];
        taken.sort_unstable();
        assert_eq!(taken, [200, 200, 201], "{} {} {}", one.text, two.text, three.text);
        assert_eq!(scene.officer.get(PATH).await.items().len(), 1);
        assert_eq!(scene.officer.get("/v1/dossiers").await.items().len(), 6);
        assert_eq!(scene.officer.get(&cycle).await.json["requirements"].as_array().unwrap().len(), 2);
    }
}

both_stores! {
    fn step_after_step_leads_where_all_at_once_does(store) {
        let scene = scene(store).await;
        let first = scene.dossier("inspectorate/2017/po/OP8", "Samenwerken").await;
        let _ = scene.step((2017, 2021), false, json!([])).await.expect(201);
        let _ = scene.step((2021, 2025), false, json!([])).await.expect(201);
        let under = async |requirement: &str| {
            let found = scene.officer.get(&format!("/v1/dossiers?requirement={requirement}")).await.expect(200);
            found.items()[0].clone()
        };
        let (between, last) = (under("inspectorate/2021/po/OP6").await, under("inspectorate/2025/po/OP6").await);
        assert_eq!(last["previousIds"], json!([between["id"]]));
        assert_eq!(format!("/v1/dossiers/{}", between["previousIds"][0].as_str().unwrap()), first);
        assert_eq!(last["ambition"], "Samenwerken");
        // All at once finds it there, made of something else.
        let all = scene.step((2017, 2025), true, json!([])).await.expect(200);
        assert_eq!(row(&all.json, "OP8")["targets"][0]["dossier"], "apart");
    }
}

both_stores! {
    fn everything_wrong_with_a_step_is_said_at_once(store) {
        let scene = scene(store).await;
        let post = async |body: Value| scene.officer.post(PATH, body).await.refused(400, "invalid-input").errors();
        let body = json!({"unitId": Uuid::from_u128(7), "from": "x", "to": "inspectorate/2031/po"});
        assert_eq!(post(body).await, [pair("/from", "unknown-reference"), pair("/to", "unknown-reference"), pair("/unitId", "unknown-reference")]);
        for (from, to) in [("2025/po", "2024/po"), ("2025/po", "2025/po"), ("2024/vo", "2025/po")] {
            let body = json!({"unitId": scene.school, "from": format!("inspectorate/{from}"), "to": format!("inspectorate/{to}")});
            assert_eq!(post(body).await, [pair("/to", "no-mapping")]);
        }
        let body = json!({"unitId": scene.school, "from": "inspectorate/2024/vo", "to": "inspectorate/2025/vo", "choices": [{"from": ["ZZ"], "to": []}]});
        assert_eq!(post(body).await, [pair("/choices/0/from/0", "unknown-standard"), pair("/to", "edition-not-of-sector")]);
        let board = json!({"unitId": scene.board, "from": "inspectorate/2024/board", "to": "inspectorate/2025/board"});
        let _ = scene.officer.post(PATH, board).await.expect(200);
    }
}

both_stores! {
    fn roles_limit_who_takes_a_step_and_other_boards_see_none(store) {
        let scene = scene(store).await;
        scene.dossier("inspectorate/2024/po/OP2", "In beeld").await;
        let establishment = json!({"kind": "establishment", "name": "Hoofd", "parentId": scene.school});
        let establishment = scene.officer.post("/v1/organisation-units", establishment).await.expect(201).id();
        let body = |unit: Uuid| json!({"unitId": unit, "from": "inspectorate/2024/po", "to": "inspectorate/2025/po", "dryRun": false});
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        staff.post(PATH, body(scene.school)).await.refused(403, "forbidden");
        let (_, stranger) = scene.app.board("Twee").await;
        let refused = stranger.post(PATH, body(scene.school)).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/unitId", "unknown-reference")]);
        // The only establishment: its school carries the work.
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let step = leader.post_once(PATH, "een", body(establishment)).await.expect(201);
        assert_eq!(step.json["unitId"], json!(scene.school));
        let again = leader.post_once(PATH, "een", body(establishment)).await.expect(201);
        assert_eq!(again.text, step.text);
        let own = step.header("location").to_owned();
        staff.get(&own).await.expect(200);
        stranger.get(&own).await.refused(404, "not-found");
        scene.app.platform().await.get(&own).await.refused(404, "not-found");
        assert_eq!(stranger.get(PATH).await.expect(200).items(), &[] as &[Value]);
        assert_eq!(leader.patch(&own, json!({})).await.status, 405);
    }
}
