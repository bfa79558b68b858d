//! `akoki token create`: a token for a script, made on the machine itself.

use akoki_domain::{
    access::{CredentialKind, GrantInput, PrincipalKind, Role},
    id::{CredentialId, PrincipalId},
    organisation::Unit,
};
use akoki_persistence::{PLATFORM, find, repo::principal};
use clap::Subcommand;
use serde_json::json;
use uuid::Uuid;

use super::{Output, Refused, block};
use crate::{
    app,
    auth::{Held, scope::Scopes},
    config::Config,
    failure::Failure,
    guard::Call,
    usecase::{
        approval::give,
        personal_access_token::{Wanted, create_for},
    },
    work::Work,
};

/// Tokens for scripts.
#[derive(Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it.
    Create {
        /// The role it carries.
        #[arg(long, required_unless_present = "person")]
        role: Option<String>,
        /// The e-mail address of the account whose token it is: it can do what that person can.
        #[arg(long, conflicts_with_all = ["role", "unit"])]
        person: Option<String>,
        /// The unit on which; the platform itself for `platform-admin`.
        #[arg(long)]
        unit: Option<Uuid>,
        /// How long it holds: `30m`, `8h`, `90d`.
        #[arg(long, default_value = "8h")]
        ttl: String,
        /// What it may be used for, beside the role.
        #[arg(long, default_value = "all")]
        scope: String,
    },
}

impl TokenCommand {
    pub(super) fn run(self, config: Config, output: &Output) -> Result<(), Refused> {
        let TokenCommand::Create {
            role,
            person,
            unit,
            ttl,
            scope,
        } = self;
        let life = millis(&ttl).ok_or_else(|| {
            Refused(format!(
                "--ttl {ttl}: a number and s, m, h or d, at most 366d"
            ))
        })?;
        let scopes = Scopes::parse(&scope)
            .map_err(|words| Refused(format!("--scope: unknown {}", words.join(", "))))?;
        let holder = match (person, role) {
            (Some(email), _) => Holder::Person(email),
            (None, role) => script_holder(role.as_deref().unwrap_or_default(), unit)?,
        };
        let token = block(async move {
            let shared = app::open_begun(config).await?;
            let call = app::service_call(&shared, "createToken").await?;
            match holder {
                Holder::Script(role, unit) => script(&call, role, unit, life, &scopes)
                    .await
                    .map_err(|failure| Refused(failure.to_string())),
                Holder::Person(email) => personal(&call, &email, life, scopes).await,
            }
        })??;
        output.say(&token, json!({"token": token}));
        Ok(())
    }
}

/// Who can do with the token what they can.
enum Holder {
    /// Nobody but the token itself, with a role on a unit.
    Script(Role, Uuid),
    /// The account with this e-mail address.
    Person(String),
}

fn script_holder(role: &str, unit: Option<Uuid>) -> Result<Holder, Refused> {
    let role: Role = role.parse().map_err(|()| {
        let roles: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        Refused(format!("--role {role}: one of {}", roles.join(", ")))
    })?;
    let unit = match (unit, role) {
        (Some(unit), _) => unit,
        (None, Role::PlatformAdmin) => PLATFORM,
        (None, _) => return Err(Refused("--unit: the unit on which the role holds".into())),
    };
    Ok(Holder::Script(role, unit))
}

/// Makes a personal access token for the account with this e-mail address.
///
/// # Errors
/// When no account has the address, or it is disabled, or the store fails.
pub async fn personal(
    call: &Call,
    email: &str,
    life: i64,
    scopes: Scopes,
) -> Result<String, Refused> {
    let wanted = Wanted {
        name: "akoki token create".to_owned(),
        scopes,
        ends: call.at.saturating_add(life),
    };
    create_for(call, email, wanted)
        .await
        .map_err(|failure| match failure.status().as_u16() {
            404 => Refused(format!("--person {email}: no account that can sign in")),
            _ => Refused(failure.to_string()),
        })
}

/// `8h` in milliseconds.
fn millis(text: &str) -> Option<i64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = number.parse().ok().filter(|number| *number > 0)?;
    let unit = match unit {
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number
        .checked_mul(unit)
        .filter(|life| *life <= crate::auth::keys::LONGEST_TOKEN)
}

/// Makes a principal of its own for a script, with one role on one unit, and a token for it.
///
/// # Errors
/// When there is no such unit, or the store fails.
pub async fn script(
    call: &Call,
    role: Role,
    unit: Uuid,
    life: i64,
    scopes: &Scopes,
) -> Result<String, Failure> {
    let principal = cast(call, role, unit).await?;
    token_for(call, principal, life, scopes).await
}

/// Makes a principal of its own for a script, with one role on one unit. The grant stands in the trail and
/// in the feed as any other.
///
/// # Errors
/// When there is no such unit, or the store fails.
pub async fn cast(call: &Call, role: Role, unit: Uuid) -> Result<PrincipalId, Failure> {
    let (principal, outer): (PrincipalId, _) = (call.id(), call.clone());
    call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move {
            let work = Work { tx, call: &call };
            let unit = match unit {
                PLATFORM => None,
                unit => {
                    let found = find::<Unit>(tx, &work.scope(), unit).await?;
                    Some(found.ok_or_else(Failure::not_found)?.record)
                }
            };
            principal::add(tx, principal.0, PrincipalKind::Script).await?;
            let grant = GrantInput {
                principal_id: principal,
                unit_id: unit.as_ref().map(|unit| unit.id),
                role,
                scopes: None,
                starts_on: Some(call.today),
                ends_on: None,
            };
            give(work, grant, unit.as_ref()).await
        })
    })
    .await?;
    Ok(principal)
}

/// Makes a token for a principal.
///
/// # Errors
/// When the store fails, or there is no key to sign with.
pub async fn token_for(
    call: &Call,
    principal: PrincipalId,
    life: i64,
    scopes: &Scopes,
) -> Result<String, Failure> {
    let credential: CredentialId = call.id();
    let (ends, scope) = (call.at.saturating_add(life), scopes.to_string());
    call.unit(move |tx| {
        let scope = scope.clone();
        Box::pin(async move {
            let new = principal::NewCredential {
                id: credential.0,
                principal: principal.0,
                kind: CredentialKind::Script,
                scope,
                expires_at: ends,
            };
            Ok(principal::add_credential(tx, &new).await?)
        })
    })
    .await?;
    let held = Held {
        principal: principal.0,
        client: None,
        credential: credential.0,
        scopes,
    };
    call.shared.auth.token(&held, call.id(), call.at, ends)
}

#[cfg(test)]
mod tests {
    use super::millis;

    #[test]
    fn lives_are_read() {
        assert_eq!(millis("8h"), Some(28_800_000));
        assert_eq!(millis("30m"), Some(1_800_000));
        for text in [
            "",
            "h",
            "0h",
            "-1d",
            "8",
            "8x",
            "367d",
            "99999999999999999999d",
        ] {
            assert_eq!(millis(text), None, "{text}");
        }
    }
}
