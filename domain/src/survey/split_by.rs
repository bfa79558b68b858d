//! The questions by whose answers the results of a campaign are split.

use super::answers::{Answer, Checked};
use super::campaign::MAX_DIMENSIONS;
use super::content::{AnswerKind, Content};
use super::misfit::Misfit;

/// A question by whose answers results are split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitBy {
    /// Its place in the version.
    pub question: usize,
    /// The keys of its options, of which one is chosen.
    pub options: Vec<String>,
}

impl SplitBy {
    /// The place of the option that was chosen; none where it was not answered.
    ///
    /// # Errors
    /// When something else was answered than one of the options: that is not the same as no answer.
    pub fn place(&self, answers: &Checked) -> Result<Option<u8>, Misfit> {
        match answers.get(self.question) {
            None => Ok(None),
            Some(Answer::Choice(key)) => {
                let place = self.options.iter().position(|option| option == key);
                let place = place.and_then(|place| u8::try_from(place).ok());
                place.map(Some).ok_or(Misfit::Value)
            }
            Some(Answer::Point(_) | Answer::Choices(_) | Answer::Number(_) | Answer::Text(_)) => {
                Err(Misfit::Value)
            }
        }
    }
}

impl Content {
    /// The questions with these keys, in their order.
    ///
    /// # Errors
    /// When one is not there or is not answered with one of several options, or there are more than can be: were one
    /// left out, the next would be taken for it.
    pub fn split_by(&self, keys: &[String]) -> Result<Vec<SplitBy>, Misfit> {
        if keys.len() > MAX_DIMENSIONS {
            return Err(Misfit::Dimension);
        }
        let places = self.by_key();
        let found = |key: &String| match places.get(key.as_str()) {
            Some((question, asked)) => match &asked.answer {
                AnswerKind::Single { options } => Ok(SplitBy {
                    question: *question,
                    options: options.iter().map(|option| option.key.clone()).collect(),
                }),
                AnswerKind::Scale { .. }
                | AnswerKind::Multiple { .. }
                | AnswerKind::Number { .. }
                | AnswerKind::Text { .. }
                | AnswerKind::Recommendation => Err(Misfit::Dimension),
            },
            None => Err(Misfit::Dimension),
        };
        keys.iter().map(found).collect()
    }
}
