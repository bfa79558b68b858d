//! The bounds that the document gives for surveys are those that the domain holds to.

#![expect(clippy::unwrap_used, reason = "tests")]

use akoki_domain::survey::{
    campaign::{
        LEAST_MINIMUM, MAX_DIMENSIONS, MAX_FIGURES, MAX_GROUPS, MAX_POPULATION, MAX_REMINDERS,
        MAX_TEACHERS, MAX_WINDOWS, MOST_MINIMUM,
    },
    entry::{MAX_BY_LINK, MAX_IN_CLASS, MAX_INVITED, MAX_MINUTES, MAX_RECIPIENT},
    publish::{
        BOUNDS, LENGTH, MAX_HELP, MAX_LABEL, MAX_OPEN, MAX_QUESTION, MAX_QUESTIONS, MAX_SCALES,
        MAX_SECTIONS, MAX_TEXT, MAX_TITLE, OPTIONS, POINTS,
    },
};
use serde_json::{Value, json};
use std::fmt::Display;
use utoipa::PartialSchema;

use super::{
    survey_campaign::{
        CampaignGroup, InvitedGroup, SurveyBenchmarks, SurveyCampaignInput, SurveyEntryInput,
    },
    survey_session::FormAnswer,
};
use crate::texts;

/// The bounds of a field, in the order of their names.
fn bounds<T: PartialSchema>(field: &str) -> Value {
    let schema = serde_json::to_value(T::schema()).unwrap();
    let found = schema.pointer(&format!("/properties/{field}")).unwrap();
    let names = [
        "default",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
    ];
    let given = names.iter().filter_map(|name| found.get(*name).cloned());
    Value::Array(given.collect())
}

#[test]
fn answers_are_bounded_as_versions_are() {
    assert_eq!(bounds::<FormAnswer>("points"), json!([POINTS.1, POINTS.0]));
    assert_eq!(bounds::<FormAnswer>("options"), json!([OPTIONS.1]));
    assert_eq!(bounds::<FormAnswer>("atMost"), json!([OPTIONS.1, 1]));
    for name in ["min", "max"] {
        assert_eq!(bounds::<FormAnswer>(name), json!([BOUNDS.1, BOUNDS.0]));
    }
    assert_eq!(
        bounds::<FormAnswer>("maxLength"),
        json!([LENGTH.1, LENGTH.0])
    );
}

#[test]
fn campaigns_are_bounded_as_the_domain_says() {
    let campaign = bounds::<SurveyCampaignInput>;
    assert_eq!(campaign("title"), json!([MAX_TITLE, 1]));
    assert_eq!(
        campaign("minimum"),
        json!([LEAST_MINIMUM, MOST_MINIMUM, LEAST_MINIMUM])
    );
    assert_eq!(campaign("windows"), json!([MAX_WINDOWS, 1]));
    assert_eq!(campaign("groups"), json!([MAX_GROUPS, 1]));
    assert_eq!(campaign("dimensions"), json!([MAX_DIMENSIONS]));
    assert_eq!(campaign("reminders"), json!([MAX_REMINDERS]));
    let group = bounds::<CampaignGroup>;
    assert_eq!(group("title"), json!([MAX_TITLE, 1]));
    assert_eq!(group("teacherIds"), json!([MAX_TEACHERS]));
    assert_eq!(group("population"), json!([MAX_POPULATION, 1]));
    assert_eq!(
        bounds::<SurveyBenchmarks>("figures"),
        json!([MAX_FIGURES, 1])
    );
    assert_eq!(
        bounds::<SurveyEntryInput>("minutes"),
        json!([MAX_MINUTES, 1])
    );
    assert_eq!(
        bounds::<SurveyEntryInput>("atMost"),
        json!([MAX_BY_LINK, 1])
    );
}

#[test]
fn whom_to_invite_is_bounded_as_the_domain_says() {
    let group = bounds::<InvitedGroup>;
    assert_eq!(group("count"), json!([MAX_INVITED, 1]));
    assert_eq!(group("recipients"), json!([MAX_INVITED]));
    let schema = serde_json::to_value(InvitedGroup::schema()).unwrap();
    let recipient = schema.pointer("/properties/recipients/items/maxLength");
    assert_eq!(recipient, Some(&json!(MAX_RECIPIENT)));
}

/// A draft may be unfinished, so its schema does not hold it to what is asked of a version: the texts say that.
#[test]
fn the_texts_say_what_is_asked_of_a_version() {
    let asked: [(&str, &str, Vec<&dyn Display>); 16] = [
        ("SurveyAnswerKind", "points", vec![&POINTS.0, &POINTS.1]),
        ("SurveyAnswerKind", "low", vec![&MAX_LABEL]),
        ("SurveyAnswerKind", "high", vec![&MAX_LABEL]),
        ("SurveyAnswerKind", "labels", vec![&MAX_LABEL]),
        ("SurveyAnswerKind", "options", vec![&OPTIONS.0, &OPTIONS.1]),
        (
            "SurveyAnswerKind",
            "maxLength",
            vec![&LENGTH.0, &LENGTH.1, &MAX_OPEN],
        ),
        ("SurveyAnswers", "answers", vec![&LENGTH.1]),
        ("SurveyChoice", "text", vec![&MAX_LABEL]),
        ("SurveyQuestion", "text", vec![&MAX_QUESTION]),
        ("SurveyQuestion", "help", vec![&MAX_HELP]),
        ("SurveyContent", "title", vec![&MAX_TITLE]),
        ("SurveyContent", "source", vec![&MAX_TEXT]),
        (
            "SurveyContent",
            "sections",
            vec![&MAX_SECTIONS, &MAX_QUESTIONS],
        ),
        ("SurveyContent", "scales", vec![&MAX_SCALES]),
        (
            "SurveyEntryInput",
            "atMost",
            vec![&MAX_IN_CLASS, &MAX_BY_LINK],
        ),
        ("SurveyEntryInput", "minutes", vec![&MAX_MINUTES]),
    ];
    for (schema, field, numbers) in asked {
        let text = texts::field(schema, field).unwrap();
        for text in [&text.nl, &text.en] {
            let said: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
            let all = numbers
                .iter()
                .all(|one| said.contains(&one.to_string().as_str()));
            assert!(all, "{schema}.{field}: {text}");
        }
    }
}
