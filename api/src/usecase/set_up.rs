//! Setting up: the very first account is made with a secret that an empty store prints once.
//!
//! A store is set up when the secret was spent, or when an account runs the platform however it came to
//! that. A token for a script, made on the machine, is nobody who can sign in: it does not count. A demo is
//! served with the tokens that it prints, also by a start without `--demo`: there is nothing to set up.

use akoki_domain::{
    Code, Refusal,
    access::{Account, AccountDetails, GrantInput, PrincipalKind, Role, check_password},
    id::{BoardId, PrincipalId, UnitId},
};
use akoki_openapi::wire::set_up::{FirstAccount, SetUp};
use akoki_persistence::{
    PLATFORM, Source,
    repo::{grant::of_platform, password, principal, setting},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{approval::give, organisation_unit::gather, throttle::Trial};
use crate::{
    auth::secret, demo, failure::Failure, guard::Call, http::Network, reply::Reply, work::Work,
};

const NAME: &str = "set-up";

/// How far setting up is.
#[derive(Clone)]
pub enum Progress {
    /// Nobody has set it up, and this is the secret with which that can be done: to be shown once.
    Began(String),
    /// Nobody has set it up; the secret was shown before.
    Pending,
    /// It is set up.
    Done,
}

fn kept(secret: &str) -> Value {
    json!({"digest": STANDARD.encode(secret::digest(secret))})
}

async fn is_done(call: &Call, source: &impl Source, kept: Option<&Value>) -> Result<bool, Failure> {
    if kept.is_some_and(|kept| kept.get("spent").is_some()) {
        return Ok(true);
    }
    if demo::is_demo(source).await? {
        return Ok(true);
    }
    let grants = of_platform(source).await?;
    Ok(grants.iter().any(|grant| grant.runs_platform(call.today)))
}

/// Makes the secret when the store has none yet.
///
/// # Errors
/// When the store fails.
pub async fn begin(call: &Call) -> Result<Progress, Failure> {
    let before = setting::get(call.store(), NAME).await?;
    if is_done(call, call.store(), before.as_ref()).await? {
        return Ok(Progress::Done);
    }
    if before.is_some() {
        return Ok(Progress::Pending);
    }
    let secret = secret::fresh("setup");
    let value = kept(&secret);
    let added = call
        .unit(move |tx| {
            let value = value.clone();
            Box::pin(async move { Ok(setting::add(tx, NAME, value).await?) })
        })
        .await;
    match added {
        Ok(()) => Ok(Progress::Began(secret)),
        // Another process was first, and shows its own.
        Err(Failure::NotUnique(_)) => Ok(Progress::Pending),
        Err(failure) => Err(failure),
    }
}

/// A new secret in the place of the one before.
///
/// # Errors
/// [`Code::AlreadySetUp`] when there is nothing left to set up.
pub async fn renew(call: &Call) -> Result<String, Failure> {
    let secret = secret::fresh("setup");
    let (value, outer) = (kept(&secret), call.clone());
    call.unit(move |tx| {
        let (value, call) = (value.clone(), outer.clone());
        Box::pin(async move {
            let before = setting::lock(tx, NAME).await?;
            if is_done(&call, tx, before.as_ref()).await? {
                return Err(Failure::from(Code::AlreadySetUp));
            }
            Ok(setting::put(tx, NAME, value).await?)
        })
    })
    .await?;
    Ok(secret)
}

/// Makes the first account, which the platform keeps, and lets it run the platform.
///
/// # Errors
/// [`Code::AlreadySetUp`]; everything that is wrong with the account; [`Code::WrongSetUpSecret`];
/// [`Code::TooManyRequests`] after too many tries.
pub async fn set_up(call: &Call, network: &Network, input: SetUp) -> Result<Reply, Failure> {
    let before = setting::get(call.store(), NAME).await?;
    if is_done(call, call.store(), before.as_ref()).await? {
        return Err(Code::AlreadySetUp.into());
    }
    let details = checked(call, &input)?;
    let trial = Trial::new(call, None, network).await?;
    let secret = kept(&input.secret);
    if before.as_ref() != Some(&secret) {
        trial.failed(call, None).await?;
        return Err(Code::WrongSetUpSecret.into());
    }
    let hash = call.shared.passwords.turn().await?;
    let hash = hash.hash(input.password).await?;
    let outer = call.clone();
    call.unit(move |tx| {
        let (call, details) = (outer.clone(), details.clone());
        let (secret, hash) = (secret.clone(), hash.clone());
        Box::pin(async move {
            let now = setting::lock(tx, NAME).await?;
            if is_done(&call, tx, now.as_ref()).await? {
                return Err(Failure::from(Code::AlreadySetUp));
            }
            if now != Some(secret) {
                return Err(Code::WrongSetUpSecret.into());
            }
            setting::put(tx, NAME, json!({"spent": true})).await?;
            first_account(Work { tx, call: &call }, details, hash).await
        })
    })
    .await
}

fn checked(call: &Call, input: &SetUp) -> Result<AccountDetails, Failure> {
    let mut reasons = Vec::new();
    let details = AccountDetails {
        email: input.email.clone(),
        display_name: input.display_name.clone(),
        language: call.language,
        person_id: None,
        disabled: false,
    };
    let details = gather(details.check(), &mut reasons);
    check_password(
        &input.password,
        &input.email,
        &input.display_name,
        "/password",
        &mut reasons,
    );
    Refusal::unless_empty(reasons)?;
    details.ok_or_else(|| Failure::Internal("an account without details".into()))
}

async fn first_account(
    work: Work<'_>,
    details: AccountDetails,
    hash: String,
) -> Result<Reply, Failure> {
    let id: PrincipalId = work.id();
    let account = Account {
        id,
        board_id: BoardId(PLATFORM),
        unit_id: UnitId(PLATFORM),
        details,
    };
    let values = json!({
        "email": account.details.email,
        "displayName": account.details.display_name,
        "language": account.details.language,
    });
    principal::add(work.tx, id.0, PrincipalKind::Account).await?;
    let account = work.insert(account, values).await?.record;
    password::put(work.tx, id.0, hash).await?;
    let grant = GrantInput {
        principal_id: id,
        unit_id: None,
        role: Role::PlatformAdmin,
        scopes: None,
        starts_on: Some(work.call.today),
        ends_on: None,
    };
    give(work, grant, None).await?;
    let shown = FirstAccount {
        id: id.0,
        email: account.details.email,
        display_name: account.details.display_name,
    };
    Ok(Reply::json(201, &shown)?.header("location", format!("/v1/accounts/{id}")))
}
