//! The norms of secondary education, as far as they are known: shipped as data.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::super::share::{half_up, hundredths};
use crate::amount::Amount;
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};
use crate::words::words;

words! {
    /// An indicator of secondary education.
    Indicator {
        /// R1: the position in year 3 against the advice of the primary school.
        YearThreePosition => "r1",
        /// R2: the share that is not delayed in years 1 and 2.
        LowerYears => "r2",
        /// R3: the share that is not delayed from year 3 on.
        UpperYears => "r3",
        /// E: the mean mark of the central examinations.
        Examinations => "e",
    }
}

words! {
    /// A department.
    Department {
        /// Vmbo, basic.
        VmboBasic => "vmbo-b",
        /// Vmbo, middle.
        VmboMiddle => "vmbo-k",
        /// Vmbo, mixed and theoretical.
        VmboTheoretical => "vmbo-gt",
        /// Havo.
        Havo => "havo",
        /// Vwo.
        Vwo => "vwo",
    }
}

/// The norm of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Norm {
    /// Of which indicator.
    pub indicator: Indicator,
    /// Of which department; none where it is the same for all.
    pub department: Option<Department>,
    /// The first last year of results for which it holds; none where that is not known.
    pub from: Option<SchoolYear>,
    /// The last of them; none where no other norm is known after it.
    pub until: Option<SchoolYear>,
    /// The norm.
    pub value: Amount,
    /// Where that is written.
    pub source: String,
    /// Whether somebody compared it with the source.
    pub verified: bool,
}

impl Norm {
    fn holds(&self, last: SchoolYear) -> bool {
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| last <= until)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let begins = |one: &Self, other: &Self| match (one.from, other.until) {
            (Some(from), Some(until)) => from <= until,
            _ => true,
        };
        let department = self.department.is_none()
            || other.department.is_none()
            || self.department == other.department;
        self.indicator == other.indicator
            && department
            && begins(self, other)
            && begins(other, self)
    }
}

/// By how much a norm is lowered for each pupil with a characteristic, before that is spread over all pupils.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Correction {
    /// The norm of which indicator.
    pub indicator: Indicator,
    /// The characteristic.
    pub characteristic: String,
    /// By how much, below zero.
    pub value: Amount,
    /// Where that is written.
    pub source: String,
    /// Whether somebody compared it with the source.
    pub verified: bool,
}

/// The norms of secondary education and their corrections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecondaryNorms {
    /// The norms.
    pub norms: Vec<Norm>,
    /// The corrections.
    pub corrections: Vec<Correction>,
}

/// One correction of a norm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CorrectionUsed {
    /// The characteristic.
    pub characteristic: String,
    /// How many pupils have it.
    pub pupils: u64,
    /// By how much each of them lowers the norm.
    pub value: Amount,
    /// Both multiplied.
    pub product: Amount,
    /// Where the correction is written.
    pub source: String,
}

/// The norm that an indicator is held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NormUsed {
    /// Before corrections.
    pub base: Amount,
    /// What lowers it.
    pub corrections: Vec<CorrectionUsed>,
    /// The pupils over whom that is spread.
    pub pupils: u64,
    /// By how much it is lowered, below zero, rounded half up.
    pub lowered: Amount,
    /// The norm that counts, rounded half up; what is compared is not rounded.
    pub norm: Amount,
    /// Where the norm is written; none where the school was told it.
    pub source: Option<String>,
    /// Whether somebody compared all of it with its source.
    pub verified: bool,
    /// The exact norm: hundredths over pupils.
    #[serde(skip)]
    pub(super) exact: (i128, u64),
}

impl SecondaryNorms {
    /// Looks through shipped norms.
    ///
    /// # Errors
    /// Says what is wrong with them: two norms of one thing at once, or a correction that does not lower.
    pub fn check(self) -> Result<Self, String> {
        for (place, norm) in self.norms.iter().enumerate() {
            let mut others = self.norms.iter().skip(place + 1);
            if others.any(|other| norm.overlaps(other)) {
                return Err(format!("two norms of {} hold at once", norm.indicator));
            }
        }
        match self
            .corrections
            .iter()
            .find(|one| one.value.hundredths() >= 0)
        {
            Some(one) => Err(format!("{} does not lower the norm", one.characteristic)),
            None => Ok(self),
        }
    }

    /// The norm that a school was told.
    pub(super) fn told(value: Amount) -> NormUsed {
        NormUsed {
            base: value,
            corrections: Vec::new(),
            pupils: 0,
            lowered: Amount::default(),
            norm: value,
            source: None,
            verified: false,
            exact: (value.hundredths().into(), 1),
        }
    }

    /// The norm of an indicator for results up to a school year, lowered for so many pupils of all that were
    /// counted (more than none).
    pub(super) fn lowered(
        &self,
        (indicator, department, last): (Indicator, Department, SchoolYear),
        characteristics: &BTreeMap<String, u64>,
        pupils: u64,
    ) -> Result<NormUsed, Vec<Reason>> {
        let fits = |norm: &&Norm| {
            norm.indicator == indicator
                && norm.department.is_none_or(|of| of == department)
                && norm.holds(last)
        };
        let Some(norm) = self.norms.iter().find(fits) else {
            let reason = Reason::new(Code::NormUnknown);
            return Err(vec![
                reason.with("indicator", indicator.as_str().to_uppercase()),
            ]);
        };
        let (mut wrong, mut corrections) = (Vec::new(), Vec::new());
        let mut sum: i128 = 0;
        let mut verified = norm.verified;
        for (characteristic, count) in characteristics {
            let own = self
                .corrections
                .iter()
                .filter(|one| one.indicator == indicator);
            let mut own = own.filter(|one| one.characteristic == *characteristic);
            let pointer = format!("/characteristics/{characteristic}");
            let Some(correction) = own.next() else {
                let reason = Reason::new(Code::InvalidValue).at(pointer);
                wrong.push(reason.with("allowed", self.characteristics(indicator).join(", ")));
                continue;
            };
            if *count > pupils {
                let reason = Reason::new(Code::OutOfRange).at(pointer);
                wrong.push(reason.with("range", format!("0–{pupils}")));
            }
            let product = i128::from(correction.value.hundredths()) * i128::from(*count);
            sum += product;
            verified &= correction.verified;
            corrections.push(CorrectionUsed {
                characteristic: characteristic.clone(),
                pupils: *count,
                value: correction.value,
                product: hundredths(product).unwrap_or_default(),
                source: correction.source.clone(),
            });
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let exact = i128::from(norm.value.hundredths()) * i128::from(pupils) + sum;
        let shown = |sum| hundredths(half_up(sum, pupils.into())).unwrap_or_default();
        Ok(NormUsed {
            base: norm.value,
            corrections,
            pupils,
            lowered: shown(sum),
            norm: shown(exact),
            source: Some(norm.source.clone()),
            verified,
            exact: (exact, pupils),
        })
    }

    /// The characteristics for which the norm of an indicator is lowered.
    pub fn characteristics(&self, indicator: Indicator) -> Vec<&str> {
        let own = self
            .corrections
            .iter()
            .filter(|one| one.indicator == indicator);
        own.map(|one| one.characteristic.as_str()).collect()
    }
}
