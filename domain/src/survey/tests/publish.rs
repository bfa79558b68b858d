//! Each rule of publishing, broken by itself.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::{changed, content, text, version, wrong};
use crate::error::Code;
use crate::survey::publish::{check, is_key};

pub(super) fn found(changes: &[(&str, Value)]) -> Vec<(Code, String)> {
    wrong(check(&content(&changed(changes))))
}

#[track_caller]
pub(super) fn breaks(changes: &[(&str, Value)], expected: &[(Code, &str)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(code, at)| (*code, (*at).to_owned()))
        .collect();
    assert_eq!(found(changes), expected, "{changes:?}");
}

const FIRST: &str = "/sections/0/questions/0";
const ANSWER: &str = "/sections/0/questions/0/answer";

pub(super) fn at(base: &str, rest: &str) -> String {
    format!("{base}{rest}")
}

#[test]
fn the_fixture_is_right_and_is_written_as_it_is_read() {
    breaks(&[], &[]);
    let once = serde_json::to_value(content(&version())).unwrap_or_default();
    assert_eq!(content(&once), content(&version()));
}

#[test]
fn a_key_has_one_form() {
    for good in ["a", "0", "a-1-", &"a".repeat(40)] {
        assert!(is_key(good), "{good}");
    }
    for bad in ["", "-a", "A", "a_b", "é", "a b", &"a".repeat(41)] {
        assert!(!is_key(bad), "{bad}");
    }
}

proptest! {
    #[test]
    fn a_key_is_what_its_form_matches(text in "[-a-c0_A]{0,42}") {
        let mut chars = text.chars();
        let tail = |c: char| matches!(c, 'a'..='z' | '0'..='9');
        let expected = chars.next().is_some_and(tail)
            && chars.all(|c| tail(c) || c == '-')
            && text.chars().count() <= 40;
        prop_assert_eq!(is_key(&text), expected);
    }
}

#[test]
fn keys_are_well_formed_and_unique() {
    breaks(
        &[("/sections/0/key", json!("Veilig!"))],
        &[(Code::InvalidFormat, "/sections/0/key")],
    );
    breaks(
        &[("/sections/1/key", json!("safety"))],
        &[(Code::Duplicate, "/sections/1/key")],
    );
    // Unique over all sections.
    breaks(
        &[("/sections/1/questions/0/key", json!("feel"))],
        &[(Code::Duplicate, "/sections/1/questions/0/key")],
    );
    breaks(
        &[(
            "/sections/0/questions/2/answer/options/1/key",
            json!("pupil"),
        )],
        &[(
            Code::Duplicate,
            "/sections/0/questions/2/answer/options/1/key",
        )],
    );
    breaks(
        &[("/scales/1/key", json!("wellbeing"))],
        &[(Code::Duplicate, "/scales/2/key")],
    );
}

#[test]
fn there_is_something_to_ask_and_not_too_much() {
    breaks(
        &[
            ("/sections", json!([])),
            ("/scales", json!([])),
            ("/purposes", json!(["other"])),
        ],
        &[(Code::TooShort, "/sections")],
    );
    breaks(
        &[(
            "/sections/-",
            json!({"key": "empty", "title": text("Leeg"), "questions": []}),
        )],
        &[(Code::TooShort, "/sections/2/questions")],
    );
    let recommend = |n: usize| {
        json!({"key": format!("q-{n}"), "text": text("?"), "required": false,
            "answer": {"kind": "recommendation"}})
    };
    let section = |key: usize, count: usize| {
        let questions: Vec<_> = (0..count).map(|n| recommend(key * 1000 + n)).collect();
        json!({"key": format!("s-{key}"), "title": text("Deel"), "questions": questions})
    };
    // Six are there.
    breaks(&[("/sections/-", section(1, 94))], &[]);
    breaks(
        &[("/sections/-", section(1, 95))],
        &[(Code::TooLong, "/sections")],
    );
    let more = |count: usize| {
        (0..count)
            .map(|n| ("/sections/-", section(n, 1)))
            .collect::<Vec<_>>()
    };
    breaks(&more(38), &[]);
    breaks(&more(39), &[(Code::TooLong, "/sections")]);
}

#[test]
fn texts_say_something_in_both_languages_and_hide_nothing() {
    let changes = [
        ("/title/en", json!(" ")),
        ("/source", json!("")),
        ("/sections/0/title/nl", json!("twee\nregels")),
        ("/sections/0/questions/0/text/nl", json!("bel\u{7}")),
        ("/sections/0/questions/0/help", json!({"nl": "", "en": "x"})),
        (
            "/sections/0/questions/0/answer/low/en",
            json!("x".repeat(201)),
        ),
        (
            "/sections/0/questions/2/answer/options/0/text/en",
            json!("\u{202e}x"),
        ),
    ];
    breaks(
        &changes,
        &[
            (Code::Required, "/title/en"),
            (Code::Required, "/source"),
            (Code::CharacterNotAllowed, "/sections/0/title/nl"),
            (Code::CharacterNotAllowed, "/sections/0/questions/0/text/nl"),
            (Code::Required, "/sections/0/questions/0/help/nl"),
            (Code::TooLong, "/sections/0/questions/0/answer/low/en"),
            (
                Code::CharacterNotAllowed,
                "/sections/0/questions/2/answer/options/0/text/en",
            ),
        ],
    );
}

#[test]
fn a_scale_has_two_to_eleven_points_and_labels_for_all_or_none() {
    let points = at(ANSWER, "/points");
    let labels = at(ANSWER, "/labels");
    for (count, code) in [
        (1, Some(Code::OutOfRange)),
        (2, None),
        (11, None),
        (12, Some(Code::OutOfRange)),
    ] {
        let expected: Vec<_> = code
            .map(|code| (code, points.as_str()))
            .into_iter()
            .collect();
        breaks(&[(&points, json!(count))], &expected);
    }
    for (count, code) in [
        (3, Some(Code::TooShort)),
        (4, None),
        (5, Some(Code::TooLong)),
    ] {
        let expected: Vec<_> = code
            .map(|code| (code, labels.as_str()))
            .into_iter()
            .collect();
        breaks(&[(&labels, json!(vec![text("x"); count]))], &expected);
    }
}

#[test]
fn options_and_bounds_fit_what_is_packed() {
    let options = |count: usize| {
        let options = (0..count).map(|n| json!({"key": format!("o{n}"), "text": text("x")}));
        options.collect::<Value>()
    };
    let list = "/sections/0/questions/1/answer/options";
    breaks(
        &[(list, options(1))],
        &[
            (Code::TooShort, list),
            (Code::OutOfRange, "/sections/0/questions/1/answer/atMost"),
        ],
    );
    breaks(&[(list, options(30))], &[]);
    breaks(&[(list, options(31))], &[(Code::TooLong, list)]);
    let at_most = "/sections/0/questions/1/answer/atMost";
    breaks(&[(at_most, json!(0))], &[(Code::OutOfRange, at_most)]);
    breaks(&[(at_most, json!(4))], &[(Code::OutOfRange, at_most)]);
    let number = "/sections/0/questions/3/answer";
    let set = |min: i32, max: i32, decimals: u8| json!({"kind": "number", "min": min, "max": max, "decimals": decimals});
    breaks(&[(number, set(-1_000_000, 1_000_000, 2))], &[]);
    breaks(
        &[(number, set(5, 4, 0))],
        &[(Code::OutOfRange, &at(number, "/max"))],
    );
    breaks(
        &[(number, set(-1_000_001, 1_000_001, 3))],
        &[
            (Code::OutOfRange, &at(number, "/min")),
            (Code::OutOfRange, &at(number, "/max")),
            (Code::OutOfRange, &at(number, "/decimals")),
        ],
    );
}

#[test]
fn open_answers_are_bounded_each_and_together() {
    let length = "/sections/1/questions/1/answer/maxLength";
    breaks(&[(length, json!(0))], &[(Code::OutOfRange, length)]);
    breaks(&[(length, json!(2001))], &[(Code::OutOfRange, length)]);
    let open = |n: usize, length: u16| {
        json!({"key": format!("open-{n}"), "text": text("?"), "required": false,
            "answer": {"kind": "text", "maxLength": length}})
    };
    let list = "/sections/1/questions/-";
    breaks(&[(list, open(1, 2000)), (list, open(2, 1990))], &[]);
    breaks(
        &[(list, open(1, 2000)), (list, open(2, 1991))],
        &[(Code::OpenAnswersTooLong, "/sections")],
    );
}

#[test]
fn importance_is_asked_of_another_question_with_a_scale() {
    let feel = at(FIRST, "/importanceOf");
    breaks(
        &[(&feel, json!("feel"))],
        &[(Code::ImportanceOfItself, &feel)],
    );
    breaks(
        &[(&feel, json!("nothing"))],
        &[(Code::UnknownQuestion, &feel)],
    );
    breaks(
        &[(&feel, json!("who"))],
        &[(Code::QuestionKindUnfit, &feel)],
    );
    let who = "/sections/0/questions/2/importanceOf";
    breaks(&[(who, json!("feel"))], &[(Code::QuestionKindUnfit, who)]);
    let importance = |n: usize| {
        json!({"key": format!("i-{n}"), "text": text("?"), "required": false, "importanceOf": "feel",
            "answer": {"kind": "scale", "points": 4, "low": text("a"), "high": text("b")}})
    };
    let list = "/sections/1/questions/-";
    breaks(&[(list, importance(1))], &[]);
    breaks(
        &[(list, importance(1)), (list, importance(2))],
        &[(Code::Duplicate, "/sections/1/questions/3/importanceOf")],
    );
}

#[test]
fn a_scale_takes_points_together() {
    let item = |question: &str, in_mean: bool| json!({"question": question, "inMean": in_mean});
    let items = "/scales/0/items";
    breaks(
        &[(items, json!([item("feel", true), item("recommend", true)]))],
        &[],
    );
    breaks(&[(items, json!([]))], &[(Code::TooShort, items)]);
    breaks(
        &[(
            items,
            json!([
                item("feel", true),
                item("feel", false),
                item("none", true),
                item("who", true)
            ]),
        )],
        &[
            (Code::Duplicate, "/scales/0/items/1/question"),
            (Code::UnknownQuestion, "/scales/0/items/2/question"),
            (Code::QuestionKindUnfit, "/scales/0/items/3/question"),
        ],
    );
    breaks(
        &[(items, json!([item("feel", false)]))],
        &[(Code::NothingInMean, items)],
    );
}

#[test]
fn what_it_is_used_for_is_named_once_and_covered() {
    breaks(
        &[("/purposes/0", json!("social-safety"))],
        &[(Code::Duplicate, "/purposes/1")],
    );
    breaks(
        &[("/purposes", json!([])), ("/scales", json!([]))],
        &[(Code::TooShort, "/purposes")],
    );
    let topics = [(Code::SafetyTopicMissing, "/scales"); 2];
    breaks(
        &[
            ("/scales/0/safetyTopic", Value::Null),
            ("/scales/1/safetyTopic", json!("wellbeing")),
        ],
        &topics,
    );
    breaks(
        &[("/scales/1/purpose", json!("satisfaction"))],
        &[
            (Code::TopicWithoutSafety, "/scales/1/safetyTopic"),
            topics[0],
        ],
    );
    breaks(
        &[
            ("/purposes", json!(["satisfaction"])),
            ("/scales/1/purpose", json!("satisfaction")),
            ("/scales/1/safetyTopic", Value::Null),
        ],
        &[
            (Code::PurposeNotNamed, "/scales/0/purpose"),
            (Code::PurposeNotNamed, "/scales/2/purpose"),
        ],
    );
}
