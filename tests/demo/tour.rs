//! The tour of the README: its blocks marked `sh tour` are run, in order, in one bash.

use super::Demo;
use akoki_domain::access::Role;
use std::{path::Path, process::Command};

/// Where the README expects the service.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// The blocks of the tour as one script.
fn script(readme: &str) -> String {
    let mut script = String::from("set -euo pipefail\n");
    let mut inside = false;
    for line in readme.lines() {
        match line.trim_end() {
            "```sh tour" => inside = true,
            "```" => inside = false,
            line if inside => {
                script.push_str(line);
                script.push('\n');
            }
            _ => {}
        }
    }
    script
}

/// The tour works as it is written, in a demo in which nobody has been yet.
pub(super) async fn tour(demo: &Demo) {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let script = script(&std::fs::read_to_string(readme).unwrap());
    assert!(script.contains("curl"), "the README has no tour");
    let mut command = Command::new("bash");
    command.args(["-c", &script.replace(ADDRESS, &demo.app.address)]);
    for (name, role) in [
        ("OFFICER", Role::BoardQualityOfficer),
        ("LEADER", Role::SchoolLeader),
    ] {
        command.env(name, demo.caller(role).token.unwrap());
    }
    let done = tokio::task::spawn_blocking(move || command.output())
        .await
        .unwrap()
        .unwrap();
    let (said, wrong) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(done.status.success(), "{said}\n{wrong}");
    // What the tour shows: the lesson, the steps of the cycle in the feed, a blind spot, what pupils said and what
    // was done with it, and a way back.
    for word in [
        "Begin in groep 6",
        "improvementcycle.transitioned",
        "selfHigher",
        "tenPoint",
        "pleinrooster",
        "withdrawnPermissions",
        "Het begin van de les",
    ] {
        assert!(
            said.contains(word),
            "{word} is not in what the tour shows:\n{said}\n{wrong}"
        );
    }
}

#[test]
fn only_the_blocks_that_are_marked_are_run() {
    let text = "```sh tour\na\n```\ntext\n```\nb\n```\n```sh\nc\n```\n```sh tour\nd\n```\n";
    assert_eq!(script(text), "set -euo pipefail\na\nd\n");
}
