//! The questions as a respondent sees them, in one language.

use akoki_domain::{
    survey::content::{AnswerKind, Choice, Condition, Question, Section},
    text::{Bilingual, Language},
};
use akoki_openapi::wire::survey_session::{
    FormAnswer, FormOption, FormQuestion, FormSection, SurveyForm,
};
use serde_json::Value;

use crate::{clock::instant, failure::Failure, survey::pinned::Pinned};

/// The questions of a campaign.
///
/// # Errors
/// When a condition cannot be written.
pub fn form(pinned: &Pinned, closes_at: i64, language: Language) -> Result<SurveyForm, Failure> {
    let content = &pinned.content;
    let text = |text: &Bilingual| text.get(language).to_owned();
    let sections = content.sections.iter();
    Ok(SurveyForm {
        title: text(&content.title),
        introduction: content.introduction.as_ref().map(text),
        language: language.tag().to_owned(),
        closes_at: instant(closes_at),
        minimum: pinned.minimum,
        sections: sections
            .map(|one| section(one, language))
            .collect::<Result<_, Failure>>()?,
    })
}

fn section(section: &Section, language: Language) -> Result<FormSection, Failure> {
    Ok(FormSection {
        key: section.key.clone(),
        title: section.title.get(language).to_owned(),
        show_when: section.show_when.as_ref().map(condition).transpose()?,
        questions: section
            .questions
            .iter()
            .map(|one| question(one, language))
            .collect::<Result<_, Failure>>()?,
    })
}

fn question(question: &Question, language: Language) -> Result<FormQuestion, Failure> {
    let help = question.help.as_ref();
    Ok(FormQuestion {
        key: question.key.clone(),
        text: question.text.get(language).to_owned(),
        help: help.map(|text| text.get(language).to_owned()),
        required: question.required,
        show_when: question.show_when.as_ref().map(condition).transpose()?,
        answer: answer(&question.answer, language),
    })
}

/// A condition in the form in which it was published: it names keys, which every language has.
fn condition(condition: &Condition) -> Result<Value, Failure> {
    serde_json::to_value(condition).map_err(|error| Failure::Internal(error.to_string()))
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
    let bounds = kind.points();
    let of_kind = FormAnswer::of(kind.word());
    match kind {
        AnswerKind::Scale {
            points,
            low,
            high,
            labels,
            ..
        } => FormAnswer {
            points: Some(*points),
            low: Some(text(low)),
            high: Some(text(high)),
            labels: labels.iter().map(text).collect(),
            ..of_kind
        },
        AnswerKind::Single { options } => FormAnswer {
            options: offered(options),
            ..of_kind
        },
        AnswerKind::Multiple { options, at_most } => FormAnswer {
            options: offered(options),
            at_most: *at_most,
            ..of_kind
        },
        AnswerKind::Number { min, max, decimals } => FormAnswer {
            min: Some(*min),
            max: Some(*max),
            decimals: Some(*decimals),
            ..of_kind
        },
        AnswerKind::Text { max_length } => FormAnswer {
            max_length: Some(*max_length),
            ..of_kind
        },
        AnswerKind::Recommendation => FormAnswer {
            min: bounds.map(|(least, _)| least.into()),
            max: bounds.map(|(_, most)| most.into()),
            ..of_kind
        },
    }
}
