//! The work on a job: plan all of it, ask where that is needed, apply it. Whatever is done is written
//! down in the same unit of work as that it was done, so that another worker can go on anywhere.

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    id::JobId,
    import::{Columns, ImportKind, Reach, needs_confirmation},
    job::{Job, JobCommand, Progress, Stage, decide},
};
use akoki_persistence::{
    Act, BoxFuture, Change, PLATFORM, Scope, Source, Store, StoreError, Tx, Verb, Who,
    repo::{
        job::{self, Lease},
        job_report,
        job_report::Listed,
        organisation_unit::reaches,
    },
};
use serde_json::json;
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    applying, duo, ends, groups, heading,
    list::{Circumstances, List},
    people, planning, responses, roles,
    rows::{Kept, Rows, piece},
    staff,
};
use crate::{clock, failure::Failure, guard::Call, survey::Keys};

/// How long a worker that says nothing is taken to live.
pub(crate) const LEASE: i64 = 5_000;

/// Why the work on a job stopped before it was done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The job is not this worker's any more: it was stopped, or another worker has it.
    Lost,
    /// The process is stopping; another worker goes on.
    Quit,
    /// It cannot be done.
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Stop {
    fn from(error: E) -> Self {
        Stop::Failed(error.into())
    }
}

/// One worker's work on one job.
#[derive(Clone)]
pub(crate) struct Run {
    call: Call,
    owner: Uuid,
    quit: watch::Receiver<bool>,
    /// The job.
    pub(super) job: Job,
}

impl Run {
    /// Work on a job that was claimed under this owner.
    pub(crate) fn new(call: Call, owner: Uuid, quit: watch::Receiver<bool>, job: Job) -> Self {
        Self {
            call,
            owner,
            quit,
            job,
        }
    }

    /// Does the work, from where it was left.
    pub(crate) async fn go(mut self) -> Result<(), Stop> {
        match self.job.order.kind {
            ImportKind::DuoEstablishments => self.work::<duo::Establishments>().await,
            ImportKind::DuoBoards => self.work::<duo::Boards>().await,
            ImportKind::People => self.work::<people::People>().await,
            ImportKind::Groups => self.work::<groups::Groups>().await,
            ImportKind::Assignments => self.work::<staff::Assignments>().await,
            ImportKind::SurveyResponses => responses::work(&mut self).await,
        }
    }

    async fn work<L: List>(&mut self) -> Result<(), Stop> {
        let columns = self.columns().await?;
        if self.job.progress.stage == Stage::PlanRows {
            planning::rows::<L>(self, &columns).await?;
            self.enter(Stage::PlanEnds, 0).await?;
        }
        if self.job.progress.stage == Stage::PlanEnds {
            ends::plan(self).await?;
            if !self.settle_plan().await? {
                return Ok(());
            }
            self.enter(Stage::ApplyRows, self.to_do().await?).await?;
        }
        if self.job.progress.stage == Stage::ApplyRows {
            applying::rows::<L>(self, &columns).await?;
            self.enter(Stage::ApplyEnds, self.to_do().await?).await?;
        }
        ends::apply(self).await?;
        self.finish().await
    }

    /// Says what became of the rows, and that all is done.
    pub(super) async fn finish(&mut self) -> Result<(), Stop> {
        self.job.result = Some(job_report::tally(self.store(), &self.job, false).await?);
        self.let_go(JobCommand::Succeed).await
    }

    /// The first piece of the file, and whether it is all of it.
    pub(super) async fn first_piece(&self) -> Result<(Vec<u8>, bool), Failure> {
        let key = self.file_key();
        let first = piece(self.store(), self.job.id, 0, key.as_deref()).await?;
        let first = first.ok_or_else(|| Failure::Internal("the file is gone".into()))?;
        let whole = first.len() as u64 == self.job.order.file.bytes;
        Ok((first, whole))
    }

    /// With which the file is sealed: answers are, so that nothing of them stays behind when it is deleted.
    fn file_key(&self) -> Option<Vec<u8>> {
        let sealed = self.job.order.responses.is_some();
        sealed.then(|| Keys::of(&self.call.shared).file_key(self.job.id))
    }

    /// The call in whose name the work is done.
    pub(super) fn call(&self) -> &Call {
        &self.call
    }

    /// The columns of the file, from the heading in its first piece.
    async fn columns(&self) -> Result<Columns, Stop> {
        let (first, whole) = self.first_piece().await?;
        Ok(heading::read(self.job.order.kind, &first, whole)?.columns)
    }

    async fn to_do(&self) -> Result<u64, Failure> {
        Ok(job_report::count_to_do(self.store(), &self.job).await?)
    }

    /// Whether the plan may be applied: not in a dry run, and not before it is confirmed where needed.
    async fn settle_plan(&mut self) -> Result<bool, Stop> {
        let tally = job_report::tally(self.store(), &self.job, false).await?;
        self.job.result = Some(tally);
        let around = self.around(self.store()).await?;
        let open = listed(&around).open(self.store(), around.day).await?;
        let many = tally.ended > 0 && needs_confirmation(tally.ended, open);
        self.job.problem = many.then(|| {
            Reason::new(Code::ManyWouldEnd)
                .with("ended", tally.ended)
                .with("known", open)
        });
        if self.job.order.dry_run {
            self.let_go(JobCommand::Succeed).await?;
            return Ok(false);
        }
        if many && !self.job.order.confirm_end {
            self.job.progress = Progress {
                stage: Stage::ApplyRows,
                done: 0,
                total: self.to_do().await?,
            };
            self.let_go(JobCommand::AskConfirmation).await?;
            return Ok(false);
        }
        self.job.problem = None;
        Ok(true)
    }

    /// The rows of the file.
    pub(super) fn rows(&self, width: usize) -> Rows<Kept> {
        let (id, key) = (self.job.id, self.file_key());
        Rows::of(self.store().clone(), id, key, &self.job.order, width)
    }

    /// The store, for reading.
    pub(super) fn store(&self) -> &Store {
        self.call.store()
    }

    fn now(&self) -> i64 {
        self.call.shared.clock.millis()
    }

    /// What holds at this moment: reach is asked anew for every chunk.
    pub(super) async fn around(&self, source: &impl Source) -> Result<Circumstances, Failure> {
        let at = self.now();
        let asked_by = self.job.asked_by.principal;
        let scope = Scope {
            who: asked_by.map_or(Who::Service, |principal| Who::Principal(principal.0)),
            roles: roles(self.job.order.kind),
            word: Permission::WriteImports.scope(),
            at,
            today: clock::day_of(at),
        };
        let board = self.job.board_id;
        if !reaches(source, &scope, board.0).await? {
            return Err(Code::GrantLost.into());
        }
        // What a list ends goes by the day of the board that it is about.
        let day = self.call.as_of(at).today_of(source, board).await?;
        let reach = if board.0 == PLATFORM {
            Reach::Everything
        } else {
            Reach::Boards(vec![board])
        };
        Ok(Circumstances {
            job: self.job.clone(),
            scope,
            reach,
            day,
            at,
            mint: self.call.shared.clock.mint(),
        })
    }

    fn act(&self) -> Act {
        let asked_by = &self.job.asked_by;
        let at = self.now();
        Act {
            at,
            today: clock::day_of(at),
            principal: asked_by.principal.map(Into::into),
            credential: asked_by.credential.map(Into::into),
            operation: super::OPERATION,
            request: asked_by.request.clone(),
            mint: self.call.shared.clock.mint(),
        }
    }

    fn lease(&self, at: i64) -> Lease {
        Lease {
            owner: self.owner,
            until: at.saturating_add(LEASE),
        }
    }

    /// Runs a unit of work that brings the job so far, unless the job is lost.
    pub(super) async fn unit<F>(&mut self, progress: Progress, work: F) -> Result<(), Stop>
    where
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<(), Failure>> + Send + Sync + Clone + 'static,
    {
        if *self.quit.borrow() {
            // Gives the job back at once, rather than when the lease runs out.
            self.hold(self.now(), self.job.progress).await?;
            return Err(Stop::Quit);
        }
        let act = self.act();
        let (job, lease) = (self.job.clone(), self.lease(act.at));
        let result = self
            .store()
            .unit(&act, move |tx| {
                let (job, work) = (job.clone(), work.clone());
                Box::pin(async move {
                    if !job::hold(tx, &job, lease, progress).await? {
                        return Err(Failure::NothingChanged);
                    }
                    work(tx).await
                })
            })
            .await;
        self.call.shared.committed.notify_one();
        match result {
            Ok(()) => {
                self.job.progress = progress;
                Ok(())
            }
            Err(Failure::NothingChanged) => Err(Stop::Lost),
            Err(failure) => Err(Stop::Failed(failure)),
        }
    }

    async fn hold(&self, until: i64, progress: Progress) -> Result<bool, Failure> {
        let job = self.job.clone();
        let lease = Lease {
            owner: self.owner,
            until,
        };
        self.store()
            .unit(&self.act(), move |tx| {
                let job = job.clone();
                Box::pin(async move { Ok(job::hold(tx, &job, lease, progress).await?) })
            })
            .await
    }

    async fn enter(&mut self, stage: Stage, total: u64) -> Result<(), Stop> {
        let progress = Progress {
            stage,
            done: 0,
            total,
        };
        self.unit(progress, |_| Box::pin(async { Ok(()) })).await
    }

    /// Ends the work for now or for good.
    async fn let_go(&mut self, command: JobCommand) -> Result<(), Stop> {
        self.job.status = decide(self.job.status, command)?;
        if command == JobCommand::Succeed
            && let Some(result) = &self.job.result
        {
            // All of it, whatever the last stage had to do.
            self.job.progress.done = result.rows();
            self.job.progress.total = result.rows();
        }
        let act = self.act();
        if self.job.status.is_final() {
            self.job.finished_at = Some(clock::instant(act.at));
        }
        let (job, lease) = (self.job.clone(), self.lease(act.at));
        let held = self
            .store()
            .unit(&act, move |tx| {
                let job = job.clone();
                Box::pin(async move {
                    let held = job::let_go(tx, &job, lease).await?;
                    if held && command == JobCommand::Succeed && !job.order.dry_run {
                        tx.record(summary(&job));
                    }
                    Ok::<bool, StoreError>(held)
                })
            })
            .await?;
        self.call.shared.committed.notify_one();
        if held { Ok(()) } else { Err(Stop::Lost) }
    }

    /// Writes down that the job cannot be done, and why.
    pub(crate) async fn fail(mut self, failure: &Failure) -> Result<(), Stop> {
        let reason = match failure {
            Failure::Plain(reason) => reason.clone(),
            Failure::Invalid(all) => match all.first() {
                Some(wrong) => wrong.reason.clone(),
                None => Reason::new(Code::InvalidInput),
            },
            Failure::Conflict { code, .. } => Reason::new(*code),
            Failure::Outdated(outdated) => Reason::new(outdated.code),
            Failure::Busy(_) => Reason::new(Code::Busy),
            Failure::NotUnique(_) => Reason::new(Code::Duplicate),
            Failure::Internal(_) | Failure::NothingChanged => Reason::new(Code::InternalError),
        };
        self.job.problem = Some(reason);
        self.job.result = Some(job_report::tally(self.store(), &self.job, true).await?);
        self.let_go(JobCommand::Fail).await
    }
}

/// What earlier lists of the same layout brought, as far as the job reaches.
pub(super) fn listed(around: &Circumstances) -> Listed<'_> {
    Listed {
        job: &around.job,
        mark: around.job.order.layout.as_str(),
        boards: match &around.reach {
            Reach::Everything => None,
            Reach::Boards(boards) => Some(boards.clone()),
        },
    }
}

/// The one event for the whole file, beside those of the rows.
fn summary(job: &Job) -> Change {
    let JobId(id) = job.id;
    let data = json!({
        "jobId": id,
        "kind": job.order.kind.as_str(),
        "layout": job.order.layout.as_str(),
        "result": job.result,
    });
    Change {
        noun: Noun::Import,
        id,
        board: job.board_id.0,
        unit: job.board_id.0,
        version: 1,
        verb: Verb::Completed,
        values: data.clone(),
        data: Some(data),
        audience: None,
    }
}
