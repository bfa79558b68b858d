//! Applying: the rows for which something is to be written are planned again over what is there now,
//! and written, a chunk at a time, each with what became of it.

use akoki_domain::{
    import::{Columns, Outcome},
    job::{Fate, Progress, Stage},
};
use akoki_persistence::repo::{
    job, job_report,
    job_report::{Wanted, lines},
};
use std::{collections::HashSet, sync::Arc};

use super::{
    CHUNK,
    list::{List, ReadRow, read, report},
    run::{Run, Stop},
};
use crate::failure::Failure;

/// What rows for which something is to be written were planned to become.
const WRITTEN: [Fate; 4] = [
    Fate::Row(Outcome::Created),
    Fate::Row(Outcome::Updated),
    Fate::Row(Outcome::Unchanged),
    Fate::Row(Outcome::TransferPending),
];

/// Applies all rows that are not applied yet.
pub(super) async fn rows<L: List>(run: &mut Run, columns: &Columns) -> Result<(), Stop> {
    let mut rows = run.rows(columns.width());
    let wanted = Wanted {
        fates: WRITTEN.to_vec(),
        to_do: true,
        limit: CHUNK as u64,
        ..Wanted::default()
    };
    loop {
        let lines = lines(run.store(), &run.job, &wanted).await?;
        let mut numbers: HashSet<u64> = lines.iter().map(|line| line.number).collect();
        if numbers.is_empty() {
            return Ok(());
        }
        let mut batch = Vec::with_capacity(numbers.len());
        while !numbers.is_empty() {
            let Some(row) = rows.next().await? else {
                return Err(Failure::Internal("the file is shorter than its report".into()).into());
            };
            if numbers.remove(&row.number) {
                batch.push(read::<L>(columns, row));
            }
        }
        apply::<L>(run, batch).await?;
    }
}

async fn apply<L: List>(run: &mut Run, batch: Vec<ReadRow<L::Row>>) -> Result<(), Stop> {
    let progress = Progress {
        stage: Stage::ApplyRows,
        done: run.job.progress.done.saturating_add(batch.len() as u64),
        ..run.job.progress
    };
    let (inner, batch) = (run.clone(), Arc::new(batch));
    run.unit(progress, move |tx| {
        let (run, batch) = (inner.clone(), batch.clone());
        Box::pin(async move {
            job::take_turn(tx).await?;
            let around = run.around(tx).await?;
            let mut chunk = L::load(tx, &around, &batch, false).await?;
            let mut lines = report::<L>(&mut chunk, &around, &batch);
            for line in &mut lines {
                line.to_do = false;
            }
            L::write(&chunk, &around, tx).await?;
            job_report::put(tx, &around.job, &lines).await?;
            Ok(())
        })
    })
    .await
}
