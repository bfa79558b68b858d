//! What was judged shows in the standing: in what needs attention, beside what the unit says of itself, now and in
//! the past, to whoever may hear it.

use akoki_api::auth::scope::Scopes;
use akoki_domain::{access::Role, verdict::Voice};
use akoki_tests::{Caller, both_stores};
use serde_json::{Value, json};
use time::Duration;

use super::{
    standing::{EDITION, baseline, standing},
    verdicts::{Scene, scene},
};

use Voice::{Inspectorate, InternalAudit};

fn about(code: &str) -> String {
    format!("{EDITION}/{code}")
}

/// The kind of attention that a standard needs, with what it rests on.
fn attention<'a>(standing: &'a Value, code: &str) -> Option<(&'a str, &'a Vec<Value>)> {
    let all = standing["attention"].as_array().unwrap().iter();
    let mut here = all.filter(|one| one["requirement"] == json!(about(code)));
    let one = here.next()?;
    Some((
        one["kind"].as_str().unwrap(),
        one["why"].as_array().unwrap(),
    ))
}

fn kind<'a>(standing: &'a Value, code: &str) -> &'a str {
    attention(standing, code).map_or("", |(kind, _)| kind)
}

fn codes(why: &[Value]) -> Vec<&str> {
    why.iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect()
}

/// What was judged of a standard.
fn judged<'a>(standing: &'a Value, code: &str) -> &'a Value {
    let rows = standing["units"][0]["requirements"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|one| one["requirement"] == json!(about(code)));
    &row.unwrap()["judged"]
}

impl Scene {
    async fn standing(&self, caller: &Caller, query: &str) -> Value {
        standing(caller, self.school, query).await.expect(200).json
    }

    /// A visit of the inspectorate of which the report was adopted a week ago: OP2 falls short, OP3 does not.
    async fn visited(&self) -> (String, String) {
        let today = self.app.shared.clock.today();
        let day = |ago| (today - Duration::days(ago)).to_string();
        let visit = json!({
            "unitId": self.school, "kind": "risk", "startedOn": day(20), "endedOn": day(19), "reference": "4512345",
            "reportAdoptedOn": day(7), "outcome": "unsatisfactory", "verdicts": [
                {"standard": "OP2", "value": "unsatisfactory", "reason": "De analyse stopt bij de groep."},
                {"standard": "OP3", "value": "satisfactory", "reason": "De les zit goed in elkaar."},
            ],
        });
        let visit = self
            .officer
            .post("/v1/inspection-visits", visit)
            .await
            .expect(201)
            .id();
        let path = format!("/v1/inspection-visits/{visit}");
        let report = json!({"command": "report"});
        let _ = self
            .officer
            .post(&format!("{path}/transitions"), report)
            .await
            .expect(200);
        (path, day(7))
    }

    /// What the school says of each standard on a day.
    async fn says(&self, status: &str, ago: i64) {
        let codes = [
            "OP0", "OP1", "OP2", "OP3", "OP4", "OP6", "VS1", "VS2", "OR1", "OR2", "SKA1", "SKA2",
            "SKA3",
        ];
        let answers = codes
            .map(|code| json!({"standard": code, "status": status}))
            .to_vec();
        let mut body = baseline(answers);
        let day = self.app.shared.clock.today() - Duration::days(ago);
        body["assessedOn"] = json!(day.to_string());
        let path = format!("/v1/organisation-units/{}/baseline", self.school);
        let _ = self.officer.post(&path, body).await.expect(201);
    }
}

both_stores! {
    fn what_was_judged_too_low_needs_attention_until_somebody_works_on_it(store) {
        let scene = scene(store).await;
        let (visit, on) = scene.visited().await;
        let seen = scene.standing(&scene.officer, "").await;
        let (kind_of, why) = attention(&seen, "OP2").unwrap();
        assert_eq!((kind_of, codes(why)), ("notYet", vec!["judged-lowest", "no-running-cycle", "core-standard"]));
        assert_eq!(why[0]["href"], json!(visit));
        scene.officer.get(&visit).await.expect(200);
        let detail = why[0]["detail"].as_str().unwrap();
        for part in ["unsatisfactory", "inspectorate", &on] {
            assert!(detail.contains(part), "{detail}");
        }
        // What is good enough is known, and needs nothing; of the eleven others nothing was ever said.
        assert_eq!((kind(&seen, "OP3"), kind(&seen, "OP4")), ("", "untouched"));
        assert_eq!(seen["attentionTotal"], 12);
        let said = |value: &str, short: bool| json!([{
            "voice": "inspectorate", "level": null, "unitId": null, "value": value, "fallsShort": short,
            "givenOn": on, "source": visit,
        }]);
        assert_eq!(*judged(&seen, "OP2"), said("unsatisfactory", true));
        assert_eq!(*judged(&seen, "OP3"), said("satisfactory", false));
        assert_eq!(*judged(&seen, "OP4"), json!([]));
        // It completes nothing.
        let row = seen["requirements"].as_array().unwrap().iter().find(|one| one["requirement"] == json!(about("OP2"))).unwrap();
        assert_eq!(row["check"], json!({"none": 1, "partial": 0, "full": 0}));
        // Of the board as a whole the reason leads to the same visit.
        let whole = standing(&scene.officer, scene.board, "").await.expect(200).json;
        assert_eq!(whole["attention"][0], seen["attention"][0]);
        // Under the model, to which nothing leads, it says nothing.
        let model = scene.standing(&scene.officer, "?frameworkVersion=akoki/1/all").await;
        assert!(model["attention"].as_array().unwrap().iter().all(|one| one["kind"] == "untouched"));
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Analyse", "requirements": [about("OP2")]});
        let _ = scene.officer.post("/v1/improvement-cycles", cycle).await.expect(201);
        assert_eq!(kind(&scene.standing(&scene.officer, "").await, "OP2"), "");
    }
}

both_stores! {
    fn what_a_school_said_before_does_not_silence_who_came_after(store) {
        let scene = scene(store).await;
        let _ = scene.visited().await;
        scene.says("inOrder", 8).await;
        let seen = scene.standing(&scene.officer, "").await;
        assert_eq!((kind(&seen, "OP2"), seen["attentionTotal"].clone()), ("notYet", json!(1)));
        scene.says("unknown", 6).await;
        let seen = scene.standing(&scene.officer, "").await;
        assert_eq!((kind(&seen, "OP2"), kind(&seen, "OP3")), ("notYet", "unknown"));
        // Its later word about itself counts, and an audit after that.
        scene.says("inOrder", 5).await;
        assert_eq!(scene.standing(&scene.officer, "").await["attentionTotal"], 0);
        let today = scene.app.shared.clock.today();
        scene.give(&[(InternalAudit, &about("OP2"), "unsatisfactory", today)]).await;
        let seen = scene.standing(&scene.officer, "").await;
        let (_, why) = attention(&seen, "OP2").unwrap();
        assert!(why[0]["href"].as_str().unwrap().starts_with("/v1/audits/"), "{why:?}");
    }
}

both_stores! {
    fn attention_rests_on_what_the_caller_may_hear(store) {
        let scene = scene(store).await;
        let today = scene.app.shared.clock.today();
        let before = today - Duration::days(1);
        scene.give(&[
            (InternalAudit, &about("OP2"), "unsatisfactory", today),
            (Inspectorate, &about("OP2"), "satisfactory", before),
            (InternalAudit, &about("OP3"), "unsatisfactory", today),
            // Under an earlier edition, by a standard that stands for this one alone.
            (Inspectorate, "inspectorate/2024/po/VS1", "unsatisfactory", before),
            (Inspectorate, &about("VS2"), "unsatisfactory", today + Duration::days(1)),
        ]).await;
        let kinds = |seen: &Value| ["OP2", "OP3", "VS1", "VS2"].map(|code| kind(seen, code).to_owned());
        let officer = scene.standing(&scene.officer, "").await;
        assert_eq!(kinds(&officer), ["notYet", "notYet", "notYet", "untouched"]);
        // Staff hears no audits, and by a token for the standing alone nobody hears any voice.
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let seen = standing(&staff, scene.school, "").await.expect(200);
        assert_eq!(kinds(&seen.json), ["", "untouched", "notYet", "untouched"]);
        assert!(!seen.text.contains("/v1/audits/") && !seen.text.contains("internalAudit"));
        let scopes = Scopes::parse("standing.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        let seen = scene.standing(&narrow, "").await;
        assert_eq!(kinds(&seen), ["untouched"; 4]);
        assert_eq!(*judged(&seen, "OP2"), json!([]));
    }
}

both_stores! {
    fn the_past_shows_what_was_judged_by_then_to_whom_may_hear_it(store) {
        let scene = scene(store).await;
        let day = scene.app.shared.clock.today();
        // Nothing else is kept of this school.
        scene.give(&[
            (InternalAudit, &about("OP2"), "unsatisfactory", day),
            (Inspectorate, &about("OP3"), "unsatisfactory", day),
        ]).await;
        scene.app.anonymous().post("/sandbox/clock", json!({"days": 40})).await.expect(200);
        let later = scene.app.shared.clock.today();
        scene.give(&[
            (InternalAudit, &about("OP2"), "satisfactory", later),
            (Inspectorate, &about("OP4"), "unsatisfactory", later),
        ]).await;
        let past = format!("?on={}", later.previous_day().unwrap());
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        let kinds = |seen: &Value| ["OP2", "OP3", "OP4"].map(|code| kind(seen, code).to_owned());
        assert_eq!(kinds(&scene.standing(&officer, "").await), ["", "notYet", "notYet"]);
        let seen = scene.standing(&officer, &past).await;
        assert_eq!(kinds(&seen), ["notYet", "notYet", "untouched"]);
        assert_eq!(judged(&seen, "OP2")[0]["givenOn"], json!(day.to_string()));
        // What was kept for everybody tells staff of no audit.
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let seen = standing(&staff, scene.school, &past).await.expect(200);
        assert_eq!(kinds(&seen.json), ["untouched", "notYet", "untouched"]);
        assert!(!seen.text.contains("/v1/audits/") && !seen.text.contains("internalAudit"));
        assert_eq!(*judged(&seen.json, "OP2"), json!([]));
    }
}

both_stores! {
    fn the_past_says_to_whoever_hears_some_what_was_said_to_them_then(store) {
        let scene = scene(store).await;
        let today = scene.app.shared.clock.today();
        let (nine, five) = (today - Duration::days(9), today - Duration::days(5));
        scene.give(&[
            (Inspectorate, &about("OP2"), "unsatisfactory", nine),
            (InternalAudit, &about("OP2"), "satisfactory", five),
            (InternalAudit, &about("OP3"), "satisfactory", nine),
            (Inspectorate, &about("OP3"), "unsatisfactory", five),
            (InternalAudit, &about("OP4"), "unsatisfactory", nine),
        ]).await;
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let shown = |seen: &Value| (seen["attention"].clone(), seen["units"][0]["requirements"].clone());
        let kinds = |seen: &Value| ["OP2", "OP3", "OP4"].map(|code| kind(seen, code).to_owned());
        let mut then = Vec::new();
        for (caller, expected) in [
            (&scene.officer, ["", "notYet", "notYet"]),
            (&staff, ["notYet", "notYet", "untouched"]),
        ] {
            let seen = scene.standing(caller, "").await;
            assert_eq!(kinds(&seen), expected);
            then.push(shown(&seen));
        }
        scene.app.anonymous().post("/sandbox/clock", json!({"days": 40})).await.expect(200);
        let past = format!("?on={}", scene.app.shared.clock.today().previous_day().unwrap());
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        for (caller, then) in [&officer, &staff].into_iter().zip(then) {
            assert_eq!(shown(&scene.standing(caller, &past).await), then);
        }
    }
}

both_stores! {
    fn nothing_is_there_in_the_past_for_a_voice_that_is_not_heard(store) {
        let scene = scene(store).await;
        for name in ["Hoofd", "Dependance"] {
            let establishment = json!({"kind": "establishment", "name": name, "parentId": scene.school});
            let _ = scene.officer.post("/v1/organisation-units", establishment).await.expect(201);
        }
        // Of the school itself nothing else is kept, and its establishments carry the work.
        let today = scene.app.shared.clock.today();
        scene.give(&[
            (Inspectorate, &about("OP2"), "unsatisfactory", today),
            (InternalAudit, &about("OP3"), "unsatisfactory", today),
        ]).await;
        scene.app.anonymous().post("/sandbox/clock", json!({"days": 40})).await.expect(200);
        let past = format!("?on={}", scene.app.shared.clock.today().previous_day().unwrap());
        let scopes = Scopes::parse("standing.read").unwrap();
        for (caller, expected) in [
            (scene.app.caller(Role::BoardQualityOfficer, scene.board).await, vec!["OP2", "OP3"]),
            (scene.app.caller(Role::Staff, scene.school).await, vec!["OP2"]),
            (scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await, vec![]),
        ] {
            let seen = scene.standing(&caller, &past).await;
            let rows = seen["requirements"].as_array().unwrap().iter();
            let rows: Vec<Value> = rows.map(|row| row["requirement"].clone()).collect();
            let expected: Vec<Value> = expected.iter().map(|code| json!(about(code))).collect();
            assert_eq!(rows, expected);
            let without = seen["unitsWithoutSnapshot"].as_array().unwrap();
            assert_eq!(without.contains(&json!(scene.school)), expected.is_empty());
        }
    }
}
