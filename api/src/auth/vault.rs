//! Where the signing keys are kept: in the store, sealed with a key derived from the service's secret. The nonce stands
//! beside the sealed bytes, both as text: a setting is a document.

use akoki_persistence::{BoxFuture, Store, StoreError, Tx, repo::setting};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::keys::{KeyRecord, KeyRing, plan};
use crate::{failure::Failure, guard::Call, seal};

const NAME: &str = "signing-keys";

fn internal(what: &str) -> Failure {
    Failure::Internal(format!("signing keys: {what}"))
}

fn seal(key: &[u8], records: &[KeyRecord]) -> Result<Value, Failure> {
    let bytes = serde_json::to_vec(records).map_err(|error| internal(&error.to_string()))?;
    let sealed = seal::seal(key, NAME.as_bytes(), &bytes);
    let sealed = sealed.ok_or_else(|| internal("not sealed"))?;
    let (nonce, sealed) = sealed.split_at(seal::NONCE);
    Ok(json!({"nonce": STANDARD.encode(nonce), "sealed": STANDARD.encode(sealed)}))
}

fn open(key: &[u8], value: &Value) -> Result<Vec<KeyRecord>, Failure> {
    let part = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .and_then(|text| STANDARD.decode(text).ok())
    };
    let nonce = part("nonce").filter(|nonce| nonce.len() == seal::NONCE);
    let (nonce, sealed) = nonce
        .zip(part("sealed"))
        .ok_or_else(|| internal("unreadable"))?;
    let plain = seal::open(key, NAME.as_bytes(), &[nonce, sealed].concat());
    let plain = plain.ok_or_else(|| {
        internal("sealed with another secret; is `secret` (or secret.key) the one this store began with?")
    })?;
    serde_json::from_slice(&plain).map_err(|error| internal(&error.to_string()))
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
    // Making a key takes long, so it is done before the unit; what becomes of it is decided within.
    let fresh = match due.make {
        Some(from) => {
            Some(KeyRecord::generate(from).map_err(|error| internal(&error.to_string()))?)
        }
        None => None,
    };
    let (master, first) = (key.to_vec(), records.is_empty());
    let kept = call
        .unit(move |tx| replace(tx, first, master.clone(), fresh.clone()))
        .await;
    match kept {
        Ok(now) => ring(now),
        // Another process made the first keys at the same moment: its keys hold.
        Err(Failure::NotUnique(_)) => ring(read(call.store(), key).await?),
        Err(failure) => Err(failure),
    }
}

/// Replaces the keys, planned again from what is there once nobody else can change it: of two processes
/// that come together one makes a key, and the other takes it over.
fn replace(
    tx: &Tx,
    first: bool,
    master: Vec<u8>,
    fresh: Option<KeyRecord>,
) -> BoxFuture<'_, Result<Vec<KeyRecord>, Failure>> {
    Box::pin(async move {
        let known = match setting::lock(tx, NAME).await? {
            Some(value) => open(&master, &value)?,
            None => Vec::new(),
        };
        let now = renewed(known, fresh, tx.act().at);
        let sealed = seal(&master, &now)?;
        let done: Result<(), StoreError> = if first {
            setting::add(tx, NAME, sealed).await
        } else {
            setting::put(tx, NAME, sealed).await
        };
        done?;
        Ok(now)
    })
}

fn renewed(known: Vec<KeyRecord>, fresh: Option<KeyRecord>, at: i64) -> Vec<KeyRecord> {
    let due = plan(&known, at);
    let mut now = known;
    now.retain(|record| !due.drop.contains(&record.kid));
    if let (Some(signs_from), Some(fresh)) = (due.make, fresh) {
        now.push(KeyRecord {
            signs_from,
            ..fresh
        });
    }
    now
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
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn record(kid: &str, signs_from: i64) -> KeyRecord {
        KeyRecord {
            kid: kid.into(),
            n: "n".into(),
            e: "e".into(),
            pem: "private".into(),
            signs_from,
        }
    }

    #[test]
    fn a_key_that_another_process_made_meanwhile_is_taken_over() {
        let day = 86_400_000;
        let kids = |records: Vec<KeyRecord>| -> Vec<String> {
            records.into_iter().map(|record| record.kid).collect()
        };
        let fresh = || Some(record("mine", 0));
        let alone = renewed(vec![record("a", 0)], fresh(), 85 * day);
        assert_eq!(alone[1].signs_from, 90 * day);
        assert_eq!(kids(alone), ["a", "mine"]);
        let met = vec![record("a", 0), record("theirs", 90 * day)];
        assert_eq!(kids(renewed(met, fresh(), 85 * day)), ["a", "theirs"]);
    }

    #[test]
    fn keys_are_opened_with_the_secret_that_sealed_them() {
        let records = vec![record("k", 3)];
        let sealed = seal(&[7; 32], &records).unwrap();
        assert!(!sealed.to_string().contains("private"));
        assert_eq!(open(&[7; 32], &sealed).unwrap(), records);
        assert!(open(&[8; 32], &sealed).is_err());
    }
}
