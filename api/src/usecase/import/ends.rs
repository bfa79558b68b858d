//! What a list no longer has: establishments that an earlier list of the same layout brought and that
//! no row of this one names.

use akoki_domain::{
    Noun, Subject,
    id::UnitId,
    import::{UnitKey, plan::Change, vanish::plan_vanished},
    job::{Fate, Progress, ReportLine, Stage},
    organisation::Unit,
};
use akoki_persistence::{
    Store, Tx,
    repo::{
        job, job_file, job_report,
        job_report::Wanted,
        list_mark::{self, Mark},
    },
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use uuid::Uuid;

use super::{
    CHUNK,
    list::{Circumstances, broken},
    run::{Run, Stop, listed},
    units::{Units, word},
};
use crate::failure::Failure;

/// Plans the end of what the list no longer has.
pub(super) async fn plan(run: &mut Run) -> Result<(), Stop> {
    if !run.job.order.layout.lists_establishments() {
        return Ok(());
    }
    loop {
        let store = run.store().clone();
        let around = run.around(&store).await?;
        let done = run.job.progress.done;
        let gone = listed(&around)
            .gone(&store, Uuid::nil(), done, CHUNK as u64)
            .await?;
        if gone.is_empty() {
            return Ok(());
        }
        let mut number = job_report::last_number(&store, &run.job).await?;
        let mut units = Units::by_ids(&store, &around, &gone, true).await?;
        let mut lines = Vec::new();
        let named = named(&store, &around, &units, &gone).await?;
        for id in gone.iter().filter(|id| !named.contains(id)) {
            if !vanish(&mut units, &around, *id).is_empty() {
                number = number.saturating_add(1);
                lines.push(line(number, *id, !around.job.order.dry_run));
            }
        }
        let done = done.saturating_add(gone.len() as u64);
        let progress = Progress {
            stage: Stage::PlanEnds,
            done,
            total: done,
        };
        let planned = Arc::new((units, around, lines));
        run.unit(progress, move |tx| {
            let planned = planned.clone();
            Box::pin(async move {
                let (units, around, lines) = &*planned;
                job_report::put(tx, &around.job, lines).await?;
                units.remember(around, tx).await?;
                Ok(())
            })
        })
        .await?;
    }
}

/// Those that the file does name: another import made them after their rows were planned here.
async fn named(
    store: &Store,
    around: &Circumstances,
    units: &Units,
    gone: &[Uuid],
) -> Result<HashSet<Uuid>, Failure> {
    let words: HashMap<String, Uuid> = gone
        .iter()
        .filter_map(|id| {
            let known = units.known.unit(UnitId(*id))?;
            Some((word(&UnitKey::of(&known.unit, around.day)?), *id))
        })
        .collect();
    let keys: Vec<String> = words
        .keys()
        .flat_map(|word| [word.clone(), broken(word)])
        .collect();
    let known = job_file::known_keys(store, around.job.id.0, &keys).await?;
    let known: HashSet<String> = known.into_iter().collect();
    Ok(words
        .into_iter()
        .filter(|(word, _)| known.contains(word) || known.contains(&broken(word)))
        .map(|(_, id)| id)
        .collect())
}

fn line(number: u64, unit: Uuid, to_do: bool) -> ReportLine {
    ReportLine {
        number,
        line: None,
        fate: Fate::Ended,
        reasons: Vec::new(),
        subject: Some(Subject::new(Noun::OrganisationUnit, unit)),
        to_do,
        rows: 1,
    }
}

/// What ends with an establishment, taken note of.
fn vanish(units: &mut Units, around: &Circumstances, id: Uuid) -> Vec<Change<Unit>> {
    let Some(gone) = units.known.unit(UnitId(id)).cloned() else {
        return Vec::new();
    };
    let school = gone.unit.parent_id.and_then(|id| units.known.unit(id));
    let layout = around.job.order.layout;
    let plan = plan_vanished(&units.known, &gone, school, layout, around.day);
    units.take(&plan.changes, around);
    plan.changes
}

/// Ends what was planned to end, and forgets that a list of this layout has what it no longer has.
pub(super) async fn apply(run: &mut Run) -> Result<(), Stop> {
    if !run.job.order.layout.lists_establishments() {
        return Ok(());
    }
    let wanted = Wanted {
        fates: vec![Fate::Ended],
        to_do: true,
        limit: CHUNK as u64,
        ..Wanted::default()
    };
    loop {
        let lines = job_report::lines(run.store(), &run.job, &wanted).await?;
        if lines.is_empty() {
            break;
        }
        let numbers: HashMap<Uuid, u64> = lines
            .iter()
            .filter_map(|line| Some((line.subject?.id, line.number)))
            .collect();
        end(run, numbers).await?;
    }
    unlist(run).await
}

async fn end(run: &mut Run, numbers: HashMap<Uuid, u64>) -> Result<(), Stop> {
    let progress = Progress {
        stage: Stage::ApplyEnds,
        done: run.job.progress.done.saturating_add(numbers.len() as u64),
        ..run.job.progress
    };
    let (inner, numbers) = (run.clone(), Arc::new(numbers));
    run.unit(progress, move |tx| {
        let (run, numbers) = (inner.clone(), numbers.clone());
        Box::pin(async move {
            job::take_turn(tx).await?;
            let around = run.around(tx).await?;
            end_in(tx, &around, &numbers).await
        })
    })
    .await
}

async fn end_in(
    tx: &Tx,
    around: &Circumstances,
    numbers: &HashMap<Uuid, u64>,
) -> Result<(), Failure> {
    let mut ids: Vec<Uuid> = numbers.keys().copied().collect();
    ids.sort_unstable();
    let mut units = Units::by_ids(tx, around, &ids, false).await?;
    let (mut done, mut stays) = (Vec::new(), Vec::new());
    for id in &ids {
        let number = numbers.get(id).copied().unwrap_or_default();
        let changes = vanish(&mut units, around, *id);
        if changes.is_empty() {
            // Another list has it by now, or somebody ended it: it is not this list that ends it.
            stays.push(number);
            continue;
        }
        done.push(line(number, *id, false));
        units.marks.extend(changes.iter().filter_map(ended));
    }
    units.write(around, tx).await?;
    list_mark::unlist(tx, &ids, around.job.order.layout).await?;
    job_report::put(tx, &around.job, &done).await?;
    job_report::take_out(tx, &around.job, &stays).await?;
    Ok(())
}

/// The mark of a unit that ends here.
fn ended(change: &Change<Unit>) -> Option<(Uuid, Uuid, Mark)> {
    let Change::Updated { after, fields, .. } = change else {
        return None;
    };
    let day = after
        .details
        .ends_on
        .filter(|_| fields.contains(&"endsOn"))?;
    Some((after.board_id.0, after.id.0, Mark::Ended(day)))
}

/// What the list no longer has but does not end either, because another list has it or it had ended:
/// this list has it no longer. What would end but was not planned to is let be; the next list tells.
async fn unlist(run: &mut Run) -> Result<(), Stop> {
    let mut after = Uuid::nil();
    loop {
        let store = run.store().clone();
        let around = run.around(&store).await?;
        let gone = listed(&around).gone(&store, after, 0, CHUNK as u64).await?;
        let Some(last) = gone.last() else {
            return Ok(());
        };
        after = *last;
        let mut units = Units::by_ids(&store, &around, &gone, false).await?;
        let stays: Vec<Uuid> = gone
            .iter()
            .copied()
            .filter(|id| vanish(&mut units, &around, *id).is_empty())
            .collect();
        if stays.is_empty() {
            continue;
        }
        let layout = around.job.order.layout;
        run.unit(run.job.progress, move |tx| {
            let stays = stays.clone();
            Box::pin(async move { Ok(list_mark::unlist(tx, &stays, layout).await?) })
        })
        .await?;
    }
}
