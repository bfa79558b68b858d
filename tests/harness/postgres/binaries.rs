//! Finds the PostgreSQL server on this machine, and a user it is willing to run as.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment;
use crate::failure::{Failure, Outcome};

/// What a person without PostgreSQL has to read.
const NONE_FOUND: &str = "the tests need PostgreSQL and found no server on this machine \
(looked for `initdb` and `postgres` in PATH, /usr/lib/postgresql/*/bin and `pg_config --bindir`).
Run `./tests/run`, the test command of README.md: it installs what is missing.
Or install the server yourself (Debian: `apt-get install postgresql`), \
or name one in AKOKI_TEST_POSTGRES_URL.";

/// The folder with `initdb` and `postgres`, both of one version.
///
/// # Errors
/// When there is none; the message says how to get one.
pub(super) fn folder() -> Outcome<PathBuf> {
    candidates(
        &environment::search_path(),
        Path::new("/usr/lib/postgresql"),
    )
    .into_iter()
    .find(|folder| {
        ["initdb", "postgres"]
            .iter()
            .all(|name| folder.join(name).is_file())
    })
    .ok_or_else(|| Failure::new(NONE_FOUND))
}

/// Where the server may be: first what the caller put in PATH, then Debian's folders, newest
/// version first, then what `pg_config` says.
fn candidates(path: &[PathBuf], versions: &Path) -> Vec<PathBuf> {
    let mut found = path.to_vec();
    let mut debian: Vec<(u32, PathBuf)> = std::fs::read_dir(versions)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
        .collect();
    debian.sort_by(|a, b| b.cmp(a));
    found.extend(debian.into_iter().map(|(_, folder)| folder.join("bin")));
    if let Some(program) = program("pg_config", path) {
        found.extend(line(Command::new(program).arg("--bindir")).map(PathBuf::from));
    }
    found
}

/// Runs commands as the user the server may run as. PostgreSQL refuses root.
#[derive(Debug)]
pub(super) struct Account {
    /// User and group id to hand folders to, and the words to put before a command; `None` where we
    /// are not root and stay who we are.
    other: Option<(u32, u32, Vec<String>)>,
}

impl Account {
    /// Finds the account.
    ///
    /// # Errors
    /// When we are root and there is no other user, or no command to become one.
    pub(super) fn find() -> Outcome<Self> {
        if line(Command::new("id").arg("-u")).as_deref() != Some("0") {
            return Ok(Self { other: None });
        }
        for user in ["postgres", "nobody"] {
            let id = |flag| {
                line(Command::new("id").args([flag, user]))?
                    .parse::<u32>()
                    .ok()
            };
            if let (Some(uid), Some(gid)) = (id("-u"), id("-g")) {
                let path = environment::search_path();
                let words = become_user(user, uid, gid, |name| program(name, &path))?;
                return Ok(Self {
                    other: Some((uid, gid, words)),
                });
            }
        }
        Err(Failure::new(
            "PostgreSQL does not run as root, and there is no user `postgres` or `nobody`",
        ))
    }

    /// A command line that runs `program` as this account.
    pub(super) fn command_line(&self, program: &Path) -> Vec<String> {
        let mut words = match &self.other {
            Some((_, _, words)) => words.clone(),
            None => Vec::new(),
        };
        words.push(program.display().to_string());
        words
    }

    /// Makes this account the owner of `path`.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn own(&self, path: &Path) -> Outcome<()> {
        match &self.other {
            Some((uid, gid, _)) => std::os::unix::fs::chown(path, Some(*uid), Some(*gid))
                .map_err(Failure::during(path.display())),
            None => Ok(()),
        }
    }
}

/// The words that run the rest of a command line as `user`, with the first tool that is there.
fn become_user(
    user: &str,
    uid: u32,
    gid: u32,
    find: impl Fn(&str) -> Option<PathBuf>,
) -> Outcome<Vec<String>> {
    let uid = format!("--reuid={uid}");
    let gid = format!("--regid={gid}");
    let tools: [(&str, &[&str]); 3] = [
        ("setpriv", &[&uid, &gid, "--clear-groups", "--"]),
        ("runuser", &["-u", user, "--"]),
        (
            "su",
            &["-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", user, "--"],
        ),
    ];
    for (name, arguments) in tools {
        if let Some(program) = find(name) {
            let mut words = vec![program.display().to_string()];
            words.extend(arguments.iter().map(|word| (*word).to_owned()));
            return Ok(words);
        }
    }
    Err(Failure::new(
        "PostgreSQL does not run as root, and none of setpriv, runuser and su is there to run it \
         as another user",
    ))
}

/// The first file of this name in the folders of `path`.
fn program(name: impl AsRef<OsStr>, path: &[PathBuf]) -> Option<PathBuf> {
    path.iter()
        .map(|folder| folder.join(Path::new(name.as_ref())))
        .find(|file| file.is_file())
}

/// What a command prints, without the line end; `None` when it fails or prints nothing.
fn line(command: &mut Command) -> Option<String> {
    let output = command
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::path::{Path, PathBuf};

    use super::{NONE_FOUND, become_user, candidates};

    #[test]
    fn newest_version_first_and_path_before_all() {
        let versions = tempfile::tempdir().unwrap();
        for version in ["9", "15", "17", "common"] {
            std::fs::create_dir(versions.path().join(version)).unwrap();
        }
        let found = candidates(&[PathBuf::from("/mine")], versions.path());
        let expected = ["17", "15", "9"].map(|version| versions.path().join(version).join("bin"));
        assert_eq!(found.first().unwrap(), Path::new("/mine"));
        assert_eq!(found.get(1..4).unwrap(), expected);
    }

    #[test]
    fn the_message_names_the_command_of_the_readme() {
        let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
        assert!(
            std::fs::read_to_string(readme)
                .unwrap()
                .contains("./tests/run")
        );
        assert!(NONE_FOUND.contains("./tests/run") && NONE_FOUND.contains("README.md"));
    }

    #[test]
    fn takes_the_tool_that_is_there() {
        let only = |tool: &'static str| {
            move |name: &str| (name == tool).then(|| PathBuf::from(format!("/bin/{tool}")))
        };
        for tool in ["setpriv", "runuser", "su"] {
            let words = become_user("nobody", 1, 2, only(tool)).unwrap();
            assert_eq!(words.first().unwrap(), &format!("/bin/{tool}"));
        }
        become_user("nobody", 1, 2, |_| None).unwrap_err();
    }
}
