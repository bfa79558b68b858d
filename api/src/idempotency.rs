//! Idempotency keys: a repeated POST gets the first answer.
//!
//! The key is claimed by a row in the same unit as the work, so that the answer is kept exactly when
//! the work is. A second request with the key waits on that row; when the first one is done it finds
//! the answer. Only answers of 2xx are kept: a refused request leaves no row. A replay has passed the
//! guard again like any request, and is given only to a caller who still may ask.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::HeaderMap};
use akoki_domain::{Code, Reason};
use akoki_persistence::{BoxFuture, Tx, repo::idempotency};
use sha2::{Digest, Sha256};
use std::future::{Ready, ready};

use crate::{failure::Failure, guard::Call, reply::Reply};

/// The header `Idempotency-Key`, when it was sent.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(pub Option<String>);

/// The longest key taken.
const LONGEST: usize = 128;

impl FromRequest for IdempotencyKey {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.headers()).map(Self))
    }
}

/// A quoted string as the draft wants it, or a bare UUID.
fn read(headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let Some(header) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let bad = || {
        Failure::invalid(
            "header",
            [Reason::new(Code::InvalidFormat)
                .at("Idempotency-Key")
                .with("expected", "\"a quoted string\" or a UUID")],
        )
    };
    let text = header.to_str().map_err(|_| bad())?.trim();
    let quoted = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let key = match quoted {
        Some(key) => key.to_owned(),
        None => uuid::Uuid::parse_str(text).map_err(|_| bad())?.to_string(),
    };
    let plain = key
        .chars()
        .all(|c| (' '..='~').contains(&c) && c != '"' && c != '\\');
    if key.is_empty() || key.len() > LONGEST || !plain {
        return Err(bad());
    }
    Ok(Some(key))
}

/// What a request is, so that another one with the same key can be told apart.
pub fn fingerprint(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

impl Call {
    /// Runs a unit of work that answers, at most once for a key.
    ///
    /// # Errors
    /// What `work` answers; [`Code::IdempotencyKeyReused`] for another request with the key.
    pub async fn once<F>(
        &self,
        key: IdempotencyKey,
        fingerprint: Vec<u8>,
        work: F,
    ) -> Result<Reply, Failure>
    where
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<Reply, Failure>>
            + Send
            + Sync
            + Clone
            + 'static,
    {
        let (Some(key), Some(actor)) = (key.0, &self.actor) else {
            return self.unit(work).await;
        };
        let claim = idempotency::Claim {
            principal: actor.principal,
            operation: self.operation,
            key,
            fingerprint,
            at: self.at,
        };
        if let Some(reply) = self.replay(&claim).await? {
            return Ok(reply);
        }
        let claimed = claim.clone();
        let result = self
            .unit(move |tx| {
                let (claim, work) = (claimed.clone(), work.clone());
                Box::pin(async move {
                    idempotency::claim(tx, &claim).await?;
                    let reply = work(tx).await?;
                    idempotency::keep(tx, &claim, &kept(&reply)?).await?;
                    Ok(reply)
                })
            })
            .await;
        match result {
            // Somebody else had the key first and is done by now.
            Err(Failure::NotUnique(constraint)) if constraint.contains("idempotency") => self
                .replay(&claim)
                .await?
                .ok_or_else(|| Code::RequestInProgress.into()),
            Err(Failure::Busy(message)) if message.contains("lock timeout") => {
                Err(Code::RequestInProgress.into())
            }
            // Behind the fence whoever is signed out keeps no answer: the store refuses the claim.
            Err(failure @ Failure::Internal(_)) => {
                self.still_valid().await?;
                Err(failure)
            }
            result => result,
        }
    }

    async fn replay(&self, claim: &idempotency::Claim) -> Result<Option<Reply>, Failure> {
        let Some(kept) = idempotency::find(self.store(), claim).await? else {
            return Ok(None);
        };
        if kept.fingerprint != claim.fingerprint {
            return Err(Code::IdempotencyKeyReused.into());
        }
        // The guard reads the token only; whether it still holds is otherwise seen by the work.
        self.still_entitled().await?;
        let headers = serde_json::from_value(kept.headers)
            .map_err(|error| Failure::Internal(error.to_string()))?;
        let status =
            u16::try_from(kept.status).map_err(|error| Failure::Internal(error.to_string()))?;
        Ok(Some(Reply {
            status,
            headers,
            body: kept.body,
        }))
    }
}

fn kept(reply: &Reply) -> Result<idempotency::Kept, Failure> {
    Ok(idempotency::Kept {
        fingerprint: Vec::new(),
        status: i64::from(reply.status),
        headers: serde_json::to_value(&reply.headers)
            .map_err(|error| Failure::Internal(error.to_string()))?,
        body: reply.body.clone(),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn key(text: &str) -> Result<Option<String>, Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(
            HeaderName::from_static("idempotency-key"),
            HeaderValue::from_str(text).unwrap(),
        );
        read(&headers)
    }

    #[test]
    fn quoted_strings_and_bare_uuids_are_keys() {
        assert_eq!(key("\"abc\"").unwrap(), Some("abc".into()));
        let bare = "0190c2f6-7d5a-7000-8000-000000000001";
        assert_eq!(key(bare).unwrap(), Some(bare.into()));
        assert_eq!(read(&HeaderMap::new()).unwrap(), None);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "abc",
            "\"\"",
            "\"",
            "\"a\"b\"",
            &format!("\"{}\"", "x".repeat(129)),
        ] {
            assert!(key(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_fingerprint_tells_where_parts_end() {
        assert_ne!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"a", b"bc"]));
    }
}
