//! Checks that the inputs of cycles, dossiers and baselines share. Each adds what is wrong to a list,
//! so that the caller hears everything at once.

use time::Date;

use crate::error::{Code, Reason};
use crate::text::{Lines, wrong_character};

/// The longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// The longest running text, in characters.
pub const MAX_TEXT: usize = 10_000;
/// The most references in one list.
pub const MAX_REFERENCES: usize = 100;

/// A text that must be there and say something.
pub(crate) fn required_text(wrong: &mut Vec<Reason>, pointer: &str, text: &str, max: usize) {
    required(wrong, pointer, text, (max, Lines::Many));
}

/// A title or a name that must be there and say something, on one line.
pub(crate) fn required_line(wrong: &mut Vec<Reason>, pointer: &str, text: &str, max: usize) {
    required(wrong, pointer, text, (max, Lines::One));
}

/// A text that may be absent, but says something if it is there.
pub(crate) fn optional_text(
    wrong: &mut Vec<Reason>,
    pointer: &str,
    text: Option<&String>,
    max: usize,
) {
    optional(wrong, pointer, text, (max, Lines::Many));
}

/// As [`optional_text`], on one line.
pub(crate) fn optional_line(
    wrong: &mut Vec<Reason>,
    pointer: &str,
    text: Option<&String>,
    max: usize,
) {
    optional(wrong, pointer, text, (max, Lines::One));
}

fn required(wrong: &mut Vec<Reason>, pointer: &str, text: &str, form: (usize, Lines)) {
    if text.trim().is_empty() {
        wrong.push(Reason::new(Code::Required).at(pointer));
    } else {
        legible(wrong, pointer, text, form);
    }
}

fn optional(wrong: &mut Vec<Reason>, pointer: &str, text: Option<&String>, form: (usize, Lines)) {
    match text {
        None => {}
        Some(text) if text.trim().is_empty() => {
            wrong.push(Reason::new(Code::TooShort).at(pointer).with("min", 1));
        }
        Some(text) => legible(wrong, pointer, text, form),
    }
}

/// Not too long, and without hidden characters.
fn legible(wrong: &mut Vec<Reason>, pointer: &str, text: &str, (max, lines): (usize, Lines)) {
    at_most(wrong, pointer, text.chars().count(), max);
    wrong.extend(wrong_character(text, lines, pointer));
}

/// A length that is not more than it may be.
pub(crate) fn at_most(wrong: &mut Vec<Reason>, pointer: &str, length: usize, max: usize) {
    if length > max {
        wrong.push(Reason::new(Code::TooLong).at(pointer).with("max", max));
    }
}

/// A list of references without doubles; the later ones are pointed at.
pub(crate) fn distinct<T: PartialEq>(wrong: &mut Vec<Reason>, pointer: &str, list: &[T]) {
    at_most(wrong, pointer, list.len(), MAX_REFERENCES);
    for (index, item) in list.iter().enumerate() {
        if list.iter().take(index).any(|earlier| earlier == item) {
            wrong.push(Reason::new(Code::Duplicate).at(format!("{pointer}/{index}")));
        }
    }
}

/// A day on which something happened: not after today.
pub(crate) fn not_after(wrong: &mut Vec<Reason>, pointer: &str, day: Date, today: Date) {
    if day > today {
        wrong.push(
            Reason::new(Code::DateInFuture)
                .at(pointer)
                .with("today", today),
        );
    }
}

/// Whether an optional text says something.
pub(crate) fn says_something(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(check: impl Fn(&mut Vec<Reason>)) -> Vec<Code> {
        let mut wrong = Vec::new();
        check(&mut wrong);
        wrong.into_iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn a_text_holds_lines_and_no_other_control_characters() {
        let found = |text: &str| {
            codes(|wrong| {
                required_text(wrong, "/finding", text, 20);
                optional_text(wrong, "/note", Some(&text.to_owned()), 20);
            })
        };
        assert_eq!(found("twee\n\tregels"), []);
        assert_eq!(found("bel\u{7}"), [Code::CharacterNotAllowed; 2]);
        assert_eq!(found(" "), [Code::Required, Code::TooShort]);
    }

    #[test]
    fn a_title_is_one_line() {
        let found = |text: &str| {
            codes(|wrong| {
                required_line(wrong, "/title", text, 20);
                optional_line(wrong, "/source", Some(&text.to_owned()), 20);
            })
        };
        assert_eq!(found("één regel"), []);
        assert_eq!(found("twee\nregels"), [Code::CharacterNotAllowed; 2]);
    }
}
