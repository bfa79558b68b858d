//! What must be right before a version of an instrument is published. Says everything that is wrong at once.

mod condition;
mod question;
mod scale;

pub use crate::check::{MAX_TEXT, MAX_TITLE};
pub use question::{BOUNDS, LENGTH, MAX_HELP, MAX_LABEL, MAX_QUESTION, OPTIONS, POINTS};

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Content, Question};
use crate::check;
use crate::error::{Code, Reason, Refusal};
use crate::text::Bilingual;

/// The most questions of one version.
pub const MAX_QUESTIONS: usize = 100;
/// The most sections of one version.
pub const MAX_SECTIONS: usize = 40;
/// The most scales of one version.
pub const MAX_SCALES: usize = 40;
/// The most characters that one respondent can write in all open answers together.
pub const MAX_OPEN: usize = 4_000;
/// How deep conditions stand within conditions at most: a condition by itself is 1 deep.
pub const MAX_DEPTH: usize = 5;
/// The most conditions directly within one, and the most options that one names.
pub const MAX_PARTS: usize = 30;
/// The form of a key.
pub const KEY: &str = "^[a-z0-9][a-z0-9-]{0,39}$";

/// Checks a version: texts, keys, what can be answered, conditions, scales and what they are used for.
///
/// # Errors
/// [`Refusal::Invalid`] with all that is wrong, each with a pointer into the content.
pub fn check(content: &Content) -> Result<(), Refusal> {
    let mut check = Check::of(content);
    check.head();
    check.sections();
    check.open_answers();
    check.conditions();
    check.scales();
    Refusal::unless_empty(check.wrong)
}

/// What was found so far.
struct Check<'a> {
    content: &'a Content,
    questions: BTreeMap<&'a str, (usize, &'a Question)>,
    wrong: Vec<Reason>,
}

impl<'a> Check<'a> {
    fn of(content: &'a Content) -> Self {
        Self {
            content,
            questions: content.by_key(),
            wrong: Vec::new(),
        }
    }

    fn head(&mut self) {
        let content = self.content;
        self.line(&content.title, "/title", MAX_TITLE);
        if let Some(text) = &content.introduction {
            self.text(text, "/introduction", MAX_TEXT);
        }
        check::required_text(&mut self.wrong, "/source", &content.source, MAX_TEXT);
        self.length("/purposes", content.purposes.len(), (1, 3));
        for (n, purpose) in content.purposes.iter().enumerate() {
            if content.purposes.iter().take(n).any(|one| one == purpose) {
                self.duplicate(format!("/purposes/{n}"), purpose.as_str());
            }
        }
    }

    fn sections(&mut self) {
        let content = self.content;
        self.length("/sections", content.sections.len(), (1, MAX_SECTIONS));
        let count = content.questions().count();
        check::at_most(&mut self.wrong, "/sections", count, MAX_QUESTIONS);
        let (mut sections, mut questions) = (BTreeSet::new(), BTreeSet::new());
        for (n, section) in content.sections.iter().enumerate() {
            let at = format!("/sections/{n}");
            self.key(&mut sections, &section.key, format!("{at}/key"));
            self.line(&section.title, &format!("{at}/title"), MAX_TITLE);
            if section.questions.is_empty() {
                self.length(&format!("{at}/questions"), 0, (1, MAX_QUESTIONS));
            }
            for (m, question) in section.questions.iter().enumerate() {
                let at = format!("{at}/questions/{m}");
                self.key(&mut questions, &question.key, format!("{at}/key"));
                self.question(question, &at);
            }
        }
    }

    /// A key has the right form and stands once in its list.
    fn key(&mut self, seen: &mut BTreeSet<&'a str>, key: &'a str, at: String) {
        if !is_key(key) {
            let reason = Reason::new(Code::InvalidFormat).at(at.clone());
            self.wrong.push(reason.with("expected", KEY));
        }
        if !seen.insert(key) {
            self.duplicate(at, key);
        }
    }

    fn duplicate(&mut self, at: String, value: &str) {
        let reason = Reason::new(Code::Duplicate).at(at);
        self.wrong.push(reason.with("value", value));
    }

    /// A list of this length; one that is too short or too long is pointed at.
    fn length(&mut self, at: &str, length: usize, (min, max): (usize, usize)) {
        if length < min {
            let reason = Reason::new(Code::TooShort).at(at);
            self.wrong.push(reason.with("min", min));
        }
        check::at_most(&mut self.wrong, at, length, max);
    }

    fn range<T: PartialOrd + std::fmt::Display>(
        &mut self,
        at: String,
        number: T,
        (min, max): (T, T),
    ) {
        if number < min || number > max {
            let reason = Reason::new(Code::OutOfRange).at(at);
            self.wrong
                .push(reason.with("range", format!("{min}–{max}")));
        }
    }

    /// A text that says something in both languages, on one line.
    fn line(&mut self, text: &Bilingual, at: &str, max: usize) {
        check::required_line(&mut self.wrong, &format!("{at}/nl"), &text.nl, max);
        check::required_line(&mut self.wrong, &format!("{at}/en"), &text.en, max);
    }

    /// As [`Check::line`], on one line or more.
    fn text(&mut self, text: &Bilingual, at: &str, max: usize) {
        check::required_text(&mut self.wrong, &format!("{at}/nl"), &text.nl, max);
        check::required_text(&mut self.wrong, &format!("{at}/en"), &text.en, max);
    }

    /// The question with a key, with its place; a key of none is pointed at.
    fn known(&mut self, key: &str, at: &str) -> Option<(usize, &'a Question)> {
        let found = self.questions.get(key).copied();
        if found.is_none() {
            let reason = Reason::new(Code::UnknownQuestion).at(at);
            self.wrong.push(reason.with("question", key));
        }
        found
    }

    fn unfit(&mut self, key: &str, expected: &str, at: &str) {
        let reason = Reason::new(Code::QuestionKindUnfit).at(at);
        let reason = reason.with("question", key);
        self.wrong.push(reason.with("expected", expected));
    }
}

/// Whether a text has the form of a key.
pub fn is_key(text: &str) -> bool {
    let fits = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut bytes = text.bytes();
    text.len() <= 40
        && bytes.next().is_some_and(|first| fits(&first))
        && bytes.all(|byte| fits(&byte) || byte == b'-')
}
