//! What is late and of which that, or how far it has gone up by now, was not told yet.

use akoki_domain::{
    Noun, Subject,
    escalation::{Late, Told},
    id::{BoardId, UnitId},
    inspection,
    organisation::Days,
    survey::{follow_up::FollowUp, safety_delivery::SafetyDelivery},
};
use sea_orm::sea_query::{
    Alias, CaseStatement, Cond, Condition, Expr, ExprTrait, OnConflict, Order, Query,
    SelectStatement,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryResult,
};
use time::Date;
use uuid::Uuid;

use super::{
    conversation,
    due::{Due, is_overdue},
    finding::told_at_once,
    time_zone::before_today,
};
use crate::{
    column, connect::Source, entity::escalation as table, error::StoreError, records, scope::Scope,
    unit::Tx,
};

/// Something that is late, with what was told of it last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Untold {
    /// It.
    pub late: Late,
    /// What was told last; none when nothing was.
    pub last: Option<Told>,
}

/// Where what can be late stands, and under which names.
struct Kept {
    noun: Noun,
    table: &'static str,
    subject: &'static str,
    part: &'static str,
    due: &'static str,
    /// Something is still to be done, and its day has passed.
    late: Condition,
    /// It is told to the board at once.
    at_once: Option<Condition>,
}

fn of(table: &'static str, column: &'static str) -> Expr {
    Expr::col((Alias::new(table), Alias::new(column)))
}

/// Every noun of which something can be late.
fn kept(days: &Days) -> [Kept; 5] {
    [
        Kept {
            noun: Noun::Finding,
            table: "finding",
            subject: "id",
            part: "id",
            due: "due_sort",
            late: before_today("finding", "due_sort", days),
            at_once: Some(Cond::all().add(told_at_once())),
        },
        of_due::<inspection::Order>(days),
        of_due::<SafetyDelivery>(days),
        of_due::<FollowUp>(days),
        Kept {
            noun: Noun::QualityConversation,
            table: "conversation_agreement",
            subject: "conversation_id",
            part: "agreement_id",
            due: "due_sort",
            late: Cond::all()
                .add(conversation::open_agreements())
                .add(before_today("conversation_agreement", "due_sort", days)),
            at_once: None,
        },
    ]
}

/// Records that are late in some of their states.
fn of_due<R: Due>(days: &Days) -> Kept {
    Kept {
        noun: R::NOUN,
        table: records::table::<R>(),
        subject: "id",
        part: "id",
        due: "due_on",
        late: is_overdue::<R>(true, days),
        at_once: None,
    }
}

/// What is late and was not told yet, or may have gone further than was told; of each noun those that were due
/// first, and at most so many.
///
/// # Errors
/// When the store fails.
pub async fn untold(
    source: &impl Source,
    scope: &Scope,
    days: &Days,
    limit: u64,
) -> Result<Vec<Untold>, StoreError> {
    let mut found = Vec::new();
    for (noun, select) in searches(scope, days, limit) {
        let rows = source.exec_for(scope).db.query_all(&select).await?;
        for row in &rows {
            found.push(read(noun, row)?);
        }
    }
    Ok(found)
}

/// The statement of each noun.
pub(crate) fn searches(scope: &Scope, days: &Days, limit: u64) -> Vec<(Noun, SelectStatement)> {
    let all = kept(days).into_iter();
    let all = all.map(|kept| (kept.noun, search(kept, scope, days, limit)));
    all.collect()
}

fn search(kept: Kept, scope: &Scope, days: &Days, limit: u64) -> SelectStatement {
    let own = |column| of(kept.table, column);
    let told = |column| of("escalation", column);
    let mut select = Query::select();
    for (column, name) in [
        ("board_id", "board_id"),
        ("unit_id", "unit_id"),
        (kept.subject, "subject_id"),
        (kept.part, "part_id"),
        (kept.due, "due_on"),
    ] {
        select.expr_as(own(column), Alias::new(name));
    }
    let at_once = match kept.at_once {
        None => Expr::val(0),
        Some(at_once) => CaseStatement::new().case(at_once, 1).finally(0).into(),
    };
    select
        .expr_as(at_once, Alias::new("at_once"))
        .expr_as(told("due_on"), Alias::new("told_due_on"))
        .expr_as(told("told_to"), Alias::new("told_to"))
        .from(Alias::new(kept.table))
        .left_join(
            Alias::new("escalation"),
            told("board_id")
                .eq(own("board_id"))
                .and(told("part_id").eq(own(kept.part))),
        )
        .cond_where(kept.late)
        .cond_where(
            Cond::any()
                .add(told("part_id").is_null())
                .add(told("due_on").ne(own(kept.due)))
                .add(before_today("escalation", "told_until", days)),
        )
        .cond_where(scope.within(kept.table))
        .order_by_expr(own(kept.due), Order::Asc)
        .order_by_expr(own(kept.part), Order::Asc)
        .limit(limit);
    select
}

fn read(noun: Noun, row: &QueryResult) -> Result<Untold, StoreError> {
    let due_on = column::read_day(&row.try_get::<String>("", "due_on")?)?;
    let told_due_on: Option<String> = row.try_get("", "told_due_on")?;
    let told_to: Option<Uuid> = row.try_get("", "told_to")?;
    let last = told_due_on
        .map(|due_on| {
            Ok::<_, StoreError>(Told {
                due_on: column::read_day(&due_on)?,
                to: told_to.map(UnitId),
            })
        })
        .transpose()?;
    let subject: Uuid = row.try_get("", "subject_id")?;
    Ok(Untold {
        late: Late {
            subject: Subject::new(noun, subject),
            part: row.try_get("", "part_id")?,
            board_id: BoardId(row.try_get("", "board_id")?),
            unit_id: UnitId(row.try_get("", "unit_id")?),
            due_on,
            at_once: row.try_get::<i32>("", "at_once")? == 1,
        },
        last,
    })
}

/// Remembers what is told of each of these, and until when there is nothing more to tell.
///
/// # Errors
/// When the store fails.
pub async fn remember(tx: &Tx, told: &[(Late, Told, Date)]) -> Result<(), StoreError> {
    let exec = tx.exec();
    for chunk in told.chunks(exec.backend.bind_limit() / 5) {
        let rows = chunk.iter().map(|(late, told, until)| table::ActiveModel {
            board_id: Set(late.board_id.0),
            part_id: Set(late.part),
            due_on: Set(column::day(told.due_on)),
            told_to: Set(told.to.map(|unit| unit.0)),
            told_until: Set(column::day(*until)),
        });
        let key = [table::Column::BoardId, table::Column::PartId];
        let values = [
            table::Column::DueOn,
            table::Column::ToldTo,
            table::Column::ToldUntil,
        ];
        table::Entity::insert_many(rows)
            .on_conflict(OnConflict::columns(key).update_columns(values).to_owned())
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Forgets what was told of things that are no longer late: what still is, is looked at again on the day after it
/// was told to hold, and then holds for longer.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, day: Date) -> Result<u64, StoreError> {
    let done = table::Entity::delete_many()
        .filter(table::Column::ToldUntil.lt(column::day(day)))
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected)
}
