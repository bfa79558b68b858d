//! Work that takes long, beside the threads on which requests are answered.

use crate::failure::Failure;

/// Does it on the threads for such work, so that no other request waits for it.
///
/// # Errors
/// Only when it is broken off.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Failure::Internal(error.to_string()))
}
