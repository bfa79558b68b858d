//! Commands to a delivery.

use akoki_domain::{
    access::Permission,
    survey::safety_delivery::{DeliveryAsked, DeliveryFacts, SafetyDelivery, decide},
};
use akoki_openapi::wire::safety_delivery::SafetyDeliveryCommand;
use serde_json::{Map, Value, json};

use super::Deliveries;
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    usecase::improvement_cycle::references::unknown_person,
    work::Work,
};

impl Commanded for Deliveries {
    type Order = SafetyDeliveryCommand;

    const TRANSITION: &'static str = "transitionSafetyDelivery";
    const LIST_TRANSITIONS: &'static str = "listSafetyDeliveryTransitions";
    const COMMAND: Permission = Permission::DeliverSafety;

    async fn take(
        work: Work<'_>,
        before: &SafetyDelivery,
        order: SafetyDeliveryCommand,
    ) -> Result<Taken<SafetyDelivery>, Failure> {
        let told = told(&order);
        let asked = DeliveryAsked::from(order);
        let today = work.today_of(before.board_id).await?;
        let mut wrong = asked.check(before, today);
        let person = asked.permit.as_ref().and_then(|permit| permit.person);
        let near = (before.board_id, before.unit_id);
        wrong.extend(unknown_person(work, near, "/permit/personId", person, None).await?);
        if !wrong.is_empty() {
            return Err(Failure::invalid("body", wrong));
        }
        let step = decide(asked.command, &DeliveryFacts::of(before))?;
        let mut after = before.clone();
        after.apply(step, asked, today);
        Ok(Taken {
            command: step.command.as_str(),
            from: step.from.as_str(),
            to: step.to.as_str(),
            told,
            after,
        })
    }

    fn order_example() -> Value {
        json!({
            "command": "permit",
            "permit": {"permittedOn": "2026-05-11", "role": "school-leader", "personId": null},
        })
    }
}

/// What goes with the command, without texts: it stands in the event as well.
fn told(order: &SafetyDeliveryCommand) -> Map<String, Value> {
    let mut told = Map::new();
    if let Some(permit) = &order.permit {
        let said = json!({
            "permittedOn": permit.permitted_on, "role": permit.role, "personId": permit.person_id,
        });
        told.insert("permit".to_owned(), said);
    }
    if let Some(delivered) = &order.delivered {
        let said = json!({"deliveredOn": delivered.delivered_on});
        told.insert("delivered".to_owned(), said);
    }
    told
}
