//! Tokens of machine clients: given, given back, asked about.

use akoki_domain::access::{
    ApiClient, CredentialKind, approved_scopes,
    session::{CLIENT, MOST_OF_CLIENT, surplus},
};
use akoki_persistence::{
    Tx,
    repo::{
        credential::{is_live, live_of},
        grant::scopes_in_force,
        principal,
    },
};
use serde_json::{Value, json};
use std::rc::Rc;
use uuid::Uuid;

use super::{
    client::Proven,
    error::{Refused, Word, Wrong, wrong},
    form::Form,
};
use crate::{
    auth::{
        Held,
        scope::Scopes,
        token::{Claims, verify},
    },
    clock,
    failure::Failure,
    guard::Call,
};

/// The one way to ask for a token.
pub const GRANT_TYPE: &str = "client_credentials";

/// The scopes asked for; none when all of the client are.
pub struct Asked(Option<Vec<String>>);

/// Reads what is asked for; what is wrong is added to what is wrong with the form.
pub fn asked(form: &mut Form) -> Asked {
    match form.needed("grant_type").as_deref() {
        Some(GRANT_TYPE) | None => {}
        Some(_) => form
            .wrong
            .push(wrong(Word::UnsupportedGrantType, "grant-type", GRANT_TYPE)),
    }
    let words: Option<Vec<String>> = form
        .one("scope")
        .map(|text| text.split_whitespace().map(str::to_owned).collect());
    let unknown: Vec<&str> = words
        .iter()
        .flatten()
        .map(String::as_str)
        .filter(|word| akoki_domain::access::scope_word(word).is_none())
        .collect();
    if !unknown.is_empty() {
        let found = wrong(Word::InvalidScope, "scope-unknown", unknown.join(" "));
        form.wrong.push(found);
    }
    Asked(words.filter(|words| !words.is_empty()))
}

impl Asked {
    /// The scopes of the token: what is asked for, within what the client may ask.
    fn within(&self, client: &ApiClient) -> Result<Vec<String>, Wrong> {
        let Some(words) = &self.0 else {
            return Ok(client.details.scopes.clone());
        };
        let beyond: Vec<&str> = words
            .iter()
            .map(String::as_str)
            .filter(|word| !client.may_ask(word))
            .collect();
        if beyond.is_empty() {
            Ok(words.clone())
        } else {
            Err(wrong(Word::InvalidScope, "scope-beyond", beyond.join(" ")))
        }
    }

    /// Adds what the client may not ask for to what is wrong.
    pub fn check(&self, client: &ApiClient, form: &mut Form) {
        let known = |word: &String| akoki_domain::access::scope_word(word).is_some();
        let words = self.0.clone();
        let words = words.map(|words| words.into_iter().filter(known).collect());
        form.wrong.extend(Asked(words).within(client).err());
    }
}

/// Ends the oldest tokens of a client that asks for ever more, so that there is room for one.
async fn make_room(tx: &Tx, client: Uuid) -> Result<(), Failure> {
    let live = live_of(tx, client, CredentialKind::Client).await?;
    principal::revoke(tx, surplus(&live, MOST_OF_CLIENT)).await?;
    Ok(())
}

/// Gives a token to a client that proved who it is, for what it asks for as far as some board approved it.
///
/// # Errors
/// What is wrong: with its scopes, of which some must be approved, or with a client that was stopped meanwhile.
pub async fn give(call: &Call, proven: Proven, asked: Asked) -> Result<Value, Refused> {
    let id = proven.client.id;
    let (credential, ends): (Uuid, i64) = (call.id(), call.at.saturating_add(CLIENT));
    // Whichever boards approved it, it is told nothing of them but the scopes.
    let (asked, everywhere) = (std::sync::Arc::new(asked), call.everything());
    let given = call
        .unit(move |tx| {
            let (proven, asked, everywhere) = (proven.clone(), asked.clone(), everywhere.clone());
            Box::pin(async move {
                let Some(client) = proven.hold(tx, clock::instant(tx.act().at)).await? else {
                    return Ok(Err(wrong(Word::InvalidClient, "client-refused", "")));
                };
                let words = match asked.within(&client) {
                    Ok(words) => words,
                    Err(wrong) => return Ok(Err(wrong)),
                };
                let approvals = scopes_in_force(tx, &everywhere, id, tx.act().today).await?;
                let scope = approved_scopes(&words, &approvals).join(" ");
                // There is no empty scope (RFC 6749, 3.3), and a token for nothing would be no use.
                if scope.is_empty() {
                    let text = words.join(" ");
                    return Ok(Err(wrong(Word::InvalidScope, "scope-unapproved", text)));
                }
                make_room(tx, id.0).await?;
                let new = principal::NewCredential {
                    id: credential,
                    principal: id.0,
                    kind: CredentialKind::Client,
                    scope: scope.clone(),
                    expires_at: ends,
                };
                principal::add_credential(tx, &new).await?;
                Ok(Ok(scope))
            })
        })
        .await??;
    let scopes = Scopes::parse(&given)
        .map_err(|words| Failure::Internal(format!("no scopes: {}", words.join(" "))))?;
    let held = Held {
        principal: id.0,
        client: None,
        credential,
        scopes: &scopes,
    };
    let token = call.shared.auth.token(&held, call.id(), call.at, ends)?;
    Ok(json!({
        "access_token": token, "token_type": "Bearer", "expires_in": CLIENT / 1000,
        "scope": scopes.to_string(),
    }))
}

/// The claims of a token of ours that has not ended.
fn claims(call: &Call, token: &str) -> Option<Rc<Claims>> {
    let auth = &call.shared.auth;
    verify(&auth.ring(), auth.issuer(), token, call.at).ok()
}

/// Takes a token of the client back (RFC 7009). What is no token, or no longer, needs no taking back.
///
/// # Errors
/// When it is a token of somebody else.
pub async fn take_back(call: &Call, proven: Proven, token: &str) -> Result<(), Refused> {
    let claims = claims(call, token);
    let own = |claims: &Claims| claims.sub == proven.client.id;
    if claims.as_ref().is_some_and(|claims| !own(claims)) {
        return Err(wrong(Word::UnauthorizedClient, "token-of-other", "").into());
    }
    let credential = claims.map(|claims| claims.sid.0);
    let Some(credential) = credential else {
        return Ok(());
    };
    let revoked: Result<(), Failure> = call
        .unit(move |tx| {
            Box::pin(async move {
                principal::revoke(tx, &[credential]).await?;
                Ok(())
            })
        })
        .await;
    Ok(revoked?)
}

/// What a token of the client is good for (RFC 7662); of any other it hears only that it is not.
///
/// # Errors
/// When the store fails.
pub async fn look_into(call: &Call, proven: Proven, token: &str) -> Result<Value, Refused> {
    let own = proven.client.id;
    let nothing = json!({"active": false});
    let Some(claims) = claims(call, token).filter(|claims| claims.sub == own) else {
        return Ok(nothing);
    };
    if !is_live(call.store(), claims.sid.0, call.at).await? {
        return Ok(nothing);
    }
    Ok(json!({
        "active": true, "scope": claims.scope, "client_id": claims.client_id,
        "token_type": "Bearer", "exp": claims.exp, "iat": claims.iat, "sub": claims.sub,
        "aud": claims.aud, "iss": claims.iss, "jti": claims.jti,
    }))
}
