//! The board with its schools and people, the day on which it is, and what was told and closed so far.

use akoki_api::clock::{Clock, moment_of};
use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, StoreHandle, TestApp, clock};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::{Date, macros::date};
use uuid::Uuid;

use crate::http::{
    evaluations::unit,
    follower::{Follower, settle},
};

/// When anything happens on a day, in minutes.
const MORNING: u16 = 9 * 60;

/// The board, and where its year is.
pub(super) struct Year {
    pub(super) app: TestApp,
    pub(super) board: Uuid,
    /// Judges itself, is visited by colleagues and by the inspectorate.
    pub(super) wulp: Uuid,
    /// Is audited by the board.
    pub(super) kompas: Uuid,
    /// Has an audit in the programme that nobody comes to.
    pub(super) linde: Uuid,
    /// Those of the Wulp.
    pub(super) teams: [Uuid; 3],
    pub(super) officer: Caller,
    /// Somebody of the board.
    pub(super) member: Uuid,
    /// Leads the Wulp.
    pub(super) leader: Uuid,
    pub(super) leads: Caller,
    /// Teaches there.
    pub(super) teacher: Uuid,
    /// What came to its end, with every byte of it.
    closed: Vec<(String, Answer)>,
    feed: Follower,
    /// What the feed told that nobody asked for yet.
    heard: BTreeSet<String>,
}

/// The first day of the year of this board.
const FIRST: Date = date!(2024 - 09 - 02);

/// The board on its first day.
pub(super) async fn begin(store: StoreHandle) -> Year {
    let clock = clock();
    turn(&clock, FIRST);
    let app = TestApp::start_anew(store, clock).await;
    let (board, _) = app.board("Zonnewende").await;
    // Signed in for the whole year, as people are who come back every day.
    let role = Role::BoardQualityOfficer;
    let officer = app
        .signed_in("kwaliteit@zonnewende.nl", None, role, board)
        .await;
    let wulp = app.school(&officer, board, "De Wulp").await;
    let kompas = app.school(&officer, board, "Het Kompas").await;
    let linde = app.school(&officer, board, "De Linde").await;
    let mut teams = [Uuid::nil(); 3];
    for (team, name) in teams.iter_mut().zip(["Onderbouw", "Bovenbouw", "Zorg"]) {
        *team = unit(&officer, "team", name, wulp).await;
    }
    settle(&app).await;
    let feed = Follower::latest(&officer).await;
    let mut year = Year {
        leads: app.anonymous(),
        app,
        board,
        wulp,
        kompas,
        linde,
        teams,
        officer,
        member: Uuid::nil(),
        leader: Uuid::nil(),
        teacher: Uuid::nil(),
        closed: Vec::new(),
        feed,
        heard: BTreeSet::new(),
    };
    year.member = year.works("Bestuurder", board, "board-member").await;
    year.leader = year.works("Leider", wulp, "school-leader").await;
    year.teacher = year.works("Leraar", wulp, "teacher").await;
    year.leads = year.signs_in(year.leader, Role::SchoolLeader, wulp).await;
    year.keeps_a_dossier().await;
    year
}

fn turn(clock: &Clock, day: Date) {
    clock.advance(moment_of(day, MORNING) - clock.millis());
}

/// The words under a key of these items.
pub(super) fn words(items: &[Value], key: &str) -> Vec<String> {
    let words = items.iter().filter_map(|item| item[key].as_str());
    words.map(str::to_owned).collect()
}

impl Year {
    /// It becomes this day. Whoever follows the feed reads it before: it is not kept for ever.
    pub(super) async fn turn(&mut self, day: Date) {
        assert!(day >= self.app.shared.clock.today(), "time goes on");
        self.follow().await;
        turn(&self.app.shared.clock, day);
    }

    /// Somebody who works at a unit.
    pub(super) async fn works(&self, name: &str, at: Uuid, function: &str) -> Uuid {
        let person = json!({"givenName": "Sam", "familyName": name, "homeUnitId": at});
        let id = self
            .officer
            .post("/v1/people", person)
            .await
            .expect(201)
            .id();
        let work =
            json!({"personId": id, "unitId": at, "function": function, "startsOn": "2020-08-01"});
        let _ = self.officer.post("/v1/assignments", work).await.expect(201);
        id
    }

    /// A person with an account of their own, for the whole year.
    pub(super) async fn signs_in(&self, person: Uuid, role: Role, unit: Uuid) -> Caller {
        let place = (self.board, unit);
        self.app.signed_in_as(person, role, place).await
    }

    /// The Wulp shows how it sees its pupils grow, and means to see it better.
    async fn keeps_a_dossier(&self) {
        let calendar = json!({
            "unitId": self.wulp, "kind": "document", "title": "Jaarkalender groepsbesprekingen",
            "ownerId": self.leader, "effectiveFrom": "2024-08-01",
        });
        let calendar = self.leads.post("/v1/evidence", calendar).await;
        let dossier = json!({
            "unitId": self.wulp, "requirement": "inspectorate/2024/po/OP2", "ownerId": self.leader,
            "ambition": "Wij zien op tijd wat een leerling nodig heeft.", "evidenceIds": [calendar.expect(201).id()],
        });
        let _ = self.leads.post("/v1/dossiers", dossier).await.expect(201);
    }

    /// Gives commands to a resource, one after the other.
    pub(super) async fn go(&self, caller: &Caller, path: &str, commands: &[&str]) {
        for command in commands {
            let _ = command_to(caller, path, command).await.expect(200);
        }
    }

    pub(super) async fn read(&self, path: &str) -> Value {
        self.officer.get(path).await.expect(200).json
    }

    /// The school year of a unit.
    pub(super) fn of_year(&self, unit: Uuid) -> String {
        format!("/v1/organisation-units/{unit}/school-years/2024")
    }

    /// Keeps what came to its end as it is now, to be held against what it is later.
    pub(super) async fn keep(&mut self, paths: &[String]) {
        for path in paths {
            let answer = self.officer.get(path).await.expect(200);
            self.closed.push((path.clone(), answer));
        }
    }

    /// What came to its end is what it was, byte for byte.
    pub(super) async fn nothing_closed_changed(&self) {
        assert!(self.closed.len() > 10, "{}", self.closed.len());
        for (path, before) in &self.closed {
            let now = self.officer.get(path).await.expect(200);
            assert_eq!(now.text, before.text, "{path}");
            assert_eq!(now.header("etag"), before.header("etag"), "{path}");
        }
    }

    async fn follow(&mut self) {
        settle(&self.app).await;
        let events = self.feed.rest(&self.officer, "").await;
        let kinds = words(&events, "type").into_iter();
        let kinds = kinds.map(|kind| kind.replace("nl.akoki.", "").replace(".v1", ""));
        self.heard.extend(kinds);
    }

    /// What the feed told since this was asked last, as nouns and verbs.
    pub(super) async fn heard(&mut self) -> BTreeSet<String> {
        self.follow().await;
        std::mem::take(&mut self.heard)
    }

    /// Fails unless the feed told this since it was asked last.
    pub(super) async fn told(&mut self, wanted: &[&str]) {
        let heard = self.heard().await;
        let missing: Vec<_> = wanted
            .iter()
            .filter(|kind| !heard.contains(**kind))
            .collect();
        assert!(missing.is_empty(), "{missing:?} not among {heard:?}");
    }
}

/// Gives a command to the resource of a path.
pub(super) async fn command_to(caller: &Caller, path: &str, command: &str) -> Answer {
    let path = format!("{path}/transitions");
    caller.post(&path, json!({"command": command})).await
}
