//! `/v1/survey-campaigns`, with transitions, invitations, class codes and links, and participation.

use actix_web::{HttpResponse, web};
use akoki_domain::{Code, Reason};
use akoki_openapi::{
    operation::Operation,
    wire::survey_campaign::{
        SurveyCodes, SurveyEntries, SurveyEntry, SurveyEntryInput, SurveyForecast,
        SurveyInvitation, SurveyInvitationsInput, SurveyParticipation,
    },
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs, operations},
    http::{Body, Query},
    reply::Reply,
    resource::{ALL, command_endpoints, endpoints as resource, list_parameters, path_id},
    usecase::survey_campaign::{Campaigns, entries, forecast, invitations, participation},
    work::Work,
};

const TAG: &str = "surveys";
const ID: &str = "0199c2f6-7d5a-7000-8000-000000000701";
const INVITED: &str = "6c84fb90-12c4-41e1-8f6f-0d6c4b5a7e11";

operations! {
    Invite: "createSurveyInvitations", Needs(WriteSurveys);
    ListInvited: "listSurveyInvitations", Needs(WriteSurveys);
    Recode: "createSurveyInvitationCode", Needs(WriteSurveys);
    MakeEntry: "createSurveyEntry", Needs(WriteSurveys);
    ListEntries: "listSurveyEntries", Needs(WriteSurveys);
    ReadEntry: "readSurveyEntry", Needs(WriteSurveys);
    RemoveEntry: "deleteSurveyEntry", Needs(WriteSurveys);
    Participation: "readSurveyParticipation", Needs(ReadSurveys);
    Forecast: "readSurveyForecast", Needs(ReadSurveys);
}

fn operation<N: Needs>(method: &'static str, tail: &str) -> Operation {
    let path = format!("/survey-campaigns/{{id}}{tail}");
    Operation::new(N::OPERATION, method, path, TAG, N::ACCESS).id_parameter("id")
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Campaigns>(ALL);
    all.extend(command_endpoints::<Campaigns>());
    all.extend(of_invitations());
    all.extend(of_entries());
    all.push(of_participation());
    all.push(of_forecast());
    all
}

fn of_invitations() -> [Endpoint; 3] {
    let codes = json!({"codes": [{
        "id": INVITED, "groupKey": "groep-7", "recipient": null, "code": "7KQ2-M4XT-9RWB",
    }]});
    let invited = json!({
        "items": [{"id": INVITED, "groupKey": "groep-7", "recipient": null}],
        "nextCursor": null,
    });
    let inviting = operation::<Invite>("post", "/invitations")
        .takes::<SurveyInvitationsInput>(
            json!({"invitations": [{"groupKey": "groep-7", "count": 24}]}),
        )
        .answers::<SurveyCodes>(201, &["Location"], codes.clone())
        .problems(&[409]);
    let listing = operation::<ListInvited>("get", "/invitations")
        .answers_page::<SurveyInvitation>(&["Link"], invited);
    let recoding = operation::<Recode>("post", "/invitations/{invitationId}/codes")
        .id_parameter("invitationId")
        .answers::<SurveyCodes>(200, &[], codes)
        .problems(&[409]);
    [
        Endpoint::new(inviting, invite),
        Endpoint::new(
            list_parameters(listing, &[], invitations::SORTS),
            list_invited,
        ),
        Endpoint::new(recoding, recode),
    ]
}

fn of_entries() -> [Endpoint; 4] {
    let entry = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000702", "kind": "link", "groupKey": "groep-7",
        "opensAt": "2026-11-01T23:00:00Z", "closesAt": "2027-04-30T22:00:00Z", "atMost": 60,
    });
    let mut made = entry.clone();
    if let Some(made) = made.as_object_mut() {
        made.insert("code".into(), json!("7KQ2-M4XT-9RWB-0C3D-5EFG-6HJK-8N"));
    }
    let all = json!({"entries": [entry.clone()]});
    let making = operation::<MakeEntry>("post", "/entries")
        .takes::<SurveyEntryInput>(json!({"kind": "link", "groupKey": "groep-7", "atMost": 60}))
        .answers::<SurveyEntry>(201, &["Location"], made)
        .problems(&[409]);
    let reading = operation::<ReadEntry>("get", "/entries/{entryId}")
        .id_parameter("entryId")
        .answers::<SurveyEntry>(200, &[], entry);
    let removing = operation::<RemoveEntry>("delete", "/entries/{entryId}")
        .id_parameter("entryId")
        .answers_empty(204, &[]);
    [
        Endpoint::new(making, make_entry),
        Endpoint::new(
            operation::<ListEntries>("get", "/entries").answers::<SurveyEntries>(200, &[], all),
            list_entries,
        ),
        Endpoint::new(reading, read_entry),
        Endpoint::new(removing, remove_entry),
    ]
}

fn of_participation() -> Endpoint {
    let group = |key: serde_json::Value| {
        json!({
            "groupKey": key, "population": 50, "invited": 48, "letIn": 0, "responses": 35, "needed": 45, "reached": false,
        })
    };
    let example = json!({
        "campaignId": ID, "step": 5, "total": group(json!(null)), "units": [group(json!("school"))],
    });
    let reading = operation::<Participation>("get", "/participation");
    Endpoint::new(
        reading.answers::<SurveyParticipation>(200, &[], example),
        participation,
    )
}

/// So many of a hundred answer, unless something else is said.
const RESPONSE_RATE: u32 = 60;

fn of_forecast() -> Endpoint {
    let group = |key: serde_json::Value, population: u32, shown: bool| {
        json!({
            "groupKey": key, "population": population, "shownAtBest": true, "shown": shown,
            "shownOverTwoWindows": true,
        })
    };
    let example = json!({
        "campaignId": ID, "minimum": 5, "responseRate": 60,
        "groups": [group(json!(null), 30, true), group(json!("groep-7"), 24, true), group(json!("groep-8"), 6, false)],
        "pools": [["groep-7", "groep-8"]],
    });
    let rate = json!({"type": "integer", "minimum": 1, "maximum": 100, "default": RESPONSE_RATE});
    let reading = operation::<Forecast>("get", "/forecast").query("responseRate", rate);
    Endpoint::new(
        reading.answers::<SurveyForecast>(200, &[], example),
        forecast,
    )
}

async fn forecast(
    guard: Guard<Forecast>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    query.only(&["responseRate"])?;
    let rate = query.one("responseRate").map(str::parse::<u32>);
    let rate = match rate {
        None => RESPONSE_RATE,
        Some(Ok(rate)) if (1..=100).contains(&rate) => rate,
        Some(_) => {
            let reason = Reason::new(Code::OutOfRange).at("responseRate");
            return Err(Failure::invalid("query", [reason.with("range", "1–100")]));
        }
    };
    let told = forecast::of(&guard, path_id(&id)?, rate).await?;
    Ok(Reply::json(200, &told)?.into())
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
    let place = format!("/v1/survey-campaigns/{id}/invitations");
    Ok(Reply::json(201, &made)?.header("location", place).into())
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
    Ok(Reply::json(200, &made)?.into())
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
    let place = format!("/v1/survey-campaigns/{id}/entries/{}", made.id);
    Ok(Reply::json(201, &made)?.header("location", place).into())
}

async fn list_entries(
    guard: Guard<ListEntries>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    Ok(Reply::json(200, &entries::list(&guard, path_id(&id)?).await?)?.into())
}

async fn read_entry(
    guard: Guard<ReadEntry>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, entry) = (path_id(&path.0)?, path_id(&path.1)?);
    let all = entries::list(&guard, id).await?.entries;
    let found = all.into_iter().find(|one| one.id == entry);
    Ok(Reply::json(200, &found.ok_or_else(Failure::not_found)?)?.into())
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
