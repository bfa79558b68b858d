//! The command line, as processes of their own: what stands in the way is told, and nothing is begun by mistake.

use akoki_tests::{Backend, app, both_stores, environment};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

#[test]
#[ignore = "runs the commands of the tests below, as a process of its own"]
fn runs_a_command() {
    let Some(words) = environment::command() else {
        return;
    };
    let code = akoki_api::cli::called(["akoki".to_owned()].into_iter().chain(words));
    // What the process exits with is what is tested.
    let done = code == std::process::ExitCode::SUCCESS;
    std::process::exit(i32::from(!done));
}

/// A command in a folder of its own, with these settings.
fn akoki(folder: &Path, settings: &[(&str, &str)], words: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "http::commands::runs_a_command",
            "--ignored",
            "--nocapture",
        ])
        .current_dir(folder)
        .env(environment::COMMAND, words.join("\n"))
        .env("AKOKI_SECRET", app::SECRET)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in settings {
        command.env(format!("AKOKI_{name}"), value);
    }
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Fails the test unless the command was refused; gives what it said.
#[track_caller]
fn refused(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    said(&output)
}

#[track_caller]
fn done(mut command: Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

const TOKEN: &[&str] = &["token", "create", "--role", "platform-admin"];

#[test]
fn everything_wrong_with_the_configuration_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("akoki.toml"),
        "databse_url = \"x\"\nworkers = 0\npool_size = \"many\"\n",
    )
    .unwrap();
    let wrong = [
        ("LISTEN", "here"),
        ("LOG_FORMAT", "xml"),
        ("OWNER_URL", "mysql:x"),
    ];
    let text = refused(akoki(folder.path(), &wrong, &["check-config"]));
    for key in [
        "databse_url",
        "workers",
        "pool_size",
        "listen",
        "log_format",
        "owner_url",
    ] {
        assert!(text.contains(&format!("{key}: ")), "{key}: {text}");
    }
    assert!(
        text.contains("akoki.toml") || text.contains("TOML file"),
        "{text}"
    );
    std::fs::remove_file(folder.path().join("akoki.toml")).unwrap();
    done(akoki(folder.path(), &[], &["check-config"]));
}

#[test]
fn a_mistyped_folder_begins_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "x\n").unwrap();
    let list = list.to_str().unwrap();
    for words in [
        TOKEN,
        &[
            "client",
            "create",
            "--name",
            "x",
            "--role",
            "platform-admin",
        ],
        &["set-up-secret"],
        &["verify-trail"],
        &["import", "duo-establishments", list],
        &["backup", "copy.db"],
    ] {
        let text = refused(akoki(folder.path(), &[("DATA_DIR", "daat")], words));
        assert!(
            text.contains("daat/akoki.db: no store was begun there"),
            "{words:?}: {text}"
        );
        assert!(!folder.path().join("daat").exists(), "{words:?}");
    }
    done(akoki(folder.path(), &[("DATA_DIR", "data")], &["migrate"]));
    done(akoki(folder.path(), &[("DATA_DIR", "data")], TOKEN));
}

both_stores! {
    fn an_address_at_which_nothing_was_begun_is_refused(store) {
        let folder = tempfile::tempdir().unwrap();
        let settings = [("DATABASE_URL", store.url())];
        done(akoki(folder.path(), &settings, TOKEN));
        store.execute("DELETE FROM seaql_migrations").await.unwrap();
        let text = refused(akoki(folder.path(), &settings, TOKEN));
        assert!(text.contains("no store was begun there"), "{text}");
        assert!(!text.contains("postgres"), "an address may hold a password: {text}");
    }
}

/// A service in a process of its own, which is ended with the test.
struct Serving(Child);

impl Serving {
    /// Waits until it serves.
    fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut seen = Vec::new();
        let serves = lines.by_ref().map_while(Result::ok).any(|line| {
            seen.push(line);
            seen.last()
                .is_some_and(|line| line.contains("akoki serves "))
        });
        let serving = Self(child);
        assert!(serves, "{seen:?}");
        // Read on, or it would wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        serving
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

both_stores! {
    fn a_store_in_a_file_is_served_by_one_process_and_used_by_commands_beside_it(store) {
        let folder = tempfile::tempdir().unwrap();
        let settings = [("DATABASE_URL", store.url()), ("LISTEN", "127.0.0.1:0")];
        let serve = || akoki(folder.path(), &settings, &["serve"]);
        let first = Serving::start(serve());
        done(akoki(folder.path(), &settings, TOKEN));
        if store.backend() == Backend::Sqlite {
            let text = refused(serve());
            assert!(text.contains("another akoki serves this store"), "{text}");
        } else {
            drop(Serving::start(serve()));
        }
        // One that was killed leaves nothing behind that would hold the next up.
        drop(first);
        drop(Serving::start(serve()));
    }
}
