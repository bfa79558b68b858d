//! A standard that a board sets for itself ("eigen aspect"), beside those of the frameworks.

use serde::{Deserialize, Serialize};
use time::Date;

use super::iso_date;
use super::requirement::{SEGMENT, is_segment};
use crate::akoki::Theme;
use crate::id::{BoardId, OwnStandardId};
use crate::text::{Lines, wrong_character};
use crate::{Code, Noun, Reason, Refusal};

/// The longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 4000;

/// A standard of a board's own. Its texts are the board's, in the board's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnStandard {
    /// Its id: what dossiers and goals refer to.
    pub id: OwnStandardId,
    /// The board that set it.
    pub board: BoardId,
    /// Its code, for people: letters, digits, `-`, `.` and `_`, at most 40. The board uses it once at
    /// a time.
    pub code: String,
    /// Its name.
    pub title: String,
    /// What it asks for.
    #[serde(default)]
    pub description: Option<String>,
    /// The AKOKI theme it belongs to.
    #[serde(default)]
    pub theme: Option<Theme>,
    /// The heading under which the board puts it.
    #[serde(default)]
    pub area: Option<String>,
    /// The first day it holds.
    #[serde(with = "iso_date")]
    pub valid_from: Date,
    /// The last day it holds; none while no end is set.
    #[serde(default, with = "iso_date::option")]
    pub valid_until: Option<Date>,
}

impl OwnStandard {
    /// Whether it holds on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_until.is_none_or(|until| on <= until)
    }

    /// Checks it by itself and beside the board's other ones (itself left aside).
    ///
    /// # Errors
    /// Everything that is wrong with it, at the fields of its representation; a code that another one
    /// has in an overlapping period is a `duplicate` about that other one.
    pub fn check(&self, others: &[OwnStandard]) -> Result<(), Refusal> {
        let mut wrong = Vec::new();
        if self.code.is_empty() {
            wrong.push(Reason::new(Code::Required).at("/code"));
        } else if !is_segment(&self.code) {
            wrong.push(
                Reason::new(Code::InvalidFormat)
                    .at("/code")
                    .with("expected", SEGMENT),
            );
        }
        if self.title.trim().is_empty() {
            wrong.push(Reason::new(Code::Required).at("/title"));
        }
        let texts = [
            ("/title", Some(&self.title), MAX_TITLE, Lines::One),
            (
                "/description",
                self.description.as_ref(),
                MAX_DESCRIPTION,
                Lines::Many,
            ),
            ("/area", self.area.as_ref(), MAX_TITLE, Lines::One),
        ];
        for (pointer, text, max, lines) in texts {
            let Some(text) = text else { continue };
            if text.chars().count() > max {
                wrong.push(Reason::new(Code::TooLong).at(pointer).with("max", max));
            }
            wrong.extend(wrong_character(text, lines, pointer));
        }
        if self
            .valid_until
            .is_some_and(|until| until < self.valid_from)
        {
            wrong.push(Reason::new(Code::EndBeforeStart).at("/validUntil"));
        }
        wrong.extend(
            others
                .iter()
                .filter(|other| self.takes_code_of(other))
                .map(|other| {
                    Reason::new(Code::Duplicate)
                        .at("/code")
                        .about(Noun::OwnStandard, other.id)
                }),
        );
        Refusal::unless_empty(wrong)
    }

    fn takes_code_of(&self, other: &OwnStandard) -> bool {
        let overlaps = self.valid_until.is_none_or(|end| other.valid_from <= end)
            && other.valid_until.is_none_or(|end| self.valid_from <= end);
        other.id != self.id
            && other.board == self.board
            && other.code.eq_ignore_ascii_case(&self.code)
            && overlaps
    }
}
