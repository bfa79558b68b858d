//! The set-up secret: printed at the first start, and made anew by `akoki set-up-secret`.

use akoki_domain::Code;
use serde_json::json;

use super::{Output, Refused, block};
use crate::{app, config::Config, failure::Failure};

pub use crate::usecase::set_up::{Progress, begin, renew};

/// Says at the start how far setting up is.
pub(super) fn announce(progress: &Progress, output: &Output) {
    match progress {
        Progress::Began(secret) => output.say(
            &format!("Set-up secret, shown once, for POST /v1/set-up: {secret}"),
            json!({"setUpSecret": secret}),
        ),
        Progress::Pending => output.remark(
            "Nobody has set this store up yet. The set-up secret was shown at the first start; \
             `akoki set-up-secret` makes a new one.",
        ),
        Progress::Done => {}
    }
}

/// `akoki set-up-secret`.
pub(super) fn run(config: Config, output: &Output) -> Result<(), Refused> {
    let secret = block(async move {
        let shared = app::open_begun(config).await?;
        let call = app::service_call(&shared, "renewSetUpSecret").await?;
        renew(&call).await.map_err(|failure| match failure {
            Failure::Plain(reason) if reason.code == Code::AlreadySetUp => {
                Refused("this store is set up already".into())
            }
            other => Refused(other.to_string()),
        })
    })??;
    output.say(&secret, json!({"setUpSecret": secret}));
    Ok(())
}
