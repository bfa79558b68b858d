//! `/v1/me` and `/v1/me/access`: for whoever has a valid token.

use actix_web::HttpResponse;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::me::{Me, MyAccess},
};
use serde_json::{Value, json};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Query,
    reply::Reply,
    usecase::me::{me, my_access},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let unit = json!({"type": "string", "format": "uuid"});
    let operation = json!({"type": "string", "examples": ["listPeople"]});
    vec![
        Endpoint::new(
            Operation::new(ReadMe::OPERATION, "get", "/me", "access", ReadMe::ACCESS)
                .answers::<Me>(200, &[], example()),
            read,
        ),
        Endpoint::new(
            Operation::new(
                ReadMyAccess::OPERATION,
                "get",
                "/me/access",
                "access",
                ReadMyAccess::ACCESS,
            )
            .parameter("operation", "query", true, operation)
            .query("unit", unit)
            .answers::<MyAccess>(200, &[], access_example()),
            access,
        ),
    ]
}

struct ReadMe;
impl Needs for ReadMe {
    const OPERATION: &'static str = "readMe";
    const ACCESS: Access = Access::SignedIn;
}

async fn read(guard: Guard<ReadMe>, query: Query) -> Result<HttpResponse, Failure> {
    query.only(&[])?;
    Ok(Reply::json(200, &me(&guard).await?)?
        .header("cache-control", "private, no-store")
        .into())
}

struct ReadMyAccess;
impl Needs for ReadMyAccess {
    const OPERATION: &'static str = "readMyAccess";
    const ACCESS: Access = Access::SignedIn;
}

async fn access(guard: Guard<ReadMyAccess>, query: Query) -> Result<HttpResponse, Failure> {
    Ok(Reply::json(200, &my_access(&guard, &query).await?)?
        .header("cache-control", "private, no-store")
        .into())
}

fn example() -> Value {
    json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000301", "kind": "account", "name": "Noor Jansen",
        "email": "n.jansen@deverwondering.example", "language": "nl",
        "credential": {
            "id": "0199c2f6-7d5a-7000-8000-000000000303", "kind": "session", "expiresAt": "2026-08-24T21:30:00Z",
        },
        "scopes": ["cycles.read", "people.read"],
        "grants": [{
            "id": "0199c2f6-7d5a-7000-8000-000000000302", "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "unitId": "0199c2f6-7d5a-7000-8000-000000000002", "unitKind": "school", "unitName": "De Verwondering",
            "role": "quality-coordinator", "scopes": null,
            "allows": [
                {"permission": "ReadPeople", "scope": "people.read"}, {"permission": "ReadCycles", "scope": "cycles.read"},
            ],
        }],
    })
}

fn access_example() -> Value {
    let grant = "/v1/grants/0199c2f6-7d5a-7000-8000-000000000302";
    json!({
        "allowed": true, "operation": "listPeople", "unitId": "0199c2f6-7d5a-7000-8000-000000000002",
        "permission": "ReadPeople", "scope": "people.read", "tokenHasScope": true,
        "roles": [
            "board-quality-officer", "board-member", "privacy-officer", "hr", "school-leader", "quality-coordinator",
            "team-lead", "integrator",
        ],
        "grants": [{"href": grant, "hasRole": true, "narrowed": false, "gives": true}],
        "why": [{
            "code": "grant-allows", "detail": "De rol quality-coordinator die u hier hebt, staat dit toe.", "href": grant,
        }],
    })
}
