//! Whether the process lives and whether it can serve.

use actix_web::{HttpResponse, web};
use akoki_domain::Code;

use crate::{failure::Failure, state::AppState};

/// Registers `/livez` and `/readyz`.
pub fn register(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/livez")
                .route(web::get().to(live))
                .route(web::head().to(live)),
        )
        .service(
            web::resource("/readyz")
                .route(web::get().to(ready))
                .route(web::head().to(ready)),
        );
}

async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok")
}

async fn ready(state: web::Data<AppState>) -> Result<HttpResponse, Failure> {
    state
        .store
        .ping()
        .await
        .map_err(|_| Failure::from(Code::Unavailable))?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready"))
}
