//! Answers held against a version.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};

use super::fixture::{changed, content, version, wrong};
use crate::error::Code;
use crate::survey::answers::{Answer, Answers, Checked, Stage, check, pointer};
use crate::survey::condition::shown;
use crate::survey::given::Given;

fn answers(given: &Value) -> Answers {
    serde_json::from_value(given.clone()).unwrap()
}

fn held(given: &Value, stage: Stage) -> Vec<(Code, String)> {
    wrong(check(&content(&version()), &answers(given), stage))
}

fn taken(given: &Value, stage: Stage) -> Checked {
    check(&content(&version()), &answers(given), stage).unwrap()
}

fn at(found: &[(Code, &str)]) -> Vec<(Code, String)> {
    let found = found.iter();
    found
        .map(|(code, at)| (*code, format!("/answers/{at}")))
        .collect()
}

#[test]
fn what_fits_is_taken_and_written_as_it_came() {
    let given = json!({"feel": 2, "where": ["online", "class"], "who": "pupil", "age": 9.5, "recommend": 0, "why": "zo"});
    let checked = taken(&given, Stage::Final);
    let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
    let expected = [
        (0, Answer::Point(2)),
        (1, Answer::Choices(keys(&["class", "online"]))),
        (2, Answer::Choice("pupil".to_owned())),
        (3, Answer::Number(950)),
        (4, Answer::Point(0)),
        (5, Answer::Text("zo".to_owned())),
    ];
    let found: Vec<_> = checked.iter().map(|(n, a)| (n, a.clone())).collect();
    assert_eq!(found, expected);
    let content = content(&version());
    let mut back = serde_json::to_value(checked.keyed(&content)).unwrap();
    assert_eq!(back["where"].take(), json!(["class", "online"]));
    back["where"] = given["where"].clone();
    assert_eq!(back, given);
}

#[test]
fn any_json_is_read_so_that_it_can_be_pointed_at() {
    let read = |value: Value| serde_json::from_value::<Given>(value).unwrap();
    assert_eq!(read(json!(null)), Given::Nothing);
    assert_eq!(read(json!(-3)), Given::Number(-3.0));
    assert_eq!(read(json!({"a": [1, {"b": true}]})), Given::Other);
    assert_eq!(
        read(json!([true, "a"])),
        Given::List(vec![Given::Other, Given::Text("a".to_owned())])
    );
}

#[test]
fn everything_wrong_is_said_at_once() {
    let given = json!({"feel": 5, "where": ["moon", 1, "class", "class", "yard", "online"], "who": ["pupil"],
        "age": 9.25, "recommend": 11, "why": "langer dan tien", "colour/~": "red"});
    let expected = [
        (Code::OutsideScale, "feel"),
        (Code::UnknownOption, "where/0"),
        (Code::InvalidType, "where/1"),
        (Code::Duplicate, "where/3"),
        (Code::TooManyOptions, "where"),
        (Code::InvalidType, "who"),
        (Code::TooManyDecimals, "age"),
        (Code::OutsideScale, "recommend"),
        (Code::TooLong, "why"),
        (Code::UnknownQuestion, "colour~1~0"),
    ];
    for stage in [Stage::Draft, Stage::Final] {
        assert_eq!(held(&given, stage), at(&expected));
    }
}

#[test]
fn a_value_of_another_kind_is_not_taken() {
    for key in ["feel", "where", "who", "age", "recommend", "why"] {
        for value in [json!(true), json!({}), json!([[1]])] {
            let found = held(&json!({ key: value }), Stage::Draft);
            assert!(
                found.iter().all(|(code, _)| *code == Code::InvalidType) && !found.is_empty(),
                "{key} {value} {found:?}"
            );
        }
    }
    for value in [json!("2"), json!(2.5)] {
        assert_eq!(
            held(&json!({"feel": value}), Stage::Draft),
            at(&[(Code::InvalidType, "feel")])
        );
    }
    for value in [json!(0), json!(-1), json!(5), json!(1e300), json!(u64::MAX)] {
        assert_eq!(
            held(&json!({"feel": value}), Stage::Draft),
            at(&[(Code::OutsideScale, "feel")])
        );
    }
    // The same number, written otherwise.
    assert_eq!(
        taken(&json!({"feel": 2.0}), Stage::Draft).get(0),
        Some(&Answer::Point(2))
    );
}

#[test]
fn numbers_are_counted_in_hundredths_exactly() {
    let with = |decimals: u8| {
        let number =
            json!({"kind": "number", "min": -1_000_000, "max": 1_000_000, "decimals": decimals});
        content(&changed(&[("/sections/0/questions/3/answer", number)]))
    };
    let read = |decimals: u8, written: &str| {
        let given = serde_json::from_str(&format!("{{\"age\": {written}}}")).unwrap();
        check(&with(decimals), &given, Stage::Draft).map(|checked| checked.get(3).cloned())
    };
    for hundredths in (-30_000..30_000).chain(99_990_000..=100_000_000) {
        let sign = if hundredths < 0 { "-" } else { "" };
        let size = i64::abs(hundredths);
        if size % 7 != 0 && size % 100 != 0 {
            continue;
        }
        let written = format!("{sign}{}.{:02}", size / 100, size % 100);
        assert_eq!(
            read(2, &written),
            Ok(Some(Answer::Number(hundredths))),
            "{written}"
        );
    }
    for (decimals, written, code) in [
        (2, "1.005", Code::TooManyDecimals),
        (2, "0.1234", Code::TooManyDecimals),
        (1, "0.12", Code::TooManyDecimals),
        (0, "0.5", Code::TooManyDecimals),
        (2, "1000000.01", Code::OutOfRange),
        (2, "1e300", Code::OutOfRange),
    ] {
        assert_eq!(
            wrong(read(decimals, written)),
            at(&[(code, "age")]),
            "{written}"
        );
    }
    assert_eq!(read(1, "12.50"), Ok(Some(Answer::Number(1250))));
}

#[test]
fn an_open_answer_is_bounded_in_characters_and_bytes() {
    let why = |text: &str| {
        held(
            &json!({"who": "pupil", "feel": 3, "why": text}),
            Stage::Final,
        )
    };
    assert_eq!(why("éééééééééé"), []);
    assert_eq!(why("学校很好"), []);
    assert_eq!(why("👍👍👍👍👍"), []);
    for long in ["elf tekens!", "👍👍👍👍👍👍", "学校很好学校很"] {
        assert_eq!(why(long), at(&[(Code::TooLong, "why")]), "{long}");
    }
    assert_eq!(why("a\u{7}"), at(&[(Code::CharacterNotAllowed, "why")]));
    assert_eq!(why("a\nb"), []);
    assert_eq!(why(" \n "), []);
    let checked = taken(&json!({"feel": 3, "why": " "}), Stage::Final);
    assert_eq!(checked.get(5), None, "it says nothing");
}

#[test]
fn required_is_what_is_shown() {
    assert_eq!(held(&json!({}), Stage::Draft), []);
    assert_eq!(
        held(&json!({}), Stage::Final),
        at(&[(Code::Required, "feel")])
    );
    assert_eq!(
        held(&json!({"feel": null}), Stage::Final),
        at(&[(Code::Required, "feel")])
    );
    assert_eq!(held(&json!({"feel": 3}), Stage::Final), []);
    for missing in [json!({"feel": 2}), json!({"feel": 2, "where": []})] {
        assert_eq!(
            held(&missing, Stage::Final),
            at(&[(Code::Required, "where")])
        );
    }
}

#[test]
fn what_is_not_shown_is_taken_in_a_draft_only() {
    let given = json!({"feel": 3, "where": ["yard"], "who": "adult", "why": "zo"});
    assert_eq!(held(&given, Stage::Draft), []);
    let expected = at(&[
        (Code::QuestionNotShown, "where"),
        (Code::QuestionNotShown, "why"),
    ]);
    assert_eq!(held(&given, Stage::Final), expected);
}

#[test]
fn nothing_is_said_of_what_hangs_on_a_wrong_answer() {
    let given = json!({"feel": 9, "where": ["yard"]});
    assert_eq!(
        held(&given, Stage::Final),
        at(&[(Code::OutsideScale, "feel")])
    );
}

#[test]
fn an_answer_that_is_not_shown_shows_nothing() {
    // The last question hangs on where, which hangs on feel.
    let hangs = json!({"oneOf": {"question": "where", "options": ["yard"]}});
    let content = content(&changed(&[
        ("/sections/1/showWhen", hangs),
        ("/sections/1/questions/1/showWhen", Value::Null),
    ]));
    let shown_for = |given: Value| {
        let checked = check(&content, &answers(&given), Stage::Draft).unwrap();
        shown(
            &content,
            &checked.iter().map(|(n, a)| (n, a.clone())).collect(),
        )
    };
    let where_ = |feel: u8| shown_for(json!({"feel": feel, "where": ["class", "yard"]}));
    assert_eq!(where_(2), [true; 6]);
    assert_eq!(where_(3), [true, false, true, true, false, false]);
}

#[test]
fn conditions_hold_as_they_read() {
    let holds = |condition: Value, given: Value| {
        let content = content(&changed(&[("/sections/1/showWhen", condition)]));
        let checked = check(&content, &answers(&given), Stage::Draft).unwrap();
        let given = checked.iter().map(|(n, a)| (n, a.clone())).collect();
        shown(&content, &given).get(4).copied().unwrap()
    };
    let age = json!({"between": {"question": "age", "from": 9, "to": 10}});
    for (value, expected) in [(8.9, false), (9.0, true), (10.0, true), (10.1, false)] {
        assert_eq!(
            holds(age.clone(), json!({"age": value})),
            expected,
            "{value}"
        );
    }
    assert!(!holds(age.clone(), json!({})));
    assert!(holds(json!({"not": age}), json!({})));
    let both = |kind: &str| json!({kind: [{"answered": "who"}, {"answered": "age"}]});
    assert!(!holds(both("all"), json!({"who": "pupil"})));
    assert!(holds(both("any"), json!({"who": "pupil"})));
    assert!(!holds(both("any"), json!({})));
}

#[test]
fn a_pointer_is_escaped() {
    assert_eq!(pointer("a/b~c"), "/answers/a~1b~0c");
}
