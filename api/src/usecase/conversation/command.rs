//! Commands to a conversation.

use akoki_domain::{
    Code, Reason, Refusal,
    access::Permission,
    conversation::{Command, Facts, QualityConversation, decide},
};
use akoki_openapi::wire::conversation::ConversationCommand;
use serde_json::{Map, Value, json};
use time::Date;

use super::{Conversations, gather::gathered, previous_of};
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    work::Work,
};

impl Commanded for Conversations {
    type Order = ConversationCommand;

    const TRANSITION: &'static str = "transitionQualityConversation";
    const LIST_TRANSITIONS: &'static str = "listQualityConversationTransitions";
    const COMMAND: Permission = Permission::WriteConversations;

    async fn take(
        work: Work<'_>,
        before: &QualityConversation,
        order: ConversationCommand,
    ) -> Result<Taken<QualityConversation>, Failure> {
        let today = work.today_of(before.board_id).await?;
        Refusal::unless_empty(wrong(&order, today))?;
        let previous = previous_of(work, before).await?;
        let mut after = before.clone();
        after.follow(previous.as_ref());
        let facts = Facts::of(&after, previous.as_ref(), order.held_on, today);
        let transition = decide(before.state, order.command, &facts)?;
        after.apply(&transition);
        if transition.gathers {
            after.gathered = Some(gathered(work, &after, previous.as_ref()).await?);
        }
        let told = Map::from_iter([("heldOn".to_owned(), json!(after.held_on))]);
        Ok(Taken {
            command: transition.command.as_str(),
            from: transition.from.as_str(),
            to: transition.to.as_str(),
            told,
            after,
        })
    }

    fn order_example() -> Value {
        json!({"command": "prepare"})
    }
}

/// What is wrong with the day that goes with a command.
fn wrong(order: &ConversationCommand, today: Date) -> Vec<Reason> {
    let at = |code| Reason::new(code).at("/heldOn");
    let found = match (order.command, order.held_on) {
        (Command::Hold, Some(on)) if on > today => {
            Some(at(Code::DateInFuture).with("today", today))
        }
        (Command::Hold, _) | (_, None) => None,
        (Command::Prepare | Command::Close | Command::Cancel, Some(_)) => {
            Some(at(Code::InvalidValue))
        }
    };
    found.into_iter().collect()
}
