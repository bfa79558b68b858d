//! The HTTP client of the tests.

use std::time::Duration;

/// A client that uses no connection again which the service is about to close: it closes what is idle for five seconds,
/// and a request that is sent at that moment gets no answer.
pub fn client() -> reqwest::Client {
    let builder = reqwest::Client::builder().pool_idle_timeout(Duration::from_secs(2));
    builder.build().expect("a client")
}
