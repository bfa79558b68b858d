//! Logging: ids only, never names, bodies or queries.

use std::io::IsTerminal;
use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Config, ConfigError, LogFormat};

/// What a service logs unless told otherwise; the steps of a migration are of use to nobody.
pub const SERVICE: &str = "info,sea_orm_migration=warn";
/// What a command logs: its own words say what it does.
pub const COMMAND: &str = "warn";

/// Starts logging to stderr, once a process: what the configuration says, else these directives.
///
/// # Errors
/// When the directives of `log` cannot be read.
pub fn start(config: &Config, otherwise: &str) -> Result<(), ConfigError> {
    let directives = config.log.as_deref().unwrap_or(otherwise);
    let filter =
        EnvFilter::try_new(directives).map_err(|error| ConfigError(format!("log: {error}")))?;
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second start in one process (tests) keeps the first.
    let _ = match config.log_format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    Ok(())
}
