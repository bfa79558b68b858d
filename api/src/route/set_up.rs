//! `/v1/set-up`: the first account of an empty store.

use actix_web::HttpResponse;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::set_up::{FirstAccount, SetUp},
};
use serde_json::json;

use super::session::TAG;
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, Network},
    usecase::set_up::set_up,
};

struct SettingUp;
impl Needs for SettingUp {
    const OPERATION: &'static str = "setUp";
    const ACCESS: Access = Access::Public;
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let (email, name) = ("beheer@akoki.example", "Bente Beheer");
    let input = json!({
        "secret": "akoki_setup_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
        "email": email, "displayName": name, "password": "zeven zwanen op het water",
    });
    let made = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000060", "email": email, "displayName": name,
    });
    let operation = Operation::new(
        SettingUp::OPERATION,
        "post",
        "/set-up",
        TAG,
        SettingUp::ACCESS,
    );
    vec![Endpoint::new(
        operation
            .takes::<SetUp>(input)
            .answers::<FirstAccount>(201, &["Location"], made)
            .problems(&[403, 409, 503]),
        setting_up,
    )]
}

async fn setting_up(
    guard: Guard<SettingUp>,
    network: Network,
    body: Body<SetUp>,
) -> Result<HttpResponse, Failure> {
    Ok(set_up(&guard, &network, body.value).await?.into())
}
