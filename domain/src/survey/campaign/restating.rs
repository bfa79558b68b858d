//! How a campaign is stated: first, and anew.

use std::collections::BTreeSet;

use super::machine::forbids;
use super::record::{Campaign, CampaignInput};
use super::state::CampaignState;
use crate::error::Refusal;
use crate::id::{BoardId, SurveyCampaignId, UnitId};
use crate::survey::content::TargetGroup;

/// What is stated of a campaign, looked through before, with what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// What is stated.
    pub stated: CampaignInput,
    /// Whom the instrument is for.
    pub target_group: TargetGroup,
    /// The moments between which answers are taken, one pair for each window.
    pub moments: Vec<(i64, i64)>,
}

impl Campaign {
    /// A new one.
    pub fn new(
        id: SurveyCampaignId,
        (board_id, unit_id): (BoardId, UnitId),
        resolved: Resolved,
    ) -> Self {
        Self {
            id,
            board_id,
            unit_id,
            state: CampaignState::Draft,
            stated: resolved.stated,
            target_group: resolved.target_group,
            moments: resolved.moments,
            window: 0,
            closed_early_at: None,
            reminded: BTreeSet::new(),
            launched: false,
            leftovers: false,
        }
    }

    /// The same, stated anew; `handed_out` says whether anybody has a code, or answers were taken in.
    ///
    /// # Errors
    /// A conflict with everything that cannot be changed any more.
    pub fn restated(&self, now: Resolved, handed_out: bool, at: i64) -> Result<Self, Refusal> {
        let mut after = Self {
            stated: now.stated,
            target_group: now.target_group,
            moments: now.moments,
            ..self.clone()
        };
        after.keep_moments(self);
        // A window that counted can be gone.
        if after.moments != self.moments {
            let held = after.held();
            let ahead = held.iter().position(|(_, to)| at < *to);
            after.window = ahead.unwrap_or(held.len().saturating_sub(1));
        }
        after.may_replace(self, handed_out, at)?;
        Ok(after)
    }

    /// Outside of a draft a window that is stated as it was keeps its moments: what people were told of, and what was
    /// held, does not come to lie at another time because the board has moved to another time zone since.
    fn keep_moments(&mut self, before: &Self) {
        if before.state == CampaignState::Draft {
            return;
        }
        let windows = self.stated.windows.iter().zip(&before.stated.windows);
        let known = windows.zip(self.moments.iter_mut().zip(&before.moments));
        for ((now, then), (moments, held)) in known {
            if now == then {
                *moments = *held;
            }
        }
    }

    /// Whether it may be deleted: of one that was ready once codes may have been handed out.
    ///
    /// # Errors
    /// A conflict when it was.
    pub fn may_be_deleted(&self) -> Result<(), Refusal> {
        match self.launched {
            false => Ok(()),
            true => Err(forbids(self.id, self.state, "delete")),
        }
    }

    /// The same with nothing left to throw away.
    pub fn tidied(&self) -> Self {
        Self {
            leftovers: false,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::error::Code;
    use crate::survey::campaign::tests::sample;
    use crate::survey::campaign::{CampaignCommand, CampaignFacts, Window, decide};
    use time::{Duration, macros::date};

    /// A campaign with these windows.
    fn with(moments: &[(i64, i64)]) -> Campaign {
        let sample = sample();
        let resolved = resolved(&sample, moments);
        Campaign::new(sample.id, (sample.board_id, sample.unit_id), resolved)
    }

    /// With windows of as many days as the moments are milliseconds.
    fn resolved(of: &Campaign, moments: &[(i64, i64)]) -> Resolved {
        let day = |days: i64| date!(2026 - 11 - 01) + Duration::days(days);
        let window = |(from, to): &(i64, i64)| Window {
            opens_on: day(*from),
            closes_on: day(*to),
        };
        Resolved {
            stated: CampaignInput {
                windows: moments.iter().map(window).collect(),
                ..of.stated.clone()
            },
            target_group: of.target_group,
            moments: moments.to_vec(),
        }
    }

    fn taken(campaign: &mut Campaign, command: CampaignCommand, at: i64) {
        let facts = CampaignFacts::of(campaign, at);
        campaign.apply(decide(campaign.state, command, &facts).unwrap());
    }

    #[test]
    fn a_new_one_is_a_draft_of_which_nothing_is_left_and_that_may_be_deleted() {
        let new = with(&[(100, 200), (300, 400)]);
        assert_eq!(new.state, CampaignState::Draft);
        assert_eq!(new.current_window(), Some((100, 200)));
        assert!(!new.launched && !new.leftovers && new.reminded.is_empty());
        assert_eq!(new.may_be_deleted(), Ok(()));
    }

    #[test]
    fn one_that_was_ready_once_may_not_be_deleted_also_when_it_was_taken_back() {
        let mut campaign = with(&[(100, 200)]);
        taken(&mut campaign, CampaignCommand::Launch, 50);
        for state in [CampaignState::Scheduled, CampaignState::Draft] {
            assert_eq!(campaign.state, state);
            let refused = campaign.may_be_deleted();
            let Err(Refusal::Conflict { code, blockers }) = refused else {
                unreachable!("{refused:?}");
            };
            assert_eq!(code, Code::CampaignStateForbids);
            let told: Vec<_> = blockers.into_iter().map(|one| one.params).collect();
            let state = ("state".to_owned(), state.to_string());
            assert_eq!(told, [[state, ("command".to_owned(), "delete".to_owned())]]);
            if campaign.state == CampaignState::Scheduled {
                taken(&mut campaign, CampaignCommand::BackToDraft, 50);
            }
        }
    }

    #[test]
    fn the_window_that_counts_is_the_first_that_is_not_over_once_windows_change() {
        let before = with(&[(100, 200), (300, 400)]);
        let counts = |moments: &[(i64, i64)], at| {
            let after = before.restated(resolved(&before, moments), false, at);
            after.unwrap().window
        };
        assert_eq!(counts(&[(100, 250), (300, 400)], 199), 0);
        // Its end is not included.
        assert_eq!(counts(&[(100, 250), (300, 400)], 250), 1);
        assert_eq!(counts(&[(500, 600)], 450), 0);
        // Nothing lies ahead: the last.
        assert_eq!(counts(&[(100, 250), (300, 350)], 450), 1);
    }

    #[test]
    fn a_window_that_was_closed_early_does_not_count_again() {
        let mut before = with(&[(100, 200), (300, 400)]);
        before.state = CampaignState::Open;
        taken(&mut before, CampaignCommand::CloseWindow, 150);
        let longer = resolved(&before, &[(100, 200), (300, 500)]);
        assert_eq!(before.restated(longer, true, 160).unwrap().window, 1);
    }

    #[test]
    fn a_window_that_stays_keeps_its_moments_in_another_time_zone_unless_it_is_a_draft() {
        let mut campaign = with(&[(100, 200), (300, 400)]);
        let mut elsewhere = resolved(&campaign, &[(100, 200), (300, 450)]);
        elsewhere.moments = vec![(105, 205), (305, 455)];
        let moments = |campaign: &Campaign| {
            let after = campaign.restated(elsewhere.clone(), false, 50);
            after.unwrap().moments
        };
        assert_eq!(moments(&campaign), [(105, 205), (305, 455)]);
        taken(&mut campaign, CampaignCommand::Launch, 50);
        assert_eq!(moments(&campaign), [(100, 200), (305, 455)]);
    }

    #[test]
    fn while_windows_stay_the_one_that_counts_does_too() {
        let mut before = with(&[(100, 200), (300, 400)]);
        before.window = 1;
        let mut renamed = resolved(&before, &before.moments);
        renamed.stated.title = "Another name".into();
        let after = before.restated(renamed, false, 50).unwrap();
        assert_eq!(
            (after.window, after.stated.title.as_str()),
            (1, "Another name")
        );
    }

    #[test]
    fn what_is_left_of_one_that_was_ready_can_go_and_nothing_else_of_it() {
        let mut campaign = with(&[(100, 200)]);
        taken(&mut campaign, CampaignCommand::Launch, 50);
        taken(&mut campaign, CampaignCommand::Cancel, 50);
        assert!(campaign.leftovers);
        let tidied = campaign.tidied();
        assert!(!tidied.leftovers);
        let before = Campaign {
            leftovers: true,
            ..tidied
        };
        assert_eq!(before, campaign);
    }
}
