//! `GET` on an item, with its ETag.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use akoki_domain::Code;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{Reading, Resource, choose, list::chosen, view};
use crate::{
    failure::Failure,
    guard::Guard,
    http::{Query, conditions, query::refuse},
    reply::{Reply, etag},
};

/// The handler.
pub async fn read<R: Resource>(
    guard: Guard<Reading<R>>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let mut reasons = query.wrong(&["fields"], &[]);
    let known = || {
        let name = <R::View as utoipa::ToSchema>::name();
        guard.shared.schemas.properties(&name)
    };
    let fields = chosen(&query, known, &mut reasons);
    refuse(reasons)?;
    let stored = guard.reached::<R::Record>(id).await?;
    let version = stored.meta.version;
    let view = view::<R>(&guard, guard.store(), stored).await?;
    Ok(reply(&request, version, &view, fields.as_deref())?.into())
}

/// The answer with one representation: 304 when the caller has it already.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn reply(
    request: &HttpRequest,
    version: i64,
    view: &impl Serialize,
    fields: Option<&[String]>,
) -> Result<Reply, Failure> {
    let internal = |error: serde_json::Error| Failure::Internal(error.to_string());
    let whole = serde_json::to_vec(view).map_err(internal)?;
    let tag = etag(version, &whole);
    let reply = if conditions::unchanged(request, &tag) {
        Reply::empty(304)
    } else if fields.is_some() {
        let value: Value = serde_json::from_slice(&whole).map_err(internal)?;
        Reply::json(200, &choose(value, fields))?
    } else {
        let kind = ("content-type".to_owned(), "application/json".to_owned());
        Reply {
            status: 200,
            headers: vec![kind],
            body: whole,
        }
    };
    Ok(reply
        .header(header::ETAG.as_str(), tag)
        .header("cache-control", "private, no-cache"))
}

/// The id of a path; what is not an id identifies nothing.
///
/// # Errors
/// [`Code::NotFound`].
pub fn path_id(text: &str) -> Result<Uuid, Failure> {
    Uuid::try_parse(text).map_err(|_| Code::NotFound.into())
}
