//! Next year's survey of the same school, and what is told of it beside the figures.

use akoki_domain::access::Role;
use akoki_tests::{Answer, both_stores};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{World, all_answered, submit, world};

fn text(nl: &str) -> Value {
    json!({"nl": nl, "en": nl})
}

/// How the mood is and the food, how much each matters, and who answers.
pub(super) fn content() -> Value {
    let scale = |key: &str, more: Value| {
        let mut question = json!({"key": key, "text": text(key), "required": true, "answer": {
            "kind": "scale", "points": 5, "low": text("slecht"), "high": text("goed"), "reversed": false,
        }});
        question
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        question
    };
    json!({
        "title": text("Sfeer"), "targetGroup": "pupils", "purposes": ["satisfaction"], "official": false,
        "source": "Van ons bestuur.",
        "sections": [{"key": "all", "title": text("Alles"), "questions": [
            scale("mood", json!({})), scale("food", json!({})),
            scale("mood-matters", json!({"importanceOf": "mood"})),
            scale("food-matters", json!({"importanceOf": "food"})),
            {"key": "who", "text": text("Wie ben je?"), "required": true, "answer": {
                "kind": "single", "options": [{"key": "a", "text": text("een")}, {"key": "b", "text": text("twee")}],
            }},
        ]}],
        "scales": [{"key": "both", "title": text("Samen"), "purpose": "satisfaction", "items": [
            {"question": "mood", "inMean": true}, {"question": "food", "inMean": true},
        ]}],
    })
}

/// So many pupils answer like this, in the order of the questions.
pub(super) async fn answered(world: &World, campaign: &str, answers: &[(u32, [u8; 4], &str)]) {
    for (count, [mood, food, mood_matters, food_matters], who) in answers {
        for code in world.codes(campaign, "school", *count).await {
            let pupil = world.respondent(&code).await;
            let said = json!({
                "mood": mood, "food": food, "mood-matters": mood_matters, "food-matters": food_matters, "who": who,
            });
            let said: Map<String, Value> = said.as_object().unwrap().clone();
            let _ = submit(&pupil, &said).await.expect(201);
        }
    }
}

pub(super) fn found<'a>(list: &'a Value, of: &[(&str, &str)]) -> &'a Value {
    let mut all = list.as_array().unwrap().iter();
    let fits = |one: &&Value| of.iter().all(|(field, value)| one[*field] == *value);
    all.find(fits).unwrap_or_else(|| panic!("{of:?} in {list}"))
}

/// The same to twelve digits.
fn near(value: &Value, expected: f64) -> bool {
    value
        .as_f64()
        .is_some_and(|value| (value - expected).abs() < 1e-12)
}

/// A survey of the school as one group, with this content.
pub(super) async fn asking(world: &World, content: Value) -> Value {
    let body = json!({"unitId": world.board, "content": content});
    let made = world
        .officer
        .post("/v1/survey-instruments", body)
        .await
        .expect(201)
        .id();
    let publish = json!({"command": "publish"});
    let path = format!("/v1/survey-instruments/{made}/transitions");
    let _ = world.officer.post(&path, publish).await.expect(200);
    let mut stated = world.stated();
    stated["instrument"] = json!({"instrumentId": made, "number": 1});
    stated["groups"] = json!([
        {"key": "school", "title": "=1+1", "kind": "unit", "unitId": world.school, "population": 20},
    ]);
    stated
}

/// Says of a survey that is over that it goes well, and closes it with that.
pub(super) async fn followed_up(world: &World, campaign: &str) {
    let id = campaign.rsplit('/').next().unwrap();
    let of = format!("/v1/survey-follow-ups?campaignId={id}");
    let of = world.leader.get(&of).await.expect(200);
    let path = format!(
        "/v1/survey-follow-ups/{}/transitions",
        of.items()[0]["id"].as_str().unwrap()
    );
    let said = json!({"command": "close", "decision": {"reason": "Het gaat goed."}});
    let _ = world.leader.post(&path, said).await.expect(200);
}

/// Two surveys of the same school, one after the other; the later one and what became of the earlier.
pub(super) async fn two_years(world: &mut World) -> String {
    let mut stated = asking(world, content()).await;
    stated["dimensions"] = json!(["who"]);
    let first = world.launched(stated.clone()).await;
    answered(
        world,
        &first,
        &[(4, [5, 4, 5, 2], "a"), (2, [4, 4, 5, 2], "b")],
    )
    .await;
    world.close().await;
    world.leader = world.leader_now().await;
    followed_up(world, &first).await;

    stated["precedingId"] = json!(first.rsplit('/').next().unwrap());
    stated["windows"] = json!([{"opensOn": "2026-12-20", "closesOn": "2027-01-15"}]);
    let second = world.launched(stated).await;
    answered(
        world,
        &second,
        &[(6, [2, 4, 5, 2], "a"), (6, [3, 4, 5, 2], "b")],
    )
    .await;
    world.close().await;
    world.leader = world.leader_now().await;
    second
}

both_stores! {
    fn next_year_is_set_beside_the_year_before_with_what_became_of_it(store) {
        let mut world = world(store).await;
        let campaign = two_years(&mut world).await;
        let told = world.leader.get(&format!("{campaign}/results?group=school&include=comparisonFigures")).await.expect(200).json;
        let mood = found(&told["questions"], &[("key", "mood")]);
        assert_eq!((&mood["n"], &mood["mean"], &mood["tenPoint"]), (&json!(12), &json!(2.5), &json!(4.375)));
        assert!(near(&mood["standardDeviation"], (3.0_f64 / 11.0).sqrt()), "{mood}");
        let both = found(&told["scales"], &[("key", "both")]);
        assert_eq!((&both["n"], &both["mean"]), (&json!(12), &json!(6.0625)));

        // 28/6 and 2.5: lower than the year before, by much.
        let compared = found(&told["comparisons"], &[("with", "preceding"), ("key", "mood")]);
        assert_eq!(compared["verdict"], "lower");
        assert!(near(&compared["difference"], 2.5 - 28.0 / 6.0), "{compared}");
        assert_eq!(compared["sentence"], "Lager dan bij Leerlingen groep 7 en 8 (2026/27), en dat verschil is groot genoeg om ertoe te doen.");
        assert_eq!(compared["schoolYears"], json!([2026]));
        let english = world.leader.request(Method::GET, &format!("{campaign}/results?group=school"));
        let english: Value = english.header("accept-language", "en").send().await.unwrap().json().await.unwrap();
        let sentence = &found(&english["comparisons"], &[("with", "preceding"), ("key", "mood")])["sentence"];
        assert_eq!(sentence, "Lower than in Leerlingen groep 7 en 8 (2026/27), and the difference is large enough to matter.");
        // Welch: (2.5 − 28/6) / √(3/11/12 + 4/15/6).
        let t = (2.5 - 28.0 / 6.0) / (3.0 / 132.0 + 4.0 / 90.0_f64).sqrt();
        assert!(near(&compared["figures"]["t"], t), "{compared}");

        let became = &told["precedingFollowUps"];
        assert_eq!(became.as_array().unwrap().len(), 1);
        assert_eq!(became[0]["state"], "closed");
        assert_eq!(became[0]["answer"]["decision"]["reason"], "Het gaat goed.");
        let _ = world.leader.get(became[0]["href"].as_str().unwrap()).await.expect(200);

        // Each value of the dimension by itself.
        let by = |option: &str| {
            let mut all = told["split"].as_array().unwrap().iter();
            all.find(|cell| cell["by"][0]["options"] == json!([option])).unwrap()
        };
        for (option, mean, mark) in [("a", 2.0, 3.25), ("b", 3.0, 5.5)] {
            let cell = by(option);
            assert_eq!(cell["respondents"], 6);
            let mood = found(&cell["questions"], &[("key", "mood")]);
            assert_eq!((&mood["n"], &mood["mean"], &mood["tenPoint"]), (&json!(6), &json!(mean), &json!(mark)));
        }

        // The mood matters and is not well; the food is well and matters less.
        let matrix = &told["priorities"];
        assert_eq!((&matrix["by"], &matrix["importanceLine"], &matrix["scoreLine"]), (&json!("stated"), &json!(6.625), &json!(6.0625)));
        for (key, importance, score, quadrant) in [("mood", 10.0, 4.375, "improve"), ("food", 3.25, 7.75, "possible-overkill")] {
            let place = found(&matrix["places"], &[("key", key)]);
            assert_eq!(place, &json!({"key": key, "importance": importance, "score": score, "quadrant": quadrant}));
        }
        // Effects stand with the metrics, for those who make instruments.
        let officer = world.app.caller(Role::BoardQualityOfficer, world.board).await;
        let metrics = officer.get(&format!("{campaign}/metrics")).await.expect(200).json;
        let effect = found(&metrics["effects"], &[("kind", "question"), ("key", "mood")]);
        // Pooled: √((3 + 4/3) / 16).
        let d = (2.5 - 28.0 / 6.0) / ((3.0 + 4.0 / 3.0) / 16.0_f64).sqrt();
        assert!(near(&effect["d"], d), "{effect}");

    }
}

/// Somebody who works at the school like this, and what it takes to call as them.
pub(super) async fn colleague(world: &World, name: &str, function: &str) -> String {
    let body = json!({"givenName": "Sam", "familyName": name, "homeUnitId": world.school});
    let person = world
        .officer
        .post("/v1/people", body)
        .await
        .expect(201)
        .id();
    let work = json!({"personId": person, "unitId": world.school, "function": function, "startsOn": "2025-08-01"});
    let _ = world
        .officer
        .post("/v1/assignments", work)
        .await
        .expect(201);
    person.to_string()
}

fn keys(answer: &Answer) -> Vec<&str> {
    let rows = answer.json["groups"].as_array().unwrap().iter();
    let mut keys: Vec<_> = rows.filter_map(|row| row["groupKey"].as_str()).collect();
    keys.dedup();
    keys
}

both_stores! {
    fn who_teaches_a_class_sees_it_and_no_other(store) {
        let world = world(store).await;
        let teacher = colleague(&world, "Leraar", "teacher").await;
        let clerk = colleague(&world, "Conciërge", "support-staff").await;
        let mut stated = world.stated();
        stated["groups"][0]["teacherIds"] = json!([teacher]);
        stated["groups"][1]["teacherIds"] = json!([teacher, clerk, teacher]);
        let refused = world.leader.post("/v1/survey-campaigns", stated.clone()).await.refused(400, "invalid-input");
        let expected = [
            ("/groups/0/teacherIds", "not-for-this-kind"),
            ("/groups/1/teacherIds/1", "not-a-teacher-here"),
            ("/groups/1/teacherIds/2", "duplicate"),
        ];
        let mut errors = refused.errors();
        errors.sort();
        assert_eq!(errors, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        stated["groups"][0]["teacherIds"] = json!([]);
        stated["groups"][1]["teacherIds"] = json!([teacher]);
        let campaign = world.launched(stated).await;
        for (group, point) in [("groep-7", 4), ("groep-8", 2)] {
            for code in world.codes(&campaign, group, 5).await {
                let pupil = world.respondent(&code).await;
                let answers = all_answered(&pupil, point).await;
                let _ = submit(&pupil, &answers).await.expect(201);
            }
        }
        world.close().await;
        let place = (world.board, world.school);
        let of = |person: &str| person.parse().unwrap();
        let own = world.app.signed_in_as(of(&teacher), Role::Staff, place).await;
        let class = own.get(&format!("{campaign}/results")).await.expect(200).json;
        assert_eq!((&class["groupKey"], &class["hidden"]), (&json!("groep-7"), &Value::Null));
        assert_eq!(found(&class["questions"], &[("key", "enjoy")])["mean"], json!(4.0));
        // What the others answered would follow from a difference with them.
        assert_eq!(class["comparisons"], json!([]));
        for group in ["groep-8", "school"] {
            let _ = own.get(&format!("{campaign}/results?group={group}")).await.refused(404, "not-found");
        }
        let table = own.get(&format!("{campaign}/results/export")).await.expect(200);
        assert_eq!(keys(&table), ["groep-7"]);
        // Nothing leads where they may not go.
        for absent in ["metrics", "openAnswers", "parent"] {
            assert_eq!(class["links"][absent], Value::Null, "{absent}");
        }
        let _ = own.get(class["links"]["campaign"].as_str().unwrap()).await.expect(200);
        for tail in ["open-answers", "metrics"] {
            let _ = own.get(&format!("{campaign}/{tail}")).await.refused(404, "not-found");
        }
        let other = world.app.signed_in_as(of(&clerk), Role::Staff, place).await;
        let _ = other.get(&format!("{campaign}/results")).await.refused(404, "not-found");
        // Whom a survey names is not deleted.
        let officer = world.app.caller(Role::BoardQualityOfficer, world.board).await;
        let person = officer.delete(&format!("/v1/people/{teacher}")).await;
        assert_eq!(person.status, 409, "{}", person.text);
    }
}
