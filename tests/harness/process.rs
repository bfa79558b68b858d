//! The service as a process of its own, for tests that kill it.
//!
//! The test binary starts itself again with one ignored test, which serves until it is killed: so no
//! other program has to be built first.

use akoki_api::{app, auth::scope::Scopes, cli::token::script};
use akoki_domain::access::Role;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Caller, StoreHandle, app::config, clock, environment};

/// A service in a process of its own.
pub struct Process {
    child: Child,
    address: String,
    url: String,
    folder: TempDir,
}

fn note(folder: &Path) -> PathBuf {
    folder.join("address")
}

impl Process {
    /// Starts the service on this store. `test` is the ignored test that calls [`serve`].
    pub async fn start(store: &StoreHandle, test: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let binary = std::env::current_exe().expect("the test binary");
        let child = Command::new(binary)
            .args(["--exact", test, "--ignored", "--nocapture"])
            .env(environment::AT, clock().millis().to_string())
            .env(environment::SERVE_URL, store.service_url())
            .env(environment::SERVE_FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        let mut process = Self {
            child,
            address: String::new(),
            url: store.service_url(),
            folder,
        };
        for _ in 0..600 {
            if let Ok(address) = std::fs::read_to_string(note(process.folder.path())) {
                process.address = address;
                return process;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the process does not serve")
    }

    /// Where it serves.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whoever runs the platform.
    pub async fn platform(&self) -> Caller {
        self.caller(Role::PlatformAdmin, Uuid::nil()).await
    }

    /// A caller with one role on one unit.
    pub async fn caller(&self, role: Role, unit: Uuid) -> Caller {
        let data = tempfile::tempdir().expect("a folder");
        let shared = app::open(config(&self.url, data.path()), clock(), true)
            .await
            .expect("the store opens");
        let call = app::service_call(&shared, "test").await.expect("a store");
        let token = script(&call, role, unit, 3_600_000, &Scopes::all())
            .await
            .expect("a token");
        Caller::at(self.address.clone(), token)
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves until killed, in the process that [`Process::start`] made; elsewhere does nothing.
pub fn serve() {
    let Some((url, folder)) = environment::serve() else {
        return;
    };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    akoki_api::cli::serve::system().block_on(async move {
        let shared = app::open(config(&url, &folder), clock(), true)
            .await
            .expect("the service opens");
        // Moved into place, so that it is never read half.
        let half = folder.join("half");
        std::fs::write(&half, address).expect("a note");
        std::fs::rename(half, note(&folder)).expect("a note");
        app::run(shared, listener, std::future::pending())
            .await
            .expect("the service runs");
    });
}
