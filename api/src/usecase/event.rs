//! Follows the feed: what may the caller see of it, from where on, and how long to wait for more.

use akoki_domain::{
    Code, Noun, Reason,
    access::{Permission, read_permission},
    event::{Verb, event_type, published},
    id::ID_FORM,
};
use akoki_openapi::wire::event::{Event, EventPage};
use akoki_persistence::{
    PLATFORM, Position, SortValue,
    repo::event::{self, Follow, Readable},
};
use std::{collections::BTreeMap, sync::atomic::Ordering, time::Duration};
use uuid::Uuid;

use crate::{
    clock,
    failure::Failure,
    guard::Call,
    http::{Query, cursor},
};

/// Events on a page unless asked otherwise.
pub const PAGE: u64 = 100;
/// The most events on a page.
pub const MOST: u64 = 500;
/// The longest wait, in seconds.
pub const LONGEST: u64 = 30;
/// The parameters of the feed, beside its types.
const ONCE: [&str; 4] = ["cursor", "limit", "unit", "wait"];

/// Names the feed in its cursors.
const LIST: &str = "events";
/// Numbers looked through by one statement, and statements by one answer: what belongs to others is
/// passed over quickly, but not without end.
const WINDOW: i64 = 5_000;
const WINDOWS: i64 = 8;
/// A poll that waits looks again when the sealer says so, but not more often than this,
const PAUSE: Duration = Duration::from_millis(50);
/// and now and then by itself, as another process may have sealed.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// With the oldest event that is kept.
    Beginning,
    /// With what comes after now.
    Latest,
    /// After this number.
    After(i64),
}

/// What was asked of the feed.
#[derive(Debug, Clone)]
pub struct Asked {
    start: Start,
    limit: u64,
    types: Vec<(Noun, Verb)>,
    unit: Option<Uuid>,
    wait: Duration,
}

impl Asked {
    /// Reads the parameters; everything that is wrong at once.
    ///
    /// # Errors
    /// All wrong parameters, by name.
    pub fn read(call: &Call, query: &Query) -> Result<Self, Failure> {
        let mut reasons = query.wrong(&ONCE, &["type"]);
        let limit = number(query, "limit", 1..=MOST, PAGE, &mut reasons);
        let wait = number(query, "wait", 0..=LONGEST, 0, &mut reasons);
        let mut types = Vec::new();
        for name in query.all("type") {
            match published().find(|(noun, verb)| event_type(*noun, *verb) == name) {
                Some(found) => types.push(found),
                None => reasons.push(
                    Reason::new(Code::InvalidValue)
                        .at("type")
                        .with("allowed", "/v1/event-types"),
                ),
            }
        }
        let unit = query.one("unit").and_then(|text| {
            let unit = Uuid::parse_str(text).ok();
            if unit.is_none() {
                let reason = Reason::new(Code::InvalidFormat).at("unit");
                reasons.push(reason.with("expected", ID_FORM));
            }
            unit
        });
        let start = match query.one("cursor") {
            None => Start::Beginning,
            Some("latest") => Start::Latest,
            Some(text) => match cursor::read(&call.shared.key("cursor"), LIST, text) {
                Some(Position {
                    value: SortValue::Number(number),
                    ..
                }) => Start::After(number),
                _ => {
                    reasons.push(Reason::new(Code::InvalidCursor).at("cursor"));
                    Start::Latest
                }
            },
        };
        if !reasons.is_empty() {
            return Err(Failure::invalid("query", reasons));
        }
        Ok(Self {
            start,
            limit,
            types,
            unit,
            wait: Duration::from_secs(wait),
        })
    }
}

fn number(
    query: &Query,
    key: &str,
    range: std::ops::RangeInclusive<u64>,
    default: u64,
    reasons: &mut Vec<Reason>,
) -> u64 {
    match query.one(key).map(str::parse::<u64>) {
        None => default,
        Some(Ok(number)) if range.contains(&number) => number,
        Some(_) => {
            let allowed = format!("{}–{}", range.start(), range.end());
            reasons.push(Reason::new(Code::OutOfRange).at(key).with("range", allowed));
            default
        }
    }
}

/// What the caller may read, by permission: the role must allow it, and the scope of the token.
fn readable(call: &Call) -> Vec<Readable> {
    let mut nouns: BTreeMap<Permission, Vec<Noun>> = BTreeMap::new();
    for &noun in Noun::ALL {
        let permission = read_permission(noun);
        let carried = call
            .actor
            .as_ref()
            .is_none_or(|actor| actor.scopes.contains(permission.scope()));
        if carried {
            nouns.entry(permission).or_default().push(noun);
        }
    }
    nouns
        .into_iter()
        .map(|(permission, nouns)| Readable {
            nouns,
            scope: call.scope_of(permission),
        })
        .collect()
}

/// A stretch of the feed, and how far was looked.
struct Stretch {
    events: Vec<event::Event>,
    reached: i64,
    more: bool,
}

/// Answers with the events asked for; when there are none yet, waits for them as long as was asked.
/// No connection is held while waiting.
///
/// # Errors
/// [`Code::CursorExpired`] when events after the cursor are no longer kept.
pub async fn follow(call: &Call, asked: &Asked) -> Result<EventPage, Failure> {
    let mut sealed = call.shared.sealed.subscribe();
    let mut after = match asked.start {
        Start::Beginning => event::cutoff(call.store()).await?,
        Start::Latest => event::last_number(call.store()).await?,
        Start::After(number) => number,
    };
    let started = tokio::time::Instant::now();
    let mut call = call.clone();
    loop {
        sealed.mark_unchanged();
        let stretch = look(&call, asked, after).await?;
        if let Start::After(number) = asked.start
            && number < event::cutoff(call.store()).await?
        {
            return Err(Code::CursorExpired.into());
        }
        let left = asked.wait.saturating_sub(started.elapsed());
        let stopping = call.shared.stopping.load(Ordering::Relaxed);
        if !stretch.events.is_empty() || stretch.more || left.is_zero() || stopping {
            if stretch.events.is_empty() {
                call.still_valid().await?;
            }
            return Ok(page(&call, stretch));
        }
        after = stretch.reached;
        tokio::time::sleep(PAUSE.min(left)).await;
        let _ = tokio::time::timeout(PATIENCE.min(left), sealed.changed()).await;
        // Revocation and the end of tokens are looked at as of now.
        call = call.as_of(call.shared.clock.millis());
    }
}

/// Looks through the feed, window by window.
async fn look(call: &Call, asked: &Asked, after: i64) -> Result<Stretch, Failure> {
    let last = event::last_number(call.store()).await?;
    let mut follow = Follow {
        readable: readable(call),
        types: asked.types.clone(),
        unit: asked.unit,
        after,
        until: after,
        limit: asked.limit,
    };
    let mut events: Vec<event::Event> = Vec::new();
    for _ in 0..WINDOWS {
        follow.after = follow.until;
        follow.until = last.min(follow.after.saturating_add(WINDOW));
        follow.limit = asked.limit.saturating_sub(events.len() as u64);
        events.extend(event::list(call.store(), &follow).await?);
        if events.len() as u64 >= asked.limit {
            let reached = events.last().map_or(after, |event| event.number);
            return Ok(Stretch {
                events,
                reached,
                more: reached < last,
            });
        }
        if follow.until >= last {
            break;
        }
    }
    Ok(Stretch {
        events,
        // A cursor of another store, or from after a restore, stays where it is.
        reached: follow.until.max(after),
        more: follow.until < last,
    })
}

fn page(call: &Call, stretch: Stretch) -> EventPage {
    let position = Position {
        value: SortValue::Number(stretch.reached),
        id: Uuid::nil(),
    };
    EventPage {
        items: stretch.events.into_iter().map(wire).collect(),
        next_cursor: cursor::write(&call.shared.key("cursor"), LIST, &position),
        has_more: stretch.more,
    }
}

/// None for the platform.
pub fn unless_platform(id: Uuid) -> Option<Uuid> {
    (id != PLATFORM).then_some(id)
}

/// The address at which the resource is read.
fn subject(event: &event::Event) -> String {
    let edition = event.data.as_ref().and_then(|data| data.get("edition"));
    match (event.noun, edition.and_then(serde_json::Value::as_str)) {
        (Noun::Baseline, _) => format!("/v1/organisation-units/{}/baseline", event.unit),
        // Editions are addressed by what they are called, not by an id.
        (Noun::FrameworkVersion, Some(edition)) => {
            format!("/v1/{}/{edition}", event.noun.path())
        }
        (noun, _) => format!("/v1/{}/{}", noun.path(), event.resource),
    }
}

fn wire(event: event::Event) -> Event {
    Event {
        id: event.id,
        kind: event_type(event.noun, event.verb),
        time: clock::instant(event.at),
        subject: subject(&event),
        board_id: unless_platform(event.board),
        unit_id: unless_platform(event.unit),
        version: event.version,
        data: event.data,
    }
}
