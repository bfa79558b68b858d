//! What of a campaign can be changed when.

use super::groups::CampaignGroup;
use super::machine::{forbidden, forbids};
use super::record::Campaign;
use super::state::CampaignState;
use crate::error::{Code, Reason, Refusal};

/// How far it is fixed what is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody has a code.
    Free,
    /// Codes were handed out, or answers are taken.
    HandedOut,
    /// There are results.
    Settled,
}

impl Stage {
    /// That of a campaign of which something can be changed.
    fn of(state: CampaignState, handed_out: bool) -> Self {
        if state.has_results() {
            Self::Settled
        } else if handed_out || state == CampaignState::Open {
            Self::HandedOut
        } else {
            Self::Free
        }
    }
}

impl Campaign {
    /// Whether this may take the place of what it was before:
    ///
    /// - While nobody has a code everything can change.
    /// - Once codes were handed out or answers are taken, what is asked and of whom is fixed: the instrument, who
    ///   answers, the groups and the dimensions. People can still come to a group, and the minimum can go up. A window
    ///   that has begun keeps its first day, and the last one ends in the time ahead.
    /// - While answers are mixed nothing can change, nor once it was broken off.
    /// - With results all is fixed with which these were reckoned, and how they came about: the population of groups,
    ///   the minimum, channels, windows and reminders as well.
    ///
    /// Its name, the campaign that it follows on, figures of others, and the day by which units say what they do can
    /// change as long as anything can: no answer rests on those. A follow-up that has begun has a day of its own.
    ///
    /// # Errors
    /// A conflict with everything that cannot be changed any more.
    pub(super) fn may_replace(
        &self,
        before: &Self,
        handed_out: bool,
        at: i64,
    ) -> Result<(), Refusal> {
        if !before.state.may_be_changed() {
            return Err(forbids(before.id, before.state, "change"));
        }
        let stage = Stage::of(before.state, handed_out);
        let fixed = || match stage {
            Stage::Settled => forbidden(before.id, before.state, "change"),
            Stage::Free | Stage::HandedOut => Reason::new(Code::CodesHandedOut),
        };
        let mut wrong = Vec::new();
        let mut keep = |same: bool, pointer: &str| {
            if !same {
                wrong.push(fixed().at(pointer));
            }
        };
        if stage != Stage::Free {
            self.keeps_what_is_asked(before, stage, &mut keep);
        }
        match stage {
            Stage::Free => {}
            Stage::HandedOut => {
                self.keeps_what_has_begun(before, at, &mut keep);
                if self.moments.last().is_some_and(|(_, to)| *to <= at) {
                    wrong.push(Reason::new(Code::WindowOver).at("/windows"));
                }
            }
            Stage::Settled => {
                let (now, then) = (&self.stated, &before.stated);
                keep(now.channels == then.channels, "/channels");
                keep(now.windows == then.windows, "/windows");
                keep(now.remind_on == then.remind_on, "/reminders");
            }
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(Refusal::conflict(fixed().code, wrong)),
        }
    }

    /// What is asked and of whom. Until there are results people can come to a group and the minimum can go up: who
    /// answered was told that nothing is shown of fewer.
    fn keeps_what_is_asked(&self, before: &Self, stage: Stage, keep: &mut impl FnMut(bool, &str)) {
        let (now, then) = (&self.stated, &before.stated);
        let settled = stage == Stage::Settled;
        keep(now.instrument == then.instrument, "/instrument");
        let same = now.respondent_unit == then.respondent_unit;
        keep(same, "/respondentUnit");
        let groups = match settled {
            true => now.groups == then.groups,
            false => same_groups(&now.groups, &then.groups),
        };
        keep(groups, "/groups");
        keep(now.dimensions == then.dimensions, "/dimensions");
        let minimum = match settled {
            true => now.minimum == then.minimum,
            false => now.minimum >= then.minimum,
        };
        keep(minimum, "/minimum");
    }

    /// The first day of each window that has begun.
    fn keeps_what_has_begun(&self, before: &Self, at: i64, keep: &mut impl FnMut(bool, &str)) {
        for (index, (from, _)) in before.moments.iter().enumerate() {
            let now = self.moments.get(index).map(|(from, _)| from);
            let same = *from > at || now == Some(from);
            keep(same, &format!("/windows/{index}/opensOn"));
        }
    }
}

/// Whether groups are the same, with as many people in each or more.
fn same_groups(now: &[CampaignGroup], then: &[CampaignGroup]) -> bool {
    let pairs = now.iter().zip(then);
    let same = |(now, then): (&CampaignGroup, &CampaignGroup)| {
        let alike = CampaignGroup {
            population: then.population,
            ..now.clone()
        };
        alike == *then && now.population >= then.population
    };
    now.len() == then.len() && pairs.into_iter().all(same)
}
