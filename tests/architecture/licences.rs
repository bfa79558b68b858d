//! No licence comes in that `.deny.toml` does not allow. `cargo deny` looks deeper (at the texts) but
//! is not on every machine; what the crates declare can always be read.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use serde_json::Value;

use super::{assert_none, sources};

/// Whether a licence expression can be met with what is allowed: `OR` (and the old `/`) needs one
/// side, `AND` both. The last error of a person who writes an expression by hand is to leave it
/// open, so anything that is not understood is not met.
fn is_met(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    alternatives(&mut rest, allowed) == Some(true) && rest.is_empty()
}

fn alternatives(rest: &mut &[&str], allowed: &[String]) -> Option<bool> {
    let mut met = requirements(rest, allowed)?;
    while take(rest, "OR") {
        met |= requirements(rest, allowed)?;
    }
    Some(met)
}

fn requirements(rest: &mut &[&str], allowed: &[String]) -> Option<bool> {
    let mut met = licence(rest, allowed)?;
    while take(rest, "AND") {
        met &= licence(rest, allowed)?;
    }
    Some(met)
}

fn licence(rest: &mut &[&str], allowed: &[String]) -> Option<bool> {
    if take(rest, "(") {
        let met = alternatives(rest, allowed)?;
        return take(rest, ")").then_some(met);
    }
    let (name, after) = rest.split_first()?;
    *rest = after;
    let mut name = (*name).to_owned();
    if take(rest, "WITH") {
        let (exception, after) = rest.split_first()?;
        *rest = after;
        name = format!("{name} WITH {exception}");
    }
    Some(allowed.contains(&name))
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    match rest.split_first() {
        Some((first, after)) if *first == word => {
            *rest = after;
            true
        }
        _ => false,
    }
}

fn allowed() -> Vec<String> {
    let path = sources::root().join(".deny.toml");
    let rules: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let allow = rules.get("licenses").unwrap().get("allow").unwrap();
    let allow = allow.as_array().unwrap().iter();
    allow
        .map(|licence| licence.as_str().unwrap().to_owned())
        .collect()
}

/// What is built into this machine's programs and tests; crates of other platforms need not be here.
fn metadata() -> Value {
    let host = Command::new("rustc")
        .args(["--print", "host-tuple"])
        .output()
        .unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", host.trim()])
        .current_dir(sources::root())
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{message}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let allowed = allowed();
    let metadata = metadata();
    let packages = metadata.get("packages").unwrap().as_array().unwrap();
    assert!(packages.len() > 100, "only {} crates", packages.len());
    let mut wrong = Vec::new();
    for package in packages {
        let text = |key| package.get(key).and_then(Value::as_str).unwrap_or("none");
        let (name, licence) = (text("name"), text("license"));
        let ours = package.get("source").unwrap().is_null();
        let fine = if ours {
            licence == "EUPL-1.2"
        } else {
            is_met(licence, &allowed)
        };
        if !fine {
            wrong.push(format!("{name}: {licence}"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn no_licence_on_the_list_asks_for_more_than_the_eupl() {
    let copyleft = ["GPL", "AGPL", "LGPL", "SSPL", "MPL", "EPL", "CDDL", "BUSL"];
    for licence in allowed() {
        assert!(
            !copyleft.iter().any(|word| licence.starts_with(word)),
            "{licence}"
        );
    }
}

#[test]
fn expressions_are_understood() {
    let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
    for met in [
        "MIT",
        "GPL-3.0-or-later OR MIT",
        "MIT/GPL-2.0",
        "MIT AND ISC",
        "MIT AND (GPL-3.0-only OR ISC)",
        "Apache-2.0 WITH LLVM-exception OR GPL-3.0-only",
        "GPL-3.0-only AND GPL-2.0-only OR MIT",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not_met in [
        "",
        "none",
        "GPL-3.0-or-later",
        "MIT AND GPL-3.0-or-later",
        "(MIT OR ISC) AND GPL-3.0-or-later",
        "Apache-2.0",
        "MIT OR",
        "MIT ISC",
        "(MIT",
        "MIT WITH",
        "GPL-3.0-only AND (MIT OR GPL-2.0-only)",
    ] {
        assert!(!is_met(not_met, &allowed), "{not_met}");
    }
}
