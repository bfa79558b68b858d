//! What a file with answers should look like.

use super::GROUP;
use crate::survey::campaign::GroupTree;
use crate::survey::content::{AnswerKind, Content};

/// The heading of a template for answers, and one row of an example: one of the first group, in which the questions
/// are answered that are asked of everybody.
pub fn template(content: &Content, tree: &GroupTree) -> (Vec<String>, Vec<String>) {
    let first = tree.leaves().next().map(|group| group.key.clone());
    let mut heading = vec![GROUP.to_owned()];
    let mut row = vec![first.unwrap_or_default()];
    for section in &content.sections {
        for question in &section.questions {
            let everybody = section.show_when.is_none() && question.show_when.is_none();
            let answer = match &question.answer {
                _ if !everybody => String::new(),
                AnswerKind::Scale { points, .. } => points.to_string(),
                AnswerKind::Recommendation => 10.to_string(),
                AnswerKind::Number { min, .. } => min.to_string(),
                AnswerKind::Single { options } | AnswerKind::Multiple { options, .. } => {
                    let option = options.first();
                    option.map(|option| option.key.clone()).unwrap_or_default()
                }
                AnswerKind::Text { .. } => String::new(),
            };
            heading.push(question.key.clone());
            row.push(answer);
        }
    }
    (heading, row)
}
