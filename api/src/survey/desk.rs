//! Where answers are taken in: those that wait together share one unit of work, and each is answered once that is
//! on disk. Whoever comes first takes the turn for all that wait, so that nothing waits for more to come.

use akoki_persistence::repo::survey::answering::{Submission, Submitted, submit};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as Turn, oneshot};

use crate::{failure::Failure, guard::Call};

/// So many share a unit.
const TOGETHER: usize = 256;

/// The desk of the process.
#[derive(Default)]
pub struct Desk {
    turn: Turn<()>,
    waiting: Mutex<Vec<Waiting>>,
}

struct Waiting {
    submission: Submission,
    answer: oneshot::Sender<Option<Submitted>>,
}

impl Desk {
    /// Takes an answer in.
    ///
    /// # Errors
    /// "busy" when the store could not; it is not known then whether the answer was kept, and sending it again
    /// tells.
    pub async fn submit(
        self: &Arc<Self>,
        call: &Call,
        submission: Submission,
    ) -> Result<Submitted, Failure> {
        let (answer, mut answered) = oneshot::channel();
        self.queue().push(Waiting { submission, answer });
        // Beside the request: whoever hangs up does not take along what others wait for.
        let (desk, call) = (self.clone(), call.clone());
        let turn = async move {
            let _turn = desk.turn.lock().await;
            desk.take(&call).await;
        };
        let turn = tokio::spawn(turn);
        let received = tokio::select! {
            biased;
            received = &mut answered => received,
            _ = turn => answered.await,
        };
        let failed = || Failure::Busy("the answer could not be taken in".into());
        received.ok().flatten().ok_or_else(failed)
    }

    /// Takes in what waits.
    async fn take(&self, call: &Call) {
        let taken: Vec<Waiting> = {
            let mut queue = self.queue();
            let some = queue.len().min(TOGETHER);
            queue.drain(..some).collect()
        };
        if taken.is_empty() {
            return;
        }
        let (submissions, answers): (Vec<_>, Vec<_>) = taken
            .into_iter()
            .map(|one| (one.submission, one.answer))
            .unzip();
        let all = Arc::new(submissions);
        let done = call
            .unit(move |tx| {
                let all = all.clone();
                Box::pin(async move { Ok(submit(tx, &all).await?) })
            })
            .await;
        if let Err(failure) = &done {
            tracing::warn!(%failure, "answers could not be taken in");
        }
        let mut done = done.ok().into_iter().flatten();
        for answer in answers {
            // Who went away does not hear it.
            let _ = answer.send(done.next());
        }
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
