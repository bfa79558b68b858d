//! The feed: numbered events in their order, as far as a caller may read what they are about.

use akoki_domain::{
    Noun,
    event::{Verb, is_shipped},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Order, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{by_unit, setting};
use crate::{
    act::UNCHANGED,
    column::read_word,
    connect::Source,
    entity::{event, seal},
    error::StoreError,
    reach::{Kind, kinds},
    scope::{PLATFORM, Scope, Who},
    unit::Tx,
};

/// One event, as it is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: Uuid,
    /// Its place in the one order of the feed.
    pub number: i64,
    /// The board; the platform for what belongs to none.
    pub board: Uuid,
    /// The unit on which the resource hangs.
    pub unit: Uuid,
    /// What it is about.
    pub noun: Noun,
    /// Which one.
    pub resource: Uuid,
    /// What happened.
    pub verb: Verb,
    /// The version of the resource after it; none for what came about without a change of the resource.
    pub version: Option<i64>,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What a follower needs beside the ids.
    pub data: Option<Value>,
}

/// Kinds of resource that are read with one permission.
#[derive(Debug, Clone)]
pub struct Readable {
    /// The kinds.
    pub nouns: Vec<Noun>,
    /// What the caller reaches with that permission.
    pub scope: Scope,
}

/// What is asked of the feed.
#[derive(Debug, Clone)]
pub struct Follow {
    /// What the caller may read. Nothing else is found.
    pub readable: Vec<Readable>,
    /// Only these; all when empty.
    pub types: Vec<(Noun, Verb)>,
    /// Only what hangs on this unit or under it.
    pub unit: Option<Uuid>,
    /// Begin after this number.
    pub after: i64,
    /// Look no further than this number.
    pub until: i64,
    /// At most so many.
    pub limit: u64,
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("event"), Alias::new(column)))
}

fn words(nouns: &[Noun]) -> Condition {
    Cond::all().add(own("noun").is_in(nouns.iter().map(|noun| noun.as_str())))
}

impl Readable {
    fn condition(&self) -> Condition {
        let kinds = kinds();
        let of_these = kinds.iter().filter(|kind| self.nouns.contains(&kind.noun));
        let withheld: Vec<&Kind> = of_these.filter(|kind| kind.withheld.is_some()).collect();
        let shown = self.nouns.iter().copied();
        let shown: Vec<Noun> = shown
            .filter(|noun| !withheld.iter().any(|kind| kind.noun == *noun))
            .collect();
        let to_all = Cond::all()
            .add(own("audience_id").is_null())
            .add(words(&shown))
            .add(self.scope.covers("event"));
        let to_caller = Cond::all()
            .add(own("audience_id").is_not_null())
            .add(words(&self.nouns))
            .add(self.scope.is_caller(own("audience_id")));
        let mut any = Cond::any().add(to_all).add(to_caller);
        for kind in withheld {
            any = any.add(self.withheld(kind));
        }
        for kind in kinds.iter().filter(|kind| self.nouns.contains(&kind.noun)) {
            if self.scope.who == Who::Service {
                continue;
            }
            if kind.from_below {
                any = any.add(
                    Cond::all()
                        .add(own("audience_id").is_null())
                        .add(words(&[kind.noun]))
                        .add(self.scope.above("event")),
                );
            }
            for link in kind.links {
                any = any.add(
                    Cond::all()
                        .add(own("audience_id").is_null())
                        .add(words(&[kind.noun]))
                        .add(Expr::exists(self.scope.linking(link, own("resource_id")))),
                );
            }
        }
        let shipped: Vec<Noun> = self
            .nouns
            .iter()
            .copied()
            .filter(|noun| is_shipped(*noun))
            .collect();
        if !shipped.is_empty() {
            any = any.add(
                Cond::all()
                    .add(own("unit_id").eq(PLATFORM))
                    .add(words(&shipped))
                    .add(self.scope.anywhere()),
            );
        }
        any
    }

    /// What is kept from most is told to the others once it is shown: what they cannot read yet, they do not
    /// hear of either.
    fn withheld(&self, kind: &Kind) -> Condition {
        let told = Cond::all()
            .add(own("audience_id").is_null())
            .add(words(&[kind.noun]));
        let Some(withheld) = kind.withheld else {
            return told.add(self.scope.covers("event"));
        };
        let row = |column: &'static str| Expr::col((Alias::new(kind.table), Alias::new(column)));
        let mut shown = Query::select();
        shown
            .expr(Expr::val(1))
            .from(Alias::new(kind.table))
            .and_where(row("id").eq(own("resource_id")))
            .and_where(row(withheld.column).eq(true));
        let shown = Cond::all()
            .add(self.scope.covers("event"))
            .add(Expr::exists(shown));
        let before = withheld.for_some(&self.scope).covers("event");
        told.add(Cond::any().add(shown).add(before))
    }
}

impl Follow {
    fn condition(&self) -> Condition {
        let mut all = Cond::all()
            .add(own("number").gt(self.after))
            .add(own("number").lte(self.until))
            .add(
                self.readable
                    .iter()
                    .fold(Cond::any(), |any, one| any.add(one.condition())),
            );
        if !self.types.is_empty() {
            all = all.add(self.types.iter().fold(Cond::any(), |any, (noun, verb)| {
                any.add(
                    Cond::all()
                        .add(own("noun").eq(noun.as_str()))
                        .add(own("verb").eq(verb.as_str())),
                )
            }));
        }
        if let Some(unit) = self.unit {
            all = all.add(by_unit::within(own("unit_id"), unit));
        }
        all
    }
}

/// The events asked for, in their order.
///
/// # Errors
/// When the store fails.
pub async fn list(source: &impl Source, follow: &Follow) -> Result<Vec<Event>, StoreError> {
    if follow.readable.is_empty() || follow.after >= follow.until {
        return Ok(Vec::new());
    }
    let mut select = Query::select();
    select
        .columns(event::Column::iter().map(|column| (Alias::new("event"), column)))
        .from(Alias::new("event"))
        .cond_where(follow.condition())
        .order_by_expr(own("number"), Order::Asc)
        .limit(follow.limit);
    let rows = source.exec().db.query_all(&select).await?;
    rows.iter()
        .map(|row| read(event::Model::from_query_result(row, "")?))
        .collect()
}

fn read(row: event::Model) -> Result<Event, StoreError> {
    Ok(Event {
        id: row.id,
        number: row
            .number
            .ok_or_else(|| StoreError::corrupt("an event without a number was found"))?,
        board: row.board_id,
        unit: row.unit_id,
        noun: read_word(&row.noun)?,
        resource: row.resource_id,
        verb: read_word(&row.verb)?,
        version: (row.version != UNCHANGED).then_some(row.version),
        at: row.at,
        data: row.data,
    })
}

/// The last number that was given: all that has a number up to this one can be read.
///
/// # Errors
/// When the store fails.
pub async fn last_number(source: &impl Source) -> Result<i64, StoreError> {
    let row = seal::Entity::find_by_id(PLATFORM)
        .one(&source.exec().db)
        .await?
        .ok_or_else(|| StoreError::corrupt("the counter is missing"))?;
    Ok(row.number)
}

const CUTOFF: &str = "feed-cutoff";

/// Events up to this number are no longer kept; 0 when all are.
///
/// # Errors
/// When the store fails.
pub async fn cutoff(source: &impl Source) -> Result<i64, StoreError> {
    let value = setting::get(source, CUTOFF).await?;
    Ok(value
        .and_then(|value| value.get("number")?.as_i64())
        .unwrap_or(0))
}

/// At most so many events in one unit, so that the writer is not held long.
const AT_ONCE: u64 = 500;

/// Forgets events from before this moment, from the beginning of the feed up to the first that is
/// younger, and remembers how far. Answers whether there may be more.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, at: i64) -> Result<bool, StoreError> {
    let exec = tx.exec();
    let oldest: Vec<(Option<i64>, i64)> = event::Entity::find()
        .select_only()
        .column(event::Column::Number)
        .column(event::Column::At)
        .filter(event::Column::Number.is_not_null())
        .order_by_asc(event::Column::Number)
        .limit(AT_ONCE)
        .into_tuple()
        .all(&exec.db)
        .await?;
    let old: Vec<i64> = oldest
        .iter()
        .take_while(|(_, was)| *was < at)
        .filter_map(|(number, _)| *number)
        .collect();
    let Some(&last) = old.last() else {
        return Ok(false);
    };
    event::Entity::delete_many()
        .filter(event::Column::Number.lte(last))
        .exec(&exec.db)
        .await?;
    setting::put(tx, CUTOFF, json!({"number": last})).await?;
    Ok(old.len() as u64 == AT_ONCE)
}
