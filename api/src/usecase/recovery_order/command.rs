//! Commands to a recovery order. The board's check takes a right of its own, and nobody's own measures.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    inspection::{Asked, Order, OrderCommand, OrderFacts, decide_order},
};
use akoki_openapi::wire::recovery_order::RecoveryOrderCommand;
use akoki_persistence::find;
use serde_json::{Map, Value, json};

use super::{Orders, evidence};
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    usecase::{improvement_cycle::references::unknown_person, participant::person_here},
    work::Work,
};

impl Commanded for Orders {
    type Order = RecoveryOrderCommand;

    const TRANSITION: &'static str = "transitionRecoveryOrder";
    const LIST_TRANSITIONS: &'static str = "listRecoveryOrderTransitions";
    const COMMAND: Permission = Permission::WriteInspections;

    async fn take(
        work: Work<'_>,
        before: &Order,
        order: RecoveryOrderCommand,
    ) -> Result<Taken<Order>, Failure> {
        let told = told(&order);
        let asked = Asked::from(order);
        if asked.command == OrderCommand::Verify {
            may_verify(work, before).await?;
        }
        let today = work.today_of(before.board_id).await?;
        let mut wrong = asked.check(today);
        wrong.extend(asked.wrong_days(before));
        let by = asked.verification.as_ref().map(|found| found.verified_by);
        let pointer = "/verification/verifiedById";
        wrong.extend(
            unknown_person(work, (before.board_id, before.unit_id), pointer, by, None).await?,
        );
        if let Some(check) = &asked.verification {
            wrong.extend(evidence::of_check(work, before, check).await?);
        }
        if !wrong.is_empty() {
            return Err(Failure::invalid("body", wrong));
        }
        let facts = OrderFacts::asked(
            before,
            today,
            &asked,
            person_here(work, before.board_id).await?,
        );
        let step = decide_order(before.state, asked.command, &facts)?;
        let mut after = before.clone();
        after.apply(step, asked);
        Ok(Taken {
            command: step.command.as_str(),
            from: step.from.as_str(),
            to: step.to.as_str(),
            told,
            after,
        })
    }

    fn order_example() -> Value {
        json!({"command": "reportMeasures"})
    }
}

/// What goes with the command, without texts: it stands in the event as well.
fn told(order: &RecoveryOrderCommand) -> Map<String, Value> {
    let mut told = Map::new();
    if let Some(found) = &order.verification {
        let said = json!({
            "verifiedOn": found.verified_on, "verifiedById": found.verified_by_id, "met": found.met,
            "evidenceIds": found.evidence_ids,
        });
        told.insert("verification".to_owned(), said);
    }
    if let Some(said) = &order.outcome {
        told.insert(
            "outcome".to_owned(),
            json!({"on": said.on, "early": said.early}),
        );
    }
    told
}

/// The caller may verify for the board, and the token says so.
///
/// # Errors
/// "insufficient-scope" or "forbidden" when not.
pub(super) async fn may_verify(work: Work<'_>, order: &Order) -> Result<(), Failure> {
    let permission = Permission::VerifyOrders;
    let scope = permission.scope();
    if work.call.actor.is_none() || !work.call.names(permission) {
        let reason = Reason::new(Code::InsufficientScope).with("scope", scope);
        return Err(Failure::Plain(reason));
    }
    let reach = work.call.scope_of(permission);
    match find::<Order>(work.tx, &reach, order.id.0).await? {
        Some(_) => Ok(()),
        None => Err(Code::Forbidden.into()),
    }
}
