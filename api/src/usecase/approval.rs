//! Approvals of machine clients: what a board lets one do, until it takes that back. An approval is a grant;
//! here are only the ways to it over the client.

use akoki_domain::{
    access::{ApiClient, Grant, GrantFacts, GrantInput, check_approval},
    id::{BoardId, PrincipalId},
    organisation::Unit,
};
use akoki_openapi::wire::{
    approval::{ApiClientApproval, ApiClientApprovalInput},
    grant::GrantEnding,
};
use akoki_persistence::{
    ListQuery, PLATFORM, Page, Source, Stored, find, list as page_of,
    repo::{
        grant::{givers_of_caller, of_principal},
        principal::hold,
    },
};
use uuid::Uuid;

use super::{
    api_client::ApiClients,
    grant::{Grants, giver, tell, token_scopes},
    place::placed,
};
use crate::{
    failure::Failure,
    guard::Call,
    reply::Reply,
    resource::{end_one, input_json, missing},
    work::Work,
};

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
    let asked = input.of(stored.record.id, work.call.today);
    let unit = match asked.unit_id {
        // The rules say at the same place that the unit is unknown, with all else that is wrong.
        Some(unit) => placed(work, unit.0, "/unitId", &mut Vec::new()).await?,
        None => None,
    };
    let place = match (&unit, asked.unit_id) {
        // Whether the role could be given on a unit that is not known cannot be said.
        (None, Some(_)) => None,
        (unit, _) => Some(unit.as_ref().map_or(PLATFORM, |unit| unit.id.0)),
    };
    // Of two who give the same at one moment the second finds what the first gave.
    hold(work.tx, stored.record.id.0).await?;
    let others = of_principal(work.tx, &work.scope(), stored.record.id).await?;
    let facts = GrantFacts {
        giver_id: giver(work),
        givers: givers_of_caller(work.tx, &work.scope(), place).await?,
        token_scopes: token_scopes(work),
        // Who holds an office is asked of people.
        in_office: Vec::new(),
        today: work.call.today,
        principal_known: true,
        // The client is named by the path, not by the input.
        principal_at: "",
        grantee: None,
        unit_is_board: unit.as_ref().map(is_board),
        others: others.into_iter().map(|stored| stored.record).collect(),
    };
    let checked = check_approval(&asked, &stored.record, &facts)?;
    let given = give(work, checked, unit.as_ref()).await?;
    let shown = ApiClientApproval::new(&given.record, given.meta.created_at);
    let location = format!("/v1/api-clients/{client}/approvals/{}", shown.id);
    Ok(Reply::json(201, &shown)?.header("location", location))
}

/// Whether a unit is a board.
pub fn is_board(unit: &Unit) -> bool {
    unit.parent_id.is_none()
}

/// Keeps an approval that was found right, with its trail entry and event.
///
/// # Errors
/// When the store fails.
pub async fn give(
    work: Work<'_>,
    input: GrantInput,
    unit: Option<&Unit>,
) -> Result<Stored<Grant>, Failure> {
    let grant = Grant {
        id: work.id(),
        board_id: unit.map_or(BoardId(PLATFORM), |unit| unit.board_id),
        input,
        ended_at: None,
    };
    tell(work, None, &grant).await?;
    let values = input_json::<Grants>(&grant)?;
    work.insert(grant, values).await
}

/// The client, when the caller may see it.
async fn seen(call: &Call, client: Uuid) -> Result<PrincipalId, Failure> {
    Ok(call.reached::<ApiClient>(client).await?.record.id)
}

/// A page of the approvals of a client on units in reach, also those taken back.
///
/// # Errors
/// When the client is not there for the caller.
pub async fn list(
    call: &Call,
    client: Uuid,
    mut query: ListQuery,
) -> Result<Page<ApiClientApproval>, Failure> {
    let client = seen(call, client).await?;
    query
        .filters
        .push(("principalId", vec![client.to_string()]));
    let page = page_of::<Grant>(call.store(), &call.scope(), &query).await?;
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
pub async fn read(call: &Call, client: Uuid, id: Uuid) -> Result<Stored<Grant>, Failure> {
    seen(call, client).await?;
    of_client(call, call.store(), client, id)
        .await?
        .ok_or_else(Failure::not_found)
}

/// The grant with this id, when it is one of this client on a unit in reach.
async fn of_client(
    call: &Call,
    source: &impl Source,
    client: Uuid,
    id: Uuid,
) -> Result<Option<Stored<Grant>>, Failure> {
    let found = find::<Grant>(source, &call.scope(), id).await?;
    Ok(found.filter(|stored| stored.record.input.principal_id.0 == client))
}

/// Takes an approval back: it ends with the answer to this.
///
/// # Errors
/// When it is not there for the caller to take back, or was taken back before.
pub async fn withdraw(work: Work<'_>, client: Uuid, id: Uuid) -> Result<(), Failure> {
    if of_client(work.call, work.tx, client, id).await?.is_none() {
        return Err(match missing::<Grants>(work.call, work.tx, id).await {
            // It is there for others, or it is of another client.
            failure if of_readable(work, client, id).await? => failure,
            _ => Failure::not_found(),
        });
    }
    end_one::<Grants>(work, id, &GrantEnding { ends_on: None }).await?;
    Ok(())
}

async fn of_readable(work: Work<'_>, client: Uuid, id: Uuid) -> Result<bool, Failure> {
    work.call.still_valid().await?;
    let readers = work
        .call
        .scope_of(akoki_domain::access::Permission::ReadClients);
    let found = find::<Grant>(work.tx, &readers, id).await?;
    Ok(found.is_some_and(|stored| stored.record.input.principal_id.0 == client))
}
