//! `akoki serve`.

use akoki_persistence::Hold;
use clap::Args;
use std::net::TcpListener;
use tracing::instrument::WithSubscriber;

use super::{Output, Refused, set_up};
use crate::{app, clock::Clock, config::Config, demo};

/// Serve the API; migrates the store first.
#[derive(Args)]
pub struct Serve {
    /// Serve the sandbox operations: reset, and a clock that can be moved.
    #[arg(long)]
    sandbox: bool,
    /// Fill an empty store with a fictional board and a year of its work, and print tokens for it.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub(super) fn run(self, config: Config, output: &Output) -> Result<(), Refused> {
        let listener = TcpListener::bind(&config.listen)
            .map_err(|error| Refused(format!("cannot listen on {}: {error}", config.listen)))?;
        app::data_folder(&config.data_dir)?;
        // Held until the process ends.
        let _serving = Hold::serving(&config.database_url())?;
        let output = *output;
        system().block_on(async move {
            let clock = Clock::default();
            if self.demo {
                let filling = demo::ready(config.clone(), clock.today(), self.sandbox);
                // Hundreds of requests that nobody sent are nothing for the log.
                filling
                    .with_subscriber(tracing::subscriber::NoSubscriber::default())
                    .await?;
            }
            let shared = app::open(config, clock, self.sandbox).await?;
            let call = app::service_call(&shared, "begin").await?;
            if self.demo {
                let welcome = demo::welcome(&call).await?;
                output.say(&welcome.text(), welcome.json());
            } else {
                set_up::announce(&set_up::begin(&call).await?, &output);
            }
            drop(call);
            output.remark(&format!("akoki serves {}", shared.config.public_url));
            Ok(app::run(shared, listener, stopped()).await?)
        })
    }
}

/// The runtime that HTTP is served from.
pub fn system() -> actix_web::rt::SystemRunner {
    actix_web::rt::System::new()
}

/// Resolves when the process is asked to stop.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}

/// `akoki health`: asks `/readyz` of the service on this machine.
pub(super) fn health(config: &Config, output: &Output) -> Result<(), Refused> {
    use std::io::{Read, Write};
    let port = config.listen.rsplit(':').next().unwrap_or("8080");
    let wait = std::time::Duration::from_secs(3);
    let address = format!("127.0.0.1:{port}").parse()?;
    let mut stream = std::net::TcpStream::connect_timeout(&address, wait)?;
    stream.set_read_timeout(Some(wait))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") {
        output.say("ready", serde_json::json!({"ready": true}));
        Ok(())
    } else {
        Err(Refused("the service is not ready".into()))
    }
}
