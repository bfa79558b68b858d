//! What the issuer says of itself is what it does.

use super::*;
use akoki_api::auth::token::verify;
use akoki_tests::both_stores;

const WELL_KNOWN: [&str; 4] = [
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-protected-resource",
    "/.well-known/jwks.json",
];

both_stores! {
    fn the_issuer_is_found_from_its_address_alone(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let issuer = app.shared.auth.issuer().to_owned();
        let told = nobody.get(WELL_KNOWN[0]).await.expect(200).json;
        assert_eq!(told["issuer"], json!(issuer));
        let path = |name: &str| told[name].as_str().unwrap().strip_prefix(&issuer).unwrap().to_owned();
        // Each endpoint is there: it takes a form, and no GET.
        for name in ["token_endpoint", "revocation_endpoint", "introspection_endpoint"] {
            refused(&sent(&app, &path(name), None, &[]).await, 401, "invalid_client");
            nobody.get(&path(name)).await.refused(405, "method-not-allowed");
        }
        let keys = nobody.get(&path("jwks_uri")).await.expect(200);
        assert_eq!(keys.header("content-type"), "application/jwk-set+json");
        assert_eq!(keys.header("cache-control"), "public, max-age=604800");
        // A token is checked with nothing but what is published.
        let machine = usable(&app, &["people.read"]).await;
        let token = asked(&app, &machine, None).await.expect(200).json["access_token"].as_str().unwrap().to_owned();
        let header = jsonwebtoken::decode_header(&token).unwrap();
        let key = keys.json["keys"].as_array().unwrap().iter().find(|key| key["kid"] == json!(header.kid)).unwrap();
        let key = jsonwebtoken::DecodingKey::from_rsa_components(key["n"].as_str().unwrap(), key["e"].as_str().unwrap()).unwrap();
        let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
        validation.set_issuer(&[&issuer]);
        validation.set_audience(&[&issuer]);
        // It ends by the clock of the service, which is not that of the machine here.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Value>(&token, &key, &validation).unwrap().claims;
        for name in ["client_id", "azp", "sub"] {
            assert_eq!(claims[name], json!(machine.id), "{name}");
        }
        assert!(claims["exp"].as_i64().unwrap() * 1000 > app.shared.clock.millis());
        assert_eq!(header.typ.as_deref(), Some("at+jwt"));
        assert!(verify(&app.shared.auth.ring(), &issuer, &token, app.shared.clock.millis()).is_ok());
        // Every scope that is published can be asked for.
        let scopes: Vec<&str> = told["scopes_supported"].as_array().unwrap().iter().map(|scope| scope.as_str().unwrap()).collect();
        let able = usable(&app, &scopes).await;
        assert_eq!(asked(&app, &able, None).await.expect(200).json["scope"], scopes.join(" "));
        let other = nobody.get(WELL_KNOWN[1]).await.expect(200).json;
        for (name, value) in told.as_object().unwrap() {
            assert_eq!(&other[name], value, "{name}");
        }
        let resource = nobody.get(WELL_KNOWN[2]).await.expect(200).json;
        assert_eq!(resource["authorization_servers"], json!([issuer]));
    }
}

both_stores! {
    fn what_is_well_known_is_open_and_can_be_kept(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        for path in WELL_KNOWN.into_iter().chain(["/oauth/openapi.json"]) {
            let first = nobody.get(path).await.expect(200);
            assert_eq!(first.header("access-control-allow-origin"), "*", "{path}");
            assert!(first.json.is_object() && first.header("cache-control") != "no-store", "{path}");
            let request = nobody.request(Method::GET, path).header("if-none-match", first.header("etag"));
            assert_eq!(send(request).await.expect(304).text, "");
            assert_eq!(send(nobody.request(Method::HEAD, path)).await.expect(200).text, "");
            let answer = nobody.post(path, json!({})).await;
            let allow = answer.header("allow").to_owned();
            assert!(answer.status == 405 && allow.contains("GET") && allow.contains("HEAD"), "{path}: {allow}");
        }
    }
}

/// Every `$ref` of a document that leads nowhere.
fn lost(document: &Value, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(target)) = map.get("$ref") {
                let there = target
                    .strip_prefix('#')
                    .and_then(|pointer| document.pointer(pointer));
                if there.is_none() {
                    found.push(target.clone());
                }
            }
            map.values().for_each(|value| lost(document, value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| lost(document, value, found)),
        _ => {}
    }
}

both_stores! {
    fn the_document_of_the_issuer_describes_what_is_served(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let document = nobody.get("/oauth/openapi.json").await.expect(200).json;
        assert_eq!(document["openapi"], "3.1.0");
        let mut found = Vec::new();
        lost(&document, &document, &mut found);
        assert!(found.is_empty(), "{found:?}");
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let method: Method = method.to_uppercase().parse().unwrap();
                let answer = send(nobody.request(method, path)).await;
                let status = answer.status.to_string();
                assert!(operation["responses"][&status].is_object(), "{path}: {status}");
                for text in ["description", "x-description-en"] {
                    assert!(operation[text].as_str().is_some_and(|text| !text.is_empty()), "{path}");
                }
            }
        }
        for path in WELL_KNOWN {
            assert!(document["paths"][path].is_object(), "{path}");
        }
        let main = nobody.get("/v1/openapi.json").await.expect(200).json;
        assert!(main["info"]["description"].as_str().unwrap().contains("/oauth/openapi.json"));
    }
}
