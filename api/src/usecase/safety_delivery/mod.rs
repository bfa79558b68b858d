//! Results on social safety for the inspectorate: made when a survey has results, permitted by the school,
//! delivered.

mod begin;
mod command;
mod examples;
mod package;
mod view;

use akoki_domain::{Code, access::Permission, survey::safety_delivery::SafetyDelivery};
use akoki_openapi::wire::safety_delivery::{SafetyDelivery as View, SafetyDeliveryOrigin};
use akoki_persistence::{Source, Stored};
use serde_json::Value;

use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

pub use begin::begin;
pub use examples::package as package_example;
pub use package::packed;

/// The resource.
pub struct Deliveries;

impl Resource for Deliveries {
    type Record = SafetyDelivery;
    type Input = SafetyDeliveryOrigin;
    type View = View;

    const NAMES: Names = names!("SafetyDelivery", "SafetyDeliveries", "surveys");
    const READ: Permission = Permission::ReadSurveys;
    const WRITE: Permission = Permission::DeliverSafety;

    async fn change(
        _: Work<'_>,
        _: &SafetyDelivery,
        _: SafetyDeliveryOrigin,
    ) -> Result<SafetyDelivery, Failure> {
        Err(Code::MethodNotAllowed.into())
    }

    fn input(delivery: &SafetyDelivery) -> SafetyDeliveryOrigin {
        delivery.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<SafetyDelivery>>,
    ) -> Result<Vec<View>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::delivery()
    }
}
