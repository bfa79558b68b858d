//! Planning: what each row would do, over what is there and what the rows before it would do. Nothing
//! is written but the report and the plan itself.

use akoki_domain::{
    import::Columns,
    job::{Progress, Stage},
};
use akoki_persistence::repo::{job_file, job_report};
use std::{collections::HashSet, sync::Arc};

use super::{
    CHUNK,
    list::{List, read, refuse_repeated, report},
    run::{Run, Stop},
};

/// Plans all rows that are not planned yet.
pub(super) async fn rows<L: List>(run: &mut Run, columns: &Columns) -> Result<(), Stop> {
    let mut rows = run.rows(columns.width());
    loop {
        let mut batch = Vec::with_capacity(CHUNK);
        while batch.len() < CHUNK {
            match rows.next().await? {
                None => break,
                Some(row) if row.number <= run.job.progress.done => {}
                Some(row) => batch.push(read::<L>(columns, row)),
            }
        }
        let Some(last) = batch.last().map(|row| row.number) else {
            return Ok(());
        };
        let store = run.store().clone();
        let id = run.job.id.0;
        let keys: Vec<String> = batch
            .iter()
            .filter_map(|read| read.row.as_ref().ok())
            .flat_map(L::keys)
            .collect();
        let known: HashSet<String> = job_file::known_keys(&store, id, &keys)
            .await?
            .into_iter()
            .collect();
        let fresh = refuse_repeated::<L>(&mut batch, known);
        let around = run.around(&store).await?;
        let mut chunk = L::load(&store, &around, &batch, true).await?;
        let mut lines = report::<L>(&mut chunk, &around, &batch);
        for line in &mut lines {
            line.to_do &= !around.job.order.dry_run;
        }
        let progress = Progress {
            stage: Stage::PlanRows,
            done: last,
            // The heading is a line too; a row may have several.
            total: around.job.order.file.lines.saturating_sub(1).max(last),
        };
        let planned = Arc::new((chunk, around, lines, fresh));
        run.unit(progress, move |tx| {
            let planned = planned.clone();
            Box::pin(async move {
                let (chunk, around, lines, fresh) = &*planned;
                job_report::put(tx, &around.job, lines).await?;
                job_file::add_keys(tx, around.job.id.0, fresh.clone()).await?;
                L::remember(chunk, around, tx).await?;
                Ok(())
            })
        })
        .await?;
    }
}
