//! What of each instrument counts in a school year.

use time::Date;

use super::{Instance, Instrument};
use crate::audit;
use crate::calendar::SchoolYear;
use crate::error::Subject;
use crate::evaluation::{self, SelfEvaluation};
use crate::id::{AuditId, UnitId};
use crate::noun::Noun;
use crate::survey::campaign::{Campaign, CampaignState};
use std::collections::BTreeMap;

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

/// What of a survey counts in a school year.
#[derive(Debug, Clone, Copy)]
pub struct SurveyOfYear<'a> {
    /// The survey.
    pub campaign: &'a Campaign,
    /// The day, where the board is, on which its last window closed; none while it has not.
    pub closed_on: Option<Date>,
    /// The days on which units said what they do with their results.
    pub followed_up: &'a BTreeMap<UnitId, Date>,
}

impl Instance {
    /// A survey, at each of its units: it ran when its last window closed, and is followed up at a unit when that
    /// said what it does with its results. One that is being prepared counts as planned; one that was broken off
    /// does not count.
    pub fn of_survey(of: SurveyOfYear<'_>) -> Vec<Self> {
        let campaign = of.campaign;
        let ran = match campaign.state {
            CampaignState::Cancelled => return Vec::new(),
            CampaignState::Draft | CampaignState::Scheduled | CampaignState::Open => false,
            CampaignState::Processing | CampaignState::FollowUp | CampaignState::Closed => true,
        };
        let at = |unit_id: UnitId| Self {
            unit_id,
            instrument: Instrument::Survey,
            subject: Subject::new(Noun::SurveyCampaign, campaign.id),
            year: campaign.school_year(),
            planned: campaign.stated.span(),
            ran_on: of.closed_on.filter(|_| ran),
            closed_on: of.followed_up.get(&unit_id).copied(),
            cycles: Vec::new(),
            untold: false,
        };
        campaign.stated.tree().units().into_iter().map(at).collect()
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
    fn a_survey_runs_when_its_window_closed_and_each_unit_follows_up_for_itself() {
        use crate::survey::campaign::tests::sample;
        let mut campaign = sample();
        let units: Vec<UnitId> = campaign.stated.tree().units().into_iter().collect();
        let [one, other] = units.as_slice() else {
            unreachable!("two units")
        };
        let done = BTreeMap::from([(*one, date!(2027 - 05 - 20))]);
        let closed_on = Some(date!(2027 - 04 - 30));
        let told = |campaign: &Campaign| {
            Instance::of_survey(SurveyOfYear {
                campaign,
                closed_on,
                followed_up: &done,
            })
        };
        for (state, ran_on) in [
            (CampaignState::Draft, None),
            (CampaignState::Open, None),
            (CampaignState::Processing, closed_on),
            (CampaignState::FollowUp, closed_on),
            (CampaignState::Closed, closed_on),
        ] {
            campaign.state = state;
            let found = told(&campaign);
            let found: Vec<_> = found
                .iter()
                .map(|found| (found.unit_id, found.ran_on, found.closed_on))
                .collect();
            let expected = [
                (*one, ran_on, done.get(one).copied()),
                (*other, ran_on, None),
            ];
            assert_eq!(found, expected, "{state}");
        }
        assert!(
            told(&campaign)
                .iter()
                .all(|found| found.is_of(SchoolYear(2026))
                    && found.planned == campaign.stated.span())
        );
        campaign.state = CampaignState::Cancelled;
        assert_eq!(told(&campaign), []);
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
