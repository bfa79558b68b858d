//! Class codes and links: a code with which many are let in, each to answer once.

use crate::error::{Code, Reason};
use crate::id::SurveyEntryId;
use crate::words::words;

/// A class code is open for so many minutes at most: for those in the room.
pub const MAX_MINUTES: u32 = 120;
/// With one class code so many are let in at most.
pub const MAX_IN_CLASS: u32 = 60;
/// With one link so many are let in at most.
pub const MAX_BY_LINK: u32 = 100_000;

words! {
    /// What many come in with.
    EntryKind {
        /// A short code, open for minutes, for those in the room.
        ClassCode => "class-code",
        /// A long code in a link, open as long as the survey. Whoever has it can answer more than once: the
        /// service cannot tell.
        Link => "link",
    }
}

/// A class code or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: SurveyEntryId,
    /// What it is.
    pub kind: EntryKind,
    /// The group of those who come in with it.
    pub group_key: String,
    /// From this moment, in milliseconds since 1970.
    pub opens_at: i64,
    /// Until before this one.
    pub closes_at: i64,
    /// So many are let in at most.
    pub at_most: u32,
    /// So many were.
    pub let_in: u32,
}

impl Entry {
    /// Why nobody is let in with it at this moment.
    pub fn refusal(&self, at: i64) -> Option<Reason> {
        if !(self.opens_at..self.closes_at).contains(&at) {
            return Some(Reason::new(Code::SurveyCodeExpired));
        }
        (self.let_in >= self.at_most).then(|| Reason::new(Code::SurveyCodeFull))
    }
}
