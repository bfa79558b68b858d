//! Which crate may know which, read from the manifests.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{assert_none, sources};

/// Every crate, and which others of ours it may know.
const LAYERS: &[(&str, &[&str])] = &[
    ("akoki-domain", &[]),
    ("akoki-openapi", &["akoki-domain"]),
    ("akoki-persistence", &["akoki-domain"]),
    // Its history must not move when the domain does.
    ("akoki-migrations", &[]),
    (
        "akoki-api",
        &[
            "akoki-domain",
            "akoki-openapi",
            "akoki-persistence",
            "akoki-migrations",
        ],
    ),
    (
        "akoki-tests",
        &[
            "akoki-domain",
            "akoki-openapi",
            "akoki-persistence",
            "akoki-migrations",
            "akoki-api",
        ],
    ),
];

/// All that the domain is made of. It takes today and ids as arguments, and does no I/O.
/// The last is mathematics alone.
const DOMAIN: &[&str] = &["serde", "time", "uuid", "thiserror", "statrs"];

/// Libraries of which every name that begins so is known to these crates only.
const CONFINED: &[(&str, &[&str])] = &[
    ("sea-", &["akoki-persistence", "akoki-migrations"]),
    // The harness makes and drops databases beneath the ORM.
    (
        "sqlx",
        &["akoki-persistence", "akoki-migrations", "akoki-tests"],
    ),
    ("actix", &["akoki-api", "akoki-tests"]),
    // What leaves the service is a row first, so no handler calls anyone; the harness is a client.
    ("reqwest", &["akoki-tests"]),
    ("lettre", &[]),
];

/// One crate of the workspace.
struct Package {
    name: String,
    manifest: Table,
}

/// One line of a dependency section.
struct Dependency {
    /// The real name of the package, whatever it is called in the manifest.
    package: String,
    /// For the built crate, not only for its tests.
    built: bool,
    /// Version and source stand in the workspace.
    inherited: bool,
}

impl Package {
    fn dependencies(&self, workspace: &Table) -> Vec<Dependency> {
        let mut sections = vec![&self.manifest];
        if let Some(targets) = self.manifest.get("target").and_then(Value::as_table) {
            sections.extend(targets.values().filter_map(Value::as_table));
        }
        let mut found = Vec::new();
        for section in sections {
            for (kind, built) in [
                ("dependencies", true),
                ("build-dependencies", true),
                ("dev-dependencies", false),
            ] {
                for (name, value) in section
                    .get(kind)
                    .and_then(Value::as_table)
                    .into_iter()
                    .flatten()
                {
                    let shared = workspace.get(name);
                    let inherited = value.get("workspace") == Some(&Value::Boolean(true));
                    let renamed = [Some(value), shared].into_iter().flatten();
                    let renamed = renamed.filter_map(|v| v.get("package")?.as_str()).next();
                    found.push(Dependency {
                        package: renamed.unwrap_or(name).to_owned(),
                        built,
                        inherited: inherited && shared.is_some(),
                    });
                }
            }
        }
        found
    }
}

fn breaches(workspace: &Table, packages: &[Package]) -> Vec<String> {
    let mut wrong = Vec::new();
    for package in packages {
        let name = package.name.as_str();
        let mut say = |what: String| wrong.push(format!("{name}: {what}"));
        let Some((_, known)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            say("has no place among the layers".to_owned());
            continue;
        };
        let lints = package
            .manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"));
        if lints != Some(&Value::Boolean(true)) {
            say("does not take the lints of the workspace".to_owned());
        }
        for dependency in package.dependencies(workspace) {
            let other = dependency.package.as_str();
            if !dependency.inherited {
                say(format!("{other} is not declared through the workspace"));
            }
            if other.starts_with("akoki-") && !known.contains(&other) {
                say(format!("must not know {other}"));
            }
            let confined = CONFINED
                .iter()
                .find(|(prefix, _)| other.starts_with(prefix));
            if confined.is_some_and(|(_, to)| !to.contains(&name)) {
                say(format!("must not know {other}"));
            }
            if name == "akoki-domain" && dependency.built && !DOMAIN.contains(&other) {
                say(format!("is pure, and {other} is not on its list"));
            }
        }
    }
    wrong
}

fn read(path: &str) -> Table {
    std::fs::read_to_string(sources::root().join(path))
        .unwrap()
        .parse()
        .unwrap()
}

fn shared_dependencies(root: &Table) -> Table {
    let shared = root.get("workspace").unwrap().get("dependencies");
    shared.unwrap().as_table().unwrap().clone()
}

/// The members of the workspace, which must be all crates there are.
fn packages(root: &Table) -> Vec<Package> {
    let members = root.get("workspace").unwrap().get("members").unwrap();
    let members = members.as_array().unwrap().iter();
    members
        .map(|member| {
            let manifest = read(&format!("{}/Cargo.toml", member.as_str().unwrap()));
            let name = manifest.get("package").unwrap().get("name").unwrap();
            Package {
                name: name.as_str().unwrap().to_owned(),
                manifest,
            }
        })
        .collect()
}

#[test]
fn every_crate_keeps_to_its_layer() {
    let root = read("Cargo.toml");
    let packages = packages(&root);
    let names: Vec<_> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut layers: Vec<_> = LAYERS.iter().map(|(name, _)| *name).collect();
    layers.sort_by_key(|layer| names.iter().position(|name| name == layer));
    assert_eq!(names, layers);
    assert_none(&breaches(&shared_dependencies(&root), &packages));
}

/// What is said of one crate with this manifest, in a workspace that has all it names.
fn said(name: &str, manifest: &str) -> Vec<String> {
    let shared = "serde = \"1\"\nsea-orm = \"2\"\nsqlx = \"1\"\nactix-web = \"4\"\nrand = \"1\"
        reqwest = \"1\"\nlettre = \"1\"
        tables = { version = \"2\", package = \"sea-orm\" }
        akoki-domain = { path = \"\" }\nakoki-openapi = { path = \"\" }
        akoki-persistence = { path = \"\" }\nakoki-api = { path = \"\" }";
    let package = Package {
        name: name.to_owned(),
        manifest: manifest.parse().unwrap(),
    };
    breaches(&shared.parse().unwrap(), &[package])
}

#[test]
fn every_breach_is_found() {
    let with = |section: &str| format!("[lints]\nworkspace = true\n{section}");
    let on = |name: &str| with(&format!("[dependencies]\n{name}.workspace = true"));
    for (name, manifest) in [
        ("akoki-domain", on("rand")),
        (
            "akoki-domain",
            with("[build-dependencies]\nrand.workspace = true"),
        ),
        (
            "akoki-domain",
            with("[target.'cfg(unix)'.dependencies]\nrand.workspace = true"),
        ),
        ("akoki-openapi", on("akoki-persistence")),
        ("akoki-persistence", on("akoki-openapi")),
        (
            "akoki-persistence",
            with("[dev-dependencies]\nakoki-api.workspace = true"),
        ),
        ("akoki-migrations", on("akoki-domain")),
        ("akoki-api", on("sea-orm")),
        ("akoki-api", on("tables")),
        ("akoki-api", on("reqwest")),
        ("akoki-api", on("lettre")),
        ("akoki-persistence", on("reqwest")),
        ("akoki-openapi", on("actix-web")),
        ("akoki-openapi", on("sqlx")),
        ("akoki-openapi", with("[dependencies]\nserde = \"1\"")),
        (
            "akoki-openapi",
            with("[dependencies]\nunknown.workspace = true"),
        ),
        ("akoki-openapi", "[lints]\nworkspace = false".to_owned()),
        ("akoki-openapi", String::new()),
        ("akoki-elsewhere", with("")),
    ] {
        assert_eq!(said(name, &manifest).len(), 1, "{name}: {manifest}");
    }
}

#[test]
fn what_is_allowed_is_not_a_breach() {
    let manifest = "[lints]\nworkspace = true\n[dependencies]\nserde.workspace = true
        [dev-dependencies]\nrand.workspace = true";
    assert_none(&said("akoki-domain", manifest));
    let manifest = "[lints]\nworkspace = true\n[dependencies]\nsea-orm.workspace = true
        serde = { workspace = true, features = [\"derive\"] }";
    assert_none(&said("akoki-persistence", manifest));
}

/// The versions and the features of a dependency are seen where it is declared: twice the same
/// library under two names would be two.
#[test]
fn no_dependency_is_declared_twice() {
    let shared = shared_dependencies(&read("Cargo.toml"));
    let mut seen = BTreeMap::new();
    for (name, value) in &shared {
        let package = value.get("package").and_then(Value::as_str).unwrap_or(name);
        assert_eq!(seen.insert(package, name), None, "{package}");
    }
}
