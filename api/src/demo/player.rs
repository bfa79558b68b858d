//! Plays the stories: each step is a request to the router, at its own moment.

use actix_web::{
    Error,
    body::{MessageBody, to_bytes},
    dev::{Service, ServiceResponse},
    http::header,
    test::{TestRequest, init_service},
    web,
};
use akoki_domain::id::PrincipalId;
use akoki_persistence::{PLATFORM, Store};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use uuid::Uuid;

use super::{
    Filled, OPERATION, begin,
    script::{Cast, Deed, Response, Step, Words, responses, role, steps},
    wrong,
};
use crate::{
    app::{self, StartError},
    auth::scope::Scopes,
    cli::token,
    clock::{Story, moment_of},
    failure::Failure,
    guard::Call,
    http::body::MERGE_PATCH,
    route,
    state::{AppState, Shared},
    usecase::standing::take_due,
    worker::{self, jobs},
};

/// When the first step of a day is taken, in minutes.
const MORNING: u16 = 8 * 60 + 30;
/// How long after it the next one is.
const PACE: u16 = 3;
/// When a day's work is over.
const EVENING: u16 = 23 * 60;

/// Empties the store and plays all stories.
pub(super) async fn play(shared: &Arc<Shared>, story: &Arc<Story>) -> Result<Filled, StartError> {
    let steps = steps().map_err(wrong)?;
    let first = steps.first().map_or(0, Step::day);
    story.turn(first, 0);
    let call = app::service_call(shared, OPERATION).await?;
    let stage = Stage {
        shared: shared.clone(),
        story: story.clone(),
        store: call.store().clone(),
    };
    begin(&call).await.map_err(wrong)?;
    app::prepare(&call).await?;
    let known = call.frameworks().await.map_err(wrong)?;
    let state = AppState::new(shared.clone(), call.store().clone());
    let answering = app::answering(&route::all()).app_data(web::Data::new(state));
    let router = init_service(answering).await;
    let send = async |request: TestRequest| router.call(request.to_request()).await;
    let mut played = Played {
        words: Words {
            story,
            known: &known,
            named: BTreeMap::new(),
        },
        cast: BTreeMap::new(),
        tokens: BTreeMap::new(),
    };
    for day in stage.days(&steps) {
        stage.begin_day(day).await?;
        let mut minutes = MORNING;
        for step in steps.iter().filter(|step| step.day() == day) {
            story.turn(day, minutes);
            let done = match step {
                Step::Cast(cast) => played.bring_on(&stage.call(), cast).await,
                Step::Call(deed) => played.act(&send, deed).await,
                Step::Respond(answered) => played.respond(&send, &answered.answers).await,
            };
            done.map_err(|error| wrong(format!("{step:?}: {error}")))?;
            jobs::drain(&stage.call()).await.map_err(wrong)?;
            minutes = minutes.saturating_add(PACE);
        }
        if minutes > MORNING {
            stage.end_day(day).await?;
        }
    }
    story.turn(0, 0);
    worker::keeper::forget(&stage.call()).await.map_err(wrong)?;
    Ok(played.filled())
}

/// Where a story is played.
struct Stage {
    shared: Arc<Shared>,
    story: Arc<Story>,
    store: Store,
}

impl Stage {
    /// A call of the service itself, at this moment.
    fn call(&self) -> Call {
        Call::service(self.shared.clone(), self.store.clone(), OPERATION)
    }

    /// The days on which something happens, and the first of every month until today.
    fn days(&self, steps: &[Step]) -> BTreeSet<i64> {
        let first = steps.first().map_or(0, Step::day);
        let months = (first..=0).filter(|day| self.story.day(*day).day() == 1);
        months.chain(steps.iter().map(Step::day)).collect()
    }

    /// At the beginning of a month it is kept where everybody stands.
    async fn begin_day(&self, day: i64) -> Result<(), StartError> {
        if self.story.day(day).day() == 1 {
            self.story.turn(day, 0);
            take_due(&self.call()).await.map_err(wrong)?;
        }
        Ok(())
    }

    /// What workers do by themselves is done on every day with steps, always at the same moment of the
    /// story: what it makes must not depend on where months begin.
    async fn end_day(&self, day: i64) -> Result<(), StartError> {
        self.story.turn(day, EVENING);
        worker::run_due(&self.call()).await.map_err(wrong)
    }
}

/// What the steps so far made.
struct Played<'a> {
    words: Words<'a>,
    cast: BTreeMap<String, PrincipalId>,
    tokens: BTreeMap<String, String>,
}

impl Played<'_> {
    async fn bring_on(&mut self, call: &Call, cast: &Cast) -> Result<(), String> {
        let id = |text: &str| -> Result<Uuid, String> {
            let id = self.words.text(text)?.parse();
            id.map_err(|_| format!("no id: {text}"))
        };
        let told = |error: Failure| error.to_string();
        let principal = match &cast.account {
            Some(account) => PrincipalId(id(account)?),
            None => {
                let unit = cast.on.as_deref().map_or(Ok(PLATFORM), id)?;
                let role = role(cast.role.as_deref())?;
                token::cast(call, role, unit).await.map_err(told)?
            }
        };
        // The tokens of a story end with it.
        let life = moment_of(self.words.story.day(0), 0).saturating_sub(call.at);
        let token = token::token_for(call, principal, life, &Scopes::all())
            .await
            .map_err(told)?;
        self.cast.insert(cast.cast.clone(), principal);
        self.tokens.insert(cast.cast.clone(), token);
        Ok(())
    }

    async fn act<B: MessageBody>(
        &mut self,
        send: &impl AsyncFn(TestRequest) -> Result<ServiceResponse<B>, Error>,
        deed: &Deed,
    ) -> Result<(), String> {
        let body = answered(send, self.request(deed)?).await?;
        if let Some(name) = &deed.name {
            let answer: Value = serde_json::from_slice(&body).map_err(|error| error.to_string())?;
            let first = answer.get("items").and_then(|items| items.get(0)).cloned();
            let list = answer.get("items").is_some();
            let answer = if list { first } else { Some(answer) };
            let answer = answer.ok_or("the list is empty")?;
            self.words.named.insert(name.clone(), answer);
        }
        Ok(())
    }

    /// Whoever a file tells of answers a survey, as it is done with a code.
    async fn respond<B: MessageBody>(
        &self,
        send: &impl AsyncFn(TestRequest) -> Result<ServiceResponse<B>, Error>,
        file: &str,
    ) -> Result<(), String> {
        let text = akoki_migrations::seed::demo(file).ok_or("no such file")?;
        for Response { code, answers } in responses(&self.words.text(text)?)? {
            let begin = TestRequest::post().uri("/v1/survey-sessions");
            let begun = answered(send, begin.set_json(json!({"code": code}))).await?;
            let begun: Value = serde_json::from_slice(&begun).map_err(|error| error.to_string())?;
            let token = begun.get("token").and_then(Value::as_str);
            let token = token.ok_or("the code was used before")?;
            let submission = TestRequest::post()
                .uri("/v1/survey-sessions/current/submission")
                .insert_header((header::AUTHORIZATION, format!("Bearer {token}")))
                .set_json(json!({"answers": answers}));
            answered(send, submission).await?;
        }
        Ok(())
    }

    fn request(&self, deed: &Deed) -> Result<TestRequest, String> {
        let (method, path) = deed.call.split_once(' ').ok_or("no method")?;
        let token = self.tokens.get(&deed.by).ok_or("nobody is called so")?;
        let uri = format!("/v1{}", self.words.text(path)?);
        let mut request = TestRequest::with_uri(&uri)
            .method(method.parse().map_err(|_| "no method")?)
            .insert_header((header::AUTHORIZATION, format!("Bearer {token}")));
        if matches!(method, "PATCH" | "PUT" | "DELETE") && !deed.new {
            request = request.insert_header((header::IF_MATCH, "*"));
        }
        let (media, body) = match (&deed.file, &deed.body) {
            (Some(file), _) => {
                let text = akoki_migrations::seed::demo(file).ok_or("no such file")?;
                ("text/csv", self.words.text(text)?)
            }
            (None, Some(body)) => {
                let media = match method {
                    "PATCH" => MERGE_PATCH,
                    _ => "application/json",
                };
                (media, self.words.value(body)?.to_string())
            }
            (None, None) => return Ok(request),
        };
        Ok(request
            .insert_header((header::CONTENT_TYPE, media))
            .set_payload(body))
    }

    fn filled(self) -> Filled {
        let id = |answer: &Value| answer.get("id")?.as_str()?.parse::<Uuid>().ok();
        let ids = self.words.named.iter();
        Filled {
            ids: ids
                .filter_map(|(name, answer)| Some((name.clone(), id(answer)?)))
                .collect(),
            cast: self.cast,
        }
    }
}

/// What is answered to a request that succeeds.
async fn answered<B: MessageBody>(
    send: &impl AsyncFn(TestRequest) -> Result<ServiceResponse<B>, Error>,
    request: TestRequest,
) -> Result<web::Bytes, String> {
    let response = send(request).await.map_err(|error| error.to_string())?;
    let status = response.status();
    let body = to_bytes(response.into_body()).await;
    let body = body.map_err(|_| "the answer broke off")?;
    if !status.is_success() {
        return Err(format!("{status} {}", String::from_utf8_lossy(&body)));
    }
    Ok(body)
}
