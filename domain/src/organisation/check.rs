//! The checks of texts and lists that every noun of the organisation shares.

use crate::error::{Code, Reason};
use crate::text::{Lines, wrong_character};

/// Most external ids that one resource carries.
pub(crate) const MAX_LIST: usize = 50;

/// A required text, trimmed. Says at `pointer` when it is empty, too long (in characters) or holds
/// characters that are not text.
pub(crate) fn text(value: &str, pointer: &str, max: usize, reasons: &mut Vec<Reason>) -> String {
    let value = value.trim();
    if value.is_empty() {
        reasons.push(Reason::new(Code::Required).at(pointer));
    }
    marks(value, pointer, max, reasons);
    value.to_owned()
}

/// An optional text, trimmed; nothing but white space is no text.
pub(crate) fn optional_text(
    value: Option<&str>,
    pointer: &str,
    max: usize,
    reasons: &mut Vec<Reason>,
) -> Option<String> {
    let value = value.map(str::trim).filter(|value| !value.is_empty())?;
    marks(value, pointer, max, reasons);
    Some(value.to_owned())
}

/// A list of at most so many items.
pub(crate) fn list<T>(items: &[T], pointer: &str, max: usize, reasons: &mut Vec<Reason>) {
    if items.len() > max {
        reasons.push(Reason::new(Code::TooLong).at(pointer).with("max", max));
    }
}

/// Says of each item that it stands in the list already, at `<pointer>/<index>`.
pub(crate) fn distinct<T: PartialEq>(items: &[T], pointer: &str, reasons: &mut Vec<Reason>) {
    for (index, item) in items.iter().enumerate() {
        if items.iter().take(index).any(|earlier| earlier == item) {
            reasons.push(Reason::new(Code::Duplicate).at(format!("{pointer}/{index}")));
        }
    }
}

fn marks(value: &str, pointer: &str, max: usize, reasons: &mut Vec<Reason>) {
    if value.chars().count() > max {
        reasons.push(Reason::new(Code::TooLong).at(pointer).with("max", max));
    }
    reasons.extend(wrong_character(value, Lines::One, pointer));
}
