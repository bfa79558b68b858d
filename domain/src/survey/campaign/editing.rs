//! What of a campaign can be changed when.

use super::groups::CampaignGroup;
use super::record::Campaign;
use super::state::CampaignState;
use crate::error::{Code, Reason, Refusal};

impl Campaign {
    /// Whether this may take the place of what it was before: once codes were handed out, what is asked and of whom
    /// is fixed but for people who came to a group meanwhile, and once answers came in nothing but its name, reminders,
    /// the end of the window that runs and what comes after it.
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
            let groups = match settled {
                true => now.groups == then.groups,
                false => same_groups(&now.groups, &then.groups),
            };
            keep(groups, "/groups");
            keep(now.dimensions == then.dimensions, "/dimensions");
            // Who answered was told that nothing is shown of fewer.
            let minimum = match settled {
                true => now.minimum == then.minimum,
                false => now.minimum >= then.minimum,
            };
            keep(minimum, "/minimum");
        }
        if settled {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::campaign::tests::sample;

    /// What is wrong when the group `7`, of twenty, gets this many people.
    fn changed(population: Option<u32>, state: CampaignState) -> Vec<String> {
        let before = Campaign { state, ..sample() };
        let mut after = before.clone();
        for group in &mut after.stated.groups {
            if group.key == "7" {
                group.population = population;
            }
        }
        match after.may_replace(&before, true, 0) {
            Err(Refusal::Conflict { blockers, .. }) => {
                let pointers = blockers.into_iter();
                pointers.filter_map(|reason| reason.pointer).collect()
            }
            Ok(()) | Err(Refusal::Invalid(_)) => Vec::new(),
        }
    }

    #[test]
    fn people_who_come_to_a_group_can_still_be_counted_in() {
        let none: Vec<String> = Vec::new();
        assert_eq!(changed(Some(21), CampaignState::Open), none);
        assert_eq!(changed(Some(19), CampaignState::Open), ["/groups"]);
        assert_eq!(changed(None, CampaignState::Open), ["/groups"]);
        // With results it stands with what these were reckoned.
        assert_eq!(changed(Some(21), CampaignState::FollowUp), ["/groups"]);
    }
}
