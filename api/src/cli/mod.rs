//! The command line. Every command takes `--json` and then prints one JSON object on stdout and
//! nothing else there; messages go to stderr. Exit status: 0 done, 1 refused, 2 wrong call.

pub mod backup;
mod backup_files;
pub mod client;
mod import;
mod output;
pub mod restore;
pub mod serve;
pub mod set_up;
pub mod token;
mod verify;

use clap::{Parser, Subcommand};
use std::{ffi::OsString, process::ExitCode};

use crate::{config::Config, telemetry};
pub use output::Output;

/// Certified quality care in schools: a REST service.
#[derive(Parser)]
#[command(name = "akoki", version, about)]
struct Cli {
    /// Print one JSON object on stdout, and nothing else there.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API; migrates the store first.
    Serve(serve::Serve),
    /// Bring the store up to date, or begin one, and stop.
    Migrate,
    /// Read the configuration, say what is wrong with it, and stop.
    CheckConfig,
    /// Print the OpenAPI document.
    Openapi,
    /// Ask the running service whether it is ready (for health checks of containers).
    Health,
    /// Take in a file, with a progress bar.
    Import(import::Import),
    /// Check the trail of changes.
    VerifyTrail(verify::VerifyTrail),
    /// Machine clients.
    Client {
        #[command(subcommand)]
        command: client::ClientCommand,
    },
    /// Make a new set-up secret while nobody has set the store up, and print it.
    SetUpSecret,
    /// Copy the embedded store while the service runs.
    Backup(backup::Backup),
    /// Put a backup in the place of the embedded store.
    Restore(restore::Restore),
    /// Tokens for scripts.
    Token {
        #[command(subcommand)]
        command: token::TokenCommand,
    },
}

/// A command that was not done.
#[derive(Debug)]
pub struct Refused(pub String);

impl<E: std::error::Error> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    called(std::env::args_os())
}

/// Runs the command that these words call, the first of which is the program. Wrong calls end the process
/// with status 2.
pub fn called(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let cli = Cli::parse_from(words);
    let output = Output::new(cli.json);
    match run(cli.command, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refused(message)) => {
            output.refuse(&message);
            ExitCode::from(1)
        }
    }
}

fn run(command: Command, output: &Output) -> Result<(), Refused> {
    if let Command::Openapi = command {
        let document = akoki_openapi::document::build(&crate::operations());
        output.raw(&serde_json::to_string_pretty(&document)?);
        return Ok(());
    }
    let config = Config::load()?;
    let otherwise = match command {
        Command::Serve(_) => telemetry::SERVICE,
        _ => telemetry::COMMAND,
    };
    telemetry::start(&config, otherwise)?;
    match command {
        Command::Serve(serve) => serve.run(config, output),
        Command::Migrate => {
            crate::app::data_folder(&config.data_dir)?;
            let _hold = akoki_persistence::Hold::shared(&config.database_url())?;
            block(crate::store::migrate(&config))??;
            output.say(
                "The store is up to date.",
                serde_json::json!({"migrated": true}),
            );
            Ok(())
        }
        Command::CheckConfig => {
            output.say(
                "The configuration can be used.",
                serde_json::json!({"valid": true}),
            );
            Ok(())
        }
        Command::Import(import) => import.run(config, output),
        Command::Health => serve::health(&config, output),
        Command::VerifyTrail(verify) => verify.run(config, output),
        Command::Client { command } => command.run(config, output),
        Command::SetUpSecret => set_up::run(config, output),
        Command::Backup(backup) => backup.run(&config, output),
        Command::Restore(restore) => restore.run(&config, output),
        Command::Token { command } => command.run(config, output),
        Command::Openapi => Ok(()),
    }
}

/// Runs asynchronous work of a command that serves nothing.
///
/// # Errors
/// When no runtime can be made.
pub fn block<T>(work: impl Future<Output = T>) -> Result<T, Refused> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    Ok(runtime.block_on(work))
}
