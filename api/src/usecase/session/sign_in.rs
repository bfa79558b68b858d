//! Signing in with an e-mail address and a password.

use akoki_domain::{
    Code, Noun, Refusal,
    access::{
        Account, CredentialKind,
        session::{MOST_SESSIONS, REFRESH, SESSION, ends, surplus},
        unknown_scope,
    },
    id::PrincipalId,
};
use akoki_openapi::wire::session::SessionInput;
use akoki_persistence::{
    Tx, Verb,
    repo::{
        account,
        credential::{Credential, live_of},
        password, principal, session,
    },
};
use serde_json::json;
use uuid::Uuid;

use super::{Opened, about, email, tokens};
use crate::{
    auth::{Actor, scope::Scopes, secret},
    failure::Failure,
    guard::Call,
    http::Network,
    reply::Reply,
    usecase::throttle::Trial,
};

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
        kind: CredentialKind::Session,
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
                make_room(tx, &account).await?;
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
        kind: new.kind,
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

/// Ends the oldest sessions of an account that is signed in with ever more often.
async fn make_room(tx: &Tx, account: &Account) -> Result<(), Failure> {
    let live = live_of(tx, account.id.0, CredentialKind::Session).await?;
    let ended = surplus(&live, MOST_SESSIONS);
    principal::revoke(tx, ended).await?;
    for id in ended {
        tx.note(about(account, Noun::Session, *id, Verb::Deleted, json!({})));
    }
    Ok(())
}

fn asked(scope: Option<&str>) -> Result<Scopes, Failure> {
    let Some(text) = scope else {
        return Ok(Scopes::all());
    };
    Scopes::parse(text).map_err(|words| {
        let wrong = words.iter().map(|word| unknown_scope(word).at("/scope"));
        Refusal::Invalid(wrong.collect()).into()
    })
}
