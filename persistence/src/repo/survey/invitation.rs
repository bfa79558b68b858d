//! Who may answer once. Rows without times, under ids made at random; who answered is told to nobody.

use akoki_domain::survey::participation::Counts;
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Order, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::{Key, imported, past};
use crate::{connect::Source, entity::survey_invitation as table, error::StoreError, unit::Tx};

/// An invitation to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// The keyed digest of its code.
    pub code_hash: Vec<u8>,
    /// Its id, made at random.
    pub id: Uuid,
    /// The group of whoever is invited.
    pub group_key: String,
    /// Whom to remind, as the system that sends it calls them.
    pub recipient: Option<String>,
    /// Nobody invited them: they came in with a class code or a link.
    pub let_in: bool,
}

/// An invitation as far as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// The group.
    pub group_key: String,
    /// Whom to remind.
    pub recipient: Option<String>,
}

/// What a code leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invited {
    /// It can be used, or was given in place of one that was used already, which is told only to whoever sends
    /// answers in with it.
    Waits {
        /// The campaign.
        key: Key,
        /// The group.
        group_key: String,
    },
    /// It was used.
    Used,
    /// It was not, and its survey was mixed; or many came in with it.
    Past(Key),
}

/// Writes invitations.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, key: Key, invitations: Vec<NewInvitation>) -> Result<(), StoreError> {
    let exec = tx.everything();
    for chunk in invitations.chunks(exec.backend.bind_limit() / 9) {
        let rows = chunk.iter().cloned().map(|one| table::ActiveModel {
            code_hash: Set(one.code_hash),
            board_id: Set(key.board),
            campaign_id: Set(key.campaign),
            id: Set(one.id),
            group_key: Set(one.group_key),
            recipient: Set(one.recipient),
            used: Set(false),
            let_in: Set(one.let_in),
            veiled: Set(false),
        });
        table::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("survey_invitation"), Alias::new(column)))
}

/// The invitations of a campaign of these groups, in the order of their ids, after one and at most so many. Whoever
/// was let in was not invited: a list of those would tell how many are in which room.
///
/// # Errors
/// When the store fails.
pub async fn page(
    source: &impl Source,
    key: Key,
    groups: &[String],
    (after, limit): (Option<Uuid>, u64),
) -> Result<Vec<Invitation>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["id", "group_key", "recipient"].map(Alias::new))
        .from(Alias::new("survey_invitation"))
        .cond_where(key.rows("survey_invitation"))
        .and_where(own("let_in").eq(false))
        .and_where(own("group_key").is_in(groups.iter().cloned()))
        .order_by_expr(own("id"), Order::Asc)
        .limit(limit);
    if let Some(after) = after {
        select.and_where(own("id").gt(after));
    }
    let rows = source.everything().db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(Invitation {
            id: row.try_get("", "id")?,
            group_key: row.try_get("", "group_key")?,
            recipient: row.try_get("", "recipient")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The invitation with this id, where it is of one of these groups; not that of somebody who was let in.
///
/// # Errors
/// When the store fails.
pub async fn find(
    source: &impl Source,
    key: Key,
    id: Uuid,
    groups: &[String],
) -> Result<Option<Invitation>, StoreError> {
    let row = table::Entity::find()
        .filter(key.rows("survey_invitation"))
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::LetIn.eq(false))
        .filter(table::Column::GroupKey.is_in(groups.iter().cloned()))
        .one(&source.everything().db)
        .await?;
    Ok(row.map(|row| Invitation {
        id: row.id,
        group_key: row.group_key,
        recipient: row.recipient,
    }))
}

/// Gives an invitation another code, used or not: what was used stays used, and the new code is like one that was not
/// until answers are sent in with it. `false` when there is none.
///
/// # Errors
/// When the store fails.
pub async fn recode(
    tx: &Tx,
    key: Key,
    id: Uuid,
    groups: &[String],
    code_hash: Vec<u8>,
) -> Result<bool, StoreError> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::CodeHash, Expr::val(code_hash))
        .col_expr(table::Column::Veiled, Expr::col(Alias::new("used")))
        .filter(key.rows("survey_invitation"))
        .filter(table::Column::LetIn.eq(false))
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::GroupKey.is_in(groups.iter().cloned()))
        .exec(&tx.everything().db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How often each of these was invited to a group.
///
/// # Errors
/// When the store fails.
pub async fn known(
    tx: &Tx,
    key: Key,
    (group, recipients): (&str, &[String]),
) -> Result<BTreeMap<String, u64>, StoreError> {
    let exec = tx.everything();
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    for some in recipients.chunks(exec.backend.bind_limit() / 2) {
        let mut select = Query::select();
        select
            .column(Alias::new("recipient"))
            .from(Alias::new("survey_invitation"))
            .cond_where(key.rows("survey_invitation"))
            .and_where(own("group_key").eq(group))
            .and_where(own("recipient").is_in(some.iter().cloned()));
        for row in exec.db.query_all(&select).await? {
            let times = known.entry(row.try_get("", "recipient")?).or_default();
            *times = times.saturating_add(1);
        }
    }
    Ok(known)
}

/// What a code leads to, whichever board's it is: whoever has the code is let in by it.
///
/// # Errors
/// When the store fails.
pub async fn by_code(
    source: &impl Source,
    code_hash: &[u8],
) -> Result<Option<Invited>, StoreError> {
    let exec = source.everything();
    let found = table::Entity::find_by_id(code_hash.to_vec())
        .one(&exec.db)
        .await?;
    if let Some(row) = found {
        if row.used && !row.veiled {
            return Ok(Some(Invited::Used));
        }
        return Ok(Some(Invited::Waits {
            key: Key {
                board: row.board_id,
                campaign: row.campaign_id,
            },
            group_key: row.group_key,
        }));
    }
    let past = past::of(source, code_hash).await?;
    Ok(past.map(|(key, used)| match used {
        true => Invited::Used,
        false => Invited::Past(key),
    }))
}

/// How many were invited and answered, by group; answers that were taken in from elsewhere count as well.
///
/// # Errors
/// When the store fails.
pub async fn counts(
    source: &impl Source,
    key: Key,
) -> Result<BTreeMap<String, Counts>, StoreError> {
    let when = |column| Expr::case(Cond::all().add(own(column).eq(true)), 1).finally(0);
    let mut select = Query::select();
    select
        .column(Alias::new("group_key"))
        .expr_as(Expr::val(1).count(), Alias::new("invited"))
        .expr_as(Expr::expr(when("let_in")).sum(), Alias::new("let_in"))
        .expr_as(Expr::expr(when("used")).sum(), Alias::new("answered"))
        .from(Alias::new("survey_invitation"))
        .cond_where(key.rows("survey_invitation"))
        .group_by_col(Alias::new("group_key"));
    let rows = source.everything().db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| {
        let number = |name: &str| -> Result<u64, StoreError> {
            let found: i64 = row.try_get("", name)?;
            found.try_into().map_err(StoreError::corrupt)
        };
        let counts = Counts {
            invited: number("invited")?,
            let_in: number("let_in")?,
            answered: number("answered")?,
        };
        Ok((row.try_get("", "group_key")?, counts))
    };
    let counts: Result<BTreeMap<String, Counts>, StoreError> = rows.iter().map(read).collect();
    let mut counts = counts?;
    for (group, answers) in imported::counts(source, key).await? {
        let of = counts.entry(group).or_default();
        of.answered = of.answered.saturating_add(answers);
    }
    Ok(counts)
}

/// In which of these campaigns anybody was invited, let in or taken in, or can come in.
///
/// # Errors
/// When the store fails.
pub async fn handed_out(
    source: &impl Source,
    campaigns: &[Uuid],
) -> Result<BTreeSet<Uuid>, StoreError> {
    let exec = source.everything();
    let column =
        |table: &'static str, name: &'static str| Expr::col((Alias::new(table), Alias::new(name)));
    let campaign = |name| column("survey_campaign", name);
    let mut out = Cond::any();
    for table in ["survey_invitation", "survey_entry", "survey_inbox"] {
        let mut rows = Query::select();
        rows.expr(Expr::val(1))
            .from(Alias::new(table))
            .and_where(column(table, "board_id").eq(campaign("board_id")))
            .and_where(column(table, "campaign_id").eq(campaign("id")));
        out = out.add(Expr::exists(rows));
    }
    let mut found = BTreeSet::new();
    for some in campaigns.chunks(exec.backend.bind_limit()) {
        let mut select = Query::select();
        select
            .column(Alias::new("id"))
            .from(Alias::new("survey_campaign"))
            .and_where(campaign("id").is_in(some.iter().copied()))
            .cond_where(out.clone());
        for row in exec.db.query_all(&select).await? {
            found.insert(row.try_get("", "id")?);
        }
    }
    Ok(found)
}
