//! Decisions: what happens with a goal in Act, with the lesson learned.

use akoki_domain::{
    Noun,
    access::Permission,
    pdca::{
        Cycle, Decision, DecisionInput as Taken, Goal,
        editing::{Edit, may_edit},
    },
};
use akoki_openapi::wire::{
    decision::{Decision as View, DecisionInput},
    schema::Links,
};
use akoki_persistence::{Source, Stored, repo::cycle::OfCycle};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    evidence::uses::{Resting, named, unusable},
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
pub struct Decisions;

type Kept = OfCycle<Decision>;

impl Resource for Decisions {
    type Record = Kept;
    type Input = DecisionInput;
    type View = View;

    const NAMES: Names = names!("Decision", "Decisions", "improvement");
    const READ: Permission = Permission::ReadCycles;
    const WRITE: Permission = Permission::WriteCycles;

    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        lock_cycle_of::<Decision>(work, id).await
    }

    async fn change(work: Work<'_>, before: &Kept, input: DecisionInput) -> Result<Kept, Failure> {
        let cycle = cycle_of(work, before).await?;
        let taken = checked(work, &cycle, input, Some(&before.item.taken)).await?;
        if taken != before.item.taken {
            may_edit(cycle.id, cycle.state, Edit::Decide)?;
        }
        Ok(before.with(Decision {
            taken,
            ..before.item.clone()
        }))
    }

    async fn remove(work: Work<'_>, kept: &Kept) -> Result<(), Failure> {
        let cycle = cycle_of(work, kept).await?;
        Ok(may_edit(cycle.id, cycle.state, Edit::Decide)?)
    }

    fn input(kept: &Kept) -> DecisionInput {
        (&kept.item.taken).into()
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

impl Child for Decisions {
    type Parent = Goals;
    const LIST_UNDER: &'static str = "listDecisionsOfGoal";
    const PARENT_FILTER: &'static str = "goalId";

    async fn create_under(
        work: Work<'_>,
        goal: &OfCycle<Goal>,
        input: DecisionInput,
    ) -> Result<Kept, Failure> {
        let cycle = cycle_of(work, goal).await?;
        let taken = checked(work, &cycle, input, None).await?;
        may_edit(cycle.id, cycle.state, Edit::Decide)?;
        Ok(goal.with(Decision {
            id: work.id(),
            goal_id: goal.item.id,
            taken,
        }))
    }
}

/// What was given, when nothing is wrong with it.
async fn checked(
    work: Work<'_>,
    cycle: &Cycle,
    input: DecisionInput,
    before: Option<&Taken>,
) -> Result<Taken, Failure> {
    let taken = Taken::from(input);
    let mut wrong = taken.check(work.today_of(cycle.board_id).await?);
    let earlier = before.and_then(|before| before.decided_by);
    let by = taken.decided_by;
    wrong.extend(
        unknown_person(
            work,
            (cycle.board_id, cycle.unit_id),
            "/decidedById",
            by,
            earlier,
        )
        .await?,
    );
    let known = before.map(|before| before.evidence_ids.iter().copied().collect());
    let resting = Resting {
        place: Some((cycle.board_id, cycle.unit_id)),
        before: &known.unwrap_or_default(),
        judged: Some(taken.judged(cycle.do_started_on)),
    };
    let evidence = named("/evidenceIds", &taken.evidence_ids);
    wrong.extend(unusable(work, resting, &[evidence]).await?);
    if wrong.is_empty() {
        Ok(taken)
    } else {
        Err(Failure::invalid("body", wrong))
    }
}

fn view(item: Stored<Kept>) -> View {
    let Stored { record, meta } = item;
    let decision = record.item;
    View {
        id: decision.id.0,
        goal_id: decision.goal_id.0,
        cycle_id: record.cycle_id.0,
        unit_id: record.unit_id.0,
        kind: decision.taken.kind,
        lesson: decision.taken.lesson,
        taken_on: decision.taken.taken_on,
        decided_by_id: decision.taken.decided_by.map(|id| id.0),
        evidence_ids: decision.taken.evidence_ids.iter().map(|id| id.0).collect(),
        links: Links::from([
            ("self", path(Noun::Decision, decision.id)),
            ("goal", path(Noun::Goal, decision.goal_id)),
            ("cycle", path(Noun::ImprovementCycle, record.cycle_id)),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000307";
    let cycle = "0199c2f6-7d5a-7000-8000-000000000301";
    let goal = "0199c2f6-7d5a-7000-8000-000000000302";
    let evidence = json!(["0199c2f6-7d5a-7000-8000-000000000401"]);
    let input = json!({
        "kind": "adjust", "lesson": "Begin eerder met automatiseren.", "takenOn": "2026-06-25", "evidenceIds": evidence,
    });
    let view = json!({
        "id": id, "goalId": goal, "cycleId": cycle, "unitId": "0199c2f6-7d5a-7000-8000-000000000002",
        "kind": "adjust", "lesson": "Begin eerder met automatiseren.", "takenOn": "2026-06-25", "decidedById": null,
        "evidenceIds": evidence,
        "links": {
            "self": format!("/v1/decisions/{id}"), "goal": format!("/v1/goals/{goal}"),
            "cycle": format!("/v1/improvement-cycles/{cycle}"),
        },
        "version": 1, "createdAt": "2026-06-25T09:30:00Z", "updatedAt": "2026-06-25T09:30:00Z",
    });
    (input, view)
}
