//! Machine clients: registered, approved, and given tokens.

mod approvals;
mod assertions;
mod cli;
mod discovery;
mod keys;
mod secrets;
mod tokens;
mod waiting;

use akoki_tests::{Answer, Caller, TestApp, send};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// A client and its secret.
#[derive(Clone)]
struct Machine {
    id: Uuid,
    secret: String,
}

/// A client of a vendor that may ask for these scopes.
fn described(scopes: &[&str]) -> Value {
    json!({"name": "Roosterkoppeling", "vendor": "Leverancier BV", "scopes": scopes})
}

/// Registers a client that may ask for these scopes, with a secret.
async fn registered(app: &TestApp, scopes: &[&str]) -> Machine {
    let platform = app.platform().await;
    let made = platform
        .post("/v1/api-clients", described(scopes))
        .await
        .expect(201);
    assert!(!made.text.contains("secret"), "{}", made.text);
    Machine {
        id: made.id(),
        secret: secret(&platform, made.id(), json!({})).await,
    }
}

/// A new secret of a client.
async fn secret(platform: &Caller, client: Uuid, body: Value) -> String {
    let path = format!("/v1/api-clients/{client}/secrets");
    let made = platform.post(&path, body).await.expect(201);
    assert_eq!(made.json["clientId"], json!(client));
    made.json["secret"].as_str().unwrap().to_owned()
}

/// Approves a client on a unit for these scopes.
async fn approved(officer: &Caller, client: Uuid, unit: Uuid, scopes: &[&str]) -> Uuid {
    approved_for_role(officer, client, unit, scopes, "integrator").await
}

/// Approves a client in another role.
async fn approved_for_role(
    officer: &Caller,
    client: Uuid,
    unit: Uuid,
    scopes: &[&str],
    role: &str,
) -> Uuid {
    let path = format!("/v1/api-clients/{client}/approvals");
    let body = json!({"unitId": unit, "scopes": scopes, "role": role});
    officer.post(&path, body).await.expect(201).id()
}

/// A client that a board of its own has approved for all that it may ask for.
async fn usable(app: &TestApp, scopes: &[&str]) -> Machine {
    let machine = registered(app, scopes).await;
    approved_by_a_board(app, machine.id, scopes).await;
    machine
}

/// Has a board approve a client for these scopes.
async fn approved_by_a_board(app: &TestApp, client: Uuid, scopes: &[&str]) {
    let (board, officer) = app.board("Een bestuur dat goedkeurt").await;
    approved(&officer, client, board, scopes).await;
}

/// A form; the values of the tests need no more than this.
fn form(pairs: &[(&str, &str)]) -> String {
    let all: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", value.replace(' ', "+")))
        .collect();
    all.join("&")
}

/// Sends a form to the issuer, as this client when there is one.
async fn sent(
    app: &TestApp,
    path: &str,
    machine: Option<&Machine>,
    pairs: &[(&str, &str)],
) -> Answer {
    let request = app
        .anonymous()
        .request(Method::POST, path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept-language", "en")
        .body(form(pairs));
    let request = match machine {
        Some(machine) => request.basic_auth(machine.id, Some(&machine.secret)),
        None => request,
    };
    send(request).await
}

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

/// Asks for a token, for these scopes or for all.
async fn asked(app: &TestApp, machine: &Machine, scope: Option<&str>) -> Answer {
    let mut pairs = vec![GRANT];
    pairs.extend(scope.map(|scope| ("scope", scope)));
    sent(app, "/oauth/token", Some(machine), &pairs).await
}

/// A caller with a token of the client.
async fn caller(app: &TestApp, machine: &Machine) -> Caller {
    let answer = asked(app, machine, None).await.expect(200);
    app.with_token(answer.json["access_token"].as_str().unwrap())
}

/// Fails the test unless this is the error of the issuer; gives its description.
#[track_caller]
fn refused(answer: &Answer, status: u16, error: &str) -> String {
    assert_eq!(
        (answer.status, answer.json["error"].as_str()),
        (status, Some(error)),
        "{}",
        answer.text
    );
    assert_eq!(
        (answer.header("cache-control"), answer.header("pragma")),
        ("no-store", "no-cache")
    );
    answer.json["error_description"]
        .as_str()
        .unwrap()
        .to_owned()
}
