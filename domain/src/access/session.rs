//! How long a session and its tokens hold.

/// An access token of a session holds so long, in milliseconds.
pub const ACCESS: i64 = 15 * 60 * 1000;
/// A refresh token holds so long, and is used once.
pub const REFRESH: i64 = 24 * 3_600_000;
/// Whoever signed in signs in again after so long, however often the session was refreshed.
pub const SESSION: i64 = 30 * 24 * 3_600_000;
/// A personal access token holds at most so long.
pub const PERSONAL: i64 = 366 * 24 * 3_600_000;
/// So many personal access tokens of one account may hold at a time.
pub const MOST_PERSONAL: usize = 100;

/// When what is made now and holds so long ends: never after the session itself.
pub fn ends(at: i64, life: i64, session_ends: i64) -> i64 {
    at.saturating_add(life).min(session_ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_token_outlives_its_session(at in 0..4_000_000_000_000_i64, left in 1..SESSION) {
            for life in [ACCESS, REFRESH] {
                let end = ends(at, life, at + left);
                prop_assert!(end > at && end <= at + left && end <= at + life);
            }
        }
    }
}
