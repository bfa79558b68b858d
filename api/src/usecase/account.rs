//! Accounts: kept by the board that made them, or by the platform; disabled, never deleted.

use akoki_domain::{
    Code, Reason, Refusal,
    access::{
        Account as Record, AccountDetails, Keeper, Permission, PrincipalKind, Role,
        keep_platform_run, session::ACTIVATION,
    },
    id::{BoardId, PersonId, PrincipalId, UnitId},
    organisation::Person,
};
use akoki_openapi::wire::account::{Account, AccountInput, ActivationCode};
use akoki_persistence::{
    PLATFORM, Source, Stored, Verb, find,
    repo::{
        activation,
        grant::{everywhere, held_by_caller, hold_platform},
        organisation_unit::{of_ids, reaches, reaches_any},
        password::activated,
        principal,
    },
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{organisation_unit::gather, place::placed};
use crate::{
    auth::{scope::Scopes, secret},
    clock::instant,
    failure::Failure,
    guard::Call,
    reply::Reply,
    resource::{Names, Resource, href, lock_with_root, names},
    work::{Work, moment},
};

/// The resource.
pub struct Accounts;

/// Where a new account hangs: on a unit where the caller keeps access, or on the platform.
async fn kept_at(
    work: Work<'_>,
    unit: Option<Uuid>,
    reasons: &mut Vec<Reason>,
) -> Result<Option<(BoardId, UnitId)>, Failure> {
    let Some(unit) = unit else {
        if reaches(work.tx, &work.scope(), PLATFORM).await? {
            return Ok(Some((BoardId(PLATFORM), UnitId(PLATFORM))));
        }
        if !reaches_any(work.tx, &work.scope()).await? {
            work.call.still_valid().await?;
            return Err(Code::Forbidden.into());
        }
        reasons.push(Reason::new(Code::Required).at("/unitId"));
        return Ok(None);
    };
    let unit = placed(work, unit, "/unitId", reasons).await?;
    Ok(unit.map(|unit| (unit.board_id, unit.id)))
}

/// What is wrong with the person that an account of this board names.
async fn person_reason(
    work: Work<'_>,
    person: Option<PersonId>,
    board: Option<BoardId>,
) -> Result<Option<Reason>, Failure> {
    let Some(person) = person else {
        return Ok(None);
    };
    let scope = work.call.scope_of(Permission::ReadPeople);
    let found = find::<Person>(work.tx, &scope, person.0).await?;
    let code = match (found, board) {
        (None, _) => Code::UnknownReference,
        (Some(person), Some(board)) if person.record.board_id != board => Code::OtherBoard,
        (Some(_), _) => return Ok(None),
    };
    Ok(Some(Reason::new(code).at("/personId")))
}

/// Whether the account has a grant out of the reach of the caller: who signs in with it is then not for
/// them to change. It is not said where.
async fn works_beyond(work: Work<'_>, account: PrincipalId) -> Result<bool, Failure> {
    let held = everywhere(work.tx, account).await?;
    let lasting = held.iter().filter(|grant| !grant.is_over(work.call.today));
    for grant in lasting {
        let unit = grant.input.unit_id.map_or(PLATFORM, |unit| unit.0);
        if !reaches(work.tx, &work.scope(), unit).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ends all that the account is signed in with, unless nobody would be left to run the platform.
async fn stop(work: Work<'_>, account: &Record) -> Result<(), Failure> {
    let (own, others): (Vec<_>, Vec<_>) = hold_platform(work.tx)
        .await?
        .into_iter()
        .partition(|grant| grant.input.principal_id == account.id);
    keep_platform_run(&own, &[], &others, work.call.today)?;
    principal::revoke_all(work.tx, account.id.0).await?;
    Ok(())
}

impl Resource for Accounts {
    type Record = Record;
    type Input = AccountInput;
    type View = Account;

    const NAMES: Names = names!("Account", "Accounts", "access");
    const READ: Permission = Permission::ReadAccess;
    const WRITE: Permission = Permission::WriteAccess;

    async fn create(work: Work<'_>, input: AccountInput) -> Result<Record, Failure> {
        let mut reasons = Vec::new();
        let place = kept_at(work, input.unit_id, &mut reasons).await?;
        let details: Option<AccountDetails> = gather(input.details().check(), &mut reasons);
        let person = input.person_id.map(PersonId);
        reasons.extend(person_reason(work, person, place.map(|(board, _)| board)).await?);
        let (Some((board_id, unit_id)), Some(details), true) = (place, details, reasons.is_empty())
        else {
            return Err(Refusal::Invalid(reasons).into());
        };
        let id: PrincipalId = work.id();
        principal::add(work.tx, id.0, PrincipalKind::Account).await?;
        Ok(Record {
            id,
            board_id,
            unit_id,
            details,
        })
    }

    async fn change(
        work: Work<'_>,
        before: &Record,
        input: AccountInput,
    ) -> Result<Record, Failure> {
        let mut reasons = Vec::new();
        if Self::input(before).unit_id != input.unit_id {
            reasons.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let details: Option<AccountDetails> = gather(input.details().check(), &mut reasons);
        let person = input.person_id.map(PersonId);
        // Whoever keeps the account need not reach the person that it names already.
        if person != before.details.person_id {
            reasons.extend(person_reason(work, person, Some(before.board_id)).await?);
        }
        let moves = details.as_ref().map(|to| &to.email) != Some(&before.details.email);
        if details.is_some() && moves && works_beyond(work, before.id).await? {
            reasons.push(Reason::new(Code::EmailUsedElsewhere).at("/email"));
        }
        let own = work.call.actor.as_ref().map(|actor| actor.principal) == Some(before.id.0);
        if input.disabled && own {
            reasons.push(Reason::new(Code::OwnAccount).at("/disabled"));
        }
        let (Some(details), true) = (details, reasons.is_empty()) else {
            return Err(Refusal::Invalid(reasons).into());
        };
        if details.disabled && !before.details.disabled {
            stop(work, before).await?;
        }
        // A code that was given before is for who the account was.
        if details.disabled || details.email != before.details.email {
            activation::forget(work.tx, before.id.0).await?;
        }
        Ok(Record {
            details,
            ..before.clone()
        })
    }

    fn input(account: &Record) -> AccountInput {
        account.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Record>>,
    ) -> Result<Vec<Account>, Failure> {
        let ids: Vec<Uuid> = items.iter().map(|item| item.record.id.0).collect();
        let activated = activated(source, &ids).await?;
        let units: Vec<UnitId> = items.iter().map(|item| item.record.unit_id).collect();
        let scope = call.scope_of(Permission::ReadAccess);
        let own = of_ids(source, &scope, &units).await?;
        Ok(items
            .iter()
            .map(|item| {
                let meta = &item.meta;
                let times = (meta.created_at, meta.updated_at);
                let activated = activated.contains(&item.record.id.0);
                let shown = Account::new(&item.record, activated, meta.version, times);
                // Where somebody hangs at another board, and as whom, is for that board to know.
                match own.iter().any(|unit| unit.record.id == item.record.unit_id) {
                    true => shown,
                    false => shown.elsewhere(),
                }
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        let school = "0199c2f6-7d5a-7000-8000-000000000002";
        let email = "n.jansen@deverwondering.example";
        let input = json!({
            "displayName": "Noor Jansen", "email": email, "language": "nl", "unitId": school,
        });
        let view = json!({
            "id": "0199c2f6-7d5a-7000-8000-000000000301", "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "unitId": school, "email": email, "displayName": "Noor Jansen", "language": "nl",
            "personId": null, "disabled": false, "activated": false, "version": 1,
            "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
        });
        (input, view)
    }
}

/// Who asks, with the grants by which they keep access.
async fn keeper(work: Work<'_>) -> Result<Keeper, Failure> {
    let grants = held_by_caller(work.tx, &work.scope(), None).await?;
    let platform = |role| role == Role::PlatformAdmin;
    Ok(Keeper {
        runs_platform: grants.iter().any(|grant| platform(grant.input.role)),
        boards: grants.iter().map(|grant| grant.board_id).collect(),
    })
}

/// Makes the code with which the password of an account is set; one made before no longer holds.
///
/// # Errors
/// When the caller does not keep the account; [`Code::AccountReachesFurther`] when it reaches further than
/// they do; [`Code::TokenNarrowed`]; [`Code::OwnAccount`].
pub async fn activate(work: Work<'_>, id: Uuid) -> Result<Reply, Failure> {
    let stored = lock_with_root::<Accounts>(work, work.call, id).await?;
    let actor = work.call.actor.as_ref();
    // Whoever sets the password has all that the account has.
    if actor.is_some_and(|actor| !actor.scopes.covers(&Scopes::all())) {
        return Err(Code::TokenNarrowed.into());
    }
    if actor.map(|actor| actor.principal) == Some(id) {
        return Err(Code::OwnAccount.into());
    }
    // Whoever gives it something at this moment goes before or after.
    principal::hold(work.tx, id).await?;
    // Also what other boards gave it.
    let held = everywhere(work.tx, stored.record.id).await?;
    let asks = keeper(work).await?;
    stored
        .record
        .check_activation(&held, &asks, work.call.today)?;
    let code = secret::fresh("activation");
    let ends = work.call.at.saturating_add(ACTIVATION);
    let expires_at = instant(ends);
    activation::put(work.tx, stored.record.id.0, secret::digest(&code), ends).await?;
    // Never the code itself: the trail is read by others.
    let until = moment(expires_at)?;
    let until = json!({"activationUntil": {"from": null, "to": until}});
    let version = stored.meta.version;
    work.record(&stored.record, version, Verb::Updated, until, None);
    let location = href(&stored.record);
    Ok(Reply::json(201, &ActivationCode { code, expires_at })?.header("location", location))
}
