//! Which unit carries the work: nearly every school has one establishment, and then school and
//! establishment are one thing in practice. Dossiers, cycles, surveys and verdicts hang at the carrier.

use serde::{Deserialize, Serialize};
use time::Date;

use super::period::Period;
use crate::id::UnitId;

/// A dated change of carrier. What hung at the old carrier stays readable there; from this day on new
/// work hangs at the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarrierChange {
    /// The first day on which the new carrier holds.
    pub on: Date,
    /// The carrier until then.
    pub from: UnitId,
    /// The carrier from then on.
    pub to: UnitId,
}

/// An establishment of a school, as far as the rule looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedEstablishment {
    /// Its id.
    pub id: UnitId,
    /// The days on which it exists.
    pub period: Period,
    /// Its carrier so far; none when it is being made, so that nothing can hang anywhere yet.
    pub carrier_id: Option<UnitId>,
    /// The changes of its carrier so far, oldest first.
    pub changes: Vec<CarrierChange>,
}

/// The carrier of one establishment after the rule was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledCarrier {
    /// The establishment.
    pub id: UnitId,
    /// Its carrier.
    pub carrier_id: UnitId,
    /// All changes of its carrier, oldest first.
    pub changes: Vec<CarrierChange>,
}

/// The carriers of the establishments of a school on a day; only those that differ from what is
/// recorded. The school carries itself, always. Of the establishments that exist on the day, a single
/// one is carried by the school; of several each carries itself. One that has ended keeps its carrier.
pub fn settle_carriers(
    school: UnitId,
    establishments: &[CarriedEstablishment],
    day: Date,
) -> Vec<SettledCarrier> {
    let current = |e: &&CarriedEstablishment| e.period.contains(day);
    let single = establishments.iter().filter(current).count() == 1;
    establishments
        .iter()
        .filter_map(|establishment| {
            let wanted = match establishment.period.contains(day) {
                true if single => school,
                true => establishment.id,
                // Not there on the day: as it was, or itself when it is made for later or for history.
                false => establishment.carrier_id.unwrap_or(establishment.id),
            };
            settle(establishment, wanted, day)
        })
        .collect()
}

fn settle(
    establishment: &CarriedEstablishment,
    wanted: UnitId,
    day: Date,
) -> Option<SettledCarrier> {
    let mut changes = establishment.changes.clone();
    match establishment.carrier_id {
        Some(carrier) if carrier == wanted => return None,
        None => {}
        Some(carrier) => {
            // Two changes on one day are one: nobody could have worked in between by the calendar.
            let from = match changes.pop_if(|last| last.on >= day) {
                Some(same_day) => same_day.from,
                None => carrier,
            };
            if from != wanted {
                let to = wanted;
                changes.push(CarrierChange { on: day, from, to });
            }
        }
    }
    Some(SettledCarrier {
        id: establishment.id,
        carrier_id: wanted,
        changes,
    })
}

/// The carrier of a unit on a day, from its present carrier and the changes so far.
pub fn carrier_on(carrier_id: UnitId, changes: &[CarrierChange], day: Date) -> UnitId {
    match changes.iter().rev().find(|change| change.on <= day) {
        Some(change) => change.to,
        None => changes.first().map_or(carrier_id, |change| change.from),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;
    use uuid::Uuid;

    const SCHOOL: UnitId = UnitId(Uuid::from_u128(1));
    const MAIN: UnitId = UnitId(Uuid::from_u128(2));
    const SECOND: UnitId = UnitId(Uuid::from_u128(3));

    fn establishment(id: UnitId, carrier_id: Option<UnitId>) -> CarriedEstablishment {
        CarriedEstablishment {
            id,
            period: Period::default(),
            carrier_id,
            changes: vec![],
        }
    }

    #[test]
    fn a_single_establishment_is_carried_by_its_school() {
        let day = date!(2026 - 04 - 01);
        let settled = settle_carriers(SCHOOL, &[establishment(MAIN, None)], day);
        assert_eq!(
            settled,
            [SettledCarrier {
                id: MAIN,
                carrier_id: SCHOOL,
                changes: vec![]
            }]
        );
        let again = settle_carriers(SCHOOL, &[establishment(MAIN, Some(SCHOOL))], day);
        assert_eq!(again, []);
    }

    #[test]
    fn a_second_establishment_makes_a_dated_change_of_the_first() {
        let day = date!(2026 - 08 - 01);
        let both = [
            establishment(MAIN, Some(SCHOOL)),
            establishment(SECOND, None),
        ];
        let settled = settle_carriers(SCHOOL, &both, day);
        let change = CarrierChange {
            on: day,
            from: SCHOOL,
            to: MAIN,
        };
        assert_eq!(
            settled,
            [
                SettledCarrier {
                    id: MAIN,
                    carrier_id: MAIN,
                    changes: vec![change]
                },
                SettledCarrier {
                    id: SECOND,
                    carrier_id: SECOND,
                    changes: vec![]
                },
            ]
        );
        assert_eq!(carrier_on(MAIN, &[change], date!(2026 - 07 - 31)), SCHOOL);
        assert_eq!(carrier_on(MAIN, &[change], day), MAIN);
    }

    #[test]
    fn an_establishment_of_later_counts_when_its_day_comes() {
        let mut second = establishment(SECOND, None);
        second.period.from = Some(date!(2026 - 08 - 01));
        let both = [establishment(MAIN, Some(SCHOOL)), second];
        let before = settle_carriers(SCHOOL, &both, date!(2026 - 07 - 31));
        assert_eq!(before.iter().map(|s| s.id).collect::<Vec<_>>(), [SECOND]);
        let after = settle_carriers(SCHOOL, &both, date!(2026 - 08 - 01));
        assert_eq!(after.len(), 2);
    }

    #[test]
    fn a_change_undone_on_its_day_leaves_nothing() {
        let day = date!(2026 - 08 - 01);
        let mut main = establishment(MAIN, Some(MAIN));
        main.changes = vec![CarrierChange {
            on: day,
            from: SCHOOL,
            to: MAIN,
        }];
        let settled = settle_carriers(SCHOOL, &[main], day);
        assert_eq!(
            settled,
            [SettledCarrier {
                id: MAIN,
                carrier_id: SCHOOL,
                changes: vec![]
            }]
        );
    }

    proptest! {
        // Whatever comes and goes, settling is stable, and the history ends with the present.
        #[test]
        fn settling_twice_changes_nothing(
            days in proptest::collection::vec((0_i32..40, proptest::option::of(0_i32..40)), 1..5),
            steps in proptest::collection::vec(0_i32..40, 1..8),
        ) {
            let day = |n: i32| Date::from_julian_day(2_460_000 + n).unwrap();
            let mut all: Vec<_> = days.iter().enumerate().map(|(i, (from, until))| {
                let mut e = establishment(UnitId(Uuid::from_u128(10 + i as u128)), None);
                e.period = Period::new(Some(day(*from)), until.map(|u| day(u.max(*from))));
                e
            }).collect();
            let mut steps = steps;
            steps.sort_unstable();
            for step in steps {
                let today = day(step);
                for settled in settle_carriers(SCHOOL, &all, today) {
                    for e in all.iter_mut().filter(|e| e.id == settled.id) {
                        e.carrier_id = Some(settled.carrier_id);
                        e.changes.clone_from(&settled.changes);
                    }
                }
                prop_assert_eq!(settle_carriers(SCHOOL, &all, today), vec![]);
                let current: Vec<_> = all.iter().filter(|e| e.period.contains(today)).collect();
                for e in &all {
                    let carrier = e.carrier_id.unwrap();
                    prop_assert_eq!(carrier_on(carrier, &e.changes, today), carrier);
                    prop_assert!(e.changes.windows(2).all(|w| w[0].on < w[1].on && w[0].to == w[1].from));
                    if current.contains(&e) {
                        prop_assert_eq!(carrier, if current.len() == 1 { SCHOOL } else { e.id });
                    }
                }
            }
        }
    }
}
