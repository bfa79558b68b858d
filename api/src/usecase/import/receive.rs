//! Receiving a file: looked at while it comes in, kept in pieces, and promised only when it can be read.

use actix_web::{http::StatusCode, web::Bytes};
use akoki_domain::{
    Code, Reason,
    id::{BoardId, JobId},
    import::{ImportKind, Layout, responses::ResponsesOrder},
    job::{AskedBy, FileFacts, Job, JobStatus, Order, Progress, Stage},
};
use akoki_persistence::{
    PLATFORM, find, insert,
    repo::{job_file, listed_unit, organisation_unit::reaches},
};
use futures_util::{Stream, StreamExt};
use uuid::Uuid;

use super::{
    heading::{self, Looked, Survey},
    responses::{Reading, goes_on_after},
    roles,
};
use crate::{
    failure::Failure,
    guard::Call,
    http::upload::drain,
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    seal::seal,
    survey::Keys,
    usecase::job::view,
};

/// The largest file taken, in bytes: some thirty times the largest national list.
pub const LIMIT: u64 = 64 * 1024 * 1024;
/// The size of the pieces in which a file is kept.
const PIECE: usize = 256 * 1024;

/// What is asked beside the file.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What the file is.
    pub kind: ImportKind,
    /// Only say what would happen.
    pub dry_run: bool,
    /// More than a tenth may end.
    pub confirm_end: bool,
    /// For which board; the caller's only one, or the whole country, when absent.
    pub board: Option<Uuid>,
    /// What is asked of a file with answers, and of no other.
    pub responses: Option<ResponsesOrder>,
}

/// What the file should be.
enum Form {
    List(ImportKind),
    Responses(Box<Reading>),
}

impl Form {
    /// The heading stands in the first piece.
    fn look(&self, first: &[u8], whole: bool) -> Result<Looked, Failure> {
        match self {
            Form::List(kind) => {
                let heading = heading::read(*kind, first, whole)?;
                Ok(Looked {
                    layout: heading.columns.layout,
                    delimiter: Some(heading.delimiter),
                })
            }
            Form::Responses(reading) => reading.look(first, whole),
        }
    }
}

/// Receives a file and makes a job of it: 202 with its address.
///
/// # Errors
/// Everything that makes the file no list of its kind; "required" at `boardId` for a caller with several
/// boards.
pub async fn submit<S>(
    call: &Call,
    key: IdempotencyKey,
    asked: Asked,
    mut body: S,
) -> Result<Reply, Failure>
where
    S: Stream<Item = Result<Bytes, Failure>> + Unpin,
{
    let (board, form) = match &asked.responses {
        None => (board(call, &asked).await?, Form::List(asked.kind)),
        Some(order) => {
            let reading = Reading::asked(call, order).await?;
            let board = reading.campaign().board_id;
            (board, Form::Responses(Box::new(reading)))
        }
    };
    let id: JobId = call.id();
    let received = receive(call, id, &form, &mut body).await;
    let (layout, file) = match received {
        Ok(received) => received,
        Err(failure) => {
            forget(call, id).await?;
            if failure.status() != StatusCode::PAYLOAD_TOO_LARGE {
                drain(&mut body, LIMIT).await;
            }
            return Err(failure);
        }
    };
    let (job, mark) = job(call, (id, board), asked, (layout, file));
    let language = call.language;
    let everything = call.everything();
    let reply = call
        .once(key, mark, move |tx| {
            let (mut job, everything) = (job.clone(), everything.clone());
            Box::pin(async move {
                job.progress.done = goes_on_after(tx, &everything, &job).await?;
                let stored = insert(tx, job).await?;
                let location = format!("/v1/jobs/{}", stored.record.id);
                Ok(Reply::json(202, &view(&stored, language))?
                    .header("location", location)
                    .header("retry-after", "1"))
            })
        })
        .await;
    // An answer that was given before is about the file that came first; this one is not needed.
    let scope = call.scope();
    if find::<Job>(call.store(), &scope, id.0).await?.is_none() {
        forget(call, id).await?;
    }
    call.shared.queued.notify_one();
    reply
}

/// The job that a file makes, and what tells it from other requests.
fn job(
    call: &Call,
    (id, board): (JobId, BoardId),
    asked: Asked,
    (layout, mut file): (Layout, FileFacts),
) -> (Job, Vec<u8>) {
    let responses = asked.responses.map(|order| ResponsesOrder {
        // Of answers no digest is kept from which they could be guessed.
        mark: Keys::of(&call.shared)
            .file_mark(order.campaign_id, &file.sha256.take().unwrap_or_default()),
        ..order
    });
    let mark = fingerprint(&[
        asked.kind.as_str().as_bytes(),
        &[u8::from(asked.dry_run), u8::from(asked.confirm_end)],
        board.0.as_bytes(),
        file.sha256.as_deref().unwrap_or_default().as_bytes(),
        &serde_json::to_vec(&responses).unwrap_or_default(),
    ]);
    let heading = u64::from(file.delimiter.is_some());
    let job = Job {
        id,
        board_id: board,
        progress: Progress {
            // Answers end nothing, so there is nothing to plan before they are taken in.
            stage: match responses.is_some() && !asked.dry_run {
                true => Stage::ApplyRows,
                false => Stage::PlanRows,
            },
            done: 0,
            total: file.lines.saturating_sub(heading),
        },
        order: Order {
            kind: asked.kind,
            layout,
            dry_run: asked.dry_run,
            confirm_end: asked.confirm_end,
            responses,
            file,
        },
        asked_by: AskedBy {
            principal: call.actor.as_ref().map(|actor| actor.principal.into()),
            credential: call.actor.as_ref().map(|actor| actor.credential.into()),
            request: call.request.clone(),
        },
        status: JobStatus::Queued,
        result: None,
        problem: None,
        finished_at: None,
    };
    (job, mark)
}

/// The board for which the file is taken in; the platform stands for the whole country.
async fn board(call: &Call, asked: &Asked) -> Result<BoardId, Failure> {
    let scope = call.scope();
    let scope = scope.with_roles(roles(asked.kind), scope.word);
    let about_people = super::is_about_people(asked.kind);
    if let Some(board) = asked.board {
        return if listed_unit::is_board(call.store(), &scope, board).await? {
            Ok(BoardId(board))
        } else {
            call.still_valid().await?;
            Err(Failure::query(
                Reason::new(Code::UnknownReference).at("boardId"),
            ))
        };
    }
    if !about_people && reaches(call.store(), &scope, PLATFORM).await? {
        return Ok(BoardId(PLATFORM));
    }
    match listed_unit::boards(call.store(), &scope, 2)
        .await?
        .as_slice()
    {
        [] => {
            call.still_valid().await?;
            Err(Code::Forbidden.into())
        }
        [board] => Ok(BoardId(*board)),
        _ => Err(Failure::query(Reason::new(Code::Required).at("boardId"))),
    }
}

async fn receive<S>(
    call: &Call,
    id: JobId,
    form: &Form,
    body: &mut S,
) -> Result<(Layout, FileFacts), Failure>
where
    S: Stream<Item = Result<Bytes, Failure>> + Unpin,
{
    let mut survey = Survey::default();
    let mut looked = None;
    let key = match form {
        Form::List(_) => None,
        Form::Responses(_) => Some(Keys::of(&call.shared).file_key(id)),
    };
    let key = key.as_deref();
    let mut piece: Vec<u8> = Vec::new();
    let mut number = 0;
    loop {
        let part = body.next().await.transpose()?;
        let ended = part.is_none();
        for part in part.iter().flat_map(|part| part.chunks(PIECE)) {
            survey.add(part);
            if survey.bytes > LIMIT {
                return Err(Failure::Plain(
                    Reason::new(Code::PayloadTooLarge).with("max", LIMIT),
                ));
            }
            let room = PIECE.saturating_sub(piece.len());
            let (fits, rest) = part.split_at_checked(room).unwrap_or((part, &[]));
            piece.extend_from_slice(fits);
            if piece.len() == PIECE {
                look(&mut looked, form, &piece, false)?;
                keep(call, id, (number, key), std::mem::take(&mut piece)).await?;
                number += 1;
            }
            piece.extend_from_slice(rest);
        }
        if ended {
            break;
        }
    }
    look(&mut looked, form, &piece, true)?;
    if number == 0 || !piece.is_empty() {
        keep(call, id, (number, key), piece).await?;
    }
    let bytes = survey.bytes;
    let (sha256, encoding, lines) = survey.finish();
    let looked = looked.ok_or_else(|| Failure::body(Reason::new(Code::EmptyFile)))?;
    if lines < 1 + u64::from(looked.delimiter.is_some()) {
        return Err(Failure::body(Reason::new(Code::EmptyFile)));
    }
    let file = FileFacts {
        bytes,
        lines,
        sha256: Some(sha256),
        encoding,
        delimiter: looked.delimiter,
    };
    Ok((looked.layout, file))
}

/// The heading stands in the first piece: it is looked at before anything is kept.
fn look(
    looked: &mut Option<Looked>,
    form: &Form,
    piece: &[u8],
    whole: bool,
) -> Result<(), Failure> {
    if looked.is_none() {
        *looked = Some(form.look(piece, whole)?);
    }
    Ok(())
}

async fn keep(
    call: &Call,
    id: JobId,
    (number, key): (i64, Option<&[u8]>),
    piece: Vec<u8>,
) -> Result<(), Failure> {
    let piece = match key {
        None => piece,
        Some(key) => seal(key, &number.to_be_bytes(), &piece)
            .ok_or_else(|| Failure::Internal("a file could not be sealed".into()))?,
    };
    call.unit(move |tx| {
        let piece = piece.clone();
        Box::pin(async move { Ok(job_file::add(tx, id.0, number, piece).await?) })
    })
    .await
}

async fn forget(call: &Call, id: JobId) -> Result<(), Failure> {
    if job_file::piece(call.store(), id.0, 0).await?.is_none() {
        return Ok(());
    }
    while call
        .unit(move |tx| Box::pin(async move { Ok(job_file::forget(tx, id.0).await?) }))
        .await?
    {}
    Ok(())
}
