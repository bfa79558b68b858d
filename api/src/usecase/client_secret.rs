//! Secrets of machine clients: shown once, kept as a digest, two at a time at most.

use akoki_domain::access::{ApiClient, ClientSecret, make_room};
use akoki_openapi::wire::api_client::{ApiClientSecret, ApiClientSecrets};
use akoki_persistence::{
    Stored, Verb, find,
    repo::{
        client_secret::{self as repo, KeptSecret},
        principal,
    },
};
use serde_json::json;
use uuid::Uuid;

use super::api_client::ApiClients;
use crate::{
    auth::secret,
    clock,
    failure::Failure,
    guard::Call,
    reply::Reply,
    resource::{lock_with_root, missing},
    work::Work,
};

/// Makes a secret for a client, and gives the one it had an end.
///
/// # Errors
/// When two hold already, or the client is not there for the caller to write.
pub async fn make(work: Work<'_>, client: Uuid, overlap_days: u16) -> Result<Reply, Failure> {
    let stored = lock_with_root::<ApiClients>(work, work.call, client).await?;
    let (made, text) = add(work, &stored, overlap_days).await?;
    let shown = ApiClientSecret::new(client, &made).with(text);
    let location = format!("/v1/api-clients/{client}/secrets/{}", made.id);
    Ok(Reply::json(201, &shown)?.header("location", location))
}

/// Makes a secret for a client that is locked or new; gives it with its text, which is not kept.
///
/// # Errors
/// When two hold already.
pub async fn add(
    work: Work<'_>,
    client: &Stored<ApiClient>,
    overlap_days: u16,
) -> Result<(ClientSecret, String), Failure> {
    let at = clock::instant(work.call.at);
    let known = secrets(repo::of_client(work.tx, client.record.id).await?);
    for ended in make_room(&known, at, overlap_days)? {
        repo::end(work.tx, &ended).await?;
    }
    let text = secret::fresh("client");
    let made = ClientSecret {
        id: work.id(),
        created_at: at,
        expires_at: None,
    };
    let kept = KeptSecret {
        secret: made,
        digest: secret::digest(&text),
    };
    repo::add(work.tx, client.record.id, &kept).await?;
    tell(work, client, json!({"from": null, "to": made.id}));
    Ok((made, text))
}

/// The trail names the secret that came or went, never the secret itself.
fn tell(work: Work<'_>, client: &Stored<ApiClient>, change: serde_json::Value) {
    let values = json!({"secret": change});
    work.record(
        &client.record,
        client.meta.version,
        Verb::Updated,
        values,
        None,
    );
}

fn secrets(kept: Vec<KeptSecret>) -> Vec<ClientSecret> {
    kept.into_iter().map(|kept| kept.secret).collect()
}

/// The secrets of a client.
///
/// # Errors
/// When the client is not there for the caller to write.
pub async fn list(call: &Call, client: Uuid) -> Result<ApiClientSecrets, Failure> {
    let Some(stored) = find::<ApiClient>(call.store(), &call.scope(), client).await? else {
        return Err(missing::<ApiClients>(call, call.store(), client).await);
    };
    let known = secrets(repo::of_client(call.store(), stored.record.id).await?);
    let items = known.iter().map(|kept| ApiClientSecret::new(client, kept));
    Ok(ApiClientSecrets {
        items: items.collect(),
    })
}

/// Ends a secret at once, and with it every token of the client. One that has ended stays as it is.
///
/// # Errors
/// When there is no such client or secret for the caller to write.
pub async fn end(work: Work<'_>, client: Uuid, id: Uuid) -> Result<(), Failure> {
    let stored = lock_with_root::<ApiClients>(work, work.call, client).await?;
    let known = secrets(repo::of_client(work.tx, stored.record.id).await?);
    let secret = known
        .into_iter()
        .find(|kept| kept.id.0 == id)
        .ok_or_else(Failure::not_found)?;
    let at = clock::instant(work.call.at);
    if !secret.holds(at) {
        // Rolls the unit back: the version of the client stays what it was.
        return Err(Failure::NothingChanged);
    }
    let ended = ClientSecret {
        expires_at: Some(at),
        ..secret
    };
    repo::end(work.tx, &ended).await?;
    // Which token was asked for with which secret is not kept: a client asks for a new one.
    principal::revoke_all(work.tx, client).await?;
    tell(work, &stored, json!({"from": ended.id, "to": null}));
    Ok(())
}
