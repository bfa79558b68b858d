//! What the service holds: one [`Shared`] a process, one [`AppState`] a worker.

use akoki_persistence::{Store, Stores};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::Arc;

use crate::{
    auth::{Auth, password::Passwords},
    clock::Clock,
    config::Config,
    files::Files,
    frameworks::Frameworks,
    schemas::Schemas,
    shipped::Shipped,
    survey::{desk::Desk, pinned::Pins, tallies::Tallies},
};

/// What all workers of the process share.
pub struct Shared {
    /// The configuration.
    pub config: Config,
    /// The one clock.
    pub clock: Clock,
    /// The store of the process.
    pub stores: Stores,
    /// The published document and its schemas.
    pub schemas: Schemas,
    /// The data shipped with the service.
    pub shipped: Shipped,
    /// The frameworks published so far.
    pub frameworks: Frameworks,
    /// Keys and tokens.
    pub auth: Auth,
    /// Where passwords are hashed and compared.
    pub passwords: Passwords,
    /// Whether the sandbox operations are served.
    pub sandbox: bool,
    /// Told after every commit of this process, for the sealer and the long polls.
    pub committed: tokio::sync::Notify,
    /// Told when a job was made or may go on.
    pub queued: tokio::sync::Notify,
    /// Told after every run of the sealer that numbered something.
    pub sealed: tokio::sync::watch::Sender<u64>,
    /// Whether the process is about to stop: long polls are answered at once then.
    pub stopping: std::sync::atomic::AtomicBool,
    /// The bytes of files.
    pub files: Files,
    /// What answering surveys needs of those that are ready.
    pub pins: Pins,
    /// The results of surveys that have closed.
    pub tallies: Tallies,
    /// Where answers to surveys are taken in.
    pub desk: Arc<Desk>,
    master: Vec<u8>,
}

impl Shared {
    /// Puts the parts together.
    #[expect(
        clippy::too_many_arguments,
        reason = "each part once, in the one place that makes them"
    )]
    pub fn new(
        config: Config,
        clock: Clock,
        stores: Stores,
        schemas: Schemas,
        shipped: Shipped,
        auth: Auth,
        sandbox: bool,
        master: Vec<u8>,
    ) -> Self {
        Self {
            files: Files::of(&config.data_dir),
            config,
            clock,
            stores,
            schemas,
            shipped,
            frameworks: Frameworks::default(),
            auth,
            passwords: Passwords::default(),
            sandbox,
            committed: tokio::sync::Notify::new(),
            queued: tokio::sync::Notify::new(),
            sealed: tokio::sync::watch::Sender::new(0),
            stopping: std::sync::atomic::AtomicBool::new(false),
            pins: Pins::default(),
            tallies: Tallies::default(),
            desk: Arc::default(),
            master,
        }
    }

    /// Lets the long polls end: the process is about to stop.
    pub fn stop(&self) {
        self.stopping
            .store(true, std::sync::atomic::Ordering::Relaxed);
        self.sealed.send_modify(|runs| *runs = runs.wrapping_add(1));
    }

    /// A key for one purpose, derived from the service's secret.
    pub fn key(&self, purpose: &str) -> Vec<u8> {
        derive(&self.master, purpose)
    }
}

/// A key for one purpose.
pub fn derive(master: &[u8], purpose: &str) -> Vec<u8> {
    match Hmac::<Sha256>::new_from_slice(master) {
        Ok(mut mac) => {
            mac.update(purpose.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        Err(_) => Vec::new(),
    }
}

/// What one worker holds: its own connections to the store. Handlers cannot reach the store through
/// it; they get it from a guard (see [`crate::guard`]).
#[derive(Clone)]
pub struct AppState {
    /// What all workers share.
    pub shared: Arc<Shared>,
    pub(crate) store: Store,
}

impl AppState {
    /// The state of a worker.
    pub fn new(shared: Arc<Shared>, store: Store) -> Self {
        Self { shared, store }
    }
}
