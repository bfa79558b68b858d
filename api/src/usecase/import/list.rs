//! What every kind of list does with its rows: read them, look up what they touch, say what they mean,
//! and write that. The steps around it are the same for all (see [`super::planning`] and
//! [`super::applying`]).

use akoki_domain::{
    Code, Reason, Subject,
    import::{Columns, Outcome, Reach},
    job::{Fate, Job, ReportLine},
};
use akoki_persistence::{Mint, Scope, Source, StoreError, Tx};
use std::collections::HashSet;
use time::Date;

use super::rows::FileRow;
use crate::failure::Failure;

/// What holds for the work on a job at this moment.
#[derive(Clone)]
pub(super) struct Circumstances {
    /// The job.
    pub(super) job: Job,
    /// What whoever asked reaches now.
    pub(super) scope: Scope,
    /// For which boards the list is taken in.
    pub(super) reach: Reach,
    /// Today.
    pub(super) day: Date,
    /// Now, in milliseconds since 1970.
    pub(super) at: i64,
    /// Where ids come from.
    pub(super) mint: Mint,
}

impl Circumstances {
    /// A new id.
    pub(super) fn id<T: From<uuid::Uuid>>(&self) -> T {
        T::from((self.mint.id)(self.at))
    }
}

/// A row as it was read.
pub(super) struct ReadRow<R> {
    /// Its place among the rows.
    pub(super) number: u64,
    /// The line on which it begins.
    pub(super) line: u64,
    /// What it says, or everything that is wrong with it.
    pub(super) row: Result<R, Vec<Reason>>,
    /// How a list knows what it is about, when that can be told although the rest is broken.
    pub(super) names: Option<String>,
}

/// What a row means.
pub(super) struct Meant {
    /// What becomes of it.
    pub(super) outcome: Outcome,
    /// Why, or what is worth knowing.
    pub(super) reasons: Vec<Reason>,
    /// What it is about.
    pub(super) subject: Option<Subject>,
    /// Whether something is to be written for it.
    pub(super) writes: bool,
}

impl Meant {
    /// A row that cannot be taken, for one reason.
    pub(super) fn rejected(reason: Reason) -> Self {
        Self {
            outcome: Outcome::Rejected,
            reasons: vec![reason],
            subject: None,
            writes: false,
        }
    }
}

/// A kind of list.
pub(super) trait List: Sized + Send + Sync + 'static {
    /// What a row says.
    type Row: Send + Sync;
    /// What is known of the records that a chunk of rows touches, and what becomes of them.
    type Chunk: Send + Sync;

    /// Reads a row.
    fn read(columns: &Columns, cells: &[&str]) -> Result<Self::Row, Vec<Reason>>;

    /// What the row is about, in words of its own: no two rows of a file may have one in common.
    fn keys(row: &Self::Row) -> Vec<String>;

    /// How a list knows what a broken row is about.
    fn names(_columns: &Columns, _cells: &[&str]) -> Option<String> {
        None
    }

    /// Looks up what the rows touch; `planned` lays what the job plans over it.
    fn load<S: Source>(
        source: &S,
        around: &Circumstances,
        rows: &[ReadRow<Self::Row>],
        planned: bool,
    ) -> impl Future<Output = Result<Self::Chunk, StoreError>> + Send;

    /// Says what a row means, and takes note of what becomes of its records.
    fn plan(chunk: &mut Self::Chunk, around: &Circumstances, row: &Self::Row) -> Meant;

    /// What a broken row is about, when that is there.
    fn named(_chunk: &Self::Chunk, _around: &Circumstances, _names: &str) -> Option<Subject> {
        None
    }

    /// Keeps what becomes of the records, for the rows that follow.
    fn remember(
        chunk: &Self::Chunk,
        around: &Circumstances,
        tx: &Tx,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Writes what becomes of the records, with trail and events.
    fn write(
        chunk: &Self::Chunk,
        around: &Circumstances,
        tx: &Tx,
    ) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// Reads the cells of a row.
pub(super) fn read<L: List>(columns: &Columns, row: FileRow) -> ReadRow<L::Row> {
    let (read, names) = match &row.cells {
        Err(reason) => (Err(vec![reason.clone()]), None),
        Ok(cells) => {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let read = L::read(columns, &cells);
            let names = match &read {
                Ok(_) => None,
                Err(_) => L::names(columns, &cells),
            };
            (read, names)
        }
    };
    ReadRow {
        number: row.number,
        line: row.line,
        row: read,
        names,
    }
}

/// How the key of a broken row is kept: it is named in the file, and yet a later row may be about it.
pub(super) fn broken(names: &str) -> String {
    format!("broken {names}")
}

/// Refuses rows about what an earlier row is about. Gives the keys of the others.
pub(super) fn refuse_repeated<L: List>(
    rows: &mut [ReadRow<L::Row>],
    mut known: HashSet<String>,
) -> Vec<String> {
    let mut fresh = Vec::new();
    for read in rows {
        let Ok(row) = &read.row else {
            fresh.extend(read.names.as_deref().map(broken));
            continue;
        };
        let keys = L::keys(row);
        if keys.iter().any(|key| known.contains(key)) {
            read.names = keys.into_iter().next();
            read.row = Err(vec![Reason::new(Code::Duplicate)]);
            continue;
        }
        known.extend(keys.iter().cloned());
        fresh.extend(keys);
    }
    fresh.sort_unstable();
    fresh.dedup();
    fresh
}

/// What becomes of each row: the lines of the report.
pub(super) fn report<L: List>(
    chunk: &mut L::Chunk,
    around: &Circumstances,
    rows: &[ReadRow<L::Row>],
) -> Vec<ReportLine> {
    rows.iter()
        .map(|read| {
            let meant = match &read.row {
                Ok(row) => L::plan(chunk, around, row),
                Err(reasons) => Meant {
                    outcome: Outcome::Rejected,
                    reasons: reasons.clone(),
                    subject: read
                        .names
                        .as_deref()
                        .and_then(|names| L::named(chunk, around, names)),
                    writes: false,
                },
            };
            ReportLine {
                number: read.number,
                line: Some(read.line),
                fate: Fate::Row(meant.outcome),
                reasons: meant.reasons,
                subject: meant.subject,
                to_do: meant.writes,
                rows: 1,
            }
        })
        .collect()
}
