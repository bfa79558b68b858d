//! Whether answers are taken at a moment, and what whoever comes at another one is told.

use akoki_domain::{
    Code, Reason,
    survey::campaign::{Campaign, Taking},
};
use akoki_openapi::wire::instant::written;
use akoki_persistence::{find, repo::survey::Key};

use crate::{clock::instant, failure::Failure, guard::Call};

/// Until when answers are taken.
///
/// # Errors
/// "survey-not-open", "survey-closed".
pub(super) async fn must_be_open(call: &Call, key: Key) -> Result<i64, Failure> {
    match of(call, key).await? {
        Some(campaign) => taken_until(&campaign, call.at),
        None => Err(Code::UnknownSurveyCode.into()),
    }
}

/// Holds that answers are taken now or will be.
///
/// # Errors
/// "survey-closed".
pub(super) async fn must_not_be_over(call: &Call, key: Key) -> Result<(), Failure> {
    let campaign = of(call, key).await?.ok_or(Code::UnknownSurveyCode)?;
    match campaign.taking(call.at) {
        Taking::Until(_) | Taking::From(_) => Ok(()),
        Taking::Over => taken_until(&campaign, call.at).map(|_| ()),
    }
}

/// Why a survey took nothing in: it does not at this moment, or does not know the code any more.
pub(super) async fn refusal(call: &Call, key: Key) -> Failure {
    match must_be_open(call, key).await {
        Err(failure) => failure,
        Ok(_) => Code::UnknownSurveyCode.into(),
    }
}

/// Until when a campaign takes answers.
///
/// # Errors
/// "survey-not-open" with the moment from which it does; "survey-closed" when it does no more.
pub fn taken_until(campaign: &Campaign, at: i64) -> Result<i64, Failure> {
    let reason = match campaign.taking(at) {
        Taking::Until(until) => return Ok(until),
        Taking::From(from) => Reason::new(Code::SurveyNotOpen).with("opensAt", moment(from)?),
        Taking::Over => Reason::new(Code::SurveyClosed).with("state", campaign.state),
    };
    Err(Failure::Plain(reason))
}

fn moment(millis: i64) -> Result<String, Failure> {
    written(&instant(millis)).map_err(|error| Failure::Internal(error.to_string()))
}

async fn of(call: &Call, key: Key) -> Result<Option<Campaign>, Failure> {
    let found = find::<Campaign>(call.store(), &call.everything(), key.campaign).await?;
    Ok(found.map(|found| found.record))
}
