//! Survey campaigns: among whom a survey is held, when, and where it has come to.

mod answers;
mod command;
pub mod entries;
mod examples;
pub mod forecast;
mod handing;
pub mod invitations;
pub mod participation;
mod references;
pub mod results;
pub mod settling;
pub mod steps;
mod teachers;
mod view;

use akoki_domain::{
    Code, Reason,
    access::Permission,
    survey::campaign::{Campaign, Resolved},
};
use akoki_openapi::wire::survey_campaign::{SurveyCampaign, SurveyCampaignInput};
use akoki_persistence::{
    Source, Stored,
    repo::survey::{Key, campaign::put_content, invitation::handed_out},
};
use serde_json::{Value, json};

use self::references::{held_with, moments, resolved};
use super::place::placed;
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Campaigns;

impl Resource for Campaigns {
    type Record = Campaign;
    type Input = SurveyCampaignInput;
    type View = SurveyCampaign;

    const NAMES: Names = names!("SurveyCampaign", "SurveyCampaigns", "surveys");
    const READ: Permission = Permission::ReadSurveys;
    const WRITE: Permission = Permission::WriteSurveys;

    async fn create(work: Work<'_>, input: SurveyCampaignInput) -> Result<Campaign, Failure> {
        let mut wrong = Vec::new();
        let unit = placed(work, input.unit_id, "/unitId", &mut wrong).await?;
        let board = unit.as_ref().map(|unit| unit.board_id);
        let (stated, content) = resolved(work, board, input.stated(), None, &mut wrong).await?;
        wrong.extend(stated.check(content.as_ref()));
        let (Some(unit), Some(content), true) = (unit, content, wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        let resolved = Resolved {
            moments: moments(work, unit.board_id, &stated).await?,
            stated,
            target_group: content.target_group,
        };
        Ok(Campaign::new(work.id(), (unit.board_id, unit.id), resolved))
    }

    async fn change(
        work: Work<'_>,
        before: &Campaign,
        input: SurveyCampaignInput,
    ) -> Result<Campaign, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let board = Some(before.board_id);
        let kept = Some(before);
        let (stated, content) = resolved(work, board, input.stated(), kept, &mut wrong).await?;
        wrong.extend(stated.check(content.as_ref()));
        let Some(content) = content.filter(|_| wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        let resolved = Resolved {
            moments: moments(work, before.board_id, &stated).await?,
            stated,
            target_group: content.target_group,
        };
        let key = Key::new(before.board_id, before.id);
        let handed_out = handed_out(work.tx, &[key.campaign]).await?;
        let after = before.restated(resolved, !handed_out.is_empty(), work.call.at)?;
        if before.launched && after.stated.instrument != before.stated.instrument {
            // What is asked was fixed when it was made ready.
            put_content(work.tx, key, &content).await?;
        }
        Ok(after)
    }

    async fn remove(_: Work<'_>, campaign: &Campaign) -> Result<(), Failure> {
        Ok(campaign.may_be_deleted()?)
    }

    fn input(campaign: &Campaign) -> SurveyCampaignInput {
        campaign.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Campaign>>,
    ) -> Result<Vec<SurveyCampaign>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::campaign()
    }

    fn patch_example() -> Value {
        json!({"title": "Leerlingen groep 7 en 8, najaar 2026"})
    }
}

/// The version with which a campaign is held is fixed when it is made ready; until then it is the one that is
/// named.
///
/// # Errors
/// When the store fails, or the version is gone.
pub(super) async fn fix_content(work: Work<'_>, campaign: &Campaign) -> Result<(), Failure> {
    let (call, board) = (work.call, campaign.board_id);
    let content = held_with(call, work.tx, board, &campaign.stated.instrument).await?;
    let content =
        content.ok_or_else(|| Failure::Internal("no version of the instrument".into()))?;
    Ok(put_content(work.tx, Key::new(board, campaign.id), &content).await?)
}
