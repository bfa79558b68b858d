//! Sessions: signing in, going on, ending.

use akoki_domain::{
    Code, Noun, Reason,
    access::{
        Account, Permission,
        session::{ACCESS, REFRESH, SESSION, ends},
    },
    id::PrincipalId,
    organisation::person::normalise_email,
};
use akoki_openapi::wire::session::{Session, SessionInput, SessionTokens, Sessions};
use akoki_persistence::{
    Change, Source, Tx, Verb,
    repo::{
        account, credential,
        credential::Credential,
        password, principal,
        session::{self, KIND},
    },
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::throttle::Trial;
use crate::{
    auth::{Actor, Held, scope::Scopes, secret},
    clock::instant,
    failure::Failure,
    guard::Call,
    http::Network,
    reply::Reply,
};

/// So many sessions are shown.
const SHOWN: u64 = 200;

/// A session with its fresh refresh token, before anybody was told.
struct Opened {
    credential: Credential,
    refresh: String,
    refresh_ends: i64,
}

/// Signs somebody in. Whatever is wrong with the address, the password or the account, the answer is the
/// same and takes as long.
///
/// # Errors
/// [`Code::InvalidCredentials`]; [`Code::TooManyRequests`] after too many tries.
pub async fn sign_in(
    call: &Call,
    network: &Network,
    input: SessionInput,
) -> Result<Reply, Failure> {
    let scopes = asked(input.scope.as_deref())?;
    let email = email(&input.email);
    let trial = Trial::new(call, Some(("email", &email)), network).await?;
    let turn = call.shared.passwords.turn().await?;
    trial.count(call).await?;
    let account = account::by_email(call.store(), &email).await?;
    let id = account.as_ref().map(|account| account.id.0);
    let hash = password::hash_of(call.store(), id.unwrap_or_default()).await?;
    let verdict = turn.verify(input.password.clone(), hash.clone()).await?;
    let may = account
        .as_ref()
        .filter(|account| verdict.matches && !account.details.disabled);
    if let Some(account) = may {
        let anew = match verdict.outdated {
            true => {
                let turn = call.shared.passwords.turn().await?;
                Some(turn.hash(input.password).await?)
            }
            false => None,
        };
        let proven = Proven {
            id: account.id,
            hash,
            anew,
        };
        if let Some(opened) = open(call, &trial, proven, &scopes).await? {
            return tokens(call, &scopes, opened);
        }
    }
    let note = account.map(|account| {
        let values = json!({"signIn": "refused"});
        about(&account, Noun::Account, account.id.0, Verb::Updated, values)
    });
    trial.failed(call, note).await?;
    Err(Code::InvalidCredentials.into())
}

/// Somebody who knew the password of an account.
#[derive(Clone)]
struct Proven {
    id: PrincipalId,
    /// The hash with which it was compared.
    hash: Option<String>,
    /// The hash that takes its place, when that one was made with other parameters.
    anew: Option<String>,
}

/// Opens a session; none when the account was disabled or its password changed meanwhile.
async fn open(
    call: &Call,
    trial: &Trial,
    proven: Proven,
    scopes: &Scopes,
) -> Result<Option<Opened>, Failure> {
    let id: Uuid = call.id();
    // From here on it is known who acts.
    let mut call = call.clone();
    call.actor = Some(Actor {
        principal: proven.id.0,
        credential: id,
        scopes: scopes.clone(),
    });
    let (at, refresh) = (call.at, secret::fresh("refresh"));
    let new = principal::NewCredential {
        id,
        principal: proven.id.0,
        kind: KIND,
        scope: scopes.to_string(),
        expires_at: at.saturating_add(SESSION),
    };
    let refresh_ends = ends(at, REFRESH, new.expires_at);
    let (kept, digest, trial) = (new.clone(), secret::digest(&refresh), trial.clone());
    let opened = call
        .unit(move |tx| {
            let (new, digest) = (kept.clone(), digest.clone());
            let (trial, proven) = (trial.clone(), proven.clone());
            Box::pin(async move {
                let held = account::hold(tx, proven.id.0).await?;
                let hash = password::hash_of(tx, proven.id.0).await?;
                let same = hash == proven.hash;
                let Some(account) = held.filter(|held| same && !held.details.disabled) else {
                    return Ok(false);
                };
                trial.passed(tx).await?;
                if let Some(anew) = proven.anew {
                    password::put(tx, account.id.0, anew).await?;
                }
                principal::add_credential(tx, &new).await?;
                session::add_refresh(tx, digest, new.id, refresh_ends).await?;
                let values = json!({"accountId": account.id});
                tx.note(about(
                    &account,
                    Noun::Session,
                    new.id,
                    Verb::Created,
                    values,
                ));
                Ok(true)
            })
        })
        .await?;
    let credential = Credential {
        id: new.id,
        principal: new.principal,
        kind: new.kind.to_owned(),
        scope: new.scope,
        created_at: at,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    Ok(opened.then_some(Opened {
        credential,
        refresh,
        refresh_ends,
    }))
}

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
    let Some(known) = session::refresh(tx, shown).await?.filter(|known| known.used) else {
        return Ok(Refreshed::Unknown);
    };
    if let Some(credential) = credential::find(tx, known.credential).await? {
        let values = json!({"because": Code::RefreshTokenReused.as_str()});
        close(call, tx, credential.principal, &[credential.id], values).await?;
    }
    Ok(Refreshed::Reused)
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

/// The sessions of whoever calls that can go on.
///
/// # Errors
/// [`Code::Unauthenticated`] when the credential no longer holds.
pub async fn list(call: &Call) -> Result<Sessions, Failure> {
    let me = me(call, call.store()).await?;
    let live = session::live(call.store(), me.principal, call.at, SHOWN).await?;
    let items = live.into_iter().map(|live| Session {
        id: live.credential.id,
        created_at: instant(live.credential.created_at),
        expires_at: instant(live.credential.expires_at),
        refresh_expires_at: instant(live.refresh_expires_at),
        current: live.credential.id == me.id,
        scope: live.credential.scope,
    });
    Ok(Sessions {
        items: items.collect(),
    })
}

/// Ends one session of whoever calls; one that has ended stays so.
///
/// # Errors
/// [`Code::NotFound`] when it is none of theirs.
pub async fn end(call: &Call, id: Uuid) -> Result<(), Failure> {
    let outer = call.clone();
    call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move {
            let me = me(&call, tx).await?;
            let found = credential::find(tx, id).await?;
            found
                .filter(|found| found.principal == me.principal && found.kind == KIND)
                .ok_or_else(Failure::not_found)?;
            close(&call, tx, me.principal, &[id], json!({})).await
        })
    })
    .await
}

/// Ends every session of whoever calls but the one that asks.
///
/// # Errors
/// [`Code::Unauthenticated`] when the credential no longer holds.
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
    let ids = session::others(tx, principal, except).await?;
    close(call, tx, principal, &ids, json!({})).await
}

/// Ends sessions of one account, each with an entry in the trail.
async fn close(
    call: &Call,
    tx: &Tx,
    principal: Uuid,
    ids: &[Uuid],
    values: Value,
) -> Result<(), Failure> {
    let account = account_of(call, tx, principal).await?;
    for id in ids {
        if principal::revoke(tx, &[*id]).await? > 0
            && let Some(account) = &account
        {
            tx.note(about(
                account,
                Noun::Session,
                *id,
                Verb::Deleted,
                values.clone(),
            ));
        }
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
    let account = match me.kind == KIND {
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

fn asked(scope: Option<&str>) -> Result<Scopes, Failure> {
    let Some(text) = scope else {
        return Ok(Scopes::all());
    };
    Scopes::parse(text).map_err(|_| Failure::body(unknown_scope("/scope")))
}

/// Says that a scope is none.
pub fn unknown_scope(pointer: impl Into<String>) -> Reason {
    let mut scopes: Vec<&str> = Permission::ALL
        .iter()
        .map(|permission| permission.scope())
        .collect();
    scopes.sort_unstable();
    scopes.dedup();
    Reason::new(Code::InvalidValue)
        .at(pointer)
        .with("allowed", format!("all, {}", scopes.join(", ")))
}
