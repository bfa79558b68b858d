//! Grants: given by those who may, ended and never deleted. A right holds from the answer that gave it,
//! and ends with the one that took it.

use akoki_domain::{
    Code, Reason, Refusal,
    access::{
        Account, Giving, Grant as Record, GrantFacts, Permission, PrincipalKind, Role,
        keep_platform_run,
    },
    id::{BoardId, PrincipalId, UnitId},
    organisation::{Unit, person::normalise_email},
};
use akoki_openapi::wire::grant::{Grant, GrantEnding, GrantInput, Grantee};
use akoki_persistence::{
    PLATFORM, Record as _, Source, Stored,
    reach::{Reach, access_changed},
    repo::{
        account::by_email,
        grant::{givers_of_caller, hold_platform, in_office, knows, of_principal},
        organisation_unit::{of_ids, reaches, reaches_any},
        principal::{hold, named},
    },
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{organisation_unit::gather, place::placed};
use crate::{
    clock::instant,
    failure::Failure,
    guard::Call,
    resource::{Ended, Names, Resource, names},
    work::{Work, moment},
};

/// The resource.
pub struct Grants;

/// Whom the input names: by id or by address, never by both.
struct Whom {
    id: PrincipalId,
    known: bool,
    at: &'static str,
}

async fn whom(
    work: Work<'_>,
    input: &GrantInput,
    reasons: &mut Vec<Reason>,
) -> Result<Whom, Failure> {
    let nobody = PrincipalId(Uuid::nil());
    let unsaid = |at| Whom {
        id: nobody,
        known: true,
        at,
    };
    if input.principal_id.is_some() && input.account_board_id.is_some() {
        let reason = Reason::new(Code::NotBoth).at("/accountBoardId");
        reasons.push(reason.with("other", "principalId"));
    }
    match (input.principal_id.map(PrincipalId), &input.email) {
        (Some(id), None) => {
            let scope = work.call.scope_of(Permission::ReadAccess);
            let own = giver(work) == id;
            let known =
                own || reaches_account(work, id).await? || knows(work.tx, &scope, id).await?;
            let at = "/principalId";
            Ok(Whom { id, known, at })
        }
        (None, Some(email)) => {
            let email = normalise_email(email).unwrap_or_default();
            let found = match by_email(work.tx, &email).await? {
                Some(account) if meant(work, input, &account).await? => Some(account),
                Some(_) | None => None,
            };
            Ok(Whom {
                known: found.is_some(),
                id: found.map_or(nobody, |account| account.id),
                at: "/email",
            })
        }
        (None, None) => {
            reasons.push(Reason::new(Code::Required).at("/principalId"));
            Ok(unsaid("/principalId"))
        }
        (Some(_), Some(_)) => {
            let reason = Reason::new(Code::NotBoth).at("/email");
            reasons.push(reason.with("other", "principalId"));
            Ok(unsaid("/email"))
        }
    }
}

/// Whether the giver knows who keeps the account: a board could have made one with the address of somebody
/// of another board, to be given what is meant for them.
async fn meant(work: Work<'_>, input: &GrantInput, account: &Account) -> Result<bool, Failure> {
    let scope = work.call.scope_of(Permission::ReadAccess);
    match input.account_board_id {
        Some(board) => Ok(account.board_id.0 == board),
        None => Ok(reaches(work.tx, &scope, account.unit_id.0).await?),
    }
}

async fn reaches_account(work: Work<'_>, id: PrincipalId) -> Result<bool, Failure> {
    let scope = work.call.scope_of(Permission::ReadAccess);
    let found = akoki_persistence::find::<Account>(work.tx, &scope, id.0).await?;
    Ok(found.is_some())
}

/// Who gives; nobody when it is the service itself.
pub(super) fn giver(work: Work<'_>) -> PrincipalId {
    let actor = work.call.actor.as_ref();
    PrincipalId(actor.map_or(Uuid::nil(), |actor| actor.principal))
}

/// The scopes of the token with which something is given; none when it is not narrowed.
pub(super) fn token_scopes(work: Work<'_>) -> Option<Vec<String>> {
    let actor = work.call.actor.as_ref();
    actor.and_then(|actor| actor.scopes.words())
}

/// What the caller gives and ends with on this unit, or on the platform.
async fn givers(work: Work<'_>, unit: Option<UnitId>) -> Result<Vec<Giving>, Failure> {
    let unit = unit.map_or(PLATFORM, |unit| unit.0);
    Ok(givers_of_caller(work.tx, &work.scope(), Some(unit)).await?)
}

/// What the rules need to know. `unit` is the unit when the caller may give there.
async fn facts(
    work: Work<'_>,
    input: &GrantInput,
    whom: &Whom,
    unit: Option<&Unit>,
    before: Option<&Record>,
) -> Result<GrantFacts, Failure> {
    let givers = match (unit, input.unit_id) {
        // The unit is unknown, which is said; whether the role could be given there cannot be.
        (None, Some(_)) => givers_of_caller(work.tx, &work.scope(), None).await?,
        (unit, _) => givers(work, unit.map(|unit| unit.id)).await?,
    };
    let (except, today) = (before.map(|grant| grant.id), work.call.today);
    let in_office = match unit {
        Some(unit) => in_office(work.tx, unit.id.0, except, today).await?,
        None => Vec::new(),
    };
    // Two who give the same at a time take turns.
    hold(work.tx, whom.id.0).await?;
    // What it is, is not told of one that the giver may not know.
    let grantee = match whom.known {
        true => named(work.tx, &[whom.id.0]).await?.pop(),
        false => None,
    };
    let grantee = grantee.map(|found| found.grantee());
    let others = of_principal(work.tx, &work.scope(), whom.id).await?;
    let others = others.into_iter().map(|stored| stored.record);
    Ok(GrantFacts {
        giver_id: giver(work),
        givers,
        token_scopes: token_scopes(work),
        in_office,
        today,
        principal_known: whom.known,
        principal_at: whom.at,
        grantee,
        unit_is_board: unit.map(|unit| unit.parent_id.is_none()),
        others: others.filter(|other| Some(other.id) != except).collect(),
    })
}

/// The unit of the input, when the caller may give there; none for the platform.
async fn unit_of(work: Work<'_>, input: &GrantInput) -> Result<Option<Unit>, Failure> {
    match input.unit_id {
        // The domain says at the same pointer that the unit is unknown, with all else that is wrong.
        Some(unit) => placed(work, unit, "/unitId", &mut Vec::new()).await,
        // Nobody who gives nothing anywhere is told who has an account.
        None if !reaches_any(work.tx, &work.scope()).await? => {
            work.call.still_valid().await?;
            Err(Code::Forbidden.into())
        }
        None => Ok(None),
    }
}

/// Says to whoever follows the feed that the reach of somebody changed, when it did.
pub(super) async fn tell(
    work: Work<'_>,
    before: Option<&Record>,
    after: &Record,
) -> Result<(), Failure> {
    let holds = |grant: &Record| grant.in_force(work.call.today);
    let reach = match (before.is_some_and(holds), holds(after)) {
        (false, true) => Reach::Gained,
        (true, false) => Reach::Lost,
        (true, true) | (false, false) => return Ok(()),
    };
    let input = &after.input;
    let (principal, unit) = (input.principal_id.0, after.unit());
    Ok(access_changed(work.tx, principal, unit, input.role, reach).await?)
}

/// Refuses a change that leaves nobody to run the platform.
async fn keep_run(work: Work<'_>, before: &Record, after: &Record) -> Result<(), Failure> {
    if before.input.role != Role::PlatformAdmin {
        return Ok(());
    }
    let (own, others): (Vec<_>, Vec<_>) = hold_platform(work.tx)
        .await?
        .into_iter()
        .partition(|grant| grant.id == before.id);
    let left: &[Record] = if own.is_empty() {
        &[]
    } else {
        std::slice::from_ref(after)
    };
    Ok(keep_platform_run(&own, left, &others, work.call.today)?)
}

impl Resource for Grants {
    type Record = Record;
    type Input = GrantInput;
    type View = Grant;

    const NAMES: Names = names!("Grant", "Grants", "access");
    const READ: Permission = Permission::ReadAccess;
    const WRITE: Permission = Permission::WriteAccess;

    async fn create(work: Work<'_>, input: GrantInput) -> Result<Record, Failure> {
        let unit = unit_of(work, &input).await?;
        let mut reasons = Vec::new();
        let whom = whom(work, &input, &mut reasons).await?;
        let facts = facts(work, &input, &whom, unit.as_ref(), None).await?;
        let given = input.to(whom.id, work.call.today);
        gather(given.check(&facts), &mut reasons);
        Refusal::unless_empty(reasons)?;
        let grant = Record {
            id: work.id(),
            board_id: unit.map_or(BoardId(PLATFORM), |unit| unit.board_id),
            input: given,
            ended_at: None,
        };
        tell(work, None, &grant).await?;
        Ok(grant)
    }

    async fn change(work: Work<'_>, before: &Record, input: GrantInput) -> Result<Record, Failure> {
        let fixed = [
            ("/email", input.email.is_some()),
            ("/accountBoardId", input.account_board_id.is_some()),
        ];
        let sent = fixed.into_iter().filter(|(_, sent)| *sent);
        let wrong = sent.map(|(at, _)| Reason::new(Code::NotChangeable).at(at));
        let mut wrong: Vec<Reason> = wrong.collect();
        let now = Self::input(before);
        let unit = unit_of(work, &now).await?;
        let whom = Whom {
            id: before.input.principal_id,
            known: true,
            at: "/principalId",
        };
        let facts = facts(work, &now, &whom, unit.as_ref(), Some(before)).await?;
        let principal = input.principal_id.map_or(whom.id, PrincipalId);
        let after = before.change(&input.to(principal, work.call.today), &facts);
        let after = match after {
            Err(Refusal::Invalid(reasons)) => {
                wrong.extend(reasons);
                return Err(Refusal::Invalid(wrong).into());
            }
            other => other?,
        };
        Refusal::unless_empty(wrong)?;
        keep_run(work, before, &after).await?;
        tell(work, Some(before), &after).await?;
        Ok(after)
    }

    fn input(grant: &Record) -> GrantInput {
        (&grant.input).into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Record>>,
    ) -> Result<Vec<Grant>, Failure> {
        let principals = items.iter().map(|item| item.record.input.principal_id.0);
        let principals = named(source, &principals.collect::<Vec<_>>()).await?;
        let units = items.iter().filter_map(|item| item.record.input.unit_id);
        // The units of grants in reach.
        let units = of_ids(source, &call.everything(), &units.collect::<Vec<_>>()).await?;
        Ok(items
            .iter()
            .map(|item| {
                let (input, meta) = (&item.record.input, &item.meta);
                let who = principals.iter().find(|who| who.id == input.principal_id.0);
                let principal = Grantee {
                    id: input.principal_id.0,
                    kind: who.map_or(PrincipalKind::Script, |who| who.kind),
                    name: who.and_then(|who| who.name()).map(str::to_owned),
                };
                let unit = units
                    .iter()
                    .find(|unit| Some(unit.record.id) == input.unit_id);
                let name = unit.map(|unit| unit.record.details.name.clone());
                let times = (meta.created_at, meta.updated_at);
                Grant::new(
                    &item.record,
                    principal,
                    name,
                    call.today,
                    meta.version,
                    times,
                )
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        let (account, school) = (
            "0199c2f6-7d5a-7000-8000-000000000301",
            "0199c2f6-7d5a-7000-8000-000000000002",
        );
        let input = json!({
            "principalId": account, "unitId": school, "role": "quality-coordinator", "startsOn": "2026-08-01",
        });
        let view = json!({
            "id": "0199c2f6-7d5a-7000-8000-000000000302", "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "principal": {"id": account, "kind": "account", "name": "Noor Jansen"},
            "unitId": school, "unitName": "De Verwondering", "role": "quality-coordinator", "scopes": null,
            "startsOn": "2026-08-01", "endsOn": null, "endedAt": null, "inForce": true, "version": 1,
            "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
        });
        (input, view)
    }

    /// Only the days of a grant can be changed.
    fn patch_example() -> Value {
        json!({"endsOn": "2027-07-31"})
    }
}

impl Ended for Grants {
    type Ending = GrantEnding;

    const END: &'static str = "endGrant";

    /// Takes a grant back, at once or after a last day.
    ///
    /// # Errors
    /// "already-ended"; "role-not-grantable" when the caller could not give it; "last-platform-admin".
    async fn end(
        work: Work<'_>,
        before: &Record,
        ending: &GrantEnding,
    ) -> Result<(Record, Map<String, Value>), Failure> {
        let givers = givers(work, before.input.unit_id).await?;
        let roles: Vec<Role> = givers.iter().map(|giver| giver.role).collect();
        let now = (instant(work.call.at), work.call.today);
        let after = before.end(ending.ends_on, now, &roles)?;
        keep_run(work, before, &after).await?;
        tell(work, Some(before), &after).await?;
        let mut beside = Map::new();
        if let Some(at) = after.ended_at {
            beside.insert("endedAt".into(), json!({"from": null, "to": moment(at)?}));
        }
        Ok((after, beside))
    }
}
