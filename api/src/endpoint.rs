//! An endpoint: an operation of the document and the handler that serves it, kept together so that
//! neither can be without the other. A handler without a guard is none: it does not compile.

use actix_web::{FromRequest, Handler, Resource, Responder, Route, web};
use akoki_openapi::operation::Operation;
use std::{collections::BTreeMap, sync::Arc};

use crate::guard::{Guard, Needs};

/// An operation and its handler.
#[derive(Clone)]
pub struct Endpoint {
    /// What the document says.
    pub operation: Operation,
    /// The id that the guard of the handler names, and whom it lets in.
    #[cfg(test)]
    guarded: (&'static str, akoki_openapi::operation::Access),
    route: Arc<dyn Fn(Route) -> Route + Send + Sync>,
}

impl Endpoint {
    /// An operation served by this handler.
    pub fn new<F, Args>(operation: Operation, handler: F) -> Self
    where
        F: Handler<Args> + Send + Sync,
        Args: Guarded + FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self {
            operation,
            #[cfg(test)]
            guarded: (Args::Needs::OPERATION, Args::Needs::ACCESS),
            route: Arc::new(move |route| route.to(handler.clone())),
        }
    }
}

/// The arguments of a handler, of which a guard is the first.
pub trait Guarded {
    /// What the guard asks.
    type Needs: Needs;
}

macro_rules! guarded {
    ($(($($other:ident)*))+) => {$(
        impl<N: Needs, $($other),*> Guarded for (Guard<N>, $($other),*) {
            type Needs = N;
        }
    )+};
}

guarded! { () (A) (A B) (A B C) (A B C D) (A B C D E) }

/// Every operation that is served, for the document.
pub fn operations() -> Vec<Operation> {
    crate::route::all()
        .into_iter()
        .map(|endpoint| endpoint.operation)
        .collect()
}

/// Registers the endpoints, one resource a path, so that a wrong method is answered 405 with `Allow`.
///
/// The paths of one noun stand together under its first segment: the router tries one path after the
/// other, and compares a whole noun by its name before it looks at what follows.
pub fn register(config: &mut web::ServiceConfig, endpoints: &[Endpoint]) {
    let mut nouns: BTreeMap<&str, BTreeMap<&str, Vec<&Endpoint>>> = BTreeMap::new();
    for endpoint in endpoints {
        let (noun, rest) = split(&endpoint.operation.path);
        let paths = nouns.entry(noun).or_default();
        paths.entry(rest).or_default().push(endpoint);
    }
    for (noun, paths) in nouns {
        let mut paths: Vec<_> = paths.into_iter().collect();
        // Fixed segments go before parameters.
        paths.sort_by_key(|(path, _)| path.matches('{').count());
        let scope = paths
            .into_iter()
            .fold(web::scope(noun), |scope, (path, served)| {
                scope.service(resource(path, &served))
            });
        config.service(scope);
    }
}

/// A path as its noun, with the slash before it, and what follows.
fn split(path: &str) -> (&str, &str) {
    let name = path.strip_prefix('/').unwrap_or(path);
    let end = name.find('/').map_or(path.len(), |at| at.saturating_add(1));
    path.split_at_checked(end).unwrap_or((path, ""))
}

fn resource(path: &str, endpoints: &[&Endpoint]) -> Resource {
    let mut resource = web::resource(path.to_owned());
    for endpoint in endpoints {
        let serve = |route: Route| (endpoint.route)(route);
        resource = match endpoint.operation.method {
            "get" => resource.route(serve(web::get())).route(serve(web::head())),
            "post" => resource.route(serve(web::post())),
            "put" => resource.route(serve(web::put())),
            "patch" => resource.route(serve(web::patch())),
            _ => resource.route(serve(web::delete())),
        };
    }
    resource
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_is_split_after_its_noun() {
        for (path, parts) in [
            ("/goals", ("/goals", "")),
            ("/goals/{id}", ("/goals", "/{id}")),
            ("/me/access", ("/me", "/access")),
            ("/goals/{id}/actions", ("/goals", "/{id}/actions")),
        ] {
            assert_eq!(super::split(path), parts);
        }
    }

    /// What the document says of an operation is what its handler does: the trail and the feed name the
    /// operation of the guard.
    #[test]
    fn the_guard_of_a_handler_is_that_of_its_operation() {
        for endpoint in crate::route::all() {
            let said = (endpoint.operation.id, endpoint.operation.access);
            assert_eq!(endpoint.guarded, said, "{}", endpoint.operation.path);
        }
    }
}
