//! `akoki import`: the same use case as `POST /v1/imports`, on the machine itself. The platform takes
//! in the file; for one board when that is named.

use actix_web::web::Bytes;
use akoki_domain::{
    Code, Reason,
    id::{JobId, SurveyCampaignId},
    import::{
        ImportKind, Outcome,
        responses::{GROUP, GroupFrom, Mapping, ResponsesOrder},
    },
    job::{Fate, Job, JobStatus, ReportLine, Stage},
    text::Language,
};
use akoki_openapi::problem::detail;
use akoki_persistence::{
    Stored, find,
    repo::job_report::{Wanted, lines},
};
use clap::Args;
use futures_util::{Stream, stream};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{path::PathBuf, time::Duration};
use tokio::{fs::File, io::AsyncReadExt};
use uuid::Uuid;

use super::{Output, Refused, block};
use crate::{
    app,
    config::Config,
    failure::Failure,
    guard::Call,
    idempotency::IdempotencyKey,
    usecase::{
        import::{Asked, OPERATION, submit},
        job::{cancel, view},
    },
    work::Work,
    worker,
};

/// How many rejected rows are named.
const NAMED: u64 = 20;

/// Take in a file, with a progress bar.
#[derive(Args)]
pub struct Import {
    /// What the file is: duo-establishments, duo-boards, people, groups, assignments or survey-responses.
    #[arg(value_parser = kind)]
    kind: ImportKind,
    /// The file.
    file: PathBuf,
    /// Only say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Go on also when more than a tenth of what an earlier list brought would end.
    #[arg(long)]
    confirm_end: bool,
    /// For one board, by its id; for the whole country otherwise.
    #[arg(long)]
    board: Option<Uuid>,
    #[command(flatten)]
    responses: Responses,
}

/// What is asked of a file with answers to a survey.
#[derive(Args)]
struct Responses {
    /// Of survey-responses: the campaign, by its id.
    #[arg(long, required_if_eq("kind", "survey-responses"))]
    campaign: Option<Uuid>,
    /// Of survey-responses: the column of a question, as KEY=COLUMN; may be given often. Without it the column is
    /// called like the key.
    #[arg(long = "column", value_name = "KEY=COLUMN", value_parser = column, requires = "campaign")]
    columns: Vec<(String, String)>,
    /// Of survey-responses: the column with the key of the group.
    #[arg(long, default_value = GROUP, conflicts_with = "group")]
    group_column: String,
    /// Of survey-responses: the key of the group of all who answered.
    #[arg(long, requires = "campaign")]
    group: Option<String>,
    /// Of survey-responses: pass over columns that hold no question.
    #[arg(long, requires = "campaign")]
    ignore_columns: bool,
    /// Of survey-responses: what must be answered may be missing.
    #[arg(long, requires = "campaign")]
    allow_incomplete: bool,
}

impl Responses {
    fn order(self, kind: ImportKind) -> Result<Option<ResponsesOrder>, Refused> {
        let Some(campaign) = self.campaign else {
            return Ok(None);
        };
        if kind != ImportKind::SurveyResponses {
            return Err(Refused(format!("--campaign is not for {}", kind.as_str())));
        }
        Ok(Some(ResponsesOrder {
            campaign_id: SurveyCampaignId(campaign),
            mapping: Mapping {
                columns: self.columns,
                group: match self.group {
                    Some(key) => GroupFrom::Fixed(key),
                    None => GroupFrom::Column(self.group_column),
                },
                ignore_columns: self.ignore_columns,
            },
            allow_incomplete: self.allow_incomplete,
            mark: String::new(),
        }))
    }
}

fn column(text: &str) -> Result<(String, String), String> {
    let (key, name) = text.split_once('=').ok_or("KEY=COLUMN")?;
    Ok((key.to_owned(), name.to_owned()))
}

fn kind(text: &str) -> Result<ImportKind, String> {
    text.parse().map_err(|()| {
        let kinds: Vec<&str> = ImportKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("one of {}", kinds.join(", "))
    })
}

impl Import {
    pub(super) fn run(self, config: Config, output: &Output) -> Result<(), Refused> {
        let output = *output;
        block(async move {
            let file = File::open(&self.file)
                .await
                .map_err(|error| Refused(format!("{}: {error}", self.file.display())))?;
            let shared = app::open_begun(config).await?;
            let (quit, _) = tokio::sync::watch::channel(false);
            let mut workers = worker::start(shared.clone(), &quit).await?;
            let call = app::service_call(&shared, OPERATION).await?;
            let done = self.take_in(&call, file, &output).await;
            let _ = quit.send(true);
            // The last entries of the trail are numbered before the command ends.
            let ended = async { while workers.join_next().await.is_some() {} };
            let _ = tokio::time::timeout(Duration::from_secs(30), ended).await;
            done
        })?
    }

    async fn take_in(self, call: &Call, file: File, output: &Output) -> Result<(), Refused> {
        let asked = Asked {
            kind: self.kind,
            dry_run: self.dry_run,
            confirm_end: self.confirm_end,
            board: self.board,
            responses: self.responses.order(self.kind)?,
        };
        let body = Box::pin(pieces(file));
        let reply = submit(call, IdempotencyKey(None), asked, body).await;
        let reply = reply.map_err(|failure| refused(&failure))?;
        let id = reply
            .headers
            .iter()
            .find(|(name, _)| name == "location")
            .and_then(|(_, path)| path.rsplit('/').next())
            .and_then(|id| id.parse::<JobId>().ok())
            .ok_or_else(|| Refused("the import has no job".into()))?;
        let stored = follow(call, id, output).await?;
        finish(call, stored, output).await
    }
}

/// A file as a stream.
fn pieces(file: File) -> impl Stream<Item = Result<Bytes, Failure>> {
    stream::unfold(file, |mut file| async {
        let mut piece = vec![0; 64 * 1024];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(length) => {
                piece.truncate(length);
                Some((Ok(Bytes::from(piece)), file))
            }
            Err(error) => Some((Err(Failure::Internal(error.to_string())), file)),
        }
    })
}

/// Shows how far the job is until it stands still.
async fn follow(call: &Call, id: JobId, output: &Output) -> Result<Stored<Job>, Refused> {
    let bar = if output.is_json() {
        ProgressBar::hidden()
    } else {
        ProgressBar::no_length()
    };
    if let Ok(style) = ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    loop {
        let stored = find::<Job>(call.store(), &call.scope(), id.0).await?;
        let stored = stored.ok_or_else(|| Refused("the job is gone".into()))?;
        let job = &stored.record;
        bar.set_length(job.progress.total);
        bar.set_position(job.progress.done);
        bar.set_message(match job.progress.stage {
            Stage::PlanRows | Stage::PlanEnds => "planning",
            Stage::ApplyRows | Stage::ApplyEnds => "applying",
        });
        if !matches!(job.status, JobStatus::Queued | JobStatus::Running) {
            bar.finish_and_clear();
            return Ok(stored);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Says what became of it.
async fn finish(call: &Call, stored: Stored<Job>, output: &Output) -> Result<(), Refused> {
    let job = &stored.record;
    name_rejected(call, job, output).await?;
    let problem = job.problem.as_ref().map(text).unwrap_or_default();
    match job.status {
        JobStatus::Succeeded => {
            let tally = job.result.unwrap_or_default();
            let shown = view(&stored, Language::En);
            let words = format!(
                "{} rows: {} created, {} updated, {} unchanged (of which {} wait for a transfer), \
                 {} rejected, {} out of scope; {} ended{}",
                tally.rows(),
                tally.created,
                tally.updated,
                tally.unchanged,
                tally.transfer_pending,
                tally.rejected,
                tally.out_of_scope,
                tally.ended,
                if job.order.dry_run {
                    " (dry run: nothing was changed)"
                } else {
                    ""
                },
            );
            output.say(
                &words,
                json!({
                    "jobId": job.id, "status": job.status.as_str(), "dryRun": job.order.dry_run,
                    "result": shown.result, "problem": shown.problem,
                }),
            );
            Ok(())
        }
        JobStatus::NeedsConfirmation => {
            let (id, call) = (job.id, call.clone());
            let outer = call.clone();
            call.unit(move |tx| {
                let call = outer.clone();
                Box::pin(async move { cancel(Work { tx, call: &call }, id).await })
            })
            .await?;
            Err(Refused(format!(
                "{problem} Nothing was changed; run it again with --confirm-end to go on."
            )))
        }
        JobStatus::Queued | JobStatus::Running | JobStatus::Failed | JobStatus::Cancelled => {
            let status = job.status.as_str();
            Err(Refused(format!("the import {status}. {problem}")))
        }
    }
}

async fn name_rejected(call: &Call, job: &Job, output: &Output) -> Result<(), Refused> {
    let wanted = Wanted {
        fates: vec![Fate::Row(Outcome::Rejected)],
        limit: NAMED,
        ..Wanted::default()
    };
    for line in lines(call.store(), job, &wanted).await? {
        output.remark(&rejected(&line));
    }
    Ok(())
}

fn rejected(line: &ReportLine) -> String {
    let reasons: Vec<String> = line
        .reasons
        .iter()
        .map(|reason| match &reason.pointer {
            Some(column) => format!("{column}: {}", text(reason)),
            None => text(reason),
        })
        .collect();
    format!("line {}: {}", line.line.unwrap_or(0), reasons.join(" "))
}

fn text(reason: &Reason) -> String {
    detail(reason.code, &reason.params, Language::En)
}

/// Everything that is wrong, on one line each.
fn refused(failure: &Failure) -> Refused {
    let reasons: Vec<String> = match failure {
        Failure::Plain(reason) => vec![text(reason)],
        Failure::Invalid(all) => all.iter().map(|wrong| text(&wrong.reason)).collect(),
        Failure::Conflict { code, .. } => vec![text(&Reason::new(*code))],
        Failure::Outdated(outdated) => vec![text(&Reason::new(outdated.code))],
        Failure::Busy(_)
        | Failure::NotUnique(_)
        | Failure::Internal(_)
        | Failure::NothingChanged => {
            vec![text(&Reason::new(Code::InternalError)), failure.to_string()]
        }
    };
    Refused(reasons.join("\n"))
}
