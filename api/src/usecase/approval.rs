//! Approvals of machine clients: what a board lets one do, until it takes that back.

use akoki_domain::{
    Code, Noun,
    access::{ApiClient, Approval, ApprovalInput, Grant, GrantFacts, GrantInput, Permission, Role},
    id::{BoardId, PrincipalId},
    organisation::{Unit, kind::BOARD},
};
use akoki_openapi::wire::approval::{ApiClientApproval, ApiClientApprovalInput};
use akoki_persistence::{
    Change, ListQuery, PLATFORM, Page, Stored, Tx, Verb, find,
    reach::{Reach, access_changed},
    repo::approval as repo,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::api_client::ApiClients;
use crate::{clock, failure::Failure, guard::Call, reply::Reply, resource::missing, work::Work};

/// Approves a client on a unit.
///
/// # Errors
/// Everything that is wrong with it.
pub async fn approve(
    work: Work<'_>,
    client: Uuid,
    input: ApiClientApprovalInput,
) -> Result<Reply, Failure> {
    let Some(stored) = find::<ApiClient>(work.tx, &work.scope(), client).await? else {
        return Err(missing::<ApiClients>(work.call, work.tx, client).await);
    };
    let asked = input.of(stored.record.id);
    let unit = match asked.grant.unit_id {
        Some(unit) => find::<Unit>(work.tx, &work.scope(), unit.0).await?,
        None => None,
    };
    let at = asked.grant.unit_id.map_or(PLATFORM, |unit| unit.0);
    let giver = work
        .call
        .actor
        .as_ref()
        .map_or(PLATFORM, |actor| actor.principal);
    let facts = GrantFacts {
        giver_id: PrincipalId(giver),
        giver_roles: repo::roles_on(work.tx, &work.scope(), at).await?,
        principal_known: true,
        unit_is_board: unit.as_ref().map(is_board),
        others: repo::grants_on(work.tx, stored.record.id, at).await?,
    };
    let checked = asked.check(&stored.record, &facts)?;
    let approval = give(work, checked, unit.as_ref()).await?;
    let shown = ApiClientApproval::new(&approval, clock::instant(work.call.at));
    let location = format!("/v1/api-clients/{client}/approvals/{}", shown.id);
    Ok(Reply::json(201, &shown)?.header("location", location))
}

/// Whether a unit is a board.
pub fn is_board(unit: &Stored<Unit>) -> bool {
    unit.record.details.kind == BOARD
}

/// Keeps an approval that was found right, with its trail entry and event.
///
/// # Errors
/// When the store fails.
pub async fn give(
    work: Work<'_>,
    input: ApprovalInput,
    unit: Option<&Stored<Unit>>,
) -> Result<Approval, Failure> {
    let approval = Approval {
        grant: Grant {
            id: work.id(),
            input: GrantInput {
                starts_on: Some(work.call.today),
                ..input.grant
            },
            ended_at: None,
        },
        board_id: unit.map_or(BoardId(PLATFORM), |unit| unit.record.board_id),
        scopes: input.scopes,
    };
    repo::give(work.tx, &approval, work.call.today).await?;
    reached(work.tx, &approval, Reach::Gained).await?;
    let values = json!({
        "clientId": approval.grant.input.principal_id, "unitId": approval.grant.input.unit_id,
        "role": approval.grant.input.role, "scopes": approval.scopes,
    });
    tell(work, &approval, 1, Verb::Created, values);
    Ok(approval)
}

async fn reached(tx: &Tx, approval: &Approval, reach: Reach) -> Result<(), Failure> {
    let GrantInput {
        principal_id, role, ..
    } = approval.grant.input;
    Ok(access_changed(tx, principal_id.0, place(approval), role, reach).await?)
}

fn place(approval: &Approval) -> Uuid {
    approval.grant.input.unit_id.map_or(PLATFORM, |unit| unit.0)
}

fn tell(work: Work<'_>, approval: &Approval, version: i64, verb: Verb, values: Value) {
    work.tx.record(Change {
        noun: Noun::Grant,
        id: approval.grant.id.0,
        board: approval.board_id.0,
        unit: place(approval),
        version,
        verb,
        values,
        data: None,
        audience: None,
    });
}

/// The client, when the caller may see it; for reading what belongs to it.
async fn seen(call: &Call, client: Uuid) -> Result<PrincipalId, Failure> {
    match find::<ApiClient>(call.store(), &call.scope(), client).await? {
        Some(stored) => Ok(stored.record.id),
        None => {
            call.still_valid().await?;
            Err(Failure::not_found())
        }
    }
}

/// A page of the approvals of a client on units in reach.
///
/// # Errors
/// When the client is not there for the caller.
pub async fn list(
    call: &Call,
    client: Uuid,
    query: &ListQuery,
) -> Result<Page<ApiClientApproval>, Failure> {
    let client = seen(call, client).await?;
    let page = repo::of_client(call.store(), &call.scope(), client, query).await?;
    let items = page.items.iter();
    Ok(Page {
        items: items
            .map(|one| ApiClientApproval::new(&one.record, one.meta.created_at))
            .collect(),
        next: page.next,
    })
}

/// One approval of a client.
///
/// # Errors
/// When it is not there for the caller.
pub async fn read(call: &Call, client: Uuid, id: Uuid) -> Result<Stored<Approval>, Failure> {
    let client = seen(call, client).await?;
    repo::find(call.store(), &call.scope(), client, id)
        .await?
        .ok_or_else(Failure::not_found)
}

/// Takes an approval back: it ends with the answer to this.
///
/// # Errors
/// When it is not there for the caller to take back, or was taken back before.
pub async fn withdraw(work: Work<'_>, client: Uuid, id: Uuid) -> Result<(), Failure> {
    let owner = PrincipalId(client);
    let Some(stored) = repo::lock(work.tx, &work.scope(), owner, id).await? else {
        return Err(out_of_reach(work, owner, id).await);
    };
    let approval = stored.record;
    let roles: Vec<Role> = repo::roles_on(work.tx, &work.scope(), place(&approval)).await?;
    let at = clock::instant(work.call.at);
    let grant = approval.grant.end(at, &roles)?;
    let ended = Approval { grant, ..approval };
    repo::save_end(work.tx, &ended).await?;
    reached(work.tx, &ended, Reach::Lost).await?;
    let values = json!({"endedAt": {"from": null, "to": work.call.at}});
    tell(work, &ended, stored.meta.version, Verb::Updated, values);
    Ok(())
}

async fn out_of_reach(work: Work<'_>, client: PrincipalId, id: Uuid) -> Failure {
    if let Err(failure) = work.call.still_valid().await {
        return failure;
    }
    let readers = work.call.scope_of(Permission::ReadClients);
    match repo::find(work.tx, &readers, client, id).await {
        Ok(Some(_)) => Code::Forbidden.into(),
        Ok(None) => Failure::not_found(),
        Err(error) => error.into(),
    }
}
