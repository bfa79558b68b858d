//! The questions as a respondent sees them, in one language.

use akoki_domain::{
    survey::content::{AnswerKind, Choice, Condition, Question, Section},
    text::{Bilingual, Language},
};
use akoki_openapi::wire::survey_session::{
    FormAnswer, FormOption, FormQuestion, FormSection, SurveyForm,
};
use serde_json::Value;

use crate::{clock::instant, survey::pinned::Pinned};

/// The questions of a campaign.
pub fn form(pinned: &Pinned, closes_at: i64, language: Language) -> SurveyForm {
    let content = &pinned.content;
    let text = |text: &Bilingual| text.get(language).to_owned();
    SurveyForm {
        title: text(&content.title),
        introduction: content.introduction.as_ref().map(text),
        language: language.tag().to_owned(),
        closes_at: instant(closes_at),
        minimum: pinned.minimum,
        sections: content
            .sections
            .iter()
            .map(|one| section(one, language))
            .collect(),
    }
}

fn section(section: &Section, language: Language) -> FormSection {
    FormSection {
        key: section.key.clone(),
        title: section.title.get(language).to_owned(),
        show_when: section.show_when.as_ref().map(condition),
        questions: section
            .questions
            .iter()
            .map(|one| question(one, language))
            .collect(),
    }
}

fn question(question: &Question, language: Language) -> FormQuestion {
    let help = question.help.as_ref();
    FormQuestion {
        key: question.key.clone(),
        text: question.text.get(language).to_owned(),
        help: help.map(|text| text.get(language).to_owned()),
        required: question.required,
        show_when: question.show_when.as_ref().map(condition),
        answer: answer(&question.answer, language),
    }
}

/// A condition in the form in which it was published: it names keys, which every language has.
fn condition(condition: &Condition) -> Value {
    serde_json::to_value(condition).unwrap_or(Value::Null)
}

fn answer(kind: &AnswerKind, language: Language) -> FormAnswer {
    let text = |text: &Bilingual| text.get(language).to_owned();
    let offered = |options: &[Choice]| {
        let option = |option: &Choice| FormOption {
            key: option.key.clone(),
            text: text(&option.text),
        };
        options.iter().map(option).collect()
    };
    match kind {
        AnswerKind::Scale {
            points,
            low,
            high,
            labels,
            ..
        } => FormAnswer {
            kind: "scale".into(),
            points: Some(*points),
            low: Some(text(low)),
            high: Some(text(high)),
            labels: labels.iter().map(text).collect(),
            ..FormAnswer::default()
        },
        AnswerKind::Single { options } => FormAnswer {
            kind: "single".into(),
            options: offered(options),
            ..FormAnswer::default()
        },
        AnswerKind::Multiple { options, at_most } => FormAnswer {
            kind: "multiple".into(),
            options: offered(options),
            at_most: *at_most,
            ..FormAnswer::default()
        },
        AnswerKind::Number { min, max, decimals } => FormAnswer {
            kind: "number".into(),
            min: Some(*min),
            max: Some(*max),
            decimals: Some(*decimals),
            ..FormAnswer::default()
        },
        AnswerKind::Text { max_length } => FormAnswer {
            kind: "text".into(),
            max_length: Some(*max_length),
            ..FormAnswer::default()
        },
        AnswerKind::Recommendation => FormAnswer {
            kind: "recommendation".into(),
            min: Some(0),
            max: Some(10),
            ..FormAnswer::default()
        },
    }
}
