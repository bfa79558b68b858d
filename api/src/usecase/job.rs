//! Jobs: shown, confirmed, stopped; their reports.

use akoki_domain::{
    Code, Noun, Reason,
    id::JobId,
    import::ImportKind,
    import::Outcome,
    import::Tally,
    job::{Fate, Job, JobCommand, JobStatus, ReportLine, Stage, decide},
    text::Language,
};
use akoki_openapi::{
    problem::{WireReason, detail},
    wire::{job as wire, transition::BlockedCommand},
};
use akoki_persistence::{PLATFORM, Stored, Verb, lock, repo::job_report};
use serde_json::json;
use uuid::Uuid;

use crate::{clock, failure::Failure, work::Work};

/// The job as it is shown.
pub fn view(stored: &Stored<Job>, language: Language) -> wire::Job {
    let Stored { record: job, meta } = stored;
    let (available, blocked) = job.commands();
    let file = &job.order.file;
    wire::Job {
        id: job.id.0,
        board_id: Some(job.board_id.0).filter(|board| *board != PLATFORM),
        campaign_id: job
            .order
            .responses
            .as_ref()
            .map(|order| order.campaign_id.0),
        kind: job.order.kind.as_str().to_owned(),
        layout: job.order.layout.as_str().to_owned(),
        dry_run: job.order.dry_run,
        confirm_end: job.order.confirm_end,
        status: job.status.as_str().to_owned(),
        progress: wire::JobProgress {
            phase: match job.progress.stage {
                Stage::PlanRows | Stage::PlanEnds => "planning".to_owned(),
                Stage::ApplyRows | Stage::ApplyEnds => "applying".to_owned(),
            },
            done: job.progress.done,
            total: job.progress.total,
        },
        result: job.result.as_ref().map(result),
        problem: job
            .problem
            .as_ref()
            .map(|reason| WireReason::new(reason, language)),
        notice: notice(job, language),
        file: wire::JobFile {
            bytes: file.bytes,
            sha256: file.sha256.clone(),
            encoding: file.encoding.as_str().to_owned(),
            delimiter: file.delimiter.map(String::from),
        },
        rows: format!("/v1/jobs/{}/rows", job.id),
        available_commands: available
            .iter()
            .map(|command| command.as_str().to_owned())
            .collect(),
        blockers: blocked
            .iter()
            .map(|(command, reasons)| BlockedCommand {
                command: command.as_str().to_owned(),
                reasons: reasons
                    .iter()
                    .map(|reason| WireReason::new(reason, language))
                    .collect(),
            })
            .collect(),
        finished_at: job.finished_at,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

/// Answers cannot be recognised: of a file of which some were taken in, the rest alone is sent again.
fn notice(job: &Job, language: Language) -> Option<WireReason> {
    let ended = matches!(job.status, JobStatus::Succeeded);
    let some = |tally: &Tally| tally.created > 0 && tally.rejected > 0;
    let mended = ended && !job.order.dry_run && job.result.as_ref().is_some_and(some);
    let heed = mended && job.order.kind == ImportKind::SurveyResponses;
    heed.then(|| WireReason::new(&Reason::new(Code::SendRejectedAlone), language))
}

fn result(tally: &Tally) -> wire::JobResult {
    wire::JobResult {
        rows: tally.rows(),
        created: tally.created,
        updated: tally.updated,
        unchanged: tally.unchanged,
        rejected: tally.rejected,
        out_of_scope: tally.out_of_scope,
        transfer_pending: tally.transfer_pending,
        ended: tally.ended,
    }
}

/// A line of the report as it is shown.
pub fn row(job: &Job, line: &ReportLine, language: Language) -> wire::JobRow {
    let reasons: Vec<wire::JobRowReason> = line
        .reasons
        .iter()
        .map(|reason| wire::JobRowReason {
            column: reason.pointer.clone(),
            code: reason.code.as_str().to_owned(),
            detail: detail(reason.code, &reason.params, language),
            href: reason.subject.map(|about| href(about.noun, about.id)),
        })
        .collect();
    let first = reasons.first();
    // What is only planned to be made is not there to be read, and what is out of reach is not shown.
    let there = match line.fate {
        Fate::Row(Outcome::Created) => !line.to_do && !job.order.dry_run,
        Fate::Row(Outcome::OutOfScope) => false,
        Fate::Row(
            Outcome::Updated | Outcome::Unchanged | Outcome::Rejected | Outcome::TransferPending,
        )
        | Fate::Ended => true,
    };
    wire::JobRow {
        number: line.number,
        line: line.line,
        rows: line.rows,
        outcome: line.fate.as_str().to_owned(),
        column: first.and_then(|reason| reason.column.clone()),
        code: first.map(|reason| reason.code.clone()),
        detail: first.map(|reason| reason.detail.clone()),
        href: line
            .subject
            .filter(|_| there)
            .map(|about| href(about.noun, about.id)),
        reasons,
    }
}

fn href(noun: Noun, id: Uuid) -> String {
    format!("/v1/{}/{id}", noun.path())
}

async fn locked(work: Work<'_>, id: JobId) -> Result<Stored<Job>, Failure> {
    if let Some(job) = lock::<Job>(work.tx, &work.scope(), id.0).await? {
        return Ok(job);
    }
    Err(work.call.absent().await)
}

/// Says that so many may end: the job goes on.
///
/// # Errors
/// "job-state-forbids" unless it waits for that.
pub async fn confirm(work: Work<'_>, id: JobId) -> Result<Stored<Job>, Failure> {
    let before = locked(work, id).await?;
    let mut job = before.record.clone();
    job.status = decide(job.status, JobCommand::Confirm)?;
    job.order.confirm_end = true;
    job.problem = None;
    moved(work, &before, job, JobCommand::Confirm).await
}

/// Stops a job: what is done stays done, nothing more is.
///
/// # Errors
/// "job-state-forbids" when it is done or failed.
pub async fn cancel(work: Work<'_>, id: JobId) -> Result<(), Failure> {
    let before = locked(work, id).await?;
    let mut job = before.record.clone();
    job.status = decide(job.status, JobCommand::Cancel)?;
    if before.record.status == JobStatus::Cancelled {
        return Err(Failure::NothingChanged);
    }
    job.finished_at = Some(clock::instant(work.tx.act().at));
    job.result = Some(job_report::tally(work.tx, &job, true).await?);
    moved(work, &before, job, JobCommand::Cancel).await?;
    Ok(())
}

async fn moved(
    work: Work<'_>,
    before: &Stored<Job>,
    job: Job,
    command: JobCommand,
) -> Result<Stored<Job>, Failure> {
    if job.order.dry_run {
        // A dry run leaves no trace.
        akoki_persistence::save(work.tx, before, &job).await?;
        return Ok(Stored {
            record: job,
            meta: before.meta,
        });
    }
    let values = json!({
        "from": before.record.status.as_str(),
        "to": job.status.as_str(),
        "command": command.as_str(),
    });
    work.save(before, job, Verb::Transitioned, values).await
}

/// The outcomes that a query names.
///
/// # Errors
/// "invalid-value" at `outcome`.
pub fn fates(words: &[String]) -> Result<Vec<Fate>, Failure> {
    let fates: Result<Vec<Fate>, ()> = words.iter().map(|word| word.parse()).collect();
    fates.map_err(|()| {
        let allowed = Fate::ALL.map(Fate::as_str).join(", ");
        Failure::query(
            Reason::new(Code::InvalidValue)
                .at("outcome")
                .with("allowed", allowed),
        )
    })
}
