//! From the inbox to results: the answers of a survey that has closed are opened and mixed once, what stays of them is
//! written in the order of its values, and then all that could lead back is thrown away. A run that is broken off is
//! begun anew and comes to the same; only when nothing is left does the survey go on to its follow-up.

use akoki_domain::id::UnitId;
use akoki_domain::survey::{
    campaign::{Campaign, CampaignState},
    delivery::{SafetyFigures, figures_of},
    mix::{Asked, Mixed, mix as mixed},
    outcome::Outcome,
    packed::Payload,
};
use akoki_persistence::{
    Verb, lock,
    repo::survey::{
        Key,
        invitation::counts,
        mixing::{
            Block, Leftover, OpenAnswer, begin_anew, clear, keep_used, put_blocks,
            put_open_answers, waiting,
        },
        outcome,
    },
    save,
};
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc};

use super::settling::settled;
use crate::{
    failure::Failure,
    guard::Call,
    survey::{Keys, pinned::Pinned, seal::open},
    work::Work,
};

/// So many sealed answers are read at a time.
const PAGE: u64 = 5_000;
/// A block of scores has about so many bytes.
const BLOCK: usize = 64 * 1024;
/// So many blocks, and so many texts, are written in a unit, and so many rows taken away: the writer is held shortly.
const BLOCKS: usize = 8;
const TEXTS: usize = 500;
const ROWS: u64 = 1_000;

/// Brings a survey whose windows are over to its results.
///
/// # Errors
/// When the store fails, or an answer cannot be opened; what waits stays there then.
pub async fn mix(call: &Call, campaign: &Campaign) -> Result<(), Failure> {
    let key = Key::new(campaign.board_id, campaign.id);
    let done: Option<Outcome> = outcome::get(call.store(), key).await?;
    if done.is_none() {
        write(call, key, campaign).await?;
    }
    keep_codes(call, key).await?;
    for what in [
        Leftover::Inbox,
        Leftover::Drafts,
        Leftover::Invitations,
        Leftover::Entries,
    ] {
        throw_away(call, key, what).await?;
    }
    let figures = figures(call, key, campaign).await?;
    settled(call, campaign.id, &figures).await
}

/// What the inspectorate gets of each unit.
async fn figures(
    call: &Call,
    key: Key,
    campaign: &Campaign,
) -> Result<BTreeMap<UnitId, SafetyFigures>, Failure> {
    let kept: Option<Outcome> = outcome::get(call.store(), key).await?;
    let kept = kept.ok_or_else(|| Failure::Internal("a survey without an outcome".into()))?;
    let blocks = outcome::blocks(call.store(), key).await?;
    let pinned = call.shared.pins.get(call, key).await?;
    let groups = campaign.stated.tree();
    let reckon = move || figures_of(&pinned.content, &groups, &kept, &blocks);
    let reckoned = tokio::task::spawn_blocking(reckon).await;
    reckoned.map_err(|error| Failure::Internal(error.to_string()))
}

/// Opens and mixes what waits, and writes what stays of it.
async fn write(call: &Call, key: Key, campaign: &Campaign) -> Result<(), Failure> {
    let pinned = call.shared.pins.get(call, key).await?;
    let sealed = all_waiting(call, key).await?;
    let invited = counts(call.store(), key).await?;
    let invited = invited
        .into_iter()
        .map(|(group, counts)| (group, counts.invited))
        .collect();
    let inbox = Keys::of(&call.shared).inbox_key(campaign.id);
    let (held, asking) = (campaign.clone(), pinned.clone());
    let mixed =
        tokio::task::spawn_blocking(move || opened(&inbox, &sealed, (&held, &asking), invited));
    let mixed = mixed
        .await
        .map_err(|error| Failure::Internal(error.to_string()))??;
    let (blocks, texts) = (blocks(&pinned, &mixed), texts(&pinned, &mixed));
    call.unit(move |tx| Box::pin(async move { Ok(begin_anew(tx, key).await?) }))
        .await?;
    for some in blocks.chunks(BLOCKS) {
        let some = some.to_vec();
        call.unit(move |tx| {
            let some = some.clone();
            Box::pin(async move { Ok(put_blocks(tx, key, &some).await?) })
        })
        .await?;
    }
    for some in texts.chunks(TEXTS) {
        let some = some.to_vec();
        call.unit(move |tx| {
            let some = some.clone();
            Box::pin(async move { Ok(put_open_answers(tx, key, &some).await?) })
        })
        .await?;
    }
    let kept = mixed.outcome;
    call.unit(move |tx| {
        let kept = kept.clone();
        Box::pin(async move { Ok(outcome::put(tx, key, &kept).await?) })
    })
    .await
}

async fn all_waiting(call: &Call, key: Key) -> Result<Vec<(uuid::Uuid, Vec<u8>)>, Failure> {
    let mut all = Vec::new();
    loop {
        let after = all.last().map(|(id, _): &(uuid::Uuid, Vec<u8>)| *id);
        let page = waiting(call.store(), key, after, PAGE).await?;
        let more = page.len() as u64 == PAGE;
        all.extend(page);
        if !more {
            return Ok(all);
        }
    }
}

/// Opens all and mixes them. On the threads for work that takes long.
fn opened(
    key: &[u8],
    sealed: &[(uuid::Uuid, Vec<u8>)],
    (campaign, pinned): (&Campaign, &Arc<Pinned>),
    invited: BTreeMap<String, u64>,
) -> Result<Mixed, Failure> {
    let payload = |(id, sealed): &(uuid::Uuid, Vec<u8>)| -> Option<Payload> {
        let plain = open(key, id.as_bytes(), sealed)?;
        pinned.layout.decode(&plain)
    };
    let payloads: Option<Vec<Payload>> = sealed.iter().map(payload).collect();
    let payloads = payloads.ok_or_else(|| {
        let what = "answers to a survey cannot be opened; is `secret` (or secret.key) the one that was there when they came in?";
        Failure::Internal(what.into())
    })?;
    let groups = campaign.stated.tree();
    let dimensions = pinned.dimensions.iter();
    let asked = Asked {
        content: &pinned.content,
        layout: &pinned.layout,
        groups: &groups,
        dimensions: dimensions
            .map(|(question, options)| (*question, options.len()))
            .collect(),
        minimum: campaign.stated.minimum,
        invited,
    };
    Ok(mixed(&asked, &payloads))
}

/// The rows in blocks.
fn blocks(pinned: &Pinned, mixed: &Mixed) -> Vec<Block> {
    let rows = (BLOCK / pinned.layout.width().max(1)).max(1);
    let mut blocks = Vec::new();
    for (part, all) in (0_u32..).zip(&mixed.rows) {
        for (place, some) in (0_u32..).zip(all.chunks(rows)) {
            let packed = some.concat();
            blocks.push(Block {
                part,
                place,
                packed,
            });
        }
    }
    blocks
}

/// What was written, each in its place among the answers to its question.
fn texts(pinned: &Pinned, mixed: &Mixed) -> Vec<OpenAnswer> {
    let keys: Vec<&str> = pinned
        .content
        .questions()
        .map(|question| question.key.as_str())
        .collect();
    let mut places: BTreeMap<(u32, usize), u32> = BTreeMap::new();
    let mut all = Vec::new();
    for (part, question, text) in &mixed.texts {
        let place = places.entry((*part, *question)).or_default();
        all.push(OpenAnswer {
            part: *part,
            question: keys.get(*question).copied().unwrap_or_default().to_owned(),
            place: *place,
            text: text.clone(),
        });
        *place += 1;
    }
    all
}

/// Keeps of the codes that were used that they were, so that whoever comes again hears the same.
async fn keep_codes(call: &Call, key: Key) -> Result<(), Failure> {
    let mut after: Option<Vec<u8>> = None;
    loop {
        let from = after.clone();
        let last = call
            .unit(move |tx| {
                let from = from.clone();
                Box::pin(async move { Ok(keep_used(tx, key, from, ROWS).await?) })
            })
            .await?;
        match last {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
    }
}

async fn throw_away(call: &Call, key: Key, what: Leftover) -> Result<(), Failure> {
    while !call
        .unit(move |tx| Box::pin(async move { Ok(clear(tx, key, what, ROWS).await?) }))
        .await?
    {}
    Ok(())
}

/// Throws away all that a survey left that has ended or was broken off.
///
/// # Errors
/// When the store fails; what is left goes with the next run.
pub async fn tidy(call: &Call, campaign: &Campaign) -> Result<(), Failure> {
    let key = Key::new(campaign.board_id, campaign.id);
    for what in [
        Leftover::Inbox,
        Leftover::Drafts,
        Leftover::Invitations,
        Leftover::Entries,
        Leftover::UsedCodes,
    ] {
        throw_away(call, key, what).await?;
    }
    let (outer, id) = (call.clone(), campaign.id);
    call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move {
            let found = lock::<Campaign>(tx, &call.scope(), id.0).await?;
            let before = found.ok_or_else(Failure::not_found)?;
            let after = Campaign {
                leftovers: false,
                ..before.record.clone()
            };
            save(tx, &before, &after).await?;
            let told = json!({"leftovers": {"from": true, "to": false}});
            let work = Work { tx, call: &call };
            work.record(&after, before.meta.version, Verb::Updated, told, None);
            Ok(())
        })
    })
    .await
}

/// Whether a survey has ended.
pub fn has_ended(campaign: &Campaign) -> bool {
    matches!(
        campaign.state,
        CampaignState::Closed | CampaignState::Cancelled
    )
}
