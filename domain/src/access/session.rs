//! How long sessions, tokens and codes hold, and how many there are.

use crate::error::{Code, Reason, Refusal};

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
/// The token of a machine client holds so long.
pub const CLIENT: i64 = 3_600_000;
/// A code to set a password holds so long.
pub const ACTIVATION: i64 = 7 * 24 * 3_600_000;

/// Refuses one more personal access token when as many hold as may.
///
/// # Errors
/// [`Code::TooManyTokens`].
pub fn check_room(holding: usize) -> Result<(), Refusal> {
    if holding < MOST_PERSONAL {
        return Ok(());
    }
    let reason = Reason::new(Code::TooManyTokens).with("max", MOST_PERSONAL);
    Err(Refusal::conflict(Code::TooManyTokens, vec![reason]))
}

/// Whether a personal access token may end then: in the future, and not too far in it.
pub fn personal_may_end(at: i64, ends: i64) -> bool {
    ends > at && ends <= at.saturating_add(PERSONAL)
}

/// So many sessions of one account hold at a time; the oldest makes room for the next.
pub const MOST_SESSIONS: usize = 100;
/// So many tokens of one machine client hold at a time; the oldest makes room for the next.
pub const MOST_OF_CLIENT: usize = 1000;

/// What ends to make room for one more, of what holds, the newest first.
pub fn surplus<T>(newest_first: &[T], most: usize) -> &[T] {
    newest_first
        .get(most.saturating_sub(1)..)
        .unwrap_or_default()
}

/// When what is made now and holds so long ends: never after the session itself.
pub fn ends(at: i64, life: i64, session_ends: i64) -> i64 {
    at.saturating_add(life).min(session_ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_oldest_makes_room() {
        assert_eq!(surplus(&[3, 2, 1], 4), &[] as &[i32]);
        assert_eq!(surplus(&[3, 2, 1], 3), &[1]);
        assert_eq!(surplus(&[3, 2, 1], 2), &[2, 1]);
        assert_eq!(surplus::<i32>(&[], 1), &[] as &[i32]);
    }

    #[test]
    fn personal_tokens_are_few_and_end() {
        assert_eq!(check_room(MOST_PERSONAL - 1), Ok(()));
        assert!(check_room(MOST_PERSONAL).is_err());
        for (ends, may) in [
            (5, false),
            (6, true),
            (5 + PERSONAL, true),
            (6 + PERSONAL, false),
        ] {
            assert_eq!(personal_may_end(5, ends), may, "{ends}");
        }
    }

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
