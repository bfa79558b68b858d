//! The chain of the trail: what an entry is digested and linked to, the same for the sealer and for
//! whoever checks.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::{entity::trail, error::StoreError};

/// The salted digest that the chain covers.
pub(crate) fn digest(salt: &[u8], changes: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(changes.as_bytes());
    hash.finalize().to_vec()
}

/// The link of one entry to the one before it.
pub(crate) fn link(
    key: &[u8],
    previous: &[u8],
    number: i64,
    entry: &trail::Model,
) -> Result<Vec<u8>, StoreError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(StoreError::corrupt)?;
    let mut part = |bytes: &[u8]| {
        mac.update(&(bytes.len() as u64).to_be_bytes());
        mac.update(bytes);
    };
    part(previous);
    part(&number.to_be_bytes());
    for id in [entry.board_id, entry.unit_id, entry.id, entry.resource_id] {
        part(id.as_bytes());
    }
    for id in [entry.principal_id, entry.credential_id] {
        part(id.as_ref().map_or(&[][..], |id| id.as_bytes()));
    }
    for text in [
        &entry.noun,
        &entry.verb,
        &entry.operation,
        &entry.request_id,
    ] {
        part(text.as_bytes());
    }
    part(&entry.version.to_be_bytes());
    part(&entry.at.to_be_bytes());
    part(&entry.digest);
    Ok(mac.finalize().into_bytes().to_vec())
}
