//! Jobs: what was asked and how it stands, and which worker has it.
//!
//! A worker holds a job by a lease that it renews with everything it writes. When the lease runs out,
//! its process is taken for dead and another worker goes on; one that was only slow finds that it no
//! longer holds the job and writes nothing more.

use akoki_domain::{
    Noun, Reason,
    id::{BoardId, JobId},
    import::{ImportKind, Tally},
    job::{AskedBy, Job, JobStatus, Order, Progress},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, LockBehavior, LockType, Query};
use sea_orm::{ActiveValue::NotSet, ActiveValue::Set, ConnectionTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    column,
    connect::{Backend, Source},
    entity::job as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored},
    records::{fetch, select},
    scope::Scope,
    unit::Tx,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    order: Order,
    asked_by: AskedBy,
    result: Option<Tally>,
    problem: Option<Reason>,
}

impl Record for Job {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Job;
    const FILTERS: &'static [Filter] = &[
        word!("status", "status", JobStatus),
        word!("kind", "kind", ImportKind),
        Filter::new("dryRun", "dry_run", FilterKind::Flag),
        Filter::new("boardId", "board_id", FilterKind::Id),
    ];
    const SORTS: &'static [Sort] = &[Sort {
        name: "createdAt",
        column: "created_at",
    }];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.board_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let document: Document = column::read_document(row.details)?;
        let word = |what: &str| StoreError::corrupt(format!("unknown {what}"));
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Ok(Job {
            id: JobId(row.id),
            board_id: BoardId(row.board_id),
            order: Order {
                confirm_end: row.confirm_end,
                ..document.order
            },
            asked_by: document.asked_by,
            status: row.status.parse().map_err(|()| word("status"))?,
            progress: Progress {
                stage: row.stage.parse().map_err(|()| word("stage"))?,
                done: count(row.done),
                total: count(row.total),
            },
            result: document.result,
            problem: document.problem,
            finished_at: row.finished_at.map(column::instant).transpose()?,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.board_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            kind: Set(self.order.kind.as_str().to_owned()),
            dry_run: Set(self.order.dry_run),
            confirm_end: Set(self.order.confirm_end),
            status: Set(self.status.as_str().to_owned()),
            stage: Set(self.progress.stage.as_str().to_owned()),
            done: Set(number(self.progress.done)),
            total: Set(number(self.progress.total)),
            details: Set(column::document(&Document {
                order: self.order.clone(),
                asked_by: self.asked_by.clone(),
                result: self.result,
                problem: self.problem.clone(),
            })),
            finished_at: Set(self.finished_at.map(column::millis)),
            // The lease is the workers' own; see `claim` and `hold`.
            lease_owner: NotSet,
            lease_until: NotSet,
        }
    }
}

/// The lease of a worker on a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The run of the worker.
    pub owner: Uuid,
    /// Until when, in milliseconds since 1970, unless it is renewed.
    pub until: i64,
}

fn col(name: &'static str) -> Expr {
    Expr::col((Alias::new("job"), Alias::new(name)))
}

/// Waiting, or with a worker that was lost.
fn claimable(now: i64) -> Condition {
    let lost = Cond::all()
        .add(col("status").eq(JobStatus::Running.as_str()))
        .add(col("lease_until").lt(now));
    Cond::all().add(col("finished_at").is_null()).add(
        Cond::any()
            .add(col("status").eq(JobStatus::Queued.as_str()))
            .add(lost),
    )
}

/// Whether there is a job for a worker. A look before [`claim`], so that an idle store is not written to.
///
/// # Errors
/// When the store fails.
pub async fn waits(source: &impl Source, now: i64) -> Result<bool, StoreError> {
    let mut select = Query::select();
    select
        .column(Alias::new("id"))
        .from(Alias::new("job"))
        .cond_where(claimable(now))
        .limit(1);
    Ok(source.exec().db.query_one(&select).await?.is_some())
}

/// Takes the oldest job that waits, if there is one. Workers of several processes never take the same:
/// PostgreSQL skips what another is taking, SQLite has one writer.
///
/// # Errors
/// When the store fails.
pub async fn claim(tx: &Tx, lease: Lease) -> Result<Option<Stored<Job>>, StoreError> {
    let exec = tx.exec();
    let mut oldest = Query::select();
    oldest
        .column(Alias::new("id"))
        .from(Alias::new("job"))
        .cond_where(claimable(tx.act().at))
        .order_by(Alias::new("created_at"), sea_orm::Order::Asc)
        .limit(1);
    if exec.backend == Backend::Postgres {
        oldest.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let mut update = Query::update();
    update
        .table(Alias::new("job"))
        .value(
            Alias::new("version"),
            Expr::col(Alias::new("version")).add(1),
        )
        .value(Alias::new("updated_at"), tx.act().at)
        .value(Alias::new("status"), JobStatus::Running.as_str())
        .value(Alias::new("lease_owner"), lease.owner)
        .value(Alias::new("lease_until"), lease.until)
        .and_where(col("id").eq(Expr::SubQuery(None, Box::new(oldest.into()))))
        .returning_all();
    let found = fetch::<Job>(&exec, &update).await?;
    Ok(found.into_iter().next())
}

/// The jobs of a board that take in files of a kind, without those that only say what would happen.
///
/// # Errors
/// When the store fails.
pub async fn of_kind(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    kind: ImportKind,
) -> Result<Vec<Job>, StoreError> {
    let asked = Cond::all()
        .add(col("board_id").eq(board.0))
        .add(col("kind").eq(kind.as_str()))
        .add(col("dry_run").not());
    let found = select::<Job>(source, scope, asked).await?;
    Ok(Stored::records(found))
}

/// Renews the lease and writes how far the job is. False when the job is no longer this worker's: it
/// was stopped, or another worker has it; then nothing more may be written for it.
///
/// # Errors
/// When the store fails.
pub async fn hold(
    tx: &Tx,
    job: &Job,
    lease: Lease,
    progress: Progress,
) -> Result<bool, StoreError> {
    held(tx, job, lease, Some(progress)).await
}

async fn held(
    tx: &Tx,
    job: &Job,
    lease: Lease,
    progress: Option<Progress>,
) -> Result<bool, StoreError> {
    let mut update = Query::update();
    update
        .table(Alias::new("job"))
        .value(
            Alias::new("version"),
            Expr::col(Alias::new("version")).add(1),
        )
        .value(Alias::new("updated_at"), tx.act().at)
        .value(Alias::new("lease_until"), lease.until)
        .and_where(col("board_id").eq(job.board_id.0))
        .and_where(col("id").eq(job.id.0))
        .and_where(col("status").eq(JobStatus::Running.as_str()))
        .and_where(col("lease_owner").eq(lease.owner));
    if let Some(progress) = progress {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        update
            .value(Alias::new("stage"), progress.stage.as_str())
            .value(Alias::new("done"), number(progress.done))
            .value(Alias::new("total"), number(progress.total));
    }
    let done = tx.exec().db.execute(&update).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends or suspends a job that this worker holds. False as in [`hold`]. How far a failed job came stays as the units
/// wrote it that did its work: the worker that ends it may know of less, and a file that is sent again goes on from there.
///
/// # Errors
/// When the store fails.
pub async fn let_go(tx: &Tx, job: &Job, lease: Lease) -> Result<bool, StoreError> {
    let progress = (job.status != JobStatus::Failed).then_some(job.progress);
    if !held(tx, job, lease, progress).await? {
        return Ok(false);
    }
    let document = Document {
        order: job.order.clone(),
        asked_by: job.asked_by.clone(),
        result: job.result,
        problem: job.problem.clone(),
    };
    let mut update = Query::update();
    update
        .table(Alias::new("job"))
        .value(Alias::new("status"), job.status.as_str())
        .value(Alias::new("details"), column::document(&document))
        .value(
            Alias::new("finished_at"),
            job.finished_at.map(column::millis),
        )
        .value(Alias::new("lease_owner"), Option::<Uuid>::None)
        .and_where(col("board_id").eq(job.board_id.0))
        .and_where(col("id").eq(job.id.0));
    tx.exec().db.execute(&update).await?;
    Ok(true)
}

/// Names the lock of whoever gives identifiers: an import takes it alone, others together.
pub(crate) const TURN: i64 = 7_011_983_254_871;

/// Lets only one import decide and write at a time, so that two of the same list do not both make what
/// is missing, and lets nobody else give an identifier meanwhile. Until the end of the unit. SQLite has one
/// writer anyhow.
///
/// # Errors
/// When the store fails.
pub async fn take_turn(tx: &Tx) -> Result<(), StoreError> {
    let exec = tx.exec();
    if exec.backend == Backend::Postgres {
        exec.db
            .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({TURN})"))
            .await?;
    }
    Ok(())
}
