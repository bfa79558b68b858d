//! The versions of an instrument: what was published, and never changes.

use akoki_domain::{
    Noun,
    survey::{content::Content, instrument::Instrument},
};
use akoki_openapi::wire::{
    schema::Links,
    survey_instrument::{SurveyContent, SurveyInstrumentVersion, SurveyInstrumentVersions},
};
use akoki_persistence::repo::survey::instrument as kept;
use uuid::Uuid;

use crate::{clock::instant, failure::Failure, guard::Call, usecase::improvement_cycle::path};

/// The versions of an instrument, the first one ahead.
///
/// # Errors
/// "not-found" when the instrument is out of reach.
pub async fn all(call: &Call, id: Uuid) -> Result<SurveyInstrumentVersions, Failure> {
    let instrument = call.reached::<Instrument>(id).await?.record;
    let own = path(Noun::SurveyInstrument, instrument.id);
    let found = kept::versions(call.store(), instrument.board_id, instrument.id).await?;
    let version = |version: kept::Version| SurveyInstrumentVersion {
        number: version.number,
        published_at: instant(version.published_at),
        links: Links::from([("self", format!("{own}/versions/{}", version.number))]),
    };
    Ok(SurveyInstrumentVersions {
        versions: found.into_iter().map(version).collect(),
    })
}

/// What one version holds.
///
/// # Errors
/// "not-found" when the instrument is out of reach or has no such version.
pub async fn one(call: &Call, id: Uuid, number: u32) -> Result<SurveyContent, Failure> {
    let instrument = call.reached::<Instrument>(id).await?.record;
    let content: Option<Content> =
        kept::version(call.store(), instrument.board_id, instrument.id, number).await?;
    let content = content.ok_or_else(Failure::not_found)?;
    Ok((&content).into())
}
