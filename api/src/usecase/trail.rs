//! Reads the trail: who changed what, when, with the values.

use akoki_domain::{Code, Noun, Reason, access::read_permission, id::ID_FORM};
use akoki_openapi::wire::trail::{TrailEntry, TrailEntryPage};
use akoki_persistence::{
    Position, SortValue,
    repo::{
        event::Readable,
        trail::{self, TrailQuery},
    },
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::event::unless_platform;
use crate::{
    clock,
    failure::Failure,
    guard::Call,
    http::{Query, cursor},
};

/// Entries on a page unless asked otherwise.
pub const PAGE: u64 = 50;
/// The most entries on a page.
pub const MOST: u64 = 200;

/// Kinds of which the right to read the trail tells nothing by itself. Whose lesson was observed, by whom and
/// when is of the staff file: the roles that read the trail do not read it, and no role has both rights.
/// Whoever holds two such roles finds the entries of observations where they may read these.
const GUARDED: [Noun; 1] = [Noun::Observation];

/// Where a page goes on, beside its entries.
pub struct Found {
    /// The page.
    pub page: TrailEntryPage,
    /// The query of the next page, when there is one.
    pub link: Option<String>,
}

/// The entries in the caller's reach.
///
/// # Errors
/// All wrong parameters, by name.
pub async fn list(call: &Call, query: &Query) -> Result<Found, Failure> {
    let (asked, signature) = read(call, query)?;
    let limit = asked.limit;
    let beyond = TrailQuery {
        limit: limit.saturating_add(1),
        ..asked
    };
    let mut entries = trail::list(call.store(), &call.scope(), &beyond).await?;
    if entries.is_empty() {
        call.still_valid().await?;
    }
    let more = entries.len() as u64 > limit;
    entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = entries.last().filter(|_| more).map(|entry| {
        let position = Position {
            value: SortValue::Number(entry.number),
            id: entry.id,
        };
        cursor::write(&call.shared.key("cursor"), &signature, &position)
    });
    Ok(Found {
        link: next.as_ref().map(|next| query.with("cursor", next)),
        page: TrailEntryPage {
            items: entries.into_iter().map(wire).collect(),
            next_cursor: next,
        },
    })
}

fn read(call: &Call, query: &Query) -> Result<(TrailQuery, String), Failure> {
    let mut reasons = query.wrong(
        &["unitId", "resource", "from", "sortOrder", "limit", "cursor"],
        &[],
    );
    let mut wrong = |key: &str, code: Code, name: &str, value: &str| {
        reasons.push(Reason::new(code).at(key).with(name, value));
    };
    let mut id = |key: &str| {
        let text = query.one(key)?;
        let id = Uuid::parse_str(text).ok();
        if id.is_none() {
            wrong(key, Code::InvalidFormat, "expected", ID_FORM);
        }
        id
    };
    let (unit, resource) = (id("unitId"), id("resource"));
    let from = query.one("from").and_then(|text| {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok();
        if moment.is_none() {
            wrong(
                "from",
                Code::InvalidFormat,
                "expected",
                "2026-08-24T09:30:00Z",
            );
        }
        moment
    });
    let limit = match query.one("limit").map(str::parse::<u64>) {
        None => PAGE,
        Some(Ok(limit)) if (1..=MOST).contains(&limit) => limit,
        Some(_) => {
            wrong("limit", Code::OutOfRange, "range", &format!("1–{MOST}"));
            PAGE
        }
    };
    let descending = match query.one("sortOrder") {
        None | Some("asc") => false,
        Some("desc") => true,
        Some(_) => {
            wrong("sortOrder", Code::InvalidValue, "allowed", "asc, desc");
            false
        }
    };
    let signature = format!("trail?{}", query.signature(&["cursor", "limit"]));
    let after = query.one("cursor").and_then(|text| {
        match cursor::read(&call.shared.key("cursor"), &signature, text)?.value {
            SortValue::Number(number) => Some(number),
            SortValue::Text(_) => None,
        }
    });
    if after.is_none() && query.one("cursor").is_some() {
        reasons.push(Reason::new(Code::InvalidCursor).at("cursor"));
    }
    if !reasons.is_empty() {
        return Err(Failure::invalid("query", reasons));
    }
    let asked = TrailQuery {
        unit,
        resource,
        from: from.map(|moment| {
            i64::try_from(moment.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX)
        }),
        guarded: guarded(call),
        descending,
        after,
        limit,
    };
    Ok((asked, signature))
}

/// What is told to those alone who may read it, by their roles and by what the token is for.
fn guarded(call: &Call) -> Vec<Readable> {
    let each = GUARDED.into_iter().map(|noun| Readable {
        nouns: vec![noun],
        scope: call.besides(read_permission(noun)),
    });
    each.collect()
}

fn wire(entry: trail::Entry) -> TrailEntry {
    TrailEntry {
        id: entry.id,
        number: entry.number,
        time: clock::instant(entry.at),
        subject: format!("/v1/{}/{}", entry.noun.path(), entry.resource),
        verb: entry.verb.as_str().to_owned(),
        board_id: unless_platform(entry.board),
        unit_id: unless_platform(entry.unit),
        version: entry.version,
        principal_id: entry.principal,
        operation: entry.operation,
        request_id: entry.request,
        erased: entry.changes.is_none(),
        changes: entry.changes,
    }
}
