//! Files that are sent as the body of a request.

use actix_web::{
    HttpRequest,
    http::header,
    web::{Bytes, Payload},
};
use akoki_domain::{Code, Reason};
use futures_util::{Stream, StreamExt, stream};
use std::time::Duration;

use crate::failure::Failure;

/// What the body is said to be: its media type in lower case, without parameters.
pub fn media(request: &HttpRequest) -> String {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase())
        .unwrap_or_default()
}

/// The body as it comes in. It ends with "upload-stalled" when no byte came for so long: the time that the server
/// gives to the head of a request says nothing of its body. After a failure nothing more comes.
pub fn body(
    payload: Payload,
    patience: Duration,
) -> impl Stream<Item = Result<Bytes, Failure>> + Unpin {
    let parts = stream::unfold(Some(payload), move |payload| async move {
        let mut payload = payload?;
        match tokio::time::timeout(patience, payload.next()).await {
            Ok(None) => None,
            Ok(Some(Ok(part))) => Some((Ok(part), Some(payload))),
            Ok(Some(Err(error))) => {
                let reason = Reason::new(Code::InvalidFormat).at("");
                Some((Err(Failure::body(reason.with("expected", error))), None))
            }
            Err(_) => {
                let reason = Reason::new(Code::UploadStalled);
                let reason = reason.with("seconds", patience.as_secs());
                Some((Err(Failure::Plain(reason)), None))
            }
        }
    });
    Box::pin(parts).fuse()
}

/// Reads what is still coming, within the limit, so that the caller has sent all before the answer
/// comes and does not take it for a broken connection.
pub async fn drain<S>(body: &mut S, limit: u64)
where
    S: Stream<Item = Result<Bytes, Failure>> + Unpin,
{
    let mut left = limit;
    while let Some(Ok(part)) = body.next().await {
        left = left.saturating_sub(part.len() as u64);
        if left == 0 {
            return;
        }
    }
}
