//! The grants of guests of an audit: given with its team and taken back with it, whatever else the guests
//! have. Thirty guests on fifty units are given theirs in a few statements.

use akoki_domain::{
    Reason,
    access::{Grant, GrantFacts, GrantInput, Role},
    audit::GuestRight,
    id::{BoardId, GrantId, UnitId},
    organisation::Unit,
};
use akoki_persistence::{
    Record as _, Stored, Verb, find_many, lock_many,
    reach::{Reach, accesses_changed},
    repo::{grant::givers_of_caller_at, organisation_unit::of_ids, principal::named},
    save_many,
};
use serde_json::json;
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

use super::{
    grant::{Grants, giver, token_scopes},
    organisation_unit::gather,
};
use crate::{
    clock::instant,
    failure::Failure,
    resource::input_json,
    work::{Work, moment},
};

/// A right with the grant that gives it, or with what is wrong with giving it.
type Given = (GuestRight, Result<GrantId, Vec<Reason>>);

/// Gives guests of an audit the right to see units of it; what is wrong with that comes back with each.
pub(super) async fn give_to_guests(
    work: Work<'_>,
    rights: &[GuestRight],
) -> Result<Vec<Given>, Failure> {
    let units: BTreeSet<UnitId> = rights.iter().map(|right| right.unit_id).collect();
    let units: Vec<UnitId> = units.into_iter().collect();
    let accounts: BTreeSet<Uuid> = rights.iter().map(|right| right.account_id.0).collect();
    let grantees = named(work.tx, &accounts.into_iter().collect::<Vec<_>>()).await?;
    let givers = givers_of_caller_at(work.tx, &work.scope(), &units).await?;
    let found = of_ids(work.tx, &work.call.everything(), &units).await?;
    let mut grants = Vec::new();
    let mut all = Vec::new();
    for &right in rights {
        let unit = found.iter().find(|unit| unit.record.id == right.unit_id);
        let Some(Stored { record: unit, .. }) = unit else {
            continue;
        };
        let given = wanted(right);
        let grantee = grantees.iter().find(|one| one.id == right.account_id.0);
        let facts = GrantFacts {
            giver_id: giver(work),
            givers: givers.get(&unit.id).cloned().unwrap_or_default(),
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
            all.push((right, Err(wrong)));
            continue;
        }
        let grant = grant(work, given, unit);
        all.push((right, Ok(grant.id)));
        grants.push(grant);
    }
    let gained = holders(grants.iter(), work.call.today);
    tell(work, gained, Reach::Gained).await?;
    work.insert_many(grants, input_json::<Grants>).await?;
    Ok(all)
}

fn wanted(right: GuestRight) -> GrantInput {
    GrantInput {
        principal_id: right.account_id,
        unit_id: Some(right.unit_id),
        role: Role::GuestAuditor,
        scopes: None,
        starts_on: Some(right.days.starts_on),
        ends_on: Some(right.days.ends_on),
    }
}

fn grant(work: Work<'_>, input: GrantInput, unit: &Unit) -> Grant {
    let board_id: BoardId = unit.board_id;
    Grant {
        id: work.id(),
        board_id,
        input,
        ended_at: None,
    }
}

/// Takes back at once what guests of an audit were given, unless it is over by itself or somebody took it
/// back before: of that nothing is touched.
pub(super) async fn take_from_guests(work: Work<'_>, grants: &[GrantId]) -> Result<(), Failure> {
    let everywhere = work.call.everything();
    let today = work.call.today;
    let ids: Vec<Uuid> = grants.iter().map(|id| id.0).collect();
    let found = find_many::<Grant>(work.tx, &everywhere, &ids).await?;
    let ids: Vec<Uuid> = found
        .iter()
        .filter(|grant| !grant.record.is_over(today))
        .map(|grant| grant.record.id.0)
        .collect();
    let locked = lock_many::<Grant>(work.tx, &everywhere, &ids).await?;
    let now = (instant(work.call.at), today);
    let mut changed = Vec::new();
    for before in locked {
        if before.record.is_over(today) {
            continue;
        }
        // Whoever ends the audit, or leaves somebody out of its team, ends what was given for it.
        let after = before.record.end(None, now, Role::ALL)?;
        changed.push((before, after));
    }
    let lost = holders(changed.iter().map(|(before, _)| &before.record), today);
    tell(work, lost, Reach::Lost).await?;
    save_many(work.tx, &changed).await?;
    for (before, after) in &changed {
        let ended = after.ended_at.map(moment).transpose()?;
        let values = json!({"endedAt": {"from": null, "to": ended}});
        work.record(after, before.meta.version, Verb::Updated, values, None);
    }
    Ok(())
}

/// Those who have rights by these grants on this day, with the units.
fn holders<'a>(grants: impl Iterator<Item = &'a Grant>, today: Date) -> BTreeSet<(Uuid, Uuid)> {
    let holding = grants.filter(|grant| grant.in_force(today));
    let whom = holding.map(|grant| (grant.input.principal_id.0, grant.unit()));
    whom.collect()
}

/// Says to those who follow the feed that they came to reach units, or no longer do.
async fn tell(work: Work<'_>, whom: BTreeSet<(Uuid, Uuid)>, reach: Reach) -> Result<(), Failure> {
    Ok(accesses_changed(work.tx, &whom, Role::GuestAuditor, reach).await?)
}
