//! Commands to a cycle.

use akoki_domain::{
    access::Permission,
    pdca::{Cycle, decide, next_round},
};
use akoki_openapi::wire::improvement_cycle::CycleCommand;
use akoki_persistence::repo::cycle::{Belongings, OfCycle, belongings};
use serde_json::{Map, Value, json};

use super::{Cycles, view::facts};
use crate::{
    failure::Failure,
    resource::{Commanded, Taken, input_json},
    work::Work,
};

impl Commanded for Cycles {
    type Order = CycleCommand;

    const TRANSITION: &'static str = "transitionImprovementCycle";
    const LIST_TRANSITIONS: &'static str = "listImprovementCycleTransitions";
    const COMMAND: Permission = Permission::WriteCycles;

    async fn take(
        work: Work<'_>,
        before: &Cycle,
        order: CycleCommand,
    ) -> Result<Taken<Cycle>, Failure> {
        let mut all = belongings(work.tx, &work.scope(), &[before]).await?;
        let belonging = all.remove(&before.id).unwrap_or_default();
        let today = work.today_of(before.board_id).await?;
        let facts = facts(before, belonging.clone(), today);
        let transition = decide(before.state, order.command, &facts)?;
        let mut after = before.clone();
        after.apply(&transition);
        if transition.opens_next_round {
            open_next(work, &mut after, &belonging).await?;
        }
        let told = Map::from_iter([("nextId".to_owned(), json!(after.next))]);
        Ok(Taken {
            command: transition.command.as_str(),
            from: transition.from.as_str(),
            to: transition.to.as_str(),
            told,
            after,
        })
    }

    fn order_example() -> Value {
        json!({"command": "startDo"})
    }
}

/// Makes the next round with the goals that are adjusted, and links the round that ends to it.
async fn open_next(
    work: Work<'_>,
    cycle: &mut Cycle,
    belonging: &Belongings,
) -> Result<(), Failure> {
    let (next, goals) = next_round(
        cycle,
        &belonging.goals,
        &belonging.decisions,
        &belonging.measurements,
        || work.id(),
    );
    let values = input_json::<Cycles>(&next)?;
    work.insert(next.clone(), values).await?;
    for goal in goals {
        let goal = OfCycle::new(&next, goal);
        let values = input_json::<crate::usecase::goal::Goals>(&goal)?;
        work.insert(goal, values).await?;
    }
    Ok(())
}
