//! Personal access tokens: what a person makes for a script of their own. It can do what its maker can,
//! within its scopes, until it ends or is revoked.

use akoki_domain::{
    Code, Noun, Reason, Refusal,
    access::{
        Account, CredentialKind,
        session::{PERSONAL, check_room, personal_may_end},
        unknown_scope,
    },
    text::{Lines, wrong_character},
};
use akoki_openapi::wire::personal_access_token::{
    NewPersonalAccessToken, PersonalAccessToken, PersonalAccessTokenInput, PersonalAccessTokens,
};
use akoki_persistence::{
    Change, Tx, Verb,
    repo::{
        account, credential,
        credential::Credential,
        personal_access_token::{self as tokens, Named},
        principal,
    },
};
use serde_json::json;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::session::{about, me, scopes_of, signed_in};
use crate::{
    auth::{Held, scope::Scopes},
    clock::instant,
    failure::Failure,
    guard::Call,
    reply::Reply,
};

/// A token to be made.
#[derive(Clone)]
pub struct Wanted {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub scopes: Scopes,
    /// When it ends, in milliseconds since 1970.
    pub ends: i64,
}

/// Makes a token for whoever calls, who must have signed in.
///
/// # Errors
/// Everything that is wrong with it; [`Code::SessionRequired`] for tokens of scripts and machines.
pub async fn create(call: &Call, input: PersonalAccessTokenInput) -> Result<Reply, Failure> {
    let (session, account) = signed_in(call, call.store()).await?;
    let wanted = checked(call, &scopes_of(&session)?, input)?;
    let (outer, id) = (call.clone(), account.id.0);
    let kept = wanted.clone();
    let made = call
        .unit(move |tx| {
            let (call, wanted) = (outer.clone(), kept.clone());
            Box::pin(async move {
                let held = account::hold(tx, id).await?;
                held.ok_or_else(|| Failure::from(Code::SessionRequired))?;
                let (_, account) = signed_in(&call, tx).await?;
                keep(&call, tx, &account, &wanted).await
            })
        })
        .await?;
    let id = made.credential.id;
    let shown = NewPersonalAccessToken::new(view(made), signed(call, account.id.0, id, &wanted)?);
    Ok(Reply::json(201, &shown)?.header("location", format!("/v1/personal-access-tokens/{id}")))
}

/// Makes a token for an account, for the command line on the machine.
///
/// # Errors
/// When the account is not there or disabled, or the store fails.
pub async fn create_for(call: &Call, email: &str, wanted: Wanted) -> Result<String, Failure> {
    let found = account::by_email(call.store(), &super::session::email(email)).await?;
    let account = found.ok_or_else(Failure::not_found)?;
    let (outer, id, kept) = (call.clone(), account.id.0, wanted.clone());
    let made = call
        .unit(move |tx| {
            let (call, wanted) = (outer.clone(), kept.clone());
            Box::pin(async move {
                let held = account::hold(tx, id).await?;
                let account = held
                    .filter(|held| !held.details.disabled)
                    .ok_or_else(Failure::not_found)?;
                keep(&call, tx, &account, &wanted).await
            })
        })
        .await?;
    signed(call, id, made.credential.id, &wanted)
}

/// The input as a token to be made, or everything that is wrong with it.
fn checked(call: &Call, own: &Scopes, input: PersonalAccessTokenInput) -> Result<Wanted, Failure> {
    let mut reasons = Vec::new();
    let name = input.name.trim().to_owned();
    if name.is_empty() {
        reasons.push(Reason::new(Code::Required).at("/name"));
    }
    reasons.extend(wrong_character(&name, Lines::One, "/name"));
    let scopes = match &input.scopes {
        None => own.clone(),
        Some(words) => {
            for (index, word) in words.iter().enumerate() {
                let at = format!("/scopes/{index}");
                match Scopes::parse(word) {
                    Ok(one) if !one.is_empty() && own.covers(&one) => {}
                    Ok(one) if !one.is_empty() => {
                        reasons.push(Reason::new(Code::ScopeNotCovered).at(at));
                    }
                    Ok(_) | Err(_) => reasons.push(unknown_scope(word).at(at)),
                }
            }
            Scopes::parse(&words.join(" ")).unwrap_or_default()
        }
    };
    let ends = i64::try_from(
        input
            .expires_at
            .unix_timestamp_nanos()
            .div_euclid(1_000_000),
    )
    .unwrap_or(i64::MAX);
    if !personal_may_end(call.at, ends) {
        let latest = call.at.saturating_add(PERSONAL);
        let written = |at| instant(at).format(&Rfc3339).unwrap_or_default();
        let range = format!("{} – {}", written(call.at), written(latest));
        let wrong = Reason::new(Code::OutOfRange).at("/expiresAt");
        reasons.push(wrong.with("range", range));
    }
    Refusal::unless_empty(reasons)?;
    Ok(Wanted { name, scopes, ends })
}

async fn keep(call: &Call, tx: &Tx, account: &Account, wanted: &Wanted) -> Result<Named, Failure> {
    let (id, principal): (Uuid, Uuid) = (call.id(), account.id.0);
    check_room(tokens::live(tx, principal, call.at).await?.len())?;
    let new = principal::NewCredential {
        id,
        principal,
        kind: CredentialKind::Personal,
        scope: wanted.scopes.to_string(),
        expires_at: wanted.ends,
    };
    principal::add_credential(tx, &new).await?;
    tokens::add(tx, id, principal, wanted.name.clone()).await?;
    tell(tx, account, id, Verb::Created);
    Ok(Named {
        name: wanted.name.clone(),
        credential: Credential {
            id,
            principal,
            kind: CredentialKind::Personal,
            scope: new.scope,
            created_at: call.at,
            expires_at: wanted.ends,
            revoked_at: None,
        },
    })
}

/// In the trail for those who read it, in the feed for its owner alone.
fn tell(tx: &Tx, account: &Account, id: Uuid, verb: Verb) {
    let noun = Noun::PersonalAccessToken;
    let change = about(account, noun, id, verb, json!({"accountId": account.id}));
    tx.note(change.clone());
    tx.record(Change {
        audience: Some(account.id.0),
        ..change
    });
}

fn signed(call: &Call, principal: Uuid, id: Uuid, wanted: &Wanted) -> Result<String, Failure> {
    let held = Held {
        principal,
        client: None,
        credential: id,
        scopes: &wanted.scopes,
    };
    call.shared
        .auth
        .token(&held, call.id(), call.at, wanted.ends)
}

/// The tokens of whoever calls that hold.
///
/// # Errors
/// [`Code::Unauthenticated`] when the credential no longer holds.
pub async fn list(call: &Call) -> Result<PersonalAccessTokens, Failure> {
    let me = me(call, call.store()).await?;
    let live = tokens::live(call.store(), me.principal, call.at).await?;
    Ok(PersonalAccessTokens {
        items: live.into_iter().map(view).collect(),
    })
}

/// One token of whoever calls that holds.
///
/// # Errors
/// [`Code::NotFound`] when it is none of theirs, or holds no longer.
pub async fn read(call: &Call, id: Uuid) -> Result<PersonalAccessToken, Failure> {
    let me = me(call, call.store()).await?;
    let live = tokens::live(call.store(), me.principal, call.at).await?;
    let found = live.into_iter().find(|named| named.credential.id == id);
    found.map(view).ok_or_else(Failure::not_found)
}

/// Revokes a token of whoever calls; one that was revoked stays so.
///
/// # Errors
/// [`Code::NotFound`] when it is none of theirs.
pub async fn revoke(call: &Call, id: Uuid) -> Result<(), Failure> {
    let outer = call.clone();
    call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move {
            let me = me(&call, tx).await?;
            let found = credential::find(tx, id).await?;
            found
                .filter(|found| {
                    found.principal == me.principal && found.kind == CredentialKind::Personal
                })
                .ok_or_else(Failure::not_found)?;
            let everything = call.everything();
            let account = akoki_persistence::find::<Account>(tx, &everything, me.principal).await?;
            if principal::revoke(tx, &[id]).await? > 0
                && let Some(account) = account
            {
                tell(tx, &account.record, id, Verb::Deleted);
            }
            Ok(())
        })
    })
    .await
}

fn view(named: Named) -> PersonalAccessToken {
    let credential = named.credential;
    PersonalAccessToken {
        id: credential.id,
        name: named.name,
        scopes: credential
            .scope
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        created_at: instant(credential.created_at),
        expires_at: instant(credential.expires_at),
    }
}
