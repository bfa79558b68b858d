//! A goal as it is shown: with what was last measured, what was missed and what is decided, computed
//! for a whole page at once.

use akoki_domain::{
    Noun, Reason,
    id::{BoardId, CycleId, GoalId},
    pdca::{
        Cycle, Decision, Goal, Measurement, MissedReview, Review, State, measurement::last,
        review::missed, testable,
    },
};
use akoki_openapi::{
    problem::WireReason,
    wire::{
        goal::{Goal as View, GoalMeasured, MissedReview as WireMissedReview},
        schema::Links,
    },
};
use akoki_persistence::{Source, Stored, repo::cycle::of_goals};
use std::collections::BTreeMap;
use time::Date;

use super::Kept;
use crate::{
    failure::Failure,
    guard::Call,
    today::BoardDays,
    usecase::improvement_cycle::{
        belonging::{cycles_of, items},
        path,
    },
};

/// The views of a page of goals.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<Kept>>,
) -> Result<Vec<View>, Failure> {
    let around = Around::load(call, source, &items).await?;
    let views = items.into_iter().map(|item| around.view(call, item));
    Ok(views.collect())
}

/// What the views of a page of goals look at, loaded at once.
struct Around {
    cycles: BTreeMap<CycleId, Cycle>,
    measurements: Vec<Measurement>,
    reviews: Vec<Review>,
    decisions: Vec<Decision>,
    days: BoardDays,
}

impl Around {
    async fn load(
        call: &Call,
        source: &impl Source,
        goals: &[Stored<Kept>],
    ) -> Result<Self, Failure> {
        let scope = call.scope();
        let ids: Vec<(BoardId, GoalId)> = goals
            .iter()
            .map(|goal| (goal.record.board_id, goal.record.item.id))
            .collect();
        let cycles = cycles_of(call, source, goals).await?;
        let days = call.days_of(source, ids.iter().map(|id| id.0)).await?;
        Ok(Self {
            cycles,
            measurements: items(of_goals(source, &scope, &ids).await?),
            reviews: items(of_goals(source, &scope, &ids).await?),
            decisions: items(of_goals(source, &scope, &ids).await?),
            days,
        })
    }

    fn view(&self, call: &Call, item: Stored<Kept>) -> View {
        let Stored { record, meta } = item;
        let today = self.days.of(record.board_id);
        let goal = record.item;
        let cycle = self.cycles.get(&record.cycle_id);
        let state = cycle.map_or(State::Plan, |cycle| cycle.state);
        let decision = self.decisions.iter().find(|one| one.goal_id == goal.id);
        let missing = testable(&goal);
        let late = goal.plan.due_on.is_some_and(|due| due < today);
        View {
            id: goal.id.0,
            cycle_id: record.cycle_id.0,
            cycle_state: state,
            unit_id: record.unit_id.0,
            previous_id: goal.previous.map(|id| id.0),
            testable: missing.is_empty(),
            missing: in_words(&missing, call),
            overdue: late && decision.is_none() && state.is_open(),
            last_measurement: last(&self.measurements, goal.id).map(|last| GoalMeasured {
                id: last.id.0,
                measured_on: last.found.measured_on,
                value: last.found.value,
                reached: goal.plan.reached_by(last.found.value),
            }),
            missed_reviews: self.missed(&goal, cycle, decision, today),
            decision_id: decision.map(|decision| decision.id.0),
            links: links(&goal, decision),
            title: goal.plan.title,
            indicator: goal.plan.indicator,
            unit_of_measure: goal.plan.unit_of_measure,
            baseline: goal.plan.baseline,
            target: goal.plan.target,
            direction: goal.plan.direction,
            due_on: goal.plan.due_on,
            review_rhythm: goal.plan.review_rhythm.map(Into::into),
            owner_id: goal.plan.owner.map(|id| id.0),
            expected_effect: goal.plan.expected_effect.as_ref().map(Into::into),
            version: meta.version,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }

    /// The reviews that were missed since Do started, up to the due date or the decision.
    fn missed(
        &self,
        goal: &Goal,
        cycle: Option<&Cycle>,
        decision: Option<&Decision>,
        today: Date,
    ) -> Vec<WireMissedReview> {
        // Of a round that was broken off nothing falls due any more.
        let running = |cycle: &&Cycle| cycle.state.is_open() || decision.is_some();
        let started = cycle.filter(running).and_then(|cycle| cycle.do_started_on);
        let (Some(started), Some(rhythm)) = (started, goal.plan.review_rhythm) else {
            return Vec::new();
        };
        let decided = decision.map(|decision| decision.taken.taken_on);
        let last_day = match (goal.plan.due_on, decided) {
            (Some(due), Some(decided)) => Some(due.min(decided)),
            (due, decided) => due.or(decided),
        };
        let held: Vec<_> = self
            .reviews
            .iter()
            .filter(|review| review.goal_id == goal.id)
            .map(|review| review.held.held_on)
            .collect();
        missed(started, rhythm, last_day, &held, today)
            .into_iter()
            .map(|MissedReview { due_on, made_up_on }| WireMissedReview { due_on, made_up_on })
            .collect()
    }
}

fn in_words(reasons: &[Reason], call: &Call) -> Vec<WireReason> {
    reasons
        .iter()
        .map(|reason| WireReason::new(reason, call.language))
        .collect()
}

fn links(goal: &Goal, decision: Option<&Decision>) -> Links {
    let own = path(Noun::Goal, goal.id);
    let mut links = Links::from([
        ("self", own.clone()),
        ("cycle", path(Noun::ImprovementCycle, goal.cycle_id)),
        ("actions", format!("/v1/actions?goalId={}", goal.id)),
        ("measurements", format!("{own}/measurements")),
        ("reviews", format!("{own}/reviews")),
        ("decisions", format!("{own}/decisions")),
    ]);
    if let Some(previous) = goal.previous {
        links.insert("previous", path(Noun::Goal, previous));
    }
    if let Some(decision) = decision {
        links.insert("decision", path(Noun::Decision, decision.id));
    }
    links
}
