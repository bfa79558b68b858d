//! Commands to a visit: the report is adopted, and its verdicts hold from then on.

use akoki_domain::{
    access::Permission,
    inspection::{Visit, decide_visit},
};
use akoki_openapi::wire::inspection_visit::InspectionVisitCommand;
use akoki_persistence::repo::verdict;
use serde_json::{Map, Value, json};

use super::Visits;
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    work::Work,
};

impl Commanded for Visits {
    type Order = InspectionVisitCommand;

    const TRANSITION: &'static str = "transitionInspectionVisit";
    const LIST_TRANSITIONS: &'static str = "listInspectionVisitTransitions";
    const COMMAND: Permission = Permission::WriteInspections;

    async fn take(
        work: Work<'_>,
        before: &Visit,
        order: InspectionVisitCommand,
    ) -> Result<Taken<Visit>, Failure> {
        let step = decide_visit(before.state, order.command, before)?;
        let mut after = before.clone();
        after.apply(step);
        verdict::add(work.tx, &after.given(|| work.id())).await?;
        let told = [
            ("edition", json!(after.edition)),
            ("outcome", json!(after.stated.outcome)),
            ("verdicts", json!(after.stated.verdicts.len())),
        ];
        let told = told.map(|(name, value)| (name.to_owned(), value));
        Ok(Taken {
            command: step.command.as_str(),
            from: step.from.as_str(),
            to: step.to.as_str(),
            told: Map::from_iter(told),
            after,
        })
    }

    fn order_example() -> Value {
        json!({"command": "report"})
    }
}
