//! What observations come to, per team and school: nothing where fewer than five people were observed, and
//! small teams are joined (see [`crate::tally::join`]).

use std::collections::{BTreeMap, BTreeSet};

use super::{Seen, levels};
use crate::framework::EditionContent;
use crate::id::{PersonId, UnitId};
use crate::tally::{FEWEST, Spread, join};

/// What counts of one observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The team or school.
    pub unit: UnitId,
    /// Whose lesson it was.
    pub person: PersonId,
    /// What was seen.
    pub seen: Vec<Seen>,
}

/// What the observations of at least five people say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedFigures {
    /// How many people were observed.
    pub people: usize,
    /// How many observations there are with a level.
    pub observations: u64,
    /// How many got each level, lowest first.
    pub distribution: Vec<(String, u64)>,
    /// The mean rank, the lowest level being 1, in hundredths.
    pub mean: i64,
}

/// What is shown of teams that are shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedPart {
    /// The teams and schools.
    pub units: BTreeSet<UnitId>,
    /// What was seen there.
    pub figures: ObservedFigures,
}

/// The result of one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorResult {
    /// The indicator.
    pub indicator: String,
    /// What was seen, of enough people.
    pub whole: Option<ObservedFigures>,
    /// What was seen in the teams, where there are two parts at least.
    pub parts: Vec<ObservedPart>,
}

/// What was seen of one indicator in one unit.
#[derive(Debug, Clone, Default)]
struct Sight {
    people: BTreeSet<PersonId>,
    spread: Spread,
}

impl Sight {
    fn add(&mut self, other: &Sight) {
        self.people.extend(&other.people);
        self.spread.add(&other.spread);
    }

    fn figures(&self, levels: &[&str]) -> Option<ObservedFigures> {
        if self.people.len() < FEWEST {
            return None;
        }
        let counts = self.spread.0.iter().copied();
        Some(ObservedFigures {
            people: self.people.len(),
            observations: self.spread.count(),
            distribution: levels
                .iter()
                .map(|&level| level.to_owned())
                .zip(counts)
                .collect(),
            mean: self.spread.mean()?,
        })
    }
}

/// What these observations under one instrument come to, for each of its indicators. "Not seen" counts for
/// nothing.
pub fn results(instrument: &EditionContent, observed: &[Observed]) -> Vec<IndicatorResult> {
    let levels: Vec<&str> = levels(instrument).collect();
    let mut all: BTreeMap<&str, BTreeMap<UnitId, Sight>> = BTreeMap::new();
    for one in observed {
        for seen in &one.seen {
            let Some(level) = &seen.level else { continue };
            let place = levels.iter().position(|known| known == level);
            let units = all.entry(&seen.indicator).or_default();
            let sight = units.entry(one.unit).or_default();
            sight.spread.0.resize(levels.len(), 0);
            if let Some(count) = place.and_then(|place| sight.spread.0.get_mut(place)) {
                *count += 1;
                sight.people.insert(one.person);
            }
        }
    }
    instrument
        .standards()
        .map(|node| {
            let units = all.remove(node.code.as_str()).unwrap_or_default();
            IndicatorResult {
                indicator: node.code.clone(),
                whole: together(units.values()).figures(&levels),
                parts: parts(&units, &levels),
            }
        })
        .collect()
}

fn together<'a>(units: impl Iterator<Item = &'a Sight>) -> Sight {
    let mut all = Sight::default();
    units.for_each(|sight| all.add(sight));
    all
}

fn parts(units: &BTreeMap<UnitId, Sight>, levels: &[&str]) -> Vec<ObservedPart> {
    let crowds = units
        .iter()
        .map(|(unit, sight)| (*unit, sight.people.clone()));
    let shown = join(crowds).into_iter().filter_map(|part| {
        let of_part = part.groups.iter().filter_map(|unit| units.get(unit));
        Some(ObservedPart {
            figures: together(of_part).figures(levels)?,
            units: part.groups,
        })
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::framework::tests::fixture;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn observed(unit: u128, person: u128, level: &str) -> Observed {
        Observed {
            unit: UnitId(Uuid::from_u128(unit)),
            person: PersonId(Uuid::from_u128(person)),
            seen: vec![Seen {
                indicator: "I1".into(),
                level: Some(level.into()),
            }],
        }
    }

    #[test]
    fn five_people_are_needed_not_five_observations() {
        let instrument = fixture::edition(&["I1", "I2"]);
        let mut all: Vec<_> = (0..4).map(|person| observed(1, person, "mid")).collect();
        all.push(observed(1, 0, "high"));
        assert_eq!(results(&instrument, &all)[0].whole, None);
        all.push(observed(1, 4, "high"));
        let results = results(&instrument, &all);
        let figures = results[0].whole.as_ref();
        let shown = figures.map(|one| (one.people, one.observations, one.mean));
        assert_eq!(shown, Some((5, 6, 233)));
        assert_eq!(results[1].whole, None);
    }

    #[test]
    fn a_small_team_is_shown_with_the_next_smallest() {
        let instrument = fixture::edition(&["I1"]);
        let team =
            |unit, people: std::ops::Range<u128>| people.map(move |one| observed(unit, one, "low"));
        let all: Vec<_> = team(1, 0..6)
            .chain(team(2, 10..15))
            .chain(team(3, 20..22))
            .collect();
        let results = results(&instrument, &all);
        let people: Vec<_> = results[0]
            .parts
            .iter()
            .map(|part| part.figures.people)
            .collect();
        assert_eq!(people, [6, 7]);
        assert_eq!(results[0].parts[1].units.len(), 2);
    }

    proptest! {
        #[test]
        fn every_part_that_is_shown_is_of_five_people(
            all in proptest::collection::vec((0_u128..5, 0_u128..30), 0..80),
        ) {
            let instrument = fixture::edition(&["I1"]);
            let all: Vec<_> = all.into_iter().map(|(unit, person)| observed(unit, person, "mid")).collect();
            let one = &results(&instrument, &all)[0];
            for part in &one.parts {
                prop_assert!(part.figures.people >= FEWEST);
            }
            let shown: u64 = one.parts.iter().map(|part| part.figures.observations).sum();
            prop_assert!(one.parts.is_empty() || shown == all.len() as u64);
        }
    }
}
