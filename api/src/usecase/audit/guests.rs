//! The rights of guests: given and taken back with the audit and its team, in the same unit of work.

use akoki_domain::{
    Reason,
    audit::{Audit, GuestGrant, GuestRight, Who, guest_rights},
};
use akoki_persistence::repo::organisation_unit::of_ids;

use crate::{
    failure::Failure,
    usecase::guest_grant::{give_to_guest, take_from_guest},
    work::Work,
};

/// Gives what the guests of an audit should have and have not, and takes back what they should not.
///
/// # Errors
/// Everything for which the caller may not give it, at the members.
pub async fn settle(work: Work<'_>, audit: &mut Audit) -> Result<(), Failure> {
    let wanted = guest_rights(audit);
    let given = std::mem::take(&mut audit.guest_grants);
    let (kept, ended): (Vec<_>, Vec<_>) = given
        .into_iter()
        .partition(|grant| wanted.contains(&grant.right()));
    for grant in ended {
        take_from_guest(work, grant.grant_id).await?;
    }
    let mut wrong = Vec::new();
    audit.guest_grants = kept;
    for right in wanted {
        if audit
            .guest_grants
            .iter()
            .any(|grant| grant.right() == right)
        {
            continue;
        }
        let units = of_ids(work.tx, &work.call.everything(), &[right.unit_id]).await?;
        let Some(unit) = units.into_iter().next() else {
            continue;
        };
        match give_to_guest(work, right, &unit.record).await? {
            Ok(grant) => audit.guest_grants.push(GuestGrant {
                grant_id: grant.id,
                account_id: right.account_id,
                unit_id: right.unit_id,
                days: right.days,
            }),
            Err(reasons) => wrong.extend(at_member(audit, right, reasons)),
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Failure::invalid("body", wrong)),
    }
}

/// Takes back all that the guests of an audit have, as it is deleted.
///
/// # Errors
/// When the store fails.
pub async fn leave(work: Work<'_>, audit: &Audit) -> Result<(), Failure> {
    for grant in &audit.guest_grants {
        take_from_guest(work, grant.grant_id).await?;
    }
    Ok(())
}

/// What is wrong with a grant, said of the member for whom it is.
fn at_member(audit: &Audit, right: GuestRight, reasons: Vec<Reason>) -> Vec<Reason> {
    let is = |who| who == Who::Account(right.account_id);
    let index = audit.stated.team.iter().position(|member| is(member.who));
    let at = format!("/team/{}/accountId", index.unwrap_or_default());
    let at = |reason: Reason| reason.at(at.clone());
    reasons.into_iter().map(at).collect()
}
