//! Sending answers in: final, once, and on disk before it is said.

use akoki_domain::{
    id::SurveyCampaignId,
    survey::{
        answers::{Checked, Stage, check},
        packed::Payload,
    },
};
use akoki_openapi::wire::survey_session::SurveyReceipt;
use akoki_persistence::repo::survey::{
    answering::{Submission, Submitted},
    invitation::{Invited, by_code},
};
use serde_json::{Map, Value};
use uuid::{Builder, Uuid};

use super::open::refusal;
use crate::{
    clock::fill_random,
    failure::Failure,
    guard::Call,
    reply::Reply,
    seal::seal,
    survey::{Keys, pinned::Pinned, ticket::Ticket},
};

/// An id made at random: it says nothing of when.
pub fn random_id() -> Uuid {
    let mut bytes = [0; 16];
    fill_random(&mut bytes);
    Builder::from_random_bytes(bytes).into_uuid()
}

/// Takes answers in.
///
/// # Errors
/// What is wrong with them, unless an answer under this code was taken in before; "survey-not-open" and "survey-closed" outside the
/// window.
pub async fn submit(
    call: &Call,
    ticket: &Ticket,
    answers: Result<Map<String, Value>, Failure>,
) -> Result<Reply, Failure> {
    let sealed = match answers {
        Ok(answers) => sealed(call, ticket, &answers).await,
        Err(failure) => Err(failure),
    };
    let sealed = match sealed {
        Ok(sealed) => sealed,
        // Whatever is sent again under a used code, the answer is the same.
        Err(failure) => {
            let found = by_code(call.store(), &ticket.code_hash).await?;
            return match found {
                Some(Invited::Used) => receipt(200, true),
                Some(Invited::Waits { .. } | Invited::Past(_)) | None => Err(failure),
            };
        }
    };
    let submission = Submission {
        key: ticket.key(),
        code_hash: ticket.code_hash.clone(),
        draft_hash: ticket.draft_hash.clone(),
        id: sealed.0,
        sealed: sealed.1,
        at: call.at,
    };
    match call.shared.desk.submit(call, submission).await? {
        Submitted::Received => {
            let place = "/v1/survey-sessions/current/submission".to_owned();
            Ok(receipt(201, false)?.header("location", place))
        }
        Submitted::AlreadyReceived => receipt(200, true),
        Submitted::NotOpen | Submitted::Unknown => Err(refusal(call, ticket.key()).await),
    }
}

/// Whether an answer was taken in: for whoever sent one and heard nothing.
///
/// # Errors
/// "survey-closed" when nothing is kept of its codes any more; "unknown-survey-code" when another took the place of
/// this one.
pub async fn is_received(call: &Call, ticket: &Ticket) -> Result<Reply, Failure> {
    let found = by_code(call.store(), &ticket.code_hash).await?;
    match found {
        Some(found) => receipt(200, found == Invited::Used),
        None => Err(refusal(call, ticket.key()).await),
    }
}

fn receipt(status: u16, already_received: bool) -> Result<Reply, Failure> {
    Reply::json(status, &SurveyReceipt { already_received })
}

/// The answers sealed, with the id under which they wait.
async fn sealed(
    call: &Call,
    ticket: &Ticket,
    answers: &Map<String, Value>,
) -> Result<(Uuid, Vec<u8>), Failure> {
    let pinned = call.shared.pins.get(call, ticket.key()).await?;
    let given = super::given(answers)?;
    let checked = check(&pinned.content, &given, Stage::Final)?;
    let leaf = pinned.leaf(&ticket.group);
    let leaf = leaf.ok_or_else(|| Failure::Internal("no such group".into()))?;
    let id = random_id();
    let keys = Keys::of(&call.shared);
    let sealed = seal_answers(&keys, &pinned, ticket.campaign, (leaf, &checked), id)?;
    Ok((id, sealed))
}

/// Answers of somebody of a group, packed to the one size of the version and sealed for the campaign.
///
/// # Errors
/// When they are not those to what is asked.
pub fn seal_answers(
    keys: &Keys,
    pinned: &Pinned,
    campaign: SurveyCampaignId,
    (leaf, checked): (u32, &Checked),
    id: Uuid,
) -> Result<Vec<u8>, Failure> {
    let payload = Payload::of(&pinned.layout, &pinned.dimensions, leaf, checked);
    let payload = payload.map_err(|misfit| Failure::Internal(misfit.to_string()))?;
    let plain = pinned.layout.encode(&payload);
    let sealed = plain.and_then(|plain| seal(&keys.inbox_key(campaign), id.as_bytes(), &plain));
    sealed.ok_or_else(|| Failure::Internal("answers could not be sealed".into()))
}
