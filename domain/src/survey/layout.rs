//! How the answers of one respondent are packed: every answer but the open ones in a row of bytes that is as
//! wide for everybody who answers the same version, so that a tally is one pass and no width tells anything.
//!
//! Each question has its place in the row, in the order of the questions:
//!
//! | question | bytes | not answered |
//! |---|---|---|
//! | scale | 1: the point, from 1 | 255 |
//! | recommendation | 1: the point, from 0 | 255 |
//! | single choice | 1: the place of the option, from 0 | 255 |
//! | multiple choice | 4, big-endian: bit *n* for the option at place *n*, and the highest bit | 0 |
//! | number | 4, big-endian: hundredths | `i32::MIN` |
//! | open answer | none; see [`super::packed`] | |
//!
//! A layout is made of a version that passed [`super::publish::check`], which keeps options, points and numbers
//! within what fits here.

use std::collections::BTreeMap;

use super::answers::{Answer, Checked};
use super::content::{AnswerKind, Choice, Content, RECOMMENDATION};

const NONE: u8 = u8::MAX;
const ANSWERED: u32 = 1 << 31;

/// The most bytes of an open answer of so many characters: two a character. That is enough for Dutch and
/// English, where a letter is one byte, and for Arabic, Cyrillic and Greek, where it is two; where a letter
/// takes three, far fewer are needed to say the same. Room for four would double what every answer takes.
pub const fn room(max_length: u16) -> usize {
    max_length as usize * 2
}

/// Where each answer stands in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    columns: Vec<Column>,
    width: usize,
}

/// The place of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    /// Its first byte.
    at: usize,
    form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// The lowest and the highest point.
    Point(u8, u8),
    /// The keys of the options.
    One(Vec<String>),
    Many(Vec<String>),
    Number,
    /// Nothing in the row; the most bytes of the text.
    Text(usize),
}

impl Form {
    fn of(kind: &AnswerKind) -> Self {
        match kind {
            AnswerKind::Scale { points, .. } => Form::Point(1, *points),
            AnswerKind::Recommendation => Form::Point(0, RECOMMENDATION),
            AnswerKind::Single { options } => Form::One(keys(options)),
            AnswerKind::Multiple { options, .. } => Form::Many(keys(options)),
            AnswerKind::Number { .. } => Form::Number,
            AnswerKind::Text { max_length } => Form::Text(room(*max_length)),
        }
    }

    fn width(&self) -> usize {
        match self {
            Form::Point(..) | Form::One(_) => 1,
            Form::Many(_) | Form::Number => 4,
            Form::Text(_) => 0,
        }
    }
}

fn keys(options: &[Choice]) -> Vec<String> {
    options.iter().map(|option| option.key.clone()).collect()
}

impl Layout {
    /// The layout of a version.
    pub fn of(content: &Content) -> Self {
        let mut width = 0;
        let columns = content
            .questions()
            .map(|question| {
                let form = Form::of(&question.answer);
                let at = width;
                width += form.width();
                Column { at, form }
            })
            .collect();
        Self { columns, width }
    }

    /// How many bytes a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many questions there are, open ones with them.
    pub fn questions(&self) -> usize {
        self.columns.len()
    }

    /// A row of somebody who answered nothing.
    pub fn blank(&self) -> Vec<u8> {
        let mut row = vec![0; self.width];
        for column in &self.columns {
            column.wipe(&mut row);
        }
        row
    }

    /// The answers as a row; open answers are left out, and so is what does not belong to this version.
    pub fn pack(&self, answers: &Checked) -> Vec<u8> {
        let mut row = self.blank();
        for (question, answer) in answers.iter() {
            if let Some(column) = self.columns.get(question) {
                column.write(&mut row, answer);
            }
        }
        row
    }

    /// The open answers, each with the place of its question.
    pub fn texts(&self, answers: &Checked) -> Vec<(usize, String)> {
        let open = answers.iter().filter_map(|(question, answer)| {
            let Answer::Text(text) = answer else {
                return None;
            };
            self.text_room(question)?;
            Some((question, text.clone()))
        });
        open.collect()
    }

    /// The answers again, of a row and the open answers; none of a row of another width.
    pub fn unpack(&self, row: &[u8], texts: &[(usize, String)]) -> Option<Checked> {
        if row.len() != self.width {
            return None;
        }
        let columns = self.columns.iter().enumerate();
        let mut answers: BTreeMap<usize, Answer> = columns
            .filter_map(|(question, column)| Some((question, column.read(row)?)))
            .collect();
        for (question, text) in texts {
            if self.text_room(*question).is_some() {
                answers.insert(*question, Answer::Text(text.clone()));
            }
        }
        Some(Checked::new(answers))
    }

    /// Blanks out the answers to these questions.
    pub fn wipe(&self, row: &mut [u8], questions: &[usize]) {
        for column in questions.iter().filter_map(|one| self.columns.get(*one)) {
            column.wipe(row);
        }
    }

    /// The point that was given to a question with a scale or to a recommendation, as it was given: a reversed
    /// one is not turned.
    pub fn point(&self, row: &[u8], question: usize) -> Option<u8> {
        let column = self.columns.get(question)?;
        let Form::Point(low, high) = column.form else {
            return None;
        };
        let point = *row.get(column.at)?;
        (low..=high).contains(&point).then_some(point)
    }

    /// The place of the option that was chosen of a single choice.
    pub fn choice(&self, row: &[u8], question: usize) -> Option<u8> {
        let column = self.columns.get(question)?;
        let Form::One(options) = &column.form else {
            return None;
        };
        let place = *row.get(column.at)?;
        (usize::from(place) < options.len()).then_some(place)
    }

    /// The options that were chosen of a multiple choice: bit *n* is set for the option at place *n*. None is
    /// not answered; no bit is answered that none of them holds.
    pub fn choices(&self, row: &[u8], question: usize) -> Option<u32> {
        let column = self.columns.get(question)?;
        let Form::Many(options) = &column.form else {
            return None;
        };
        let mask = u32::from_be_bytes(get(row, column.at)?);
        let offered = bits(options).fold(0, |all, (_, bit)| all | bit);
        (mask & ANSWERED != 0).then_some(mask & offered)
    }

    /// The number that was answered, in hundredths.
    pub fn number(&self, row: &[u8], question: usize) -> Option<i32> {
        let column = self.columns.get(question)?;
        let Form::Number = column.form else {
            return None;
        };
        Some(i32::from_be_bytes(get(row, column.at)?)).filter(|number| *number != i32::MIN)
    }

    /// Whether the row holds an answer to the question; of an open question it holds none.
    pub fn answered(&self, row: &[u8], question: usize) -> bool {
        self.point(row, question).is_some()
            || self.choice(row, question).is_some()
            || self.choices(row, question).is_some()
            || self.number(row, question).is_some()
    }

    /// The most bytes of the answer to an open question; none of another question.
    pub(super) fn text_room(&self, question: usize) -> Option<usize> {
        match self.columns.get(question)?.form {
            Form::Text(room) => Some(room),
            _ => None,
        }
    }
}

impl Column {
    fn wipe(&self, row: &mut [u8]) {
        match self.form {
            Form::Point(..) | Form::One(_) => put(row, self.at, [NONE]),
            Form::Many(_) => put(row, self.at, 0_u32.to_be_bytes()),
            Form::Number => put(row, self.at, i32::MIN.to_be_bytes()),
            Form::Text(_) => {}
        }
    }

    fn write(&self, row: &mut [u8], answer: &Answer) {
        match (&self.form, answer) {
            (Form::Point(low, high), Answer::Point(point)) if (low..=high).contains(&point) => {
                put(row, self.at, [*point]);
            }
            (Form::One(options), Answer::Choice(key)) => {
                let place = options.iter().position(|option| option == key);
                if let Some(place) = place.and_then(|place| u8::try_from(place).ok()) {
                    put(row, self.at, [place]);
                }
            }
            (Form::Many(options), Answer::Choices(chosen)) => {
                let bits = bits(options).filter(|(option, _)| chosen.contains(option));
                let mask = bits.fold(ANSWERED, |mask, (_, bit)| mask | bit);
                put(row, self.at, mask.to_be_bytes());
            }
            (Form::Number, Answer::Number(hundredths)) => {
                if let Ok(hundredths) = i32::try_from(*hundredths) {
                    put(row, self.at, hundredths.to_be_bytes());
                }
            }
            _ => {}
        }
    }

    fn read(&self, row: &[u8]) -> Option<Answer> {
        match &self.form {
            Form::Point(low, high) => {
                let point = *row.get(self.at)?;
                (low..=high)
                    .contains(&&point)
                    .then_some(Answer::Point(point))
            }
            Form::One(options) => {
                let place = usize::from(*row.get(self.at)?);
                Some(Answer::Choice(options.get(place)?.clone()))
            }
            Form::Many(options) => {
                let mask = u32::from_be_bytes(get(row, self.at)?);
                let chosen = bits(options).filter(|(_, bit)| mask & bit != 0);
                let chosen = chosen.map(|(option, _)| option.clone()).collect();
                (mask & ANSWERED != 0).then_some(Answer::Choices(chosen))
            }
            Form::Number => {
                let number = i32::from_be_bytes(get(row, self.at)?);
                (number != i32::MIN).then_some(Answer::Number(i64::from(number)))
            }
            Form::Text(_) => None,
        }
    }
}

/// Each option with its bit.
fn bits(options: &[String]) -> impl Iterator<Item = (&String, u32)> {
    options.iter().zip((0..31).map(|place| 1_u32 << place))
}

fn put<const N: usize>(row: &mut [u8], at: usize, bytes: [u8; N]) {
    let rest = row.get_mut(at..);
    if let Some(slot) = rest.and_then(|rest| rest.first_chunk_mut::<N>()) {
        *slot = bytes;
    }
}

fn get<const N: usize>(row: &[u8], at: usize) -> Option<[u8; N]> {
    row.get(at..)?.first_chunk::<N>().copied()
}
