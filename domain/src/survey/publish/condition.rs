//! Conditions: they look back, fit what they look at, and can come true.

use std::collections::BTreeMap;

use super::{Check, MAX_DEPTH, MAX_PARTS};
use crate::error::{Code, Reason};
use crate::survey::content::{AnswerKind, Condition, Question};

/// What something can come to, over all answers. Each question is taken by itself: of two conditions that
/// exclude each other it is not seen that they never hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Can {
    /// It can hold.
    hold: bool,
    /// It can fail to hold.
    fail: bool,
}

/// Always so.
const ALWAYS: Can = Can {
    hold: true,
    fail: false,
};
/// Either way.
const EITHER: Can = Can {
    hold: true,
    fail: true,
};

impl Can {
    fn and(self, other: Can) -> Can {
        Can {
            hold: self.hold && other.hold,
            fail: self.fail || other.fail,
        }
    }

    fn or(self, other: Can) -> Can {
        self.not().and(other.not()).not()
    }

    fn not(self) -> Can {
        Can {
            hold: self.fail,
            fail: self.hold,
        }
    }
}

/// The questions passed so far: whether each can be answered and can be left unanswered.
type Passed<'a> = BTreeMap<&'a str, (&'a Question, Can)>;

impl<'a> Check<'a> {
    pub(super) fn conditions(&mut self) {
        let mut passed = Passed::new();
        let mut place = 0;
        for (n, section) in self.content.sections.iter().enumerate() {
            let at = format!("/sections/{n}");
            let open = self.shown(section.show_when.as_ref(), place, &passed, &at);
            for (m, question) in section.questions.iter().enumerate() {
                let at = format!("{at}/questions/{m}");
                let own = self.shown(question.show_when.as_ref(), place, &passed, &at);
                let shown = open.and(own);
                let answered = Can {
                    hold: shown.hold,
                    fail: shown.fail || !question.required,
                };
                passed.entry(&question.key).or_insert((question, answered));
                place += 1;
            }
        }
    }

    /// Whether what stands at `at` can be shown, and all that is wrong with when it is. `place` is that of the
    /// question, or of the first of a section.
    fn shown(
        &mut self,
        condition: Option<&'a Condition>,
        place: usize,
        passed: &Passed<'a>,
        at: &str,
    ) -> Can {
        let Some(condition) = condition else {
            return ALWAYS;
        };
        let at = format!("{at}/showWhen");
        let before = self.wrong.len();
        self.condition(condition, (place, 1), &at);
        if self.wrong.len() > before {
            return EITHER;
        }
        let can = can(condition, passed);
        if !can.hold {
            self.wrong.push(Reason::new(Code::NeverShown).at(at));
            // Said once, not of all that hangs on it as well.
            return EITHER;
        }
        can
    }

    fn condition(&mut self, condition: &'a Condition, (place, depth): (usize, usize), at: &str) {
        if depth > MAX_DEPTH {
            let reason = Reason::new(Code::ConditionTooDeep).at(at);
            self.wrong.push(reason.with("max", MAX_DEPTH));
            return;
        }
        let deeper = (place, depth + 1);
        match condition {
            Condition::All(parts) => self.parts(parts, deeper, &format!("{at}/all")),
            Condition::Any(parts) => self.parts(parts, deeper, &format!("{at}/any")),
            Condition::Not(part) => self.condition(part, deeper, &format!("{at}/not")),
            Condition::Answered(question) => {
                self.earlier(question, place, &format!("{at}/answered"));
            }
            Condition::OneOf { question, options } => {
                self.one_of((question, place), options, &format!("{at}/oneOf"));
            }
            Condition::Between { question, from, to } => {
                self.between((question, place), (*from, *to), &format!("{at}/between"));
            }
        }
    }

    fn parts(&mut self, parts: &'a [Condition], (place, depth): (usize, usize), at: &str) {
        self.length(at, parts.len(), (1, MAX_PARTS));
        for (n, part) in parts.iter().enumerate() {
            self.condition(part, (place, depth), &format!("{at}/{n}"));
        }
    }

    /// The question that a condition at a place looks at.
    fn earlier(&mut self, key: &str, place: usize, at: &str) -> Option<&'a Question> {
        let (its, question) = self.known(key, at)?;
        if its >= place {
            let reason = Reason::new(Code::QuestionNotBefore).at(at);
            self.wrong.push(reason.with("question", key));
        }
        Some(question)
    }

    fn one_of(&mut self, (key, place): (&str, usize), options: &'a [String], at: &str) {
        let question = self.earlier(key, place, &format!("{at}/question"));
        let list = format!("{at}/options");
        self.length(&list, options.len(), (1, MAX_PARTS));
        let Some(question) = question else { return };
        let Some(offered) = question.answer.options() else {
            self.unfit(key, "single, multiple", &format!("{at}/question"));
            return;
        };
        for (n, option) in options.iter().enumerate() {
            let at = format!("{list}/{n}");
            if options.iter().take(n).any(|earlier| earlier == option) {
                self.duplicate(at.clone(), option);
            }
            if !offered.iter().any(|known| known.key == *option) {
                let reason = Reason::new(Code::UnknownOption).at(at);
                let reason = reason.with("question", key);
                self.wrong.push(reason.with("option", option));
            }
        }
    }

    fn between(
        &mut self,
        (key, place): (&str, usize),
        (from, to): (Option<i32>, Option<i32>),
        at: &str,
    ) {
        let question = self.earlier(key, place, &format!("{at}/question"));
        if question.is_some_and(|question| bounds(question).is_none()) {
            let expected = "scale, recommendation, number";
            self.unfit(key, expected, &format!("{at}/question"));
        }
        match (from, to) {
            (None, None) => {
                let reason = Reason::new(Code::Required).at(format!("{at}/from"));
                self.wrong.push(reason);
            }
            (Some(from), Some(to)) if from > to => {
                let reason = Reason::new(Code::EndBeforeStart).at(format!("{at}/to"));
                self.wrong.push(reason);
            }
            _ => {}
        }
    }
}

/// What a condition can come to, given the questions before it.
fn can(condition: &Condition, passed: &Passed<'_>) -> Can {
    match condition {
        Condition::All(parts) => {
            let parts = parts.iter().map(|part| can(part, passed));
            parts.fold(ALWAYS, Can::and)
        }
        Condition::Any(parts) => {
            let parts = parts.iter().map(|part| can(part, passed));
            parts.fold(ALWAYS.not(), Can::or)
        }
        Condition::Not(part) => can(part, passed).not(),
        Condition::Answered(key) => answered(key, passed).map_or(EITHER, |(_, answered)| answered),
        Condition::OneOf { question, options } => answered(question, passed)
            .map_or(EITHER, |(question, answered)| {
                answered.and(chosen(question, options))
            }),
        Condition::Between { question, from, to } => answered(question, passed)
            .map_or(EITHER, |(question, answered)| {
                answered.and(within(question, *from, *to))
            }),
    }
}

fn answered<'a>(key: &str, passed: &Passed<'a>) -> Option<(&'a Question, Can)> {
    passed.get(key).copied()
}

/// What an answer to a question with options can come to.
fn chosen(question: &Question, options: &[String]) -> Can {
    let AnswerKind::Single { options: offered } = &question.answer else {
        return EITHER;
    };
    Can {
        hold: true,
        fail: offered.iter().any(|one| !options.contains(&one.key)),
    }
}

/// What an answer with a number can come to.
fn within(question: &Question, from: Option<i32>, to: Option<i32>) -> Can {
    let Some((min, max)) = bounds(question) else {
        return EITHER;
    };
    let (from, to) = (from.unwrap_or(min), to.unwrap_or(max));
    Can {
        hold: from <= max && to >= min,
        fail: from > min || to < max,
    }
}

/// The lowest and highest answer of a question that is answered with a point or a number.
fn bounds(question: &Question) -> Option<(i32, i32)> {
    if let AnswerKind::Number { min, max, .. } = question.answer {
        return Some((min, max));
    }
    let (low, high) = question.answer.points()?;
    Some((i32::from(low), i32::from(high)))
}
