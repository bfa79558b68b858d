//! What the service gathers for a conversation: where the school stands, what was last said of it, and what
//! is left of the agreements. Kept as it was on the day on which it was gathered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Agreement, Previous};
use crate::error::{Code, Reason, View};
use crate::framework::RequirementRef;
use crate::id::{QualityConversationId, UnitId};
use crate::noun::Noun;
use crate::standing::{Attention, AttentionKind, Standing};
use crate::verdict::{EvaluationLevel, GivenVerdict, Voice};

/// How much of what needs attention is put on the agenda.
const MOST_ATTENTION: usize = 10;

/// What was gathered for a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gathered {
    /// The day.
    pub on: Date,
    /// Counts of the standing of the unit.
    pub figures: GatheredFigures,
    /// What needs attention first.
    pub attention: Vec<Attention>,
    /// The goals and actions that are past their due date.
    pub overdue: Vec<Attention>,
    /// How the newest verdicts of each voice fall out.
    pub verdicts: Vec<VoiceCount>,
    /// The conversation before.
    pub previous: Option<QualityConversationId>,
    /// Its agreements that were not done.
    pub agreements: Vec<Agreement>,
}

/// Counts of a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatheredFigures {
    /// Goals that are not decided upon.
    pub open_goals: u32,
    /// Those among them whose due date has passed.
    pub overdue_goals: u32,
    /// Actions that are still to be done.
    pub open_actions: u32,
    /// Those among them whose due date has passed.
    pub overdue_actions: u32,
    /// Reviews that were due and are not made up for.
    pub missed_reviews: u32,
    /// Findings and orders that were still to be followed up.
    pub open_follow_ups: u32,
    /// Those among them whose due date had passed.
    pub overdue_follow_ups: u32,
    /// How much needs attention in all.
    pub attention: u32,
}

/// How the newest verdicts of one voice, at one level of the organisation, fall out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoiceCount {
    /// Who gave them.
    pub voice: Voice,
    /// At which level, of self-assessed ones.
    pub level: Option<EvaluationLevel>,
    /// The day of the newest.
    pub newest_on: Date,
    /// How many there are of each value.
    pub values: Vec<ValueCount>,
}

/// How often a value was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValueCount {
    /// A level of a scale; absent for "not assessed".
    pub value: Option<String>,
    /// How many.
    pub count: u32,
}

/// Gathers what there is to talk about on a day.
pub fn gather(
    standing: &Standing,
    verdicts: &[GivenVerdict],
    previous: Option<&Previous>,
) -> Gathered {
    let figures = &standing.whole;
    let late = |one: &&Attention| match one.kind {
        AttentionKind::OrderOverdue
        | AttentionKind::DeliveryOverdue
        | AttentionKind::FindingOverdue
        | AttentionKind::SurveyFollowUpOverdue
        | AttentionKind::GoalOverdue
        | AttentionKind::ActionOverdue => true,
        AttentionKind::ContextChanged
        // What was agreed before is gathered by itself.
        | AttentionKind::AgreementOverdue
        | AttentionKind::ReviewMissed
        | AttentionKind::DeliveryNear
        | AttentionKind::SurveyFollowUpNear
        | AttentionKind::NotYet
        | AttentionKind::NotMeasured
        | AttentionKind::Unknown
        | AttentionKind::Untouched => false,
    };
    let all = standing.attention.iter();
    Gathered {
        on: standing.on,
        figures: GatheredFigures {
            open_goals: figures.open_goals.count,
            overdue_goals: figures.overdue_goals.count,
            open_actions: figures.open_actions.count,
            overdue_actions: figures.overdue_actions.count,
            missed_reviews: figures.missed_reviews.count,
            open_follow_ups: figures.open_follow_ups.count,
            overdue_follow_ups: figures.overdue_follow_ups.count,
            attention: count(standing.attention.len()),
        },
        attention: all.clone().take(MOST_ATTENTION).cloned().collect(),
        overdue: all.filter(late).cloned().collect(),
        verdicts: of_voices(verdicts),
        previous: previous.map(|one| one.id),
        agreements: previous.map(|one| one.open.clone()).unwrap_or_default(),
    }
}

/// Of every requirement the newest verdict of each voice and level, counted by value. The order in which
/// they come does not matter.
fn of_voices(verdicts: &[GivenVerdict]) -> Vec<VoiceCount> {
    // Of teams of one school each counts.
    type Newest<'a> = BTreeMap<(&'a RequirementRef, Option<UnitId>), &'a GivenVerdict>;
    let mut voices: BTreeMap<(Voice, Option<EvaluationLevel>), Newest<'_>> = BTreeMap::new();
    for one in verdicts {
        let newest = voices.entry((one.voice, one.level)).or_default();
        let kept = newest.entry((&one.requirement, one.apart())).or_insert(one);
        if (one.given_on, one.id) > (kept.given_on, kept.id) {
            *kept = one;
        }
    }
    let counted = voices.into_iter().filter_map(|((voice, level), newest)| {
        let mut values: BTreeMap<Option<&String>, usize> = BTreeMap::new();
        for one in newest.values() {
            let seen = values.entry(one.value.as_ref()).or_default();
            *seen = seen.saturating_add(1);
        }
        let values = values.into_iter().map(|(value, seen)| ValueCount {
            value: value.cloned(),
            count: count(seen),
        });
        Some(VoiceCount {
            voice,
            level,
            newest_on: newest.values().map(|one| one.given_on).max()?,
            values: values.collect(),
        })
    });
    counted.collect()
}

impl Gathered {
    /// What there is to talk about, in the order in which it is best talked about: what was agreed, what is
    /// late, what needs attention, what others say.
    pub fn agenda(&self, unit: UnitId) -> Vec<Reason> {
        let mut all = Vec::new();
        let mut point = |reason: Reason, length: usize| {
            if length > 0 {
                all.push(reason.with("count", length));
            }
        };
        let mut agreed = Reason::new(Code::AgendaAgreements);
        if let Some(previous) = self.previous {
            agreed = agreed.about(Noun::QualityConversation, previous);
        }
        point(agreed, self.agreements.len());
        let of_unit = |code| {
            let reason = Reason::new(code).about(Noun::OrganisationUnit, unit);
            reason.seen(View::Standing)
        };
        point(of_unit(Code::AgendaOverdue), self.overdue.len());
        // Of all that needs attention only the first is put here.
        let attention = usize::try_from(self.figures.attention).unwrap_or(usize::MAX);
        point(of_unit(Code::AgendaAttention), attention);
        let values = self.verdicts.iter().flat_map(|voice| &voice.values);
        let given = values.map(|value| usize::try_from(value.count).unwrap_or(usize::MAX));
        let given = given.fold(0, usize::saturating_add);
        let about = Reason::new(Code::AgendaVerdicts).about(Noun::OrganisationUnit, unit);
        point(about, given);
        all
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
