//! Secrets of machine clients: two hold at a time at most, so that a client can change over without a gap.

use time::{Duration, OffsetDateTime};

use crate::error::{Code, Reason, Refusal};
use crate::id::ClientSecretId;

/// So many secrets hold at a time.
pub const MOST_SECRETS: usize = 2;

/// A secret of a machine client, without the secret itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientSecret {
    /// Its id.
    pub id: ClientSecretId,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it ends; never, until another takes its place.
    pub expires_at: Option<OffsetDateTime>,
}

impl ClientSecret {
    /// Whether it holds at this moment.
    pub fn holds(&self, at: OffsetDateTime) -> bool {
        self.expires_at.is_none_or(|end| at < end)
    }
}

/// What the secrets there are become when another is made: those that hold get an end, so many days from
/// now, and never a later one than they had. Gives only those that change.
///
/// # Errors
/// [`Code::SecretLimitReached`] when as many hold as may.
pub fn make_room(
    secrets: &[ClientSecret],
    at: OffsetDateTime,
    overlap_days: u16,
) -> Result<Vec<ClientSecret>, Refusal> {
    let holding: Vec<&ClientSecret> = secrets.iter().filter(|secret| secret.holds(at)).collect();
    if holding.len() >= MOST_SECRETS {
        let reason = Reason::new(Code::SecretLimitReached).with("max", MOST_SECRETS);
        return Err(Refusal::conflict(Code::SecretLimitReached, vec![reason]));
    }
    let end = at + Duration::days(i64::from(overlap_days));
    let later = |secret: &&ClientSecret| secret.expires_at.is_none_or(|known| known > end);
    Ok(holding
        .into_iter()
        .filter(later)
        .map(|secret| ClientSecret {
            expires_at: Some(end),
            ..*secret
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;
    use uuid::Uuid;

    const NOW: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);

    fn secret(n: u128, expires_at: Option<OffsetDateTime>) -> ClientSecret {
        ClientSecret {
            id: ClientSecretId(Uuid::from_u128(n)),
            created_at: datetime!(2026-01-01 0:00 UTC),
            expires_at,
        }
    }

    fn ends(secrets: &[ClientSecret], days: u16) -> Option<Vec<Option<OffsetDateTime>>> {
        let changed = make_room(secrets, NOW, days).ok()?;
        Some(changed.iter().map(|secret| secret.expires_at).collect())
    }

    #[test]
    fn the_first_changes_nothing() {
        assert_eq!(ends(&[], 7), Some(vec![]));
        assert_eq!(ends(&[secret(1, Some(NOW))], 7), Some(vec![]), "it ended");
    }

    #[test]
    fn the_second_gives_the_first_an_end() {
        let end = datetime!(2026-12-02 12:00 UTC);
        assert_eq!(ends(&[secret(1, None)], 7), Some(vec![Some(end)]));
        assert_eq!(ends(&[secret(1, None)], 0), Some(vec![Some(NOW)]));
        let sooner = secret(1, Some(NOW + Duration::HOUR));
        assert_eq!(ends(&[sooner], 7), Some(vec![]));
    }

    #[test]
    fn there_is_no_third() {
        let two = [secret(1, None), secret(2, Some(NOW + Duration::HOUR))];
        assert_eq!(ends(&two, 7), None);
        let ended = [secret(1, Some(NOW)), secret(2, None)];
        assert!(ends(&ended, 0).is_some());
        assert!(!ended[0].holds(NOW) && two[1].holds(NOW));
    }
}
