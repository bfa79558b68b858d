//! Accounts, grants, and what a caller may do where.

mod account;
mod changing;
mod giving;
mod grant;
mod me;
mod narrowed;
mod own_writes;
mod platform;

use akoki_api::auth::{Held, scope::Scopes};
use akoki_domain::{
    access::{CredentialKind, Role},
    id::CredentialId,
};
use akoki_persistence::repo::principal::{self, NewCredential};
use akoki_tests::{Caller, TestApp};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A new account that hangs on this unit.
async fn account(keeper: &Caller, unit: Uuid, email: &str) -> Uuid {
    let body = json!({"email": email, "displayName": email, "unitId": unit});
    keeper.post("/v1/accounts", body).await.expect(201).id()
}

/// What is sent to give an account a role.
fn grant(account: Uuid, unit: Uuid, role: Role) -> Value {
    json!({"principalId": account, "unitId": unit, "role": role.as_str()})
}

/// A day so many days from now.
fn day(app: &TestApp, days: i64) -> Value {
    let now = OffsetDateTime::from_unix_timestamp(app.shared.clock.millis() / 1000).unwrap();
    json!((now + Duration::days(days)).date().to_string())
}

/// A caller who is signed in with this account, with a token for these scopes.
async fn signed_in(app: &TestApp, account: Uuid, scopes: &Scopes) -> Caller {
    let call = app.service().await;
    let credential: CredentialId = call.id();
    let (ends, scope) = (call.at + 3_600_000, scopes.to_string());
    call.unit(move |tx| {
        let scope = scope.clone();
        Box::pin(async move {
            let new = NewCredential {
                id: credential.0,
                principal: account,
                kind: CredentialKind::Session,
                scope,
                expires_at: ends,
            };
            Ok(principal::add_credential(tx, &new).await?)
        })
    })
    .await
    .unwrap();
    let held = Held {
        principal: account,
        client: None,
        credential: credential.0,
        scopes,
    };
    let token = app
        .shared
        .auth
        .token(&held, call.id(), call.at, ends)
        .unwrap();
    app.with_token(token)
}

/// Errors as a test writes them.
fn errors(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(location, code)| ((*location).to_owned(), (*code).to_owned()))
        .collect()
}
