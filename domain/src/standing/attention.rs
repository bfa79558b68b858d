//! What needs attention first: a ranked list, the same for the same facts.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::facts::UnitFacts;
use super::judged::LastWords;
use super::unit::{self, RequirementStanding, UnitStanding};
use super::why::answered;
use crate::baseline::BaselineStatus;
use crate::dossier::Level;
use crate::error::{Code, Reason, Subject};
use crate::framework::RequirementRef;
use crate::id::{GoalId, UnitId};
use crate::noun::Noun;
use crate::pdca::review::MissedReview;
use crate::words::words;

words! {
    /// What kind of attention, most pressing first: first what holds up work that was promised, then
    /// what is known to be wrong, then what is not measured, then what is not known.
    AttentionKind {
        /// An order of the inspectorate is past its due date.
        OrderOverdue => "orderOverdue",
        /// Results on social safety are not with the inspectorate, and were to be.
        DeliveryOverdue => "deliveryOverdue",
        /// A finding of an audit is past its due date.
        FindingOverdue => "findingOverdue",
        /// A unit has not said what it does with the results of a survey, and was to have done.
        SurveyFollowUpOverdue => "surveyFollowUpOverdue",
        /// An agreement of a quality conversation is past its due date.
        AgreementOverdue => "agreementOverdue",
        /// The context of a cycle changed; it stands still until someone confirms the plan.
        ContextChanged => "contextChanged",
        /// A goal is past its due date.
        GoalOverdue => "goalOverdue",
        /// Reviews of a goal were missed.
        ReviewMissed => "reviewMissed",
        /// An action is past its due date.
        ActionOverdue => "actionOverdue",
        /// Results on social safety are soon to be with the inspectorate.
        DeliveryNear => "deliveryNear",
        /// A unit is soon to say what it does with the results of a survey.
        SurveyFollowUpNear => "surveyFollowUpNear",
        /// A requirement is not in order by what was last said or judged of it, and no cycle works on it.
        NotYet => "notYet",
        /// The plan for a requirement is complete, but nobody measures whether it works.
        NotMeasured => "notMeasured",
        /// The unit does not know how it stands on a requirement, and no cycle works on it.
        Unknown => "unknown",
        /// Nothing was ever stated about a requirement, by the unit or by whoever judged it.
        Untouched => "untouched",
    }
}

/// Something that needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attention {
    /// What kind.
    pub kind: AttentionKind,
    /// The unit.
    pub unit_id: UnitId,
    /// What it is about, where that is a resource.
    pub subject: Option<Subject>,
    /// The requirement, where it is about one.
    pub requirement: Option<RequirementRef>,
    /// It is about a core standard, or holds something up.
    pub core: bool,
    /// How many days late, where it is late.
    pub days_late: Option<i64>,
    /// What it rests on.
    pub why: Vec<Reason>,
}

impl Attention {
    /// By kind; within a kind core standards first, then the latest; then by unit and subject, so
    /// that the order is always the same.
    pub(super) fn by_urgency(&self, other: &Self) -> Ordering {
        let key = |one: &Self| {
            let subject = one.subject.map(|subject| subject.id);
            (
                one.kind,
                !one.core,
                Reverse(one.days_late),
                one.unit_id,
                subject,
            )
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.requirement.cmp(&other.requirement))
    }

    pub(super) fn about(
        kind: AttentionKind,
        unit_id: UnitId,
        subject: Subject,
        why: Vec<Reason>,
    ) -> Self {
        Self {
            kind,
            unit_id,
            subject: Some(subject),
            requirement: None,
            core: false,
            days_late: None,
            why,
        }
    }

    pub(super) fn late(mut self, due_on: Date, on: Date) -> Self {
        self.days_late = Some((on - due_on).whole_days());
        self
    }
}

/// What needs attention in the cycles of a unit.
pub(super) fn of_work(unit: &UnitFacts<'_>, on: Date) -> Vec<Attention> {
    let mut all = changed_context(unit);
    for goal in unit::open_goals(unit, on) {
        if let Some(due_on) = goal.due_on.filter(|due| *due < on) {
            let why = vec![unit::goal(Code::GoalOverdue, &goal)];
            let subject = Subject::new(Noun::Goal, goal.id);
            let kind = AttentionKind::GoalOverdue;
            all.push(Attention::about(kind, unit.unit_id, subject, why).late(due_on, on));
        }
    }
    let mut missed: BTreeMap<GoalId, Vec<MissedReview>> = BTreeMap::new();
    for (goal, review) in unit::missed_reviews(unit, on) {
        missed.entry(goal).or_default().push(review);
    }
    for (goal, reviews) in missed {
        let Some(oldest) = reviews.iter().map(|review| review.due_on).min() else {
            continue;
        };
        let why = reviews
            .into_iter()
            .map(|review| unit::missed_review(goal, review));
        let subject = Subject::new(Noun::Goal, goal);
        let kind = AttentionKind::ReviewMissed;
        let item = Attention::about(kind, unit.unit_id, subject, why.collect());
        all.push(item.late(oldest, on));
    }
    for action in unit::open_actions(unit) {
        if let Some(due_on) = action.due_on.filter(|due| *due < on) {
            let why = vec![unit::action(Code::ActionOverdue, &action)];
            let subject = Subject::new(Noun::Action, action.id);
            let kind = AttentionKind::ActionOverdue;
            all.push(Attention::about(kind, unit.unit_id, subject, why).late(due_on, on));
        }
    }
    all
}

fn changed_context(unit: &UnitFacts<'_>) -> Vec<Attention> {
    let flagged = unit.work.cycles.iter();
    flagged
        .filter(|cycle| cycle.state.is_open() && !cycle.flagged_context.is_empty())
        .map(|cycle| {
            let why = cycle.flagged_context.iter().map(|factor| {
                Reason::new(Code::ContextUnconfirmed).about(Noun::ContextFactor, *factor)
            });
            let subject = Subject::new(Noun::ImprovementCycle, cycle.id);
            let kind = AttentionKind::ContextChanged;
            Attention::about(kind, unit.unit_id, subject, why.collect())
        })
        .collect()
}

/// What needs attention in the requirements of a unit: at most one thing for each.
pub(super) fn of_requirements(standing: &UnitStanding) -> Vec<Attention> {
    let items = standing.requirements.iter();
    items
        .filter_map(|one| of_requirement(standing.unit_id, one))
        .collect()
}

/// What needs attention in a requirement of a unit.
pub(super) fn of_requirement(unit: UnitId, one: &RequirementStanding) -> Option<Attention> {
    let (kind, why) = most_pressing(unit, one)?;
    Some(Attention {
        kind,
        unit_id: unit,
        subject: one.dossier_id.map(|id| Subject::new(Noun::Dossier, id)),
        requirement: Some(one.requirement.clone()),
        core: one.core,
        days_late: None,
        why,
    })
}

fn most_pressing(unit: UnitId, one: &RequirementStanding) -> Option<(AttentionKind, Vec<Reason>)> {
    let because = |code| Reason::new(code).with("requirement", &one.requirement);
    let works_on_it = one.worked_on;
    let with_weight = |mut why: Vec<Reason>| {
        if one.core {
            why.push(because(Code::CoreStandard));
        }
        why
    };
    let words = LastWords::of(one);
    let answer = |status| {
        let said = words.answer.filter(|said| said.status == status)?;
        Some(answered(unit, &one.requirement, said))
    };
    let unworked = |mut why: Vec<Reason>| {
        why.push(because(Code::NoRunningCycle));
        with_weight(why)
    };
    let mut short = words.short();
    short.extend(answer(BaselineStatus::NotYet));
    let measured = one.completeness.check.level == Level::Full;
    if !short.is_empty() && !works_on_it {
        Some((AttentionKind::NotYet, unworked(short)))
    } else if one.completeness.plan.level == Level::Full && !measured {
        let why = with_weight(one.completeness.check.why.clone());
        Some((AttentionKind::NotMeasured, why))
    } else if let Some(answer) = answer(BaselineStatus::Unknown).filter(|_| !works_on_it) {
        Some((AttentionKind::Unknown, unworked(vec![answer])))
    } else if untouched(one) {
        let why = with_weight(vec![because(Code::RequirementUntouched)]);
        Some((AttentionKind::Untouched, why))
    } else {
        None
    }
}

fn untouched(one: &RequirementStanding) -> bool {
    let parts = one.completeness.parts();
    let stated = one.said.is_some() || !one.judged.is_empty();
    !stated && parts.iter().all(|part| part.level == Level::None)
}
