//! Where the signing keys are kept: in the store, sealed with a key derived from the service's secret.

use akoki_persistence::{BoxFuture, Store, StoreError, Tx, repo::setting};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::keys::{KeyRecord, KeyRing, plan};
use crate::{failure::Failure, guard::Call};

const NAME: &str = "signing-keys";

fn internal(what: &str) -> Failure {
    Failure::Internal(format!("signing keys: {what}"))
}

fn seal(key: &[u8], records: &[KeyRecord]) -> Result<Value, Failure> {
    let mut bytes = serde_json::to_vec(records).map_err(|error| internal(&error.to_string()))?;
    let cipher = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| internal("no cipher"))?;
    let nonce = cipher
        .seal_in_place_append_tag(Aad::from(NAME), &mut bytes)
        .map_err(|_| internal("not sealed"))?;
    Ok(json!({"nonce": STANDARD.encode(nonce.as_ref()), "sealed": STANDARD.encode(&bytes)}))
}

fn open(key: &[u8], value: &Value) -> Result<Vec<KeyRecord>, Failure> {
    let part = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .and_then(|text| STANDARD.decode(text).ok())
    };
    let (nonce, mut sealed) = part("nonce")
        .zip(part("sealed"))
        .ok_or_else(|| internal("unreadable"))?;
    let nonce: [u8; NONCE_LEN] = nonce.try_into().map_err(|_| internal("unreadable"))?;
    let cipher = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| internal("no cipher"))?;
    let plain = cipher
        .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(NAME), &mut sealed)
        .map_err(|_| internal("sealed with another secret; is `secret` (or secret.key) the one this store began with?"))?;
    serde_json::from_slice(plain).map_err(|error| internal(&error.to_string()))
}

/// Loads the keys, and makes or replaces them where that is due.
///
/// # Errors
/// When the store fails, or the keys were sealed with another secret.
pub async fn load(call: &Call, key: &[u8]) -> Result<KeyRing, Failure> {
    let records = read(call.store(), key).await?;
    let due = plan(&records, call.at);
    if due.make.is_none() && due.drop.is_empty() {
        return ring(records);
    }
    let mut now: Vec<KeyRecord> = records
        .iter()
        .filter(|record| !due.drop.contains(&record.kid))
        .cloned()
        .collect();
    if let Some(from) = due.make {
        now.push(KeyRecord::generate(from).map_err(|error| internal(&error.to_string()))?);
    }
    let sealed = seal(key, &now)?;
    let first = records.is_empty();
    let kept = call.unit(move |tx| keep(tx, first, sealed.clone())).await;
    match kept {
        Ok(()) => ring(now),
        // Another process made the first keys at the same moment: its keys hold.
        Err(Failure::NotUnique(_)) => ring(read(call.store(), key).await?),
        Err(failure) => Err(failure),
    }
}

fn keep(tx: &Tx, first: bool, sealed: Value) -> BoxFuture<'_, Result<(), Failure>> {
    Box::pin(async move {
        let done: Result<(), StoreError> = if first {
            setting::add(tx, NAME, sealed).await
        } else {
            setting::put(tx, NAME, sealed).await
        };
        Ok(done?)
    })
}

async fn read(store: &Store, key: &[u8]) -> Result<Vec<KeyRecord>, Failure> {
    match setting::get(store, NAME).await? {
        Some(value) => open(key, &value),
        None => Ok(Vec::new()),
    }
}

fn ring(records: Vec<KeyRecord>) -> Result<KeyRing, Failure> {
    KeyRing::new(records).map_err(|error| internal(&error.to_string()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn keys_are_opened_with_the_secret_that_sealed_them() {
        let records = vec![KeyRecord {
            kid: "k".into(),
            n: "n".into(),
            e: "e".into(),
            pem: "private".into(),
            signs_from: 3,
        }];
        let sealed = seal(&[7; 32], &records).unwrap();
        assert!(!sealed.to_string().contains("private"));
        assert_eq!(open(&[7; 32], &sealed).unwrap(), records);
        assert!(open(&[8; 32], &sealed).is_err());
    }
}
