//! `GET` and `PUT` by the id that another system gave: that system need not keep ours.
//!
//! PUT makes the resource or replaces what a caller may set of it, so that a system can send what it
//! has, again and again; where nothing differs, nothing is written.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{
    Code, Reason,
    access::Permission,
    id::ID_FORM,
    organisation::{ExternalId, Unit, external_id::check_external_id},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::organisation_unit::WireExternalId,
};
use akoki_persistence::{Record, Source, Tx, Verb, find, lock, repo::external_id};
use serde_json::json;
use uuid::Uuid;

use super::{Putting, ReadingKnown, Resource, href, input_json, missing, read_reply, view};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard},
    http::{Body, PutCondition, Query},
    reply::Reply,
    work::{Work, difference},
};

/// A resource that other systems know by ids of their own.
pub trait Known: Resource {
    /// The ids in other systems, in the input.
    fn external_ids(input: &mut Self::Input) -> &mut Vec<WireExternalId>;
    /// The unit in the input that tells which board it is about.
    fn beside(input: &Self::Input) -> Option<Uuid>;
}

/// The endpoints.
pub fn endpoints<R: Known>() -> Vec<Endpoint> {
    vec![
        Endpoint::new(describe_read::<R>(), read::<R>),
        Endpoint::new(describe_put::<R>(), put::<R>),
    ]
}

fn describe<R: Resource>(id: &'static str, method: &'static str, access: Access) -> Operation {
    let path = format!(
        "/{}/by-external-id/{{system}}/{{value}}",
        R::Record::NOUN.path()
    );
    Operation::new(id, method, path, R::NAMES.tag, access)
        .parameter(
            "system",
            "path",
            true,
            json!({"type": "string", "maxLength": 40}),
        )
        .parameter(
            "value",
            "path",
            true,
            json!({"type": "string", "maxLength": 200}),
        )
        .query("boardId", json!({"type": "string", "format": "uuid"}))
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
}

fn describe_read<R: Resource>() -> Operation {
    describe::<R>(R::NAMES.read_known, "get", Access::Needs(R::READ))
        .answers::<R::View>(200, &["ETag"], R::examples().1)
        .answers_empty(304, &["ETag"])
}

fn describe_put<R: Resource>() -> Operation {
    let (mut input, view) = R::examples();
    // An identifier is that of one unit: the example of POST has it already.
    if let Some(input) = input.as_object_mut() {
        input.remove("identifiers");
    }
    describe::<R>(R::NAMES.put_known, "put", Access::Needs(R::WRITE))
        .parameter("If-Match", "header", false, json!({"type": "string"}))
        .takes::<R::Input>(input)
        .answers::<R::View>(200, &["ETag"], view.clone())
        .answers::<R::View>(201, &["ETag", "Location"], view)
        .problems(&[409, 412])
}

/// What the path and the query say.
#[derive(Clone)]
struct Asked {
    id: ExternalId,
    board: Option<Uuid>,
}

fn asked(path: (String, String), query: &Query) -> Result<Asked, Failure> {
    let mut in_query = query.wrong(&["boardId"], &[]);
    let board = query.read("boardId", ID_FORM, &mut in_query);
    let mut in_path = Vec::new();
    let (system, value) = path;
    let id = check_external_id(&ExternalId { system, value }, "", &mut in_path);
    if in_path.is_empty() && in_query.is_empty() {
        return Ok(Asked { id, board });
    }
    for reason in &mut in_path {
        // In a path the parameter is named, not pointed at.
        let name = reason.pointer.take().unwrap_or_default();
        reason.pointer = Some(name.trim_start_matches('/').to_owned());
    }
    Err(Failure::invalid("path", in_path).and(Failure::invalid("query", in_query)))
}

/// The one resource in reach that is known so; two boards can have one each.
async fn one<R: Resource>(
    call: &Call,
    source: &impl Source,
    asked: &Asked,
) -> Result<Option<Uuid>, Failure> {
    let scope = call.scope_of(R::READ);
    let found = external_id::find::<R::Record>(source, &scope, asked.board, &asked.id).await?;
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err(Failure::query(Reason::new(Code::Required).at("boardId"))),
    }
}

async fn read<R: Known>(
    guard: Guard<ReadingKnown<R>>,
    path: web::Path<(String, String)>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let asked = asked(path.into_inner(), &query)?;
    Ok(shown::<R>(&guard, &asked, Some(&request)).await?.into())
}

/// The resource as it is; 304 when the request says that the caller has it.
async fn shown<R: Resource>(
    call: &Call,
    asked: &Asked,
    request: Option<&HttpRequest>,
) -> Result<Reply, Failure> {
    let stored = match one::<R>(call, call.store(), asked).await? {
        Some(id) => find::<R::Record>(call.store(), &call.scope_of(R::READ), id).await?,
        None => None,
    };
    let Some(stored) = stored else {
        return Err(call.absent().await);
    };
    let version = stored.meta.version;
    let view = view::<R>(call, call.store(), stored).await?;
    match request {
        Some(request) => read_reply(request, version, &view, None),
        None => Ok(Reply::json(200, &view)?.tagged(version)),
    }
}

async fn put<R: Known>(
    guard: Guard<Putting<R>>,
    path: web::Path<(String, String)>,
    query: Query,
    condition: Result<PutCondition, Failure>,
    body: Result<Body<R::Input>, Failure>,
) -> Result<HttpResponse, Failure> {
    let asked = asked(path.into_inner(), &query);
    let ((mut asked, condition), body) = both(both(asked, condition), body)?;
    let call = guard.into_call();
    let mut input = body.value;
    name_in::<R>(&mut input, &asked.id);
    let given = asked.board;
    if given.is_none()
        && let Some(unit) = R::beside(&input)
    {
        let scope = call.scope_of(Permission::ReadUnits);
        let unit = find::<Unit>(call.store(), &scope, unit).await?;
        asked.board = unit.map(|unit| unit.record.board_id.0);
    }
    let mut tries = 0;
    loop {
        tries += 1;
        let (outer, input, sought) = (call.clone(), input.clone(), asked.clone());
        let condition = condition.clone();
        let result = call
            .unit(move |tx| {
                let (call, input, asked) = (outer.clone(), input.clone(), sought.clone());
                let condition = condition.clone();
                Box::pin(
                    async move { write::<R>(&call, tx, &asked, given, &condition, input).await },
                )
            })
            .await;
        match result {
            // Somebody else made it at the same moment: now it is there to be replaced.
            Err(Failure::Conflict {
                code: Code::Duplicate,
                ..
            }) if tries == 1 => {}
            Err(Failure::NothingChanged) => {
                return Ok(shown::<R>(&call, &asked, None).await?.into());
            }
            result => return Ok(result?.into()),
        }
    }
}

/// Two parts of a request that are read apart; what is wrong with either is told at once.
pub(super) fn both<A, B>(
    one: Result<A, Failure>,
    other: Result<B, Failure>,
) -> Result<(A, B), Failure> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(one), Err(other)) => Err(one.and(other)),
        (Err(failure), Ok(_)) | (Ok(_), Err(failure)) => Err(failure),
    }
}

/// The id of the path is among those of the resource, whether the body says so or not.
fn name_in<R: Known>(input: &mut R::Input, id: &ExternalId) {
    let ids = R::external_ids(input);
    let named = ids.iter().any(|one| {
        one.system.trim().eq_ignore_ascii_case(&id.system) && one.value.trim() == id.value
    });
    if !named {
        ids.push(WireExternalId::from(id));
    }
}

async fn write<R: Known>(
    call: &Call,
    tx: &Tx,
    asked: &Asked,
    given: Option<Uuid>,
    condition: &PutCondition,
    input: R::Input,
) -> Result<Reply, Failure> {
    let work = Work { tx, call };
    let Some(id) = one::<R>(call, tx, asked).await? else {
        return make::<R>(work, given, condition, input).await;
    };
    if condition.only_create {
        return Err(Code::PreconditionFailed.into());
    }
    let Some(before) = lock::<R::Record>(tx, &call.scope(), id).await? else {
        return Err(missing::<R>(call, tx, id).await);
    };
    if let Some(if_match) = &condition.if_match {
        if_match.check(before.meta.version.saturating_sub(1))?;
    }
    let after = R::change(work, &before.record, input).await?;
    let changes = difference(&input_json::<R>(&before.record)?, &input_json::<R>(&after)?);
    if changes.as_object().is_none_or(serde_json::Map::is_empty) {
        return Err(Failure::NothingChanged);
    }
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<R>(call, tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}

async fn make<R: Known>(
    work: Work<'_>,
    given: Option<Uuid>,
    condition: &PutCondition,
    input: R::Input,
) -> Result<Reply, Failure> {
    let record = R::create(work, input).await?;
    // Said only now, so that who may not make it learns that first.
    if condition.if_match.is_some() {
        return Err(Code::PreconditionFailed.into());
    }
    if given.is_some_and(|board| board != record.board()) {
        return Err(Failure::query(Reason::new(Code::OtherBoard).at("boardId")));
    }
    let values = input_json::<R>(&record)?;
    let stored = work.insert(record, values).await?;
    let (version, location) = (stored.meta.version, href(&stored.record));
    let view = view::<R>(work.call, work.tx, stored).await?;
    Ok(Reply::json(201, &view)?
        .tagged(version)
        .header("location", location))
}
