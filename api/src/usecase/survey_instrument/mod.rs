//! Survey instruments: those of a board's own, their versions, and those that are shipped.

mod command;
mod examples;
pub mod shipped;
pub mod versions;

use akoki_domain::{
    Code, Noun, Reason, Refusal,
    access::Permission,
    survey::instrument::{Instrument, available, check_draft},
};
use akoki_openapi::wire::{
    schema::Links,
    survey_instrument::{SurveyInstrument, SurveyInstrumentInput},
    transition::commands,
};
use akoki_persistence::{Source, Stored, repo::survey::instrument::version};
use serde_json::{Value, json};

pub use self::examples::content as content_example;
use super::{
    improvement_cycle::path,
    place::{ended, placed},
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Instruments;

impl Resource for Instruments {
    type Record = Instrument;
    type Input = SurveyInstrumentInput;
    type View = SurveyInstrument;

    const NAMES: Names = names!("SurveyInstrument", "SurveyInstruments", "surveys");
    const READ: Permission = Permission::ReadSurveys;
    const WRITE: Permission = Permission::WriteInstruments;
    // What was published is kept with its version; all of a draft at each change is more than anybody reads.
    const UNTOLD: &'static [&'static str] = &["content"];
    // A hundred questions an instrument; whoever looks for one needs its name.
    const APART: &'static [&'static str] = &["content"];

    async fn create(work: Work<'_>, input: SurveyInstrumentInput) -> Result<Instrument, Failure> {
        let mut wrong = Vec::new();
        let unit = placed(work, input.unit_id, "/unitId", &mut wrong).await?;
        if let Some(unit) = &unit {
            wrong.extend(ended(work, unit, None, "/unitId").await?);
        }
        let content = input.content.read("/content");
        let content = content.map_err(|more| wrong.extend(more)).ok();
        wrong.extend(content.iter().flat_map(check_draft));
        let (Some(unit), Some(content), true) = (unit, content, wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        let place = (unit.board_id, unit.id);
        Ok(Instrument::new(work.id(), place, content))
    }

    async fn change(
        work: Work<'_>,
        before: &Instrument,
        input: SurveyInstrumentInput,
    ) -> Result<Instrument, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let content = input.content.read("/content");
        let content = content.map_err(|more| wrong.extend(more)).ok();
        wrong.extend(content.iter().flat_map(check_draft));
        Refusal::unless_empty(wrong)?;
        let content = content.unwrap_or_else(|| before.content.clone());
        let last = version(work.tx, before.board_id, before.id, before.number).await?;
        Ok(before.with_content(content, last.as_ref())?)
    }

    async fn remove(_: Work<'_>, instrument: &Instrument) -> Result<(), Failure> {
        Ok(instrument.may_be_deleted()?)
    }

    fn input(instrument: &Instrument) -> SurveyInstrumentInput {
        instrument.into()
    }

    async fn views<S: Source>(
        call: &Call,
        _: &S,
        items: Vec<Stored<Instrument>>,
    ) -> Result<Vec<SurveyInstrument>, Failure> {
        Ok(items.iter().map(|stored| view(call, stored)).collect())
    }

    fn examples() -> (Value, Value) {
        examples::instrument()
    }

    /// The unit of an instrument cannot be changed.
    fn patch_example() -> Value {
        json!({"content": content_example()})
    }
}

fn view(call: &Call, Stored { record, meta }: &Stored<Instrument>) -> SurveyInstrument {
    let (available_commands, blockers) = commands(available(record), call.language);
    let input = SurveyInstrumentInput::from(record);
    SurveyInstrument {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: input.unit_id,
        state: record.state,
        number: record.number,
        changed: record.changed,
        title: input.content.title.clone(),
        target_group: record.content.target_group,
        questions: record.content.questions().count(),
        scales: record.content.scales.len(),
        content: input.content,
        available_commands,
        blockers,
        links: links(record),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn links(instrument: &Instrument) -> Links {
    let own = path(Noun::SurveyInstrument, instrument.id);
    let mut links = Links::from([
        ("transitions", format!("{own}/transitions")),
        ("versions", format!("{own}/versions")),
        ("unit", path(Noun::OrganisationUnit, instrument.unit_id)),
    ]);
    if instrument.number > 0 {
        let last = format!("{own}/versions/{}", instrument.number);
        links.insert("lastVersion", last);
    }
    links.insert("self", own);
    links
}
