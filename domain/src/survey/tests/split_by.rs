//! By which questions results are split, and what somebody answered to those.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;

use super::fixture::{changed, content, text, version};
use crate::survey::answers::{Answers, Checked, Stage, check};
use crate::survey::content::Content;
use crate::survey::layout::Layout;
use crate::survey::misfit::Misfit;
use crate::survey::packed::Payload;
use crate::survey::split_by::SplitBy;

/// As the fixture, with the question `how`, of one of three options, in place of the recommendation (place 4).
fn asked() -> Content {
    let option = |key: &str| json!({"key": key, "text": text(key)});
    let how = json!({"key": "how", "text": text("Hoe?"), "required": false, "answer": {
        "kind": "single", "options": [option("walking"), option("cycling"), option("other")],
    }});
    content(&changed(&[("/sections/1/questions/0", how)]))
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

fn answered(content: &Content, answers: serde_json::Value) -> Checked {
    let answers: Answers = serde_json::from_value(answers).unwrap();
    check(content, &answers, Stage::Incomplete).unwrap()
}

#[test]
fn the_questions_stand_in_the_order_of_their_keys() {
    let content = asked();
    let by = |question, options: &[&str]| SplitBy {
        question,
        options: keys(options),
    };
    let who = by(2, &["pupil", "adult"]);
    let how = by(4, &["walking", "cycling", "other"]);
    let found = content.split_by(&keys(&["how", "who"]));
    assert_eq!(found, Ok(vec![how, who]));
    assert_eq!(content.split_by(&[]), Ok(Vec::new()));
}

#[test]
fn no_question_is_left_out_for_the_next_to_be_taken_for_it() {
    let content = asked();
    for wrong in [
        ["nothing", "who"].as_slice(),
        // One point on a scale, several options, a number, an open answer.
        &["feel", "who"],
        &["where", "who"],
        &["age", "who"],
        &["why", "who"],
        // More than there is room for.
        &["who", "how", "who"],
    ] {
        assert_eq!(
            content.split_by(&keys(wrong)),
            Err(Misfit::Dimension),
            "{wrong:?}"
        );
    }
    let recommended = super::fixture::content(&version());
    assert_eq!(
        recommended.split_by(&keys(&["recommend"])),
        Err(Misfit::Dimension)
    );
}

#[test]
fn what_somebody_sends_in_has_the_places_of_their_answers() {
    let content = asked();
    let layout = Layout::of(&content);
    let by = content.split_by(&keys(&["how", "who"])).unwrap();
    let sent = |answers| {
        let checked = answered(&content, answers);
        Payload::of(&layout, &by, 7, &checked)
    };
    let payload =
        sent(json!({"feel": 4, "who": "pupil", "how": "other", "why": "Zomaar"})).unwrap();
    assert_eq!((payload.group, payload.dimensions), (7, [Some(2), Some(0)]));
    assert_eq!(payload.texts, [(5, "Zomaar".to_owned())]);
    // In turn: the point, four bytes for places, the option, four for the number, the other option.
    let none = i32::MIN.to_be_bytes();
    assert_eq!(payload.scores.first(), Some(&4));
    assert_eq!(
        payload.scores.get(5..),
        Some([&[0], &none[..], &[2]].concat().as_slice())
    );
    assert_eq!(
        layout.decode(&layout.encode(&payload).unwrap()),
        Some(payload)
    );
    let some = sent(json!({"feel": 4, "who": "adult"})).unwrap();
    assert_eq!(some.dimensions, [None, Some(1)]);
}

#[test]
fn with_one_dimension_the_second_has_no_value() {
    let content = asked();
    let by = content.split_by(&keys(&["who"])).unwrap();
    let checked = answered(&content, json!({"who": "adult", "how": "walking"}));
    let payload = Payload::of(&Layout::of(&content), &by, 0, &checked).unwrap();
    assert_eq!(payload.dimensions, [Some(1), None]);
}

#[test]
fn an_answer_that_is_none_of_the_options_is_not_taken_for_none() {
    let content = asked();
    let layout = Layout::of(&content);
    let checked = answered(&content, json!({"feel": 4, "who": "adult"}));
    let of = |question, options: &[&str]| {
        let by = SplitBy {
            question,
            options: keys(options),
        };
        Payload::of(&layout, &[by], 0, &checked)
    };
    assert!(of(2, &["pupil", "adult"]).is_ok());
    // An option that was there and is not, and an answer that is no option.
    assert_eq!(of(2, &["pupil"]), Err(Misfit::Value));
    assert_eq!(of(0, &["pupil", "adult"]), Err(Misfit::Value));
}

#[test]
fn answers_to_something_else_are_not_packed() {
    let content = asked();
    let by = content.split_by(&keys(&["who"])).unwrap();
    let checked = answered(&content, json!({"feel": 4, "who": "adult"}));
    let three = [by.clone(), by.clone(), by].concat();
    let sent = Payload::of(&Layout::of(&content), &three, 0, &checked);
    assert_eq!(sent, Err(Misfit::Dimension));
}
