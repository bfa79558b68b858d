//! Something that is said to have been done or seen, with the evidence that is named for it.

use std::collections::BTreeMap;

use time::Date;

use crate::error::{Code, Reason};
use crate::id::EvidenceId;
use crate::organisation::Period;

/// Something that is said to have been done or seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Where the evidence is named in what says it, such as `/measures/0/evidenceIds`.
    pub at: String,
    /// It must be shown: it was done, and whoever comes to look will ask by what that is seen.
    pub asked: bool,
    /// The evidence that is named.
    pub evidence: Vec<EvidenceId>,
}

impl Claim {
    /// What it lacks on a day, given the days on which each piece of evidence can be leaned on: nothing shows
    /// it although it must be shown, or what showed it holds no longer.
    pub fn lacks(&self, serves: &BTreeMap<EvidenceId, Period>, on: Date) -> Option<Reason> {
        let named = self.evidence.iter().filter_map(|id| serves.get(id));
        let mut ended = None;
        for period in named {
            if period.contains(on) {
                return None;
            }
            ended = ended.max(period.until.filter(|until| *until < on));
        }
        let reason = match ended {
            Some(until) => Reason::new(Code::EvidenceHoldsNoLonger).with("until", until),
            None if self.asked => Reason::new(Code::DoneWithoutEvidence),
            None => return None,
        };
        Some(reason.at(self.at.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;
    use uuid::Uuid;

    const ON: Date = date!(2026 - 03 - 01);

    #[test]
    fn what_is_done_is_shown_by_something_that_holds_on_the_day() {
        let id = |n| EvidenceId(Uuid::from_u128(n));
        let until = |day| Period::new(Some(date!(2020 - 01 - 01)), Some(day));
        let serves = BTreeMap::from([
            (id(1), until(date!(2025 - 12 - 31))),
            (id(2), until(date!(2026 - 01 - 31))),
            (id(3), until(ON)),
            (id(4), Period::new(Some(date!(2026 - 03 - 02)), None)),
        ]);
        let missing = Some((Code::DoneWithoutEvidence, None));
        let ended = Some((Code::EvidenceHoldsNoLonger, Some("2026-01-31".to_owned())));
        for (evidence, asked, lacks) in [
            (&[][..], true, missing.clone()),
            (&[], false, None),
            // The last of those that ended is the one that is told.
            (&[id(2), id(1)], true, ended.clone()),
            (&[id(1), id(2)], false, ended),
            (&[id(1), id(3)], true, None),
            // What begins later shows nothing yet, and has not ended.
            (&[id(4)], true, missing),
            (&[id(4)], false, None),
        ] {
            let claim = Claim {
                at: "/evidenceIds".into(),
                asked,
                evidence: evidence.to_vec(),
            };
            let found = claim.lacks(&serves, ON).map(|reason| {
                let until = reason.params.iter().find(|(name, _)| name == "until");
                (reason.code, until.map(|(_, day)| day.to_string()))
            });
            assert_eq!(found, lacks, "{evidence:?} {asked}");
        }
    }
}
