//! Whoever does not prove who it is often waits; whoever does never.

use super::*;
use akoki_tests::both_stores;

/// The same client with a secret that is not its own.
fn guessing(machine: &Machine) -> Machine {
    Machine {
        secret: "akoki_client_guessed".into(),
        ..machine.clone()
    }
}

/// Fails the test unless the answer is a pause of so many seconds.
#[track_caller]
fn waits(answer: &Answer, seconds: &str) {
    let said = refused(answer, 429, "invalid_client");
    assert!(said.contains(&format!("Wait {seconds} seconds")), "{said}");
    assert_eq!(answer.header("retry-after"), seconds);
    assert_eq!(
        answer.header("www-authenticate"),
        "",
        "another try is no use"
    );
}

both_stores! {
    fn wrong_secrets_are_few_and_the_right_one_is_always_taken(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (machine, other) = (registered(&app, &["people.read"]).await, registered(&app, &["people.read"]).await);
        for client in [&machine, &other] {
            approved(&officer, client.id, board, &["people.read"]).await;
        }
        let nobody = Machine { id: Uuid::from_u128(5), ..machine.clone() };
        for wrong in [guessing(&machine), nobody] {
            for path in ["/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/token", "/oauth/token"] {
                refused(&sent(&app, path, Some(&wrong), &[GRANT, ("token", "x")]).await, 401, "invalid_client");
            }
            for path in ["/oauth/token", "/oauth/revoke", "/oauth/introspect"] {
                waits(&sent(&app, path, Some(&wrong), &[GRANT, ("token", "x")]).await, "30");
            }
        }
        // Nobody stops a client by guessing at its secret, nor any other.
        for right in [&machine, &other] {
            asked(&app, right, None).await.expect(200);
        }
        refused(&asked(&app, &guessing(&other), None).await, 401, "invalid_client");
        app.shared.clock.advance(29_001);
        waits(&asked(&app, &guessing(&machine), None).await, "1");
        app.shared.clock.advance(999);
        refused(&asked(&app, &guessing(&machine), None).await, 401, "invalid_client");
        waits(&asked(&app, &guessing(&machine), None).await, "60");
        app.shared.clock.advance(24 * 3_600_000);
        refused(&asked(&app, &guessing(&machine), None).await, 401, "invalid_client");
        refused(&asked(&app, &guessing(&machine), None).await, 401, "invalid_client");
    }
}

both_stores! {
    fn many_guesses_at_once_count_and_many_right_ones_do_not(store) {
        let app = std::sync::Arc::new(TestApp::start(store).await);
        let (board, officer) = app.board("Een").await;
        let machine = registered(&app, &["people.read"]).await;
        approved(&officer, machine.id, board, &["people.read"]).await;
        let tries: Vec<_> = (0..24)
            .map(|number| {
                let right = number % 2 == 0;
                let (app, machine) = (app.clone(), if right { machine.clone() } else { guessing(&machine) });
                tokio::spawn(async move { (right, asked(&app, &machine, None).await.status) })
            })
            .collect();
        let mut looked_at = 0;
        for one in tries {
            match one.await.unwrap() {
                (true, status) => assert_eq!(status, 200),
                (false, 401) => looked_at += 1,
                (false, status) => assert_eq!(status, 429),
            }
        }
        assert_eq!(looked_at, 5);
    }
}

both_stores! {
    fn a_network_that_guesses_at_many_clients_waits_and_signs_in_as_before(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let machine = registered(&app, &["people.read"]).await;
        approved(&officer, machine.id, board, &["people.read"]).await;
        for number in 0..100 {
            let guess = Machine { id: Uuid::from_u128(1000 + number), ..machine.clone() };
            refused(&asked(&app, &guess, None).await, 401, "invalid_client");
        }
        let one_more = Machine { id: Uuid::from_u128(9), ..machine.clone() };
        waits(&asked(&app, &one_more, None).await, "30");
        asked(&app, &machine, None).await.expect(200);
        let body = json!({"email": "niemand@school.example", "password": "fout wachtwoord"});
        app.anonymous().post("/v1/sessions", body).await.refused(401, "invalid-credentials");
        // What says nothing of who it is, is no guess.
        refused(&sent(&app, "/oauth/token", None, &[GRANT]).await, 401, "invalid_client");
    }
}
