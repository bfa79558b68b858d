//! Logging: ids only, never names, bodies or queries.

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Config, ConfigError, LogFormat};

/// Starts logging to stderr, once a process.
///
/// # Errors
/// When the directives of `log` cannot be read.
pub fn start(config: &Config) -> Result<(), ConfigError> {
    let filter =
        EnvFilter::try_new(&config.log).map_err(|error| ConfigError(format!("log: {error}")))?;
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first.
    let _ = match config.log_format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    Ok(())
}
