//! How many statements a request sends: a list sends as many for fifty rows as for two.

use super::follower::settle;
use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::json;
use std::sync::{
    Once,
    atomic::{AtomicU64, Ordering},
};
use tracing::{
    Event, Metadata, Subscriber,
    span::{Attributes, Id, Record},
};

static SENT: AtomicU64 = AtomicU64::new(0);

/// Counts the statements that requests send. What the service does of itself runs on other threads.
struct Counter;

fn answers_requests() -> bool {
    let thread = std::thread::current();
    thread
        .name()
        .is_some_and(|name| name.starts_with("actix-rt|"))
}

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "akoki_persistence::fence"
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {
        if answers_requests() {
            SENT.fetch_add(1, Ordering::Relaxed);
        }
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Counts from now on, once for the process.
fn start_counting() {
    static START: Once = Once::new();
    START.call_once(|| tracing::subscriber::set_global_default(Counter).expect("the only one"));
}

/// The statements of one call. Other tests of the process send some as well, and so does a thread that answers for the
/// first time: the least of a few calls is that of the call alone.
async fn sent(caller: &Caller, path: &str, rows: usize) -> u64 {
    let mut least = u64::MAX;
    for _ in 0..6 {
        let before = SENT.load(Ordering::Relaxed);
        let answer = caller.get(path).await.expect(200);
        least = least.min(SENT.load(Ordering::Relaxed) - before);
        // A page has items, the picture of a board a row for each school.
        let shown = ["items", "units"]
            .into_iter()
            .find_map(|key| answer.json[key].as_array());
        assert_eq!(shown.map(Vec::len), Some(rows), "{path}");
    }
    least
}

/// Schools with a person, a cycle with two goals, and a dossier and a verdict that rest on evidence each.
async fn fill(app: &TestApp, officer: &Caller, board: uuid::Uuid, names: std::ops::Range<u32>) {
    for n in names {
        let post = async |path: &str, body| officer.post(path, body).await.expect(201).id();
        let school = json!({"kind": "school", "name": format!("School {n}"), "parentId": board, "sector": "po"});
        let school = post("/v1/organisation-units", school).await;
        let person = json!({"givenName": "Sam", "familyName": format!("Meer {n}"), "homeUnitId": school,
            "externalIds": [{"system": "hr", "value": n.to_string()}]});
        let person = post("/v1/people", person).await;
        let cycle = json!({"unitId": school, "theme": "onderwijs", "title": "Rekenen"});
        let cycle = post("/v1/improvement-cycles", cycle).await;
        let plan = json!({"unitId": school, "kind": "document", "title": "Plan", "ownerId": person, "effectiveFrom": "2020-08-01"});
        let plan = post("/v1/evidence", plan).await;
        let dossier = json!({"unitId": school, "requirement": "inspectorate/2025/po/OP2", "evidenceIds": [plan]});
        post("/v1/dossiers", dossier).await;
        let evaluation = json!({"title": "Zelfevaluatie", "unitId": school, "level": "leadership", "schoolYear": 2026,
            "mode": "joint", "edition": "inspectorate/2025/po", "selection": "named", "standards": ["OP2"]});
        let evaluation = format!(
            "/v1/self-evaluations/{}",
            post("/v1/self-evaluations", evaluation).await
        );
        let start = json!({"command": "start"});
        let _ = officer
            .post(&format!("{evaluation}/transitions"), start)
            .await
            .expect(200);
        let said =
            json!({"standard": "OP2", "value": "good", "reason": "Gezien.", "evidenceIds": [plan]});
        let _ = officer
            .put(&format!("{evaluation}/verdicts"), json!({"items": [said]}))
            .await
            .expect(200);
        let met = json!({"meeting": {"heldOn": app.shared.clock.today(), "attendeeIds": [person]}});
        let _ = officer.patch(&evaluation, met).await.expect(200);
        let conclude = json!({"command": "conclude"});
        let _ = officer
            .post(&format!("{evaluation}/transitions"), conclude)
            .await
            .expect(200);
        for title in ["Meer", "Beter"] {
            let goal = json!({"title": title, "ownerId": person});
            post(&format!("/v1/improvement-cycles/{cycle}/goals"), goal).await;
        }
    }
}

both_stores! {
    fn a_list_sends_as_many_for_fifty_rows_as_for_two(store) {
        start_counting();
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        let lists = ["organisation-units", "people", "improvement-cycles", "goals", "dossiers", "evidence", "self-evaluations"];
        fill(&app, &officer, board, 0..2).await;
        let mut few = Vec::new();
        for list in lists {
            few.push(sent(&officer, &format!("/v1/{list}?limit=2"), 2).await);
        }
        let picture = format!("/v1/organisation-units/{board}/school-years/2026");
        few.push(sent(&officer, &picture, 2).await);
        // The board stands among its schools.
        let standing = format!("/v1/organisation-units/{board}/standing");
        few.push(sent(&officer, &standing, 3).await);
        assert!(few.iter().all(|sent| *sent > 0), "nothing is counted");
        fill(&app, &officer, board, 2..50).await;
        // What was just made is numbered meanwhile: that is not of the calls.
        settle(&app).await;
        let mut many = Vec::new();
        for list in lists {
            many.push(sent(&officer, &format!("/v1/{list}?limit=50"), 50).await);
        }
        many.push(sent(&officer, &picture, 50).await);
        many.push(sent(&officer, &standing, 51).await);
        assert_eq!(few, many, "{lists:?} {picture} {standing}");
    }
}

both_stores! {
    fn a_past_standing_sends_as_many_for_many_units_as_for_few(store) {
        start_counting();
        let app = TestApp::start(store).await;
        let mut boards = Vec::new();
        for (name, schools) in [("Klein", 0..2), ("Groot", 2..22)] {
            let (board, officer) = app.board(name).await;
            boards.push((board, schools.len()));
            fill(&app, &officer, board, schools).await;
        }
        app.anonymous().post("/sandbox/clock", json!({"days": 40})).await.expect(200);
        // The days between bring work that is not of the calls.
        settle(&app).await;
        let past = app.shared.clock.today().previous_day().expect("a day before");
        let mut least = Vec::new();
        for (board, schools) in boards {
            // The tokens of before the clock moved have ended.
            let officer = app.caller(Role::BoardQualityOfficer, board).await;
            let standing = format!("/v1/organisation-units/{board}/standing?on={past}");
            least.push(sent(&officer, &standing, schools).await);
        }
        assert!(least[0] > 0, "nothing is counted");
        assert_eq!(least[0], least[1]);
    }
}

both_stores! {
    fn a_step_to_a_later_edition_sends_as_many_for_all_dossiers_as_for_one(store) {
        start_counting();
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        let codes = ["OP0", "OP1", "OP2", "OP3", "OP4", "OP6", "VS1", "VS2", "OR1", "OR2", "SKA1", "SKA2", "SKA3"];
        let mut least = Vec::new();
        for count in [1, codes.len()] {
            let mut sent = u64::MAX;
            for n in 0..4 {
                let school = app.school(&officer, board, &format!("School {count} {n}")).await;
                for code in &codes[..count] {
                    let dossier = json!({"unitId": school, "requirement": format!("inspectorate/2024/po/{code}")});
                    let _ = officer.post("/v1/dossiers", dossier).await.expect(201);
                }
                let step = json!({"unitId": school, "from": "inspectorate/2024/po", "to": "inspectorate/2025/po", "dryRun": false});
                // What was just made is numbered meanwhile: that is not of the step.
                settle(&app).await;
                let before = SENT.load(Ordering::Relaxed);
                let step = officer.post("/v1/framework-upgrades", step).await.expect(201);
                sent = sent.min(SENT.load(Ordering::Relaxed) - before);
                assert_eq!(step.json["made"].as_array().unwrap().len(), count);
            }
            least.push(sent);
        }
        assert!(least[0] > 0, "nothing is counted");
        assert_eq!(least[0], least[1]);
    }
}
