//! The instruments that are shipped with the service: the same for every board.

use akoki_openapi::wire::{
    schema::Links,
    survey_instrument::{ShippedSurveyInstrument, ShippedSurveyInstruments, SurveyContent},
};

use crate::shipped::Shipped;

/// Each of them, by key.
pub fn all(shipped: &Shipped) -> ShippedSurveyInstruments {
    let instruments = shipped.survey_instruments.iter().map(|(key, content)| {
        let own = format!("/v1/shipped-survey-instruments/{key}");
        ShippedSurveyInstrument::new(key, content, Links::from([("self", own)]))
    });
    ShippedSurveyInstruments {
        instruments: instruments.collect(),
    }
}

/// What one of them holds.
pub fn one(shipped: &Shipped, key: &str) -> Option<SurveyContent> {
    shipped.survey_instruments.get(key).map(Into::into)
}
