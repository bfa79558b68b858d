//! Sessions: signing in, going on, ending. Here is what these have in common.

mod own;
mod refresh;
mod sign_in;

pub use own::{end, end_others, list, read};
pub use refresh::refresh;
pub use sign_in::sign_in;

use akoki_domain::{
    Code, Noun,
    access::{
        Account, CredentialKind,
        session::{ACCESS, ends},
    },
    organisation::person::normalise_email,
};
use akoki_openapi::wire::session::SessionTokens;
use akoki_persistence::{
    Change, Source, Tx, Verb,
    repo::{
        credential::{self, Credential},
        principal, session,
    },
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    auth::{Held, scope::Scopes},
    clock::instant,
    failure::Failure,
    guard::Call,
    reply::Reply,
};

/// A session with its fresh refresh token, before anybody was told.
struct Opened {
    credential: Credential,
    refresh: String,
    refresh_ends: i64,
}

/// The answer with a session's tokens.
fn tokens(call: &Call, scopes: &Scopes, opened: Opened) -> Result<Reply, Failure> {
    let credential = &opened.credential;
    let end = ends(call.at, ACCESS, credential.expires_at);
    let held = Held {
        principal: credential.principal,
        client: None,
        credential: credential.id,
        scopes,
    };
    let shown = SessionTokens {
        id: credential.id,
        access_token: call.shared.auth.token(&held, call.id(), call.at, end)?,
        token_type: "Bearer",
        expires_in: end.saturating_sub(call.at) / 1000,
        refresh_token: opened.refresh,
        refresh_expires_at: instant(opened.refresh_ends),
        scope: scopes.to_string(),
    };
    Ok(Reply::json(201, &shown)?.header("location", format!("/v1/sessions/{}", credential.id)))
}

/// Ends the sessions of an account, but perhaps one.
///
/// # Errors
/// When the store fails.
pub async fn close_all(
    call: &Call,
    tx: &Tx,
    principal: Uuid,
    except: Option<Uuid>,
) -> Result<(), Failure> {
    let ids = session::end_others(tx, principal, except).await?;
    ended(call, tx, principal, &ids, json!({})).await
}

/// Ends one session of an account, unless it has ended.
async fn close(
    call: &Call,
    tx: &Tx,
    principal: Uuid,
    id: Uuid,
    values: Value,
) -> Result<(), Failure> {
    match principal::revoke(tx, &[id]).await? {
        0 => Ok(()),
        _ => ended(call, tx, principal, &[id], values).await,
    }
}

/// Says in the trail that sessions of one account have ended.
async fn ended(
    call: &Call,
    tx: &Tx,
    principal: Uuid,
    ids: &[Uuid],
    values: Value,
) -> Result<(), Failure> {
    let Some(account) = account_of(call, tx, principal).await? else {
        return Ok(());
    };
    for id in ids {
        let (noun, verb) = (Noun::Session, Verb::Deleted);
        tx.note(about(&account, noun, *id, verb, values.clone()));
    }
    Ok(())
}

/// With what whoever calls identified themselves, while it holds.
///
/// # Errors
/// [`Code::Unauthenticated`] when it no longer does.
pub async fn me(call: &Call, source: &impl Source) -> Result<Credential, Failure> {
    let actor = call.actor.as_ref();
    let actor = actor.ok_or_else(|| Failure::from(Code::Unauthenticated))?;
    credential::find(source, actor.credential)
        .await?
        .filter(|credential| credential.is_live(call.at))
        .ok_or_else(|| Code::Unauthenticated.into())
}

/// The session and the account of whoever calls.
///
/// # Errors
/// [`Code::SessionRequired`] for tokens of scripts and machines.
pub async fn signed_in(
    call: &Call,
    source: &impl Source,
) -> Result<(Credential, Account), Failure> {
    let me = me(call, source).await?;
    let account = match me.kind == CredentialKind::Session {
        true => account_of(call, source, me.principal).await?,
        false => None,
    };
    let account = account.ok_or_else(|| Failure::from(Code::SessionRequired))?;
    Ok((me, account))
}

/// The account of a principal, when it is one.
async fn account_of(
    call: &Call,
    source: &impl Source,
    principal: Uuid,
) -> Result<Option<Account>, Failure> {
    let found = akoki_persistence::find::<Account>(source, &call.everything(), principal).await?;
    Ok(found.map(|stored| stored.record))
}

/// What happened to an account or something of it, with ids only.
pub fn about(account: &Account, noun: Noun, id: Uuid, verb: Verb, values: Value) -> Change {
    Change {
        noun,
        id,
        board: account.board_id.0,
        unit: account.unit_id.0,
        version: 1,
        verb,
        values,
        data: None,
        audience: None,
    }
}

/// An e-mail address as accounts have it; what is none belongs to nobody, and is treated alike.
pub fn email(text: &str) -> String {
    normalise_email(text).unwrap_or_else(|| text.trim().to_lowercase())
}

/// The scopes of a credential.
///
/// # Errors
/// When they cannot be read.
pub fn scopes_of(credential: &Credential) -> Result<Scopes, Failure> {
    Scopes::parse(&credential.scope)
        .map_err(|unknown| Failure::Internal(format!("scopes {unknown:?} of a credential")))
}
