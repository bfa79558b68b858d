//! Where a board's days begin: nearly all boards live by Amsterdam, those on the Caribbean islands by
//! their own clocks.

use serde::{Deserialize, Serialize};
use time::Date;

/// The time zones in which boards can be, by their IANA names.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub enum TimeZone {
    /// The European part of the Netherlands.
    #[default]
    #[serde(rename = "Europe/Amsterdam")]
    Amsterdam,
    /// Curaçao.
    #[serde(rename = "America/Curacao")]
    Curacao,
    /// Bonaire, Saba and Sint Eustatius.
    #[serde(rename = "America/Kralendijk")]
    Kralendijk,
    /// Sint Maarten.
    #[serde(rename = "America/Lower_Princes")]
    LowerPrinces,
    /// Aruba.
    #[serde(rename = "America/Aruba")]
    Aruba,
}

impl TimeZone {
    /// Every one of them; that of whoever names none comes first.
    pub const ALL: [TimeZone; 5] = [
        TimeZone::Amsterdam,
        TimeZone::Curacao,
        TimeZone::Kralendijk,
        TimeZone::LowerPrinces,
        TimeZone::Aruba,
    ];

    /// Its IANA name.
    pub const fn as_str(self) -> &'static str {
        match self {
            TimeZone::Amsterdam => "Europe/Amsterdam",
            TimeZone::Curacao => "America/Curacao",
            TimeZone::Kralendijk => "America/Kralendijk",
            TimeZone::LowerPrinces => "America/Lower_Princes",
            TimeZone::Aruba => "America/Aruba",
        }
    }
}

impl std::str::FromStr for TimeZone {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        TimeZone::ALL
            .into_iter()
            .find(|zone| zone.as_str() == text)
            .ok_or(())
    }
}

/// Which day it is at one moment, in every zone in which a board can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days([(TimeZone, Date); TimeZone::ALL.len()]);

impl Days {
    /// The day of each zone, from whoever knows the clock.
    pub fn new(day: impl Fn(TimeZone) -> Date) -> Self {
        Self(TimeZone::ALL.map(|zone| (zone, day(zone))))
    }

    /// The same day everywhere.
    pub fn same(day: Date) -> Self {
        Self::new(|_| day)
    }

    /// The day in a zone.
    pub fn of(&self, zone: TimeZone) -> Date {
        let [(_, amsterdam), ..] = self.0;
        self.0
            .iter()
            .find(|(other, _)| *other == zone)
            .map_or(amsterdam, |(_, day)| *day)
    }

    /// The zones in which it is another day than in Amsterdam, with that day; none for most of the day.
    pub fn elsewhere(&self) -> impl Iterator<Item = (TimeZone, Date)> + '_ {
        let here = self.of(TimeZone::Amsterdam);
        self.0.iter().copied().filter(move |(_, day)| *day != here)
    }

    /// The latest of these days.
    pub fn latest(&self) -> Date {
        let [(_, first), ..] = self.0;
        self.0
            .iter()
            .fold(first, |latest, (_, day)| latest.max(*day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_zone_is_read_as_it_is_written() {
        for zone in TimeZone::ALL {
            assert_eq!(zone.as_str().parse(), Ok(zone));
            let json = serde_json::to_value(zone).ok();
            assert_eq!(json, Some(zone.as_str().into()));
        }
        assert_eq!("Europe/Brussels".parse::<TimeZone>(), Err(()));
        assert_eq!(TimeZone::ALL.first(), Some(&TimeZone::default()));
    }

    #[test]
    fn days_are_told_apart_only_where_they_differ() {
        let (here, there) = (date!(2026 - 08 - 01), date!(2026 - 07 - 31));
        assert_eq!(Days::same(here).elsewhere().count(), 0);
        let days = Days::new(|zone| if zone == TimeZone::Aruba { there } else { here });
        assert_eq!(days.of(TimeZone::Aruba), there);
        assert_eq!(days.of(TimeZone::Curacao), here);
        assert_eq!(
            days.elsewhere().collect::<Vec<_>>(),
            [(TimeZone::Aruba, there)]
        );
        assert_eq!(days.latest(), here);
    }
}
