//! What one question asks and what can be answered.

use std::collections::BTreeSet;

use super::{Check, MAX_OPEN};
use crate::error::{Code, Reason};
use crate::survey::content::{AnswerKind, Choice, Question};

/// The longest text of a question.
pub const MAX_QUESTION: usize = 500;
/// The longest help with a question.
pub const MAX_HELP: usize = 2_000;
/// The longest text of an option, and of a point of a scale.
pub const MAX_LABEL: usize = 200;
/// The fewest and most points of a scale.
pub const POINTS: (u8, u8) = (2, 11);
/// The fewest and most options. Rows have room for 31 (see [`crate::survey::layout`]).
pub const OPTIONS: (usize, usize) = (2, 30);
/// The lowest and highest bound of a number.
pub const BOUNDS: (i32, i32) = (-1_000_000, 1_000_000);
/// The fewest and most characters of one open answer.
pub const LENGTH: (u16, u16) = (1, 2_000);

impl<'a> Check<'a> {
    pub(super) fn question(&mut self, question: &'a Question, at: &str) {
        self.text(&question.text, &format!("{at}/text"), MAX_QUESTION);
        if let Some(help) = &question.help {
            self.text(help, &format!("{at}/help"), MAX_HELP);
        }
        self.importance(question, &format!("{at}/importanceOf"));
        let at = format!("{at}/answer");
        match &question.answer {
            AnswerKind::Scale {
                points,
                low,
                high,
                labels,
                ..
            } => {
                self.range(format!("{at}/points"), *points, POINTS);
                self.line(low, &format!("{at}/low"), MAX_LABEL);
                self.line(high, &format!("{at}/high"), MAX_LABEL);
                let at = format!("{at}/labels");
                if !labels.is_empty() {
                    let points = usize::from(*points);
                    self.length(&at, labels.len(), (points, points));
                }
                for (n, label) in labels.iter().enumerate() {
                    self.line(label, &format!("{at}/{n}"), MAX_LABEL);
                }
            }
            AnswerKind::Single { options } => self.options(options, &at),
            AnswerKind::Multiple { options, at_most } => {
                self.options(options, &at);
                let all = u8::try_from(options.len()).unwrap_or(u8::MAX);
                if let Some(at_most) = at_most {
                    self.range(format!("{at}/atMost"), *at_most, (1, all));
                }
            }
            AnswerKind::Number { min, max, decimals } => {
                self.range(format!("{at}/min"), *min, BOUNDS);
                self.range(format!("{at}/max"), *max, BOUNDS);
                if BOUNDS.0 <= *min && min > max && *max <= BOUNDS.1 {
                    self.range(format!("{at}/max"), *max, (*min, BOUNDS.1));
                }
                self.range(format!("{at}/decimals"), *decimals, (0, 2));
            }
            AnswerKind::Text { max_length } => {
                self.range(format!("{at}/maxLength"), *max_length, LENGTH);
            }
            AnswerKind::Recommendation => {}
        }
    }

    fn options(&mut self, options: &'a [Choice], at: &str) {
        let at = format!("{at}/options");
        self.length(&at, options.len(), OPTIONS);
        let mut seen = BTreeSet::new();
        for (n, option) in options.iter().enumerate() {
            self.key(&mut seen, &option.key, format!("{at}/{n}/key"));
            self.line(&option.text, &format!("{at}/{n}/text"), MAX_LABEL);
        }
    }

    /// How important something is, is asked on a scale, of another question with a scale, once.
    fn importance(&mut self, question: &'a Question, at: &str) {
        let Some(of) = &question.importance_of else {
            return;
        };
        if *of == question.key {
            self.wrong
                .push(Reason::new(Code::ImportanceOfItself).at(at));
            return;
        }
        let is_scale = |question: &Question| matches!(question.answer, AnswerKind::Scale { .. });
        if !is_scale(question) {
            self.unfit(&question.key, "scale", at);
        }
        let Some((_, other)) = self.known(of, at) else {
            return;
        };
        if !is_scale(other) || other.importance_of.is_some() {
            self.unfit(of, "scale", at);
        }
        let mut earlier = self.content.questions();
        let mut earlier = earlier
            .by_ref()
            .take_while(|one| !std::ptr::eq(*one, question));
        if earlier.any(|one| one.importance_of.as_ref() == Some(of)) {
            self.duplicate(at.to_owned(), of);
        }
    }

    /// All open answers together.
    pub(super) fn open_answers(&mut self) {
        let lengths = self.content.questions().map(|one| match one.answer {
            AnswerKind::Text { max_length } => usize::from(max_length),
            _ => 0,
        });
        let total: usize = lengths.sum();
        if total > MAX_OPEN {
            let reason = Reason::new(Code::OpenAnswersTooLong).at("/sections");
            let reason = reason.with("max", MAX_OPEN);
            self.wrong.push(reason.with("total", total));
        }
    }
}
