//! What reaches a store does so with a scope. The mechanics of records and lists cannot without one; the
//! functions that are written out are looked at here.

use std::collections::BTreeSet;

use super::assert_none;
use super::sources::{self, Source, Token};

/// Where statements are written out.
const PLACES: &[&str] = &["persistence/src/repo/", "persistence/src/reach/"];

/// Those that ask no scope, by file: credentials and secrets, jobs and what belongs to one, settings,
/// what is the same for all, and what the service keeps for itself. This list only gets shorter.
const WITHOUT: &[(&str, &str)] = &[
    ("reach/mod.rs", "access_changed accesses_changed tell"),
    ("repo/account.rs", "by_email hold"),
    (
        "repo/activation.rs",
        "account_of forget forget_before put spend",
    ),
    ("repo/api_client.rs", "by_id hold"),
    ("repo/assertion.rs", "forget_before take"),
    ("repo/client_secret.rs", "add end of_client"),
    (
        "repo/credential.rs",
        "find forget_before is_live live live_of",
    ),
    ("repo/dossier.rs", "move_to_theme"),
    // What was found to be late was found with a scope.
    ("repo/escalation.rs", "forget_before remember"),
    ("repo/event.rs", "cutoff forget_before last_number list"),
    // Bytes are swept away by the service itself.
    ("repo/evidence/files.rs", "is_kept"),
    ("repo/framework.rs", "add all count"),
    (
        "repo/grant.rs",
        "everywhere hold_platform in_office of_platform",
    ),
    ("repo/idempotency.rs", "claim find forget_before keep"),
    ("repo/job.rs", "claim hold let_go take_turn waits"),
    (
        "repo/job_file.rs",
        "add add_keys forget known_keys leftover piece",
    ),
    ("repo/job_plan.rs", "find put"),
    (
        "repo/job_report.rs",
        "count_to_do gone last_number lines open put take_out tally",
    ),
    ("repo/list_mark.rs", "of set unlist"),
    (
        "repo/listed_person.rs",
        "assignments by_external_ids groups people",
    ),
    ("repo/listed_unit.rs", "by_ids by_keys with_siblings"),
    ("repo/organisation_unit.rs", "ancestors"),
    ("repo/own_standard.rs", "resting_on"),
    ("repo/password.rs", "activated hash_of put"),
    ("repo/personal_access_token.rs", "add live"),
    (
        "repo/principal.rs",
        "add add_credential any hold named revoke revoke_all",
    ),
    ("repo/sandbox.rs", "clear is_unused"),
    (
        "repo/session.rs",
        "add_refresh end_others forget_before live refresh use_refresh",
    ),
    ("repo/setting.rs", "add get lock put"),
    ("repo/snapshot.rs", "add busy_boards"),
    // Whoever has a code is let in by it; all else is of a campaign that was found with a scope, or belongs to the
    // service alone.
    ("repo/survey/answering.rs", "draft put_draft submit take_in"),
    ("repo/survey/campaign.rs", "content put_content"),
    (
        "repo/survey/entry.rs",
        "add by_code let_in of_campaign remove",
    ),
    ("repo/survey/instrument.rs", "add_version version versions"),
    ("repo/survey/imported.rs", "add counts"),
    (
        "repo/survey/invitation.rs",
        "add by_code counts find handed_out known page recode",
    ),
    (
        "repo/survey/mixing.rs",
        "clear how_many_wait put_blocks put_open_answers waiting",
    ),
    ("repo/survey/past.rs", "keep known of"),
    ("repo/survey/outcome.rs", "blocks get open_answers put"),
    ("repo/throttle.rs", "clear forget_before lock put read"),
    ("repo/time_zone.rs", "zones_of"),
    ("repo/unit_identifier.rs", "held_elsewhere"),
    // What concluded them was locked in reach.
    ("repo/verdict.rs", "add"),
];

/// `file function`, for every public function that takes a store or a unit of work and no scope.
fn unscoped(sources: &[Source]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        if !PLACES.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        let file = source.path.trim_start_matches("persistence/src/");
        let tokens = source.tokens();
        for at in 0..tokens.len() {
            let from = tokens.get(at..).unwrap_or_default();
            if let Some((name, arguments)) = public_function(from) {
                let takes = |word: &str| arguments.iter().any(|token| token.text == word);
                if ["Source", "Tx", "Exec"].into_iter().any(takes) && !takes("Scope") {
                    found.insert(format!("{file} {name}"));
                }
            }
        }
    }
    found
}

/// The name and all between the name and the body, when a public function begins here.
fn public_function(tokens: &[Token]) -> Option<(&str, &[Token])> {
    let text = |at: usize| tokens.get(at).map(|token| token.text.as_str());
    let name = match (text(0)?, text(1)?, text(2)?) {
        ("pub", "fn", _) => 2,
        ("pub", "async" | "const", "fn") => 3,
        _ => return None,
    };
    let body = tokens.iter().position(|token| token.text == "{")?;
    Some((text(name)?, tokens.get(name + 1..body)?))
}

#[test]
fn no_more_functions_reach_the_store_without_a_scope() {
    let found = unscoped(&sources::all());
    let known: BTreeSet<String> = WITHOUT
        .iter()
        .flat_map(|(file, names)| names.split(' ').map(move |name| format!("{file} {name}")))
        .collect();
    let more = found.difference(&known);
    let more = more.map(|one| format!("{one}: takes no scope"));
    let gone = known.difference(&found);
    let gone = gone.map(|one| format!("{one}: is no longer there, or asks a scope by now"));
    assert_none(&more.chain(gone).collect::<Vec<_>>());
}

#[test]
fn a_function_without_a_scope_is_found_and_one_with_it_is_not() {
    let text = "pub async fn a(source: &impl Source) -> X {} pub fn b<S: Source>(s: &S) {}
        pub async fn c(tx: &Tx, scope: &Scope) {} pub(crate) fn d(tx: &Tx) {} pub fn e(x: u8) {}
        fn f(tx: &Tx) {} impl X { pub fn g(&self, tx: &Tx) {} }";
    let found = unscoped(&[Source::sample("persistence/src/repo/x.rs", text)]);
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["repo/x.rs a", "repo/x.rs b", "repo/x.rs g"]);
}
