//! Handing out codes: when, and in which way.

use super::machine::forbidden;
use super::record::{Campaign, Channel};
use super::state::CampaignState;
use crate::error::{Code, Reason, Refusal};

impl Campaign {
    /// Whether codes can be handed out in this way.
    ///
    /// # Errors
    /// A conflict: [`Code::NotLaunched`] while it is not ready, [`Code::CampaignStateForbids`] once no answers are
    /// taken any more, [`Code::ChannelNotOffered`] where respondents do not come in that way.
    pub fn may_hand_out(&self, channel: Channel) -> Result<(), Refusal> {
        let blocker = if self.state == CampaignState::Draft {
            Reason::new(Code::NotLaunched)
        } else if !self.state.takes_answers() {
            forbidden(self.id, self.state, "handOut").with("channel", channel)
        } else if !self.stated.channels.contains(&channel) {
            Reason::new(Code::ChannelNotOffered).with("channel", channel)
        } else {
            return Ok(());
        };
        Err(Refusal::conflict(blocker.code, vec![blocker]))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::survey::campaign::tests::sample;

    #[test]
    fn codes_are_handed_out_while_answers_are_taken_and_in_the_ways_that_are_offered() {
        use CampaignState as S;
        let (offered, other) = (Channel::ClassCodes, Channel::Link);
        let forbids = Some(Code::CampaignStateForbids);
        for (state, of_offered, of_other) in [
            (S::Draft, Some(Code::NotLaunched), Some(Code::NotLaunched)),
            (S::Scheduled, None, Some(Code::ChannelNotOffered)),
            (S::Open, None, Some(Code::ChannelNotOffered)),
            (S::Processing, forbids, forbids),
            (S::FollowUp, forbids, forbids),
            (S::Closed, forbids, forbids),
            (S::Cancelled, forbids, forbids),
        ] {
            let mut campaign = sample();
            campaign.state = state;
            campaign.stated.channels = BTreeSet::from([offered]);
            for (channel, expected) in [(offered, of_offered), (other, of_other)] {
                let found = match campaign.may_hand_out(channel) {
                    Ok(()) => None,
                    Err(Refusal::Conflict { code, .. }) => Some(code),
                    Err(Refusal::Invalid(reasons)) => unreachable!("{reasons:?}"),
                };
                assert_eq!(found, expected, "{channel} while {state}");
            }
        }
    }

    #[test]
    fn the_way_is_told_by_its_own_name() {
        let campaign = Campaign {
            state: CampaignState::Closed,
            ..sample()
        };
        let refused = campaign.may_hand_out(Channel::Link);
        let Err(Refusal::Conflict { blockers, .. }) = refused else {
            unreachable!("{refused:?}");
        };
        let told: Vec<_> = blockers.into_iter().map(|one| one.params).collect();
        let expected = [
            ("state", "closed"),
            ("command", "handOut"),
            ("channel", "link"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(told, [expected]);
    }
}
