//! A body with items that are each taken or refused by themselves: what is wrong with the form of one stays
//! with that one, and the others are read.

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use akoki_domain::Reason;
use serde_json::Value;
use std::{collections::BTreeMap, future::Future, marker::PhantomData, pin::Pin};
use utoipa::ToSchema;

use super::body::{Input, read_json, state, typed, written};
use crate::failure::Failure;

/// An item as it came.
#[derive(Debug, Clone)]
pub struct Sent<I> {
    /// What was sent.
    pub value: Value,
    /// What it says, or everything that is wrong with its form, at its place in the item.
    pub read: Result<I, Vec<Reason>>,
}

/// A body of the published type `T`, of which the list `items` holds an `I` each.
pub struct Batch<T, I> {
    /// The items, in the order in which they came.
    pub items: Vec<Sent<I>>,
    /// The body as it came.
    pub bytes: web::Bytes,
    of: PhantomData<fn() -> T>,
}

impl<T: ToSchema + 'static, I: Input> FromRequest for Batch<T, I> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let bytes = read_json(&request, payload);
        Box::pin(async move {
            let bytes = bytes.await?;
            let (value, mut wrong) = written(&bytes)?;
            wrong.extend(state(&request)?.shared.schemas.check(&T::name(), &value)?);
            let items = items(value, wrong).map_err(|wrong| Failure::invalid("body", wrong))?;
            Ok(Self {
                items: items.into_iter().map(sent).collect(),
                bytes,
                of: PhantomData,
            })
        })
    }
}

/// Each item with what is wrong with it.
///
/// # Errors
/// Everything that is wrong, when the fault is with the body around the items.
fn items(mut value: Value, wrong: Vec<Reason>) -> Result<Vec<(Value, Vec<Reason>)>, Vec<Reason>> {
    let mut of_items: BTreeMap<usize, Vec<Reason>> = BTreeMap::new();
    for reason in &wrong {
        let Some((index, at)) = reason.pointer.as_deref().and_then(place) else {
            return Err(wrong);
        };
        of_items
            .entry(index)
            .or_default()
            .push(reason.clone().at(at));
    }
    let list = value.get_mut("items").and_then(Value::as_array_mut);
    let list = list.map(std::mem::take).unwrap_or_default();
    let with = |(index, item)| (item, of_items.remove(&index).unwrap_or_default());
    Ok(list.into_iter().enumerate().map(with).collect())
}

/// Which item a pointer is about, and its place in that item.
fn place(pointer: &str) -> Option<(usize, &str)> {
    let rest = pointer.strip_prefix("/items/")?;
    let end = rest.find('/').unwrap_or(rest.len());
    let (index, at) = rest.split_at(end);
    Some((index.parse().ok()?, at))
}

fn sent<I: Input>((value, wrong): (Value, Vec<Reason>)) -> Sent<I> {
    let read = match wrong.is_empty() {
        true => typed(value.clone()),
        false => Err(wrong),
    };
    Sent { value, read }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use akoki_domain::Code;
    use serde_json::json;

    fn wrong(at: &str) -> Reason {
        Reason::new(Code::Required).at(at)
    }

    #[test]
    fn what_is_wrong_with_an_item_stays_with_it() {
        let body = json!({"items": [1, 2, 3]});
        let found = items(
            body.clone(),
            vec![wrong("/items/1/id"), wrong("/items/2"), wrong("/items/1")],
        );
        let found = found.unwrap();
        let at: Vec<(Value, Vec<_>)> = found
            .into_iter()
            .map(|(item, wrong)| (item, wrong.into_iter().map(|one| one.pointer).collect()))
            .collect();
        let places = |list: &[&str]| list.iter().map(|at| Some((*at).to_owned())).collect();
        let expected: [(Value, Vec<Option<String>>); 3] = [
            (json!(1), vec![]),
            (json!(2), places(&["/id", ""])),
            (json!(3), places(&[""])),
        ];
        assert_eq!(at, expected);
        // What is wrong around them is wrong with all.
        for around in ["/items", "/more", ""] {
            let all = vec![wrong("/items/1/id"), wrong(around)];
            assert_eq!(items(body.clone(), all.clone()), Err(all));
        }
    }
}
