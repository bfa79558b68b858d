//! The rights of guests: given and taken back with the audit and its team, in the same unit of work.

use akoki_domain::{
    Reason,
    audit::{Audit, GuestGrant, GuestRight, Who, guest_rights},
    id::GrantId,
};

use crate::{
    failure::Failure,
    usecase::guest_grant::{give_to_guests, take_from_guests},
    work::Work,
};

/// Gives what the guests of an audit should have and have not, and takes back what they should not.
///
/// # Errors
/// Everything for which the caller may not give it, at the members.
pub async fn settle(work: Work<'_>, audit: &mut Audit) -> Result<(), Failure> {
    let wanted = guest_rights(audit);
    let given = std::mem::take(&mut audit.guest_grants);
    let (mut kept, ended): (Vec<_>, Vec<_>) = given
        .into_iter()
        .partition(|grant| wanted.contains(&grant.right()));
    let ended: Vec<GrantId> = ended.iter().map(|grant| grant.grant_id).collect();
    take_from_guests(work, &ended).await?;
    let has = |right: &GuestRight| kept.iter().any(|grant| grant.right() == *right);
    let missing: Vec<GuestRight> = wanted.iter().filter(|one| !has(one)).copied().collect();
    let mut wrong = Vec::new();
    for (right, result) in give_to_guests(work, &missing).await? {
        match result {
            Ok(grant_id) => kept.push(GuestGrant {
                grant_id,
                account_id: right.account_id,
                unit_id: right.unit_id,
                days: right.days,
            }),
            Err(reasons) => wrong.extend(at_member(audit, right, reasons)),
        }
    }
    audit.guest_grants = kept;
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
    let given: Vec<GrantId> = audit.guest_grants.iter().map(|one| one.grant_id).collect();
    take_from_guests(work, &given).await
}

/// What is wrong with a grant, said of the member for whom it is.
fn at_member(audit: &Audit, right: GuestRight, reasons: Vec<Reason>) -> Vec<Reason> {
    let is = |who| who == Who::Account(right.account_id);
    let index = audit.stated.team.iter().position(|member| is(member.who));
    let at = format!("/team/{}/accountId", index.unwrap_or_default());
    let at = |reason: Reason| reason.at(at.clone());
    reasons.into_iter().map(at).collect()
}
