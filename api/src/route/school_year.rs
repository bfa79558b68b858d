//! `/v1/organisation-units/{id}/school-years/{year}` with its plan and follow-up, and `/v1/school-year-plans`.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{Code, access::Permission, calendar::SchoolYear};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::school_year::{
        SchoolYear as Picture, SchoolYearFollowUp, SchoolYearPlan, SchoolYearPlanInput,
    },
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, PutCondition},
    reply::Reply,
    resource::{Does, Resource, endpoints as resource, path_id, read_reply},
    usecase::school_year::{
        Plans, Put, decide, follow_up_example, picture_example, picture_of, put, unchanged,
    },
    work::Work,
};

/// The first and the last school year that has a picture.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Plans>(&[Does::List, Does::Read]);
    all.push(Endpoint::new(describe_read(), read));
    all.push(Endpoint::new(describe_plan(), plan));
    all.push(Endpoint::new(describe_follow_up(), follow_up));
    all
}

struct Reading;
impl Needs for Reading {
    const OPERATION: &'static str = "readSchoolYear";
    const ACCESS: Access = Access::Needs(Permission::ReadSchoolYears);
}

struct Planning;
impl Needs for Planning {
    const OPERATION: &'static str = "putSchoolYearPlan";
    const ACCESS: Access = Access::Needs(Permission::WriteSchoolYears);
}

struct Deciding;
impl Needs for Deciding {
    const OPERATION: &'static str = "putSchoolYearFollowUp";
    const ACCESS: Access = Access::Needs(Permission::WriteSchoolYears);
}

fn operation<N: Needs>(method: &'static str, tail: &str) -> Operation {
    let path = format!("/organisation-units/{{id}}/school-years/{{year}}{tail}");
    let year = json!({"type": "integer", "minimum": YEARS.start(), "maximum": YEARS.end()});
    Operation::new(N::OPERATION, method, path, Plans::NAMES.tag, N::ACCESS)
        .id_parameter("id")
        .parameter("year", "path", true, year)
}

fn describe_read() -> Operation {
    operation::<Reading>("get", "")
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers::<Picture>(200, &["ETag"], picture_example())
        .answers_empty(304, &["ETag"])
}

fn describe_plan() -> Operation {
    let (input, view) = Plans::examples();
    operation::<Planning>("put", "/plan")
        .parameter("If-Match", "header", false, json!({"type": "string"}))
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .takes::<SchoolYearPlanInput>(input)
        .answers::<SchoolYearPlan>(200, &["ETag"], view.clone())
        .answers::<SchoolYearPlan>(201, &["ETag", "Location"], view)
        .problems(&[409, 412, 428])
}

fn describe_follow_up() -> Operation {
    let (input, view) = follow_up_example();
    operation::<Deciding>("put", "/follow-up")
        .parameter("If-Match", "header", false, json!({"type": "string"}))
        .takes::<SchoolYearFollowUp>(input)
        .answers::<SchoolYearPlan>(200, &["ETag"], view)
        .problems(&[409, 412, 428])
}

/// The year of a path; what is none has nothing under it.
fn year(text: &str) -> Result<SchoolYear, Failure> {
    let year = text.parse().ok().filter(|year| YEARS.contains(year));
    year.map(SchoolYear).ok_or_else(Failure::not_found)
}

fn to(path: &(String, String), condition: PutCondition) -> Result<Put, Failure> {
    Ok(Put {
        unit: path_id(&path.0)?,
        year: year(&path.1)?,
        condition,
    })
}

async fn read(
    guard: Guard<Reading>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let picture = picture_of(&guard, path_id(&path.0)?, year(&path.1)?).await?;
    Ok(read_reply(&request, 1, &picture, None)?.into())
}

async fn plan(
    guard: Guard<Planning>,
    path: web::Path<(String, String)>,
    condition: PutCondition,
    body: Body<SchoolYearPlanInput>,
) -> Result<HttpResponse, Failure> {
    let to = to(&path, condition)?;
    let call = guard.into_call();
    let mut result = planned(&call, &to, &body.value).await;
    // Now it is there to be replaced, with If-Match.
    if made_meanwhile(&result) {
        result = planned(&call, &to, &body.value).await;
    }
    or_as_it_is(call, to, result).await
}

/// Somebody else made what is kept of the year at the same moment.
fn made_meanwhile(result: &Result<Reply, Failure>) -> bool {
    let code = match result {
        Err(Failure::Conflict { code, .. }) => Some(*code),
        _ => None,
    };
    code == Some(Code::Duplicate)
}

async fn planned(call: &Call, to: &Put, input: &SchoolYearPlanInput) -> Result<Reply, Failure> {
    let (outer, to, input) = (call.clone(), to.clone(), input.clone());
    call.unit(move |tx| {
        let (call, to, input) = (outer.clone(), to.clone(), input.clone());
        Box::pin(async move { put(Work { tx, call: &call }, &to, input).await })
    })
    .await
}

async fn follow_up(
    guard: Guard<Deciding>,
    path: web::Path<(String, String)>,
    condition: PutCondition,
    body: Body<SchoolYearFollowUp>,
) -> Result<HttpResponse, Failure> {
    let to = to(&path, condition)?;
    let call = guard.into_call();
    let mut result = decided(&call, &to, &body.value).await;
    // Now there is something to add to.
    if made_meanwhile(&result) {
        result = decided(&call, &to, &body.value).await;
    }
    or_as_it_is(call, to, result).await
}

async fn decided(call: &Call, to: &Put, wanted: &SchoolYearFollowUp) -> Result<Reply, Failure> {
    let (outer, to, wanted) = (call.clone(), to.clone(), wanted.clone());
    call.unit(move |tx| {
        let (call, to, wanted) = (outer.clone(), to.clone(), wanted.clone());
        Box::pin(async move { decide(Work { tx, call: &call }, &to, wanted).await })
    })
    .await
}

/// The answer, or the plan as it is when nothing would have changed.
async fn or_as_it_is(
    call: Call,
    to: Put,
    result: Result<Reply, Failure>,
) -> Result<HttpResponse, Failure> {
    match result {
        Err(Failure::NothingChanged) => Ok(unchanged(&call, &to).await?.into()),
        result => Ok(result?.into()),
    }
}
