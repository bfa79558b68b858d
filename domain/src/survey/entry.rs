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
/// So many are invited in one request at most.
pub const MAX_INVITED: usize = 10_000;
/// What a sending system calls somebody who is invited has so many characters at most.
pub const MAX_RECIPIENT: usize = 100;
/// So many places a class code has beyond those that were asked for, and at least half as many again.
const SLACK: u32 = 5;

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
    /// From the one moment until before the other, in milliseconds since 1970; none of a link, which is open as long
    /// as the survey is, also where that is made longer or shorter later.
    pub open: Option<(i64, i64)>,
    /// For so many it is meant.
    pub at_most: u32,
    /// So many were.
    pub let_in: u32,
}

impl Entry {
    /// How many are let in.
    ///
    /// With a class code these are more than it is meant for. Whoever reloads the page, or goes on with another
    /// device, comes in once more, as nothing tells them from a neighbour: with a place for each pupil alone, the
    /// last ones would stand before a closed door. A place could be counted when answers are sent in instead, but
    /// then the one who hears that there is none is a pupil who has filled in everything. So half as many again are
    /// let in, and always a few: enough for a room, and no use to whoever passes the code on, since it holds for
    /// minutes. A link has no slack: how many reload is in the number that was asked for.
    pub fn places(&self) -> u32 {
        match self.kind {
            EntryKind::ClassCode => self.at_most.saturating_add(SLACK.max(self.at_most / 2)),
            EntryKind::Link => self.at_most,
        }
    }

    /// Why nobody is let in with it at this moment. Whether the survey takes answers is another matter.
    pub fn refusal(&self, at: i64) -> Option<Reason> {
        let is_open = self.open.is_none_or(|(from, to)| (from..to).contains(&at));
        if !is_open {
            return Some(Reason::new(Code::SurveyCodeExpired));
        }
        (self.let_in >= self.places()).then(|| Reason::new(Code::SurveyCodeFull))
    }
}

/// For so many a link is meant where nobody says how many: twice the people of the group, as a reload counts too.
pub fn places_of_a_link(population: u32) -> u32 {
    population.saturating_mul(2).clamp(1, MAX_BY_LINK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: EntryKind, at_most: u32) -> Entry {
        Entry {
            id: uuid::Uuid::nil().into(),
            kind,
            group_key: "7".into(),
            open: (kind == EntryKind::ClassCode).then_some((100, 200)),
            at_most,
            let_in: 0,
        }
    }

    #[test]
    fn a_class_code_has_room_for_reloads() {
        let places = |at_most| entry(EntryKind::ClassCode, at_most).places();
        assert_eq!([1, 8, 30, 60].map(places), [6, 13, 45, 90]);
        assert_eq!(entry(EntryKind::Link, 30).places(), 30);
        assert_eq!([1, 20, 1_000_000].map(places_of_a_link), [2, 40, 100_000]);
    }

    #[test]
    fn a_class_code_is_open_for_minutes_and_a_link_as_long_as_the_survey() {
        let code = |entry: Entry, at| entry.refusal(at).map(|reason| reason.code);
        let class = entry(EntryKind::ClassCode, 8);
        for (at, expected) in [
            (99, Some(Code::SurveyCodeExpired)),
            (100, None),
            (199, None),
            (200, Some(Code::SurveyCodeExpired)),
        ] {
            assert_eq!(code(class.clone(), at), expected, "at {at}");
        }
        assert_eq!(
            code(
                Entry {
                    let_in: 12,
                    ..class.clone()
                },
                100
            ),
            None
        );
        let full = Entry {
            let_in: 13,
            ..class
        };
        assert_eq!(code(full, 100), Some(Code::SurveyCodeFull));
        assert_eq!(code(entry(EntryKind::Link, 1), i64::MAX), None);
    }
}
