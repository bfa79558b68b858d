//! Who the caller is, what they may do where, and why.

use akoki_domain::{
    Code, Reason,
    access::{Grant, Needed, Role, explain},
    id::{ID_FORM, UnitId},
    organisation::Unit,
};
use akoki_openapi::{
    operation::Access,
    wire::me::{Allowed, Me, MyAccess, MyCredential, MyGrant},
};
use akoki_persistence::{
    Scope, Stored,
    repo::{
        credential,
        grant::held_by_caller,
        organisation_unit::{of_ids, reaches},
        principal::named,
    },
};
use std::{collections::BTreeMap, sync::LazyLock};
use uuid::Uuid;

use crate::{auth::Actor, clock, failure::Failure, guard::Call, http::Query};

/// What each operation of the document needs.
static OPERATIONS: LazyLock<BTreeMap<&'static str, Needed>> = LazyLock::new(|| {
    let needed = |access| match access {
        // Whoever answers a survey does so with a bearer of its own: no right of a caller has to do with it.
        Access::Public | Access::Respondent => Needed::Nothing,
        Access::SignedIn => Needed::SignedIn,
        Access::Needs(permission) => Needed::Permission(permission),
    };
    crate::operations()
        .into_iter()
        .map(|operation| (operation.id, needed(operation.access)))
        .collect()
});

/// All grants of the caller, whatever they are for.
fn all_grants(call: &Call) -> Scope {
    call.scope().with_roles(Role::ALL, "")
}

fn actor(call: &Call) -> Result<&Actor, Failure> {
    call.actor
        .as_ref()
        .ok_or_else(|| Code::Unauthenticated.into())
}

/// Who the caller is.
///
/// # Errors
/// "unauthenticated" when the token was revoked.
pub async fn me(call: &Call) -> Result<Me, Failure> {
    let actor = actor(call)?;
    let held = credential::live(call.store(), actor.credential, call.at).await?;
    let held = held.ok_or(Code::Unauthenticated)?;
    let who = named(call.store(), &[actor.principal]).await?.pop();
    let who = who.ok_or_else(|| Failure::Internal("a credential without a principal".into()))?;
    let grants = held_by_caller(call.store(), &all_grants(call), None).await?;
    let ids: Vec<UnitId> = grants
        .iter()
        .filter_map(|grant| grant.input.unit_id)
        .collect();
    // Units on which the caller has a grant.
    let units = of_ids(call.store(), &call.everything(), &ids).await?;
    let account = who.account.as_ref().map(|account| &account.details);
    Ok(Me {
        id: actor.principal,
        name: who.name().map(str::to_owned),
        email: account.map(|account| account.email.clone()),
        language: account.map(|account| account.language),
        kind: who.kind,
        credential: MyCredential {
            id: held.id,
            kind: held.kind,
            expires_at: clock::instant(held.expires_at),
        },
        scopes: actor
            .scopes
            .to_string()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        grants: grants
            .iter()
            .map(|grant| mine(grant, &units, actor))
            .collect(),
    })
}

fn mine(grant: &Grant, units: &[Stored<Unit>], actor: &Actor) -> MyGrant {
    let input = &grant.input;
    let unit = units
        .iter()
        .map(|stored| &stored.record)
        .find(|unit| Some(unit.id) == input.unit_id);
    MyGrant {
        id: grant.id.0,
        board_id: input.unit_id.map(|_| grant.board_id.0),
        unit_id: input.unit_id.map(|unit| unit.0),
        unit_kind: unit.map(|unit| unit.details.kind.clone()),
        unit_name: unit.map(|unit| unit.details.name.clone()),
        role: input.role,
        scopes: input.scopes.clone(),
        allows: Allowed::by(grant, |scope| actor.scopes.contains(scope)),
    }
}

/// Whether the caller may run an operation on a unit, or anywhere, and why.
///
/// # Errors
/// Every parameter that is wrong: an operation that does not exist, a unit out of reach.
pub async fn my_access(call: &Call, query: &Query) -> Result<MyAccess, Failure> {
    let actor = actor(call)?;
    let mut reasons = query.wrong(&["unit", "operation"], &[]);
    let operation = query.one("operation").unwrap_or_default();
    let needed = OPERATIONS.get(operation).copied();
    match (operation, needed) {
        (_, Some(_)) => {}
        ("", None) => reasons.push(Reason::new(Code::Required).at("operation")),
        (_, None) => reasons.push(
            Reason::new(Code::InvalidValue)
                .at("operation")
                .with("allowed", "operationId (/v1/openapi.json)"),
        ),
    }
    let unit = unit(call, query, &mut reasons).await?;
    let (Some(needed), true) = (needed, reasons.is_empty()) else {
        call.still_valid().await?;
        return Err(Failure::invalid("query", reasons));
    };
    let grants = held_by_caller(call.store(), &all_grants(call), unit).await?;
    if grants.is_empty() {
        call.still_valid().await?;
    }
    let found = explain(needed, |scope| actor.scopes.contains(scope), &grants);
    Ok(MyAccess::new(
        operation,
        unit,
        needed,
        &found,
        call.language,
    ))
}

/// The unit that is asked about, as far as the caller reaches it at all.
async fn unit(
    call: &Call,
    query: &Query,
    reasons: &mut Vec<Reason>,
) -> Result<Option<Uuid>, Failure> {
    let Some(text) = query.one("unit") else {
        return Ok(None);
    };
    let Ok(unit) = Uuid::try_parse(text) else {
        let wrong = Reason::new(Code::InvalidFormat).at("unit");
        reasons.push(wrong.with("expected", ID_FORM));
        return Ok(None);
    };
    if !reaches(call.store(), &all_grants(call), unit).await? {
        reasons.push(Reason::new(Code::UnknownReference).at("unit"));
    }
    Ok(Some(unit))
}
