//! From the inbox to results: the answers of a survey that has closed are opened and mixed once, what stays of them is
//! written in the order of its values, and then all that could lead back is thrown away.
//!
//! What stays is written in one unit, which keeps the outcome first: that can be kept once, so of several that mix at
//! the same time one writes, and the others go on from what it wrote. A run that is broken off before wrote nothing,
//! and one that is broken off after is taken up where it was. The inbox is not touched before the outcome was read
//! back. Only when nothing is left does the survey go on to its follow-up.

use akoki_domain::survey::{
    campaign::Campaign,
    misfit::Misfit,
    mix::{Asked, Mixed, mix as mixed},
    outcome::Outcome,
    packed::Payload,
    safety_delivery::figures_of,
};
use akoki_persistence::{
    Stored, Tx, Verb, lock,
    repo::survey::{
        Key,
        invitation::counts,
        mixing::{
            Block, Leftover, OpenAnswer, clear, how_many_wait, put_blocks, put_open_answers,
            waiting,
        },
        outcome, past,
    },
    save,
};
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc};

use super::settling::settled;
use crate::{
    aside::aside,
    failure::{Failure, unless_unchanged},
    guard::Call,
    seal::open,
    survey::{Keys, pinned::Pinned, tallies::counted},
    work::Work,
};

/// So many sealed answers are read at a time, and thrown away once they are opened.
const PAGE: u64 = 5_000;
/// A block of scores has about so many bytes.
const BLOCK: usize = 64 * 1024;
/// So many blocks are written in a statement.
const BLOCKS: usize = 8;
/// So many rows are taken away in a unit: the writer is held shortly.
const ROWS: u64 = 1_000;

/// Brings a survey whose windows are over to its results.
///
/// # Errors
/// When the store fails, or an answer cannot be opened or fits nowhere; what waits stays there then.
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
    let counted = counted(call, campaign).await?;
    settled(call, campaign.id, &figures_of(&counted)).await
}

fn misfit(misfit: Misfit) -> Failure {
    Failure::Internal(format!("answers to a survey cannot be mixed: {misfit}"))
}

/// What is written.
struct Written {
    outcome: Outcome,
    blocks: Vec<Block>,
    texts: Vec<OpenAnswer>,
    /// Of so many answers.
    of: u64,
}

/// Opens and mixes what waits, and writes what stays of it, unless somebody else did meanwhile.
async fn write(call: &Call, key: Key, campaign: &Campaign) -> Result<(), Failure> {
    let pinned = call.shared.pins.get(call, key).await?;
    let payloads = opened(call, key, campaign, &pinned).await?;
    let invited = counts(call.store(), key).await?;
    let invited = invited
        .into_iter()
        .map(|(group, counts)| (group, counts.by_name()))
        .collect();
    let (campaign, at) = (campaign.clone(), call.at);
    let written = aside(move || {
        let mixed = mixed_of((&campaign, at), &pinned, invited, &payloads)?;
        Ok(Written {
            blocks: blocks(&pinned, &mixed),
            texts: texts(&pinned, &mixed)?,
            outcome: mixed.outcome,
            of: payloads.len() as u64,
        })
    });
    let written = Arc::new(written.await?.map_err(misfit)?);
    call.unit(move |tx| {
        let written = written.clone();
        Box::pin(async move { put(tx, key, &written).await })
    })
    .await
}

/// Writes what stays, all of it or nothing. The outcome comes first: whoever finds it kept does not write.
async fn put(tx: &Tx, key: Key, written: &Written) -> Result<(), Failure> {
    if !outcome::put(tx, key, &written.outcome).await? {
        return Ok(());
    }
    // What cannot be read again must not take the place of the inbox.
    let kept: Option<Outcome> = outcome::get(tx, key).await?;
    kept.ok_or_else(|| Failure::Internal("the outcome of a survey was not kept".into()))?;
    let waiting = how_many_wait(tx, key).await?;
    if waiting != written.of {
        let of = written.of;
        let what = format!("{of} answers to a survey were mixed, and {waiting} wait");
        return Err(Failure::Internal(what));
    }
    for some in written.blocks.chunks(BLOCKS) {
        put_blocks(tx, key, some).await?;
    }
    Ok(put_open_answers(tx, key, &written.texts).await?)
}

/// All that waits, opened. Of what is sealed only a page is held at a time.
async fn opened(
    call: &Call,
    key: Key,
    campaign: &Campaign,
    pinned: &Arc<Pinned>,
) -> Result<Vec<Payload>, Failure> {
    let inbox: Arc<[u8]> = Keys::of(&call.shared).inbox_key(campaign.id).into();
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = waiting(call.store(), key, after, PAGE).await?;
        let more = page.len() as u64 == PAGE;
        after = page.last().map(|(id, _)| *id);
        let (inbox, pinned) = (inbox.clone(), pinned.clone());
        let some = aside(move || {
            let payload = |(id, sealed): &(uuid::Uuid, Vec<u8>)| -> Option<Payload> {
                pinned.layout.decode(&open(&inbox, id.as_bytes(), sealed)?)
            };
            page.iter().map(payload).collect::<Option<Vec<_>>>()
        });
        let some = some.await?.ok_or_else(|| {
            let what = "answers to a survey cannot be opened; is `secret` (or secret.key) the one that was there when they came in?";
            Failure::Internal(what.into())
        })?;
        all.extend(some);
        if !more {
            return Ok(all);
        }
    }
}

fn mixed_of(
    (campaign, at): (&Campaign, i64),
    pinned: &Pinned,
    invited: BTreeMap<String, u64>,
    payloads: &[Payload],
) -> Result<Mixed, Misfit> {
    let groups = campaign.stated.tree();
    let dimensions = pinned.dimensions.iter();
    let asked = Asked {
        content: &pinned.content,
        layout: &pinned.layout,
        groups: &groups,
        dimensions: dimensions
            .map(|by| (by.question, by.options.len()))
            .collect(),
        minimum: campaign.stated.minimum,
        invited,
        windows: campaign.windows_begun(at),
    };
    mixed(&asked, payloads)
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
fn texts(pinned: &Pinned, mixed: &Mixed) -> Result<Vec<OpenAnswer>, Misfit> {
    let keys: Vec<&str> = pinned
        .content
        .questions()
        .map(|question| question.key.as_str())
        .collect();
    let mut places: BTreeMap<(u32, usize), u32> = BTreeMap::new();
    let mut all = Vec::new();
    for (part, question, text) in &mixed.texts {
        let place = places.entry((*part, *question)).or_default();
        let key = keys.get(*question).ok_or(Misfit::Text)?;
        all.push(OpenAnswer {
            part: *part,
            question: (*key).to_owned(),
            place: *place,
            text: text.clone(),
        });
        *place += 1;
    }
    Ok(all)
}

/// Keeps of the codes that they were there and whether they were used, so that whoever comes again hears the same, and
/// whoever comes late that the survey has closed.
async fn keep_codes(call: &Call, key: Key) -> Result<(), Failure> {
    let mut after: Option<Vec<u8>> = None;
    loop {
        let from = after.clone();
        let last = call
            .unit(move |tx| {
                let from = from.clone();
                Box::pin(async move { Ok(past::keep(tx, key, from, ROWS).await?) })
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
        Leftover::PastCodes,
    ] {
        throw_away(call, key, what).await?;
    }
    let (outer, id) = (call.clone(), campaign.id);
    let done = call
        .unit(move |tx| {
            let call = outer.clone();
            Box::pin(async move {
                let found = lock::<Campaign>(tx, &call.scope(), id.0).await?;
                // Another process may have been at it at the same time, and said so.
                let left = |of: &Stored<Campaign>| of.record.leftovers;
                let before = found.filter(left).ok_or(Failure::NothingChanged)?;
                let after = before.record.tidied();
                save(tx, &before, &after).await?;
                let told = json!({"leftovers": {"from": true, "to": false}});
                let work = Work { tx, call: &call };
                work.record(&after, before.meta.version, Verb::Updated, told, None);
                Ok(())
            })
        })
        .await;
    unless_unchanged(done).map(|_| ())
}
