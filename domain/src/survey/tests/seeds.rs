//! The shipped instruments: read, checked, and held against what is known of them.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::fixture::wrong;
use crate::error::Code;
use crate::framework::tests::seeds::read;
use crate::survey::answers::{Answers, Stage, check};
use crate::survey::content::{AnswerKind, Content, SafetyTopic, Scale, SurveyPurpose, TargetGroup};
use crate::survey::layout::Layout;
use crate::survey::packed::MOST;
use crate::survey::publish;

fn shipped() -> BTreeMap<String, Content> {
    read("survey-instruments")
}

fn in_mean(scale: &Scale) -> BTreeSet<&str> {
    let items = scale.items.iter().filter(|item| item.in_mean);
    items.map(|item| item.question.as_str()).collect()
}

fn scale<'a>(content: &'a Content, key: &str) -> BTreeSet<&'a str> {
    in_mean(content.scales.iter().find(|one| one.key == key).unwrap())
}

fn topic(content: &Content, topic: SafetyTopic) -> BTreeSet<&str> {
    let mut scales = content.scales.iter();
    in_mean(scales.find(|one| one.safety_topic == Some(topic)).unwrap())
}

#[test]
fn every_instrument_passes_the_checks_and_is_written_as_it_is_read() {
    let shipped = shipped();
    let names: Vec<_> = shipped.keys().map(String::as_str).collect();
    let expected = [
        "parents-po",
        "pupils-po",
        "pupils-vo",
        "social-safety",
        "staff",
    ];
    assert_eq!(names, expected);
    for (file, content) in &shipped {
        assert_eq!(publish::check(content), Ok(()), "{file}");
        let json = serde_json::to_string(content).unwrap();
        assert_eq!(
            &serde_json::from_str::<Content>(&json).unwrap(),
            content,
            "{file}"
        );
        assert!(!content.official, "{file}");
        assert!(content.source.contains("not the official texts"), "{file}");
        assert!(Layout::of(content).payload_size() <= MOST, "{file}");
    }
}

#[test]
fn no_text_stands_in_one_language_twice() {
    for (file, content) in shipped() {
        let mut texts = BTreeSet::new();
        for question in content.questions() {
            assert_ne!(
                question.text.nl, question.text.en,
                "{file} {}",
                question.key
            );
            assert!(
                texts.insert(question.text.nl.clone()),
                "{file} {}",
                question.key
            );
            assert!(
                texts.insert(question.text.en.clone()),
                "{file} {}",
                question.key
            );
        }
    }
}

#[test]
fn parents_answer_four_points_and_must() {
    let content = &shipped()["parents-po"];
    assert_eq!(content.target_group, TargetGroup::Parents);
    let themes = scale(content, "satisfaction");
    for question in content.questions() {
        match &question.answer {
            AnswerKind::Scale {
                points, reversed, ..
            } => {
                assert_eq!((*points, *reversed), (4, false), "{}", question.key);
                assert!(themes.contains(question.key.as_str()), "{}", question.key);
                assert!(question.required, "{}", question.key);
            }
            AnswerKind::Recommendation => assert!(question.required),
            AnswerKind::Text { .. } => assert!(!question.required),
            other => unreachable!("{} {other:?}", question.key),
        }
    }
    // Four themes that divide what is asked among them.
    let parts: Vec<_> = content.scales.iter().skip(1).map(in_mean).collect();
    assert_eq!(parts.len(), 4);
    assert_eq!(parts.iter().map(BTreeSet::len).sum::<usize>(), themes.len());
    assert_eq!(parts.into_iter().flatten().collect::<BTreeSet<_>>(), themes);
}

#[test]
fn pupils_in_primary_education_answer_fifteen_of_which_ten_and_ten_and_five_count() {
    let content = &shipped()["pupils-po"];
    assert_eq!(content.questions().count(), 15);
    let [satisfaction, safety] = ["satisfaction", "safety"].map(|key| scale(content, key));
    assert_eq!([satisfaction.len(), safety.len()], [10, 10]);
    assert_eq!(satisfaction.intersection(&safety).count(), 5);
    assert_eq!(satisfaction.union(&safety).count(), 15);
    // The topics divide the ten among them.
    let topics = SafetyTopic::ALL.iter();
    let topics: Vec<&str> = topics.flat_map(|one| topic(content, *one)).collect();
    assert_eq!(topics.len(), 10);
    assert_eq!(topics.into_iter().collect::<BTreeSet<_>>(), safety);
    assert!(
        content
            .questions()
            .all(|question| { matches!(question.answer, AnswerKind::Scale { points: 4, .. }) })
    );
}

#[test]
fn harm_is_turned_and_may_be_skipped() {
    for name in ["pupils-po", "social-safety"] {
        let content = &shipped()[name];
        assert!(content.purposes.contains(&SurveyPurpose::SocialSafety));
        let harm = topic(content, SafetyTopic::Harm);
        assert!(harm.len() >= 3, "{name}");
        for question in content.questions() {
            let turned = matches!(question.answer, AnswerKind::Scale { reversed: true, .. });
            if harm.contains(question.key.as_str()) {
                assert!(turned && !question.required, "{name} {}", question.key);
            }
        }
    }
}

#[test]
fn importance_stands_beside_what_is_asked() {
    let count = |name: &str| {
        let content = &shipped()[name];
        let asked = content
            .questions()
            .filter(|one| one.importance_of.is_some());
        (asked.count(), content.questions().count())
    };
    assert_eq!(count("pupils-vo"), (4, 26));
    assert_eq!(count("staff"), (4, 27));
}

#[test]
fn whom_something_happened_to_is_asked_where_and_by_whom() {
    let content = &shipped()["social-safety"];
    let mut given = serde_json::Map::new();
    for question in content.questions().filter(|one| one.required) {
        let value = match &question.answer {
            AnswerKind::Scale { .. } => json!(3),
            AnswerKind::Single { options } => json!(options[0].key),
            other => unreachable!("{other:?}"),
        };
        given.insert(question.key.clone(), value);
    }
    let mut sent = |more: serde_json::Value| {
        given.extend(more.as_object().unwrap().clone());
        let answers: Answers = serde_json::from_value(json!(given)).unwrap();
        wrong(check(content, &answers, Stage::Final))
    };
    assert_eq!(sent(json!({})), []);
    let not_asked = |key: &str| (Code::QuestionNotShown, format!("/answers/{key}"));
    // Seeing a weapon is not being harmed.
    let seen = json!({"bullied": 1, "weapons": 5, "where": ["class"], "told": "home"});
    assert_eq!(sent(seen), [not_asked("where"), not_asked("told")]);
    assert_eq!(sent(json!({"bullied": 2})), []);
    assert_eq!(sent(json!({"stopped": "no"})), []);
    assert_eq!(sent(json!({"told": "nobody"})), [not_asked("stopped")]);
    // What is shown with harm and does not count in its mean.
    let harm = content
        .scales
        .iter()
        .find(|one| one.safety_topic == Some(SafetyTopic::Harm));
    let out = harm.unwrap().items.iter().filter(|item| !item.in_mean);
    assert_eq!(out.count(), 5);
}
