//! Reviews: planned looks at how goals are doing.

use akoki_domain::{
    Noun,
    access::Permission,
    pdca::{
        Cycle, Goal, Review, ReviewInput as Held,
        editing::{Edit, may_edit},
    },
};
use akoki_openapi::wire::{
    review::{Review as View, ReviewInput},
    schema::Links,
};
use akoki_persistence::{Source, Stored, repo::cycle::OfCycle};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    goal::Goals,
    improvement_cycle::{
        belonging::{cycle_of, lock_cycle_of},
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
pub struct Reviews;

type Kept = OfCycle<Review>;

impl Resource for Reviews {
    type Record = Kept;
    type Input = ReviewInput;
    type View = View;

    const NAMES: Names = names!("Review", "Reviews", "improvement");
    const READ: Permission = Permission::ReadCycles;
    const WRITE: Permission = Permission::WriteCycles;

    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        lock_cycle_of::<Review>(work, id).await
    }

    async fn change(work: Work<'_>, before: &Kept, input: ReviewInput) -> Result<Kept, Failure> {
        let cycle = cycle_of(work, before).await?;
        let held = checked(work, &cycle, input, Some(&before.item.held)).await?;
        if held != before.item.held {
            may_edit(cycle.id, cycle.state, Edit::Review)?;
        }
        Ok(before.with(Review {
            held,
            ..before.item.clone()
        }))
    }

    async fn remove(work: Work<'_>, kept: &Kept) -> Result<(), Failure> {
        let cycle = cycle_of(work, kept).await?;
        Ok(may_edit(cycle.id, cycle.state, Edit::Review)?)
    }

    fn input(kept: &Kept) -> ReviewInput {
        (&kept.item.held).into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Kept>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        examples()
    }
}

impl Child for Reviews {
    type Parent = Goals;
    const LIST_UNDER: &'static str = "listReviewsOfGoal";
    const PARENT_FILTER: &'static str = "goalId";

    async fn create_under(
        work: Work<'_>,
        goal: &OfCycle<Goal>,
        input: ReviewInput,
    ) -> Result<Kept, Failure> {
        let cycle = cycle_of(work, goal).await?;
        let held = checked(work, &cycle, input, None).await?;
        may_edit(cycle.id, cycle.state, Edit::Review)?;
        Ok(goal.with(Review {
            id: work.id(),
            goal_id: goal.item.id,
            held,
        }))
    }
}

/// What was given, when nothing is wrong with it.
async fn checked(
    work: Work<'_>,
    cycle: &Cycle,
    input: ReviewInput,
    before: Option<&Held>,
) -> Result<Held, Failure> {
    let held = Held::from(input);
    let mut wrong = held.check(work.today_of(cycle.board_id).await?);
    let earlier = before.and_then(|before| before.held_by);
    let by = held.held_by;
    wrong.extend(
        unknown_person(
            work,
            (cycle.board_id, cycle.unit_id),
            "/heldById",
            by,
            earlier,
        )
        .await?,
    );
    if wrong.is_empty() {
        Ok(held)
    } else {
        Err(Failure::invalid("body", wrong))
    }
}

fn view(item: Stored<Kept>) -> View {
    let Stored { record, meta } = item;
    let review = record.item;
    View {
        id: review.id.0,
        goal_id: review.goal_id.0,
        cycle_id: record.cycle_id.0,
        unit_id: record.unit_id.0,
        held_on: review.held.held_on,
        finding: review.held.finding,
        next_action: review.held.next_action,
        held_by_id: review.held.held_by.map(|id| id.0),
        links: Links::from([
            ("self", path(Noun::Review, review.id)),
            ("goal", path(Noun::Goal, review.goal_id)),
            ("cycle", path(Noun::ImprovementCycle, record.cycle_id)),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000306";
    let cycle = "0199c2f6-7d5a-7000-8000-000000000301";
    let goal = "0199c2f6-7d5a-7000-8000-000000000302";
    let input =
        json!({"heldOn": "2025-10-13", "finding": "De oefentijd wordt in groep 5 niet gehaald."});
    let view = json!({
        "id": id, "goalId": goal, "cycleId": cycle, "unitId": "0199c2f6-7d5a-7000-8000-000000000002",
        "heldOn": "2025-10-13", "finding": "De oefentijd wordt in groep 5 niet gehaald.", "nextAction": null, "heldById": null,
        "links": {
            "self": format!("/v1/reviews/{id}"), "goal": format!("/v1/goals/{goal}"),
            "cycle": format!("/v1/improvement-cycles/{cycle}"),
        },
        "version": 1, "createdAt": "2025-10-13T09:30:00Z", "updatedAt": "2025-10-13T09:30:00Z",
    });
    (input, view)
}
