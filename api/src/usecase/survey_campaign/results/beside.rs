//! What stands beside the figures of a campaign, as far as the caller may see it: read once for all of its groups.

use akoki_domain::{
    access::Permission,
    id::SurveyCampaignId,
    survey::{campaign::Campaign, results::Rights},
};
use akoki_openapi::wire::survey_results::PrecedingFollowUp;
use akoki_persistence::find;

use super::{Asked, compared::Preceding, followed, rights::rights};
use crate::{failure::Failure, guard::Call};

/// What stands beside the figures.
pub(super) struct Beside {
    /// The campaign before, with its results.
    pub(super) preceding: Option<Preceding>,
    /// What became of those.
    pub(super) follow_ups: Vec<PrecedingFollowUp>,
    /// What the caller may follow a link to.
    pub(super) may: May,
}

/// What the caller may read besides.
pub(super) struct May {
    /// The campaign.
    pub(super) campaign: bool,
    /// The campaign before.
    pub(super) preceding: bool,
    /// How the scales hold.
    pub(super) metrics: bool,
    /// Of which groups what was written.
    pub(super) written: Rights,
}

impl Beside {
    /// That of the campaign that is asked for; links alone where nothing was counted yet.
    pub(super) async fn of(call: &Call, asked: &Asked, counted: bool) -> Result<Self, Failure> {
        let may = May::of(call, asked).await?;
        Ok(match counted {
            true => Self {
                preceding: Preceding::of(call, asked).await?,
                follow_ups: followed::up(call, asked).await?,
                may,
            },
            false => Self {
                preceding: None,
                follow_ups: Vec::new(),
                may,
            },
        })
    }
}

impl May {
    async fn of(call: &Call, asked: &Asked) -> Result<Self, Failure> {
        let with =
            async |permission| rights(call, &asked.campaign, &asked.groups, permission).await;
        let preceding = asked.campaign.stated.preceding_id;
        Ok(Self {
            campaign: readable(call, asked.campaign.id).await?,
            preceding: match preceding {
                Some(preceding) => readable(call, preceding).await?,
                None => false,
            },
            metrics: with(Permission::ReadSurveyMetrics).await?.whole(),
            written: with(Permission::ReadOpenAnswers).await?,
        })
    }
}

/// Whether the caller may read a campaign itself.
pub(super) async fn readable(call: &Call, id: SurveyCampaignId) -> Result<bool, Failure> {
    let scope = call.besides(Permission::ReadSurveys);
    Ok(find::<Campaign>(call.store(), &scope, id.0)
        .await?
        .is_some())
}
