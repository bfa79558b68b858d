//! What of each instrument counts in a school year.

use super::{Instance, Instrument};
use crate::audit::{Audit, State};
use crate::error::Subject;
use crate::noun::Noun;

impl Instance {
    /// An audit, at each of its units: it ran when its report was adopted, and its follow-up is closed when
    /// it is. One that was broken off does not count.
    pub fn of_audit(audit: &Audit) -> Vec<Self> {
        if audit.state == State::Cancelled {
            return Vec::new();
        }
        let stated = &audit.stated;
        let at = |unit_id: &_| Self {
            unit_id: *unit_id,
            instrument: Instrument::Audit,
            subject: Subject::new(Noun::Audit, audit.id),
            year: Some(stated.school_year),
            planned: Some((stated.planned_from, stated.planned_until)),
            ran_on: audit.adopted.as_ref().map(|adopted| adopted.on),
            closed_on: audit.ended_on,
            cycles: Vec::new(),
        };
        stated.scope.iter().map(at).collect()
    }
}
