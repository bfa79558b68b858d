//! The work on a file with answers.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    import::{
        Outcome,
        responses::{Heading, Reader, Response},
    },
    job::{Fate, Job, Progress, ReportLine},
    survey::{campaign::Campaign, given::Given},
};
use akoki_persistence::{
    Tx, find,
    repo::{
        job_report,
        organisation_unit::reaches,
        survey::{answering::take_in, campaign::content, imported},
    },
};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

use super::{
    super::{
        heading::is_of_objects,
        rows::{FileRow, Kept, Rows},
        run::{Run, Stop},
    },
    Reading, forbids,
};
use crate::{
    failure::Failure,
    survey::Keys,
    usecase::survey_session::{random_id, seal_answers},
};

/// Rows of a chunk: each is one unit of work, short enough not to keep other writers waiting.
const CHUNK: usize = 1_000;
/// After so many rows others get a turn on the thread.
const TURN: usize = 50;

/// Takes in all rows that are not taken in yet.
pub(in crate::usecase::import) async fn work(run: &mut Run) -> Result<(), Stop> {
    let reading = Arc::new(of_job(run).await?);
    if run.job.order.dry_run {
        // What it read before somebody took it up again counts nowhere else.
        run.job.progress.done = 0;
    }
    let (first, whole) = run.first_piece().await?;
    let heading = match is_of_objects(&first) {
        true => None,
        false => Some(reading.heading(&first, whole)?.0),
    };
    let width = heading.as_ref().map_or(1, Heading::width);
    let mut rows = run.rows(width);
    let mut taken = imported::counts(run.store(), reading.key()).await?;
    loop {
        let from = (heading.as_ref(), &mut rows);
        let chunk = read(run, &reading, from, &mut taken).await?;
        if chunk.last == 0 {
            return run.finish().await;
        }
        write(run, &reading, chunk).await?;
        if !run.job.order.dry_run {
            // Others may take in answers to the same campaign.
            taken = imported::counts(run.store(), reading.key()).await?;
        }
    }
}

/// How the rows of the job are read.
async fn of_job(run: &Run) -> Result<Reading, Failure> {
    let lost = || Failure::Internal("the job is not about answers".into());
    let order = run.job.order.responses.as_ref().ok_or_else(lost)?;
    let everything = run.call().everything();
    let found = find::<Campaign>(run.store(), &everything, order.campaign_id.0).await?;
    let found = found.ok_or(Code::UnknownReference)?;
    if !found.record.state.takes_answers() {
        return Err(forbids(&found.record));
    }
    Reading::of(run.store(), found.record, order).await
}

/// Rows that were read: what becomes of them, and what is to be taken in.
#[derive(Default)]
struct Chunk {
    lines: Vec<ReportLine>,
    sealed: Vec<(Uuid, Vec<u8>)>,
    /// How many of those are of each group.
    more: BTreeMap<String, u64>,
    /// The place of the last; zero when there are no more.
    last: u64,
}

impl Chunk {
    fn add(&mut self, row: &FileRow, outcome: Outcome, reasons: Vec<Reason>) {
        self.last = row.number;
        let fate = Fate::Row(outcome);
        if outcome == Outcome::Created
            && let Some(before) = self.lines.last_mut().filter(|line| line.fate == fate)
        {
            before.rows = before.rows.saturating_add(1);
            return;
        }
        self.lines.push(ReportLine {
            number: row.number,
            line: Some(row.line),
            fate,
            reasons,
            subject: None,
            to_do: false,
            rows: 1,
        });
    }
}

/// Reads rows; `taken` says how many answers of each group were taken in so far, with those of this chunk afterwards.
async fn read(
    run: &Run,
    reading: &Reading,
    (heading, rows): (Option<&Heading>, &mut Rows<Kept>),
    taken: &mut BTreeMap<String, u64>,
) -> Result<Chunk, Stop> {
    let keys = Keys::of(&run.call().shared);
    let mut chunk = Chunk::default();
    let mut count = 0_usize;
    while count < CHUNK {
        let Some(row) = rows.next().await? else {
            break;
        };
        if row.number <= run.job.progress.done {
            continue;
        }
        count = count.saturating_add(1);
        if count.is_multiple_of(TURN) {
            tokio::task::yield_now().await;
        }
        let found = response(reading, heading, &row);
        let found = found.and_then(|found| Ok((place(reading, found.group, taken)?, found)));
        match found {
            Err(reasons) => chunk.add(&row, Outcome::Rejected, reasons),
            Ok((key, Response { group, answers })) => {
                chunk.add(&row, Outcome::Created, Vec::new());
                *taken.entry(key.clone()).or_default() += 1;
                if run.job.order.dry_run {
                    continue;
                }
                *chunk.more.entry(key).or_default() += 1;
                let id = random_id();
                let campaign = reading.campaign.id;
                let sealed = seal_answers(&keys, &reading.pinned, campaign, (group, &answers), id)?;
                chunk.sealed.push((id, sealed));
            }
        }
    }
    Ok(chunk)
}

/// How many answers a group can give.
fn people(campaign: &Campaign, key: &str) -> u64 {
    campaign.places(campaign.stated.tree().population(key))
}

/// The key of a group that has people of whom no answer was taken in yet. More answers than people are a mistake, and
/// would make results look better than they are.
fn place(
    reading: &Reading,
    group: u32,
    taken: &BTreeMap<String, u64>,
) -> Result<String, Vec<Reason>> {
    let leaf = usize::try_from(group).ok();
    let key = leaf.and_then(|leaf| reading.pinned.leaves.get(leaf));
    let key = key.ok_or_else(|| vec![Reason::new(Code::UnknownGroupKey).with("key", group)])?;
    let population = people(&reading.campaign, key);
    if taken.get(key).copied().unwrap_or_default() < population {
        return Ok(key.clone());
    }
    let reason = Reason::new(Code::MoreThanPopulation).with("key", key);
    Err(vec![reason.with("population", population)])
}

fn response(
    reading: &Reading,
    heading: Option<&Heading>,
    row: &FileRow,
) -> Result<Response, Vec<Reason>> {
    let cells = row.cells.as_ref().map_err(|reason| vec![reason.clone()])?;
    let asked = &reading.pinned.content;
    match heading {
        Some(heading) => {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            reading.reader.cells(asked, heading, &cells)
        }
        None => {
            let line = cells.first().map(String::as_str).unwrap_or_default();
            let fields = fields(&reading.reader, line);
            let fields = fields.ok_or_else(|| vec![Reason::new(Code::NotAnObject)])?;
            reading.reader.object(asked, fields)
        }
    }
}

/// The fields of an object. Answers may stand together in `answers`, when no column is called so.
pub(super) fn fields(reader: &Reader, line: &str) -> Option<Vec<(String, Given)>> {
    let object: Map<String, Value> = serde_json::from_str(line).ok()?;
    let mut fields = Vec::with_capacity(object.len());
    for (name, value) in object {
        match value {
            Value::Object(answers) if name == "answers" && !reader.knows(&name) => {
                for (name, value) in answers {
                    fields.push((name, Given::deserialize(value).ok()?));
                }
            }
            value => fields.push((name, Given::deserialize(value).ok()?)),
        }
    }
    Some(fields)
}

/// Takes a chunk in, with its lines of the report and how far the job is.
async fn write(run: &mut Run, reading: &Arc<Reading>, chunk: Chunk) -> Result<(), Stop> {
    let progress = Progress {
        done: chunk.last,
        // The heading is a line too; a row may have several.
        total: run.job.progress.total.max(chunk.last),
        ..run.job.progress
    };
    let inner = run.clone();
    let (reading, chunk) = (reading.clone(), Arc::new(chunk));
    run.unit(progress, move |tx| {
        let (run, reading, chunk) = (inner.clone(), reading.clone(), chunk.clone());
        Box::pin(async move {
            still_allowed(&run, tx, &reading.campaign).await?;
            let job: &Job = &run.job;
            // This holds the campaign as it is, so it comes first.
            if !take_in(tx, reading.key(), &chunk.sealed).await? {
                return Err(forbids(&current(&run, tx, &reading).await?));
            }
            unchanged(&run, tx, &reading).await?;
            imported::add(tx, reading.key(), &chunk.more).await?;
            no_more_than_people(tx, &reading, &chunk.more).await?;
            job_report::put(tx, job, &chunk.lines).await?;
            Ok(())
        })
    })
    .await
}

/// Whoever asked may still take in files, and still hold surveys at each unit.
async fn still_allowed(run: &Run, tx: &Tx, campaign: &Campaign) -> Result<(), Failure> {
    let scope = run.around(tx).await?.scope.with(Permission::WriteSurveys);
    for unit in campaign.stated.tree().units() {
        if !reaches(tx, &scope, unit.0).await? {
            return Err(Code::GrantLost.into());
        }
    }
    Ok(())
}

/// The campaign as it is now.
async fn current(run: &Run, tx: &Tx, reading: &Reading) -> Result<Campaign, Failure> {
    let everything = run.call().everything();
    let found = find::<Campaign>(tx, &everything, reading.campaign.id.0).await?;
    Ok(found.ok_or(Code::UnknownReference)?.record)
}

/// Nobody took in answers to the same groups meanwhile that left no place for these. What others took in to other groups
/// is not looked at: reading anew would change nothing of it.
async fn no_more_than_people(
    tx: &Tx,
    reading: &Reading,
    more: &BTreeMap<String, u64>,
) -> Result<(), Failure> {
    let taken = imported::counts(tx, reading.key()).await?;
    let within = |key: &String| {
        let count = taken.get(key).copied().unwrap_or_default();
        count <= people(&reading.campaign, key)
    };
    match more.keys().all(within) {
        true => Ok(()),
        // The job is taken up again, and reads the rows anew.
        false => Err(Failure::Busy("others took in answers".into())),
    }
}

/// Holds that the campaign asks what it asked when the rows were read, and of the same groups: by these an answer is
/// packed, and one that was packed otherwise could not be read when all are mixed. It can change as long as nothing was
/// taken in, which may be after many rows that were all rejected.
async fn unchanged(run: &Run, tx: &Tx, reading: &Reading) -> Result<(), Failure> {
    let now = current(run, tx, reading).await?.stated;
    let then = &reading.campaign.stated;
    let same = (&now.groups, &now.dimensions) == (&then.groups, &then.dimensions);
    let asked = content(tx, reading.key()).await?;
    if same && asked.as_ref() == Some(&reading.pinned.content) {
        return Ok(());
    }
    // The job is taken up again, and reads the rows anew.
    Err(Failure::Busy("the campaign was changed".into()))
}
