//! Answering a survey: a code is exchanged for a bearer, with which questions are read, drafts kept and answers
//! sent in. Nothing of this leaves a trace but the answer and the mark that its code was used.

mod form;
mod open;
mod submit;

use akoki_domain::{
    Code,
    survey::answers::{Answers, Stage, check},
};
use akoki_openapi::wire::{
    schema::Links,
    survey_session::{SurveyAnswers, SurveyForm, SurveyReceipt, SurveySession},
};
use akoki_persistence::repo::survey::{
    answering::{Drafted, draft, put_draft},
    entry::{self, Door},
    invitation::{self, Invited},
};
use serde_json::{Map, Value};

use crate::{
    auth::secret,
    clock::instant,
    failure::Failure,
    guard::Call,
    http::Network,
    reply::Reply,
    seal::{open, seal},
    survey::{Keys, code::normal, ticket::Ticket},
    usecase::throttle,
};

use self::open::{must_be_open, must_not_be_over, refusal};

pub use open::taken_until;
pub use submit::{is_received, random_id, seal_answers, submit};

const CURRENT: &str = "/v1/survey-sessions/current";

/// What a code comes to.
///
/// # Errors
/// "unknown-survey-code", "survey-code-expired", "survey-code-full", "survey-not-open", "survey-closed";
/// "too-many-requests" for whoever guesses.
pub async fn begin(call: &Call, network: &Network, typed: &str) -> Result<Reply, Failure> {
    let keys = Keys::of(&call.shared);
    let Some(code) = normal(typed) else {
        return Err(unknown(call, network).await);
    };
    let hash = keys.code_hash(&code);
    match invitation::by_code(call.store(), &hash).await? {
        None => {}
        Some(Invited::Used) => return received(),
        Some(Invited::Past(key)) => return Err(refusal(call, key).await),
        Some(Invited::Waits { key, group_key }) => {
            must_be_open(call, key).await?;
            let ticket = Ticket::new(&keys, key, group_key, (&code, call.at));
            return begun(&keys, ticket);
        }
    }
    let Some(found) = entry::by_code(call.store(), &hash).await? else {
        return Err(unknown(call, network).await);
    };
    must_be_open(call, found.key).await?;
    if let Some(reason) = found.entry.refusal(call.at) {
        return Err(Failure::Plain(reason));
    }
    let door = (code.as_str(), network);
    let ticket = let_in(call, &keys, found, door).await?;
    begun(&keys, ticket)
}

/// Lets one more in with a class code or a link: from now on there is a code that works once and that nobody knows. So
/// many may come in at the door from one address in an hour (see [`throttle::at_the_door`]): what each leaves behind is
/// a row that nobody ever answers with, if they only come to fill the place.
async fn let_in(
    call: &Call,
    keys: &Keys,
    found: entry::KeptEntry,
    (typed, network): (&str, &Network),
) -> Result<Ticket, Failure> {
    let code = secret::fresh("respondent");
    let group = found.entry.group_key.clone();
    let ticket = Ticket::new(keys, found.key, group.clone(), (&code, call.at));
    let invited = invitation::NewInvitation {
        code_hash: ticket.code_hash.clone(),
        id: random_id(),
        group_key: group,
        recipient: None,
        let_in: true,
    };
    let door = throttle::door(call, typed, network);
    let (key, at) = (found.key, call.at);
    let let_in = call.unit(move |tx| {
        let (found, invited, door) = (found.clone(), invited.clone(), door.clone());
        Box::pin(async move {
            throttle::at_the_door(tx, &door, at).await?;
            Ok(entry::let_in(tx, &found, at, invited).await?)
        })
    });
    match let_in.await? {
        Door::In => Ok(ticket),
        Door::Full => Err(Code::SurveyCodeFull.into()),
        Door::NotOpen => Err(refusal(call, key).await),
    }
}

async fn unknown(call: &Call, network: &Network) -> Failure {
    match throttle::refused(call, None, network).await {
        Err(failure) => failure,
        Ok(Some(seconds)) => Failure::Plain(
            akoki_domain::Reason::new(Code::TooManyRequests).with("seconds", seconds),
        ),
        Ok(None) => Code::UnknownSurveyCode.into(),
    }
}

fn begun(keys: &Keys, ticket: Ticket) -> Result<Reply, Failure> {
    let token = ticket.written(keys);
    let token = token.ok_or_else(|| Failure::Internal("no bearer".into()))?;
    let links = [
        ("self", CURRENT.to_owned()),
        ("draft", format!("{CURRENT}/draft")),
        ("submission", format!("{CURRENT}/submission")),
    ];
    let session = SurveySession {
        already_received: false,
        token: Some(token),
        expires_at: Some(instant(ticket.until)),
        links: Links::from(links),
    };
    Ok(Reply::json(201, &session)?.header("location", CURRENT.to_owned()))
}

fn received() -> Result<Reply, Failure> {
    let session = SurveySession {
        already_received: true,
        token: None,
        expires_at: None,
        links: Links::new(),
    };
    Reply::json(200, &session)
}

/// The questions, in the language of the respondent.
///
/// # Errors
/// "survey-not-open" and "survey-closed" outside the window.
pub async fn read(call: &Call, ticket: &Ticket) -> Result<SurveyForm, Failure> {
    let closes_at = must_be_open(call, ticket.key()).await?;
    let pinned = call.shared.pins.get(call, ticket.key()).await?;
    form::form(&pinned, closes_at, call.language)
}

/// The draft, empty where none was kept.
///
/// # Errors
/// "survey-closed" when it is over and no draft stays: shown as empty that would take the place of what a device still
/// has. When the store fails, or the draft that is kept cannot be read: were it shown as empty, the next one would take its
/// place.
pub async fn read_draft(call: &Call, ticket: &Ticket) -> Result<SurveyAnswers, Failure> {
    let Some(sealed) = draft(call.store(), &ticket.draft_hash).await? else {
        must_not_be_over(call, ticket.key()).await?;
        return Ok(SurveyAnswers {
            answers: Map::new(),
        });
    };
    let plain = open(&ticket.draft_key, &ticket.draft_hash, &sealed);
    let answers = plain.and_then(|plain| read_padded(&plain));
    let answers = answers.ok_or_else(|| Failure::Internal("a draft cannot be read".into()))?;
    Ok(SurveyAnswers { answers })
}

/// Keeps a draft in place of the one before.
///
/// # Errors
/// What is wrong with the answers; "survey-not-open" and "survey-closed" outside the window, and the draft before
/// stays.
pub async fn keep_draft(
    call: &Call,
    ticket: &Ticket,
    answers: Map<String, Value>,
) -> Result<SurveyReceipt, Failure> {
    let pinned = call.shared.pins.get(call, ticket.key()).await?;
    let given: Answers = given(&answers)?;
    check(&pinned.content, &given, Stage::Draft)?;
    let size = pinned.layout.payload_size();
    let plain = padded(&answers, size).ok_or_else(|| Failure::Internal("no draft".into()))?;
    let sealed = seal(&ticket.draft_key, &ticket.draft_hash, &plain);
    let sealed = sealed.ok_or_else(|| Failure::Internal("no seal".into()))?;
    let (outer, at) = (ticket.clone(), call.at);
    let kept = call
        .unit(move |tx| {
            let (ticket, sealed) = (outer.clone(), sealed.clone());
            Box::pin(async move {
                let draft = (ticket.draft_hash.clone(), sealed);
                Ok(put_draft(tx, (ticket.key(), at), &ticket.code_hash, draft).await?)
            })
        })
        .await?;
    let already_received = match kept {
        Drafted::Kept => false,
        Drafted::AlreadyReceived => true,
        Drafted::NotOpen | Drafted::Unknown => return Err(refusal(call, ticket.key()).await),
    };
    Ok(SurveyReceipt { already_received })
}

/// Answers as the rules read them.
fn given(answers: &Map<String, Value>) -> Result<Answers, Failure> {
    let value = Value::Object(answers.clone());
    serde_json::from_value(value).map_err(|error| Failure::Internal(error.to_string()))
}

/// A draft as bytes whose length says little: a whole number of so many.
fn padded(answers: &Map<String, Value>, size: usize) -> Option<Vec<u8>> {
    let text = serde_json::to_vec(answers).ok()?;
    let length = u32::try_from(text.len()).ok()?;
    // Keys and quotes take room that packed answers do not; eight times as much holds nearly every draft.
    let step = (size * 8).max(1024);
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend(text);
    bytes.resize(bytes.len().next_multiple_of(step), 0);
    Some(bytes)
}

fn read_padded(bytes: &[u8]) -> Option<Map<String, Value>> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    serde_json::from_slice(rest.get(..length)?).ok()
}
