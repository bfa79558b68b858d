//! Self-evaluations: one of a team, held together, and one of the school in which everybody scores.

use akoki_domain::access::Role;
use akoki_tests::Caller;
use serde_json::{Value, json};
use time::macros::date;
use uuid::Uuid;

use super::world::{Year, command_to};
use crate::http::evaluations::{said, score};

/// What a self-evaluation of the year says of itself.
fn evaluation(title: &str, unit: Uuid, (level, mode): (&str, &str), more: Value) -> Value {
    let mut body = json!({
        "title": title, "unitId": unit, "level": level, "schoolYear": 2024, "mode": mode,
        "edition": "inspectorate/2024/po", "selection": "named", "standards": ["OP2", "OP3"],
    });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    body
}

/// The team of the lower years judges itself in one meeting; nothing more is needed.
pub(super) async fn held_together(year: &mut Year) -> String {
    year.turn(date!(2024 - 09 - 16)).await;
    let (team, leads) = (year.teams[0], year.leads.clone());
    let body = evaluation("Team onderbouw", team, ("team", "joint"), json!({}));
    let made = leads.post("/v1/self-evaluations", body).await.expect(201);
    let path = format!("/v1/self-evaluations/{}", made.id());
    year.go(&leads, &path, &["start"]).await;
    let met =
        json!({"meeting": {"heldOn": "2024-09-16", "attendeeIds": [year.leader, year.teacher]}});
    let _ = leads.patch(&path, met).await.expect(200);
    let refused = command_to(&leads, &path, "conclude").await;
    let refused = refused.refused(409, "transition-blocked");
    assert_eq!(refused.blockers(), ["verdict-missing", "verdict-missing"]);
    let unknown = json!({"items": [said("OP2", Some("grand")), said("XX9", Some("good"))]});
    let verdicts = format!("{path}/verdicts");
    let refused = leads.put(&verdicts, unknown).await;
    let wrong = refused.refused(400, "invalid-input").errors();
    let codes: Vec<&str> = wrong.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(codes, ["unknown-level", "standard-not-selected"]);
    assert_eq!(
        year.read(&path).await["verdicts"],
        json!([]),
        "nothing is half-written"
    );
    let agreed = json!({"items": [said("OP2", Some("good")), said("OP3", Some("satisfactory"))]});
    let _ = leads.put(&verdicts, agreed).await.expect(200);
    year.go(&leads, &path, &["conclude"]).await;
    let decision = json!({
        "instrument": "selfEvaluation", "decision": "noneNeeded", "reason": "Het team gaat zo door.",
        "decidedById": year.leader, "on": "2024-09-16",
    });
    let follow_up = format!("{}/follow-up", year.of_year(team));
    let _ = leads.put_plain(&follow_up, decision).await.expect(200);
    year.keep(&[path.clone(), format!("{path}/transitions")])
        .await;
    let told = [
        "selfevaluation.created",
        "selfevaluation.transitioned",
        "schoolyearplan.created",
    ];
    year.told(&told).await;
    path
}

/// Everybody of the school, as `(team, OP2, OP3)`: six, five and two of the three teams.
const SCORES: [(usize, &str, Option<&str>); 13] = [
    (0, "unsatisfactory", None),
    (0, "unsatisfactory", Some("good")),
    (0, "satisfactory", Some("good")),
    (0, "satisfactory", Some("good")),
    (0, "satisfactory", Some("good")),
    (0, "satisfactory", Some("good")),
    (1, "satisfactory", Some("satisfactory")),
    (1, "satisfactory", Some("satisfactory")),
    (1, "satisfactory", Some("satisfactory")),
    (1, "satisfactory", Some("satisfactory")),
    (1, "satisfactory", Some("satisfactory")),
    (2, "unsatisfactory", Some("satisfactory")),
    (2, "unsatisfactory", Some("good")),
];

/// The school judges itself, each for themselves, and agrees on what holds.
pub(super) async fn each_for_themselves(year: &mut Year) -> String {
    year.turn(date!(2024 - 10 - 07)).await;
    let leads = year.leads.clone();
    let more = json!({
        "coversUnitIds": year.teams, "weights": {"OP2": 3}, "leaderId": year.leader, "closesOn": "2024-10-18",
    });
    let body = evaluation(
        "De Wulp kijkt in de spiegel",
        year.wulp,
        ("leadership", "individual"),
        more,
    );
    let made = leads.post("/v1/self-evaluations", body).await.expect(201);
    let path = format!("/v1/self-evaluations/{}", made.id());
    year.go(&leads, &path, &["start"]).await;
    let staff = everybody_scores(year, made.id()).await;
    nobody_sees_another(year, &staff, &path).await;

    year.turn(date!(2024 - 10 - 21)).await;
    let late = score(&staff[0], made.id(), json!([said("OP2", None)])).await;
    late.refused(409, "scoring-ended");
    year.go(&leads, &path, &["endScoring"]).await;
    what_they_say_together(year, &path).await;
    let agreed =
        json!({"items": [said("OP2", Some("satisfactory")), said("OP3", Some("satisfactory"))]});
    let verdicts = format!("{path}/verdicts");
    staff[0]
        .put(&verdicts, agreed.clone())
        .await
        .refused(403, "forbidden");
    let _ = leads.put(&verdicts, agreed).await.expect(200);
    let ended = command_to(&leads, &path, "conclude").await.expect(200);
    assert_eq!(ended.json["concludedOn"], json!("2024-10-21"));

    let cycle = json!({
        "unitId": year.wulp, "theme": "onderwijs", "title": "Vaste groepsbesprekingen",
        "requirements": ["inspectorate/2024/po/OP2"], "arisesFrom": {"type": "self-evaluation", "id": made.id()},
    });
    let cycle = leads
        .post("/v1/improvement-cycles", cycle)
        .await
        .expect(201);
    assert_eq!(cycle.json["links"]["arisesFrom"], json!(path));
    let steps = format!("{path}/transitions");
    year.keep(&[path.clone(), format!("{path}/results"), steps])
        .await;
    let told = [
        "selfevaluation.created",
        "selfevaluation.transitioned",
        "improvementcycle.created",
    ];
    year.told(&told).await;
    path
}

/// Each has an account of their own, and says why.
async fn everybody_scores(year: &Year, evaluation: Uuid) -> Vec<Caller> {
    let mut staff = Vec::new();
    for (n, (team, op2, op3)) in SCORES.into_iter().enumerate() {
        let group = year.teams[team];
        let one = year.works(&format!("Collega {n}"), group, "teacher").await;
        let caller = year.signs_in(one, Role::Staff, year.wulp).await;
        let mut items = [said("OP2", Some(op2)), said("OP3", op3)];
        items[1]["reason"] = match op3 {
            Some(_) => json!(format!("Zoals ik het zie, zegt collega {n}.")),
            None => json!("Ik werk hier nog te kort om dit te kunnen zeggen."),
        };
        let body = json!({"items": items, "groupUnitId": group});
        let path = format!("/v1/self-evaluations/{evaluation}/scores");
        let _ = caller.post(&path, body).await.expect(201);
        staff.push(caller);
    }
    let again = score(&staff[0], evaluation, json!([said("OP2", Some("good"))])).await;
    let refused = again.refused(409, "already-scored");
    assert_eq!(refused.json["blockers"][0]["location"], json!("/items/0"));
    staff
}

async fn nobody_sees_another(year: &Year, staff: &[Caller], path: &str) {
    let own = staff[0].get("/v1/scores").await.expect(200);
    assert_eq!(own.items().len(), 2, "one's own, on two standards");
    let scores = format!("{path}/scores");
    for score in own.items() {
        let of_one = score["links"]["self"].as_str().unwrap();
        let _ = staff[0].get(of_one).await.expect(200);
        for other in [&staff[1], &year.leads, &year.officer] {
            let seen = other.get(of_one).await;
            assert!(matches!(seen.status, 403 | 404), "{}", seen.text);
            let listed = other.get(&scores).await.text;
            assert!(!listed.contains("te kort om dit"), "{listed}");
        }
    }
    let results = year.leads.get(&format!("{path}/results")).await.expect(200);
    let open = (&results.json["participants"], &results.json["standards"]);
    assert_eq!(open, (&json!(13), &json!([])), "how many, and no more");
}

/// Thirteen scored. Of OP2 four say unsatisfactory (1) and nine satisfactory (2): the mean is 22/13, the
/// deviation √(4·9)/13, and of the two steps of the scale one divides them four to nine: 1 − 2·4/(13·2). On OP3
/// twelve give a level, half of them satisfactory (2) and half good (3). OP2 weighs three times as much.
async fn what_they_say_together(year: &Year, path: &str) {
    let results = year.read(&format!("{path}/results")).await;
    let (op2, op3) = (&results["standards"][0], &results["standards"][1]);
    let count = |level: &str, count: u32| json!({"level": level, "count": count});
    assert_eq!(
        op2["figures"],
        json!({
            "scored": 13, "notAssessed": 0, "mean": 1.69, "spread": 0.46, "agreement": 0.69,
            "distribution": [count("unsatisfactory", 4), count("satisfactory", 9), count("good", 0)],
        })
    );
    assert_eq!(
        op3["figures"],
        json!({
            "scored": 12, "notAssessed": 1, "mean": 2.5, "spread": 0.5, "agreement": 0.5,
            "distribution": [count("unsatisfactory", 0), count("satisfactory", 6), count("good", 6)],
        })
    );
    assert_eq!(results["mean"], json!(1.89), "(3 · 1.69 + 2.5) / 4");
    // Two people of one team are not shown as two: they go with the next smallest.
    for standard in [op2, op3] {
        let parts = standard["groups"].as_array().unwrap();
        let sizes: Vec<_> = parts
            .iter()
            .map(|part| part["figures"]["scored"].as_u64().unwrap())
            .collect();
        assert_eq!(
            (parts.len(), sizes.iter().sum::<u64>()),
            (2, standard["figures"]["scored"].as_u64().unwrap())
        );
        assert!(sizes.iter().all(|size| *size >= 5), "{sizes:?}");
        let with = |team: &Uuid| {
            parts
                .iter()
                .find(|part| part["groupUnitIds"].to_string().contains(&team.to_string()))
        };
        let small = with(&year.teams[2]).unwrap();
        assert_eq!(
            (
                small["groupUnitIds"].as_array().unwrap().len(),
                &small["figures"]["scored"]
            ),
            (2, &json!(7))
        );
    }
}
