//! Each rule of conditions, broken by itself.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::{changed, content, wrong};
use super::publish::{at, breaks, found};
use crate::error::Code;
use crate::survey::answers::{self, Answers, Stage};
use crate::survey::condition::shown;
use crate::survey::publish::check;

const WHY: &str = "/sections/1/questions/1/showWhen";

#[test]
fn a_condition_looks_back_at_what_fits() {
    let one_of = |question: &str, options: Value| json!({"oneOf": {"question": question, "options": options}});
    let between = |question: &str, from: i32, to: i32| json!({"between": {"question": question, "from": from, "to": to}});
    let question = at(WHY, "/oneOf/question");
    let from = at(WHY, "/between/question");
    let cases = [
        (
            one_of("none", json!(["a"])),
            vec![(Code::UnknownQuestion, question.clone())],
        ),
        (
            one_of("feel", json!(["a"])),
            vec![(Code::QuestionKindUnfit, question)],
        ),
        (
            one_of("who", json!(["boss"])),
            vec![(Code::UnknownOption, at(WHY, "/oneOf/options/0"))],
        ),
        (
            one_of("who", json!(["pupil", "pupil"])),
            vec![(Code::Duplicate, at(WHY, "/oneOf/options/1"))],
        ),
        (
            one_of("who", json!([])),
            vec![(Code::TooShort, at(WHY, "/oneOf/options"))],
        ),
        (between("who", 1, 2), vec![(Code::QuestionKindUnfit, from)]),
        (
            between("feel", 3, 2),
            vec![(Code::EndBeforeStart, at(WHY, "/between/to"))],
        ),
        (
            json!({"between": {"question": "feel"}}),
            vec![(Code::Required, at(WHY, "/between/from"))],
        ),
        (
            json!({"answered": "why"}),
            vec![(Code::QuestionNotBefore, at(WHY, "/answered"))],
        ),
        (json!({"all": []}), vec![(Code::TooShort, at(WHY, "/all"))]),
        (
            json!({"any": [{"answered": "who"}, {"not": {"answered": "x"}}]}),
            vec![(Code::UnknownQuestion, at(WHY, "/any/1/not/answered"))],
        ),
        (between("recommend", 0, 6), vec![]),
        (between("age", 12, 20), vec![]),
    ];
    for (condition, expected) in cases {
        assert_eq!(found(&[(WHY, condition.clone())]), expected, "{condition}");
    }
    // A section looks at nothing of its own.
    breaks(
        &[("/sections/1/showWhen", json!({"answered": "recommend"}))],
        &[(Code::QuestionNotBefore, "/sections/1/showWhen/answered")],
    );
}

#[test]
fn conditions_are_five_deep_at_most() {
    let nested = |depth: usize| {
        (1..depth).fold(json!({"answered": "who"}), |inner, _| json!({"not": inner}))
    };
    breaks(&[(WHY, nested(5))], &[]);
    breaks(
        &[(WHY, nested(6))],
        &[(Code::ConditionTooDeep, &at(WHY, &"/not".repeat(5)))],
    );
}

#[test]
fn what_can_never_be_shown_is_refused() {
    let never = [
        json!({"between": {"question": "feel", "from": 5}}),
        json!({"between": {"question": "age", "to": 3}}),
        // Whoever sends in has answered this.
        json!({"not": {"answered": "feel"}}),
        json!({"not": {"between": {"question": "feel", "from": 1, "to": 4}}}),
        json!({"all": [{"answered": "who"}, {"between": {"question": "feel", "from": 9}}]}),
    ];
    for condition in never {
        assert_eq!(
            found(&[(WHY, condition.clone())]),
            [(Code::NeverShown, WHY.to_owned())],
            "{condition}"
        );
    }
    let sometimes = [
        json!({"not": {"answered": "where"}}),
        json!({"not": {"oneOf": {"question": "who", "options": ["pupil", "adult"]}}}),
        json!({"any": [{"answered": "who"}, {"between": {"question": "feel", "from": 9}}]}),
    ];
    for condition in sometimes {
        assert_eq!(found(&[(WHY, condition.clone())]), [], "{condition}");
    }
}

/// Conditions over what the fixture asks before the last question.
fn condition() -> impl Strategy<Value = Value> {
    let bound = || prop::option::of(-1..12_i32);
    let key = || prop::sample::select(vec!["feel", "who", "recommend", "where"]);
    let points = prop::sample::select(vec!["feel", "recommend"]);
    let between = (points, bound(), bound())
        .prop_filter("one bound, in order", |(_, from, to)| match (from, to) {
            (Some(from), Some(to)) => from <= to,
            (from, to) => from.is_some() || to.is_some(),
        })
        .prop_map(|(question, from, to)| {
            let mut between = json!({"question": question});
            for (name, bound) in [("from", from), ("to", to)] {
                if let (Some(bound), Some(object)) = (bound, between.as_object_mut()) {
                    object.insert(name.to_owned(), json!(bound));
                }
            }
            json!({"between": between})
        });
    let who = prop::sample::subsequence(vec!["pupil", "adult"], 1..=2);
    let who = who.prop_map(|options| json!({"oneOf": {"question": "who", "options": options}}));
    let leaf = prop_oneof![key().prop_map(|key| json!({"answered": key})), between, who];
    leaf.prop_recursive(3, 20, 3, |inner| {
        let parts = prop::collection::vec(inner.clone(), 1..=3);
        prop_oneof![
            inner.prop_map(|part| json!({"not": part})),
            parts.clone().prop_map(|parts| json!({"all": parts})),
            parts.prop_map(|parts| json!({"any": parts})),
        ]
    })
}

/// Whether a condition holds, written another way: straight from the JSON of both.
fn holds(condition: &Value, given: &Value) -> bool {
    let (kind, body) = condition.as_object().unwrap().iter().next().unwrap();
    let answer = |key: &Value| given.get(key.as_str().unwrap());
    let mut parts = body.as_array().into_iter().flatten();
    match kind.as_str() {
        "all" => !parts.any(|part| !holds(part, given)),
        "any" => parts.filter(|part| holds(part, given)).count() > 0,
        "not" => !holds(body, given),
        "answered" => answer(body).is_some(),
        "oneOf" => {
            let chosen = answer(&body["question"]);
            let options = body["options"].as_array().unwrap();
            chosen.is_some_and(|chosen| options.contains(chosen))
        }
        "between" => answer(&body["question"]).is_some_and(|point| {
            let point = point.as_i64().unwrap();
            let bound =
                |name: &str, none: i64| body.get(name).map_or(none, |n| n.as_i64().unwrap());
            (bound("from", i64::MIN)..=bound("to", i64::MAX)).contains(&point)
        }),
        other => unreachable!("{other}"),
    }
}

/// Every way to send in the fixture, as far as conditions see it.
fn every_answer() -> Vec<Value> {
    let mut all = Vec::new();
    for feel in 1..=4 {
        for who in [None, Some("pupil"), Some("adult")] {
            for recommend in std::iter::once(None).chain((0..=10).map(Some)) {
                let mut given = serde_json::Map::from_iter([("feel".to_owned(), json!(feel))]);
                if feel <= 2 {
                    given.insert("where".to_owned(), json!(["yard"]));
                }
                given.extend(who.map(|who| ("who".to_owned(), json!(who))));
                given.extend(recommend.map(|point| ("recommend".to_owned(), json!(point))));
                all.push(Value::Object(given));
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_question_is_shown_as_its_condition_reads_and_never_only_when_refused(condition in condition()) {
        let version = changed(&[(WHY, condition.clone())]);
        let content = content(&version);
        let refused = wrong(check(&content));
        let mut ever = false;
        for given in every_answer() {
            let answers: Answers = serde_json::from_value(given.clone()).unwrap();
            let checked = answers::check(&content, &answers, Stage::Final).unwrap();
            let checked = checked.iter().map(|(place, answer)| (place, answer.clone())).collect();
            let here = shown(&content, &checked)[5];
            prop_assert_eq!(here, holds(&condition, &given), "{} {}", condition, given);
            ever |= here;
        }
        // What is refused is never shown. The other way round is not held: conditions that exclude each
        // other are not found out.
        prop_assert!(refused.is_empty() || refused == [(Code::NeverShown, WHY.to_owned())]);
        prop_assert!(refused.is_empty() || !ever, "{}", condition);
        let one = ["between", "answered", "oneOf"].iter().any(|kind| condition.get(kind).is_some());
        prop_assert!(!one || refused.is_empty() == ever, "{}", condition);
    }
}
