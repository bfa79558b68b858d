//! A self-evaluation as it is shown: with what can be done with it now, computed for a whole page at once.

use akoki_domain::{
    Noun,
    evaluation::{Facts, Mode, SelfEvaluation, State, available},
};
use akoki_openapi::wire::{
    schema::Links, self_evaluation::SelfEvaluation as View, transition::commands,
};
use akoki_persistence::{Source, Stored, repo::score};
use time::Date;

use super::path;
use crate::{failure::Failure, guard::Call, usecase::improvement_cycle::path_of_arising};

/// The views of a page of evaluations.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<SelfEvaluation>>,
) -> Result<Vec<View>, Failure> {
    // Whether anybody scored matters where scoring can be ended, and nowhere else.
    let scoring =
        |one: &&SelfEvaluation| one.state == State::Open && one.plan.mode == Mode::Individual;
    let records = items.iter().map(|item| &item.record);
    let ids: Vec<_> = records
        .filter(scoring)
        .map(|one| (one.board_id, one.id))
        .collect();
    let people = score::participants(source, &call.everything(), &ids).await?;
    let boards = items.iter().map(|item| item.record.board_id);
    let days = call.days_of(source, boards).await?;
    Ok(items
        .into_iter()
        .map(|item| {
            let participants = people.get(&item.record.id).copied().unwrap_or_default();
            let today = days.of(item.record.board_id);
            one(call, item, (participants, today))
        })
        .collect())
}

fn one(call: &Call, item: Stored<SelfEvaluation>, (participants, today): (u64, Date)) -> View {
    let Stored { record, meta } = item;
    let facts = Facts::of(&record, participants, today);
    let (available_commands, blockers) = commands(available(record.state, &facts), call.language);
    let plan = &record.plan;
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        covers_unit_ids: plan.covers.iter().map(|id| id.0).collect(),
        level: plan.level,
        school_year: plan.school_year.0,
        title: plan.title.clone(),
        mode: plan.mode,
        edition: record.pinned.edition.to_string(),
        selection: record.pinned.selection,
        pinned: record.pinned.standards.iter().map(Into::into).collect(),
        leader_id: plan.leader.map(|id| id.0),
        closes_on: plan.closes_on,
        meeting: plan.meeting.as_ref().map(Into::into),
        state: record.state,
        verdicts: record.verdicts.iter().map(Into::into).collect(),
        concluded_on: record.concluded_on,
        available_commands,
        blockers,
        links: links(&record),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

/// The links hold whatever the state, so that what is concluded stays the same to the byte.
fn links(evaluation: &SelfEvaluation) -> Links {
    let own = path(evaluation.id);
    let unit = Noun::OrganisationUnit.path();
    Links::from([
        ("self", own.clone()),
        ("unit", format!("/v1/{unit}/{}", evaluation.unit_id)),
        ("transitions", format!("{own}/transitions")),
        ("verdicts", format!("{own}/verdicts")),
        ("scores", format!("{own}/scores")),
        ("results", format!("{own}/results")),
        ("improvementCycles", path_of_arising(evaluation.id)),
    ])
}
