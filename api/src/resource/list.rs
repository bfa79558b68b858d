//! `GET` on a collection: cursor pages, filters, order, choice of fields.

use actix_web::HttpResponse;
use akoki_domain::{Code, Reason};
use akoki_persistence::{Filter, FilterKind, ListQuery, Page, Position, Record, Sort};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{Listing, Resource, choose};
use crate::{
    failure::Failure,
    guard::{Call, Guard},
    http::{Query, cursor},
    reply::Reply,
};

/// Items on a page unless asked otherwise, and at most.
pub const PAGE: u64 = 50;
/// The most items on a page.
pub const MOST: u64 = 200;

/// The parameters of every list.
const OF_EVERY_LIST: [&str; 5] = ["limit", "cursor", "sortBy", "sortOrder", "fields"];

/// What a list can be asked.
pub struct ListShape<'a> {
    /// Names the list, for its cursors.
    pub name: &'a str,
    /// What it can be narrowed by.
    pub filters: &'a [Filter],
    /// What it can be sorted by.
    pub sorts: &'a [Sort],
    /// The fields of an item.
    pub fields: Vec<&'a str>,
}

/// What was asked of a list.
pub struct Asked {
    /// For the store.
    pub query: ListQuery,
    /// The fields wanted, or all.
    pub fields: Option<Vec<String>>,
    signature: String,
}

impl ListShape<'_> {
    /// Reads the parameters of a list; everything that is wrong at once.
    ///
    /// # Errors
    /// All wrong parameters, by name.
    pub fn read(&self, call: &Call, query: &Query) -> Result<Asked, Failure> {
        let (mut once, mut repeated) = (OF_EVERY_LIST.to_vec(), Vec::new());
        for filter in self.filters {
            let names = if filter.takes_one() {
                &mut once
            } else {
                &mut repeated
            };
            names.push(filter.name);
        }
        let mut reasons = query.wrong(&once, &repeated);
        let limit = limit(query, &mut reasons);
        let (sort, descending) = self.order(query, &mut reasons);
        let filters = self.narrowing(call, query, &mut reasons);
        let fields = chosen(query, || self.fields.clone(), &mut reasons);
        let parameters = query.signature(&["cursor", "limit", "fields"]);
        let signature = format!("{}?{parameters}", self.name);
        let after = query.one("cursor").and_then(|text| {
            let position = cursor::read(&call.shared.key("cursor"), &signature, text);
            if position.is_none() {
                reasons.push(Reason::new(Code::InvalidCursor).at("cursor"));
            }
            position
        });
        if !reasons.is_empty() {
            return Err(Failure::invalid("query", reasons));
        }
        let query = ListQuery {
            filters,
            sort,
            descending,
            after,
            limit,
            days: call.days(),
        };
        Ok(Asked {
            query,
            fields,
            signature,
        })
    }

    fn order(&self, query: &Query, reasons: &mut Vec<Reason>) -> (&'static str, bool) {
        let default = self.sorts.first().map_or("id", |sort| sort.name);
        let sort = query.one("sortBy").map_or(Some(default), |name| {
            self.sorts
                .iter()
                .map(|sort| sort.name)
                .find(|sort| *sort == name)
        });
        if sort.is_none() {
            let names: Vec<_> = self.sorts.iter().map(|sort| sort.name).collect();
            reasons.push(
                Reason::new(Code::InvalidValue)
                    .at("sortBy")
                    .with("allowed", names.join(", ")),
            );
        }
        let descending = match query.one("sortOrder") {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => {
                reasons.push(
                    Reason::new(Code::InvalidValue)
                        .at("sortOrder")
                        .with("allowed", "asc, desc"),
                );
                false
            }
        };
        (sort.unwrap_or(default), descending)
    }

    fn narrowing(
        &self,
        call: &Call,
        query: &Query,
        reasons: &mut Vec<Reason>,
    ) -> Vec<(&'static str, Vec<String>)> {
        let mut filters = Vec::new();
        for filter in self.filters {
            let values = query.all(filter.name);
            if values.is_empty() {
                continue;
            }
            let words = match filter.kind {
                FilterKind::Word(words) | FilterKind::WordOf(words, _) => Some(words()),
                FilterKind::UnitKind => Some(call.shared.shipped.kinds.keys().collect()),
                _ => None,
            };
            let strange = |words: &Vec<&str>| {
                let mut values = values.iter();
                values.any(|value| !words.contains(&value.as_str()))
            };
            if let Some(words) = words.filter(strange) {
                let wrong = Reason::new(Code::InvalidValue).at(filter.name);
                reasons.push(wrong.with("allowed", words.join(", ")));
            } else if filter.accepts(&values) {
                filters.push((filter.name, values));
            } else {
                let wrong = Reason::new(Code::InvalidFormat).at(filter.name);
                reasons.push(wrong.with("expected", filter.expected()));
            }
        }
        filters
    }
}

fn limit(query: &Query, reasons: &mut Vec<Reason>) -> u64 {
    match query.one("limit").map(str::parse::<u64>) {
        None => PAGE,
        Some(Ok(limit)) if (1..=MOST).contains(&limit) => limit,
        Some(_) => {
            reasons.push(
                Reason::new(Code::OutOfRange)
                    .at("limit")
                    .with("range", format!("1–{MOST}")),
            );
            PAGE
        }
    }
}

/// The fields wanted; unknown ones are refused by name.
pub fn chosen<'a>(
    query: &Query,
    known: impl FnOnce() -> Vec<&'a str>,
    reasons: &mut Vec<Reason>,
) -> Option<Vec<String>> {
    let text = query.one("fields")?;
    let known = known();
    let fields: Vec<String> = text
        .split(',')
        .map(|field| field.trim().to_owned())
        .collect();
    if fields.iter().any(|field| !known.contains(&field.as_str())) {
        reasons.push(
            Reason::new(Code::InvalidValue)
                .at("fields")
                .with("allowed", known.join(", ")),
        );
    }
    Some(fields)
}

/// A page as it is answered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageBody<'a, T> {
    items: Vec<T>,
    next_cursor: Option<&'a str>,
}

/// The answer with a page of items, and where the next one begins.
///
/// # Errors
/// When an item cannot be written as JSON.
pub fn page_body<T: Serialize>(
    call: &Call,
    asked: &Asked,
    items: Vec<T>,
    next: Option<&Position>,
) -> Result<(Reply, Option<String>), Failure> {
    let next =
        next.map(|position| cursor::write(&call.shared.key("cursor"), &asked.signature, position));
    let next_cursor = next.as_deref();
    let reply = match asked.fields.as_deref() {
        // As they are: fields in the order of the document, and no copy of each.
        None => Reply::json(200, &PageBody { items, next_cursor })?,
        Some(fields) => {
            let items = items
                .into_iter()
                .map(|item| serde_json::to_value(item).map(|value| choose(value, Some(fields))))
                .collect::<Result<Vec<Value>, _>>()
                .map_err(|error| Failure::Internal(error.to_string()))?;
            Reply::json(200, &PageBody { items, next_cursor })?
        }
    };
    Ok((reply, next))
}

/// The answer with a page of items, with a link to the next one.
///
/// # Errors
/// When an item cannot be written as JSON.
pub fn page_reply<T: Serialize>(
    call: &Call,
    path: &str,
    query: &Query,
    asked: &Asked,
    items: Vec<T>,
    next: Option<&Position>,
) -> Result<Reply, Failure> {
    let (reply, next) = page_body(call, asked, items, next)?;
    Ok(match next {
        Some(next) => reply.header(
            "link",
            format!("<{path}{}>; rel=\"next\"", query.with("cursor", &next)),
        ),
        None => reply,
    })
}

/// The handler.
pub async fn list<R: Resource>(
    guard: Guard<Listing<R>>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    page::<R>(&guard, &query, None).await
}

/// A list of what belongs to one resource.
pub struct Under {
    /// The path of the list.
    pub path: String,
    /// The filter that names the resource; it is not asked for in the query.
    pub filter: &'static str,
    /// The resource.
    pub id: Uuid,
}

/// The answer to a list, of everything in reach or of what belongs to one resource.
///
/// # Errors
/// All wrong parameters, by name.
pub async fn page<R: Resource>(
    call: &Call,
    query: &Query,
    under: Option<Under>,
) -> Result<HttpResponse, Failure> {
    let view = <R::View as utoipa::ToSchema>::name();
    let path = match &under {
        Some(under) => under.path.clone(),
        None => format!("/v1/{}", R::Record::NOUN.path()),
    };
    let named = under.as_ref().map(|under| under.filter);
    let filters: Vec<Filter> = others(R::Record::FILTERS, named);
    let shape = ListShape {
        name: &path,
        filters: &filters,
        sorts: R::Record::SORTS,
        fields: call.shared.schemas.properties(&view),
    };
    let mut asked = shape.read(call, query)?;
    if asked.fields.is_none() && !R::APART.is_empty() {
        let rest = shape.fields.iter().filter(|name| !R::APART.contains(name));
        asked.fields = Some(rest.map(|name| (*name).to_owned()).collect());
    }
    if let Some(under) = &under {
        let one = (under.filter, vec![under.id.to_string()]);
        asked.query.filters.push(one);
    }
    let Page { items, next } =
        akoki_persistence::list::<R::Record>(call.store(), &call.scope(), &asked.query).await?;
    if items.is_empty() {
        call.still_valid().await?;
    }
    let views = R::views(call, call.store(), items).await?;
    Ok(page_reply(call, &path, query, &asked, views, next.as_ref())?.into())
}

/// The answer to a search, whose question stands in a body: what can be searched for beside the filters
/// of the list must not stand in an address.
///
/// # Errors
/// All wrong parameters, by name.
pub async fn search<R: Resource>(call: &Call, query: &Query) -> Result<HttpResponse, Failure> {
    let path = format!("{}/_search", R::Record::NOUN.path());
    let filters: Vec<Filter> = [R::Record::FILTERS, R::Record::SEARCHES].concat();
    let shape = ListShape {
        name: &path,
        filters: &filters,
        sorts: R::Record::SORTS,
        fields: Vec::new(),
    };
    let asked = shape.read(call, query)?;
    let Page { items, next } =
        akoki_persistence::list::<R::Record>(call.store(), &call.scope(), &asked.query).await?;
    if items.is_empty() {
        call.still_valid().await?;
    }
    let views = R::views(call, call.store(), items).await?;
    Ok(page_body(call, &asked, views, next.as_ref())?.0.into())
}

/// The filters but the one of this name.
pub fn others(filters: &[Filter], named: Option<&str>) -> Vec<Filter> {
    filters
        .iter()
        .filter(|filter| Some(filter.name) != named)
        .copied()
        .collect()
}
