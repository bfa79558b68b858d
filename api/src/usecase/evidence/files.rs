//! The files of evidence: their bytes go to the disk first, then a row names them.

use actix_web::web::Bytes;
use akoki_domain::{
    Code,
    evidence::{Evidence, EvidenceFile, FileType},
    id::{EvidenceFileId, EvidenceId},
};
use akoki_openapi::wire::evidence::EvidenceFile as View;
use akoki_persistence::{
    Stored, Tx, Verb, find,
    repo::{evidence::is_kept, setting},
};
use futures_util::Stream;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Evidences, uses};
use crate::{
    failure::Failure,
    files::{Expected, Incoming, KeptBytes, too_large},
    guard::Call,
    http::{IfTag, digest::SentDigest, upload::drain},
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    resource::{lock_with_root, missing},
    work::{Work, difference},
};

/// What is said of a file beside its bytes.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The evidence to which it goes.
    pub evidence: EvidenceId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub file_type: FileType,
    /// Its SHA-256, as far as it was said.
    pub digests: Vec<SentDigest>,
    /// How many bytes it is said to have.
    pub length: Option<u64>,
}

/// Takes a file in and adds it to a piece of evidence: 201 with where it is read.
///
/// # Errors
/// What is wrong with the file, or with the evidence. What was not added is not there.
pub async fn add<S>(
    call: &Call,
    key: IdempotencyKey,
    sent: Sent,
    body: &mut S,
) -> Result<Reply, Failure>
where
    S: Stream<Item = Result<Bytes, Failure>> + Unpin,
{
    let max = call.shared.config.max_file_size;
    if sent.length.is_some_and(|length| length > max) {
        return Err(too_large(max));
    }
    let id: EvidenceFileId = call.id();
    let taken = take_in(call, id, &sent, body).await;
    let (board, file) = match taken {
        Ok(taken) => taken,
        Err(failure) => {
            if failure.status() != actix_web::http::StatusCode::PAYLOAD_TOO_LARGE {
                drain(body, max).await;
            }
            return Err(failure);
        }
    };
    call.shared.files.keep(&file, board).await?;
    attach(call, key, id, sent, file).await
}

/// Takes the bytes in, from whoever may add them; with the board of the evidence.
async fn take_in<S>(
    call: &Call,
    id: EvidenceFileId,
    sent: &Sent,
    body: &mut S,
) -> Result<(Uuid, Incoming), Failure>
where
    S: Stream<Item = Result<Bytes, Failure>> + Unpin,
{
    let found = find::<Evidence>(call.store(), &call.scope(), sent.evidence.0).await?;
    let Some(Stored { record, .. }) = found else {
        return Err(missing::<Evidences>(call, call.store(), sent.evidence.0).await);
    };
    record.takes_files()?;
    let expected = Expected {
        file_type: sent.file_type,
        max: call.shared.config.max_file_size,
        digests: sent.digests.clone(),
    };
    let file = call.shared.files.receive(id.0, body, &expected).await?;
    Ok((record.board_id.0, file))
}

/// Adds a file of which the bytes have their place.
async fn attach(
    call: &Call,
    key: IdempotencyKey,
    id: EvidenceFileId,
    sent: Sent,
    file: Incoming,
) -> Result<Reply, Failure> {
    let mark = fingerprint(&[
        sent.evidence.0.as_bytes(),
        sent.name.as_bytes(),
        sent.file_type.as_str().as_bytes(),
        file.sha256.as_bytes(),
    ]);
    let at = i128::from(call.at).saturating_mul(1_000_000);
    let uploaded_at = OffsetDateTime::from_unix_timestamp_nanos(at)
        .map_err(|error| Failure::Internal(error.to_string()))?;
    let file = EvidenceFile {
        id,
        name: sent.name,
        media_type: sent.file_type,
        size: file.size,
        sha256: file.sha256,
        uploaded_at,
        uploaded_by: call.actor.as_ref().map(|actor| actor.principal.into()),
    };
    let (outer, evidence) = (call.clone(), sent.evidence);
    call.once(key, mark, move |tx| {
        let (call, file) = (outer.clone(), file.clone());
        Box::pin(async move {
            let work = Work { tx, call: &call };
            let before = lock_with_root::<Evidences>(work, &call, evidence.0).await?;
            let mut after = before.record.clone();
            after.attach(file.clone())?;
            standing(work, &after, &file).await?;
            let changes = difference(&shown(&before.record), &shown(&after));
            let stored = work.save(&before, after, Verb::Updated, changes).await?;
            let view = View::new(&stored.record, &file);
            let location = view.href.clone();
            Ok(Reply::json(201, &view)?.header("location", location))
        })
    })
    .await
}

/// The bytes have their place still, and keep it until this unit has ended.
async fn standing(work: Work<'_>, of: &Evidence, file: &EvidenceFile) -> Result<(), Failure> {
    hold(work.tx).await?;
    let files = &work.call.shared.files;
    if files.has(of.board_id.0, &file.sha256).await? {
        return Ok(());
    }
    // They lay there for more than a day before the row came.
    Err(Failure::Busy("the bytes were swept away".into()))
}

/// Takes a file away. Its bytes go when no other file of the board has them.
///
/// # Errors
/// "not-found" when there is no such file; "precondition-failed" when it has another tag;
/// "evidence-in-use" when something rests on what it shows.
pub async fn remove(
    call: &Call,
    evidence: Uuid,
    file: EvidenceFileId,
    condition: &IfTag,
) -> Result<(), Failure> {
    let (outer, condition) = (call.clone(), condition.clone());
    call.unit(move |tx| {
        let (call, condition) = (outer.clone(), condition.clone());
        Box::pin(async move {
            let work = Work { tx, call: &call };
            let before = lock_with_root::<Evidences>(work, &call, evidence).await?;
            let mut after = before.record.clone();
            let gone = after.detach(file).ok_or_else(Failure::not_found)?;
            condition.check(&tag(&gone))?;
            uses::keeps_showing(work, &before.record, &after).await?;
            let changes = difference(&shown(&before.record), &shown(&after));
            work.save(&before, after, Verb::Updated, changes).await?;
            Ok(())
        })
    })
    .await
}

/// The ETag of a file: what is in it never changes.
pub fn tag(file: &EvidenceFile) -> String {
    format!("\"{}\"", file.sha256)
}

/// A file in reach, with its board.
///
/// # Errors
/// "not-found".
pub async fn file(
    call: &Call,
    evidence: Uuid,
    file: EvidenceFileId,
) -> Result<(Uuid, EvidenceFile), Failure> {
    let record = call.reached::<Evidence>(evidence).await?.record;
    let board = record.board_id.0;
    let mut files = record.files.into_iter();
    let found = files.find(|one| one.id == file);
    found
        .map(|file| (board, file))
        .ok_or_else(|| Code::NotFound.into())
}

/// The files as they stand in the trail.
fn shown(evidence: &Evidence) -> Value {
    let one = |file: &EvidenceFile| {
        json!({
            "id": file.id, "name": file.name, "type": file.media_type, "size": file.size,
            "sha256": file.sha256,
        })
    };
    json!({"files": evidence.files.iter().map(one).collect::<Vec<_>>()})
}

/// Under this name the store keeps what rows and bytes are held together by.
const HELD: &str = "evidence-files";

/// Until this unit ends nobody else adds a row for bytes, or sweeps bytes away.
async fn hold(tx: &Tx) -> Result<(), Failure> {
    if setting::lock(tx, HELD).await?.is_none() {
        setting::put(tx, HELD, json!(true)).await?;
    }
    Ok(())
}

/// Bytes that no row has named for this long are swept away.
const UNNAMED: i64 = 86_400_000;
/// Under this name the store keeps on which day was swept last.
const SWEPT: &str = "evidence-files-swept";

/// Sweeps away, once a day, bytes that no row names; says how many.
///
/// # Errors
/// When the store or the disk fails; what was swept away stays so.
pub async fn sweep(call: &Call) -> Result<usize, Failure> {
    let today = json!(call.today.to_string());
    if setting::get(call.store(), SWEPT).await?.as_ref() == Some(&today) {
        return Ok(0);
    }
    let before = call.at.saturating_sub(UNNAMED);
    call.shared.files.forget_incoming(before).await?;
    let mut swept = 0;
    for bytes in call.shared.files.older_than(before).await? {
        swept += usize::from(forget_unnamed(call, bytes, before).await?);
    }
    call.unit(move |tx| {
        let today = today.clone();
        Box::pin(async move { Ok(setting::put(tx, SWEPT, today).await?) })
    })
    .await?;
    Ok(swept)
}

async fn forget_unnamed(call: &Call, bytes: KeptBytes, before: i64) -> Result<bool, Failure> {
    if is_kept(call.store(), bytes.board, &bytes.sha256).await? {
        return Ok(false);
    }
    let outer = call.clone();
    call.unit(move |tx| {
        let (call, bytes) = (outer.clone(), bytes.clone());
        Box::pin(async move {
            hold(tx).await?;
            if is_kept(tx, bytes.board, &bytes.sha256).await? {
                return Ok(false);
            }
            // The same bytes may have come anew since they were listed, for a row that is yet to come.
            let files = &call.shared.files;
            let written = files.written_at(bytes.board, &bytes.sha256).await?;
            if written.is_none_or(|written| written >= before) {
                return Ok(false);
            }
            call.shared.files.forget(bytes.board, &bytes.sha256).await?;
            Ok(true)
        })
    })
    .await
}
