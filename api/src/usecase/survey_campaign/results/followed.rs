//! What became of the results of the campaign before.

use akoki_domain::{Noun, pdca::Cycle};
use akoki_openapi::wire::{
    survey_follow_up::SurveyFollowUpCycle, survey_results::PrecedingFollowUp,
};

use super::Asked;
use crate::{
    failure::Failure,
    guard::Call,
    usecase::{improvement_cycle::path, survey_follow_up::of_campaign},
};

/// Of all units, as far as the caller may read that.
pub(super) async fn up(call: &Call, asked: &Asked) -> Result<Vec<PrecedingFollowUp>, Failure> {
    let stated = &asked.campaign.stated;
    let Some(preceding) = stated.preceding_id else {
        return Ok(Vec::new());
    };
    let all = of_campaign(call, call.store(), asked.campaign.board_id, preceding).await?;
    let cycle = |of: &Cycle| SurveyFollowUpCycle::new(of, path(Noun::ImprovementCycle, of.id));
    let told = all.into_iter().map(|one| PrecedingFollowUp {
        unit_id: one.follow_up.unit_id.0,
        state: one.follow_up.state,
        href: path(Noun::SurveyFollowUp, one.follow_up.id),
        answer: one.follow_up.answer.map(Into::into),
        cycles: one.cycles.iter().map(cycle).collect(),
    });
    Ok(told.collect())
}

/// Those of the unit of a group; all of them where all are looked at together.
pub(super) fn of_unit(all: &[PrecedingFollowUp], asked: &Asked) -> Vec<PrecedingFollowUp> {
    let unit = asked.key().and_then(|key| asked.groups.unit_of(key));
    let ours = all.iter();
    let ours = ours.filter(|one| unit.is_none_or(|unit| unit.0 == one.unit_id));
    ours.cloned().collect()
}
