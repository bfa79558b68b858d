//! An endpoint: an operation of the document and the handler that serves it, kept together so that
//! neither can be without the other.

use actix_web::{Handler, Responder, Route, web};
use akoki_openapi::operation::Operation;
use std::{collections::BTreeMap, sync::Arc};

/// An operation and its handler.
#[derive(Clone)]
pub struct Endpoint {
    /// What the document says.
    pub operation: Operation,
    route: Arc<dyn Fn(Route) -> Route + Send + Sync>,
}

impl Endpoint {
    /// An operation served by this handler.
    pub fn new<F, Args>(operation: Operation, handler: F) -> Self
    where
        F: Handler<Args> + Send + Sync,
        Args: actix_web::FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self {
            operation,
            route: Arc::new(move |route| route.to(handler.clone())),
        }
    }
}

/// Every operation that is served, for the document.
pub fn operations() -> Vec<Operation> {
    crate::route::all()
        .into_iter()
        .map(|endpoint| endpoint.operation)
        .collect()
}

/// Registers the endpoints, one resource a path, so that a wrong method is answered 405 with `Allow`.
pub fn register(config: &mut web::ServiceConfig, endpoints: &[Endpoint]) {
    let mut paths: BTreeMap<&str, Vec<&Endpoint>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for endpoint in endpoints {
        let path = endpoint.operation.path.as_str();
        if !paths.contains_key(path) {
            order.push(path);
        }
        paths.entry(path).or_default().push(endpoint);
    }
    // Fixed segments go before parameters, whatever the order of registration.
    order.sort_by_key(|path| path.matches('{').count());
    for path in order {
        let mut resource = web::resource(path.to_owned());
        for endpoint in paths.get(path).into_iter().flatten() {
            let serve = |route: Route| (endpoint.route)(route);
            resource = match endpoint.operation.method {
                "get" => resource.route(serve(web::get())).route(serve(web::head())),
                "post" => resource.route(serve(web::post())),
                "put" => resource.route(serve(web::put())),
                "patch" => resource.route(serve(web::patch())),
                _ => resource.route(serve(web::delete())),
            };
        }
        config.service(resource);
    }
}
