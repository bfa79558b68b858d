//! Class codes and links.

use akoki_domain::{
    Code, Reason,
    survey::{
        campaign::Channel,
        entry::{Entry, EntryKind, MAX_BY_LINK, MAX_IN_CLASS, MAX_MINUTES},
    },
};
use akoki_openapi::wire::survey_session::{SurveyEntries, SurveyEntry, SurveyEntryInput};
use akoki_persistence::repo::survey::entry::{self, KeptEntry};
use serde_json::json;
use uuid::Uuid;

use super::invitations::{handing, told};
use crate::{
    clock::instant,
    failure::Failure,
    guard::Call,
    survey::{
        Keys,
        code::{Length, fresh, normal},
    },
    work::Work,
};

const MINUTE: i64 = 60_000;
/// A class code is open for so many minutes unless more or fewer are asked for.
const MINUTES: u32 = 30;

/// Makes a class code or a link, and answers it with its code.
///
/// # Errors
/// Everything wrong with what is asked.
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
    handing.may(channel)?;
    let mut wrong = Vec::new();
    wrong.extend(handing.wrong_group(&input.group_key, "/groupKey"));
    let at_most = input.at_most.unwrap_or(most);
    if !(1..=most).contains(&at_most) {
        let reason = Reason::new(Code::OutOfRange).at("/atMost");
        wrong.push(reason.with("min", 1).with("max", most));
    }
    let minutes = input.minutes.unwrap_or(MINUTES);
    if input.kind == EntryKind::Link && input.minutes.is_some() {
        wrong.push(Reason::new(Code::NotForThisKind).at("/minutes"));
    } else if !(1..=MAX_MINUTES).contains(&minutes) {
        let reason = Reason::new(Code::OutOfRange).at("/minutes");
        wrong.push(reason.with("min", 1).with("max", MAX_MINUTES));
    }
    let window = handing.campaign.moments.last().copied();
    let first = handing.campaign.current_window();
    let (Some((_, last)), Some((first, _)), true) = (window, first, wrong.is_empty()) else {
        return Err(Failure::invalid("body", wrong));
    };
    let now = work.call.at;
    let (opens_at, closes_at) = match input.kind {
        EntryKind::ClassCode => (
            now,
            now.saturating_add(i64::from(minutes) * MINUTE).min(last),
        ),
        EntryKind::Link => (first, last),
    };
    let code = fresh(length);
    let keys = Keys::of(&work.call.shared);
    let kept = KeptEntry {
        key: handing.key(),
        entry: Entry {
            id: work.id(),
            kind: input.kind,
            group_key: input.group_key,
            opens_at,
            closes_at,
            at_most,
            let_in: 0,
        },
    };
    let hash = keys.code_hash(&normal(&code).unwrap_or_default());
    entry::add(work.tx, &kept, hash).await?;
    let what = json!({"entry": {"id": kept.entry.id, "kind": kept.entry.kind, "groupKey": kept.entry.group_key}});
    told(work, id, what).await?;
    Ok(shown(kept.entry, Some(code)))
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
        entries: mine.map(|kept| shown(kept.entry, None)).collect(),
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

fn shown(entry: Entry, code: Option<String>) -> SurveyEntry {
    SurveyEntry {
        id: entry.id.0,
        kind: entry.kind,
        group_key: entry.group_key,
        opens_at: instant(entry.opens_at),
        closes_at: instant(entry.closes_at),
        at_most: entry.at_most,
        code,
    }
}
