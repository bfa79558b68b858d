//! `/v1/activations` and `/v1/me/password`: how a password comes to be and changes.

use actix_web::HttpResponse;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::password::{Activation, PasswordChange},
};
use serde_json::json;

use super::session::TAG;
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, Network},
    reply::Reply,
    usecase::password,
};

struct Activate;
impl Needs for Activate {
    const OPERATION: &'static str = "activateAccount";
    const ACCESS: Access = Access::Public;
}

struct ChangePassword;
impl Needs for ChangePassword {
    const OPERATION: &'static str = "changePassword";
    const ACCESS: Access = Access::SignedIn;
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let code = json!({
        "code": "akoki_activation_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
        "password": "drie fietsen zonder licht",
    });
    let change = json!({
        "currentPassword": "twaalf tulpen op tafel", "password": "drie fietsen zonder licht",
    });
    let of = |id, method, path: &str, access| Operation::new(id, method, path, TAG, access);
    vec![
        Endpoint::new(
            of(
                Activate::OPERATION,
                "post",
                "/activations",
                Activate::ACCESS,
            )
            .takes::<Activation>(code)
            .answers_empty(204, &[])
            .problems(&[503]),
            activate,
        ),
        Endpoint::new(
            of(
                ChangePassword::OPERATION,
                "put",
                "/me/password",
                ChangePassword::ACCESS,
            )
            .takes::<PasswordChange>(change)
            .answers_empty(204, &[])
            .problems(&[503]),
            change_password,
        ),
    ]
}

async fn activate(
    guard: Guard<Activate>,
    network: Network,
    body: Body<Activation>,
) -> Result<HttpResponse, Failure> {
    password::activate(&guard, &network, body.value).await?;
    Ok(Reply::empty(204).into())
}

async fn change_password(
    guard: Guard<ChangePassword>,
    network: Network,
    body: Body<PasswordChange>,
) -> Result<HttpResponse, Failure> {
    password::change(&guard, &network, body.value).await?;
    Ok(Reply::empty(204).into())
}
