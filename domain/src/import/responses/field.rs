//! The questions as a file has them: in which column, and what a cell of it says.

use std::collections::BTreeMap;

use crate::survey::content::{AnswerKind, Content};
use crate::survey::given::Given;

/// One question as a file has it.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Its key.
    pub(super) key: String,
    /// The name of its column.
    pub(super) column: String,
    form: Form,
    /// Whoever answers must answer this, whatever else they answer.
    pub(super) always: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Number,
    Key,
    Keys,
    Open,
}

/// Every question, in the order in which they are asked, with the columns that were named.
pub(super) fn asked(content: &Content, named: &BTreeMap<&str, &str>) -> Vec<Asked> {
    let sections = content.sections.iter();
    let questions =
        sections.flat_map(|section| section.questions.iter().map(move |q| (section, q)));
    questions
        .map(|(section, question)| Asked {
            key: question.key.clone(),
            column: named
                .get(question.key.as_str())
                .copied()
                .unwrap_or(&question.key)
                .trim()
                .to_owned(),
            form: Form::of(&question.answer),
            always: question.required
                && question.show_when.is_none()
                && section.show_when.is_none(),
        })
        .collect()
}

impl Form {
    fn of(kind: &AnswerKind) -> Self {
        match kind {
            AnswerKind::Scale { .. } | AnswerKind::Recommendation | AnswerKind::Number { .. } => {
                Form::Number
            }
            AnswerKind::Single { .. } => Form::Key,
            AnswerKind::Multiple { .. } => Form::Keys,
            AnswerKind::Text { .. } => Form::Open,
        }
    }
}

impl Asked {
    /// What a value of an object says: a text says what it would say in a cell.
    pub(super) fn taken(&self, given: Given) -> Given {
        match given {
            Given::Text(cell) => self.read(&cell),
            Given::Nothing | Given::Number(_) | Given::List(_) | Given::Other => given,
        }
    }

    /// What a cell says; [`Given::Other`], which fits no question, where it is no number and one is asked.
    pub(super) fn read(&self, cell: &str) -> Given {
        let text = cell.trim();
        if text.is_empty() {
            return Given::Nothing;
        }
        match self.form {
            Form::Number => number(text).map_or(Given::Other, Given::Number),
            Form::Key => Given::Text(text.to_owned()),
            Form::Keys => {
                let keys = text.split('|').map(str::trim);
                let keys = keys.filter(|key| !key.is_empty());
                Given::List(keys.map(|key| Given::Text(key.to_owned())).collect())
            }
            Form::Open => Given::Text(cell.to_owned()),
        }
    }
}

/// A number in figures: `4`, `-3.5`, `3,5`.
fn number(text: &str) -> Option<f64> {
    let fits = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | ',');
    if !text.chars().all(fits) {
        return None;
    }
    text.replace(',', ".").parse().ok()
}
