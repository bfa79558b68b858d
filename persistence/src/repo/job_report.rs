//! The report of a job: what became of each row, and the figures that add up from it.

use akoki_domain::{
    Subject,
    id::BoardId,
    import::Tally,
    job::{Fate, Job, ReportLine},
};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::job_row,
    error::StoreError,
    unit::Tx,
};

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Writes lines of a report; those that are there are replaced.
///
/// # Errors
/// When the store fails.
pub async fn put(tx: &Tx, job: &Job, lines: &[ReportLine]) -> Result<(), StoreError> {
    if lines.is_empty() {
        return Ok(());
    }
    let rows = lines.iter().map(|line| job_row::ActiveModel {
        board_id: Set(job.board_id.0),
        job_id: Set(job.id.0),
        number: Set(number(line.number)),
        line: Set(line.line.map(number)),
        outcome: Set(line.fate.as_str().to_owned()),
        noun: Set(line.subject.map(|about| about.noun.as_str().to_owned())),
        resource_id: Set(line.subject.map(|about| about.id)),
        reasons: Set(column::document(&line.reasons)),
        to_do: Set(line.to_do),
        rows_on_end: Set(number(line.rows)),
    });
    use job_row::Column as C;
    job_row::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([C::JobId, C::Number])
                .update_columns([
                    C::Outcome,
                    C::Noun,
                    C::ResourceId,
                    C::Reasons,
                    C::ToDo,
                    C::RowsOnEnd,
                ])
                .to_owned(),
        )
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

fn read(row: job_row::Model) -> Result<ReportLine, StoreError> {
    let word = |what: &str| StoreError::corrupt(format!("unknown {what}"));
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let subject = match (row.noun, row.resource_id) {
        (Some(noun), Some(id)) => Some(Subject {
            noun: noun.parse().map_err(|()| word("noun"))?,
            id,
        }),
        _ => None,
    };
    Ok(ReportLine {
        number: count(row.number),
        line: row.line.map(count),
        fate: row.outcome.parse().map_err(|()| word("outcome"))?,
        reasons: column::read_document(row.reasons)?,
        subject,
        to_do: row.to_do,
        rows: count(row.rows_on_end),
    })
}

/// What is asked of a report.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only lines with one of these outcomes.
    pub fates: Vec<Fate>,
    /// Only lines for which something is still to be written.
    pub to_do: bool,
    /// Only lines after this one.
    pub after: Option<u64>,
    /// At most so many.
    pub limit: u64,
}

/// Lines of the report of a job, in their order. Whoever reaches the job reaches its report.
///
/// # Errors
/// When the store fails.
pub async fn lines(
    source: &impl Source,
    job: &Job,
    wanted: &Wanted,
) -> Result<Vec<ReportLine>, StoreError> {
    let mut select = job_row::Entity::find()
        .filter(job_row::Column::JobId.eq(job.id.0))
        .order_by_asc(job_row::Column::Number)
        .limit(wanted.limit);
    if !wanted.fates.is_empty() {
        let words = wanted.fates.iter().map(|fate| fate.as_str());
        select = select.filter(job_row::Column::Outcome.is_in(words));
    }
    if wanted.to_do {
        select = select.filter(Expr::col(job_row::Column::ToDo));
    }
    if let Some(after) = wanted.after {
        select = select.filter(job_row::Column::Number.gt(number(after)));
    }
    let rows = select.all(&source.exec().db).await?;
    rows.into_iter().map(read).collect()
}

/// How many lines are still to be written for.
///
/// # Errors
/// When the store fails.
pub async fn count_to_do(source: &impl Source, job: &Job) -> Result<u64, StoreError> {
    let mut select = Query::select();
    select
        .expr_as(Expr::col(Alias::new("number")).count(), Alias::new("lines"))
        .from(Alias::new("job_row"))
        .and_where(Expr::col(Alias::new("job_id")).eq(job.id.0))
        .and_where(Expr::col(Alias::new("to_do")));
    let row = source.exec().db.query_one(&select).await?;
    let count: Option<i64> = row.map(|row| row.try_get("", "lines")).transpose()?;
    Ok(count.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
}

/// The last line of the report so far; zero before the first.
///
/// # Errors
/// When the store fails.
pub async fn last_number(source: &impl Source, job: &Job) -> Result<u64, StoreError> {
    let row = job_row::Entity::find()
        .filter(job_row::Column::JobId.eq(job.id.0))
        .order_by_desc(job_row::Column::Number)
        .limit(1)
        .one(&source.exec().db)
        .await?;
    Ok(row
        .and_then(|row| u64::try_from(row.number).ok())
        .unwrap_or(0))
}

/// The figures of the report, added up from its lines. `settled` leaves out those for which something
/// is still to be written: what a job that was stopped has not done.
///
/// # Errors
/// When the store fails.
pub async fn tally(source: &impl Source, job: &Job, settled: bool) -> Result<Tally, StoreError> {
    let mut select = Query::select();
    select
        .column(Alias::new("outcome"))
        // Of so large a type PostgreSQL adds up to another.
        .expr_as(
            Expr::col(Alias::new("rows_on_end")).sum().cast_as("bigint"),
            Alias::new("lines"),
        )
        .from(Alias::new("job_row"))
        .and_where(Expr::col(Alias::new("job_id")).eq(job.id.0))
        .group_by_col(Alias::new("outcome"));
    if settled {
        select.and_where(Expr::col(Alias::new("to_do")).not());
    }
    let mut tally = Tally::default();
    for row in source.exec().db.query_all(&select).await? {
        let outcome: String = row.try_get("", "outcome")?;
        let lines: i64 = row.try_get("", "lines")?;
        let lines = u64::try_from(lines).unwrap_or(0);
        match outcome.parse() {
            Ok(Fate::Row(outcome)) => tally.add(outcome, lines),
            Ok(Fate::Ended) => tally.ended = tally.ended.saturating_add(lines),
            Err(()) => return Err(StoreError::corrupt(format!("unknown outcome {outcome}"))),
        }
    }
    Ok(tally)
}

/// Takes lines out of a report: what was to end and does not after all.
///
/// # Errors
/// When the store fails.
pub async fn take_out(tx: &Tx, job: &Job, numbers: &[u64]) -> Result<(), StoreError> {
    job_row::Entity::delete_many()
        .filter(job_row::Column::JobId.eq(job.id.0))
        .filter(job_row::Column::Number.is_in(numbers.iter().copied().map(number)))
        .exec(&tx.exec().db)
        .await?;
    Ok(())
}

/// Establishments that earlier lists of a layout brought, and which of them a list no longer has.
pub struct Listed<'a> {
    /// The job that takes in the list.
    pub job: &'a Job,
    /// The layout, as the marks have it.
    pub mark: &'static str,
    /// Only those of these boards; of all, when none is named.
    pub boards: Option<Vec<BoardId>>,
}

impl Listed<'_> {
    fn select(&self) -> sea_orm::sea_query::SelectStatement {
        let mark = |column| Expr::col((Alias::new("list_mark"), Alias::new(column)));
        let mut select = Query::select();
        select
            .from(Alias::new("list_mark"))
            .and_where(mark("mark").eq(self.mark));
        if let Some(boards) = &self.boards {
            select.and_where(mark("board_id").is_in(boards.iter().map(|board| board.0)));
        }
        select
    }

    /// Establishments that no row of the file names, in the order of their ids: those after this one,
    /// without the first so many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn gone(
        &self,
        source: &impl Source,
        after: Uuid,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<Uuid>, StoreError> {
        let mark = |column| Expr::col((Alias::new("list_mark"), Alias::new(column)));
        let row = |column| Expr::col((Alias::new("job_row"), Alias::new(column)));
        let mut named = Query::select();
        named
            .expr(Expr::val(1))
            .from(Alias::new("job_row"))
            .and_where(row("job_id").eq(self.job.id.0))
            .and_where(row("resource_id").eq(mark("unit_id")))
            // What is planned to end stands in the report too, but not in the file.
            .and_where(row("line").is_not_null());
        let mut select = self.select();
        select
            .expr_as(mark("unit_id"), Alias::new("unit_id"))
            .and_where(mark("unit_id").gt(after))
            .and_where(Expr::exists(named).not())
            .order_by(
                (Alias::new("list_mark"), Alias::new("unit_id")),
                sea_orm::Order::Asc,
            )
            .offset(skip)
            .limit(limit);
        ids(&source.exec(), &select).await
    }

    /// How many of them there are, those that ended before this day left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open(&self, source: &impl Source, day: time::Date) -> Result<u64, StoreError> {
        let mark = |column| Expr::col((Alias::new("list_mark"), Alias::new(column)));
        let unit = |column| Expr::col((Alias::new("organisation_unit"), Alias::new(column)));
        let mut select = self.select();
        select
            .expr_as(mark("unit_id").count(), Alias::new("units"))
            .inner_join(
                Alias::new("organisation_unit"),
                unit("id").eq(mark("unit_id")),
            )
            .cond_where(
                sea_orm::Condition::any()
                    .add(unit("ends_on").is_null())
                    .add(unit("ends_on").gte(column::day(day))),
            );
        let row = source.exec().db.query_one(&select).await?;
        let count: Option<i64> = row.map(|row| row.try_get("", "units")).transpose()?;
        Ok(count.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }
}

async fn ids(
    exec: &Exec<'_>,
    select: &sea_orm::sea_query::SelectStatement,
) -> Result<Vec<Uuid>, StoreError> {
    let rows = exec.db.query_all(select).await?;
    let ids = rows.iter().map(|row| row.try_get("", "unit_id"));
    Ok(ids.collect::<Result<_, _>>()?)
}
