//! Content as it was sent, read into that of the domain. What does not fit is said all at once.

use akoki_domain::{
    Code, Reason,
    survey::content::{AnswerKind, AnswerWord, Choice, Content, Item, Question, Scale, Section},
    text::Bilingual,
};

use super::{
    answer::{SurveyAnswerKind, SurveyChoice},
    condition,
    content::{SurveyContent, SurveyQuestion, SurveyScale, SurveyScaleItem, SurveySection},
};
use crate::wire::framework::BilingualText;

fn text(said: BilingualText) -> Bilingual {
    Bilingual {
        nl: said.nl,
        en: said.en,
    }
}

impl SurveyContent {
    /// The content. `at` is where it stands in the body.
    ///
    /// # Errors
    /// Every condition that is none, and every field that a kind of answer misses or does not have.
    pub fn read(self, at: &str) -> Result<Content, Vec<Reason>> {
        let mut wrong = Vec::new();
        let sections = self.sections.into_iter().enumerate();
        let sections = sections
            .map(|(n, said)| section(said, &format!("{at}/sections/{n}"), &mut wrong))
            .collect();
        // A question that could not be read is among what is wrong.
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Content {
            title: text(self.title),
            introduction: self.introduction.map(text),
            target_group: self.target_group,
            purposes: self.purposes,
            official: self.official,
            source: self.source,
            sections,
            scales: self.scales.into_iter().map(scale).collect(),
        })
    }
}

fn section(said: SurveySection, at: &str, wrong: &mut Vec<Reason>) -> Section {
    let show_when = condition::read(said.show_when, format!("{at}/showWhen"), wrong);
    let questions = said.questions.into_iter().enumerate();
    let questions = questions
        .filter_map(|(m, said)| question(said, &format!("{at}/questions/{m}"), wrong))
        .collect();
    Section {
        key: said.key,
        title: text(said.title),
        show_when,
        questions,
    }
}

fn question(said: SurveyQuestion, at: &str, wrong: &mut Vec<Reason>) -> Option<Question> {
    let show_when = condition::read(said.show_when, format!("{at}/showWhen"), wrong);
    let answer = answer(said.answer, format!("{at}/answer"), wrong)?;
    Some(Question {
        key: said.key,
        text: text(said.text),
        help: said.help.map(text),
        required: said.required,
        show_when,
        importance_of: said.importance_of,
        answer,
    })
}

fn scale(said: SurveyScale) -> Scale {
    let item = |item: SurveyScaleItem| Item {
        question: item.question,
        in_mean: item.in_mean,
    };
    Scale {
        key: said.key,
        title: text(said.title),
        purpose: said.purpose,
        safety_topic: said.safety_topic,
        items: said.items.into_iter().map(item).collect(),
    }
}

/// Where the fields of an answer stand, and what is wrong with them.
struct Fields<'a> {
    at: String,
    wrong: &'a mut Vec<Reason>,
}

impl Fields<'_> {
    /// A field that a kind must have.
    fn needed<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            let at = format!("{}/{name}", self.at);
            self.wrong.push(Reason::new(Code::Required).at(at));
        }
        value
    }

    /// Fields that a kind does not have.
    fn none(&mut self, fields: &[(&str, bool)]) {
        for (name, _) in fields.iter().filter(|(_, there)| *there) {
            let at = format!("{}/{name}", self.at);
            self.wrong.push(Reason::new(Code::UnknownField).at(at));
        }
    }
}

fn answer(said: SurveyAnswerKind, at: String, wrong: &mut Vec<Reason>) -> Option<AnswerKind> {
    use AnswerWord as Word;
    let kind = said.kind;
    let mut fields = Fields { at, wrong };
    let is = |kinds: &[Word]| kinds.contains(&kind);
    let (scale, number) = (is(&[Word::Scale]), is(&[Word::Number]));
    fields.none(&[
        ("points", !scale && said.points.is_some()),
        ("low", !scale && said.low.is_some()),
        ("high", !scale && said.high.is_some()),
        ("labels", !scale && said.labels.is_some()),
        ("reversed", !scale && said.reversed.is_some()),
        (
            "options",
            !is(&[Word::Single, Word::Multiple]) && said.options.is_some(),
        ),
        ("atMost", !is(&[Word::Multiple]) && said.at_most.is_some()),
        ("min", !number && said.min.is_some()),
        ("max", !number && said.max.is_some()),
        ("decimals", !number && said.decimals.is_some()),
        ("maxLength", !is(&[Word::Text]) && said.max_length.is_some()),
    ]);
    match kind {
        Word::Scale => {
            let points = fields.needed("points", said.points);
            let low = fields.needed("low", said.low);
            let high = fields.needed("high", said.high);
            Some(AnswerKind::Scale {
                points: points?,
                low: text(low?),
                high: text(high?),
                labels: said
                    .labels
                    .unwrap_or_default()
                    .into_iter()
                    .map(text)
                    .collect(),
                reversed: said.reversed.unwrap_or_default(),
            })
        }
        Word::Single => Some(AnswerKind::Single {
            options: choices(fields.needed("options", said.options)?),
        }),
        Word::Multiple => Some(AnswerKind::Multiple {
            options: choices(fields.needed("options", said.options)?),
            at_most: said.at_most,
        }),
        Word::Number => {
            let (min, max) = (
                fields.needed("min", said.min),
                fields.needed("max", said.max),
            );
            Some(AnswerKind::Number {
                min: min?,
                max: max?,
                decimals: said.decimals.unwrap_or_default(),
            })
        }
        Word::Text => Some(AnswerKind::Text {
            max_length: fields.needed("maxLength", said.max_length)?,
        }),
        Word::Recommendation => Some(AnswerKind::Recommendation),
    }
}

fn choices(said: Vec<SurveyChoice>) -> Vec<Choice> {
    let choice = |choice: SurveyChoice| Choice {
        key: choice.key,
        text: text(choice.text),
    };
    said.into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use serde_json::{Value, json};

    fn version(answer: Value) -> SurveyContent {
        let text = json!({"nl": "Een", "en": "One"});
        serde_json::from_value(json!({
            "title": text, "targetGroup": "pupils", "purposes": ["other"], "official": false, "source": "-",
            "sections": [{"key": "a", "title": text, "questions": [
                {"key": "b", "text": text, "required": true, "answer": answer},
            ]}],
            "scales": [],
        }))
        .unwrap()
    }

    fn wrong(content: SurveyContent) -> Vec<(Code, String)> {
        let wrong = content.read("/content").unwrap_err().into_iter();
        wrong
            .map(|one| (one.code, one.pointer.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn every_kind_of_answer_has_one_form_on_the_wire_and_in_the_domain() {
        let text = json!({"nl": "Een", "en": "One"});
        let options = json!([{"key": "c", "text": text}]);
        for answer in [
            json!({"kind": "scale", "points": 2, "low": text, "high": text, "reversed": true}),
            json!({"kind": "scale", "points": 2, "low": text, "high": text, "labels": [text, text],
                "reversed": false}),
            json!({"kind": "single", "options": options}),
            json!({"kind": "multiple", "options": options, "atMost": 1}),
            json!({"kind": "multiple", "options": options}),
            json!({"kind": "number", "min": -1, "max": 5, "decimals": 2}),
            json!({"kind": "text", "maxLength": 100}),
            json!({"kind": "recommendation"}),
        ] {
            let read = version(answer.clone()).read("").unwrap();
            let kept = serde_json::to_value(&read).unwrap();
            assert_eq!(kept["sections"][0]["questions"][0]["answer"], answer);
            let shown = serde_json::to_value(SurveyContent::from(&read)).unwrap();
            assert_eq!(shown, kept);
        }
    }

    #[test]
    fn a_field_of_another_kind_or_one_that_misses_is_pointed_at() {
        let at = |name: &str| format!("/content/sections/0/questions/0/answer/{name}");
        assert_eq!(
            wrong(version(json!({"kind": "scale", "min": 1}))),
            [
                (Code::UnknownField, at("min")),
                (Code::Required, at("points")),
                (Code::Required, at("low")),
                (Code::Required, at("high")),
            ]
        );
        assert_eq!(
            wrong(version(json!({"kind": "number", "max": 1}))),
            [(Code::Required, at("min"))]
        );
    }

    #[test]
    fn what_is_no_condition_is_pointed_at_and_the_rest_is_said_as_well() {
        let mut content = version(json!({"kind": "text"}));
        let none = json!({"sometimes": "b"});
        content.sections[0].show_when = none.as_object().cloned();
        assert_eq!(
            wrong(content),
            [
                (
                    Code::ConditionUnknown,
                    "/content/sections/0/showWhen".to_owned()
                ),
                (
                    Code::Required,
                    "/content/sections/0/questions/0/answer/maxLength".to_owned()
                ),
            ]
        );
    }
}
