//! Commands to an audit.

use akoki_domain::{
    Code,
    access::Permission,
    audit::{Audit, Command, decide},
    id::PrincipalId,
};
use akoki_openapi::wire::audit::AuditCommand;
use serde_json::{Map, Value, json};

use super::{Audits, belongs::conclude, guests, standing, view::facts_of};
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    usecase::finding,
    work::Work,
};

impl Commanded for Audits {
    type Order = AuditCommand;

    const TRANSITION: &'static str = "transitionAudit";
    const LIST_TRANSITIONS: &'static str = "listAuditTransitions";
    const COMMAND: Permission = Permission::WriteAudits;

    async fn take(
        work: Work<'_>,
        before: &Audit,
        order: AuditCommand,
    ) -> Result<Taken<Audit>, Failure> {
        let standing = standing(work, before).await?;
        if !(standing.entitled || (standing.leads() && order.command.is_of_lead())) {
            return Err(Code::Forbidden.into());
        }
        let mut all = facts_of(work.call, work.tx, &[before]).await?;
        let facts = all.remove(&before.id).ok_or_else(Failure::not_found)?;
        let step = decide(before.state, order.command, &facts)?;
        let mut after = before.clone();
        let by = work.call.actor.as_ref();
        let by = by.map(|actor| PrincipalId(actor.principal));
        after.apply(&step, facts.today, by);
        match step.command {
            Command::Prepare | Command::Start => finding::draw_checklist(work, &after).await?,
            Command::SubmitForReply => finding::release(work, &after).await?,
            Command::Adopt => {
                conclude(work, &after).await?;
                finding::adopt(work, &after).await?;
            }
            Command::DraftReport
            | Command::BackToDraft
            | Command::StartFollowUp
            | Command::Close
            | Command::Cancel => {}
        }
        guests::settle(work, &mut after).await?;
        let due = ("replyDueOn".to_owned(), json!(after.stated.reply_due_on));
        let told = step.reply_due_on.map(|_| due);
        Ok(Taken {
            command: step.command.as_str(),
            from: step.from.as_str(),
            to: step.to.as_str(),
            told: Map::from_iter(told),
            after,
        })
    }

    fn order_example() -> Value {
        json!({"command": "prepare"})
    }
}
