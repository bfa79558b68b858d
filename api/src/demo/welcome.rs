//! What `serve --demo` says when it is ready: tokens for five roles, and three calls to try.

use akoki_domain::access::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::{Demo, Filled, kept, wrong};
use crate::{app::StartError, auth::scope::Scopes, cli::token::token_for, guard::Call};

/// How long the tokens hold.
const LIFE: i64 = 30 * 86_400_000;

/// Who is shown: by name in the stories, with the role and in words.
const SHOWN: [(&str, Role, &str); 5] = [
    (
        "officer",
        Role::BoardQualityOfficer,
        "quality officer of the board",
    ),
    ("leader", Role::SchoolLeader, "leads De Wulp"),
    (
        "coordinator",
        Role::QualityCoordinator,
        "coordinates quality at the Zanderlyceum",
    ),
    (
        "supervisor",
        Role::InternalSupervisor,
        "member of the supervisory body",
    ),
    (
        "integrator",
        Role::Integrator,
        "the school information system of the board",
    ),
];

/// The board and its schools, by name in the stories, with the identifier they have at DUO.
const PLACES: [(&str, &str); 4] = [
    ("board", "Stichting Onderwijs Zanderveen (99901)"),
    ("wulp", "De Wulp (90AA), primary"),
    ("kompas", "Het Kompas (90AB), primary, two establishments"),
    ("lyceum", "Zanderlyceum (93DA), secondary"),
];

/// What is tried: what it shows, as whom, and where.
const CALLS: [(&str, &str, &str); 3] = [
    (
        "Where De Wulp stands, and why",
        "leader",
        "/v1/organisation-units/{wulp}/standing",
    ),
    (
        "What was learned about arithmetic, across the board",
        "officer",
        "/v1/lessons?requirement=akoki/1/all/O1",
    ),
    (
        "What happened in the last month",
        "integrator",
        "/v1/events?limit=5",
    ),
];

/// What is said.
#[derive(Debug, Clone)]
pub struct Welcome {
    address: String,
    ids: BTreeMap<String, Uuid>,
    tokens: BTreeMap<&'static str, String>,
}

/// Makes the tokens.
///
/// # Errors
/// When the store is no demo, or fails.
pub async fn welcome(call: &Call) -> Result<Welcome, StartError> {
    let Some(Demo::Filled(Filled { ids, cast })) = kept(call.store()).await.map_err(wrong)? else {
        return Err(wrong("this store is no demo"));
    };
    let mut tokens = BTreeMap::new();
    for (name, _, _) in SHOWN {
        let principal = cast.get(name);
        let principal = *principal.ok_or_else(|| wrong(format!("{name} is missing")))?;
        let token = token_for(call, principal, LIFE, &Scopes::all()).await;
        tokens.insert(name, token.map_err(wrong)?);
    }
    Ok(Welcome {
        address: call.shared.config.public_url.clone(),
        ids,
        tokens,
    })
}

impl Welcome {
    /// The ids, by their names in the stories.
    pub fn ids(&self) -> &BTreeMap<String, Uuid> {
        &self.ids
    }

    /// The tokens by role.
    pub fn tokens(&self) -> impl Iterator<Item = (Role, &str)> {
        SHOWN
            .iter()
            .filter_map(|(name, role, _)| Some((*role, self.tokens.get(name)?.as_str())))
    }

    /// The calls to try, each with what it shows, as lines for a shell.
    pub fn calls(&self) -> Vec<(&'static str, String)> {
        let line = |name: &str, path: &str| {
            let token = self.tokens.get(name).map_or("", String::as_str);
            let mut path = path.to_owned();
            for (name, id) in &self.ids {
                path = path.replace(&format!("{{{name}}}"), &id.to_string());
            }
            let address = &self.address;
            format!("curl -H 'Authorization: Bearer {token}' '{address}{path}'")
        };
        CALLS
            .iter()
            .map(|(shows, name, path)| (*shows, line(name, path)))
            .collect()
    }

    /// In words, for a terminal.
    pub fn text(&self) -> String {
        let mut out =
            String::from("A demo: a fictional board, its schools and a year of their work.\n\n");
        for (name, words) in PLACES {
            let id = self.ids.get(name).copied().unwrap_or_default();
            out.push_str(&format!("{id}  {words}\n"));
        }
        out.push_str("\nTokens, for thirty days:\n");
        for (name, role, words) in SHOWN {
            let token = self.tokens.get(name).map_or("", String::as_str);
            out.push_str(&format!("\n{} ({words})\n{token}\n", role.as_str()));
        }
        out.push_str("\nThree calls to try:\n");
        for (shows, line) in self.calls() {
            out.push_str(&format!("\n# {shows}\n{line}\n"));
        }
        out
    }

    /// As data.
    pub fn json(&self) -> Value {
        let tokens: BTreeMap<&str, &str> = self
            .tokens()
            .map(|(role, token)| (role.as_str(), token))
            .collect();
        let calls = self.calls();
        let calls: Vec<&String> = calls.iter().map(|(_, line)| line).collect();
        json!({"address": self.address, "tokens": tokens, "ids": self.ids, "calls": calls})
    }
}
