//! Answers to a survey that were collected elsewhere. What is taken in is sealed like what is answered here, under ids
//! made at random, so that nothing says which row of the file became which answer (ADR 0026). Until then the file is
//! sealed as well, and it is gone when the job has ended.
//!
//! There is one pass over the file: nothing ends by it, so nothing has to be planned first. Each chunk of rows is taken
//! in together with how far the job is, so a job that lost its worker goes on after the last chunk and takes no row in
//! twice. The report names each row that was rejected; of those that were taken in, one line counts as many as stand
//! on end.

mod work;

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    id::UnitId,
    import::{
        ImportKind, Layout,
        responses::{self as rows, Heading, Reader, ResponsesOrder},
    },
    job::{Job, JobStatus},
    survey::campaign::{Campaign, Channel},
};
use akoki_persistence::{
    Scope, Source, Tx, find,
    repo::{job, survey::Key, survey::campaign::content},
};
use uuid::Uuid;

use super::heading::{self, Looked};
use crate::{failure::Failure, guard::Call, survey::pinned::Pinned};

pub(super) use work::work;

/// A campaign, and how rows of answers to it are read.
pub(super) struct Reading {
    campaign: Campaign,
    pinned: Pinned,
    reader: Reader,
}

impl Reading {
    /// For an order of a caller.
    ///
    /// # Errors
    /// "unknown-reference" out of reach; "forbidden" without the right to hold surveys at each of its units; what the
    /// order names that the campaign has not; a campaign that takes no answers, or none from elsewhere.
    pub(super) async fn asked(call: &Call, order: &ResponsesOrder) -> Result<Self, Failure> {
        let write = Permission::WriteSurveys;
        if !call.names(write) {
            let reason = Reason::new(Code::InsufficientScope);
            return Err(Failure::Plain(reason.with("scope", write.scope())));
        }
        let id = order.campaign_id.0;
        let reached = call.scope_of(Permission::ReadSurveys);
        let Some(found) = find::<Campaign>(call.store(), &reached, id).await? else {
            call.still_valid().await?;
            let reason = Reason::new(Code::UnknownReference).at("campaignId");
            return Err(Failure::query(reason));
        };
        let campaign = found.record;
        let board = UnitId(campaign.board_id.0);
        let imports = Permission::WriteImports;
        let units = campaign.stated.tree().units();
        if !call.may(call.store(), imports, board).await?
            || call.may_of(call.store(), write, &units).await? != units
        {
            return Err(Code::Forbidden.into());
        }
        if !campaign.state.takes_answers() {
            return Err(forbids(&campaign));
        }
        if !campaign.stated.channels.contains(&Channel::Import) {
            let reason = Reason::new(Code::ChannelNotOffered);
            return Err(Failure::Plain(reason.with("channel", Channel::Import)));
        }
        Self::of(call.store(), campaign, order).await
    }

    /// For a campaign that is ready. What it asks is not that of the campaigns in hand: until answers are there, a
    /// campaign can be taken back and ask something else.
    async fn of(
        source: &impl Source,
        campaign: Campaign,
        order: &ResponsesOrder,
    ) -> Result<Self, Failure> {
        let asked = content(source, Key::new(campaign.board_id, campaign.id)).await?;
        let asked = asked.ok_or_else(|| Failure::Internal("the campaign asks nothing".into()))?;
        let reader = Reader::new(&asked, &campaign.stated.tree(), order)
            .map_err(|wrong| Failure::invalid("query", wrong))?;
        Ok(Self {
            pinned: Pinned::new(&campaign, asked)?,
            campaign,
            reader,
        })
    }

    /// Its campaign.
    pub(super) fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    fn key(&self) -> Key {
        Key::new(self.campaign.board_id, self.campaign.id)
    }

    /// What a file is, from its first piece.
    ///
    /// # Errors
    /// Everything wrong with its heading.
    pub(super) fn look(&self, first: &[u8], whole: bool) -> Result<Looked, Failure> {
        let layout = Layout::SurveyResponses;
        let delimiter = if heading::is_of_objects(first) {
            if let Some(line) = heading::first_line(first, whole) {
                let fields = work::fields(&self.reader, line).unwrap_or_default();
                let names = fields.iter().map(|(name, _)| name.as_str());
                self.reader.first_object(names)?;
            }
            None
        } else {
            let (_, delimiter) = self.heading(first, whole)?;
            Some(delimiter)
        };
        Ok(Looked { layout, delimiter })
    }

    fn heading(&self, first: &[u8], whole: bool) -> Result<(Heading, char), Failure> {
        let (names, delimiter) = heading::names(first, whole)?;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Ok((self.reader.heading(&names)?, delimiter))
    }
}

/// That a campaign takes no answers in where it stands.
fn forbids(campaign: &Campaign) -> Failure {
    let reason = Reason::new(Code::CampaignStateForbids).with("state", campaign.state);
    Failure::Plain(reason.with("command", "import"))
}

/// How many rows of the same file earlier jobs have done, that ended before they had done all: the new one goes on after
/// those, since nothing says which row became which answer and none may be taken in twice. A job that took nothing in
/// does not count; one of somebody else does. Whoever asks waits for others that ask at the same moment.
///
/// # Errors
/// "already-taken-in", with the job, when one has done all of it or is at it.
pub(super) async fn goes_on_after(
    tx: &Tx,
    everything: &Scope,
    asked: &Job,
) -> Result<u64, Failure> {
    let Some(order) = &asked.order.responses else {
        return Ok(0);
    };
    job::take_turn(tx).await?;
    let earlier = job::of_kind(tx, everything, asked.board_id, ImportKind::SurveyResponses).await?;
    let same = |job: &&Job| {
        let other = job.order.responses.as_ref();
        other.is_some_and(|one| (one.campaign_id, &one.mark) == (order.campaign_id, &order.mark))
    };
    let mut done = 0;
    for job in earlier.iter().filter(same) {
        let some = job.progress.done > 0;
        let taken = job.result.map_or(some, |result| result.created > 0);
        match job.status {
            // Read otherwise, the rows that were rejected would be others.
            JobStatus::Failed | JobStatus::Cancelled
                if taken && job.order.responses.as_ref() == Some(order) =>
            {
                done = done.max(job.progress.done);
            }
            JobStatus::Succeeded if !taken => {}
            JobStatus::Failed | JobStatus::Cancelled if !taken => {}
            JobStatus::Failed
            | JobStatus::Cancelled
            | JobStatus::Queued
            | JobStatus::Running
            | JobStatus::NeedsConfirmation
            | JobStatus::Succeeded => {
                return Err(Failure::Conflict {
                    code: Code::AlreadyTakenIn,
                    blockers: vec![Reason::new(Code::AlreadyTakenIn).about(Noun::Job, job.id)],
                });
            }
        }
    }
    Ok(done)
}

/// The heading of a template for answers to a campaign, and an example of a row.
///
/// # Errors
/// "unknown-reference" out of reach; "campaign-state-forbids" while it is not fixed what is asked.
pub async fn template(call: &Call, campaign: Uuid) -> Result<(Vec<String>, Vec<String>), Failure> {
    let reached = call.besides(Permission::ReadSurveys);
    let Some(found) = find::<Campaign>(call.store(), &reached, campaign).await? else {
        call.still_valid().await?;
        let reason = Reason::new(Code::UnknownReference).at("campaignId");
        return Err(Failure::query(reason));
    };
    let campaign = found.record;
    let key = Key::new(campaign.board_id, campaign.id);
    let Some(asked) = content(call.store(), key).await? else {
        let reason = Reason::new(Code::CampaignStateForbids).with("state", campaign.state);
        return Err(Failure::Plain(reason.with("command", "template")));
    };
    Ok(rows::template(&asked, &campaign.stated.tree()))
}
