//! How long must be waited after failed tries to sign in: what somebody who guesses meets, and hardly
//! anybody who mistypes. Coming in with a code that many have is counted in the same way, whether it fails or not.

/// What failed tries are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// Whom somebody says to be: an e-mail address, a client id. Counted whether it is there or not.
    Name,
    /// Where the tries come from. A whole school may stand behind one network address, so more is free.
    Network,
    /// The code that many come in with, from one network address. A whole school may answer in one hour.
    Door,
}

/// The failed tries so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub failures: u32,
    /// When the last one was, in milliseconds since 1970.
    pub last_at: i64,
}

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
/// The pause after the first failure that is not free; it doubles with each one more.
const FIRST_PAUSE: i64 = 30 * SECOND;
/// The longest pause.
pub const LONGEST_PAUSE: i64 = 15 * 60 * SECOND;
/// After so long without a failure nothing is counted any more, whatever was tried.
pub const FORGOTTEN: i64 = 24 * HOUR;

impl Tried {
    /// With so many failures the first pause begins.
    pub const fn free(self) -> u32 {
        match self {
            Tried::Name => 5,
            Tried::Network => 100,
            Tried::Door => 3_000,
        }
    }

    /// After so long without a failure the count begins anew.
    const fn forgotten_after(self) -> i64 {
        match self {
            Tried::Name => FORGOTTEN,
            Tried::Network | Tried::Door => HOUR,
        }
    }

    /// The pause that so many failures cause, in milliseconds.
    pub fn pause(self, failures: u32) -> i64 {
        match failures.checked_sub(self.free()) {
            None => 0,
            Some(beyond) => FIRST_PAUSE
                .saturating_mul(1 << beyond.min(16))
                .min(LONGEST_PAUSE),
        }
    }

    /// How many whole seconds must be waited at this moment; none when the next try may be made.
    pub fn wait(self, tries: Tries, at: i64) -> Option<i64> {
        if self.is_forgotten(tries, at) {
            return None;
        }
        // A clock that was put back makes nobody wait longer than the pause.
        let until = tries
            .last_at
            .min(at)
            .saturating_add(self.pause(tries.failures));
        let left = until.saturating_sub(at);
        (left > 0).then(|| left.saturating_add(SECOND - 1) / SECOND)
    }

    /// The tries after one more failure at this moment.
    #[must_use]
    pub fn failed(self, tries: Tries, at: i64) -> Tries {
        let before = if self.is_forgotten(tries, at) {
            0
        } else {
            tries.failures
        };
        Tries {
            failures: before.saturating_add(1),
            last_at: at,
        }
    }

    fn is_forgotten(self, tries: Tries, at: i64) -> bool {
        at.saturating_sub(tries.last_at) >= self.forgotten_after()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Tried; 3] = [Tried::Name, Tried::Network, Tried::Door];

    #[test]
    fn five_mistakes_are_free_and_the_pause_grows_to_a_quarter_of_an_hour() {
        let seconds = |failures| Tried::Name.pause(failures) / SECOND;
        assert_eq!(
            [0, 4, 5, 6, 7, 8, 9, 10, 11, u32::MAX].map(seconds),
            [0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
        );
    }

    proptest! {
        #[test]
        fn a_pause_never_shrinks_and_has_an_end(failures in 0..2000_u32) {
            for kind in ALL {
                prop_assert!(kind.pause(failures) <= kind.pause(failures + 1));
                prop_assert!(kind.pause(failures) <= LONGEST_PAUSE);
                prop_assert_eq!(kind.pause(failures) == 0, failures < kind.free());
            }
        }

        #[test]
        fn whoever_waits_as_told_may_try_and_not_a_second_sooner(
            failures in 0..200_u32, since in 0..LONGEST_PAUSE * 2, last_at in 0..4_000_000_000_000_i64,
        ) {
            let tries = Tries { failures, last_at };
            let at = last_at + since;
            for kind in ALL {
                match kind.wait(tries, at) {
                    None => prop_assert!(since >= kind.pause(failures)),
                    Some(seconds) => {
                        prop_assert!(seconds > 0 && seconds * SECOND <= LONGEST_PAUSE);
                        prop_assert_eq!(kind.wait(tries, at + seconds * SECOND), None);
                        prop_assert!(kind.wait(tries, at + (seconds - 1) * SECOND).is_some());
                    }
                }
            }
        }

        #[test]
        fn a_guesser_gets_few_tries_a_day(start in 0..4_000_000_000_000_i64) {
            let (mut tries, mut at, mut made) = (Tries { failures: 0, last_at: start }, start, 0);
            while at < start + 24 * HOUR {
                tries = Tried::Name.failed(tries, at);
                made += 1;
                at += Tried::Name.wait(tries, at).unwrap_or(0) * SECOND;
            }
            prop_assert!(made <= 110, "{}", made);
        }

        #[test]
        fn a_clock_put_back_locks_nobody_out(failures in 0..100_u32, back in 0..10 * FORGOTTEN) {
            let at = 1_000_000_000_000;
            let wait = Tried::Name.wait(Tries { failures, last_at: at + back }, at);
            prop_assert!(wait.unwrap_or(0) * SECOND <= LONGEST_PAUSE);
        }
    }

    #[test]
    fn what_is_long_ago_does_not_count() {
        let many = Tries {
            failures: 190,
            last_at: 7,
        };
        for (kind, after) in [
            (Tried::Name, FORGOTTEN),
            (Tried::Network, HOUR),
            (Tried::Door, HOUR),
        ] {
            assert_eq!(kind.wait(many, 7 + after), None);
            assert_eq!(kind.failed(many, 7 + after).failures, 1);
            assert_eq!(kind.failed(many, 6 + after).failures, 191);
        }
    }
}
