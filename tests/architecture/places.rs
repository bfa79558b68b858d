//! Some calls belong in one place each: the clock, the environment, the begin of a transaction, and a
//! call of the service itself, which nobody's rights bound.
//!
//! Clippy finds the same calls by their type (`.clippy.toml`), and lets a file exempt itself; here is
//! written which file may.

use super::assert_none;
use super::sources::{self, Source};

/// Tokens that may occur only below these paths.
struct Rule {
    tokens: &'static [&'static str],
    /// Beginnings of paths from the root of the workspace: a file, or a folder once it is one.
    only_in: &'static [&'static str],
}

const CLOCK: &[&str] = &["api/src/clock"];
const ENVIRONMENT: &[&str] = &["api/src/config", "tests/harness/environment.rs"];
const TRANSACTION: &[&str] = &["persistence/src/unit"];
/// Who calls the service as the service itself: no guard, so nothing that a request can reach.
const SERVICE: &[&str] = &[
    "api/src/app",
    "api/src/demo/",
    "api/src/worker/",
    "api/src/route/sandbox.rs",
];
/// Who takes the store of a worker without a guard: the guard itself, what looks at no row of anyone,
/// and the sandbox.
const STATE: &[&str] = &[
    "api/src/guard.rs",
    "api/src/http/",
    "api/src/route/health.rs",
    "api/src/route/sandbox.rs",
];
/// What comes in goes through `http::{Body, Query}` and the form of the issuer, which say all that is
/// wrong at once and in our words.
const NOWHERE: &[&str] = &[];

const RULES: &[Rule] = &[
    rule(&["Uuid", ":", ":", "now_v7"], CLOCK),
    rule(&["Uuid", ":", ":", "new_v7"], CLOCK),
    rule(&["from_unix_timestamp_millis"], CLOCK),
    rule(&["OffsetDateTime", ":", ":", "now_utc"], CLOCK),
    rule(&["UtcDateTime", ":", ":", "now"], CLOCK),
    rule(&["SystemTime", ":", ":", "now"], CLOCK),
    rule(&["Timestamp", ":", ":", "now"], CLOCK),
    rule(&["Zoned", ":", ":", "now"], CLOCK),
    rule(&["env", ":", ":", "var"], ENVIRONMENT),
    rule(&["env", ":", ":", "var_os"], ENVIRONMENT),
    rule(&["env", ":", ":", "vars"], ENVIRONMENT),
    rule(&["env", ":", ":", "vars_os"], ENVIRONMENT),
    rule(&[".", "begin", "("], TRANSACTION),
    rule(&[".", "begin_with_config", "("], TRANSACTION),
    rule(&[".", "begin_with_options", "("], TRANSACTION),
    rule(&[".", "transaction", "("], TRANSACTION),
    rule(&[".", "transaction_with_config", "("], TRANSACTION),
    rule(&[".", "transaction_async", "("], TRANSACTION),
    rule(&[".", "transaction_with_config_async", "("], TRANSACTION),
    rule(&["Call", ":", ":", "service"], SERVICE),
    rule(&[":", "web", ":", ":", "Json", "<"], NOWHERE),
    rule(&[":", "web", ":", ":", "Query", "<"], NOWHERE),
    rule(&[":", "web", ":", ":", "Form", "<"], NOWHERE),
    rule(&["Data", "<", "AppState", ">"], STATE),
];

const fn rule(tokens: &'static [&'static str], only_in: &'static [&'static str]) -> Rule {
    Rule { tokens, only_in }
}

fn misplaced(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources {
        let tokens = source.tokens();
        for rule in RULES {
            if rule
                .only_in
                .iter()
                .any(|path| source.path.starts_with(path))
            {
                continue;
            }
            for window in tokens.windows(rule.tokens.len()) {
                let same = window.iter().map(|token| token.text.as_str());
                if let (true, Some(first)) = (same.eq(rule.tokens.iter().copied()), window.first())
                {
                    let (path, line) = (&source.path, first.line);
                    let what = rule.tokens.concat();
                    let where_to = match rule.only_in {
                        [] => "nowhere".to_owned(),
                        places => places.join(", "),
                    };
                    wrong.push(format!("{path}:{line}: {what} belongs in {where_to}"));
                }
            }
        }
    }
    wrong
}

#[test]
fn each_such_call_is_in_its_place() {
    assert_none(&misplaced(&sources::all()));
}

#[test]
fn a_call_elsewhere_is_found_and_one_in_place_is_not() {
    for (text, place) in [
        ("fn f() { uuid::Uuid::now_v7(); }", "api/src/clock.rs"),
        ("fn f() { Uuid::new_v7(t); }", "api/src/clock.rs"),
        (
            "fn f() { uuid::Builder::from_unix_timestamp_millis(1, b); }",
            "api/src/clock/story.rs",
        ),
        (
            "fn f() { vec![OffsetDateTime::now_utc()]; }",
            "api/src/clock.rs",
        ),
        ("fn f() { UtcDateTime::now(); }", "api/src/clock/real.rs"),
        ("fn f() { SystemTime::now(); }", "api/src/clock.rs"),
        ("fn f() { jiff::Timestamp::now(); }", "api/src/clock.rs"),
        ("fn f() { Zoned::now(); }", "api/src/clock.rs"),
        ("use std::env::var;", "api/src/config.rs"),
        ("fn f() { env::var_os(\"X\"); }", "api/src/config/load.rs"),
        ("fn f() { env::vars(); }", "tests/harness/environment.rs"),
        ("fn f() { env::vars_os(); }", "api/src/config.rs"),
        (
            "fn f() { c\n  .begin()\n  .await; }",
            "persistence/src/unit.rs",
        ),
        (
            "fn f() { c.begin_with_config(a, b); }",
            "persistence/src/unit.rs",
        ),
        (
            "fn f() { c.begin_with_options(a); }",
            "persistence/src/unit.rs",
        ),
        ("fn f() { c.transaction(a); }", "persistence/src/unit.rs"),
        (
            "fn f() { c.transaction_with_config(a, b, d); }",
            "persistence/src/unit.rs",
        ),
        (
            "fn f() { c.transaction_async(a); }",
            "persistence/src/unit.rs",
        ),
        (
            "fn f() { c.transaction_with_config_async(a, b, d); }",
            "persistence/src/unit.rs",
        ),
        (
            "fn f() { Call::service(a, b, \"x\"); }",
            "api/src/worker/keys.rs",
        ),
        (
            "fn f(state: web::Data<AppState>) {}",
            "api/src/route/health.rs",
        ),
    ] {
        let wrong = misplaced(&[Source::sample("openapi/src/lib.rs", text)]);
        assert_eq!(wrong.len(), 1, "{text}: {wrong:?}");
        assert_none(&misplaced(&[Source::sample(place, text)]));
    }
}

#[test]
fn an_argument_that_is_taken_in_past_us_is_found_and_an_answer_is_not() {
    for text in [
        "fn f(body: web::Json<A>) {}",
        "fn f(web::Query(q): web::Query<A>) {}",
        "fn f(a: A, form: web::Form<A>) {}",
    ] {
        let wrong = misplaced(&[Source::sample("api/src/route/goal.rs", text)]);
        assert_eq!(wrong.len(), 1, "{text}: {wrong:?}");
    }
    let text = "fn f() -> Result<web::Json<A>, E> { web::Query::<A>::from_query(q) }";
    assert_none(&misplaced(&[Source::sample("api/src/route/goal.rs", text)]));
}

#[test]
fn words_in_comments_and_other_calls_are_left_alone() {
    let text =
        "/// Uuid::now_v7 is elsewhere\nfn f() { env!(\"X\"); Instant::now(); beginning(); }";
    assert_none(&misplaced(&[Source::sample("domain/src/lib.rs", text)]));
}
