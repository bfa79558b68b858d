//! `akoki client create`.

use super::*;
use akoki_api::{
    app::service_call,
    cli::client::{ClientCommand, Made, create},
};
use akoki_tests::both_stores;
use clap::Parser;

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: ClientCommand,
}

async fn typed(app: &TestApp, words: &[&str]) -> Result<Made, String> {
    let call = service_call(&app.shared, "createClient").await.unwrap();
    let line = Line::try_parse_from(["client", "create"].iter().chain(words))
        .map_err(|error| error.to_string())?;
    let asked = line.command.asked().map_err(|refused| refused.0)?;
    create(&call, asked).await.map_err(|refused| refused.0)
}

fn machine(made: &Made) -> Machine {
    let shown = json!(made);
    Machine {
        id: shown["clientId"].as_str().unwrap().parse().unwrap(),
        secret: shown["clientSecret"].as_str().unwrap().to_owned(),
    }
}

both_stores! {
    fn a_client_of_the_command_line_works_at_once(store) {
        let app = TestApp::start(store).await;
        let made = typed(&app, &["--name", "Beheer", "--role", "platform-admin"]).await.unwrap();
        let platform = caller(&app, &machine(&made)).await;
        let board = platform.post("/v1/organisation-units", json!({"kind": "board", "name": "Een"})).await.expect(201).id();
        let unit = board.to_string();
        let words = ["--name", "Koppeling", "--vendor", "V", "--role", "integrator", "--unit", &unit, "--scope", "people.read", "organisation.read"];
        let made = typed(&app, &words).await.unwrap();
        let token = asked(&app, &machine(&made), None).await.expect(200);
        assert_eq!(token.json["scope"], "organisation.read people.read");
        let integrator = app.with_token(token.json["access_token"].as_str().unwrap());
        assert_eq!(integrator.get("/v1/organisation-units").await.expect(200).items().len(), 1);
        let shown = platform.get(&format!("/v1/api-clients/{}", machine(&made).id)).await.expect(200);
        assert_eq!((&shown.json["name"], &shown.json["vendor"]), (&json!("Koppeling"), &json!("V")));
    }
}

both_stores! {
    fn a_client_that_would_not_work_is_refused(store) {
        let app = TestApp::start(store).await;
        let unit = Uuid::from_u128(9).to_string();
        for (words, said) in [
            (vec!["--name", "x", "--role", "wizard"], "wizard"),
            (vec!["--name", "x", "--role", "integrator"], "/unitId required"),
            (vec!["--name", "x", "--role", "integrator", "--unit", &unit], "/unitId unknown-reference"),
            (vec!["--name", "x", "--role", "platform-admin", "--unit", &unit], "role-needs-platform"),
            (vec!["--name", "x", "--role", "platform-admin", "--scope", "nonsense"], "/scopes/0 unknown-scope nonsense"),
            (vec!["--role", "integrator"], "--name"),
        ] {
            let refused = typed(&app, &words).await.unwrap_err();
            assert!(refused.contains(said), "{refused}");
        }
        let clients = app.platform().await.get("/v1/api-clients").await.expect(200);
        assert!(clients.items().is_empty(), "nothing is left of what was refused");
    }
}
