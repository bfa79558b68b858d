//! Passwords: set with a code that somebody else gave, changed by whoever knows the one before.

use akoki_domain::{
    Code, Noun, Reason,
    access::{Account, check_password},
};
use akoki_openapi::wire::password::{Activation, PasswordChange};
use akoki_persistence::{
    Verb,
    repo::{account, activation, password},
};
use serde_json::json;

use super::{
    session::{about, close_all, signed_in},
    throttle::{self, Trial},
};
use crate::{auth::secret, failure::Failure, guard::Call, http::Network};

/// Everything that is wrong with a password for this account.
fn wrong(password: &str, account: Option<&Account>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let (email, name) = account.map_or(("", ""), |account| {
        (
            account.details.email.as_str(),
            account.details.display_name.as_str(),
        )
    });
    check_password(password, email, name, "/password", &mut reasons);
    reasons
}

fn unless_empty(reasons: Vec<Reason>) -> Result<(), Failure> {
    Ok(akoki_domain::Refusal::unless_empty(reasons)?)
}

fn no_such_code() -> Reason {
    Reason::new(Code::InvalidActivationCode).at("/code")
}

/// Sets the password of the account whose code this is. The code is spent and every session ends:
/// whoever knew the password before is out.
///
/// # Errors
/// Everything that is wrong with code and password; [`Code::TooManyRequests`] after too many tries.
pub async fn activate(call: &Call, network: &Network, input: Activation) -> Result<(), Failure> {
    let trial = Trial::new(call, None, network).await?;
    let digest = secret::digest(&input.code);
    let id = activation::account_of(call.store(), &digest, call.at).await?;
    let account = match id {
        Some(id) => {
            akoki_persistence::find::<Account>(call.store(), &call.everything(), id).await?
        }
        None => None,
    };
    let account = account
        .map(|stored| stored.record)
        .filter(|account| !account.details.disabled);
    let mut reasons = wrong(&input.password, account.as_ref());
    let Some(account) = account else {
        trial.failed(call, None).await?;
        reasons.insert(0, no_such_code());
        return unless_empty(reasons);
    };
    unless_empty(reasons)?;
    let turn = call.shared.passwords.turn().await?;
    let hash = turn.hash(input.password).await?;
    let (outer, id) = (call.clone(), account.id.0);
    call.unit(move |tx| {
        let (call, digest, hash) = (outer.clone(), digest.clone(), hash.clone());
        Box::pin(async move {
            let held = account::hold(tx, id).await?;
            let account = held.filter(|account| !account.details.disabled);
            let spent = activation::spend(tx, &digest).await?;
            let Some(account) = account.filter(|_| spent) else {
                return Err(Failure::body(no_such_code()));
            };
            password::put(tx, id, hash).await?;
            close_all(&call, tx, id, None).await?;
            throttle::clear(&call, tx, "email", &account.details.email).await?;
            let values = json!({"password": "activated"});
            tx.note(about(&account, Noun::Account, id, Verb::Updated, values));
            Ok(())
        })
    })
    .await
}

/// Changes the password of whoever calls. Their other sessions end. The new password is judged first: only
/// when nothing is wrong with it is the current one tried, so that a weak new one is no failed try.
///
/// # Errors
/// Everything that is wrong with the new password, or that the current one is wrong; [`Code::SessionRequired`] for tokens of scripts and
/// machines; [`Code::TooManyRequests`] after too many tries.
pub async fn change(call: &Call, network: &Network, input: PasswordChange) -> Result<(), Failure> {
    let (_, account) = signed_in(call, call.store()).await?;
    unless_empty(wrong(&input.password, Some(&account)))?;
    let id = account.id.0;
    // Counted apart from signing in: whoever has a session in hand locks nobody out.
    let trial = Trial::new(call, Some(("password", &id.to_string())), network).await?;
    let turn = call.shared.passwords.turn().await?;
    trial.count(call).await?;
    let before = password::hash_of(call.store(), id).await?;
    let verdict = turn.verify(input.current_password, before.clone()).await?;
    if !verdict.matches {
        let values = json!({"password": "refused"});
        let note = about(&account, Noun::Account, id, Verb::Updated, values);
        trial.failed(call, Some(note)).await?;
        let reason = Reason::new(Code::WrongPassword).at("/currentPassword");
        return Err(Failure::body(reason));
    }
    let turn = call.shared.passwords.turn().await?;
    let hash = turn.hash(input.password).await?;
    let outer = call.clone();
    call.unit(move |tx| {
        let (call, hash, before) = (outer.clone(), hash.clone(), before.clone());
        let trial = trial.clone();
        Box::pin(async move {
            let held = account::hold(tx, id).await?;
            held.ok_or_else(|| Failure::from(Code::SessionRequired))?;
            let (me, account) = signed_in(&call, tx).await?;
            if password::hash_of(tx, id).await? != before {
                let reason = Reason::new(Code::WrongPassword).at("/currentPassword");
                return Err(Failure::body(reason));
            }
            trial.passed(tx).await?;
            activation::forget(tx, id).await?;
            password::put(tx, id, hash).await?;
            close_all(&call, tx, id, Some(me.id)).await?;
            let values = json!({"password": "changed"});
            tx.note(about(&account, Noun::Account, id, Verb::Updated, values));
            Ok(())
        })
    })
    .await
}
