//! The service as its callers see it: started in this process on a port of its own, called over HTTP.

use akoki_api::{
    app, auth::scope::Scopes, cli::token::token_for, clock::Clock, config::Config, guard::Call,
    state::Shared,
};
use akoki_domain::{
    access::{PrincipalKind, Role},
    id::PrincipalId,
    organisation::Unit,
};
use akoki_persistence::{PLATFORM, find, repo::principal};
use reqwest::{Method, header};
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{StoreHandle, client::client, clock, people::grant, postgres};

/// The secret of every store made by the tests, so that the keys of the template can be opened.
pub const SECRET: &str = "a secret of the tests, at least 32 characters";

/// The configuration of a service of the tests on this store.
#[must_use]
pub fn config(url: &str, data: &std::path::Path) -> Config {
    Config {
        database_url: Some(url.to_owned()),
        // The role that owns the tables would see through the fence.
        row_security: url.contains(postgres::SERVICE),
        data_dir: data.to_owned(),
        secret: Some(SECRET.to_owned()),
        workers: Some(2),
        pool_size: 4,
        public_url: "http://akoki.test".to_owned(),
        log: Some("warn".to_owned()),
        ..Config::default()
    }
}

/// A running service.
pub struct TestApp {
    /// Its address, without a slash at the end.
    pub address: String,
    /// What its workers share, for tests that look inside or move the clock.
    pub shared: Arc<Shared>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
    http: reqwest::Client,
    store: StoreHandle,
    pub(crate) beneath: OnceCell<Call>,
    _data: TempDir,
}

impl TestApp {
    /// Starts the service on this store.
    pub async fn start(store: StoreHandle) -> Self {
        Self::start_at(store, clock(), |_| {}).await
    }

    /// Starts the service on this store with another configuration.
    pub async fn start_with(store: StoreHandle, change: impl FnOnce(&mut Config)) -> Self {
        Self::start_at(store, clock(), change).await
    }

    /// Starts the service on this store, as if it were begun at the moment of this clock: the signing keys of
    /// the tests may be of later, and are left behind.
    pub async fn start_anew(store: StoreHandle, clock: Clock) -> Self {
        let keys = "DELETE FROM setting WHERE name = 'signing-keys'";
        store.execute(keys).await.expect("a store");
        Self::start_at(store, clock, |_| {}).await
    }

    async fn start_at(store: StoreHandle, clock: Clock, change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut config = config(&store.service_url(), data.path());
        change(&mut config);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (ready, opened) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            let system = akoki_api::cli::serve::system();
            system.block_on(async move {
                let shared = app::open(config, clock, true)
                    .await
                    .expect("the service opens");
                let _ = ready.send(shared.clone());
                let stop = async {
                    let _ = stopped.await;
                };
                app::run(shared, listener, stop)
                    .await
                    .expect("the service runs");
            });
        });
        let shared = opened.await.expect("the service started");
        let http = client();
        Self {
            address,
            shared,
            stop: Some(stop),
            thread: Some(thread),
            http,
            store,
            beneath: OnceCell::new(),
            _data: data,
        }
    }

    /// The store behind it.
    #[must_use]
    pub fn store(&self) -> &StoreHandle {
        &self.store
    }

    /// A caller without a token.
    #[must_use]
    pub fn anonymous(&self) -> Caller {
        Caller {
            address: self.address.clone(),
            http: self.http.clone(),
            token: None,
        }
    }

    /// A caller with this token.
    #[must_use]
    pub fn with_token(&self, token: impl Into<String>) -> Caller {
        Caller {
            token: Some(token.into()),
            ..self.anonymous()
        }
    }

    /// A caller with one role on one unit.
    pub async fn caller(&self, role: Role, unit: Uuid) -> Caller {
        self.caller_with(role, unit, &Scopes::all()).await
    }

    /// A caller with one role on one unit and a token for these scopes only.
    pub async fn caller_with(&self, role: Role, unit: Uuid, scopes: &Scopes) -> Caller {
        let call = self.service().await;
        let board = match unit {
            PLATFORM => PLATFORM,
            unit => {
                let found = find::<Unit>(call.store(), &call.everything(), unit).await;
                let found = found.expect("a store").expect("a unit");
                found.record.board_id.0
            }
        };
        let (principal, today): (PrincipalId, _) = (call.id(), call.today);
        call.unit(move |tx| {
            Box::pin(async move {
                principal::add(tx, principal.0, PrincipalKind::Script).await?;
                Ok(grant(tx, board, unit, principal.0, role, today).await?)
            })
        })
        .await
        .expect("a grant");
        let token = token_for(&call, principal, 3_600_000, scopes).await;
        self.with_token(token.expect("a token"))
    }

    /// Whoever runs the platform.
    pub async fn platform(&self) -> Caller {
        self.caller(Role::PlatformAdmin, Uuid::nil()).await
    }

    /// A new board with a quality officer.
    pub async fn board(&self, name: &str) -> (Uuid, Caller) {
        let body = json!({"kind": "board", "name": name});
        let board = self
            .platform()
            .await
            .post("/v1/organisation-units", body)
            .await
            .expect(201)
            .id();
        (board, self.caller(Role::BoardQualityOfficer, board).await)
    }

    /// A new school under a board.
    pub async fn school(&self, officer: &Caller, board: Uuid, name: &str) -> Uuid {
        let body = json!({"kind": "school", "name": name, "parentId": board, "sector": "po"});
        officer
            .post("/v1/organisation-units", body)
            .await
            .expect(201)
            .id()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Somebody who calls the service.
#[derive(Clone)]
pub struct Caller {
    address: String,
    http: reqwest::Client,
    /// The token, when there is one.
    pub token: Option<String>,
}

impl Caller {
    /// A caller of the service at this address, with this token.
    #[must_use]
    pub fn at(address: impl Into<String>, token: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            http: client(),
            token: Some(token.into()),
        }
    }

    /// A request to be finished and sent with [`send`].
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.address));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    /// `POST` of JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    /// `POST` of JSON with an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        send(
            self.request(Method::POST, path)
                .header("Idempotency-Key", format!("\"{key}\""))
                .json(&body),
        )
        .await
    }

    /// `PUT` of JSON, whatever the version.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        send(
            self.request(Method::PUT, path)
                .header(header::IF_MATCH, "*")
                .json(&body),
        )
        .await
    }

    /// `PUT` of JSON, to be made or replaced.
    pub async fn put_plain(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PUT, path).json(&body)).await
    }

    /// A merge patch, whatever the version.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.patch_if(path, "*", body).await
    }

    /// A merge patch of this version.
    pub async fn patch_if(&self, path: &str, etag: &str, body: Value) -> Answer {
        let request = self
            .request(Method::PATCH, path)
            .header(header::IF_MATCH, etag)
            .header(header::CONTENT_TYPE, "application/merge-patch+json")
            .body(body.to_string());
        send(request).await
    }

    /// `DELETE`, whatever the version.
    pub async fn delete(&self, path: &str) -> Answer {
        send(
            self.request(Method::DELETE, path)
                .header(header::IF_MATCH, "*"),
        )
        .await
    }
}

/// An answer of the service.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: header::HeaderMap,
    /// The body, null when it is empty or no JSON.
    pub json: Value,
    /// The body as it came.
    pub text: String,
}

/// Sends a request.
pub async fn send(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.expect("a body");
    Answer {
        status,
        headers,
        json: serde_json::from_str(&text).unwrap_or(Value::Null),
        text,
    }
}

impl Answer {
    /// Fails the test, with the body, when the status is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Fails the test unless this is the problem with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        assert_eq!(
            (self.status, self.json["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.text
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        self
    }

    /// A header, empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    }

    /// The `id` of the body.
    #[track_caller]
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.json["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .unwrap_or_else(|| panic!("no id: {}", self.text))
    }

    /// The `items` of the body.
    #[track_caller]
    #[must_use]
    pub fn items(&self) -> &[Value] {
        self.json["items"]
            .as_array()
            .unwrap_or_else(|| panic!("no items: {}", self.text))
    }

    /// Where and what is wrong, as pairs of location and code, sorted.
    #[must_use]
    pub fn errors(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        let mut errors: Vec<_> = errors
            .iter()
            .map(|error| (text(&error["location"]), text(&error["code"])))
            .collect();
        errors.sort();
        errors
    }

    /// The codes of the blockers, sorted.
    #[must_use]
    pub fn blockers(&self) -> Vec<String> {
        let blockers = self.json["blockers"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let mut codes: Vec<_> = blockers
            .iter()
            .map(|blocker| blocker["code"].as_str().unwrap_or_default().to_owned())
            .collect();
        codes.sort();
        codes
    }
}
