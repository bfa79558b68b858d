//! A token has one set of scopes for all boards; what a board allows of them is its own.

use super::{account, signed_in};
use crate::http::person::hired;
use akoki_api::auth::scope::Scopes;
use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};

both_stores! {
    fn a_narrowed_grant_gives_what_it_names_and_nothing_else(store) {
        let app = TestApp::start(store).await;
        let (one, keeper) = app.board("Een").await;
        let (two, host) = app.board("Twee").await;
        let (here, there) = (hired(&keeper, one, "Anouk", "Meer").await, hired(&host, two, "Bas", "Vos").await);
        let id = account(&keeper, one, "systeem@b.example").await;
        let body = |unit, scopes: Value| json!({
            "email": "systeem@b.example", "accountBoardId": one, "unitId": unit, "role": "integrator", "scopes": scopes,
        });
        let units = json!(["organisation.read"]);
        let narrow = keeper.post("/v1/grants", body(one, units)).await.expect(201).id();
        host.post("/v1/grants", body(two, json!(["organisation.read", "people.read"]))).await.expect(201);
        let scopes = Scopes::parse("organisation.read people.read people.write").unwrap();
        let own = signed_in(&app, id, &scopes).await;
        own.get(&format!("/v1/organisation-units/{one}")).await.expect(200);
        own.get(&format!("/v1/people/{here}")).await.refused(404, "not-found");
        own.get(&format!("/v1/people/{there}")).await.expect(200);
        let people = own.get("/v1/people").await.expect(200);
        assert_eq!(people.items().len(), 1);
        assert_eq!(people.items()[0]["id"], json!(there));
        // What the grant does not name, the token does not make good; nor the other way round.
        own.patch(&format!("/v1/people/{there}"), json!({"givenName": "x"})).await.refused(403, "forbidden");
        own.get("/v1/groups").await.refused(403, "insufficient-scope");
        // A wider one takes its place.
        keeper.post(&format!("/v1/grants/{narrow}/endings"), json!({})).await.expect(200);
        keeper.post("/v1/grants", body(one, json!(["people.read", "organisation.read"]))).await.expect(201);
        own.get(&format!("/v1/people/{here}")).await.expect(200);
        assert_eq!(own.get("/v1/people").await.items().len(), 2);
    }
}
