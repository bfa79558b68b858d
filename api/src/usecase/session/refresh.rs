//! Going on with a session: refresh tokens, each used once.

use akoki_domain::{
    Code,
    access::session::{REFRESH, ends},
};
use akoki_persistence::{
    Tx,
    repo::{
        credential::{self, Credential},
        session,
    },
};
use serde_json::json;

use super::{Opened, close, scopes_of, tokens};
use crate::{auth::secret, failure::Failure, guard::Call, reply::Reply};

/// What became of a refresh token that was shown.
enum Refreshed {
    /// It is used now, and the session goes on.
    Done(Credential),
    /// It was used before; the session has ended with that.
    Reused,
    /// It means nothing.
    Unknown,
}

/// Lets a session go on: the refresh token is used, and another takes its place.
///
/// # Errors
/// [`Code::RefreshTokenReused`] when it was used before, and the session has ended;
/// [`Code::InvalidRefreshToken`] when it is unknown or has ended.
pub async fn refresh(call: &Call, token: &str) -> Result<Reply, Failure> {
    let shown = secret::digest(token);
    let (at, fresh) = (call.at, secret::fresh("refresh"));
    let (digest, outer) = (secret::digest(&fresh), call.clone());
    let refreshed = call
        .unit(move |tx| {
            let (shown, digest, call) = (shown.clone(), digest.clone(), outer.clone());
            Box::pin(async move {
                let Some(id) = session::use_refresh(tx, &shown).await? else {
                    return again(&call, tx, &shown).await;
                };
                let found = credential::find(tx, id).await?;
                let Some(credential) = found.filter(|found| found.is_live(at)) else {
                    return Ok(Refreshed::Unknown);
                };
                let end = ends(at, REFRESH, credential.expires_at);
                session::add_refresh(tx, digest, id, end).await?;
                Ok(Refreshed::Done(credential))
            })
        })
        .await?;
    match refreshed {
        Refreshed::Done(credential) => {
            let scopes = scopes_of(&credential)?;
            let refresh_ends = ends(at, REFRESH, credential.expires_at);
            let opened = Opened {
                credential,
                refresh: fresh,
                refresh_ends,
            };
            tokens(call, &scopes, opened)
        }
        Refreshed::Reused => Err(Code::RefreshTokenReused.into()),
        Refreshed::Unknown => Err(Code::InvalidRefreshToken.into()),
    }
}

/// A token that cannot be used: when it was used before, somebody else has it, so the session ends.
async fn again(call: &Call, tx: &Tx, shown: &[u8]) -> Result<Refreshed, Failure> {
    let Some(known) = session::refresh(tx, shown)
        .await?
        .filter(|known| known.used)
    else {
        return Ok(Refreshed::Unknown);
    };
    if let Some(credential) = credential::find(tx, known.credential).await? {
        let values = json!({"because": Code::RefreshTokenReused.as_str()});
        close(call, tx, credential.principal, credential.id, values).await?;
    }
    Ok(Refreshed::Reused)
}
