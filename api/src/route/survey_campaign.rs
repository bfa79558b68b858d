//! `/v1/survey-campaigns`, with transitions, invitations, class codes and links, and participation.

use actix_web::{HttpResponse, web};
use akoki_domain::access::Permission;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::survey_session::{
        SurveyCodes, SurveyEntries, SurveyEntry, SurveyEntryInput, SurveyInvitation,
        SurveyInvitationsInput, SurveyParticipation,
    },
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, Query},
    reply::Reply,
    resource::{ALL, command_endpoints, endpoints as resource, list_parameters, path_id},
    usecase::survey_campaign::{Campaigns, entries, invitations, participation},
    work::Work,
};

const TAG: &str = "surveys";
const ID: &str = "0199c2f6-7d5a-7000-8000-000000000701";
const INVITED: &str = "6c84fb90-12c4-41e1-8f6f-0d6c4b5a7e11";

macro_rules! operations {
    ($($name:ident: $operation:literal, $permission:ident;)+) => {$(
        struct $name;
        impl Needs for $name {
            const OPERATION: &'static str = $operation;
            const ACCESS: Access = Access::Needs(Permission::$permission);
        }
    )+};
}

operations! {
    Invite: "createSurveyInvitations", WriteSurveys;
    ListInvited: "listSurveyInvitations", WriteSurveys;
    Recode: "createSurveyInvitationCode", WriteSurveys;
    MakeEntry: "createSurveyEntry", WriteSurveys;
    ListEntries: "listSurveyEntries", WriteSurveys;
    RemoveEntry: "deleteSurveyEntry", WriteSurveys;
    Participation: "readSurveyParticipation", ReadSurveys;
}

fn operation<N: Needs>(method: &'static str, tail: &str) -> Operation {
    let path = format!("/survey-campaigns/{{id}}{tail}");
    Operation::new(N::OPERATION, method, path, TAG, N::ACCESS).id_parameter("id")
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Campaigns>(ALL);
    all.extend(command_endpoints::<Campaigns>());
    let code = json!({
        "invitationId": INVITED, "groupKey": "groep-7", "recipient": null, "code": "7KQ2-M4XT-9RWB",
    });
    let codes = json!({"items": [code]});
    let entry = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000702", "kind": "class-code", "groupKey": "groep-7",
        "opensAt": "2026-11-12T09:30:00Z", "closesAt": "2026-11-12T10:00:00Z", "atMost": 30,
    });
    let mut made = entry.clone();
    if let Some(made) = made.as_object_mut() {
        made.insert("code".into(), json!("7KQ2-M4XT-9R"));
    }
    let group = |key: serde_json::Value| {
        json!({
            "groupKey": key, "population": 50, "invited": 48, "responses": 35, "needed": 45, "reached": false,
        })
    };
    all.extend([
        Endpoint::new(
            operation::<Invite>("post", "/invitations")
                .takes::<SurveyInvitationsInput>(
                    json!({"invitations": [{"groupKey": "groep-7", "count": 24}]}),
                )
                .answers::<SurveyCodes>(201, &[], codes.clone())
                .problems(&[409]),
            invite,
        ),
        Endpoint::new(
            list_parameters(
                operation::<ListInvited>("get", "/invitations").answers_page::<SurveyInvitation>(
                    &["Link"],
                    json!({
                        "items": [{"id": INVITED, "groupKey": "groep-7", "recipient": null}],
                        "nextCursor": null,
                    }),
                ),
                &[],
                invitations::SORTS,
            ),
            list_invited,
        ),
        Endpoint::new(
            operation::<Recode>("post", "/invitations/{invitationId}/codes")
                .id_parameter("invitationId")
                .answers::<SurveyCodes>(201, &[], codes)
                .problems(&[409]),
            recode,
        ),
        Endpoint::new(
            operation::<MakeEntry>("post", "/entries")
                .takes::<SurveyEntryInput>(
                    json!({"kind": "class-code", "groupKey": "groep-7", "minutes": 30, "atMost": 30}),
                )
                .answers::<SurveyEntry>(201, &[], made)
                .problems(&[409]),
            make_entry,
        ),
        Endpoint::new(
            operation::<ListEntries>("get", "/entries")
                .answers::<SurveyEntries>(200, &[], json!({"items": [entry]})),
            list_entries,
        ),
        Endpoint::new(
            operation::<RemoveEntry>("delete", "/entries/{entryId}")
                .id_parameter("entryId")
                .answers_empty(204, &[]),
            remove_entry,
        ),
        Endpoint::new(
            operation::<Participation>("get", "/participation").answers::<SurveyParticipation>(
                200,
                &[],
                json!({
                    "campaignId": ID, "step": 5, "total": group(json!(null)),
                    "units": [group(json!("school"))],
                }),
            ),
            participation,
        ),
    ]);
    all
}

async fn invite(
    guard: Guard<Invite>,
    id: web::Path<String>,
    body: Body<SurveyInvitationsInput>,
) -> Result<HttpResponse, Failure> {
    let (id, call, input) = (path_id(&id)?, guard.into_call(), body.value);
    let outer = call.clone();
    let made = call
        .unit(move |tx| {
            let (call, input): (Call, _) = (outer.clone(), input.clone());
            Box::pin(async move { invitations::invite(Work { tx, call: &call }, id, input).await })
        })
        .await?;
    Ok(Reply::json(201, &made)?.into())
}

async fn list_invited(
    guard: Guard<ListInvited>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let page = invitations::listed(&guard, id, &query).await?;
    Ok(page.into())
}

async fn recode(
    guard: Guard<Recode>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, invited) = (path_id(&path.0)?, path_id(&path.1)?);
    let call = guard.into_call();
    let outer = call.clone();
    let made = call
        .unit(move |tx| {
            let call: Call = outer.clone();
            Box::pin(
                async move { invitations::recode(Work { tx, call: &call }, id, invited).await },
            )
        })
        .await?;
    Ok(Reply::json(201, &made)?.into())
}

async fn make_entry(
    guard: Guard<MakeEntry>,
    id: web::Path<String>,
    body: Body<SurveyEntryInput>,
) -> Result<HttpResponse, Failure> {
    let (id, call, input) = (path_id(&id)?, guard.into_call(), body.value);
    let outer = call.clone();
    let made = call
        .unit(move |tx| {
            let (call, input): (Call, _) = (outer.clone(), input.clone());
            Box::pin(async move { entries::make(Work { tx, call: &call }, id, input).await })
        })
        .await?;
    Ok(Reply::json(201, &made)?.into())
}

async fn list_entries(
    guard: Guard<ListEntries>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    Ok(Reply::json(200, &entries::list(&guard, path_id(&id)?).await?)?.into())
}

async fn remove_entry(
    guard: Guard<RemoveEntry>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, entry) = (path_id(&path.0)?, path_id(&path.1)?);
    let call = guard.into_call();
    let outer = call.clone();
    call.unit(move |tx| {
        let call: Call = outer.clone();
        Box::pin(async move { entries::remove(Work { tx, call: &call }, id, entry).await })
    })
    .await?;
    Ok(Reply::empty(204).into())
}

async fn participation(
    guard: Guard<Participation>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    Ok(Reply::json(200, &participation::of(&guard, path_id(&id)?).await?)?.into())
}
