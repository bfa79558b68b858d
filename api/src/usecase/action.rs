//! Actions: what is done for the goals of a cycle.

use akoki_domain::{
    Noun,
    access::Permission,
    id::GoalId,
    pdca::{
        Action, ActionPlan, Cycle, Goal,
        editing::{Edit, may_edit},
    },
};
use akoki_openapi::wire::{
    action::{Action as View, ActionInput},
    schema::Links,
};
use akoki_persistence::{
    Source, Stored,
    repo::cycle::{OfCycle, of_cycles},
};
use serde_json::{Value, json};
use time::Date;
use uuid::Uuid;

use super::{
    evidence::uses::{Resting, named, unusable},
    improvement_cycle::{
        Cycles,
        belonging::{cycle_of, cycles_of, lock_cycle_of},
        path,
        references::unknown_person,
    },
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Child, Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Actions;

type Kept = OfCycle<Action>;

impl Resource for Actions {
    type Record = Kept;
    type Input = ActionInput;
    type View = View;

    const NAMES: Names = names!("Action", "Actions", "improvement");
    const READ: Permission = Permission::ReadCycles;
    const WRITE: Permission = Permission::WriteCycles;

    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        lock_cycle_of::<Action>(work, id).await
    }

    async fn change(work: Work<'_>, before: &Kept, input: ActionInput) -> Result<Kept, Failure> {
        let cycle = cycle_of(work, before).await?;
        let plan = planned(work, &cycle, input, Some(&before.item.plan)).await?;
        if plan != before.item.plan {
            may_edit(cycle.id, cycle.state, Edit::ChangeAction)?;
        }
        Ok(before.with(Action {
            plan,
            ..before.item.clone()
        }))
    }

    async fn remove(work: Work<'_>, action: &Kept) -> Result<(), Failure> {
        let cycle = cycle_of(work, action).await?;
        Ok(may_edit(cycle.id, cycle.state, Edit::RemoveAction)?)
    }

    fn input(action: &Kept) -> ActionInput {
        (&action.item.plan).into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Kept>>,
    ) -> Result<Vec<View>, Failure> {
        let cycles = cycles_of(call, source, &items).await?;
        let days = call
            .days_of(source, items.iter().map(|item| item.record.board_id))
            .await?;
        let views = items.into_iter().map(|item| {
            let cycle = cycles.get(&item.record.cycle_id);
            let today = days.of(item.record.board_id);
            view(today, item, cycle)
        });
        Ok(views.collect())
    }

    fn examples() -> (Value, Value) {
        examples()
    }
}

impl Child for Actions {
    type Parent = Cycles;
    const LIST_UNDER: &'static str = "listActionsOfImprovementCycle";
    const PARENT_FILTER: &'static str = "cycleId";

    async fn create_under(
        work: Work<'_>,
        cycle: &Cycle,
        input: ActionInput,
    ) -> Result<Kept, Failure> {
        let plan = planned(work, cycle, input, None).await?;
        may_edit(cycle.id, cycle.state, Edit::AddAction)?;
        let action = Action {
            id: work.id(),
            cycle_id: cycle.id,
            plan,
        };
        Ok(OfCycle::new(cycle, action))
    }
}

/// What the action says, checked against the goals of its cycle.
async fn planned(
    work: Work<'_>,
    cycle: &Cycle,
    input: ActionInput,
    before: Option<&ActionPlan>,
) -> Result<ActionPlan, Failure> {
    let plan = ActionPlan::from(input);
    let ids = [(cycle.board_id, cycle.id)];
    let goals = of_cycles::<Goal>(work.tx, &work.scope(), &ids).await?;
    let goals: Vec<GoalId> = goals.iter().map(|goal| goal.record.item.id).collect();
    let today = work.today_of(cycle.board_id).await?;
    let mut wrong = plan.check(&goals, today);
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
    let known = before.map(|before| before.evidence_ids.iter().copied().collect());
    let resting = Resting {
        place: Some((cycle.board_id, cycle.unit_id)),
        before: &known.unwrap_or_default(),
        judged: Some(plan.carried_out(cycle.do_started_on, today)),
    };
    let evidence = named("/evidenceIds", &plan.evidence_ids);
    wrong.extend(unusable(work, resting, &[evidence]).await?);
    if wrong.is_empty() {
        Ok(plan)
    } else {
        Err(Failure::invalid("body", wrong))
    }
}

fn view(today: Date, item: Stored<Kept>, cycle: Option<&Cycle>) -> View {
    let Stored { record, meta } = item;
    let action = record.item;
    let plan = action.plan;
    let late = plan.due_on.is_some_and(|due| due < today);
    let running = cycle.is_some_and(|cycle| cycle.state.is_open());
    let mut links = Links::from([
        ("self", path(Noun::Action, action.id)),
        ("cycle", path(Noun::ImprovementCycle, action.cycle_id)),
    ]);
    if let Some(goal) = plan.goal_id {
        links.insert("goal", path(Noun::Goal, goal));
    }
    View {
        id: action.id.0,
        cycle_id: record.cycle_id.0,
        goal_id: plan.goal_id.map(|id| id.0),
        unit_id: record.unit_id.0,
        overdue: late && running && plan.status.is_open(),
        title: plan.title,
        description: plan.description,
        owner_id: plan.owner.map(|id| id.0),
        due_on: plan.due_on,
        status: plan.status,
        done_on: plan.done_on,
        evidence_ids: plan.evidence_ids.iter().map(|id| id.0).collect(),
        links,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000304";
    let cycle = "0199c2f6-7d5a-7000-8000-000000000301";
    let goal = "0199c2f6-7d5a-7000-8000-000000000302";
    let owner = "0199c2f6-7d5a-7000-8000-000000000011";
    let evidence = "0199c2f6-7d5a-7000-8000-000000000401";
    let input = json!({
        "title": "Teamscholing directe instructie", "goalId": goal, "ownerId": owner,
        "dueOn": "2025-11-28", "status": "done", "doneOn": "2025-11-21", "evidenceIds": [evidence],
    });
    let view = json!({
        "id": id, "cycleId": cycle, "goalId": goal, "unitId": "0199c2f6-7d5a-7000-8000-000000000002",
        "title": "Teamscholing directe instructie", "description": null, "ownerId": owner,
        "dueOn": "2025-11-28", "status": "done", "doneOn": "2025-11-21", "evidenceIds": [evidence], "overdue": false,
        "links": {
            "self": format!("/v1/actions/{id}"), "cycle": format!("/v1/improvement-cycles/{cycle}"),
            "goal": format!("/v1/goals/{goal}"),
        },
        "version": 1, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-25T09:30:00Z",
    });
    (input, view)
}
