//! Puts the service together: store, keys, workers and HTTP.

use actix_web::{
    App, Error, HttpServer,
    body::MessageBody,
    dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web,
};
use akoki_persistence::{
    Hold, StoreError, Tx,
    repo::{principal, setting},
};
use std::{net::TcpListener, path::Path, sync::Arc};

use crate::{
    auth::{Auth, keys::KeyRing, vault},
    clock::{Clock, fill_random},
    config::Config,
    demo,
    endpoint::{Endpoint, operations, register},
    failure::Failure,
    guard::Call,
    http::envelope::envelope,
    route, sandbox_clock,
    schemas::Schemas,
    shipped::Shipped,
    state::{AppState, Shared},
    store,
    usecase::framework::publish_shipped,
    worker,
};

/// The published document, as committed; a test compares it with what the router serves.
pub const DOCUMENT: &str = include_str!("../../openapi/openapi.json");

/// The service did not start.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

impl StartError {
    fn new(what: &str, error: impl std::fmt::Display) -> Self {
        Self(format!("{what}: {error}"))
    }
}

/// Opens the store, brings it up to date and loads the keys.
///
/// # Errors
/// Says what could not be opened or read.
pub async fn open(config: Config, clock: Clock, sandbox: bool) -> Result<Arc<Shared>, StartError> {
    let shared = assemble(config, clock, sandbox).await?;
    let call = service_call(&shared, "open").await?;
    demo::refuse_unfinished(&call).await?;
    // What is done from here on is done at the time of the store.
    let at = sandbox_clock::resume(&call)
        .await
        .map_err(|error| StartError::new("sandbox", error))?;
    let call = call.as_of(at);
    mark_sandbox(&call).await?;
    prepare(&call).await?;
    Ok(shared)
}

/// Opens a store for a command. Serving and migrating begin one; no other command does.
///
/// # Errors
/// When no store was begun there; says what could not be opened or read.
pub async fn open_begun(config: Config) -> Result<Arc<Shared>, StartError> {
    store::must_exist(&config).await?;
    open(config, Clock::default(), false).await
}

/// Opens the store and brings it up to date, without a look at what is in it.
///
/// # Errors
/// Says what could not be opened or read.
pub(crate) async fn assemble(
    config: Config,
    clock: Clock,
    sandbox: bool,
) -> Result<Arc<Shared>, StartError> {
    data_folder(&config.data_dir)?;
    let url = config.database_url();
    // Held while the store is brought up to date; the stores hold it from then on.
    let _hold = Hold::shared(&url).map_err(|error| StartError::new("database", error))?;
    store::prepare(&config).await?;
    let stores = store::open(&config).await?;
    let master = master(&config)?;
    let shipped = Shipped::load().map_err(StartError)?;
    let auth = Auth::new(config.public_url.clone(), KeyRing::empty());
    let shared = Arc::new(Shared::new(
        config,
        clock,
        stores,
        Schemas::new(&operations()).besides::<route::sandbox::SandboxAdvance>(),
        shipped,
        auth,
        sandbox,
        master,
    ));
    let call = service_call(&shared, "open").await?;
    store::check_fence(call.store(), shared.config.row_security).await?;
    Ok(shared)
}

/// Makes the folder of the embedded store, for its owner alone: there are names of people in it.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn data_folder(folder: &Path) -> Result<(), StartError> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| StartError::new("data folder", error))
}

/// Makes the store ready to serve: keys and shipped data. Does nothing twice.
///
/// # Errors
/// Says what could not be read or written.
pub async fn prepare(call: &Call) -> Result<(), StartError> {
    let ring = vault::load(call, &call.shared.key("signing-keys"))
        .await
        .map_err(|error| StartError::new("keys", error))?;
    call.shared.auth.replace(ring);
    call.shared.frameworks.forget();
    publish_shipped(call)
        .await
        .map_err(|error| StartError::new("frameworks", error))
}

/// A sandbox is a store that began as one: nobody empties a real one by a forgotten flag.
async fn mark_sandbox(call: &Call) -> Result<(), StartError> {
    if !call.shared.sandbox {
        return Ok(());
    }
    let fail = |error: Failure| StartError::new("sandbox", error);
    let marked = setting::get(call.store(), "sandbox")
        .await
        .map_err(|error| fail(error.into()))?;
    let used = principal::any(call.store())
        .await
        .map_err(|error| fail(error.into()))?;
    if marked.is_none() && used {
        return Err(StartError(
            "sandbox: this store did not begin as a sandbox".into(),
        ));
    }
    call.unit(|tx| Box::pin(async move { Ok(say_sandbox(tx).await?) }))
        .await
        .map_err(fail)
}

/// Says in the store that it is a sandbox.
///
/// # Errors
/// When the store fails.
pub(crate) async fn say_sandbox(tx: &Tx) -> Result<(), StoreError> {
    setting::put(tx, "sandbox", true.into()).await
}

/// A call of the service itself, with a store of its own.
///
/// # Errors
/// When the database cannot be reached.
pub async fn service_call(
    shared: &Arc<Shared>,
    operation: &'static str,
) -> Result<Call, StartError> {
    let store = shared
        .stores
        .worker()
        .await
        .map_err(|error| StartError::new("database", error))?;
    Ok(Call::service(shared.clone(), store, operation))
}

/// The service's secret: from the configuration, else kept in the data folder.
fn master(config: &Config) -> Result<Vec<u8>, StartError> {
    if let Some(secret) = &config.secret {
        return Ok(secret.as_bytes().to_vec());
    }
    let file = config.secret_file();
    if let Ok(bytes) = std::fs::read(&file)
        && bytes.len() >= 32
    {
        return Ok(bytes);
    }
    let mut bytes = vec![0; 32];
    fill_random(&mut bytes);
    keep(&file, &bytes).map_err(|error| StartError::new("secret.key", error))?;
    Ok(bytes)
}

/// Writes a file that only its owner can read.
fn keep(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut out = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file)?;
    out.write_all(bytes)?;
    out.sync_all()
}

/// What answers requests, without the state that each worker has of its own.
pub(crate) fn answering(
    endpoints: &[Endpoint],
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .wrap(from_fn(envelope))
        .service(web::scope("/v1").configure(|config| register(config, endpoints)))
        .configure(route::outside)
}

/// Starts HTTP on this listener. The server stops when it is told to; its workers are then done.
///
/// # Errors
/// When the workers cannot be started.
pub fn server(shared: Arc<Shared>, listener: TcpListener) -> Result<Server, StartError> {
    let endpoints: Arc<Vec<Endpoint>> = Arc::new(route::all());
    let workers = shared.config.worker_count();
    let server = HttpServer::new(move || {
        let shared = shared.clone();
        let endpoints = endpoints.clone();
        answering(&endpoints).data_factory(move || {
            let shared = shared.clone();
            async move {
                let store = shared
                    .stores
                    .worker()
                    .await
                    .map_err(|error| error.to_string())?;
                Ok::<_, String>(AppState::new(shared, store))
            }
        })
    })
    .workers(workers)
    .shutdown_timeout(10)
    .disable_signals()
    .listen(listener)
    .map_err(|error| StartError::new("listen", error))?;
    Ok(server.run())
}

/// Runs the service until `stop` resolves: HTTP and workers, then an orderly end.
///
/// # Errors
/// When a part fails to start or a worker dies.
pub async fn run(
    shared: Arc<Shared>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<(), StartError> {
    let (quit, _) = tokio::sync::watch::channel(false);
    let mut workers = worker::start(shared.clone(), &quit).await?;
    let server = server(shared.clone(), listener)?;
    let handle = server.handle();
    let serving = tokio::spawn(server);
    let outcome = tokio::select! {
        () = stop => Ok(()),
        died = workers.join_next() => Err(StartError(format!("a worker died: {died:?}"))),
    };
    shared.stop();
    handle.stop(true).await;
    let _ = serving.await;
    let _ = quit.send(true);
    let _ = tokio::time::timeout(std::time::Duration::from_secs(10), async {
        while workers.join_next().await.is_some() {}
    })
    .await;
    outcome
}
