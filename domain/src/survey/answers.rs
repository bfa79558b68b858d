//! What a respondent answers, and whether it fits the version that was asked.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};

use super::condition::shown;
use super::content::{AnswerKind, Choice, Content, Question};
use super::given::Given;
use super::layout::room;
use crate::error::{Code, Reason, Refusal};
use crate::text::{Lines, wrong_character};

/// The answers of one respondent as they come in: a JSON object of key of the question and value. A point and
/// a number are JSON numbers, an option is its key, several options are a list of keys, an open answer is a
/// string. `null`, and a text that says nothing, is no answer. An empty list says that none of the options
/// holds.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Given>);

/// One answer that fits its question. Written as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A point on a scale, from 1, or how likely a recommendation is, from 0.
    Point(u8),
    /// Key of the option that was chosen.
    Choice(String),
    /// Keys of the options that were chosen, in the order in which they are offered.
    Choices(Vec<String>),
    /// A number, in hundredths.
    Number(i64),
    /// An open answer.
    Text(String),
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Answer::Point(point) => serializer.serialize_u8(*point),
            Answer::Choice(text) | Answer::Text(text) => serializer.serialize_str(text),
            Answer::Choices(keys) => keys.serialize(serializer),
            Answer::Number(hundredths) if hundredths % 100 == 0 => {
                serializer.serialize_i64(hundredths / 100)
            }
            // Hundredths of at most a million are exact in 32 bits, and so in a double.
            Answer::Number(hundredths) => {
                let hundredths = i32::try_from(*hundredths).unwrap_or(i32::MAX);
                serializer.serialize_f64(f64::from(hundredths) / 100.0)
            }
        }
    }
}

/// How far a respondent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Still at it: anything may be missing, and answers to questions that are not shown are kept.
    Draft,
    /// Sent in: all that is required and shown is answered, and nothing that is not shown.
    Final,
    /// Collected elsewhere, where what is required here may have been left open: as sent in, but anything may be
    /// missing.
    Incomplete,
}

/// Answers that fit their version, by the place of their question. A question without an answer is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    answers: BTreeMap<usize, Answer>,
}

impl Checked {
    pub(super) fn new(answers: BTreeMap<usize, Answer>) -> Self {
        Self { answers }
    }

    /// The answer to the question at this place.
    pub fn get(&self, question: usize) -> Option<&Answer> {
        self.answers.get(&question)
    }

    /// Every answer with the place of its question, in the order of the questions.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Answer)> {
        self.answers.iter().map(|(place, answer)| (*place, answer))
    }

    /// Every answer by the key of its question, in the form in which they come in.
    pub fn keyed<'a>(&'a self, content: &'a Content) -> BTreeMap<&'a str, &'a Answer> {
        let questions = content.questions().enumerate();
        questions
            .filter_map(|(place, question)| Some((question.key.as_str(), self.get(place)?)))
            .collect()
    }
}

/// Holds answers against the version that was asked.
///
/// # Errors
/// [`Refusal::Invalid`] with all that is wrong, each at `/answers/<key>`, in the order of the questions; what belongs to
/// none comes last. Of a question whose showing hangs on
/// an answer that is wrong itself, it is not said whether it is missing or should not be there.
pub fn check(content: &Content, answers: &Answers, stage: Stage) -> Result<Checked, Refusal> {
    let mut wrong: Vec<(usize, Reason)> = Vec::new();
    let mut taken = BTreeMap::new();
    let mut doubtful = BTreeSet::new();
    let questions = content.by_key();
    for (key, given) in &answers.0 {
        let at = pointer(key);
        let Some((place, question)) = questions.get(key.as_str()) else {
            let reason = Reason::new(Code::UnknownQuestion).at(at);
            wrong.push((usize::MAX, reason.with("question", key)));
            continue;
        };
        let mut found = Vec::new();
        let answer = read(question, given, &at, &mut found);
        if !found.is_empty() {
            doubtful.insert(question.key.as_str());
        } else if let Some(answer) = answer {
            taken.insert(*place, answer);
        }
        wrong.extend(found.into_iter().map(|reason| (*place, reason)));
    }
    match stage {
        Stage::Draft => {}
        Stage::Final => complete(content, &taken, doubtful, &mut wrong),
        Stage::Incomplete => {
            let mut found = Vec::new();
            complete(content, &taken, doubtful, &mut found);
            let missing = |reason: &Reason| reason.code == Code::Required;
            wrong.extend(found.into_iter().filter(|(_, reason)| !missing(reason)));
        }
    }
    wrong.sort_by_key(|(place, _)| *place);
    Refusal::unless_empty(wrong.into_iter().map(|(_, reason)| reason).collect())?;
    Ok(Checked::new(taken))
}

/// Where the answer to a question stands, as a JSON Pointer (RFC 6901).
pub fn pointer(key: &str) -> String {
    format!("/answers/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// What is missing, and what should not be there. `doubtful` has the questions whose answer is wrong, and of
/// which is therefore not known what they make shown.
fn complete<'a>(
    content: &'a Content,
    taken: &BTreeMap<usize, Answer>,
    mut doubtful: BTreeSet<&'a str>,
    wrong: &mut Vec<(usize, Reason)>,
) {
    let mut shown = shown(content, taken).into_iter().enumerate();
    for section in &content.sections {
        for question in &section.questions {
            let Some((place, shown)) = shown.next() else {
                return;
            };
            let mut conditions = [&section.show_when, &question.show_when]
                .into_iter()
                .flatten();
            let wrong_before = doubtful.contains(question.key.as_str());
            if wrong_before || conditions.any(|one| one.looks_at(&|key| doubtful.contains(key))) {
                doubtful.insert(&question.key);
                continue;
            }
            let code = match (shown, taken.get(&place)) {
                (false, Some(_)) => Code::QuestionNotShown,
                (true, None) if question.required => Code::Required,
                (true, Some(Answer::Choices(none))) if question.required && none.is_empty() => {
                    Code::Required
                }
                _ => continue,
            };
            wrong.push((place, Reason::new(code).at(pointer(&question.key))));
        }
    }
}

/// The answer, or what is wrong with it. A `null` or an empty text is no answer and not wrong.
fn read(question: &Question, given: &Given, at: &str, wrong: &mut Vec<Reason>) -> Option<Answer> {
    match (&question.answer, given) {
        (_, Given::Nothing) => None,
        (AnswerKind::Scale { .. } | AnswerKind::Recommendation, Given::Number(number)) => {
            let bounds = question.answer.points()?;
            point(bounds, *number, at, wrong).map(Answer::Point)
        }
        (AnswerKind::Single { options }, Given::Text(key)) => {
            option(question, options, key, at, wrong);
            Some(Answer::Choice(key.clone()))
        }
        (AnswerKind::Multiple { options, at_most }, Given::List(list)) => {
            let chosen = several(question, options, list, at, wrong);
            let max = at_most.map_or(options.len(), usize::from);
            if chosen.len() > max {
                wrong.push(Reason::new(Code::TooManyOptions).at(at).with("max", max));
            }
            let offered = options.iter().map(|option| &option.key);
            let chosen = offered.filter(|key| chosen.contains(key.as_str()));
            Some(Answer::Choices(chosen.cloned().collect()))
        }
        (AnswerKind::Number { min, max, decimals }, Given::Number(number)) => {
            hundredths((*min, *max), *decimals, *number, at, wrong).map(Answer::Number)
        }
        (AnswerKind::Text { .. }, Given::Text(text)) if text.trim().is_empty() => None,
        (AnswerKind::Text { max_length }, Given::Text(text)) => {
            open(*max_length, text, at, wrong);
            Some(Answer::Text(text.clone()))
        }
        (kind, _) => {
            wrong.push(not_a(expected(kind), at));
            None
        }
    }
}

fn expected(kind: &AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Scale { .. } | AnswerKind::Recommendation => "integer",
        AnswerKind::Single { .. } | AnswerKind::Text { .. } => "string",
        AnswerKind::Multiple { .. } => "array",
        AnswerKind::Number { .. } => "number",
    }
}

fn not_a(expected: &str, at: impl Into<String>) -> Reason {
    let reason = Reason::new(Code::InvalidType).at(at);
    reason.with("expected", expected)
}

fn point((low, high): (u8, u8), number: f64, at: &str, wrong: &mut Vec<Reason>) -> Option<u8> {
    if number.fract() != 0.0 {
        wrong.push(not_a("integer", at));
        return None;
    }
    let point = (low..=high).find(|point| f64::from(*point) == number);
    if point.is_none() {
        let reason = Reason::new(Code::OutsideScale).at(at);
        wrong.push(reason.with("range", format!("{low}–{high}")));
    }
    point
}

fn option(
    question: &Question,
    options: &[Choice],
    key: &str,
    at: impl Into<String>,
    wrong: &mut Vec<Reason>,
) {
    if !options.iter().any(|option| option.key == key) {
        let reason = Reason::new(Code::UnknownOption).at(at);
        let reason = reason.with("question", &question.key);
        wrong.push(reason.with("option", key));
    }
}

fn several<'a>(
    question: &Question,
    options: &[Choice],
    list: &'a [Given],
    at: &str,
    wrong: &mut Vec<Reason>,
) -> BTreeSet<&'a str> {
    let mut chosen = BTreeSet::new();
    for (n, one) in list.iter().enumerate() {
        let at = format!("{at}/{n}");
        match one {
            Given::Text(key) if !chosen.insert(key.as_str()) => {
                wrong.push(Reason::new(Code::Duplicate).at(at).with("value", key));
            }
            Given::Text(key) => option(question, options, key, at, wrong),
            _ => wrong.push(not_a("string", at)),
        }
    }
    chosen
}

fn hundredths(
    (min, max): (i32, i32),
    decimals: u8,
    number: f64,
    at: &str,
    wrong: &mut Vec<Reason>,
) -> Option<i64> {
    if !(f64::from(min)..=f64::from(max)).contains(&number) {
        let reason = Reason::new(Code::OutOfRange).at(at);
        wrong.push(reason.with("range", format!("{min}–{max}")));
        return None;
    }
    let steps = match decimals {
        0 => 1,
        1 => 10,
        _ => 100,
    };
    let counted = (number * f64::from(steps)).round();
    // A number was written with so few decimals exactly when counting in steps gives the same double back:
    // division is rounded as reading is.
    if counted / f64::from(steps) != number {
        let reason = Reason::new(Code::TooManyDecimals).at(at);
        wrong.push(reason.with("max", decimals));
        return None;
    }
    // Nothing is cut off: a whole number, within the bounds of an i32 times a hundred.
    let counted = counted as i64;
    Some(counted * i64::from(100 / steps))
}

fn open(max_length: u16, text: &str, at: &str, wrong: &mut Vec<Reason>) {
    if text.chars().count() > usize::from(max_length) {
        wrong.push(Reason::new(Code::TooLong).at(at).with("max", max_length));
    } else if text.len() > room(max_length) {
        let reason = Reason::new(Code::TooLong).at(at);
        wrong.push(reason.with("max", format!("{} bytes (UTF-8)", room(max_length))));
    }
    wrong.extend(wrong_character(text, Lines::Many, at));
}
