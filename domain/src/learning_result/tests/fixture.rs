//! Schools to judge, and the shipped norms.

use std::collections::BTreeMap;

use crate::amount::Amount;
use crate::calendar::SchoolYear;
use crate::learning_result::{
    AllPrimaryNorms, Both, Indicator, Judged, Primary, PrimaryNorms, Share, Tested, Weighting,
    Year, primary,
};

/// The last tested school year for which norms are shipped.
pub const LAST: SchoolYear = SchoolYear(2024);

pub fn shipped() -> AllPrimaryNorms {
    let text = include_str!("../../../../migrations/seed/learning-results/primary-norms.json");
    AllPrimaryNorms::check(serde_json::from_str(text).unwrap()).unwrap()
}

pub fn norms() -> PrimaryNorms {
    shipped().of(LAST).unwrap()
}

pub fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub fn share(levels: u64, pupils: u64) -> Share {
    Share::new(levels, pupils).unwrap()
}

/// Pupils, with the levels of 1F and of 1S/2F that they reached.
pub type Counted = (u64, u64, u64);

pub fn year((pupils, fundamental, target): Counted) -> Year {
    let levels = Both {
        fundamental,
        target,
    };
    Year::Tested(Tested::new(pupils, levels).unwrap())
}

/// Years up to the last one, the oldest first.
pub fn years(all: &[Option<Year>]) -> BTreeMap<SchoolYear, Year> {
    let first = LAST.0 - i32::try_from(all.len()).unwrap() + 1;
    let placed = all.iter().zip(first..);
    let there = placed.filter_map(|(year, place)| Some((SchoolYear(place), year.clone()?)));
    there.collect()
}

/// A school with a weighting of 31.47 in each year.
pub fn school(all: &[Option<Year>]) -> Primary {
    let weighting = (2020..=2024).map(|year| (SchoolYear(year), amount("31.47")));
    Primary {
        last: LAST,
        years: years(all),
        weighting: Weighting::Years(weighting.collect()),
        published: None,
    }
}

pub fn counted(all: &[Counted]) -> Primary {
    let all: Vec<_> = all.iter().map(|one| Some(year(*one))).collect();
    school(&all)
}

pub fn judged(input: &Primary) -> Judged {
    primary(input, &norms())
}

pub const BOTH: [Indicator; 2] = [Indicator::Fundamental, Indicator::Target];
