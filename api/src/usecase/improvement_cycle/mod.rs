//! Improvement cycles: opening, changing, removing; their commands and their evaluation.

pub mod belonging;
mod command;
mod evaluation;
mod examples;
mod view;

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    id::{BoardId, ContextFactorId},
    pdca::{
        ContextFactor, Cycle, Evaluation, Goal,
        editing::{cycle_edits, may_edit, may_remove_cycle},
    },
};
use akoki_openapi::wire::improvement_cycle::{ImprovementCycle, ImprovementCycleInput};
use akoki_persistence::{
    Record, Source, Stored, Verb, find_many,
    repo::cycle::{OfCycle, of_cycles},
};
use serde_json::{Value, json};

use super::carrier::carrier;
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

pub use command::endpoints as command_endpoints;
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
        let unit = carrier(work, input.unit_id, "/unitId").await?;
        let mut wrong = Vec::new();
        let stated = input.stated(&mut wrong);
        wrong.extend(unknown_factors(work, unit.board_id, &stated.context_factors).await?);
        match Cycle::open(work.id(), unit.board_id, unit.id, stated) {
            Ok(cycle) if wrong.is_empty() => Ok(cycle),
            Ok(_) => Err(invalid(wrong)),
            Err(more) => {
                wrong.extend(more);
                Err(invalid(wrong))
            }
        }
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
        let stated = input.stated(&mut wrong);
        wrong.extend(unknown_factors(work, before.board_id, &stated.context_factors).await?);
        let edits = cycle_edits(&before.input(), &stated);
        let mut after = before.clone();
        wrong.extend(after.change(stated).err().unwrap_or_default());
        if !wrong.is_empty() {
            return Err(invalid(wrong));
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

/// The context factors that are unknown, out of reach or another board's.
async fn unknown_factors(
    work: Work<'_>,
    board: BoardId,
    factors: &[ContextFactorId],
) -> Result<Vec<Reason>, Failure> {
    let ids: Vec<_> = factors.iter().map(|factor| factor.0).collect();
    let scope = work.call.scope_of(Permission::ReadCycles);
    let known = find_many::<ContextFactor>(work.tx, &scope, &ids).await?;
    let is_known = |factor: &ContextFactorId| {
        let mut all = known.iter();
        all.any(|one| one.record.id == *factor && one.record.board_id == board)
    };
    Ok(factors
        .iter()
        .enumerate()
        .filter(|(_, factor)| !is_known(factor))
        .map(|(index, _)| {
            Reason::new(Code::UnknownReference).at(format!("/contextFactorIds/{index}"))
        })
        .collect())
}

/// Everything wrong with a body.
pub fn invalid(reasons: Vec<Reason>) -> Failure {
    Failure::Invalid {
        part: "body",
        reasons,
    }
}

/// The path of a resource.
pub fn path(noun: Noun, id: impl std::fmt::Display) -> String {
    format!("/v1/{}/{id}", noun.path())
}

/// Sets the evaluation.
fn evaluated(cycle: &Cycle, evaluation: Evaluation) -> Cycle {
    Cycle {
        evaluation: Some(evaluation),
        ..cycle.clone()
    }
}
