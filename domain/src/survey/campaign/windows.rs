//! The windows of a campaign: on which days answers are taken, as they are stated and as they came about.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::record::Campaign;
use crate::check;
use crate::error::{Code, Reason};

/// A window is open for so many days at most.
const MAX_WINDOW: Duration = Duration::days(366);
/// Windows of one campaign: with a second one, small groups are taken together over two years.
pub const MAX_WINDOWS: usize = 2;

/// The days between which answers are taken, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Window {
    /// The first day.
    pub opens_on: Date,
    /// The last day.
    pub closes_on: Date,
}

/// Everything wrong with windows as they are stated.
pub(super) fn check_windows(windows: &[Window], wrong: &mut Vec<Reason>) {
    if windows.is_empty() {
        wrong.push(Reason::new(Code::Required).at("/windows"));
    }
    check::at_most(wrong, "/windows", windows.len(), MAX_WINDOWS);
    let mut before: Option<Date> = None;
    for (at, window) in windows.iter().enumerate() {
        let pointer = |name: &str| format!("/windows/{at}/{name}");
        if window.closes_on < window.opens_on {
            wrong.push(Reason::new(Code::EndBeforeStart).at(pointer("closesOn")));
        } else if window.closes_on - window.opens_on > MAX_WINDOW {
            let reason = Reason::new(Code::WindowTooLong).at(pointer("closesOn"));
            wrong.push(reason.with("days", MAX_WINDOW.whole_days()));
        }
        if before.is_some_and(|last| window.opens_on <= last) {
            wrong.push(Reason::new(Code::WindowsOverlap).at(pointer("opensOn")));
        }
        before = Some(window.closes_on);
    }
}

/// Whether a campaign takes answers at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// It does, until this moment, which is not included.
    Until(i64),
    /// Not yet, or not between its windows: from this moment.
    From(i64),
    /// Not any more.
    Over,
}

impl Campaign {
    /// The moments between which answers are taken, as they came about: a window that was closed before its time ends
    /// at that moment.
    pub fn held(&self) -> Vec<(i64, i64)> {
        let moments = self.moments.iter();
        let held = moments.map(|(from, to)| {
            let early = self.closed_early_at.filter(|at| (*from..*to).contains(at));
            (*from, early.unwrap_or(*to))
        });
        held.collect()
    }

    /// The moments between which answers are taken now or next, the second not included.
    pub fn current_window(&self) -> Option<(i64, i64)> {
        self.held().get(self.window).copied()
    }

    /// How many windows had begun at this moment.
    pub fn windows_begun(&self, at: i64) -> u32 {
        let begun = self.moments.iter().filter(|(from, _)| *from <= at);
        begun.fold(0, |many, _| many + 1)
    }

    /// The moment at which the last window was closed before its last day: after that no answers were taken.
    pub fn ended_early_at(&self) -> Option<i64> {
        let (from, _) = *self.moments.last()?;
        self.closed_early_at.filter(|at| *at >= from)
    }

    /// Whether answers are taken at this moment, and if not, whether they will be.
    pub fn taking(&self, at: i64) -> Taking {
        let open = self.current_window().filter(|_| self.state.takes_answers());
        if let Some((_, until)) = open.filter(|(from, to)| (*from..*to).contains(&at)) {
            return Taking::Until(until);
        }
        let is_ahead = |(_, to): &(i64, i64)| at < *to;
        match self.held().into_iter().find(is_ahead) {
            Some((from, _)) if self.state.may_take_answers() => Taking::From(from),
            Some(_) | None => Taking::Over,
        }
    }

    /// How many a group of so many people can be asked so far: each in each window up to the one that counts.
    pub fn places(&self, population: u64) -> u64 {
        let windows = u64::try_from(self.window).unwrap_or(u64::MAX);
        population.saturating_mul(windows.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::campaign::{CampaignState, tests::sample};

    /// With two windows, at this moment in this state.
    fn campaign(state: CampaignState, window: usize) -> Campaign {
        Campaign {
            moments: vec![(100, 200), (300, 400)],
            window,
            state,
            ..sample()
        }
    }

    #[test]
    fn answers_are_taken_between_the_moments_of_the_window_that_counts() {
        use CampaignState::{Cancelled, Closed, Draft, Open, Processing, Scheduled};
        for (state, window, at, expected) in [
            (Draft, 0, 150, Taking::From(100)),
            (Scheduled, 0, 99, Taking::From(100)),
            (Scheduled, 0, 100, Taking::Until(200)),
            (Open, 0, 199, Taking::Until(200)),
            // The second lies ahead, whether the first was ended already or not.
            (Open, 0, 200, Taking::From(300)),
            (Scheduled, 1, 250, Taking::From(300)),
            (Open, 1, 399, Taking::Until(400)),
            (Open, 1, 400, Taking::Over),
            (Processing, 1, 350, Taking::Over),
            (Closed, 1, 500, Taking::Over),
            (Cancelled, 0, 150, Taking::Over),
        ] {
            let found = campaign(state, window).taking(at);
            assert_eq!(found, expected, "{state:?} in window {window} at {at}");
        }
    }

    #[test]
    fn a_window_that_was_closed_early_takes_nothing_after_that() {
        let early = Campaign {
            closed_early_at: Some(350),
            ..campaign(CampaignState::Open, 1)
        };
        assert_eq!(early.taking(349), Taking::Until(350));
        assert_eq!(early.taking(350), Taking::Over);
    }

    #[test]
    fn everybody_can_be_asked_once_in_each_window_that_has_come() {
        let places = |window| campaign(CampaignState::Open, window).places(24);
        assert_eq!([0, 1].map(places), [24, 48]);
    }
}
