//! The figures of a standing on the wire: of everything together with what they rest on, of each of
//! several units the numbers alone.

use akoki_domain::{
    Reason,
    error::View,
    standing::{Answers, Cell, Figure, Figures, RequirementSpread, Spread, ThemeRow},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::Shown;
use crate::{problem::WireReason, wire::framework::WireTheme};

/// How many reasons are shown of a figure over several units. The others follow from the units, which
/// are all there.
pub const MOST_SHARES: usize = 5;

/// A number with what it rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Figure)]
pub struct WireFigure {
    /// How many.
    pub count: u32,
    /// What it rests on: all of one unit, the largest shares of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Vec<WireReason>>,
    /// How many reasons there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_total: Option<usize>,
}

/// How many requirements have nothing, something or everything of a phase.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CompletenessSpread)]
pub struct WireSpread {
    /// Nothing.
    pub none: u32,
    /// Something.
    pub partial: u32,
    /// Everything.
    pub full: u32,
    /// What they rest on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Vec<WireReason>>,
    /// How many reasons there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_total: Option<usize>,
}

impl WireSpread {
    fn new(from: Spread, why: Option<Why>) -> Self {
        let (why, why_total) = why.unzip();
        Self {
            none: from.none,
            partial: from.partial,
            full: from.full,
            why,
            why_total,
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
    /// Findings and orders that are still to be followed up.
    pub open_follow_ups: WireFigure,
    /// Those among them whose due date has passed.
    pub overdue_follow_ups: WireFigure,
}

impl WireFigures {
    fn with(of: &Figures, why: &impl Fn(&[Reason]) -> Option<Why>) -> Self {
        let figure = |of: &Figure| {
            let (why, why_total) = why(&of.why).unzip();
            WireFigure {
                count: of.count,
                why,
                why_total,
            }
        };
        let cell = |of: &Cell| WireCell {
            cycles: figure(&of.cycles),
            requirements: WireSpread::new(of.requirements, why(&of.why)),
        };
        let theme = |of: &ThemeRow| {
            let [plan, do_, check, act] = of.phases.each_ref().map(cell);
            WireThemeRow {
                theme: of.theme.into(),
                plan,
                do_,
                check,
                act,
            }
        };
        Self {
            themes: of.themes.iter().map(theme).collect(),
            open_goals: figure(&of.open_goals),
            overdue_goals: figure(&of.overdue_goals),
            open_actions: figure(&of.open_actions),
            overdue_actions: figure(&of.overdue_actions),
            missed_reviews: figure(&of.missed_reviews),
            open_follow_ups: figure(&of.open_follow_ups),
            overdue_follow_ups: figure(&of.overdue_follow_ups),
        }
    }

    /// The numbers alone: what they rest on is said of the whole, or where the unit stands by itself.
    pub(super) fn numbers(of: &Figures) -> Self {
        Self::with(of, &|_| None)
    }
}

/// What units said of a requirement in their last baselines.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BaselineAnswers)]
pub struct WireAnswers {
    /// It is in order.
    pub in_order: u32,
    /// It is not in order yet.
    pub not_yet: u32,
    /// The unit does not know.
    pub unknown: u32,
    /// The unit has not said.
    pub none: u32,
    /// The answers.
    pub why: Vec<WireReason>,
    /// How many answers there are.
    pub why_total: usize,
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
    /// What the units say of themselves, apart from what is computed.
    pub baseline: WireAnswers,
    /// The units that are asked for it.
    pub why: Vec<WireReason>,
    /// How many units are asked for it.
    pub why_total: usize,
}

/// Reasons shown, and how many there are.
type Why = (Vec<WireReason>, usize);

impl Shown<'_> {
    fn reason(&self, reason: &Reason) -> WireReason {
        let mut wire = WireReason::new(reason, self.language);
        if matches!(reason.view, Some(View::Standing)) {
            wire.href = wire.href.map(|href| href + self.query);
        }
        wire
    }

    /// What a figure rests on: the largest shares, and everything that is no share of another unit.
    fn shares(&self, of: &[Reason]) -> Why {
        let is_share = |reason: &&Reason| matches!(reason.view, Some(View::Standing));
        let own = of.iter().filter(|reason| !is_share(reason));
        let shares = of.iter().filter(is_share).take(MOST_SHARES);
        let all = shares.chain(own).map(|reason| self.reason(reason));
        (all.collect(), of.len())
    }

    /// What the numbers of one requirement rest on.
    fn why(&self, of: &[Reason]) -> Why {
        let most = if self.alone { of.len() } else { MOST_SHARES };
        let all = of.iter().take(most).map(|reason| self.reason(reason));
        (all.collect(), of.len())
    }

    pub(super) fn figures(&self, of: &Figures) -> WireFigures {
        WireFigures::with(of, &|why| Some(self.shares(why)))
    }

    pub(super) fn requirement(&self, of: &RequirementSpread) -> WireRequirementSpread {
        let [plan, do_, check, act] = of.phases.map(|phase| WireSpread::new(phase, None));
        let (why, why_total) = self.why(&of.why);
        WireRequirementSpread {
            requirement: of.requirement.to_string(),
            theme: of.theme.map(Into::into),
            plan,
            do_,
            check,
            act,
            baseline: self.answers(&of.answers),
            why,
            why_total,
        }
    }

    fn answers(&self, of: &Answers) -> WireAnswers {
        let (why, why_total) = self.why(&of.why);
        WireAnswers {
            in_order: of.in_order,
            not_yet: of.not_yet,
            unknown: of.unknown,
            none: of.none,
            why,
            why_total,
        }
    }
}
