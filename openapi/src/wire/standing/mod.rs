//! Where units stand, on the wire: figures with what they rest on.

mod figures;
mod judged;

use akoki_domain::{
    baseline::BaselineStatus,
    standing::{
        Attention as Urgent, AttentionKind, RequirementStanding, Said, Standing as Stands,
        UnitStanding as UnitStands,
    },
    text::Language,
};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    dossier::WireCompleteness,
    framework::{WireTheme, both_ways, reasons},
};
use crate::{address, problem::WireReason};

pub use figures::{
    WireAnswers, WireCell, WireFigure, WireFigures, WireRequirementSpread, WireSpread, WireThemeRow,
};
pub use judged::RequirementVerdict;

/// The most entries of what needs attention that are shown.
pub const MOST_ATTENTION: usize = 100;

/// What a baseline says of a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BaselineStatus)]
pub enum WireStatus {
    /// It is in order.
    InOrder,
    /// Not yet.
    NotYet,
    /// Not known.
    Unknown,
}
both_ways!(WireStatus, BaselineStatus: InOrder, NotYet, Unknown);

/// What a unit said of a requirement in a baseline.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BaselineSaid)]
pub struct WireSaid {
    /// How it stands.
    pub status: WireStatus,
    /// Why, in one line.
    pub line: Option<String>,
    /// The day that it speaks of.
    pub assessed_on: Date,
}

impl From<&Said> for WireSaid {
    fn from(from: &Said) -> Self {
        Self {
            status: from.status.into(),
            line: from.line.clone(),
            assessed_on: from.assessed_on,
        }
    }
}

/// What a unit has of a requirement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RequirementStanding)]
pub struct WireRequirement {
    /// The requirement.
    pub requirement: String,
    /// Its theme.
    pub theme: Option<WireTheme>,
    /// Whether it weighs more in the judgement of the whole.
    pub core: bool,
    /// Its dossier.
    pub dossier_id: Option<Uuid>,
    /// What the last baseline said: the unit's own view, which completes nothing.
    pub baseline: Option<WireSaid>,
    /// What was judged of it, as far as the caller may hear it.
    pub judged: Vec<RequirementVerdict>,
    /// How complete it is.
    pub completeness: WireCompleteness,
}

/// Where one unit stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnitStanding {
    /// The unit.
    pub unit_id: Uuid,
    /// Its own standing.
    pub href: String,
    /// The edition that holds for it.
    pub edition: Option<String>,
    /// The day of the snapshot shown; none when it was computed now.
    pub snapshot_on: Option<Date>,
    /// Its figures.
    pub figures: WireFigures,
    /// What it has of each requirement; only in the standing of the unit by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirements: Option<Vec<WireRequirement>>,
}

/// What kind of attention.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AttentionKind)]
pub enum WireAttentionKind {
    /// An order of the inspectorate is late.
    OrderOverdue,
    /// Results on social safety are late for the inspectorate.
    DeliveryOverdue,
    /// A finding of an audit is late.
    FindingOverdue,
    /// The follow-up of a survey is late.
    SurveyFollowUpOverdue,
    /// An agreement of a quality conversation is late.
    AgreementOverdue,
    /// The context of a cycle changed.
    ContextChanged,
    /// A goal is past its due date.
    GoalOverdue,
    /// Reviews were missed.
    ReviewMissed,
    /// An action is past its due date.
    ActionOverdue,
    /// Results on social safety are soon due.
    DeliveryNear,
    /// The follow-up of a survey is soon due.
    SurveyFollowUpNear,
    /// Not in order, and nobody works on it.
    NotYet,
    /// Nobody measures whether it works.
    NotMeasured,
    /// Nobody knows, and nobody works on it.
    Unknown,
    /// Nothing was ever stated or judged.
    Untouched,
}
both_ways!(
    WireAttentionKind,
    AttentionKind: OrderOverdue, DeliveryOverdue, FindingOverdue, SurveyFollowUpOverdue, AgreementOverdue, ContextChanged, GoalOverdue, ReviewMissed, ActionOverdue, DeliveryNear, SurveyFollowUpNear, NotYet, NotMeasured, Unknown, Untouched
);

/// Something that needs attention.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attention)]
pub struct WireAttention {
    /// What kind.
    pub kind: WireAttentionKind,
    /// The unit.
    pub unit_id: Uuid,
    /// The resource that it is about.
    pub href: Option<String>,
    /// The requirement that it is about.
    pub requirement: Option<String>,
    /// Whether it is about a core standard.
    pub core: bool,
    /// How many days late.
    pub days_late: Option<i64>,
    /// What it rests on.
    pub why: Vec<WireReason>,
}

/// An edition by which units are seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StandingEdition {
    /// The edition.
    pub edition: String,
    /// Whether a newer one was due and is not known here.
    pub possibly_outdated: bool,
}

/// Where a unit and everything under it stands on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// The unit asked for.
    pub unit_id: Uuid,
    /// The day: the reference for due dates.
    pub on: Date,
    /// The editions by which the units are seen.
    pub editions: Vec<StandingEdition>,
    /// All units together.
    pub whole: WireFigures,
    /// Completeness per requirement over all units.
    pub requirements: Vec<WireRequirementSpread>,
    /// Each unit that carries work by itself.
    pub units: Vec<UnitStanding>,
    /// Units of which nothing is known on a day in the past.
    pub units_without_snapshot: Vec<Uuid>,
    /// What needs attention, most pressing first; at most a hundred.
    pub attention: Vec<WireAttention>,
    /// How much needs attention in all.
    pub attention_total: usize,
}

/// What is known of a unit beside its figures.
#[derive(Debug, Clone, Default)]
pub struct UnitSeen {
    /// The edition that holds for it.
    pub edition: Option<String>,
    /// The day of the snapshot.
    pub snapshot_on: Option<Date>,
}

/// How a standing is put into words.
struct Shown<'a> {
    language: Language,
    /// The question asked, to be put after the address of the standing of one unit.
    query: &'a str,
    /// There is one unit, and all is said of it.
    alone: bool,
}

/// What needs attention, in words.
pub(in crate::wire) fn attention(of: &Urgent, language: Language) -> WireAttention {
    WireAttention {
        kind: of.kind.into(),
        unit_id: of.unit_id.0,
        href: of.subject.map(address::of_resource),
        requirement: of.requirement.as_ref().map(ToString::to_string),
        core: of.core,
        days_late: of.days_late,
        why: reasons(&of.why, language),
    }
}

impl Shown<'_> {
    fn unit(&self, of: &UnitStands, seen: UnitSeen) -> UnitStanding {
        let requirement = |one: &RequirementStanding| WireRequirement {
            requirement: one.requirement.to_string(),
            theme: one.theme.map(Into::into),
            core: one.core,
            dossier_id: one.dossier_id.map(|id| id.0),
            baseline: one.said.as_ref().map(Into::into),
            judged: one.judged.iter().map(Into::into).collect(),
            completeness: WireCompleteness::new(&one.completeness, self.language),
        };
        UnitStanding {
            unit_id: of.unit_id.0,
            href: format!(
                "/v1/organisation-units/{}/standing{}",
                of.unit_id, self.query
            ),
            edition: seen.edition,
            snapshot_on: seen.snapshot_on,
            figures: WireFigures::numbers(&of.figures),
            requirements: self
                .alone
                .then(|| of.requirements.iter().map(requirement).collect()),
        }
    }
}

impl Standing {
    /// A standing of the domain in words. `query` is the question asked, from the question mark on;
    /// `seen` tells of each unit what the domain does not.
    pub fn new(
        top: Uuid,
        of: &Stands,
        query: &str,
        editions: Vec<StandingEdition>,
        without: Vec<Uuid>,
        seen: impl Fn(Uuid) -> UnitSeen,
        language: Language,
    ) -> Self {
        let shown = Shown {
            language,
            query,
            alone: of.units.len() == 1,
        };
        let requirements = of.requirements.iter();
        let units = of.units.iter();
        let attention = of.attention.iter().take(MOST_ATTENTION);
        Self {
            unit_id: top,
            on: of.on,
            editions,
            whole: shown.figures(&of.whole),
            requirements: requirements.map(|one| shown.requirement(one)).collect(),
            units: units
                .map(|one| shown.unit(one, seen(one.unit_id.0)))
                .collect(),
            units_without_snapshot: without,
            attention: attention
                .map(|one| self::attention(one, language))
                .collect(),
            attention_total: of.attention.len(),
        }
    }
}
