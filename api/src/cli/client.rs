//! `akoki client create`: a machine client, registered and approved on the machine itself.

use akoki_domain::{
    access::{
        ApiClient, ApiClientDetails, Giving, GrantFacts, GrantInput, Permission, PrincipalKind,
        Role, check_approval,
    },
    id::{PrincipalId, UnitId},
    organisation::Unit,
};
use akoki_persistence::{PLATFORM, find, repo::principal};
use clap::Subcommand;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{Output, Refused, block};
use crate::{
    app,
    config::Config,
    failure::Failure,
    guard::Call,
    resource::input_json,
    usecase::{
        api_client::ApiClients,
        approval::{give, is_board},
        client_secret,
    },
    work::Work,
};

/// Machine clients.
#[derive(Subcommand)]
pub enum ClientCommand {
    /// Register a client, approve it, and print its id and its secret.
    Create {
        /// What it is called.
        #[arg(long)]
        name: String,
        /// Whose it is; by default it is its own.
        #[arg(long)]
        vendor: Option<String>,
        /// What it may be there.
        #[arg(long)]
        role: String,
        /// The unit on which; the platform itself for `platform-admin`.
        #[arg(long)]
        unit: Option<Uuid>,
        /// What it may ask for; everything there is when absent.
        #[arg(long, num_args = 1..)]
        scope: Vec<String>,
    },
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    details: ApiClientDetails,
    role: Role,
    unit: Option<Uuid>,
}

/// What was made; the secret is shown now only.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// The client.
    pub client_id: PrincipalId,
    /// Its secret.
    pub client_secret: String,
}

impl ClientCommand {
    pub(super) fn run(self, config: Config, output: &Output) -> Result<(), Refused> {
        let asked = self.asked()?;
        let made = block(async move {
            let shared = app::open_begun(config).await?;
            let call = app::service_call(&shared, "createClient").await?;
            create(&call, asked).await
        })??;
        let (id, secret) = (made.client_id, &made.client_secret);
        output.say(
            &format!("client id: {id}\nclient secret: {secret}"),
            json!(made),
        );
        Ok(())
    }

    /// What the words of the command ask for.
    ///
    /// # Errors
    /// When there is no such role.
    pub fn asked(self) -> Result<Asked, Refused> {
        let ClientCommand::Create {
            name,
            vendor,
            role,
            unit,
            scope,
        } = self;
        let role: Role = role.parse().map_err(|()| {
            let roles: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
            Refused(format!("--role {role}: one of {}", roles.join(", ")))
        })?;
        let details = ApiClientDetails {
            vendor: vendor.unwrap_or_else(|| name.clone()),
            name,
            contact_email: None,
            scopes: words(&scope),
            keys: Vec::new(),
            disabled: false,
        };
        Ok(Asked {
            details,
            role,
            unit,
        })
    }
}

/// The words of `--scope`, however they were parted; every scope when there are none.
fn words(sent: &[String]) -> Vec<String> {
    let mut words: Vec<String> = sent
        .iter()
        .flat_map(|text| text.split([' ', ',']))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        let all = Permission::ALL.iter().map(|permission| permission.scope());
        words = all.map(str::to_owned).collect();
    }
    words.sort();
    words.dedup();
    words
}

/// Everything that is wrong, in one line.
fn refused(failure: Failure) -> Refused {
    let all = match &failure {
        Failure::Invalid(all) => all,
        other => return Refused(other.to_string()),
    };
    let said = all.iter().map(|wrong| {
        let reason = &wrong.reason;
        let at = reason.pointer.as_deref().unwrap_or_default();
        let params = reason.params.iter().map(|(_, value)| value.as_str());
        let values: Vec<&str> = params.collect();
        format!("{at} {} {}", reason.code.as_str(), values.join(", "))
    });
    let said: Vec<String> = said.map(|text| text.trim().to_owned()).collect();
    Refused(said.join("; "))
}

/// Registers a client, makes its secret and approves it, all or nothing.
///
/// # Errors
/// Everything that is wrong with it.
pub async fn create(call: &Call, asked: Asked) -> Result<Made, Refused> {
    let outer = call.clone();
    call.unit(move |tx| {
        let (call, asked) = (outer.clone(), asked.clone());
        Box::pin(async move { register(Work { tx, call: &call }, asked).await })
    })
    .await
    .map_err(refused)
}

async fn register(work: Work<'_>, asked: Asked) -> Result<Made, Failure> {
    let client = ApiClient {
        id: work.id(),
        details: asked.details.check()?,
    };
    let unit = match asked.unit {
        Some(unit) => find::<Unit>(work.tx, &work.scope(), unit).await?,
        None => None,
    };
    let unit = unit.map(|stored| stored.record);
    let approval = approval(work, &client, &asked, unit.as_ref())?;
    principal::add(work.tx, client.id.0, PrincipalKind::Client).await?;
    let values = input_json::<ApiClients>(&client)?;
    let stored = work.insert(client, values).await?;
    let (_, client_secret) = client_secret::add(work, &stored, 0).await?;
    give(work, approval, unit.as_ref()).await?;
    Ok(Made {
        client_id: stored.record.id,
        client_secret,
    })
}

/// The approval, by the rules that hold for everyone: whoever is at the machine may give every role.
fn approval(
    work: Work<'_>,
    client: &ApiClient,
    asked: &Asked,
    unit: Option<&Unit>,
) -> Result<GrantInput, Failure> {
    let input = GrantInput {
        principal_id: client.id,
        unit_id: asked.unit.map(UnitId),
        role: asked.role,
        scopes: Some(client.details.scopes.clone()),
        starts_on: Some(work.call.today),
        ends_on: None,
    };
    let facts = GrantFacts {
        giver_id: PrincipalId(PLATFORM),
        givers: Role::ALL.iter().copied().map(Giving::whole).collect(),
        token_scopes: None,
        in_office: Vec::new(),
        today: work.call.today,
        principal_known: true,
        principal_at: "",
        grantee: None,
        unit_is_board: unit.map(is_board),
        others: Vec::new(),
    };
    Ok(check_approval(&input, client, &facts)?)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn scopes_are_parted_by_spaces_or_commas() {
        let sent = [
            "people.read,groups.read".to_owned(),
            "people.read".to_owned(),
        ];
        assert_eq!(words(&sent), ["groups.read", "people.read"]);
        assert!(words(&[]).len() > 10);
    }
}
