//! What of each instrument counts in a school year.

use time::Date;

use super::{Instance, Instrument};
use crate::audit;
use crate::calendar::SchoolYear;
use crate::error::Subject;
use crate::evaluation::{self, SelfEvaluation};
use crate::id::{AuditId, UnitId};
use crate::noun::Noun;

impl Instance {
    /// A self-evaluation, at its unit and at each that it covers: it ran when it was concluded. One that
    /// was broken off does not count.
    pub fn of_self_evaluation(of: &SelfEvaluation) -> Vec<Self> {
        if of.state == evaluation::State::Cancelled {
            return Vec::new();
        }
        let plan = &of.plan;
        let meeting = plan.meeting.as_ref().map(|meeting| meeting.held_on);
        let day = meeting.or(plan.closes_on);
        let at = |unit_id: &_| Self {
            unit_id: *unit_id,
            instrument: Instrument::SelfEvaluation,
            subject: Subject::new(Noun::SelfEvaluation, of.id),
            year: Some(plan.school_year),
            planned: day.map(|day| (day, day)),
            ran_on: of.concluded_on,
            closed_on: None,
            cycles: Vec::new(),
            untold: false,
        };
        let units = std::iter::once(&of.unit_id).chain(&plan.covers);
        units.map(at).collect()
    }

    /// An audit, at one of its units: it ran when its report was adopted, and its follow-up is closed when it is.
    /// One that was broken off does not count.
    pub fn of_audit(audit: &AuditOfYear) -> Option<Self> {
        (audit.state != audit::State::Cancelled).then(|| Self {
            unit_id: audit.unit_id,
            instrument: Instrument::Audit,
            subject: Subject::new(Noun::Audit, audit.id),
            year: Some(audit.school_year),
            planned: Some(audit.planned),
            ran_on: audit.adopted_on,
            closed_on: audit.ended_on,
            cycles: Vec::new(),
            untold: false,
        })
    }
}

/// What of an audit counts in a school year, at one of its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditOfYear {
    /// The audit.
    pub id: AuditId,
    /// The unit.
    pub unit_id: UnitId,
    /// Where it is.
    pub state: audit::State,
    /// The school year for which it counts.
    pub school_year: SchoolYear,
    /// The first and the last day that are planned for it.
    pub planned: (Date, Date),
    /// The day on which its report was adopted.
    pub adopted_on: Option<Date>,
    /// The day on which it came to its end.
    pub ended_on: Option<Date>,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::evaluation::{Mode, samples::sample};

    #[test]
    fn a_self_evaluation_counts_where_it_hangs_and_where_it_covers_once_concluded() {
        let mut one = sample(Mode::Joint, evaluation::State::Open);
        let team = UnitId(Uuid::from_u128(30));
        one.plan.covers = vec![team];
        let open = Instance::of_self_evaluation(&one);
        let units: Vec<UnitId> = open.iter().map(|one| one.unit_id).collect();
        assert_eq!(units, [one.unit_id, team]);
        assert!(open.iter().all(|one| one.ran_on.is_none()));
        one.state = evaluation::State::Concluded;
        one.concluded_on = Some(date!(2026 - 03 - 01));
        let done = Instance::of_self_evaluation(&one);
        assert!(
            done.iter()
                .all(|one| one.ran_on == Some(date!(2026 - 03 - 01)))
        );
        one.state = evaluation::State::Cancelled;
        assert_eq!(Instance::of_self_evaluation(&one), []);
    }

    #[test]
    fn an_audit_runs_when_it_is_adopted_and_is_followed_up_when_it_is_closed() {
        let mut one = AuditOfYear {
            id: AuditId(Uuid::from_u128(1)),
            unit_id: UnitId(Uuid::from_u128(2)),
            state: audit::State::Planned,
            school_year: SchoolYear(2026),
            planned: (date!(2026 - 11 - 01), date!(2026 - 11 - 05)),
            adopted_on: None,
            ended_on: None,
        };
        let planned = Instance::of_audit(&one).unwrap();
        assert_eq!((planned.ran_on, planned.closed_on), (None, None));
        assert!(planned.is_of(one.school_year));
        one.state = audit::State::Closed;
        one.adopted_on = Some(date!(2026 - 12 - 01));
        one.ended_on = Some(date!(2027 - 02 - 01));
        let closed = Instance::of_audit(&one).unwrap();
        assert_eq!(closed.ran_on, Some(date!(2026 - 12 - 01)));
        assert_eq!(closed.closed_on, Some(date!(2027 - 02 - 01)));
        one.state = audit::State::Cancelled;
        assert_eq!(Instance::of_audit(&one), None);
    }
}
