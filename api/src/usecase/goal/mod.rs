//! Goals: what a cycle is to bring about.

mod view;

use akoki_domain::{
    access::Permission,
    pdca::{
        Action, Cycle, Goal, GoalPlan, Measurement, Review, State,
        editing::{Edit, goal_edit, may_edit, may_remove_goal},
    },
};
use akoki_openapi::wire::goal::{Goal as View, GoalInput};
use akoki_persistence::{
    Source, Stored,
    repo::cycle::{OfCycle, of_goals},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::improvement_cycle::{
    Cycles,
    belonging::{cycle_of, items, lock_cycle_of},
    references::unknown_person,
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Child, Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Goals;

type Kept = OfCycle<Goal>;

impl Resource for Goals {
    type Record = Kept;
    type Input = GoalInput;
    type View = View;

    const NAMES: Names = names!("Goal", "Goals", "improvement");
    const READ: Permission = Permission::ReadCycles;
    const WRITE: Permission = Permission::WriteCycles;

    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        lock_cycle_of::<Goal>(work, id).await
    }

    async fn change(work: Work<'_>, before: &Kept, input: GoalInput) -> Result<Kept, Failure> {
        let cycle = cycle_of(work, before).await?;
        let plan = planned(work, &cycle, input, Some(&before.item.plan)).await?;
        if let Some(edit) = goal_edit(&before.item.plan, &plan) {
            may_edit(cycle.id, cycle.state, edit)?;
        }
        Ok(before.with(Goal {
            plan,
            ..before.item.clone()
        }))
    }

    async fn remove(work: Work<'_>, goal: &Kept) -> Result<(), Failure> {
        let cycle = cycle_of(work, goal).await?;
        let id = [(goal.board_id, goal.item.id)];
        let actions = items(of_goals::<Action>(work.tx, &work.scope(), &id).await?);
        let measured = items(of_goals::<Measurement>(work.tx, &work.scope(), &id).await?);
        let reviewed = items(of_goals::<Review>(work.tx, &work.scope(), &id).await?);
        may_remove_goal(
            cycle.id,
            cycle.state,
            goal.item.id,
            &actions,
            &measured,
            &reviewed,
        )?;
        Ok(())
    }

    fn input(goal: &Kept) -> GoalInput {
        (&goal.item.plan).into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Kept>>,
    ) -> Result<Vec<View>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples()
    }
}

impl Child for Goals {
    type Parent = Cycles;
    const LIST_UNDER: &'static str = "listGoalsOfImprovementCycle";
    const PARENT_FILTER: &'static str = "cycleId";

    async fn create_under(
        work: Work<'_>,
        cycle: &Cycle,
        input: GoalInput,
    ) -> Result<Kept, Failure> {
        let plan = planned(work, cycle, input, None).await?;
        may_edit(cycle.id, cycle.state, Edit::AddGoal)?;
        let goal = Goal {
            id: work.id(),
            cycle_id: cycle.id,
            previous: None,
            plan,
        };
        Ok(OfCycle::new(cycle, goal))
    }
}

/// What the goal says, when nothing is wrong with it.
async fn planned(
    work: Work<'_>,
    cycle: &Cycle,
    input: GoalInput,
    before: Option<&GoalPlan>,
) -> Result<GoalPlan, Failure> {
    let mut wrong = Vec::new();
    let plan = input.plan(&mut wrong);
    wrong.extend(plan.check());
    // Later the plan stands still, whatever its days.
    if cycle.state == State::Plan {
        let today = work.today_of(cycle.board_id).await?;
        wrong.extend(plan.check_due(before, today));
    }
    let earlier = before.and_then(|before| before.owner);
    wrong.extend(
        unknown_person(
            work,
            (cycle.board_id, cycle.unit_id),
            "/ownerId",
            plan.owner,
            earlier,
        )
        .await?,
    );
    if wrong.is_empty() {
        Ok(plan)
    } else {
        Err(Failure::invalid("body", wrong))
    }
}

fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000302";
    let cycle = "0199c2f6-7d5a-7000-8000-000000000301";
    let owner = "0199c2f6-7d5a-7000-8000-000000000011";
    let input = json!({
        "title": "Meer leerlingen op streefniveau", "indicator": "Aandeel leerlingen op 1S",
        "unitOfMeasure": "%", "baseline": 42.5, "target": 55, "direction": "increase",
        "dueOn": "2026-06-30", "reviewRhythm": {"everyWeeks": 6}, "ownerId": owner,
        "expectedEffect": {"for": "pupil", "text": "Leerlingen rekenen vlot tot 100."},
    });
    let mut view = input.clone();
    let own = format!("/v1/goals/{id}");
    let more = json!({
        "id": id, "cycleId": cycle, "cycleState": "plan", "previousId": null,
        "unitId": "0199c2f6-7d5a-7000-8000-000000000002", "testable": true, "missing": [],
        "overdue": false, "lastMeasurement": null, "missedReviews": [], "decisionId": null,
        "links": {
            "self": own, "cycle": format!("/v1/improvement-cycles/{cycle}"),
            "actions": format!("/v1/actions?goalId={id}"), "measurements": format!("{own}/measurements"),
            "reviews": format!("{own}/reviews"), "decisions": format!("{own}/decisions"),
        },
        "version": 1, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-25T09:30:00Z",
    });
    if let (Value::Object(view), Value::Object(more)) = (&mut view, more) {
        view.extend(more);
    }
    (input, view)
}
