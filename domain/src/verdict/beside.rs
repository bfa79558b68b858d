//! Verdicts side by side: what each voice last said of each standard of one edition, how that compares
//! with the year before, and where the unit and those from outside do not see the same. Voices stand beside
//! each other and never become one figure.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::GivenVerdict;
use super::blind::{BlindSpot, blind_spots};
use super::place::{Bearing, Places};
use crate::calendar::SchoolYear;
use crate::framework::{EditionContent, Library, Relation, RequirementRef};
use crate::words::words;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The edition by whose standards and scale verdicts are seen; without one only a board's own
    /// standards have a place.
    pub edition: Option<&'a EditionContent>,
    /// The day: later verdicts are left out.
    pub on: Date,
    /// The only school year from which verdicts are shown.
    pub year: Option<SchoolYear>,
}

/// The verdicts of a unit, standard by standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Every standard of the edition in its order, then the board's own that have a verdict.
    pub standards: Vec<StandardBeside>,
    /// The newest verdicts on what no single standard of the edition stands for.
    pub elsewhere: Vec<Unplaced>,
}

/// What the voices say of one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardBeside {
    /// The standard.
    pub requirement: RequirementRef,
    /// The newest verdict of each voice, and of each level of the organisation about itself, in the order
    /// of [`super::Voice::ALL`] and [`super::EvaluationLevel::ALL`]; of teams and subject departments one of each.
    pub said: Vec<Said>,
    /// Where the unit and those from outside differ.
    pub blind_spots: Vec<BlindSpot>,
}

/// A verdict as it stands beside others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The verdict.
    pub verdict: GivenVerdict,
    /// The place of its level in the scale of the edition, the lowest being 0; none for "not assessed" and
    /// for a level of another scale.
    pub rank: Option<usize>,
    /// How it compares with the year before.
    pub trend: Trend,
}

words! {
    /// How a verdict compares with that of the school year before.
    TrendWay {
        /// It is higher.
        Up => "up",
        /// It is the same.
        Same => "same",
        /// It is lower.
        Down => "down",
        /// There is nothing to compare with.
        None => "none",
        /// There was one, on something that this standard does not stand for alone, or in another scale.
        NotComparable => "notComparable",
    }
}

/// How a verdict compares with that of the same voice, and of the same team or subject department, in the school year before its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// Which way.
    pub way: TrendWay,
    /// What it was held against, the newest first.
    pub against: Vec<GivenVerdict>,
    /// How the standards relate, where that keeps them from being compared or several were joined.
    pub relation: Option<Relation>,
}

/// A verdict on a requirement for which no single standard of the edition stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// The verdict.
    pub verdict: GivenVerdict,
    /// What became of the requirement; none when no mappings lead there.
    pub relation: Option<Relation>,
    /// Codes in the edition where its content is found.
    pub found_in: Vec<String>,
}

/// What makes one verdict newer than another.
fn age(verdict: &GivenVerdict) -> (Date, crate::id::VerdictId) {
    (verdict.given_on, verdict.id)
}

/// Puts the verdicts of one unit side by side; in whatever order they come.
pub fn beside(library: &Library, asked: &Asked<'_>, verdicts: &[GivenVerdict]) -> Beside {
    let places = Places::new(library, asked.edition, verdicts);
    let mut known: Vec<&GivenVerdict> = verdicts.iter().collect();
    known.retain(|verdict| verdict.given_on <= asked.on);
    known.sort_by_key(|verdict| std::cmp::Reverse(age(verdict)));
    let in_year =
        |verdict: &&GivenVerdict| asked.year.is_none_or(|year| year == verdict.school_year);
    let shown = known.iter().copied().filter(in_year);
    let of_edition = asked.edition.into_iter().flat_map(|edition| {
        edition.standards().map(|node| RequirementRef::Shipped {
            edition: edition.edition.clone(),
            code: node.code.clone(),
        })
    });
    let mut placed: BTreeMap<RequirementRef, Vec<&GivenVerdict>> = BTreeMap::new();
    let mut nowhere = Vec::new();
    for verdict in shown {
        match places.of(&verdict.requirement) {
            Some(place) => placed.entry(place).or_default().push(verdict),
            None => nowhere.push(verdict),
        }
    }
    let own = placed
        .keys()
        .filter(|place| matches!(place, RequirementRef::Own(_)));
    let own: Vec<RequirementRef> = own.cloned().collect();
    let standards = of_edition.chain(own).map(|requirement| {
        let here = placed
            .get(&requirement)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let said: Vec<Said> = newest(here)
            .into_iter()
            .map(|verdict| said(&places, &requirement, verdict, &known))
            .collect();
        StandardBeside {
            blind_spots: blind_spots(&said),
            requirement,
            said,
        }
    });
    Beside {
        standards: standards.collect(),
        elsewhere: elsewhere(&places, &nowhere),
    }
}

/// The newest verdict of each voice, level, and team of several. They come newest first.
fn newest<'a>(verdicts: &[&'a GivenVerdict]) -> Vec<&'a GivenVerdict> {
    let mut all: Vec<&GivenVerdict> = Vec::new();
    for verdict in verdicts {
        if !all.iter().any(|newer| newer.whose() == verdict.whose()) {
            all.push(verdict);
        }
    }
    all.sort_by_key(|verdict| verdict.whose());
    all
}

fn rank(places: &Places<'_>, verdict: &GivenVerdict) -> Option<usize> {
    places.edition?.scale.rank(verdict.value.as_deref()?)
}

fn said(
    places: &Places<'_>,
    requirement: &RequirementRef,
    verdict: &GivenVerdict,
    known: &[&GivenVerdict],
) -> Said {
    let year = verdict.school_year.0;
    let before: Vec<&GivenVerdict> = known
        .iter()
        .filter(|one| one.whose() == verdict.whose())
        .filter(|one| one.school_year.0 + 1 == year)
        .copied()
        .collect();
    Said {
        verdict: verdict.clone(),
        rank: rank(places, verdict),
        trend: trend(places, requirement, verdict, &before),
    }
}

impl Trend {
    fn nothing() -> Self {
        Self {
            way: TrendWay::None,
            against: Vec::new(),
            relation: None,
        }
    }
}

/// Holds a verdict against those of the year before, which come newest first.
fn trend(
    places: &Places<'_>,
    requirement: &RequirementRef,
    now: &GivenVerdict,
    before: &[&GivenVerdict],
) -> Trend {
    let bears = |one: &GivenVerdict| places.bearing(&one.requirement, requirement);
    if let Some(last) = before.iter().find(|one| bears(one) == Bearing::Wholly) {
        return Trend {
            way: compared(places, now, last),
            against: vec![(*last).clone()],
            relation: None,
        };
    }
    let part = before.iter().find_map(|one| match bears(one) {
        Bearing::Partly(relation) => Some((*one, relation)),
        Bearing::Wholly | Bearing::None => None,
    });
    let Some((last, relation)) = part else {
        return Trend::nothing();
    };
    let unlike = Trend {
        way: TrendWay::NotComparable,
        against: vec![last.clone()],
        relation: Some(relation),
    };
    joined(places, requirement, now, before, last).unwrap_or(unlike)
}

fn compared(places: &Places<'_>, now: &GivenVerdict, before: &GivenVerdict) -> TrendWay {
    if now.value.is_none() || before.value.is_none() {
        return TrendWay::None;
    }
    match (rank(places, now), rank(places, before)) {
        (Some(now), Some(before)) => match now.cmp(&before) {
            Ordering::Greater => TrendWay::Up,
            Ordering::Equal => TrendWay::Same,
            Ordering::Less => TrendWay::Down,
        },
        (None, _) | (_, None) => TrendWay::NotComparable,
    }
}

/// Several standards became one: where each had a verdict, and the new one lies on the same side of all,
/// that can be said.
fn joined(
    places: &Places<'_>,
    requirement: &RequirementRef,
    now: &GivenVerdict,
    before: &[&GivenVerdict],
    last: &GivenVerdict,
) -> Option<Trend> {
    let RequirementRef::Shipped { edition, .. } = &last.requirement else {
        return None;
    };
    let sources = places.merged_from(edition, requirement)?;
    let newest = |source: &RequirementRef| before.iter().find(|one| one.requirement == *source);
    let mut against: Vec<&GivenVerdict> = Vec::new();
    for source in &sources {
        against.push(newest(source)?);
    }
    against.sort_by_key(|one| std::cmp::Reverse(age(one)));
    let ways: BTreeSet<TrendWay> = against
        .iter()
        .map(|one| compared(places, now, one))
        .collect();
    let mut ways = ways.into_iter();
    let (Some(way), None) = (ways.next(), ways.next()) else {
        return None;
    };
    Some(Trend {
        way,
        against: against.into_iter().cloned().collect(),
        relation: Some(Relation::Merged),
    })
}

/// The newest verdict of each voice, level, and team of several on each requirement that has no place of its own.
fn elsewhere(places: &Places<'_>, nowhere: &[&GivenVerdict]) -> Vec<Unplaced> {
    let mut all: Vec<&GivenVerdict> = Vec::new();
    for verdict in nowhere {
        let same = |other: &&GivenVerdict| {
            (other.whose(), &other.requirement) == (verdict.whose(), &verdict.requirement)
        };
        if !all.iter().any(same) {
            all.push(verdict);
        }
    }
    all.sort_by(|a, b| (&a.requirement, a.whose()).cmp(&(&b.requirement, b.whose())));
    all.into_iter()
        .map(|verdict| {
            let (relation, found_in) = places.elsewhere(&verdict.requirement);
            Unplaced {
                verdict: verdict.clone(),
                relation,
                found_in,
            }
        })
        .collect()
}
