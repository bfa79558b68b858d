//! Evidence: what it is, what uses it, its files.

mod bytes;
mod files;
mod reach;
mod stalled;
mod taken_over;
mod uses;

use akoki_openapi::address;
use akoki_tests::{Answer, Caller, StoreHandle, TestApp, both_stores, send};
use reqwest::{Method, header};
use serde_json::{Value, json};
use uuid::Uuid;

const OP2: &str = "inspectorate/2025/po/OP2";
const VS1: &str = "inspectorate/2025/po/VS1";

/// A board with a school, a quality officer, and somebody who owns what is made.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    officer: Caller,
    owner: Uuid,
}

async fn scene(store: StoreHandle) -> Scene {
    scene_of(TestApp::start(store).await).await
}

async fn scene_of(app: TestApp) -> Scene {
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let owner = person(&officer, school).await;
    Scene {
        app,
        board,
        school,
        officer,
        owner,
    }
}

async fn person(officer: &Caller, unit: Uuid) -> Uuid {
    let body = json!({"givenName": "Sam", "familyName": "Jansen", "homeUnitId": unit});
    officer.post("/v1/people", body).await.expect(201).id()
}

/// A piece of evidence of a unit that holds from long ago, with these values besides.
pub(super) async fn kept(officer: &Caller, unit: Uuid, owner: Uuid, more: Value) -> Uuid {
    let mut body = json!({
        "unitId": unit, "kind": "document", "title": "Verslag", "ownerId": owner,
        "effectiveFrom": "2020-08-01",
    });
    let map = body.as_object_mut().unwrap();
    map.extend(more.as_object().unwrap().clone());
    officer.post("/v1/evidence", body).await.expect(201).id()
}

/// What a caller is told uses a piece of evidence.
pub(super) async fn used_by(caller: &Caller, evidence: Uuid) -> Vec<String> {
    let path = format!("/v1/evidence/{evidence}");
    let shown = caller.get(&path).await.expect(200).json;
    let uses = shown["usedBy"].as_array().unwrap().iter();
    uses.map(|one| one["href"].as_str().unwrap().to_owned())
        .collect()
}

/// It cannot be deleted, and the answer names what uses it; nothing where the caller reads none of that.
pub(super) async fn stays(caller: &Caller, evidence: Uuid, used_by: &[String]) {
    let path = format!("/v1/evidence/{evidence}");
    let refused = caller.delete(&path).await.refused(409, "in-use");
    let named: Vec<_> = refused.json["blockers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["href"].as_str())
        .collect();
    assert_eq!(named, used_by, "{}", refused.text);
}

/// Nothing uses it any more: it can be deleted.
pub(super) async fn goes(caller: &Caller, evidence: Uuid) {
    let path = format!("/v1/evidence/{evidence}");
    assert_eq!(caller.delete(&path).await.status, 204);
}

fn pair(location: &str, code: &str) -> (String, String) {
    (location.to_owned(), code.to_owned())
}

impl Scene {
    /// What is stated of a plan that holds from long ago.
    fn plan(&self) -> Value {
        json!({
            "unitId": self.school, "kind": "document", "title": "Veiligheidsplan", "ownerId": self.owner,
            "effectiveFrom": "2020-08-01", "requirements": [OP2, VS1],
        })
    }

    /// A plan with other fields.
    async fn with(&self, fields: Value) -> Answer {
        let mut body = self.plan();
        for (key, value) in fields.as_object().unwrap() {
            body[key] = value.clone();
        }
        self.officer.post("/v1/evidence", body).await
    }

    /// The path of a plan.
    async fn made(&self) -> String {
        path(&self.with(json!({})).await.expect(201))
    }
}

fn path(made: &Answer) -> String {
    format!("/v1/evidence/{}", made.id())
}

/// Sends a file.
async fn upload(caller: &Caller, path: &str, name: &str, media: &str, bytes: &[u8]) -> Answer {
    let name = address::query([("name", name)]);
    let request = caller.request(Method::POST, &format!("{path}/files{name}"));
    let request = request.header(header::CONTENT_TYPE, media);
    send(request.body(bytes.to_vec())).await
}

/// A file of a piece of evidence: where it is read.
pub(super) async fn file(officer: &Caller, path: &str) -> String {
    let made = upload(officer, path, "plan.pdf", PDF, PLAN).await;
    made.expect(201).json["href"].as_str().unwrap().to_owned()
}

const PDF: &str = "application/pdf";
const PLAN: &[u8] = b"%PDF-1.7\nhet plan";

both_stores! {
    fn evidence_says_what_it_shows_and_for_how_long(store) {
        let scene = scene(store).await;
        let made = scene.with(json!({
            "description": "Vastgesteld met de MR.", "effectiveUntil": "2021-07-31", "expiresOn": "2098-07-31",
            "webLinks": [{"url": "https://school.example/plan", "title": "Op de website"}, {"url": "https://school.example/bijlage"}],
        })).await.expect(201);
        assert_eq!(made.header("location"), path(&made));
        assert_eq!(made.json["expired"], json!(false));
        assert_eq!(made.json["requirements"], json!([OP2, VS1]));
        assert_eq!((&made.json["files"], &made.json["usedBy"]), (&json!([]), &json!([])));
        assert_eq!(made.json["webLinks"].as_array().unwrap().len(), 2);
        let read = scene.officer.get(&path(&made)).await.expect(200);
        assert_eq!(read.json, made.json);
        // Without the day on which it expires it served to the end of its period.
        let changed = scene.officer.patch(&path(&made), json!({"expiresOn": null, "requirements": [VS1]})).await.expect(200);
        assert_eq!((&changed.json["expired"], &changed.json["version"]), (&json!(true), &json!(2)));
        let refused = scene.officer.patch(&path(&made), json!({"unitId": scene.board})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/unitId", "not-changeable")]);
        assert_eq!(scene.officer.delete(&path(&made)).await.status, 204);
        scene.officer.get(&path(&made)).await.refused(404, "not-found");
    }
}

both_stores! {
    fn everything_wrong_with_it_is_said_at_once(store) {
        let scene = scene(store).await;
        let refused = scene.with(json!({
            "title": " ", "ownerId": Uuid::from_u128(7), "effectiveUntil": "2019-01-01", "expiresOn": "2019-01-01",
            "webLinks": [{"url": "http://school.example"}], "requirements": [OP2, "OP2x", "inspectorate/2025/po/ZZ9"],
        })).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/requirements/1", "invalid-format")], "the form comes first");
        let refused = scene.with(json!({
            "title": " ", "ownerId": Uuid::from_u128(7), "effectiveUntil": "2019-01-01", "expiresOn": "2019-01-01",
            "webLinks": [{"url": "http://school.example"}], "requirements": [OP2, OP2, "inspectorate/2025/po/ZZ9"],
        })).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/effectiveUntil", "end-before-start"), pair("/expiresOn", "end-before-start"),
            pair("/ownerId", "unknown-reference"), pair("/requirements/1", "duplicate"),
            pair("/requirements/2", "unknown-reference"), pair("/title", "required"), pair("/webLinks/0/url", "invalid-format"),
        ]);
        // Somebody of another board owns nothing here.
        let (board, other) = scene.app.board("Twee").await;
        let theirs = scene.app.school(&other, board, "Hun").await;
        let stranger = person(&other, theirs).await;
        let refused = scene.with(json!({"unitId": theirs, "ownerId": stranger})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/ownerId", "unknown-reference"), pair("/unitId", "unknown-reference")]);
    }
}

both_stores! {
    fn lists_are_narrowed_and_sorted(store) {
        let scene = scene(store).await;
        let body = json!({"kind": "team", "name": "Onderbouw", "parentId": scene.school});
        let team = scene.officer.post("/v1/organisation-units", body).await.expect(201).id();
        let second = person(&scene.officer, scene.school).await;
        for fields in [
            json!({"title": "Élan", "kind": "interview", "expiresOn": "2021-01-01", "effectiveFrom": "2020-09-01"}),
            json!({"title": "Beleid", "requirements": [OP2], "effectiveFrom": "2020-10-01", "expiresOn": "2098-01-01"}),
            json!({"title": "Cijfers", "kind": "data", "ownerId": second, "requirements": [], "effectiveFrom": "2020-08-01"}),
        ] {
            let _ = scene.with(fields).await.expect(201);
        }
        let titles = async |query: &str| -> Vec<String> {
            let found = scene.officer.get(&format!("/v1/evidence?{query}")).await.expect(200);
            found.items().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
        };
        for (query, expected) in [
            (String::new(), vec!["Cijfers", "Élan", "Beleid"]),
            ("sortBy=title".into(), vec!["Beleid", "Cijfers", "Élan"]),
            ("sortBy=expiresOn".into(), vec!["Élan", "Beleid", "Cijfers"]),
            ("sortBy=createdAt&sortOrder=desc".into(), vec!["Cijfers", "Beleid", "Élan"]),
            (format!("unitId={team}"), vec!["Cijfers", "Élan", "Beleid"]),
            (format!("requirement={VS1}"), vec!["Élan"]),
            (format!("ownerId={second}"), vec!["Cijfers"]),
            ("kind=interview&kind=data".into(), vec!["Cijfers", "Élan"]),
            ("expired=true".into(), vec!["Élan"]),
            ("expired=false".into(), vec!["Cijfers", "Beleid"]),
            ("q=elan".into(), vec!["Élan"]),
        ] {
            assert_eq!(titles(&query).await, expected, "{query}");
        }
        scene.officer.get("/v1/evidence?kind=gerucht").await.refused(400, "invalid-input");
    }
}

both_stores! {
    fn a_standard_of_the_boards_own_that_is_shown_stays(store) {
        let scene = scene(store).await;
        let own = json!({"code": "EA1", "boardId": scene.board, "title": "x", "validFrom": "2026-08-01"});
        let own = scene.officer.post("/v1/own-standards", own).await.expect(201).id();
        let made = scene.with(json!({"requirements": [format!("own/{own}")]})).await.expect(201);
        let refused = scene.officer.delete(&format!("/v1/own-standards/{own}")).await.refused(409, "in-use");
        assert_eq!(refused.json["blockers"][0]["href"], json!(path(&made)));
    }
}
