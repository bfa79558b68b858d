//! Improvement cycles: opening, changing, removing; their commands and their evaluation.

pub mod belonging;
mod command;
mod evaluation;
mod examples;
mod origin;
pub mod references;
mod view;

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    id::{BoardId, UnitId},
    pdca::{
        Cycle, CycleInput, Evaluation, Goal,
        editing::{cycle_edits, may_edit, may_remove_cycle},
    },
};
use akoki_openapi::wire::improvement_cycle::{ImprovementCycle, ImprovementCycleInput};
use akoki_persistence::{
    Record, Source, Stored, Verb,
    repo::cycle::{OfCycle, of_cycles},
};
use serde_json::{Value, json};

use self::origin::unknown_origin;
use self::references::{unknown_factors, unknown_person, unknown_requirements};
use super::carrier::carried_anew;
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

pub use evaluation::endpoint as evaluation_endpoint;

/// The resource.
pub struct Cycles;

impl Resource for Cycles {
    type Record = Cycle;
    type Input = ImprovementCycleInput;
    type View = ImprovementCycle;

    const NAMES: Names = names!("ImprovementCycle", "ImprovementCycles", "improvement");
    const READ: Permission = Permission::ReadCycles;
    const WRITE: Permission = Permission::WriteCycles;

    async fn create(work: Work<'_>, input: ImprovementCycleInput) -> Result<Cycle, Failure> {
        let mut wrong = Vec::new();
        let unit = carried_anew(work, input.unit_id, None, &mut wrong).await?;
        let stated = input.stated(&mut wrong);
        wrong.extend(stated.check());
        let place = unit.as_ref().map(|unit| (unit.board_id, unit.id));
        wrong.extend(unknown(work, place, &stated, &CycleInput::default()).await?);
        let Some(unit) = unit.filter(|_| wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        Cycle::open(work.id(), unit.board_id, unit.id, stated)
            .map_err(|wrong| Failure::invalid("body", wrong))
    }

    async fn change(
        work: Work<'_>,
        before: &Cycle,
        input: ImprovementCycleInput,
    ) -> Result<Cycle, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let (stated, old) = (input.stated(&mut wrong), before.input());
        let place = Some((before.board_id, before.unit_id));
        wrong.extend(unknown(work, place, &stated, &old).await?);
        let edits = cycle_edits(&old, &stated);
        let mut after = before.clone();
        wrong.extend(after.change(stated).err().unwrap_or_default());
        if !wrong.is_empty() {
            return Err(Failure::invalid("body", wrong));
        }
        for edit in edits {
            may_edit(before.id, before.state, edit)?;
        }
        Ok(after)
    }

    async fn remove(work: Work<'_>, cycle: &Cycle) -> Result<(), Failure> {
        may_remove_cycle(cycle)?;
        // Whoever follows a goal or an action hears of its end.
        bury::<Goal>(work, cycle).await?;
        bury::<akoki_domain::pdca::Action>(work, cycle).await?;
        bury::<akoki_domain::pdca::Measurement>(work, cycle).await?;
        bury::<akoki_domain::pdca::Review>(work, cycle).await
    }

    fn input(cycle: &Cycle) -> ImprovementCycleInput {
        cycle.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Cycle>>,
    ) -> Result<Vec<ImprovementCycle>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::cycle()
    }
}

/// Records the end of all of one kind that goes with its cycle.
async fn bury<T>(work: Work<'_>, cycle: &Cycle) -> Result<(), Failure>
where
    OfCycle<T>: Record,
{
    let ids = [(cycle.board_id, cycle.id)];
    for one in of_cycles::<T>(work.tx, &work.scope(), &ids).await? {
        let values = json!({"cycleId": cycle.id});
        work.record(&one.record, one.meta.version, Verb::Deleted, values, None);
    }
    Ok(())
}

/// What the cycle refers to that is unknown.
async fn unknown(
    work: Work<'_>,
    place: Option<(BoardId, UnitId)>,
    now: &CycleInput,
    before: &CycleInput,
) -> Result<Vec<Reason>, Failure> {
    let board = place.map(|(board, _)| board);
    let mut wrong =
        unknown_requirements(work, board, &now.requirements, &before.requirements).await?;
    wrong.extend(unknown_factors(work, board, &now.context_factors).await?);
    wrong.extend(unknown_person(work, place, "/ownerId", now.owner, before.owner).await?);
    wrong.extend(unknown_origin(work, board, now.origin, before.origin).await?);
    Ok(wrong)
}

/// The path of a resource.
pub fn path(noun: Noun, id: impl std::fmt::Display) -> String {
    format!("/v1/{}/{id}", noun.path())
}

/// Where the cycles are that arise from something.
pub fn path_of_arising(id: impl std::fmt::Display) -> String {
    format!("/v1/improvement-cycles?originId={id}")
}

/// Sets the evaluation.
fn evaluated(cycle: &Cycle, evaluation: Evaluation) -> Cycle {
    Cycle {
        evaluation: Some(evaluation),
        ..cycle.clone()
    }
}
