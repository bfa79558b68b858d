//! Who runs the platform: an account that is not disabled, with a grant in force that is not narrowed.
//! Clients and scripts do not count: what runs the platform must be able to sign in and stay.

use time::Date;

use super::{Grant, Role};
use crate::error::{Code, Reason, Refusal};
use crate::noun::Noun;

impl Grant {
    /// Whether its holder runs the platform on this day.
    pub fn runs_platform(&self, today: Date) -> bool {
        self.input.role == Role::PlatformAdmin
            && self.input.scopes.is_none()
            && self.in_force(today)
    }
}

/// Refuses to leave the platform without anyone who runs it: today, or once the last days of those who
/// are left have passed. `before` are the grants to be taken away or changed, `after` what is left of
/// them, `others` those of everybody else who can sign in.
///
/// # Errors
/// [`Code::LastPlatformAdmin`], about each grant that was to be taken away.
pub fn keep_platform_run(
    before: &[Grant],
    after: &[Grant],
    others: &[Grant],
    today: Date,
) -> Result<(), Refusal> {
    let runs = |grant: &Grant| grant.runs_platform(today);
    let lasts = |grant: &Grant| runs(grant) && grant.input.ends_on.is_none();
    let lost = |holds: &dyn Fn(&Grant) -> bool| {
        before.iter().any(holds) && !after.iter().chain(others).any(holds)
    };
    if !lost(&runs) && !lost(&lasts) {
        return Ok(());
    }
    let about = |grant: &Grant| Reason::new(Code::LastPlatformAdmin).about(Noun::Grant, grant.id);
    let blockers = before.iter().filter(|grant| runs(grant)).map(about);
    Err(Refusal::conflict(
        Code::LastPlatformAdmin,
        blockers.collect(),
    ))
}
