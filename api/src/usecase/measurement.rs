//! Measurements: values found for goals.

use akoki_domain::{
    Noun,
    access::Permission,
    id::BoardId,
    pdca::{
        Goal, Measurement, MeasurementInput as Found,
        editing::{Edit, may_edit},
    },
};
use akoki_openapi::wire::{
    measurement::{Measurement as View, MeasurementInput},
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
    },
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Child, Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Measurements;

type Kept = OfCycle<Measurement>;

impl Resource for Measurements {
    type Record = Kept;
    type Input = MeasurementInput;
    type View = View;

    const NAMES: Names = names!("Measurement", "Measurements", "improvement");
    const READ: Permission = Permission::ReadCycles;
    const WRITE: Permission = Permission::WriteCycles;

    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        lock_cycle_of::<Measurement>(work, id).await
    }

    async fn change(
        work: Work<'_>,
        before: &Kept,
        input: MeasurementInput,
    ) -> Result<Kept, Failure> {
        let cycle = cycle_of(work, before).await?;
        let found = checked(work, before.board_id, input).await?;
        if found != before.item.found {
            may_edit(cycle.id, cycle.state, Edit::Measure)?;
        }
        Ok(before.with(Measurement {
            found,
            ..before.item.clone()
        }))
    }

    async fn remove(work: Work<'_>, kept: &Kept) -> Result<(), Failure> {
        let cycle = cycle_of(work, kept).await?;
        Ok(may_edit(cycle.id, cycle.state, Edit::Measure)?)
    }

    fn input(kept: &Kept) -> MeasurementInput {
        (&kept.item.found).into()
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

impl Child for Measurements {
    type Parent = Goals;
    const LIST_UNDER: &'static str = "listMeasurementsOfGoal";
    const PARENT_FILTER: &'static str = "goalId";

    async fn create_under(
        work: Work<'_>,
        goal: &OfCycle<Goal>,
        input: MeasurementInput,
    ) -> Result<Kept, Failure> {
        let cycle = cycle_of(work, goal).await?;
        let found = checked(work, goal.board_id, input).await?;
        may_edit(cycle.id, cycle.state, Edit::Measure)?;
        Ok(goal.with(Measurement {
            id: work.id(),
            goal_id: goal.item.id,
            found,
        }))
    }
}

/// What was found, when nothing is wrong with it.
async fn checked(
    work: Work<'_>,
    board: BoardId,
    input: MeasurementInput,
) -> Result<Found, Failure> {
    let mut wrong = Vec::new();
    let found = input.found(&mut wrong);
    wrong.extend(found.check(work.today_of(board).await?));
    if wrong.is_empty() {
        Ok(found)
    } else {
        Err(Failure::invalid("body", wrong))
    }
}

fn view(item: Stored<Kept>) -> View {
    let Stored { record, meta } = item;
    let measurement = record.item;
    View {
        id: measurement.id.0,
        goal_id: measurement.goal_id.0,
        cycle_id: record.cycle_id.0,
        unit_id: record.unit_id.0,
        measured_on: measurement.found.measured_on,
        value: measurement.found.value,
        source: measurement.found.source,
        note: measurement.found.note,
        links: Links::from([
            ("self", path(Noun::Measurement, measurement.id)),
            ("goal", path(Noun::Goal, measurement.goal_id)),
            ("cycle", path(Noun::ImprovementCycle, record.cycle_id)),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000305";
    let cycle = "0199c2f6-7d5a-7000-8000-000000000301";
    let goal = "0199c2f6-7d5a-7000-8000-000000000302";
    let input =
        json!({"measuredOn": "2026-02-02", "value": 48.5, "source": "LVS, middentoets groep 4"});
    let view = json!({
        "id": id, "goalId": goal, "cycleId": cycle, "unitId": "0199c2f6-7d5a-7000-8000-000000000002",
        "measuredOn": "2026-02-02", "value": 48.5, "source": "LVS, middentoets groep 4", "note": null,
        "links": {
            "self": format!("/v1/measurements/{id}"), "goal": format!("/v1/goals/{goal}"),
            "cycle": format!("/v1/improvement-cycles/{cycle}"),
        },
        "version": 1, "createdAt": "2026-02-02T09:30:00Z", "updatedAt": "2026-02-02T09:30:00Z",
    });
    (input, view)
}
