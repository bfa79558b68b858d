//! What observations come to, per team and school: nothing where fewer than five people were observed. What
//! may be told is settled once for the whole board, whatever is asked: small teams of a school are joined
//! (see [`crate::tally::parts`]), then schools that are small as a whole, and what is left of these stays
//! out. Every answer is made of whole parts, so that no two answers differ by fewer than five people.

use std::collections::{BTreeMap, BTreeSet};

use super::{Seen, levels};
use crate::framework::EditionContent;
use crate::id::{PersonId, UnitId};
use crate::tally::{FEWEST, Spread, parts};

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

/// Where a team or school stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The unit that carries its work.
    pub carrier: UnitId,
    /// All that stand above it.
    pub above: Vec<UnitId>,
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

/// How many people were observed so far, in steps of [`FEWEST`].
pub fn observed_so_far<'a>(observed: impl IntoIterator<Item = &'a Observed>) -> usize {
    let people: BTreeSet<PersonId> = observed.into_iter().map(|one| one.person).collect();
    people.len() / FEWEST * FEWEST
}

/// What the observations of a board under one instrument come to in a unit and all under it, for each
/// indicator. "Not seen" counts for nothing.
pub fn results(
    instrument: &EditionContent,
    observed: &[Observed],
    places: &BTreeMap<UnitId, Place>,
    asked: UnitId,
) -> Vec<IndicatorResult> {
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
    let within = |unit: &UnitId| {
        let place = places.get(unit);
        *unit == asked || place.is_some_and(|place| place.above.contains(&asked))
    };
    instrument
        .standards()
        .map(|node| {
            let units = all.remove(node.code.as_str()).unwrap_or_default();
            let mut told = told(&units, places);
            told.retain(|part| part.iter().all(within));
            let of = |part: &BTreeSet<UnitId>| {
                together(part.iter().filter_map(|unit| units.get(unit))).figures(&levels)
            };
            let whole = of(&told.iter().flatten().copied().collect());
            if told.len() < 2 {
                told.clear();
            }
            let part = |units: BTreeSet<UnitId>| {
                let figures = of(&units)?;
                Some(ObservedPart { units, figures })
            };
            IndicatorResult {
                indicator: node.code.clone(),
                whole,
                parts: told.into_iter().filter_map(part).collect(),
            }
        })
        .collect()
}

/// What may be told of a board, as parts of which each unit is in one at most.
fn told(
    units: &BTreeMap<UnitId, Sight>,
    places: &BTreeMap<UnitId, Place>,
) -> Vec<BTreeSet<UnitId>> {
    type Crowds = Vec<(BTreeSet<UnitId>, BTreeSet<PersonId>)>;
    let mut carriers: BTreeMap<UnitId, Crowds> = BTreeMap::new();
    for (unit, sight) in units {
        let carrier = places.get(unit).map_or(*unit, |place| place.carrier);
        let crowds = carriers.entry(carrier).or_default();
        crowds.push((BTreeSet::from([*unit]), sight.people.clone()));
    }
    let (mut all, mut small) = (Vec::new(), Crowds::new());
    for crowds in carriers.into_values() {
        let (whole, left) = parts(crowds);
        all.extend(whole.into_iter().map(|part| part.groups));
        small.extend(left.map(|part| (part.groups, part.crowd)));
    }
    let (whole, _) = parts(small);
    all.extend(whole.into_iter().map(|part| part.groups));
    all
}

fn together<'a>(units: impl Iterator<Item = &'a Sight>) -> Sight {
    let mut all = Sight::default();
    units.for_each(|sight| all.add(sight));
    all
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

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    /// A board, 100, with schools 10, 20 and so on, which have the teams 11, 12, 21.
    fn places() -> BTreeMap<UnitId, Place> {
        let of_team = |n: u128| Place {
            carrier: unit(n / 10 * 10),
            above: vec![unit(n / 10 * 10), unit(100)],
        };
        (10..60).map(|n| (unit(n), of_team(n))).collect()
    }

    fn told_of(all: &[Observed], asked: u128) -> IndicatorResult {
        let instrument = fixture::edition(&["I1", "I2"]);
        results(&instrument, all, &places(), unit(asked)).remove(0)
    }

    fn team(n: u128, people: std::ops::Range<u128>) -> impl Iterator<Item = Observed> {
        people.map(move |one| observed(n, one, "low"))
    }

    fn people(of: &IndicatorResult) -> Option<usize> {
        of.whole.as_ref().map(|figures| figures.people)
    }

    #[test]
    fn five_people_are_needed_not_five_observations() {
        let mut all: Vec<_> = (0..4).map(|person| observed(11, person, "mid")).collect();
        all.push(observed(11, 0, "high"));
        assert_eq!(told_of(&all, 10).whole, None);
        assert_eq!(observed_so_far(&all), 0);
        all.push(observed(11, 4, "high"));
        let figures = told_of(&all, 10).whole;
        let shown = figures.map(|one| (one.people, one.observations, one.mean));
        assert_eq!(shown, Some((5, 6, 233)));
        assert_eq!(observed_so_far(&all), 5);
    }

    #[test]
    fn a_small_team_is_shown_with_the_next_smallest_and_never_by_difference() {
        let all: Vec<_> = team(11, 0..6)
            .chain(team(12, 10..15))
            .chain(team(13, 20..22))
            .collect();
        let school = told_of(&all, 10);
        let shown: Vec<_> = school
            .parts
            .iter()
            .map(|part| part.figures.people)
            .collect();
        assert_eq!((people(&school), shown), (Some(13), vec![6, 7]));
        assert_eq!(school.parts[1].units.len(), 2);
        assert_eq!(people(&told_of(&all, 11)), Some(6));
        // It is enough by itself, and the school without it would show the small one.
        assert_eq!(people(&told_of(&all, 12)), None);
        assert_eq!(people(&told_of(&all, 13)), None);
    }

    #[test]
    fn schools_that_are_small_as_a_whole_are_told_together_or_not_at_all() {
        let mut all: Vec<_> = team(11, 0..10).chain(team(21, 10..12)).collect();
        assert_eq!(people(&told_of(&all, 100)), Some(10), "without the two");
        assert_eq!(people(&told_of(&all, 20)), None);
        all.extend(team(31, 20..23));
        let board = told_of(&all, 100);
        assert_eq!((people(&board), board.parts.len()), (Some(15), 2));
        assert_eq!(people(&told_of(&all, 10)), Some(10));
    }

    proptest! {
        #[test]
        fn no_two_answers_differ_by_fewer_than_five_people(
            all in proptest::collection::vec((1_u128..5, 1_u128..4, 0_u128..40), 0..90),
        ) {
            let all: Vec<_> = all.into_iter()
                .map(|(school, team, person)| observed(school * 10 + team, person, "mid")).collect();
            let asked: Vec<u128> = (10..45).chain([100]).collect();
            let answers: Vec<_> = asked.iter().map(|&one| told_of(&all, one)).collect();
            // The units on which an answer rests, as far as it says, and the observations in it.
            let count = |of: &IndicatorResult| of.whole.as_ref().map_or(0, |one| one.observations);
            let mut sets: Vec<BTreeSet<UnitId>> = Vec::new();
            for (at, answer) in answers.iter().enumerate() {
                prop_assert!(people(answer).is_none_or(|people| people >= FEWEST));
                sets.extend(answer.parts.iter().map(|part| part.units.clone()));
                if answer.whole.is_some() {
                    // What was told of it: all parts of the board that lie within.
                    let within = |n: &UnitId| *n == unit(asked[at]) || places()[n].above.contains(&unit(asked[at]));
                    let units: BTreeMap<UnitId, Sight> = all.iter().fold(BTreeMap::new(), |mut units, one| {
                        let sight: &mut Sight = units.entry(one.unit).or_default();
                        sight.people.insert(one.person);
                        units
                    });
                    let parts = told(&units, &places());
                    let set: BTreeSet<UnitId> = parts.into_iter().filter(|part| part.iter().all(within)).flatten().collect();
                    prop_assert_eq!(count(answer), all.iter().filter(|one| set.contains(&one.unit)).count() as u64);
                    sets.push(set);
                }
            }
            for a in &sets {
                for b in &sets {
                    for rest in [a - b, b - a, a & b] {
                        let left: BTreeSet<PersonId> = all.iter()
                            .filter(|one| rest.contains(&one.unit)).map(|one| one.person).collect();
                        prop_assert!(left.is_empty() || left.len() >= FEWEST, "{}", left.len());
                    }
                }
            }
        }
    }
}
