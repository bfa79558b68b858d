//! What of a campaign can be changed when.

use super::record::Campaign;
use super::state::CampaignState;
use crate::error::{Code, Reason, Refusal};

impl Campaign {
    /// Whether this may take the place of what it was before: once codes were handed out, what is asked and of whom
    /// is fixed, and once answers came in nothing but its name, reminders, the end of the window that runs and what
    /// comes after it.
    ///
    /// # Errors
    /// A conflict with everything that cannot be changed any more.
    pub fn may_replace(&self, before: &Self, handed_out: bool, at: i64) -> Result<(), Refusal> {
        let (now, then) = (&self.stated, &before.stated);
        let state = before.state;
        if matches!(state, CampaignState::Processing | CampaignState::Cancelled) {
            let reason = Reason::new(Code::CampaignStateForbids).with("state", state);
            let reason = reason.with("command", "change");
            return Err(Refusal::conflict(Code::CampaignStateForbids, vec![reason]));
        }
        let settled = state.has_results();
        let fixed = settled || handed_out || state == CampaignState::Open;
        let mut wrong = Vec::new();
        let mut keep = |same: bool, pointer: &str| {
            if !same {
                wrong.push(Reason::new(Code::CodesHandedOut).at(pointer));
            }
        };
        if fixed {
            keep(now.instrument == then.instrument, "/instrument");
            keep(
                now.respondent_unit == then.respondent_unit,
                "/respondentUnit",
            );
            keep(now.groups == then.groups, "/groups");
            keep(now.dimensions == then.dimensions, "/dimensions");
            // Who answered was told that nothing is shown of fewer.
            keep(now.minimum >= then.minimum, "/minimum");
        }
        if settled {
            keep(now.minimum == then.minimum, "/minimum");
            keep(now.channels == then.channels, "/channels");
            keep(now.windows == then.windows, "/windows");
            keep(now.remind_on == then.remind_on, "/reminders");
        }
        for (index, (from, _)) in before.moments.iter().enumerate() {
            let begun = !settled && fixed && *from <= at;
            let kept = self.moments.get(index).map(|(from, _)| from) == Some(from);
            if begun {
                keep(kept, &format!("/windows/{index}/opensOn"));
            }
        }
        let last = self.moments.last().map(|(_, to)| *to);
        let over = fixed && !settled && last.is_some_and(|to| to <= at);
        if over {
            wrong.push(Reason::new(Code::WindowOver).at("/windows"));
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(Refusal::conflict(Code::CodesHandedOut, wrong)),
        }
    }
}
