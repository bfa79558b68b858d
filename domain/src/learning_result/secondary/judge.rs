//! A department, judged.

use serde::Serialize;
use std::collections::BTreeMap;

use super::super::Window;
use super::Standing;
use super::decide::{Decision, FEWEST, decide};
use super::measured::{Measure, Measured};
use super::norms::{Department, Indicator, NormUsed, SecondaryNorms};
use crate::amount::Amount;
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};

/// What is known of a department. R1 and R2 are those of its establishment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secondary {
    /// The department.
    pub department: Department,
    /// The last school year of the three.
    pub last: SchoolYear,
    /// What is known of each indicator.
    pub measures: BTreeMap<Indicator, Measure>,
}

/// One school year of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct YearMeasured {
    /// The school year.
    pub school_year: SchoolYear,
    /// Of how many it is; none where it is missing.
    pub pupils: Option<u64>,
    /// The value, rounded half up.
    pub value: Option<Amount>,
}

/// One indicator, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorJudged {
    /// Which one.
    pub indicator: Indicator,
    /// How it stands.
    pub standing: Standing,
    /// Why it cannot be judged.
    pub reasons: Vec<Reason>,
    /// The school years, the oldest first.
    pub years: Vec<YearMeasured>,
    /// The three years together, as far as they are there, rounded half up.
    pub value: Option<Amount>,
    /// Of how many that is.
    pub pupils: Option<u64>,
    /// What it is held against.
    pub norm: Option<NormUsed>,
}

/// A department, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// The department.
    pub department: Department,
    /// The last school year of the three.
    pub last: SchoolYear,
    /// What is decided.
    pub decision: Decision,
    /// Why nothing is.
    pub reasons: Vec<Reason>,
    /// Always: most norms are not known, and what is decided is not what the inspector decides.
    pub indicative: bool,
    /// Each indicator.
    pub indicators: Vec<IndicatorJudged>,
}

/// Judges a department.
pub fn secondary(input: &Secondary, norms: &SecondaryNorms) -> Judged {
    let each = Indicator::ALL.iter();
    let indicators: Vec<_> = each
        .map(|indicator| judged(input, norms, *indicator))
        .collect();
    let standings = indicators.iter().map(|one| (one.indicator, one.standing));
    let decision = decide(standings.clone());
    let mut reasons = Vec::new();
    if decision == Decision::NoJudgement {
        let available = standings.filter(|(_, standing)| *standing != Standing::NotJudged);
        let reason = Reason::new(Code::TooFewIndicators).with("minimum", FEWEST);
        reasons.push(reason.with("available", available.count()));
    }
    Judged {
        department: input.department,
        last: input.last,
        decision,
        reasons,
        indicative: true,
        indicators,
    }
}

fn judged(input: &Secondary, norms: &SecondaryNorms, indicator: Indicator) -> IndicatorJudged {
    let none = Measure::default();
    let measure = input.measures.get(&indicator).unwrap_or(&none);
    let window = Window::until(input.last);
    let mut reasons = Vec::new();
    let mut years = Vec::new();
    for school_year in window.iter() {
        let measured = measure.years.get(&school_year);
        if measured.is_none() {
            let reason = Reason::new(Code::LearningYearMissing);
            reasons.push(reason.with("schoolYear", school_year));
        }
        years.push(YearMeasured {
            school_year,
            pupils: measured.map(|measured| measured.of()),
            value: measured.and_then(|measured| measured.shown()),
        });
    }
    let there = window
        .iter()
        .filter_map(|year| measure.years.get(&year).copied());
    let together = Measured::together(there);
    let key = (indicator, input.department, input.last);
    let norm = match (measure.own_norm, together) {
        (Some(told), _) => Some(SecondaryNorms::told(told)),
        (None, Some(all)) => {
            let found = norms.lowered(key, &measure.characteristics, all.of());
            found.map_err(|wrong| reasons.extend(wrong)).ok()
        }
        (None, None) => None,
    };
    let standing = match (&norm, together) {
        (Some(norm), Some(all)) if reasons.is_empty() => match all.is_at_least(norm.exact) {
            true => Standing::AtOrAboveNorm,
            false => Standing::UnderNorm,
        },
        _ => Standing::NotJudged,
    };
    IndicatorJudged {
        indicator,
        standing,
        reasons,
        years,
        value: together.and_then(Measured::shown),
        pupils: together.map(Measured::of),
        norm,
    }
}
