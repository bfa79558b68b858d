//! Where units stand, on the wire: figures with what they rest on.

use akoki_domain::{
    baseline::BaselineStatus,
    standing::{
        Attention as Urgent, AttentionKind, Cell, Figure, Figures, RequirementSpread, Spread,
        Standing as Stands, ThemeRow, UnitStanding as UnitStands,
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
use crate::problem::WireReason;

/// The most entries of what needs attention that are shown.
pub const MOST_ATTENTION: usize = 100;

/// A number with what it rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Figure)]
pub struct WireFigure {
    /// How many.
    pub count: u32,
    /// What is counted; over several units the share of each.
    pub why: Vec<WireReason>,
}

/// How many requirements have nothing, something or everything of a phase.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CompletenessSpread)]
pub struct WireSpread {
    /// Nothing.
    pub none: u32,
    /// Something.
    pub partial: u32,
    /// Everything.
    pub full: u32,
}

impl From<Spread> for WireSpread {
    fn from(from: Spread) -> Self {
        Self {
            none: from.none,
            partial: from.partial,
            full: from.full,
        }
    }
}

/// One theme in one phase.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StandingCell)]
pub struct WireCell {
    /// The cycles of the theme that are in this phase.
    pub cycles: WireFigure,
    /// The completeness of this phase over the requirements of the theme.
    pub requirements: WireSpread,
}

/// One theme over plan, do, check and act.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StandingTheme)]
pub struct WireThemeRow {
    /// The theme.
    pub theme: WireTheme,
    /// Plan.
    pub plan: WireCell,
    /// Do.
    #[serde(rename = "do")]
    pub do_: WireCell,
    /// Check.
    pub check: WireCell,
    /// Act.
    pub act: WireCell,
}

/// The figures of a unit, or of several together.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StandingFigures)]
pub struct WireFigures {
    /// The six themes in the order of the model.
    pub themes: Vec<WireThemeRow>,
    /// Goals that are not decided upon.
    pub open_goals: WireFigure,
    /// Those among them whose due date has passed.
    pub overdue_goals: WireFigure,
    /// Actions that are still to be done.
    pub open_actions: WireFigure,
    /// Those among them whose due date has passed.
    pub overdue_actions: WireFigure,
    /// Reviews that were due and are not made up for.
    pub missed_reviews: WireFigure,
}

/// Completeness of one requirement over all units.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RequirementSpread)]
pub struct WireRequirementSpread {
    /// The requirement.
    pub requirement: String,
    /// Its theme.
    pub theme: Option<WireTheme>,
    /// Plan.
    pub plan: WireSpread,
    /// Do.
    #[serde(rename = "do")]
    pub do_: WireSpread,
    /// Check.
    pub check: WireSpread,
    /// Act.
    pub act: WireSpread,
    /// The units that are asked for it.
    pub why: Vec<WireReason>,
}

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
    /// What the last baseline said.
    pub baseline: Option<WireStatus>,
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
    /// The context of a cycle changed.
    ContextChanged,
    /// A goal is past its due date.
    GoalOverdue,
    /// Reviews were missed.
    ReviewMissed,
    /// An action is past its due date.
    ActionOverdue,
    /// Not in order, and nobody works on it.
    NotYet,
    /// Nobody measures whether it works.
    NotMeasured,
    /// Nobody knows, and nobody works on it.
    Unknown,
    /// Nothing was ever stated.
    Untouched,
}
both_ways!(
    WireAttentionKind,
    AttentionKind: ContextChanged, GoalOverdue, ReviewMissed, ActionOverdue, NotYet, NotMeasured, Unknown, Untouched
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

fn figure(of: &Figure, language: Language) -> WireFigure {
    WireFigure {
        count: of.count,
        why: reasons(&of.why, language),
    }
}

fn cell(of: &Cell, language: Language) -> WireCell {
    WireCell {
        cycles: figure(&of.cycles, language),
        requirements: of.requirements.into(),
    }
}

fn theme(of: &ThemeRow, language: Language) -> WireThemeRow {
    let [plan, do_, check, act] = &of.phases;
    WireThemeRow {
        theme: of.theme.into(),
        plan: cell(plan, language),
        do_: cell(do_, language),
        check: cell(check, language),
        act: cell(act, language),
    }
}

fn figures(of: &Figures, language: Language) -> WireFigures {
    WireFigures {
        themes: of.themes.iter().map(|row| theme(row, language)).collect(),
        open_goals: figure(&of.open_goals, language),
        overdue_goals: figure(&of.overdue_goals, language),
        open_actions: figure(&of.open_actions, language),
        overdue_actions: figure(&of.overdue_actions, language),
        missed_reviews: figure(&of.missed_reviews, language),
    }
}

fn spread(of: &RequirementSpread, language: Language) -> WireRequirementSpread {
    let [plan, do_, check, act] = of.phases.map(WireSpread::from);
    WireRequirementSpread {
        requirement: of.requirement.to_string(),
        theme: of.theme.map(Into::into),
        plan,
        do_,
        check,
        act,
        why: reasons(&of.why, language),
    }
}

fn attention(of: &Urgent, language: Language) -> WireAttention {
    WireAttention {
        kind: of.kind.into(),
        unit_id: of.unit_id.0,
        href: of
            .subject
            .map(|subject| format!("/v1/{}/{}", subject.noun.path(), subject.id)),
        requirement: of.requirement.as_ref().map(ToString::to_string),
        core: of.core,
        days_late: of.days_late,
        why: reasons(&of.why, language),
    }
}

fn unit(of: &UnitStands, seen: UnitSeen, whole: bool, language: Language) -> UnitStanding {
    let requirement = |one: &akoki_domain::standing::RequirementStanding| WireRequirement {
        requirement: one.requirement.to_string(),
        theme: one.theme.map(Into::into),
        core: one.core,
        dossier_id: one.dossier_id.map(|id| id.0),
        baseline: one.baseline.map(Into::into),
        completeness: WireCompleteness::new(&one.completeness, language),
    };
    UnitStanding {
        unit_id: of.unit_id.0,
        href: format!("/v1/organisation-units/{}/standing", of.unit_id),
        edition: seen.edition,
        snapshot_on: seen.snapshot_on,
        figures: figures(&of.figures, language),
        requirements: whole.then(|| of.requirements.iter().map(requirement).collect()),
    }
}

impl Standing {
    /// A standing of the domain in words. `seen` tells of each unit what the domain does not.
    pub fn new(
        top: Uuid,
        of: &Stands,
        editions: Vec<StandingEdition>,
        without: Vec<Uuid>,
        seen: impl Fn(Uuid) -> UnitSeen,
        language: Language,
    ) -> Self {
        let alone = of.units.len() == 1;
        Self {
            unit_id: top,
            on: of.on,
            editions,
            whole: figures(&of.whole, language),
            requirements: of
                .requirements
                .iter()
                .map(|one| spread(one, language))
                .collect(),
            units: of
                .units
                .iter()
                .map(|one| unit(one, seen(one.unit_id.0), alone, language))
                .collect(),
            units_without_snapshot: without,
            attention: of
                .attention
                .iter()
                .take(MOST_ATTENTION)
                .map(|one| attention(one, language))
                .collect(),
            attention_total: of.attention.len(),
        }
    }
}
