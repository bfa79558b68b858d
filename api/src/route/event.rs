//! `/v1/events` and `/v1/event-types`.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    Noun,
    access::Permission,
    event::{VERSION, Verb, event_type, published},
};
use akoki_openapi::{
    operation::{Access, Operation},
    texts,
    wire::event::{EventPage, EventType, EventTypes},
};
use serde_json::{Value, json};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Query,
    reply::Reply,
    usecase::event::{self, Asked, LONGEST, MOST, PAGE},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(follow_operation(), follow),
        Endpoint::new(
            Operation::new(
                ListEventTypes::OPERATION,
                "get",
                "/event-types",
                "events",
                ListEventTypes::ACCESS,
            )
            .answers::<EventTypes>(
                200,
                &[],
                json!({"items": [one_type(Noun::OrganisationUnit, Verb::Created)]}),
            ),
            types,
        ),
    ]
}

struct ListEvents;
impl Needs for ListEvents {
    const OPERATION: &'static str = "listEvents";
    const ACCESS: Access = Access::Needs(Permission::ReadEvents);
}

struct ListEventTypes;
impl Needs for ListEventTypes {
    const OPERATION: &'static str = "listEventTypes";
    const ACCESS: Access = Access::Public;
}

fn follow_operation() -> Operation {
    let text = || json!({"type": "string"});
    let number = |least: u64, most: u64, default: u64| json!({"type": "integer", "minimum": least, "maximum": most, "default": default});
    Operation::new(
        ListEvents::OPERATION,
        "get",
        "/events",
        "events",
        ListEvents::ACCESS,
    )
    .query("cursor", text())
    .query("limit", number(1, MOST, PAGE))
    .query("type", json!({"type": "array", "items": text()}))
    .query("unit", json!({"type": "string", "format": "uuid"}))
    .query("wait", number(0, LONGEST, 0))
    .answers::<EventPage>(200, &["Link"], example())
    .problems(&[410])
}

fn example() -> Value {
    let unit = "0199c2f6-7d5a-7000-8000-000000000002";
    json!({
        "items": [{
            "id": "0199c2f6-7d5a-7000-8000-000000000031",
            "type": "nl.akoki.organisationunit.created.v1",
            "time": "2026-08-24T09:30:00Z",
            "subject": format!("/v1/organisation-units/{unit}"),
            "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "unitId": unit,
            "version": 1,
            "data": null,
        }],
        "nextCursor": "mJ3lWc0Xq8Jm1T5YeyJuIjo0MiwiaSI6IjAwMDAwMDAwIn0",
        "hasMore": false,
    })
}

async fn follow(guard: Guard<ListEvents>, query: Query) -> Result<HttpResponse, Failure> {
    let asked = Asked::read(&guard, &query)?;
    let page: EventPage = event::follow(&guard, &asked).await?;
    let link = format!(
        "</v1/events{}>; rel=\"next\"",
        query.with("cursor", &page.next_cursor)
    );
    Ok(Reply::json(200, &page)?.header("link", link).into())
}

async fn types(guard: Guard<ListEventTypes>) -> web::Json<EventTypes> {
    let schemas = &guard.shared.schemas;
    let served = |noun: Noun| {
        // Read at its unit.
        if noun == Noun::Baseline {
            return true;
        }
        let collection = format!("/{}", noun.path());
        schemas.has_path(&collection) || schemas.has_path(&format!("{collection}/{{id}}"))
    };
    let items = published()
        .filter(|(noun, _)| served(*noun))
        .map(|(noun, verb)| one_type(noun, verb))
        .collect();
    web::Json(EventTypes { items })
}

fn one_type(noun: Noun, verb: Verb) -> EventType {
    let text = texts::event(noun, verb);
    EventType {
        kind: event_type(noun, verb),
        version: VERSION,
        collection: match noun {
            Noun::Baseline => "/v1/organisation-units/{id}/baseline".to_owned(),
            noun => format!("/v1/{}", noun.path()),
        },
        description_nl: text.nl,
        description_en: text.en,
    }
}
