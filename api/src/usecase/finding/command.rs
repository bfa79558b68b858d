//! Commands to a finding.

use akoki_domain::{
    Code,
    access::Permission,
    finding::{Course, Finding, decide},
};
use akoki_openapi::wire::finding::FindingCommand;
use serde_json::{Map, Value, json};

use super::{
    Findings,
    field::{Field, followed_up},
    view::arising,
    who::{is_of_auditors, is_of_unit},
};
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    work::Work,
};

impl Commanded for Findings {
    type Order = FindingCommand;

    const TRANSITION: &'static str = "transitionFinding";
    const LIST_TRANSITIONS: &'static str = "listFindingTransitions";
    const COMMAND: Permission = Permission::FollowUpAudits;

    async fn take(
        work: Work<'_>,
        before: &Finding,
        order: FindingCommand,
    ) -> Result<Taken<Finding>, Failure> {
        let field = Field::locked(work, before.audit_id).await?;
        let grade = field.kind.grade(&before.stated.grade);
        let course = grade.map_or(Course::Nothing, Course::of);
        let may = match order.command.is_of_auditors(course) {
            true => is_of_auditors(work, before.id).await?,
            false => is_of_unit(work, before.unit_id).await?,
        };
        if !may {
            return Err(Code::Forbidden.into());
        }
        let mut arising = arising(work.call, work.tx, &[(before, course)]).await?;
        let arising = arising.remove(&before.id.0).unwrap_or_default();
        let facts = before.facts(course, followed_up(field.audit.state), arising);
        let transition = decide(before.state, order.command, &facts)?;
        let mut after = before.clone();
        after.apply(&transition, work.today_of(before.board_id).await?);
        let mut told = Map::new();
        if !transition.linked.is_empty() {
            told.insert("cycleIds".to_owned(), json!(transition.linked));
        }
        Ok(Taken {
            command: transition.command.as_str(),
            from: transition.from.as_str(),
            to: transition.to.as_str(),
            told,
            after,
        })
    }

    fn order_example() -> Value {
        json!({"command": "answer"})
    }
}
