//! Starts a throw-away PostgreSQL cluster.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::binaries::Account;
use super::{Durability, random_word};
use crate::failure::{Failure, Outcome};

/// The role the tests work as; it owns the cluster.
const ROLE: &str = "akoki";

/// How often, and how long apart, a starting server is asked whether it is there: half a minute.
const TRIES: u32 = 300;
const PAUSE: Duration = Duration::from_millis(100);

/// Settings of every throw-away cluster. Autovacuum is off so that query plans rest on what a test
/// did and not on when it did it.
const SETTINGS: &[&str] = &[
    "autovacuum=off",
    "max_connections=300",
    "shared_buffers=128MB",
    "timezone=UTC",
    "log_line_prefix=%m [%d] ",
];

/// What makes a cluster that loses everything when the machine dies, and waits for no disk.
const CARELESS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
];

/// Starts a cluster in `folder`; it ends, and the folder with it, when the process `owner` ends.
/// Answers the URL of its database for maintenance.
pub(super) async fn start(
    binaries: &Path,
    folder: &Path,
    owner: u32,
    durability: Durability,
) -> Outcome<String> {
    let account = Account::find()?;
    let password = random_word()?;
    initialise(folder, binaries, &account, &password)?;
    let port = free_port()?;
    let mut server = account.command_line(&binaries.join("postgres"));
    server.extend(arguments(folder, port, durability));
    keep(folder, owner, &server)?;
    let url = format!("postgres://{ROLE}:{password}@127.0.0.1:{port}/postgres");
    wait(folder, &url).await?;
    Ok(url)
}

/// Makes the cluster's files. Its text order is Dutch, as a server at work has it, so that a query
/// that trusts the order of bytes fails here first; a build without ICU has only that one order.
fn initialise(folder: &Path, binaries: &Path, account: &Account, password: &str) -> Outcome<()> {
    let home = folder.join("server");
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(&home)
        .map_err(Failure::during(home.display()))?;
    let secret = home.join("password");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options
        .open(&secret)
        .and_then(|mut file| std::io::Write::write_all(&mut file, password.as_bytes()))
        .map_err(Failure::during(secret.display()))?;
    account.own(&secret)?;
    account.own(&home)?;

    let dutch: &[&str] = &["--locale-provider=icu", "--icu-locale=nl"];
    let mut message = String::new();
    for locale in [dutch, &[]] {
        let output = command(&account.command_line(&binaries.join("initdb")))?
            .args([
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ])
            .args(["--username", ROLE])
            .args(locale)
            .arg("--pwfile")
            .arg(&secret)
            .arg("--pgdata")
            .arg(home.join("data"))
            .current_dir(folder)
            .output()
            .map_err(Failure::during("initdb"))?;
        if output.status.success() {
            return std::fs::remove_file(&secret).map_err(Failure::during("initdb"));
        }
        message = String::from_utf8_lossy(&output.stderr).into_owned();
    }
    Err(Failure::new(format!("initdb failed:\n{message}")))
}

fn arguments(folder: &Path, port: u16, durability: Durability) -> Vec<String> {
    let home = folder.join("server");
    let mut words = vec![
        "-D".to_owned(),
        home.join("data").display().to_string(),
        "-k".to_owned(),
        home.display().to_string(),
        "-h".to_owned(),
        Ipv4Addr::LOCALHOST.to_string(),
        "-p".to_owned(),
        port.to_string(),
    ];
    let careless = match durability {
        Durability::None => CARELESS,
        Durability::Full => &[],
    };
    for setting in SETTINGS.iter().chain(careless) {
        words.push("-c".to_owned());
        words.push((*setting).to_owned());
    }
    words
}

/// Starts the keeper with the server in a process group of its own: what stops a test, or the whole
/// run, must not stop the one who cleans up. It holds none of our streams: a runner waits for those.
fn keep(folder: &Path, owner: u32, server: &[String]) -> Outcome<()> {
    Command::new("/bin/sh")
        .args(["-c", include_str!("keep.sh"), "akoki-keep-postgres"])
        .arg(owner.to_string())
        .arg(folder)
        .args(server)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map(drop)
        .map_err(Failure::during("starting PostgreSQL"))
}

/// Waits until the server answers. A port that somebody took in the meantime ends here too.
async fn wait(folder: &Path, url: &str) -> Outcome<()> {
    let mut last = String::new();
    for _ in 0..TRIES {
        match PgConnection::connect(url).await {
            Ok(connection) => return Ok(connection.close().await?),
            Err(e) => last = e.to_string(),
        }
        if folder.join("exited").exists() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    Err(Failure::new(format!(
        "PostgreSQL did not start: {last}\n{log}"
    )))
}

/// A port that was free a moment ago.
fn free_port() -> Outcome<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(Failure::during("looking for a free port"))
}

fn command(words: &[String]) -> Outcome<Command> {
    let (program, arguments) = words
        .split_first()
        .ok_or_else(|| Failure::new("an empty command line"))?;
    let mut command = Command::new(program);
    command.args(arguments);
    Ok(command)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use std::process::Command;

    use super::*;

    /// A folder another user may pass through, as the server's user must.
    fn folder(parent: &Path) -> std::path::PathBuf {
        let folder = parent.join("cluster");
        std::fs::create_dir(&folder).unwrap();
        for path in [parent, &folder] {
            let open = std::os::unix::fs::PermissionsExt::from_mode(0o711);
            std::fs::set_permissions(path, open).unwrap();
        }
        folder
    }

    /// Waits until the keeper has cleaned up.
    async fn gone(folder: &Path) {
        for _ in 0..TRIES {
            if !folder.exists() {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("the cluster is still there");
    }

    #[tokio::test]
    async fn ends_with_the_process_it_belongs_to() {
        let parent = tempfile::tempdir().unwrap();
        let folder = folder(parent.path());
        let binaries = crate::postgres::binaries::folder().unwrap();
        let mut owner = Command::new("sleep").arg("600").spawn().unwrap();
        let url = start(&binaries, &folder, owner.id(), Durability::None)
            .await
            .unwrap();
        let mut connection = PgConnection::connect(&url).await.unwrap();
        connection.ping().await.unwrap();

        owner.kill().unwrap();
        owner.wait().unwrap();
        gone(&folder).await;
        assert!(PgConnection::connect(&url).await.is_err());
        assert!(connection.ping().await.is_err());
    }

    #[tokio::test]
    async fn ends_also_when_the_process_went_before_it_was_there() {
        let parent = tempfile::tempdir().unwrap();
        let folder = folder(parent.path());
        let binaries = crate::postgres::binaries::folder().unwrap();
        let account = Account::find().unwrap();
        initialise(&folder, &binaries, &account, "word").unwrap();
        let mut owner = Command::new("true").spawn().unwrap();
        owner.wait().unwrap();
        // A server that takes its time to come up.
        let mut server = account.command_line(Path::new("/bin/sh"));
        let slow = "sleep 0.5; exec \"$0\" \"$@\"";
        let program = binaries.join("postgres").display().to_string();
        server.extend(["-c".to_owned(), slow.to_owned(), program]);
        let port = free_port().unwrap();
        server.extend(arguments(&folder, port, Durability::None));
        keep(&folder, owner.id(), &server).unwrap();
        gone(&folder).await;
    }

    #[tokio::test]
    async fn says_why_it_did_not_start() {
        let folder = tempfile::tempdir().unwrap();
        let broken = ["/bin/sh", "-c", "echo it is broken; exit 3"].map(str::to_owned);
        keep(folder.path(), std::process::id(), &broken).unwrap();
        let failure = wait(folder.path(), "postgres://127.0.0.1:1/none").await;
        assert!(failure.unwrap_err().to_string().contains("it is broken"));
    }
}
