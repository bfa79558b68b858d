//! Which edition holds on a day. An investigation or audit pins the edition in force on its start
//! date; what came later does not touch it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::iso_date;
use super::requirement::EditionRef;
use crate::calendar::SchoolYear;

/// Name and dates of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EditionSpan {
    /// Which edition.
    pub edition: EditionRef,
    /// First day in force.
    #[serde(with = "iso_date")]
    pub valid_from: Date,
    /// Last day in force; none while no end is known.
    #[serde(with = "iso_date::option")]
    pub valid_until: Option<Date>,
    /// Last day beside the next edition; none for no limit.
    #[serde(with = "iso_date::option")]
    pub readable_until: Option<Date>,
    /// Whether a new edition is due each 1 August.
    pub renewed_yearly: bool,
}

/// Where an edition stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditionPhase {
    /// Published, not yet in force.
    Announced,
    /// In force.
    InForce,
    /// No longer in force, still shown beside the next.
    Readable,
    /// Shown only for what is pinned to it.
    Archived,
}

impl EditionSpan {
    /// Whether an investigation may start under it on a day, as far as its own dates say.
    pub fn covers(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_until.is_none_or(|until| on <= until)
    }

    /// Where it stands on a day. A later edition is not looked at: the end of this one is its own
    /// `valid_until`.
    pub fn phase(&self, on: Date) -> EditionPhase {
        if on < self.valid_from {
            EditionPhase::Announced
        } else if self.covers(on) {
            EditionPhase::InForce
        } else if self.readable_until.is_none_or(|until| on <= until) {
            EditionPhase::Readable
        } else {
            EditionPhase::Archived
        }
    }

    fn is_of(&self, framework: &str, sector: &str) -> bool {
        self.edition.framework == framework && self.edition.sector == sector
    }
}

/// The edition of a framework that is in force for a sector on a day: of those whose dates cover it,
/// the one that began last.
pub fn in_force<'a>(
    editions: &'a [EditionSpan],
    framework: &str,
    sector: &str,
    on: Date,
) -> Option<&'a EditionSpan> {
    editions
        .iter()
        .filter(|span| span.is_of(framework, sector) && span.covers(on))
        .max_by(|a, b| (a.valid_from, &a.edition).cmp(&(b.valid_from, &b.edition)))
}

/// Whether the edition in force may be out of date: the framework is renewed each 1 August, and no
/// edition is known that begins on or after the last one. What is announced counts as known.
pub fn possibly_outdated(
    editions: &[EditionSpan],
    framework: &str,
    sector: &str,
    on: Date,
) -> bool {
    let Some(current) = in_force(editions, framework, sector, on) else {
        return false;
    };
    let Some(last_august) = SchoolYear::of(on).first_day() else {
        return false;
    };
    current.renewed_yearly
        && !editions
            .iter()
            .any(|span| span.is_of(framework, sector) && span.valid_from >= last_august)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::{EditionPhase, EditionSpan, in_force, possibly_outdated};
    use time::{Date, macros::date};

    fn span(name: &str, from: Date, until: Option<Date>) -> EditionSpan {
        EditionSpan {
            edition: name.parse().unwrap(),
            valid_from: from,
            valid_until: until,
            readable_until: Some(date!(2023 - 12 - 01)),
            renewed_yearly: true,
        }
    }

    fn editions() -> Vec<EditionSpan> {
        vec![
            span("inspectorate/2023/po", date!(2023 - 08 - 01), None),
            span(
                "inspectorate/2022/po",
                date!(2022 - 08 - 01),
                Some(date!(2023 - 07 - 31)),
            ),
            span("inspectorate/2024/vo", date!(2024 - 08 - 01), None),
        ]
    }

    #[test]
    fn the_edition_follows_the_day_the_framework_and_the_sector() {
        let all = editions();
        let version =
            |on| in_force(&all, "inspectorate", "po", on).map(|span| span.edition.version.as_str());
        assert_eq!(version(date!(2022 - 07 - 31)), None);
        assert_eq!(version(date!(2022 - 08 - 01)), Some("2022"));
        assert_eq!(version(date!(2023 - 07 - 31)), Some("2022"));
        assert_eq!(version(date!(2023 - 08 - 01)), Some("2023"));
        assert_eq!(version(date!(2030 - 01 - 01)), Some("2023"));
        assert!(in_force(&all, "akoki", "po", date!(2023 - 08 - 01)).is_none());
    }

    #[test]
    fn an_edition_is_possibly_outdated_after_an_august_without_a_new_one() {
        let all = editions();
        let outdated = |on| possibly_outdated(&all, "inspectorate", "po", on);
        assert!(!outdated(date!(2023 - 08 - 01)));
        assert!(!outdated(date!(2024 - 07 - 31)));
        assert!(outdated(date!(2024 - 08 - 01)));
        // The new edition of another sector does not help; one announced for this sector does.
        let mut announced = editions();
        announced.push(span("inspectorate/2025/po", date!(2025 - 08 - 01), None));
        assert!(!possibly_outdated(
            &announced,
            "inspectorate",
            "po",
            date!(2024 - 09 - 01)
        ));
        let mut steady = editions();
        for span in &mut steady {
            span.renewed_yearly = false;
        }
        assert!(!possibly_outdated(
            &steady,
            "inspectorate",
            "po",
            date!(2024 - 09 - 01)
        ));
    }

    #[test]
    fn a_replaced_edition_stays_readable_for_a_while() {
        let all = editions();
        let old = &all[1];
        for (on, phase) in [
            (date!(2022 - 07 - 31), EditionPhase::Announced),
            (date!(2022 - 08 - 01), EditionPhase::InForce),
            (date!(2023 - 07 - 31), EditionPhase::InForce),
            (date!(2023 - 08 - 01), EditionPhase::Readable),
            (date!(2023 - 12 - 01), EditionPhase::Readable),
            (date!(2023 - 12 - 02), EditionPhase::Archived),
        ] {
            assert_eq!(old.phase(on), phase, "{on}");
        }
    }
}
