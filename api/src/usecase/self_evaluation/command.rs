//! Commands to a self-evaluation. Concluding lets its verdicts stand.

use akoki_domain::{
    access::Permission,
    evaluation::{Command as EvaluationStep, Facts, SelfEvaluation, decide, given, may_show_anew},
    id::UnitId,
};
use akoki_openapi::wire::self_evaluation::EvaluationCommand;
use akoki_persistence::repo::{organisation_unit::of_ids, score, verdict};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use time::Date;

use super::{SelfEvaluations, verdicts::may_fix};
use crate::{
    failure::Failure,
    resource::{Commanded, Taken},
    work::Work,
};

impl Commanded for SelfEvaluations {
    type Order = EvaluationCommand;

    const TRANSITION: &'static str = "transitionSelfEvaluation";
    const LIST_TRANSITIONS: &'static str = "listSelfEvaluationTransitions";
    const COMMAND: Permission = Permission::WriteEvaluations;

    async fn take(
        work: Work<'_>,
        before: &SelfEvaluation,
        order: EvaluationCommand,
    ) -> Result<Taken<SelfEvaluation>, Failure> {
        let ids = [(before.board_id, before.id)];
        let people = score::participants(work.tx, &work.call.everything(), &ids).await?;
        let participants = people.get(&before.id).copied().unwrap_or_default();
        let today = work.today_of(before.board_id).await?;
        let step = decide(
            before.state,
            order.command,
            &Facts::of(before, participants, today),
        )?;
        if order.command == EvaluationStep::Conclude {
            may_fix(work, before).await?;
        }
        let mut after = before.clone();
        if order.command == EvaluationStep::Reopen {
            // What was not shown is no measure of what may be shown next.
            let everything = work.call.everything();
            let changed = score::changed_since_shown(work.tx, &everything, before).await?;
            after.round += i64::from(may_show_anew(changed.into_values()));
        }
        after.apply(&step, today);
        let mut told = Map::new();
        if let Some(on) = after.concluded_on {
            conclude(work, &after, on).await?;
            told.insert("concludedOn".to_owned(), json!(on));
        }
        Ok(Taken {
            after,
            command: step.command.as_str(),
            from: step.from.as_str(),
            to: step.to.as_str(),
            told,
        })
    }

    fn order_example() -> Value {
        json!({"command": "start"})
    }
}

/// Gives the verdicts to every unit that it counts for, where the work of each hangs.
async fn conclude(work: Work<'_>, evaluation: &SelfEvaluation, on: Date) -> Result<(), Failure> {
    let mut units = vec![evaluation.unit_id];
    units.extend(&evaluation.plan.covers);
    let found = of_ids(work.tx, &work.call.everything(), &units).await?;
    let carriers: BTreeSet<UnitId> = found.iter().map(|unit| unit.record.carrier_id).collect();
    let carriers: Vec<UnitId> = carriers.into_iter().collect();
    let verdicts = given(evaluation, &carriers, on, || work.id());
    Ok(verdict::add(work.tx, &verdicts).await?)
}
