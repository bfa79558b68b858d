//! Hashing and comparing passwords: argon2id, on a few threads, with a short queue before them. It is
//! slow and takes 19 MiB each time on purpose; without bounds it would be a way to stop the service.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{aside::aside, clock::fill_random, failure::Failure};

/// What OWASP advises: 19 MiB, two passes, one lane.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// So many may wait for a turn; whoever comes after is told to come back.
const QUEUE: usize = 64;
/// The hash of nothing that anybody knows, with which the password of an account that is not there is
/// compared, so that the answer takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdC4u$jA8UqKx0v2mS5m3rV2JwQ0n1m8o3tq7yXoJc4bVnK5E";

/// Where passwords are hashed and compared; one a process.
pub struct Passwords {
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Default for Passwords {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            running: Arc::new(Semaphore::new(threads.min(4))),
            waiting: AtomicUsize::new(0),
        }
    }
}

/// The right to hash or compare one password now.
pub struct Turn(OwnedSemaphorePermit);

/// What came of comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is the password.
    pub matches: bool,
    /// Whether the hash was made with other parameters than those of today.
    pub outdated: bool,
}

impl Passwords {
    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Failure::Busy`] when too many wait.
    pub async fn turn(&self) -> Result<Turn, Failure> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Failure::Busy("too many wait to sign in".into()));
        }
        let leave = Leave(&self.waiting);
        let permit = self.running.clone().acquire_owned().await;
        drop(leave);
        permit
            .map(Turn)
            .map_err(|error| Failure::Internal(error.to_string()))
    }
}

/// Whoever waited is out of the queue, also when they went away.
struct Leave<'a>(&'a AtomicUsize);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Turn {
    /// The hash of a password, as a PHC string.
    ///
    /// # Errors
    /// Only for a fault of ours.
    pub async fn hash(self, password: String) -> Result<String, Failure> {
        self.run(move || hash(&password)).await?
    }

    /// Compares a password with a hash; with none it takes as long and does not match.
    ///
    /// # Errors
    /// When the hash is none.
    pub async fn verify(self, password: String, hash: Option<String>) -> Result<Verdict, Failure> {
        self.run(move || verify(&password, hash.as_deref())).await?
    }

    async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        aside(move || {
            let done = work();
            drop(self.0);
            done
        })
        .await
    }
}

fn today() -> Result<Argon2<'static>, Failure> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fault(error: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("passwords: {error}"))
}

fn hash(password: &str) -> Result<String, Failure> {
    let mut salt = [0; 16];
    fill_random(&mut salt);
    let hash: PasswordHash = today()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(fault)?;
    Ok(hash.to_string())
}

fn verify(password: &str, kept: Option<&str>) -> Result<Verdict, Failure> {
    let hash = PasswordHash::new(kept.unwrap_or(NOBODY)).map_err(fault)?;
    let now = today()?;
    let matches = now.verify_password(password.as_bytes(), &hash).is_ok();
    let params = Params::try_from(&hash).map_err(fault)?;
    let same = params.m_cost() == MEMORY && params.t_cost() == PASSES && params.p_cost() == LANES;
    Ok(Verdict {
        matches: matches && kept.is_some(),
        outdated: kept.is_some() && !(same && hash.algorithm == Algorithm::Argon2id.ident()),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_password_is_known_again_by_its_hash_alone() {
        let (one, other) = (hash("vier paarden").unwrap(), hash("vier paarden").unwrap());
        assert_ne!(one, other);
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        let verdict = verify("vier paarden", Some(&one)).unwrap();
        assert!(verdict.matches && !verdict.outdated);
        assert!(!verify("vijf paarden", Some(&one)).unwrap().matches);
    }

    #[test]
    fn nobody_is_compared_all_the_same() {
        let verdict = verify("vier paarden", None).unwrap();
        assert!(!verdict.matches && !verdict.outdated);
    }

    #[test]
    fn a_hash_of_other_parameters_is_to_be_made_anew() {
        let params = Params::new(8 * 1024, 3, 1, None).unwrap();
        let old: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_with_salt(b"vier paarden", &[7; 16])
            .unwrap();
        let verdict = verify("vier paarden", Some(&old.to_string())).unwrap();
        assert!(verdict.matches && verdict.outdated);
    }

    #[tokio::test]
    async fn whoever_finds_the_queue_full_is_told_so() {
        let passwords = Arc::new(Passwords::default());
        let turns = passwords.running.available_permits();
        let mut held = Vec::new();
        for _ in 0..turns {
            held.push(passwords.turn().await.unwrap());
        }
        let waiting: Vec<_> = (0..QUEUE)
            .map(|_| {
                let passwords = passwords.clone();
                tokio::spawn(async move { passwords.turn().await.map(drop) })
            })
            .collect();
        while passwords.waiting.load(Ordering::Relaxed) < QUEUE {
            tokio::task::yield_now().await;
        }
        assert!(matches!(passwords.turn().await, Err(Failure::Busy(_))));
        held.clear();
        for turn in waiting {
            turn.await.unwrap().unwrap();
        }
        assert_eq!(passwords.waiting.load(Ordering::Relaxed), 0);
        passwords.turn().await.map(drop).unwrap();
    }
}
