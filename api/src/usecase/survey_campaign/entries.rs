//! Class codes and links.

use akoki_domain::{
    Code, Reason,
    id::SurveyEntryId,
    survey::{
        campaign::{Campaign, Channel},
        entry::{Entry, EntryKind, MAX_BY_LINK, MAX_IN_CLASS, MAX_MINUTES, places_of_a_link},
    },
};
use akoki_openapi::wire::survey_campaign::{SurveyEntries, SurveyEntry, SurveyEntryInput};
use akoki_persistence::repo::survey::entry::{self, KeptEntry};
use serde_json::json;
use uuid::Uuid;

use super::handing::{handing, told};
use crate::{
    clock::instant,
    failure::Failure,
    guard::Call,
    survey::{
        Keys,
        code::{Length, fresh},
    },
    usecase::survey_session::taken_until,
    work::Work,
};

const MINUTE: i64 = 60_000;
/// A class code is open for so many minutes unless more or fewer are asked for.
const MINUTES: u32 = 30;

/// Makes a class code or a link, and answers it with its code. A class code is open from now on for minutes, so it is
/// made in the room; one that was made before the survey opens would have run out by then.
///
/// # Errors
/// Everything wrong with what is asked; "survey-not-open" of a class code before it opens.
pub async fn make(
    work: Work<'_>,
    id: Uuid,
    input: SurveyEntryInput,
) -> Result<SurveyEntry, Failure> {
    let handing = handing(work.call, work.tx, id).await?;
    let (channel, length, most) = match input.kind {
        EntryKind::ClassCode => (Channel::ClassCodes, Length::Class, MAX_IN_CLASS),
        EntryKind::Link => (Channel::Link, Length::Link, MAX_BY_LINK),
    };
    handing.campaign.may_hand_out(channel)?;
    let mut wrong = Vec::new();
    wrong.extend(handing.wrong_group(&input.group_key, "/groupKey"));
    let group = handing.tree.group(&input.group_key);
    let at_most = input.at_most.unwrap_or_else(|| match input.kind {
        EntryKind::ClassCode => most,
        EntryKind::Link => group
            .and_then(|group| group.population)
            .map_or(most, places_of_a_link),
    });
    if !(1..=most).contains(&at_most) {
        let reason = Reason::new(Code::OutOfRange).at("/atMost");
        wrong.push(reason.with("range", format!("1–{most}")));
    }
    let minutes = input.minutes.unwrap_or(MINUTES);
    if input.kind == EntryKind::Link && input.minutes.is_some() {
        wrong.push(Reason::new(Code::NotForThisKind).at("/minutes"));
    } else if !(1..=MAX_MINUTES).contains(&minutes) {
        let reason = Reason::new(Code::OutOfRange).at("/minutes");
        wrong.push(reason.with("range", format!("1–{MAX_MINUTES}")));
    }
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    let entry_id: SurveyEntryId = work.id();
    let told = json!({"entry": {"id": entry_id, "kind": input.kind, "groupKey": input.group_key}});
    let handing = handing.held(work, channel, told).await?;
    let open = match input.kind {
        EntryKind::ClassCode => Some(in_the_room(&handing.campaign, work.call.at, minutes)?),
        EntryKind::Link => None,
    };
    let code = fresh(length);
    let kept = KeptEntry {
        key: handing.key(),
        entry: Entry {
            id: entry_id,
            kind: input.kind,
            group_key: input.group_key,
            open,
            at_most,
            let_in: 0,
        },
    };
    let hash = Keys::of(&work.call.shared).code_hash(&code.normal);
    entry::add(work.tx, &kept, hash).await?;
    shown(&handing.campaign, kept.entry, Some(code.shown))
}

/// From now on for so many minutes, and not longer than the window.
fn in_the_room(campaign: &Campaign, now: i64, minutes: u32) -> Result<(i64, i64), Failure> {
    let closes = taken_until(campaign, now)?;
    let until = now.saturating_add(i64::from(minutes) * MINUTE);
    Ok((now, until.min(closes)))
}

/// Those of a campaign, as far as the caller hands them out.
///
/// # Errors
/// "not-found" out of reach.
pub async fn list(call: &Call, id: Uuid) -> Result<SurveyEntries, Failure> {
    let handing = handing(call, call.store(), id).await?;
    let found = entry::of_campaign(call.store(), handing.key()).await?;
    let mine = found
        .into_iter()
        .filter(|kept| handing.leaves.contains(&kept.entry.group_key));
    Ok(SurveyEntries {
        entries: mine
            .map(|kept| shown(&handing.campaign, kept.entry, None))
            .collect::<Result<_, _>>()?,
    })
}

/// Takes one back. What is not there lets nobody in, so that it can be sent again.
///
/// # Errors
/// "not-found" where the caller hands out no codes.
pub async fn remove(work: Work<'_>, id: Uuid, entry_id: Uuid) -> Result<(), Failure> {
    let handing = handing(work.call, work.tx, id).await?;
    let found = entry::of_campaign(work.tx, handing.key()).await?;
    let mine = found
        .iter()
        .any(|kept| kept.entry.id.0 == entry_id && handing.leaves.contains(&kept.entry.group_key));
    if mine && entry::remove(work.tx, handing.key(), entry_id).await? {
        told(
            work,
            id,
            json!({"entry": {"id": entry_id, "removed": true}}),
        )
        .await?;
    }
    Ok(())
}

/// A link is open as long as the survey is as it stands now, from its first window to its last.
fn shown(campaign: &Campaign, entry: Entry, code: Option<String>) -> Result<SurveyEntry, Failure> {
    let first = campaign.moments.first().map(|(from, _)| *from);
    let last = campaign.moments.last().map(|(_, to)| *to);
    let open = entry.open.or(first.zip(last));
    let (from, to) = open.ok_or_else(|| Failure::Internal("a survey without a window".into()))?;
    Ok(SurveyEntry {
        id: entry.id.0,
        kind: entry.kind,
        group_key: entry.group_key,
        opens_at: instant(from),
        closes_at: instant(to),
        at_most: entry.at_most,
        code,
    })
}
