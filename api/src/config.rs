//! Configuration: defaults, then `akoki.toml`, then the environment. Wrong and unknown keys stop the start,
//! with every one of them named.

use akoki_persistence::Backend;
use figment::{
    Figment, Profile, Provider,
    error::Kind,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, time::Duration};
use tracing_subscriber::EnvFilter;

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
    /// Connections to PostgreSQL per worker: half for single statements, half for units of work, at least one
    /// for each.
    pub pool_size: u32,
    /// The secret from which the service's keys are derived, at least 32 characters. Processes that
    /// share a store must share it. When absent it is kept in the data folder.
    pub secret: Option<String>,
    /// The address by which callers know the service: issuer and audience of its tokens. That of `listen`
    /// when nothing is said.
    pub public_url: String,
    /// Origins of web front-ends that may call.
    pub cors_origins: Vec<String>,
    /// How many proxies of one's own stand before the service: so many addresses at the end of
    /// `X-Forwarded-For` are believed. Without it a proxy counts as the one caller.
    pub trusted_proxies: usize,
    /// How many bytes a file of evidence may have.
    pub max_file_size: u64,
    /// After so many seconds without a byte a file that is being sent is cut off.
    pub upload_patience: u64,
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
            public_url: String::new(),
            cors_origins: Vec::new(),
            trusted_proxies: 0,
            max_file_size: 25 * 1024 * 1024,
            upload_patience: 30,
        }
    }
}

/// What is wrong with the value of a key, and where it stands.
fn said(source: &Figment, key: &str, error: &figment::Error) -> String {
    let what = match &error.kind {
        Kind::UnknownField(..) => "there is no such setting".to_owned(),
        kind => kind.to_string(),
    };
    match source.find_metadata(key) {
        Some(metadata) => format!("{key}: {what} ({})", metadata.name),
        None => format!("{key}: {what}"),
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
    /// Names every key that is unknown or whose value cannot be used.
    pub fn load() -> Result<Self, ConfigError> {
        Self::read(&[
            Figment::from(Toml::file("akoki.toml")),
            Figment::from(Env::prefixed("AKOKI_").ignore(&["TEST_POSTGRES_URL"])),
        ])
    }

    /// The defaults with what these say, the later before the earlier. Each key is looked at by itself, so
    /// that one that is wrong hides no other.
    fn read(sources: &[Figment]) -> Result<Self, ConfigError> {
        let mut wrong = Vec::new();
        let mut sound = Figment::from(Serialized::defaults(Config::default()));
        for source in sources {
            let values = match source.data() {
                Ok(mut profiles) => profiles.remove(&Profile::Default).unwrap_or_default(),
                Err(errors) => {
                    wrong.extend(errors.into_iter().map(|error| error.to_string()));
                    continue;
                }
            };
            for (key, value) in values {
                let with = sound.clone().merge(Serialized::default(&key, value));
                match with.extract::<Config>() {
                    Ok(_) => sound = with,
                    Err(error) => wrong.push(said(source, &key, &error)),
                }
            }
        }
        let mut config: Config = sound
            .extract()
            .map_err(|error| ConfigError(error.to_string()))?;
        if config.public_url.is_empty() {
            config.public_url = format!("http://{}", config.listen);
        }
        wrong.extend(config.faults());
        if wrong.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError(wrong.join("; ")))
        }
    }

    /// What cannot be used of values that can be read.
    fn faults(&self) -> Vec<String> {
        let backend = Backend::of(&self.database_url());
        let owner = self.owner_url.as_deref().map(Backend::of);
        let short = |secret: &String| secret.len() < 32;
        let directives = self.log.as_deref().map(EnvFilter::try_new);
        let directives = directives.and_then(Result::err);
        let mut wrong = Vec::new();
        let mut unless = |sound: bool, text: String| {
            if !sound {
                wrong.push(text);
            }
        };
        unless(
            self.listen.parse::<std::net::SocketAddr>().is_ok(),
            format!("listen: `{}` is not an address and a port", self.listen),
        );
        unless(
            !self.secret.as_ref().is_some_and(short),
            "secret: at least 32 characters".into(),
        );
        unless(self.workers != Some(0), "workers: at least 1".into());
        unless(self.pool_size != 0, "pool_size: at least 1".into());
        unless(self.max_file_size != 0, "max_file_size: at least 1".into());
        unless(
            self.upload_patience != 0,
            "upload_patience: at least 1".into(),
        );
        unless(
            backend.is_some(),
            "database_url: starts with sqlite: or postgres:".into(),
        );
        unless(
            !self.row_security || backend != Some(Backend::Sqlite),
            "row_security: with PostgreSQL only".into(),
        );
        unless(
            owner.is_none_or(|owner| owner == Some(Backend::Postgres)),
            "owner_url: starts with postgres:".into(),
        );
        let directives = directives.map(|error| format!("log: {error}"));
        unless(directives.is_none(), directives.unwrap_or_default());
        wrong
    }

    /// The address of the database.
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}/akoki.db", self.data_dir.display()))
    }

    /// How long is waited for the next byte of a file that is being sent.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.upload_patience)
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn read(file: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let mut named = Figment::new();
        for (key, value) in environment {
            named = named.merge(Serialized::default(key, value));
        }
        let file = Figment::from(Toml::string(file));
        Config::read(&[file, named]).map_err(|error| error.to_string())
    }

    #[test]
    fn the_service_is_known_by_where_it_listens_unless_told_otherwise() {
        let known = |file: &str| read(file, &[]).unwrap().public_url;
        assert_eq!(known(""), "http://127.0.0.1:8080");
        assert_eq!(
            known("listen = \"127.0.0.1:18080\""),
            "http://127.0.0.1:18080"
        );
        let told = "listen = \"0.0.0.0:80\"\npublic_url = \"https://kwaliteit.example\"";
        assert_eq!(known(told), "https://kwaliteit.example");
    }

    #[test]
    fn the_later_goes_before_the_earlier() {
        let config = read(
            "pool_size = 3\nworkers = 2",
            &[("listen", "127.0.0.1:1"), ("log_format", "json")],
        );
        let config = config.unwrap();
        assert_eq!((config.pool_size, config.workers), (3, Some(2)));
        assert_eq!(config.listen, "127.0.0.1:1");
        assert_eq!(config.log_format, LogFormat::Json);
        let later = read("listen = \"0.0.0.0:1\"", &[("listen", "127.0.0.1:2")]);
        assert_eq!(later.unwrap().listen, "127.0.0.1:2");
        assert!(read("", &[]).is_ok());
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let wrong = read(
            "databse_url = \"sqlite:x\"\npool_size = \"many\"\nworkers = 0",
            &[
                ("log_format", "xml"),
                ("listen", "here"),
                ("secret", "short"),
                ("owner_url", "mysql:x"),
                ("log", "akoki=loud"),
            ],
        );
        let wrong = wrong.unwrap_err();
        let said: Vec<&str> = wrong
            .trim_start_matches("configuration: ")
            .split("; ")
            .collect();
        let of: Vec<&str> = said
            .iter()
            .filter_map(|one| one.split(':').next())
            .collect();
        assert_eq!(
            of,
            [
                "databse_url",
                "pool_size",
                "log_format",
                "listen",
                "secret",
                "workers",
                "owner_url",
                "log"
            ],
            "{wrong}"
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_hides_nothing_of_the_environment() {
        let wrong = read("listen = ", &[("secret", "short")]).unwrap_err();
        assert!(wrong.contains("secret: at least 32 characters"), "{wrong}");
        assert!(wrong.contains("TOML"), "{wrong}");
    }
}
