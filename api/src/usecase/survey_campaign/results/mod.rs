//! The results of surveys, as far as the caller may see them.

mod beside;
mod columns;
mod compared;
mod examples;
pub mod export;
mod figures;
mod file;
mod followed;
pub mod metrics;
pub mod open_answers;
mod rights;
mod table;
mod view;

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    survey::{
        campaign::{Campaign, CampaignState, GroupTree},
        results::{Results, Rights},
        suppression::{Tree, Visibility},
    },
};
use akoki_openapi::{problem::WireReason, wire::survey_results::SurveyResults};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

use self::{
    beside::Beside,
    rights::rights,
    view::{Found, told},
};
use crate::{failure::Failure, guard::Call, usecase::improvement_cycle::path};

pub use examples::{
    metrics as metrics_example, open_answers as open_answers_example, results as example,
    table as table_example,
};

/// A campaign in reach with the group that is asked for.
struct Asked {
    campaign: Campaign,
    groups: GroupTree,
    tree: Tree,
    rights: Rights,
    /// The node of the group.
    node: usize,
}

impl Asked {
    /// The one that is named, or the widest that the caller may see.
    async fn for_group(
        call: &Call,
        id: Uuid,
        permission: Permission,
        group: Option<&str>,
    ) -> Result<Self, Failure> {
        let campaign = call.reached::<Campaign>(id).await?.record;
        let groups = campaign.stated.tree();
        let tree = Tree::of(&groups);
        let rights = rights(call, &campaign, &groups, permission).await?;
        let found = rights.node(&groups, &tree, group);
        Ok(Self {
            node: found.ok_or_else(Failure::not_found)?,
            campaign,
            groups,
            tree,
            rights,
        })
    }

    /// The groups at the top of which the caller sees all that lies beside the group that is asked for.
    fn known(&self) -> BTreeSet<usize> {
        self.rights.known(&self.groups, &self.tree, self.key())
    }

    /// The key of the group; none of all together.
    fn key(&self) -> Option<&str> {
        (self.node != 0).then(|| self.tree.key(self.node))
    }

    /// The name of the group, or of the campaign.
    fn title(&self) -> String {
        let group = self.key().and_then(|key| self.groups.group(key));
        group.map_or_else(
            || self.campaign.stated.title.clone(),
            |group| group.title.clone(),
        )
    }

    fn path(&self) -> String {
        path(Noun::SurveyCampaign, self.campaign.id)
    }

    /// What was counted, or why there are no results.
    async fn counted(&self, call: &Call) -> Result<Result<Arc<Results>, WireReason>, Failure> {
        match without(self.campaign.state) {
            Some(code) => Ok(Err(WireReason::new(&Reason::new(code), call.language))),
            None => Ok(Ok(call.shared.tallies.get(call, &self.campaign).await?)),
        }
    }
}

/// Why a campaign in this state has no results; none when it has.
fn without(state: CampaignState) -> Option<Code> {
    match state {
        CampaignState::FollowUp | CampaignState::Closed => None,
        CampaignState::Cancelled => Some(Code::NoResults),
        CampaignState::Draft
        | CampaignState::Scheduled
        | CampaignState::Open
        | CampaignState::Processing => Some(Code::ResultsNotYet),
    }
}

/// Why something is not shown; none when it is.
fn hidden(call: &Call, seen: Visibility, minimum: u32) -> Option<WireReason> {
    // Why exactly would tell how many there are of what is hidden.
    let reason = match seen {
        Visibility::Shown => return None,
        Visibility::TooFew | Visibility::Protects => {
            Reason::new(Code::TooFewAnswered).with("minimum", minimum)
        }
    };
    Some(WireReason::new(&reason, call.language))
}

/// The results of a group in reach, with the figures behind comparisons when they are asked for.
///
/// # Errors
/// "not-found" where the campaign or the group is out of reach.
pub async fn of(
    call: &Call,
    id: Uuid,
    group: Option<&str>,
    with_figures: bool,
) -> Result<SurveyResults, Failure> {
    let asked = Asked::for_group(call, id, Permission::ReadSurveyResults, group).await?;
    let counted = asked.counted(call).await?;
    let beside = Beside::of(call, &asked, counted.is_ok()).await?;
    let found = Found {
        call,
        counted: counted.as_deref(),
        beside: &beside,
        with_figures,
    };
    told(&asked, &found)
}
