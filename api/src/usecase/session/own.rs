//! One's own sessions: seen and ended.

use akoki_domain::access::CredentialKind;
use akoki_openapi::wire::session::{Session, Sessions};
use akoki_persistence::repo::{
    credential,
    session::{self, Live},
};
use serde_json::json;
use uuid::Uuid;

use super::{close, close_all, me};
use crate::{clock::instant, failure::Failure, guard::Call};

/// So many sessions are shown.
const SHOWN: u64 = 200;

/// The sessions of whoever calls that can go on.
///
/// # Errors
/// [`akoki_domain::Code::Unauthenticated`] when the credential no longer holds.
pub async fn list(call: &Call) -> Result<Sessions, Failure> {
    let me = me(call, call.store()).await?;
    let live = session::live(call.store(), me.principal, call.at, SHOWN).await?;
    Ok(Sessions {
        items: live.into_iter().map(|live| view(live, me.id)).collect(),
    })
}

/// One session of whoever calls that can go on.
///
/// # Errors
/// [`akoki_domain::Code::NotFound`] when it is none of theirs, or has ended.
pub async fn read(call: &Call, id: Uuid) -> Result<Session, Failure> {
    let me = me(call, call.store()).await?;
    let live = session::live(call.store(), me.principal, call.at, SHOWN).await?;
    let found = live.into_iter().find(|live| live.credential.id == id);
    found
        .map(|live| view(live, me.id))
        .ok_or_else(Failure::not_found)
}

fn view(live: Live, asking: Uuid) -> Session {
    Session {
        id: live.credential.id,
        created_at: instant(live.credential.created_at),
        expires_at: instant(live.credential.expires_at),
        refresh_expires_at: instant(live.refresh_expires_at),
        current: live.credential.id == asking,
        scope: live.credential.scope,
    }
}

/// Ends one session of whoever calls; one that has ended stays so.
///
/// # Errors
/// [`akoki_domain::Code::NotFound`] when it is none of theirs.
pub async fn end(call: &Call, id: Uuid) -> Result<(), Failure> {
    let outer = call.clone();
    call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move {
            let me = me(&call, tx).await?;
            let found = credential::find(tx, id).await?;
            found
                .filter(|found| {
                    found.principal == me.principal && found.kind == CredentialKind::Session
                })
                .ok_or_else(Failure::not_found)?;
            close(&call, tx, me.principal, id, json!({})).await
        })
    })
    .await
}

/// Ends every session of whoever calls but the one that asks.
///
/// # Errors
/// [`akoki_domain::Code::Unauthenticated`] when the credential no longer holds.
pub async fn end_others(call: &Call) -> Result<(), Failure> {
    let outer = call.clone();
    call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move {
            let me = me(&call, tx).await?;
            close_all(&call, tx, me.principal, Some(me.id)).await
        })
    })
    .await
}
