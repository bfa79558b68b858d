//! The grants of guests of an audit: given with its team and taken back with it, whatever else the guest has.

use akoki_domain::{
    Reason,
    access::{Grant, GrantFacts, GrantInput, Role},
    audit::GuestRight,
    id::GrantId,
    organisation::Unit,
};
use akoki_persistence::{Verb, lock, repo::principal::named};
use serde_json::json;

use super::{
    grant::{Grants, giver, givers, tell, token_scopes},
    organisation_unit::gather,
};
use crate::{
    clock::instant,
    failure::Failure,
    resource::input_json,
    work::{Work, moment},
};

/// Gives a guest of an audit the right to see a unit of it; what is wrong with that comes back.
pub(super) async fn give_to_guest(
    work: Work<'_>,
    right: GuestRight,
    unit: &Unit,
) -> Result<Result<Grant, Vec<Reason>>, Failure> {
    let given = GrantInput {
        principal_id: right.account_id,
        unit_id: Some(unit.id),
        role: Role::GuestAuditor,
        scopes: None,
        starts_on: Some(right.days.starts_on),
        ends_on: Some(right.days.ends_on),
    };
    let grantee = named(work.tx, &[right.account_id.0]).await?.pop();
    let facts = GrantFacts {
        giver_id: giver(work),
        givers: givers(work, Some(unit.id)).await?,
        token_scopes: token_scopes(work),
        in_office: Vec::new(),
        today: work.call.today,
        principal_known: true,
        principal_at: "",
        grantee: grantee.map(|found| found.grantee()),
        unit_is_board: Some(unit.parent_id.is_none()),
        others: Vec::new(),
    };
    let mut wrong = Vec::new();
    gather(given.check_guest(&facts), &mut wrong);
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    let grant = Grant {
        id: work.id(),
        board_id: unit.board_id,
        input: given,
        ended_at: None,
    };
    tell(work, None, &grant).await?;
    let values = input_json::<Grants>(&grant)?;
    Ok(Ok(work.insert(grant, values).await?.record))
}

/// Takes back at once what a guest of an audit was given, unless it is over by itself or somebody took it
/// back before.
pub(super) async fn take_from_guest(work: Work<'_>, grant: GrantId) -> Result<(), Failure> {
    let Some(before) = lock::<Grant>(work.tx, &work.call.everything(), grant.0).await? else {
        return Ok(());
    };
    if before.record.is_over(work.call.today) {
        return Ok(());
    }
    let now = (instant(work.call.at), work.call.today);
    // Whoever ends the audit, or leaves somebody out of its team, ends what was given for it.
    let after = before.record.end(None, now, Role::ALL)?;
    tell(work, Some(&before.record), &after).await?;
    let ended = after.ended_at.map(moment).transpose()?;
    let values = json!({"endedAt": {"from": null, "to": ended}});
    work.save(&before, after, Verb::Updated, values).await?;
    Ok(())
}
