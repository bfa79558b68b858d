//! `/sandbox`: a clock that can be moved and a store that can be emptied, for those who build against
//! the service. Only served with `--sandbox`, which is refused on a store that began without it.

use actix_web::{HttpResponse, web};
use akoki_domain::{Code, Reason};
use akoki_persistence::repo::sandbox;
use serde::Deserialize;
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app,
    failure::Failure,
    guard::Call,
    http::body::Body,
    sandbox_clock,
    state::AppState,
    usecase::set_up::{self, Progress},
    worker,
};

/// Registers the sandbox operations, where they are served.
pub fn register(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/sandbox/clock")
                .route(web::get().to(clock))
                .route(web::post().to(advance)),
        )
        .service(web::resource("/sandbox/reset").route(web::post().to(reset)));
}

/// Where the clock is to go: on by so many days and hours, or to a moment.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SandboxAdvance {
    #[schema(minimum = 0, maximum = 1000000)]
    days: Option<u32>,
    #[schema(minimum = 0, maximum = 1000000)]
    hours: Option<u32>,
    to: Option<String>,
}

fn call(state: &AppState, operation: &'static str) -> Result<Call, Failure> {
    if state.shared.sandbox {
        Ok(Call::service(
            state.shared.clone(),
            state.store.clone(),
            operation,
        ))
    } else {
        Err(Failure::not_found())
    }
}

fn now(call: &Call) -> HttpResponse {
    let now = call.shared.clock.now().format(&Rfc3339).unwrap_or_default();
    HttpResponse::Ok().json(json!({"now": now, "today": call.shared.clock.today().to_string()}))
}

async fn clock(state: web::Data<AppState>) -> Result<HttpResponse, Failure> {
    Ok(now(&call(&state, "readClock")?))
}

/// Moves the clock on, a day at a time, and runs on each day what falls due.
async fn advance(
    state: web::Data<AppState>,
    body: Body<SandboxAdvance>,
) -> Result<HttpResponse, Failure> {
    let call = call(&state, "moveClock")?;
    let mut left = way(&body.value, call.shared.clock.now())?;
    while left > 0 {
        let step = left.min(DAY);
        sandbox_clock::advance(&call, step).await?;
        left -= step;
        let today = Call::service(call.shared.clone(), state.store.clone(), "moveClock");
        worker::run_due(&today).await?;
    }
    Ok(now(&call))
}

/// How far it is, in milliseconds; or all that is wrong with what was asked.
fn way(asked: &SandboxAdvance, now: OffsetDateTime) -> Result<i64, Failure> {
    let mut reasons = Vec::new();
    let by = i64::from(asked.days.unwrap_or(0)) * DAY + i64::from(asked.hours.unwrap_or(0)) * HOUR;
    let mut left = Some(by);
    if let Some(to) = &asked.to {
        for (field, given) in [("/days", asked.days), ("/hours", asked.hours)] {
            if given.is_some() {
                reasons.push(Reason::new(Code::NotBoth).at(field).with("other", "to"));
            }
        }
        let to = OffsetDateTime::parse(to, &Rfc3339).ok();
        if to.is_none() {
            let wrong = Reason::new(Code::InvalidFormat).at("/to");
            reasons.push(wrong.with("expected", "2027-03-01T00:00:00Z"));
        }
        left = to.map(|to| i64::try_from((to - now).whole_milliseconds()).unwrap_or(0));
    }
    if left.is_some_and(|left| !(1..=MOST).contains(&left)) {
        let at = asked.to.as_ref().map_or("", |_| "/to");
        let wrong = Reason::new(Code::ClockOutOfRange).at(at);
        reasons.push(wrong.with("days", MOST_DAYS));
    }
    match left {
        Some(left) if reasons.is_empty() => Ok(left),
        _ => Err(Failure::invalid("body", reasons)),
    }
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const MOST_DAYS: i64 = 2000;
const MOST: i64 = MOST_DAYS * DAY;

/// Empties the store and sets it up as at its first start. Tokens made before no longer hold.
async fn reset(state: web::Data<AppState>) -> Result<HttpResponse, Failure> {
    let emptying = call(&state, "resetSandbox")?;
    emptying
        .unit(|tx| {
            Box::pin(async move {
                sandbox::clear(tx).await?;
                Ok(app::say_sandbox(tx).await?)
            })
        })
        .await?;
    // Not before: a store that could not be emptied is still of the day to which it was moved.
    emptying.shared.clock.reset();
    let call = call(&state, "resetSandbox")?;
    app::prepare(&call)
        .await
        .map_err(|error| Failure::Internal(error.to_string()))?;
    let printed = match set_up::begin(&call).await? {
        Progress::Began(secret) => json!({"setUpSecret": secret}),
        Progress::Pending | Progress::Done => json!({}),
    };
    Ok(HttpResponse::Ok().json(printed))
}
