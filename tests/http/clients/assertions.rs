//! Clients that sign who they are (`private_key_jwt`).

use super::*;
use akoki_api::auth::keys::KeyRecord;
use akoki_tests::both_stores;
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair},
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A key of a client, with the algorithm it signs with.
struct Signer {
    kid: &'static str,
    alg: Algorithm,
    key: EncodingKey,
}

impl Signer {
    fn new(kid: &'static str, alg: Algorithm) -> Self {
        let random = SystemRandom::new();
        let key = match alg {
            Algorithm::ES256 => {
                let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
                EncodingKey::from_ec_der(made.unwrap().as_ref())
            }
            Algorithm::EdDSA => {
                let made = Ed25519KeyPair::generate_pkcs8v1(&random);
                EncodingKey::from_ed_der(made.unwrap().as_ref())
            }
            _ => {
                let made = KeyRecord::generate(0).unwrap();
                EncodingKey::from_rsa_pem(made.pem.as_bytes()).unwrap()
            }
        };
        Self { kid, alg, key }
    }

    fn public(&self) -> Value {
        let mut key =
            serde_json::to_value(Jwk::from_encoding_key(&self.key, self.alg).unwrap()).unwrap();
        let key = key.as_object_mut().unwrap();
        key.insert("kid".into(), json!(self.kid));
        json!(key)
    }

    fn sign(&self, claims: &Value, change: impl FnOnce(&mut Header)) -> String {
        let mut header = Header::new(self.alg);
        header.kid = Some(self.kid.to_owned());
        change(&mut header);
        jsonwebtoken::encode(&header, claims, &self.key).unwrap()
    }
}

/// The claims of an assertion that is right, with these changes.
fn claims(app: &TestApp, client: Uuid, jti: &str, changes: Value) -> Value {
    let now = app.shared.clock.millis() / 1000;
    let mut claims = json!({
        "iss": client, "sub": client, "aud": app.shared.auth.issuer(), "exp": now + 120, "iat": now, "jti": jti,
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

async fn with_keys(app: &TestApp, signers: &[Signer]) -> Uuid {
    let mut body = described(&["people.read"]);
    let keys: Vec<Value> = signers.iter().map(Signer::public).collect();
    body["jwks"] = json!({"keys": keys});
    let platform = app.platform().await;
    let client = platform
        .post("/v1/api-clients", body)
        .await
        .expect(201)
        .id();
    approved_by_a_board(app, client, &["people.read"]).await;
    client
}

async fn presented(app: &TestApp, path: &str, assertion: &str, more: &[(&str, &str)]) -> Answer {
    let mut pairs = vec![
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion),
    ];
    pairs.extend(more);
    sent(app, path, None, &pairs).await
}

fn signers() -> Vec<Signer> {
    vec![
        Signer::new("rs", Algorithm::RS256),
        Signer::new("ps", Algorithm::PS256),
        Signer::new("es", Algorithm::ES256),
        Signer::new("ed", Algorithm::EdDSA),
    ]
}

both_stores! {
    fn each_algorithm_is_taken_and_each_assertion_once(store) {
        let app = TestApp::start(store).await;
        let signers = signers();
        for signer in &signers {
            let client = with_keys(&app, &signers).await;
            let assertion = signer.sign(&claims(&app, client, signer.kid, json!({})), |_| {});
            let token = presented(&app, "/oauth/token", &assertion, &[GRANT]).await.expect(200);
            assert_eq!(token.json["scope"], "people.read");
            let said = refused(&presented(&app, "/oauth/token", &assertion, &[GRANT]).await, 401, "invalid_client");
            assert!(said.contains("used before"), "{said}");
            let token = token.json["access_token"].as_str().unwrap();
            app.with_token(token).get("/v1/people").await.expect(200);
            let again = signer.sign(&claims(&app, client, &format!("{}2", signer.kid), json!({})), |_| {});
            presented(&app, "/oauth/revoke", &again, &[("token", token)]).await.expect(200);
            app.with_token(token).get("/v1/people").await.refused(401, "unauthenticated");
            refused(&presented(&app, "/oauth/introspect", &again, &[("token", token)]).await, 401, "invalid_client");
        }
        // The address of the token endpoint is an audience too, also among others.
        let client = with_keys(&app, &signers).await;
        let endpoint = format!("{}/oauth/token", app.shared.auth.issuer());
        let many = claims(&app, client, "many", json!({"aud": ["https://x.example", endpoint]}));
        presented(&app, "/oauth/token", &signers[2].sign(&many, |_| {}), &[GRANT]).await.expect(200);
        // What proved who the client is is used up, whatever else was wrong.
        let kept = signers[2].sign(&claims(&app, client, "kept", json!({})), |_| {});
        refused(&presented(&app, "/oauth/token", &kept, &[GRANT, ("scope", "people.write")]).await, 400, "invalid_scope");
        let said = refused(&presented(&app, "/oauth/token", &kept, &[GRANT]).await, 401, "invalid_client");
        assert!(said.contains("used before"), "{said}");
    }
}

both_stores! {
    fn no_other_assertion_is_taken(store) {
        let app = TestApp::start(store).await;
        let signers = signers();
        let client = with_keys(&app, &signers).await;
        let es = &signers[2];
        let now = app.shared.clock.millis() / 1000;
        let stranger = Signer::new("es", Algorithm::ES256);
        let with = |changes: Value| es.sign(&claims(&app, client, "x", changes), |_| {});
        let good = claims(&app, client, "x", json!({}));
        let unsigned = {
            let signed = es.sign(&good, |_| {});
            let body = signed.split('.').nth(1).unwrap();
            // {"alg":"none","kid":"es"}
            format!("eyJhbGciOiJub25lIiwia2lkIjoiZXMifQ.{body}.")
        };
        let mut symmetric = Header::new(Algorithm::HS256);
        symmetric.kid = Some("rs".into());
        let n = signers[0].public()["n"].as_str().unwrap().to_owned();
        for (what, assertion, said) in [
            ("aud", with(json!({"aud": "https://x.example"})), "aud"),
            ("expired", with(json!({"exp": now - 1})), "exp"),
            ("too long", with(json!({"exp": now + 600})), "exp"),
            ("no exp", with(json!({"exp": null})), "exp"),
            ("nbf", with(json!({"nbf": now + 100})), "does not hold yet"),
            ("jti", with(json!({"jti": ""})), "jti"),
            ("iss", with(json!({"iss": "somebody"})), "iss and sub"),
            ("unknown client", with(json!({"iss": board_id(), "sub": board_id()})), "unknown"),
            ("kid", es.sign(&good, |header| header.kid = Some("other".into())), "none of its keys"),
            ("no kid", es.sign(&good, |header| header.kid = None), "kid"),
            ("crit", es.sign(&good, |header| header.crit = Some(vec!["b64".into()])), "crit"),
            ("key of another", stranger.sign(&good, |header| header.jku = Some("https://x.example/jwks".into())), "none of its keys"),
            ("alg of another key", es.sign(&good, |header| header.kid = Some("rs".into())), "none of its keys"),
            ("key for another alg", signers[1].sign(&good, |header| header.kid = Some("rs".into())), "none of its keys"),
            ("HS256", jsonwebtoken::encode(&symmetric, &good, &EncodingKey::from_secret(n.as_bytes())).unwrap(), "algorithm"),
            ("none", unsigned, "algorithms"),
            ("nonsense", "a.b.c".to_owned(), "no JWT"),
        ] {
            let answer = presented(&app, "/oauth/token", &assertion, &[GRANT]).await;
            let text = refused(&answer, 401, "invalid_client");
            assert!(text.contains(said), "{what}: {text}");
        }
        // Everything at once.
        let wrong = es.sign(&claims(&app, client, "", json!({"aud": "x", "exp": 1, "iss": "y"})), |header| header.kid = None);
        let text = refused(&presented(&app, "/oauth/token", &wrong, &[GRANT]).await, 401, "invalid_client");
        for said in ["kid", "iss and sub", "aud", "exp", "jti"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        let fine = es.sign(&good, |_| {});
        refused(&sent(&app, "/oauth/token", None, &[GRANT, ("client_assertion", &fine)]).await, 400, "invalid_request");
        let platform = app.platform().await;
        let machine = Machine { id: client, secret: secret(&platform, client, json!({})).await };
        let both = [GRANT, ("client_assertion_type", TYPE), ("client_assertion", fine.as_str())];
        refused(&sent(&app, "/oauth/token", Some(&machine), &both).await, 400, "invalid_request");
        // None of this used it up; a client that is stopped is refused.
        platform.patch(&format!("/v1/api-clients/{client}"), json!({"disabled": true})).await.expect(200);
        refused(&presented(&app, "/oauth/token", &fine, &[GRANT]).await, 401, "invalid_client");
        platform.patch(&format!("/v1/api-clients/{client}"), json!({"disabled": false})).await.expect(200);
        presented(&app, "/oauth/token", &fine, &[GRANT]).await.expect(200);
    }
}

fn board_id() -> Uuid {
    Uuid::from_u128(77)
}
