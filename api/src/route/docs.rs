//! `/docs`: the reference as a page, from assets within the binary, so that it works without a network.

use actix_web::{HttpResponse, http::header, web};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// What the page may do: its own scripts and styles, and calls to this service. The page sets styles on
/// its elements, which only `unsafe-inline` allows; scripts in the page are not allowed.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Registers `/docs`.
pub fn register(config: &mut web::ServiceConfig) {
    let page = SwaggerUi::new("/docs/{_:.*}").config(
        Config::new(["/v1/openapi.json"])
            .validator_url("none")
            .deep_linking(true)
            .display_operation_id(true),
    );
    config
        .service(web::resource("/docs").route(web::get().to(to_page)))
        .service(page);
}

async fn to_page() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}
