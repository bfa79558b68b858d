//! Configuration: defaults, then `akoki.toml`, then the environment. A wrong or unknown key stops the
//! start with the key named.

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Everything that can be set. In the environment each key is `AKOKI_` and the name in capitals.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address of the database; by default the embedded one in the data folder.
    pub database_url: Option<String>,
    /// Address of the database as the role that owns its tables; `akoki migrate` alone uses it. With it
    /// the service itself changes no table at its start.
    pub owner_url: Option<String>,
    /// Whether PostgreSQL shows each caller only the boards that they have a grant on, as a second
    /// fence. The role of `database_url` must not own the tables then.
    pub row_security: bool,
    /// Where to listen.
    pub listen: String,
    /// Folder of the embedded database and the service's own key.
    pub data_dir: PathBuf,
    /// What to log: `error`, `warn`, `info`, `debug`, `trace`, or directives per module.
    pub log: Option<String>,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// Threads that serve requests; as many as there are processors when absent.
    pub workers: Option<usize>,
    /// Connections to PostgreSQL per worker.
    pub pool_size: u32,
    /// The secret from which the service's keys are derived, at least 32 characters. Processes that
    /// share a store must share it. When absent it is kept in the data folder.
    pub secret: Option<String>,
    /// The address by which callers know the service: issuer and audience of its tokens.
    pub public_url: String,
    /// Origins of web front-ends that may call.
    pub cors_origins: Vec<String>,
    /// How many proxies of one's own stand before the service: so many addresses at the end of
    /// `X-Forwarded-For` are believed. Without it a proxy counts as the one caller.
    pub trusted_proxies: usize,
}

/// The shape of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: None,
            owner_url: None,
            row_security: false,
            listen: "127.0.0.1:8080".into(),
            data_dir: "data".into(),
            log: None,
            log_format: LogFormat::Text,
            workers: None,
            pool_size: 8,
            secret: None,
            public_url: "http://127.0.0.1:8080".into(),
            cors_origins: Vec::new(),
            trusted_proxies: 0,
        }
    }
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("configuration: {0}")]
pub struct ConfigError(pub String);

impl Config {
    /// Reads the configuration of this process.
    ///
    /// # Errors
    /// Names the key that is unknown or whose value cannot be used.
    pub fn load() -> Result<Self, ConfigError> {
        let config: Config = Figment::from(Serialized::defaults(Config::default()))
            .merge(Toml::file("akoki.toml"))
            .merge(Env::prefixed("AKOKI_").ignore(&["TEST_POSTGRES_URL"]))
            .extract()
            .map_err(|error| ConfigError(error.to_string()))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        if self.listen.parse::<std::net::SocketAddr>().is_err() {
            return Err(ConfigError(format!(
                "listen: `{}` is not an address and a port",
                self.listen
            )));
        }
        if self.secret.as_ref().is_some_and(|secret| secret.len() < 32) {
            return Err(ConfigError("secret: at least 32 characters".into()));
        }
        if self.workers == Some(0) || self.pool_size == 0 {
            return Err(ConfigError("workers, pool_size: at least 1".into()));
        }
        if akoki_persistence::Backend::of(&self.database_url()).is_none() {
            return Err(ConfigError(
                "database_url: starts with sqlite: or postgres:".into(),
            ));
        }
        let postgres = Some(akoki_persistence::Backend::Postgres);
        if self.row_security && akoki_persistence::Backend::of(&self.database_url()) != postgres {
            return Err(ConfigError("row_security: with PostgreSQL only".into()));
        }
        let owner = self.owner_url.as_deref();
        if owner.is_some_and(|owner| akoki_persistence::Backend::of(owner) != postgres) {
            return Err(ConfigError("owner_url: starts with postgres:".into()));
        }
        Ok(())
    }

    /// The address of the database.
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}/akoki.db", self.data_dir.display()))
    }

    /// Where the service's secret is kept when the configuration has none.
    pub fn secret_file(&self) -> PathBuf {
        self.data_dir.join("secret.key")
    }

    /// How many threads serve requests.
    pub fn worker_count(&self) -> usize {
        self.workers
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from))
    }
}
