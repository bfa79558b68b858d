//! Machine clients.

use akoki_domain::access::{ApiClient, ApiClientDetails, Permission, PrincipalKind};
use akoki_openapi::wire::api_client::{ApiClient as View, ApiClientInput};
use akoki_persistence::{Source, Stored, repo::principal};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct ApiClients;

impl Resource for ApiClients {
    type Record = ApiClient;
    type Input = ApiClientInput;
    type View = View;

    const NAMES: Names = names!("ApiClient", "ApiClients", "clients");
    const READ: Permission = Permission::ReadClients;
    const WRITE: Permission = Permission::WriteClients;

    async fn create(work: Work<'_>, input: ApiClientInput) -> Result<ApiClient, Failure> {
        // What is made hangs on the platform: whoever reaches only a board makes none.
        work.call.entitled().await?;
        let details = ApiClientDetails::from(input).check()?;
        let client = ApiClient {
            id: work.id(),
            details,
        };
        principal::add(work.tx, client.id.0, PrincipalKind::Client).await?;
        Ok(client)
    }

    async fn change(
        work: Work<'_>,
        before: &ApiClient,
        input: ApiClientInput,
    ) -> Result<ApiClient, Failure> {
        let details = ApiClientDetails::from(input).check()?;
        let stopped = details.disabled && !before.details.disabled;
        if stopped || before.details.loses(&details) {
            principal::revoke_all(work.tx, before.id.0).await?;
        }
        Ok(ApiClient {
            id: before.id,
            details,
        })
    }

    fn input(client: &ApiClient) -> ApiClientInput {
        (&client.details).into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<ApiClient>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items
            .iter()
            .map(|one| {
                let meta = one.meta;
                View::new(&one.record, meta.version, meta.created_at, meta.updated_at)
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        let jwks = json!({"keys": [{
            "kid": "2026-11", "kty": "EC", "use": "sig", "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        }]});
        let scopes = [
            "groups.read",
            "organisation.read",
            "people.read",
            "people.write",
        ];
        let input = json!({
            "name": "Roosterkoppeling", "vendor": "Leverancier BV",
            "contactEmail": "api@leverancier.example", "scopes": scopes, "jwks": jwks,
        });
        let view = json!({
            "id": EXAMPLE, "name": "Roosterkoppeling", "vendor": "Leverancier BV",
            "contactEmail": "api@leverancier.example", "scopes": scopes, "jwks": jwks,
            "disabled": false, "version": 1,
            "createdAt": "2026-11-25T09:30:00Z", "updatedAt": "2026-11-25T09:30:00Z",
        });
        (input, view)
    }
}

/// The id of the client of the examples.
pub const EXAMPLE: &str = "0199c2f6-7d5a-7000-8000-000000000070";
