//! Packing and unpacking, over versions and answers made at random.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::{content, text, version};
use crate::survey::answers::{Answer, Answers, Checked, Stage, check};
use crate::survey::content::{AnswerKind, Content};
use crate::survey::layout::{Layout, room};
use crate::survey::packed::{MOST, Payload};
use crate::survey::publish;

fn options(count: usize) -> Value {
    let options = (0..count).map(|n| json!({"key": format!("o{n}"), "text": text("x")}));
    options.collect()
}

/// What can be answered, with an answer that fits, or none.
fn question() -> impl Strategy<Value = (Value, Value)> {
    let none = |answer: BoxedStrategy<Value>| {
        option::of(answer).prop_map(|answer| answer.unwrap_or_default())
    };
    let scale = (2..=11_u8).prop_flat_map(move |points| {
        let kind = json!({"kind": "scale", "points": points, "low": text("a"), "high": text("b")});
        (Just(kind), none((1..=points).prop_map(Value::from).boxed()))
    });
    let single = (2..=30_usize).prop_flat_map(move |count| {
        let answer = (0..count).prop_map(|n| json!(format!("o{n}"))).boxed();
        (
            Just(json!({"kind": "single", "options": options(count)})),
            none(answer),
        )
    });
    let multiple = (2..=30_usize).prop_flat_map(move |count| {
        let chosen = btree_set(0..count, 0..=count);
        let answer = chosen.prop_map(|set| set.iter().map(|n| format!("o{n}")).collect::<Value>());
        (
            Just(json!({"kind": "multiple", "options": options(count)})),
            none(answer.boxed()),
        )
    });
    let number = (-1_000_000..=1_000_000_i32, 0..=1000_i32).prop_flat_map(move |(min, size)| {
        let max = (min + size).min(1_000_000);
        let kind = json!({"kind": "number", "min": min, "max": max, "decimals": 2});
        let hundredths = min * 100..=max * 100;
        (
            Just(kind),
            none(hundredths.prop_map(|n| json!(f64::from(n) / 100.0)).boxed()),
        )
    });
    let open = (1..=40_u16).prop_flat_map(move |length| {
        let length = usize::from(length);
        let answer = vec(
            prop::char::ranges(vec!['a'..='z', 'à'..='ÿ', 'ا'..='ي'].into()),
            1..=length,
        );
        let answer = answer.prop_map(|text| json!(text.into_iter().collect::<String>()));
        (
            Just(json!({"kind": "text", "maxLength": length})),
            none(answer.boxed()),
        )
    });
    let recommend = none((0..=10_u8).prop_map(Value::from).boxed());
    let recommend = recommend.prop_map(|answer| (json!({"kind": "recommendation"}), answer));
    prop_oneof![scale, single, multiple, number, open, recommend]
}

/// A version of these kinds, and the answers to it.
fn asked(questions: &[(Value, Value)]) -> (Content, Checked) {
    let mut version = version();
    let list = questions.iter().enumerate().map(|(n, (kind, _))| {
        json!({"key": format!("q{n}"), "text": text("?"), "required": false, "answer": kind})
    });
    version["purposes"] = json!(["other"]);
    version["scales"] = json!([]);
    version["sections"] =
        json!([{"key": "s", "title": text("s"), "questions": list.collect::<Vec<_>>()}]);
    let content = content(&version);
    publish::check(&content).unwrap();
    let given = questions.iter().enumerate();
    let given: Value = Value::Object(
        given
            .map(|(n, (_, a))| (format!("q{n}"), a.clone()))
            .collect(),
    );
    let given: Answers = serde_json::from_value(given).unwrap();
    let checked = check(&content, &given, Stage::Final).unwrap();
    (content, checked)
}

/// The bytes of the row, counted from the table in the documentation.
fn width(content: &Content) -> usize {
    let bytes = content.questions().map(|question| match question.answer {
        AnswerKind::Multiple { .. } | AnswerKind::Number { .. } => 4,
        AnswerKind::Text { .. } => 0,
        _ => 1,
    });
    bytes.sum()
}

/// What the accessors read of a question that is not open, as an answer.
fn seen(content: &Content, layout: &Layout, row: &[u8], place: usize) -> Option<Answer> {
    let question = content.questions().nth(place).unwrap();
    let key = |n: usize| question.answer.options().unwrap()[n].key.clone();
    let point = layout.point(row, place).map(Answer::Point);
    let one = layout
        .choice(row, place)
        .map(|n| Answer::Choice(key(usize::from(n))));
    let several = layout.choices(row, place).map(|mask| {
        let set = (0..32).filter(|n| mask >> n & 1 == 1);
        Answer::Choices(set.map(key).collect())
    });
    let number = layout
        .number(row, place)
        .map(|n| Answer::Number(i64::from(n)));
    let all = [point, one, several, number];
    assert!(
        all.iter().flatten().count() <= 1,
        "one accessor reads a question"
    );
    all.into_iter().flatten().next()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_packed_comes_out(questions in vec(question(), 1..25)) {
        let (content, checked) = asked(&questions);
        let layout = Layout::of(&content);
        let row = layout.pack(&checked);
        prop_assert_eq!(row.len(), width(&content));
        prop_assert_eq!(layout.width(), width(&content));
        prop_assert_eq!(layout.questions(), questions.len());
        let back = layout.unpack(&row, &layout.texts(&checked));
        prop_assert_eq!(back.as_ref(), Some(&checked));
        for place in 0..questions.len() {
            let answer = checked.get(place).filter(|one| !matches!(one, Answer::Text(_)));
            let seen = seen(&content, &layout, &row, place);
            prop_assert_eq!(seen.as_ref(), answer);
            prop_assert_eq!(layout.answered(&row, place), answer.is_some());
        }
    }

    #[test]
    fn what_is_wiped_is_gone_and_the_rest_stays(
        questions in vec(question(), 1..25),
        picked in vec(any::<prop::sample::Index>(), 0..10),
    ) {
        let (content, checked) = asked(&questions);
        let layout = Layout::of(&content);
        let picked: Vec<usize> = picked.iter().map(|one| one.index(questions.len())).collect();
        let mut row = layout.pack(&checked);
        layout.wipe(&mut row, &picked);
        // The same as of somebody who left them out.
        let left: Vec<_> = questions.iter().enumerate().map(|(n, (kind, answer))| {
            let gone = picked.contains(&n);
            (kind.clone(), if gone { Value::Null } else { answer.clone() })
        }).collect();
        prop_assert_eq!(&row, &layout.pack(&asked(&left).1));
        layout.wipe(&mut row, &(0..questions.len()).collect::<Vec<_>>());
        prop_assert_eq!(row, layout.blank());
    }

    #[test]
    fn a_payload_has_one_length_and_comes_out(
        questions in vec(question(), 1..25),
        group in any::<u32>(),
        dimensions in [option::of(0..255_u8), option::of(0..255_u8)],
    ) {
        let (content, checked) = asked(&questions);
        let layout = Layout::of(&content);
        let payload = Payload {
            group,
            dimensions,
            scores: layout.pack(&checked),
            texts: layout.texts(&checked),
        };
        let bytes = layout.encode(&payload).unwrap();
        let empty = Payload { group: 0, dimensions: [None; 2], scores: layout.blank(), texts: Vec::new() };
        prop_assert_eq!(bytes.len(), layout.encode(&empty).unwrap().len());
        prop_assert_eq!(bytes.len(), layout.payload_size());
        prop_assert!(bytes.len() <= MOST);
        prop_assert_eq!(layout.decode(&bytes), Some(payload));
        prop_assert_eq!(layout.decode(&bytes[1..]), None);
    }

    #[test]
    fn bytes_of_anything_are_read_without_harm(
        questions in vec(question(), 1..25),
        noise in vec(any::<u8>(), MOST),
    ) {
        let (content, _) = asked(&questions);
        let layout = Layout::of(&content);
        let size = layout.payload_size();
        if let Some(payload) = layout.decode(&noise[..size]) {
            prop_assert_eq!(layout.encode(&payload).unwrap(), &noise[..size]);
        }
        let row = &noise[..layout.width()];
        let read = layout.unpack(row, &[]).unwrap();
        for place in 0..questions.len() {
            let seen = seen(&content, &layout, row, place);
            prop_assert_eq!(seen.as_ref(), read.get(place));
        }
    }
}

#[test]
fn the_bytes_are_those_of_the_table() {
    let content = content(&version());
    let layout = Layout::of(&content);
    let given = json!({"feel": 2, "where": ["class", "online"], "who": "adult", "age": 9.5, "recommend": 0});
    let given: Answers = serde_json::from_value(given).unwrap();
    let row = layout.pack(&check(&content, &given, Stage::Final).unwrap());
    assert_eq!(
        row,
        [
            2,
            0x80,
            0,
            0,
            0b101,
            1,
            0,
            0,
            950_u16.to_be_bytes()[0],
            950_u16.to_be_bytes()[1],
            0
        ]
    );
    assert_eq!(layout.blank(), [255, 0, 0, 0, 0, 255, 0x80, 0, 0, 0, 255]);
    assert_eq!(room(10), 20);
    assert_eq!(layout.payload_size(), 6 + 11 + 2 + 20);
    assert_eq!(layout.unpack(&row[1..], &[]), None);
    assert_eq!(layout.point(&[], 0), None);
    assert_eq!(layout.point(&row, 99), None);
}

#[test]
fn what_is_not_of_the_layout_is_not_encoded() {
    let layout = Layout::of(&content(&version()));
    let payload = |texts: &[(usize, &str)]| Payload {
        group: 7,
        dimensions: [Some(1), None],
        scores: layout.blank(),
        texts: texts
            .iter()
            .map(|(n, text)| (*n, (*text).to_owned()))
            .collect(),
    };
    assert!(layout.encode(&payload(&[(5, "zo")])).is_some());
    assert_eq!(
        layout.encode(&payload(&[(0, "zo")])),
        None,
        "not an open question"
    );
    assert_eq!(
        layout.encode(&payload(&[(5, "zo"), (5, "zo")])),
        None,
        "twice"
    );
    assert_eq!(
        layout.encode(&payload(&[(5, &"x".repeat(21))])),
        None,
        "too long"
    );
    let narrow = Payload {
        scores: vec![0],
        ..payload(&[])
    };
    assert_eq!(layout.encode(&narrow), None);
    let none = Payload {
        dimensions: [Some(255), None],
        ..payload(&[])
    };
    assert_eq!(layout.encode(&none), None);
    let mut bytes = layout.encode(&payload(&[(5, "zo")])).unwrap();
    *bytes.last_mut().unwrap() = 1;
    assert_eq!(
        layout.decode(&bytes),
        None,
        "what is past the texts is zero"
    );
}
