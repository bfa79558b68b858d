//! Commands to an instrument. Publishing keeps its content as a version.

use akoki_domain::{
    access::Permission,
    survey::instrument::{Instrument, InstrumentCommand, decide},
};
use akoki_openapi::wire::survey_instrument::SurveyInstrumentCommand;
use akoki_persistence::repo::survey::instrument::add_version;
use serde_json::{Map, Value, json};

use super::Instruments;
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    work::Work,
};

impl Commanded for Instruments {
    type Order = SurveyInstrumentCommand;

    const TRANSITION: &'static str = "transitionSurveyInstrument";
    const LIST_TRANSITIONS: &'static str = "listSurveyInstrumentTransitions";
    const COMMAND: Permission = Permission::WriteInstruments;

    async fn take(
        work: Work<'_>,
        before: &Instrument,
        order: SurveyInstrumentCommand,
    ) -> Result<Taken<Instrument>, Failure> {
        let step = decide(before, order.command)?;
        let mut after = before.clone();
        after.apply(step);
        let mut told = Map::new();
        if step.command == InstrumentCommand::Publish {
            add_version(work.tx, &after, work.call.at).await?;
            told.insert("number".to_owned(), after.number.into());
        }
        Ok(Taken {
            command: step.command.as_str(),
            from: step.from.as_str(),
            to: step.to.as_str(),
            told,
            after,
        })
    }

    fn order_example() -> Value {
        json!({"command": "publish"})
    }
}
