//! What a campaign refers to: the version of an instrument, units, classes, the campaign before it.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    id::{BoardId, UnitId},
    organisation::{Group, Unit},
    survey::{
        campaign::{Campaign, CampaignInput},
        content::Content,
        instrument::{Instrument, InstrumentRef, InstrumentState},
    },
};
use akoki_persistence::{
    Source, Stored, find, find_many,
    repo::{survey::instrument::version, time_zone::zones_of},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use crate::{
    clock,
    failure::Failure,
    guard::Call,
    usecase::place::{ended, placed_all},
    work::Work,
};

use super::teachers;

/// The version of an instrument that a survey of this board is held with, where there is one. Whether an instrument
/// may be named is asked when it is named first ([`resolved`]): a survey goes on with what it was planned with, also
/// when that is retired since, or out of the reach of whoever goes on with it.
///
/// # Errors
/// When the store fails.
pub async fn held_with(
    call: &Call,
    source: &impl Source,
    board: BoardId,
    instrument: &InstrumentRef,
) -> Result<Option<Content>, Failure> {
    match instrument {
        InstrumentRef::Shipped { key } => {
            Ok(call.shared.shipped.survey_instruments.get(key).cloned())
        }
        InstrumentRef::Own { id, number } => Ok(version(source, board, *id, *number).await?),
    }
}

/// What keeps a new survey of this board from being held with an instrument: it is out of reach, or retired.
async fn withheld(
    work: Work<'_>,
    board: BoardId,
    instrument: &InstrumentRef,
) -> Result<Option<Code>, Failure> {
    let InstrumentRef::Own { id, .. } = instrument else {
        return Ok(None);
    };
    let scope = work.call.scope_of(Permission::ReadSurveys);
    let found = find::<Instrument>(work.tx, &scope, id.0).await?;
    let found = found.filter(|found| found.record.board_id == board);
    Ok(match found.map(|found| found.record.state) {
        None => Some(Code::UnknownInstrument),
        Some(InstrumentState::Retired) => Some(Code::InstrumentRetired),
        Some(InstrumentState::Draft | InstrumentState::Published) => None,
    })
}

/// What is stated with each unit replaced by the one that carries its work, and the version that is asked; what is
/// wrong is added to what was found so far. What was stated before, and reached then, is not asked for again.
///
/// # Errors
/// "forbidden" where the caller may only read a unit.
pub async fn resolved(
    work: Work<'_>,
    board: Option<BoardId>,
    stated: CampaignInput,
    campaign: Option<&Campaign>,
    wrong: &mut Vec<Reason>,
) -> Result<(CampaignInput, Option<Content>), Failure> {
    let before = campaign.map(|campaign| &campaign.stated);
    let Some(board) = board else {
        return Ok((stated, None));
    };
    let named = &stated.instrument;
    let planned = before.is_some_and(|before| before.instrument == *named);
    let withheld = match planned {
        true => None,
        false => withheld(work, board, named).await?,
    };
    let content = match withheld {
        Some(_) => None,
        None => held_with(work.call, work.tx, board, named).await?,
    };
    if content.is_none() {
        let code = withheld.unwrap_or(Code::UnknownInstrument);
        wrong.push(Reason::new(code).at("/instrument"));
    }
    let stated = at_carriers(work, board, stated, before, wrong).await?;
    classes(work, &stated, before, wrong).await?;
    teachers::check(work, board, &stated, before, wrong).await?;
    let preceding = preceding(work, board, &stated, campaign, content.as_ref()).await?;
    wrong.extend(preceding.map(|code| Reason::new(code).at("/precedingId")));
    Ok((stated, content))
}

/// What is wrong with the campaign that it is said to follow on. Versions of one instrument are compared by the keys of
/// their questions; with another instrument, of which nothing is asked in the same way, every comparison would be empty.
async fn preceding(
    work: Work<'_>,
    board: BoardId,
    stated: &CampaignInput,
    campaign: Option<&Campaign>,
    content: Option<&Content>,
) -> Result<Option<Code>, Failure> {
    let Some(id) = stated.preceding_id else {
        return Ok(None);
    };
    let before = campaign.map(|campaign| &campaign.stated);
    let kept = before.is_some_and(|before| before.preceding_id == Some(id));
    let scope = work.call.scope_of(Permission::ReadSurveys);
    let found = find::<Campaign>(work.tx, &scope, id.0).await?;
    let found = found.filter(|found| found.record.board_id == board);
    let Some(Stored { record: found, .. }) = found else {
        return Ok((!kept).then_some(Code::UnknownReference));
    };
    let itself = campaign.is_some_and(|campaign| campaign.id == id);
    if itself || found.target_group != stated.respondent_unit.target_group() {
        return Ok(Some(Code::NotAPredecessor));
    }
    let (mine, theirs) = (&stated.instrument, &found.stated.instrument);
    let judged = kept && before.is_some_and(|before| before.instrument == *mine);
    let Some(content) = content.filter(|_| !judged && !mine.same_instrument(theirs)) else {
        return Ok(None);
    };
    let asked = held_with(work.call, work.tx, board, theirs).await?;
    let nothing = asked.is_some_and(|asked| !content.compares_with(&asked));
    Ok(nothing.then_some(Code::NothingToCompare))
}

/// Each unit replaced by the one that carries its work.
async fn at_carriers(
    work: Work<'_>,
    board: BoardId,
    mut stated: CampaignInput,
    before: Option<&CampaignInput>,
    wrong: &mut Vec<Reason>,
) -> Result<CampaignInput, Failure> {
    let known: BTreeSet<UnitId> = before
        .map(|before| before.tree().units())
        .unwrap_or_default();
    let pointer = |at: usize| format!("/groups/{at}/unitId");
    let named: Vec<(String, UnitId)> = stated
        .groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| Some((pointer(at), group.unit_id?)))
        .filter(|(_, unit)| !known.contains(unit))
        .collect();
    let mut carriers: BTreeMap<UnitId, UnitId> = BTreeMap::new();
    for (at, unit) in placed_all(work, &named, wrong).await? {
        if unit.board_id != board {
            wrong.push(Reason::new(Code::UnknownReference).at(at));
            continue;
        }
        wrong.extend(ended(work, &unit, None, &at).await?);
        carriers.insert(unit.id, unit.carrier_id);
    }
    for group in &mut stated.groups {
        let carrier = group.unit_id.and_then(|unit| carriers.get(&unit));
        group.unit_id = carrier.copied().or(group.unit_id);
    }
    Ok(stated)
}

/// Each class is one of the unit under which it stands.
async fn classes(
    work: Work<'_>,
    stated: &CampaignInput,
    before: Option<&CampaignInput>,
    wrong: &mut Vec<Reason>,
) -> Result<(), Failure> {
    let known = |id| {
        let mut groups = before.into_iter().flat_map(|before| &before.groups);
        groups.any(|group| group.group_id == Some(id))
    };
    let tree = stated.tree();
    let named: Vec<_> = stated
        .groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| Some((at, group.key.as_str(), group.group_id?)))
        .filter(|(.., id)| !known(*id))
        .collect();
    let ids: Vec<Uuid> = named.iter().map(|(.., id)| id.0).collect();
    let scope = work.call.scope_of(Permission::ReadGroups);
    let found = find_many::<Group>(work.tx, &scope, &ids).await?;
    let units: Vec<Uuid> = found
        .iter()
        .map(|one| one.record.details.unit_id.0)
        .collect();
    let units = find_many::<Unit>(work.tx, &work.call.everything(), &units).await?;
    for (at, key, id) in named {
        let pointer = format!("/groups/{at}/groupId");
        let class = found.iter().find(|one| one.record.id == id);
        let Some(class) = class else {
            wrong.push(Reason::new(Code::UnknownReference).at(pointer));
            continue;
        };
        let at = class.record.details.unit_id;
        let carrier = units.iter().find(|unit| unit.record.id == at);
        let carrier = carrier.map(|unit| unit.record.carrier_id);
        let unit = tree.unit_of(key);
        if unit.is_some() && unit != Some(at) && unit != carrier {
            wrong.push(Reason::new(Code::ClassOfOtherUnit).at(pointer));
        }
    }
    Ok(())
}

/// The moments of the windows: from the beginning of the first day to that of the day after the last, by the clock
/// of the board.
///
/// # Errors
/// When the store fails.
pub async fn moments(
    work: Work<'_>,
    board: BoardId,
    stated: &CampaignInput,
) -> Result<Vec<(i64, i64)>, Failure> {
    let zones = zones_of(work.tx, &[board]).await?;
    let zone = zones.get(&board).copied().unwrap_or_default();
    let span = stated.windows.iter().map(|window| {
        let end = window.closes_on.next_day().unwrap_or(window.closes_on);
        (
            clock::beginning_of(window.opens_on, zone),
            clock::beginning_of(end, zone),
        )
    });
    Ok(span.collect())
}
