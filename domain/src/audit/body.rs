//! Bodies that are accredited to audit and certify.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::check::{self, MAX_REFERENCES, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::framework::BOARD_SECTOR;
use crate::id::{AccreditedBodyId, BoardId};
use crate::organisation::{Period, Sector};

/// Who accredits in the Netherlands (Raad voor Accreditatie).
pub const RVA: &str = "RvA";

/// An accreditation for one sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accreditation {
    /// The sector: `po`, `so`, `vo`, or `board` for boards themselves.
    pub sector: String,
    /// Its number.
    pub number: String,
    /// The first day.
    pub valid_from: Date,
    /// The last day; none while no end is set.
    pub valid_until: Option<Date>,
}

/// What is stated of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccreditedBodyInput {
    /// What it is called.
    pub name: String,
    /// The number under which it is accredited.
    pub number: String,
    /// Who accredits it.
    pub issued_by: String,
    /// For what it is accredited.
    pub accreditations: Vec<Accreditation>,
}

/// A body that is accredited to audit and certify, as a board knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccreditedBody {
    /// Its id.
    pub id: AccreditedBodyId,
    /// The board that keeps it.
    pub board_id: BoardId,
    /// What is stated of it.
    pub stated: AccreditedBodyInput,
}

impl Accreditation {
    fn holds(&self, sector: &str, day: Date) -> bool {
        self.sector == sector && Period::new(Some(self.valid_from), self.valid_until).contains(day)
    }
}

impl AccreditedBodyInput {
    /// Everything wrong with it.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_line(&mut wrong, "/name", &self.name, MAX_TITLE);
        check::required_line(&mut wrong, "/accreditationNumber", &self.number, MAX_TITLE);
        check::required_line(&mut wrong, "/issuedBy", &self.issued_by, MAX_TITLE);
        let all = &self.accreditations;
        check::at_most(&mut wrong, "/accreditations", all.len(), MAX_REFERENCES);
        for (index, one) in all.iter().enumerate() {
            let at = |field: &str| format!("/accreditations/{index}/{field}");
            if one.sector != BOARD_SECTOR && one.sector.parse::<Sector>().is_err() {
                wrong.push(Reason::new(Code::InvalidValue).at(at("sector")));
            }
            check::required_line(&mut wrong, &at("number"), &one.number, MAX_TITLE);
            let period = Period::new(Some(one.valid_from), one.valid_until);
            period.check(&at("validUntil"), &mut wrong);
        }
        wrong
    }

    /// The first of these days on which it is not accredited for a sector.
    pub fn unaccredited(&self, sector: &str, days: impl Iterator<Item = Date>) -> Option<Date> {
        let holds = |day| self.accreditations.iter().any(|one| one.holds(sector, day));
        days.into_iter().find(|day| !holds(*day))
    }
}
