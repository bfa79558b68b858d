//! `/v1/frameworks`, `/v1/framework-versions`, `/v1/framework-mappings`, `/v1/judgements`.

mod describe;

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::framework::{EditionRef, MappingContent};
use akoki_openapi::wire::framework::{
    FrameworkMapping, FrameworkMappings, FrameworkVersion, FrameworkVersions, Frameworks,
    Judgement, JudgementInput,
};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, operations},
    http::{Body, Query, conditions::unchanged, query::refuse},
    idempotency::{IdempotencyKey, fingerprint},
    reply::{Reply, etag},
    usecase::{
        catalogue,
        framework::{publish_edition, whole},
        judgement::decide,
    },
    work::Work,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(describe::list(), list),
        Endpoint::new(describe::versions(), versions),
        Endpoint::new(describe::version(), version),
        Endpoint::new(describe::publish(), publish),
        Endpoint::new(describe::mappings(), mappings),
        Endpoint::new(describe::judge(), judge),
    ]
}

operations! {
    List: "listFrameworks", Needs(ReadFrameworks);
    Versions: "listFrameworkVersions", Needs(ReadFrameworks);
    Version: "readFrameworkVersion", Needs(ReadFrameworks);
    Publish: "publishFrameworkVersion", Needs(PublishFrameworks);
    Mappings: "listFrameworkMappings", Needs(ReadFrameworks);
    Judge: "judge", Needs(ReadFrameworks);
}

async fn list(guard: Guard<List>, query: Query) -> Result<HttpResponse, Failure> {
    query.only(&[])?;
    guard.entitled().await?;
    let known = guard.frameworks().await?;
    let items = catalogue::frameworks(&known, guard.today);
    Ok(Reply::json(
        200,
        &Frameworks {
            items,
            next_cursor: None,
        },
    )?
    .into())
}

async fn versions(
    guard: Guard<Versions>,
    key: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    let mut reasons = query.wrong(&["sector", "on"], &[]);
    let on = query.day("on", &mut reasons);
    refuse(reasons)?;
    guard.entitled().await?;
    let known = guard.frameworks().await?;
    let items = catalogue::versions(&known, &key, query.one("sector"), on, guard.today)
        .ok_or_else(Failure::not_found)?;
    Ok(Reply::json(
        200,
        &FrameworkVersions {
            items,
            next_cursor: None,
        },
    )?
    .into())
}

async fn version(
    guard: Guard<Version>,
    name: web::Path<(String, String, String)>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let mut reasons = query.wrong(&["on"], &[]);
    let on = query.day("on", &mut reasons);
    refuse(reasons)?;
    guard.entitled().await?;
    let (framework, version, sector) = name.into_inner();
    let name: EditionRef = format!("{framework}/{version}/{sector}")
        .parse()
        .map_err(|_| Failure::not_found())?;
    let known = guard.frameworks().await?;
    let (edition, publication) = known.edition(&name).ok_or_else(Failure::not_found)?;
    let reply = match on {
        None => whole(200, publication),
        Some(on) => Reply::json(200, &FrameworkVersion(edition.as_read_on(on)))?,
    };
    let tag = etag(publication.revision, &reply.body);
    let reply = if unchanged(&request, &tag) {
        Reply::empty(304)
    } else {
        reply
    };
    // It changes by corrections only, and seldom.
    Ok(reply
        .header("etag", tag)
        .header("cache-control", "private, max-age=3600")
        .into())
}

async fn publish(
    guard: Guard<Publish>,
    key: IdempotencyKey,
    body: Body<FrameworkVersion>,
) -> Result<HttpResponse, Failure> {
    let call = guard.into_call();
    let known = call.frameworks().await?;
    let mark = fingerprint(&[&body.bytes]);
    let (outer, edition) = (call.clone(), body.value.0);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, known, edition) = (outer.clone(), known.clone(), edition.clone());
            Box::pin(
                async move { publish_edition(Work { tx, call: &call }, &known, edition).await },
            )
        })
        .await?;
    Ok(reply.into())
}

/// How an edition is named.
const FORM: &str = "framework/version/sector";

async fn mappings(guard: Guard<Mappings>, query: Query) -> Result<HttpResponse, Failure> {
    let mut reasons = query.wrong(&["from", "to"], &[]);
    let from = query.read::<EditionRef>("from", FORM, &mut reasons);
    let to = query.read::<EditionRef>("to", FORM, &mut reasons);
    refuse(reasons)?;
    guard.entitled().await?;
    let known = guard.frameworks().await?;
    let wanted = |mapping: &&MappingContent| {
        from.as_ref().is_none_or(|from| *from == mapping.from)
            && to.as_ref().is_none_or(|to| *to == mapping.to)
    };
    let items = known.library.mappings().filter(wanted);
    let items = items.cloned().map(FrameworkMapping).collect();
    Ok(Reply::json(
        200,
        &FrameworkMappings {
            items,
            next_cursor: None,
        },
    )?
    .into())
}

async fn judge(
    guard: Guard<Judge>,
    body: Body<JudgementInput>,
) -> Result<web::Json<Judgement>, Failure> {
    guard.entitled().await?;
    Ok(web::Json(decide(&guard, &body.value).await?))
}
