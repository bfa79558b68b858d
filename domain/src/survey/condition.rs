//! When a section or a question is shown, given what was answered before it.

use std::collections::BTreeMap;

use super::answers::Answer;
use super::content::{Condition, Content};

impl Condition {
    /// Whether it holds. `answers` has the answers to questions that were shown, by key.
    pub fn holds(&self, answers: &BTreeMap<&str, &Answer>) -> bool {
        match self {
            Condition::All(parts) => parts.iter().all(|part| part.holds(answers)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(answers)),
            Condition::Not(part) => !part.holds(answers),
            Condition::Answered(question) => answers.contains_key(question.as_str()),
            Condition::OneOf { question, options } => match answers.get(question.as_str()) {
                Some(Answer::Choice(chosen)) => options.contains(chosen),
                Some(Answer::Choices(chosen)) => chosen.iter().any(|one| options.contains(one)),
                _ => false,
            },
            Condition::Between { question, from, to } => {
                let hundredths = match answers.get(question.as_str()) {
                    Some(Answer::Point(point)) => i64::from(*point) * 100,
                    Some(Answer::Number(hundredths)) => *hundredths,
                    _ => return false,
                };
                from.is_none_or(|from| hundredths >= i64::from(from) * 100)
                    && to.is_none_or(|to| hundredths <= i64::from(to) * 100)
            }
        }
    }

    /// Whether it looks at a question for which this is so.
    pub fn looks_at(&self, so: &impl Fn(&str) -> bool) -> bool {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| part.looks_at(so))
            }
            Condition::Not(part) => part.looks_at(so),
            Condition::Answered(question)
            | Condition::OneOf { question, .. }
            | Condition::Between { question, .. } => so(question),
        }
    }
}

/// Which questions are shown, in the order of the questions. `given` has answers by the place of their
/// question. An answer to a question that is itself not shown counts for nothing: whoever went back and chose
/// otherwise is asked as if it had never been given.
pub fn shown(content: &Content, given: &BTreeMap<usize, Answer>) -> Vec<bool> {
    let mut seen: BTreeMap<&str, &Answer> = BTreeMap::new();
    let mut shown = Vec::new();
    for section in &content.sections {
        let open = holds(section.show_when.as_ref(), &seen);
        for question in &section.questions {
            let here = open && holds(question.show_when.as_ref(), &seen);
            if here && let Some(answer) = given.get(&shown.len()) {
                seen.insert(&question.key, answer);
            }
            shown.push(here);
        }
    }
    shown
}

fn holds(condition: Option<&Condition>, answers: &BTreeMap<&str, &Answer>) -> bool {
    condition.is_none_or(|condition| condition.holds(answers))
}
