//! What the document says of the five operations of a resource.

use akoki_domain::access::Permission;
use akoki_openapi::operation::{Access, Content, Operation};
use akoki_persistence::{Filter, FilterKind, Record, Sort};
use serde_json::json;

use super::{
    Child, Resource,
    list::{MOST, PAGE, others},
};
use crate::http::body::MERGE_PATCH;

fn operation<R: Resource>(
    id: &'static str,
    method: &'static str,
    item: bool,
    access: Access,
) -> Operation {
    let noun = R::Record::NOUN.path();
    let path = if item {
        format!("/{noun}/{{id}}")
    } else {
        format!("/{noun}")
    };
    let operation = Operation::new(id, method, path, R::NAMES.tag, access);
    if item {
        operation.id_parameter("id")
    } else {
        operation
    }
}

/// `GET` on the collection.
pub fn list<R: Resource>() -> Operation {
    let operation = operation::<R>(R::NAMES.list, "get", false, Access::Needs(R::READ));
    paged::<R>(operation, R::Record::FILTERS)
}

/// An operation on the collection under one parent.
fn operation_under<R: Child>(
    id: &'static str,
    method: &'static str,
    permission: Permission,
) -> Operation {
    let parent = <R::Parent as Resource>::Record::NOUN.path();
    let path = format!("/{parent}/{{id}}/{}", R::Record::NOUN.path());
    Operation::new(id, method, path, R::NAMES.tag, Access::Needs(permission)).id_parameter("id")
}

/// `GET` on the collection under one parent.
pub fn list_under<R: Child>() -> Operation {
    let operation = operation_under::<R>(R::LIST_UNDER, "get", R::READ);
    let filters = others(R::Record::FILTERS, Some(R::PARENT_FILTER));
    paged::<R>(operation, &filters)
}

fn paged<R: Resource>(operation: Operation, filters: &[Filter]) -> Operation {
    let example = json!({"items": [R::examples().1], "nextCursor": null});
    let operation = operation.answers_page::<R::View>(&["Link"], example);
    list_parameters(operation, filters, R::Record::SORTS)
}

/// The parameters that every list has, and those of its own.
pub fn list_parameters(mut operation: Operation, filters: &[Filter], sorts: &[Sort]) -> Operation {
    for filter in filters {
        let one = match filter.kind {
            FilterKind::Id | FilterKind::IdOf(_) | FilterKind::IdToday(_) => {
                json!({"type": "string", "format": "uuid"})
            }
            FilterKind::Word(words) | FilterKind::WordOf(words, _) => {
                json!({"type": "string", "enum": words()})
            }
            FilterKind::Flag | FilterKind::Today(_) => json!({"type": "boolean"}),
            FilterKind::DayFrom
            | FilterKind::DayUntil
            | FilterKind::OnDay
            | FilterKind::DayOf(_) => {
                json!({"type": "string", "format": "date"})
            }
            FilterKind::After => json!({"type": "string", "format": "date-time"}),
            FilterKind::Text
            | FilterKind::UnitKind
            | FilterKind::Search
            | FilterKind::Custom(_) => json!({"type": "string"}),
        };
        operation = operation.query(
            filter.name,
            if filter.takes_one() {
                one
            } else {
                json!({"type": "array", "items": one})
            },
        );
    }
    let names: Vec<&str> = sorts.iter().map(|sort| sort.name).collect();
    operation
        .query(
            "limit",
            json!({"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}),
        )
        .query("cursor", json!({"type": "string"}))
        .query(
            "sortBy",
            json!({"type": "string", "enum": names, "default": names.first()}),
        )
        .query(
            "sortOrder",
            json!({"type": "string", "enum": ["asc", "desc"], "default": "asc"}),
        )
        .query("fields", json!({"type": "string"}))
}

/// `GET` on the item.
pub fn read<R: Resource>() -> Operation {
    operation::<R>(R::NAMES.read, "get", true, Access::Needs(R::READ))
        .query("fields", json!({"type": "string"}))
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers::<R::View>(200, &["ETag"], R::examples().1)
        .answers_empty(304, &["ETag"])
}

/// `POST` on the collection.
pub fn create<R: Resource>() -> Operation {
    creating::<R>(operation::<R>(
        R::NAMES.create,
        "post",
        false,
        Access::Needs(R::CREATE),
    ))
}

/// `POST` on the collection under one parent.
pub fn create_under<R: Child>() -> Operation {
    creating::<R>(operation_under::<R>(R::NAMES.create, "post", R::CREATE))
}

fn creating<R: Resource>(operation: Operation) -> Operation {
    let (input, view) = R::examples();
    operation
        .idempotent()
        .takes::<R::Input>(input)
        .answers::<R::View>(201, &["ETag", "Location"], view)
        .problems(&[409, 422])
}

/// `PATCH` on the item.
pub fn change<R: Resource>() -> Operation {
    let (_, view) = R::examples();
    let mut operation = operation::<R>(R::NAMES.change, "patch", true, Access::Needs(R::WRITE))
        .parameter("If-Match", "header", true, json!({"type": "string"}))
        .answers::<R::View>(200, &["ETag"], view)
        .problems(&[409, 412, 428]);
    let patch = operation.patch::<R::Input>();
    operation.bodies.push(Content {
        media: MERGE_PATCH,
        schema: Some(patch),
        example: Some(R::patch_example()),
    });
    operation
}

/// `DELETE` on the item.
pub fn remove<R: Resource>() -> Operation {
    operation::<R>(R::NAMES.remove, "delete", true, Access::Needs(R::WRITE))
        .parameter("If-Match", "header", true, json!({"type": "string"}))
        .answers_empty(204, &[])
        .problems(&[409, 412, 428])
}
