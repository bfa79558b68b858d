//! A conversation as it is shown: with what can be done with it now, computed for a whole page at once.

use akoki_domain::{
    Noun,
    conversation::{Facts, Previous, QualityConversation, State, available},
};
use akoki_openapi::wire::{
    conversation::{ConversationGathered, QualityConversation as View},
    schema::Links,
    transition::commands,
};
use akoki_persistence::{Source, Stored, find_many};
use std::collections::BTreeMap;
use time::Date;
use uuid::Uuid;

use crate::{
    failure::Failure,
    guard::Call,
    usecase::improvement_cycle::{path, path_of_arising},
};

/// The views of a page of conversations.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<QualityConversation>>,
) -> Result<Vec<View>, Failure> {
    let records = || items.iter().map(|item| &item.record);
    // What has come to its end waits for nothing of the one before.
    let open = records().filter(|one| !matches!(one.state, State::Closed | State::Cancelled));
    let mut ids: Vec<Uuid> = open.filter_map(|one| Some(one.previous?.0)).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = find_many::<QualityConversation>(source, &call.scope(), &ids).await?;
    let known: BTreeMap<Uuid, Previous> = found
        .into_iter()
        .filter_map(|stored| Some((stored.record.id.0, stored.record.as_previous()?)))
        .collect();
    let boards = records().map(|one| one.board_id);
    let days = call.days_of(source, boards).await?;
    let view = |item: Stored<QualityConversation>| {
        let previous = item.record.previous.and_then(|id| known.get(&id.0));
        let today = days.of(item.record.board_id);
        one(call, item, previous, today)
    };
    Ok(items.into_iter().map(view).collect())
}

fn one(
    call: &Call,
    item: Stored<QualityConversation>,
    previous: Option<&Previous>,
    today: Date,
) -> View {
    let Stored { record, meta } = item;
    let facts = Facts::of(&record, previous, None, today);
    let (available_commands, blockers) = commands(available(record.state, &facts), call.language);
    let gathered = record.gathered.as_ref();
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        school_year: record.school_year().0,
        planned_on: record.planned_on,
        state: record.state,
        number: record.number,
        previous_id: record.previous.map(|id| id.0),
        board_member_ids: record.board_members.iter().map(|id| id.0).collect(),
        leader_ids: record.leaders.iter().map(|id| id.0).collect(),
        agenda: record.agenda.iter().map(Into::into).collect(),
        gathered: gathered.map(|of| ConversationGathered::new(of, record.unit_id, call.language)),
        held_on: record.held_on,
        agreements: record.agreements.iter().map(Into::into).collect(),
        checked: record.checked.iter().map(Into::into).collect(),
        closed_on: record.closed_on,
        links: links(&record),
        minutes: record.minutes,
        available_commands,
        blockers,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn links(conversation: &QualityConversation) -> Links {
    let own = path(Noun::QualityConversation, conversation.id);
    let id = conversation.id;
    let mut links = Links::from([
        ("self", own.clone()),
        ("unit", path(Noun::OrganisationUnit, conversation.unit_id)),
        ("transitions", format!("{own}/transitions")),
        ("next", format!("/v1/quality-conversations?previousId={id}")),
        ("improvementCycles", path_of_arising(id)),
    ]);
    if let Some(previous) = conversation.previous {
        links.insert("previous", path(Noun::QualityConversation, previous));
    }
    links
}
