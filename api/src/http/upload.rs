//! Files that are sent as the body of a request.

use actix_web::{
    HttpRequest,
    http::header,
    web::{Bytes, Payload},
};
use akoki_domain::{Code, Reason};
use futures_util::{Stream, StreamExt};

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

/// The body as it comes in.
pub fn body(payload: Payload) -> impl Stream<Item = Result<Bytes, Failure>> + Unpin {
    payload.map(|part| {
        part.map_err(|error| {
            Failure::body(
                Reason::new(Code::InvalidFormat)
                    .at("")
                    .with("expected", error),
            )
        })
    })
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
