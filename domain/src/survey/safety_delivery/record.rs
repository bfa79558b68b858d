//! What is known of a delivery.

use serde::{Deserialize, Serialize};
use time::Date;

use super::figures::SafetyFigures;
use super::machine::{DeliveryAsked, DeliveryCommand, DeliveryState, DeliveryStep};
use crate::calendar::SchoolYear;
use crate::id::{BoardId, PersonId, SafetyDeliveryId, SurveyCampaignId, UnitId};
use crate::survey::campaign::CampaignInput;
use crate::survey::content::{Content, SurveyPurpose, TargetGroup};
use crate::survey::instrument::InstrumentRef;
use crate::text::Bilingual;
use crate::words::words;

/// The most that is kept of permissions that were withdrawn.
pub(super) const MAX_EARLIER: usize = 50;

words! {
    /// As whom somebody at the school permits.
    PermitRole {
        /// The head of the school.
        SchoolLeader => "school-leader",
        /// The head of one establishment.
        EstablishmentLeader => "establishment-leader",
        /// Whoever coordinates safety, for the head of the school.
        SafetyCoordinator => "safety-coordinator",
        /// The board, for the school.
        Board => "board",
    }
}

/// That the school permits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Permit {
    /// The day.
    pub permitted_on: Date,
    /// As whom.
    pub role: PermitRole,
    /// Who, where that is known here.
    pub person: Option<PersonId>,
}

/// A permission that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WithdrawnPermit {
    /// The permission.
    pub permit: Permit,
    /// The day on which it was withdrawn.
    pub withdrawn_on: Date,
    /// Why.
    pub reason: String,
}

/// That it was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivered {
    /// The day.
    pub delivered_on: Date,
    /// How, such as the portal of the inspectorate.
    pub channel: String,
    /// By what it is known there.
    pub reference: Option<String>,
}

/// The results of one unit on social safety for the inspectorate. Its state changes through [`super::decide`]
/// alone.
#[derive(Debug, Clone, PartialEq)]
pub struct SafetyDelivery {
    /// Its id.
    pub id: SafetyDeliveryId,
    /// Its board.
    pub board_id: BoardId,
    /// The unit.
    pub unit_id: UnitId,
    /// The survey.
    pub campaign_id: SurveyCampaignId,
    /// The school year of which it is.
    pub school_year: SchoolYear,
    /// Where it is.
    pub state: DeliveryState,
    /// The last day on which it is delivered.
    pub due_on: Date,
    /// Whether somebody compared that day with its source.
    pub term_verified: bool,
    /// The day on which it was made.
    pub made_on: Date,
    /// With what was measured.
    pub instrument: InstrumentRef,
    /// Its name.
    pub instrument_title: Bilingual,
    /// Whether it is an official one.
    pub official: bool,
    /// The first and the last day on which was answered.
    pub measured: (Date, Date),
    /// What may be shown; none where too few answered.
    pub figures: Option<SafetyFigures>,
    /// The permission that holds.
    pub permit: Option<Permit>,
    /// How it was delivered.
    pub delivered: Option<Delivered>,
    /// Permissions that were withdrawn, oldest first.
    pub withdrawn: Vec<WithdrawnPermit>,
}

/// Whether results are for the inspectorate: those of pupils, of a measurement of social safety.
pub fn is_owed_for(content: &Content) -> bool {
    content.target_group == TargetGroup::Pupils
        && content.purposes.contains(&SurveyPurpose::SocialSafety)
}

impl SafetyDelivery {
    /// The days of a survey and its school year; none where it states no window. What was measured in two years is of
    /// the second, in which it is known. The day on which the last window was closed is given where that was before its
    /// last day.
    pub fn measured(
        stated: &CampaignInput,
        ended_early: Option<Date>,
    ) -> Option<((Date, Date), SchoolYear)> {
        let (first, last) = stated.span()?;
        let last = ended_early.unwrap_or(last);
        Some(((first, last), SchoolYear::of(last)))
    }

    /// By how many days it is late: none once it is delivered.
    pub fn days_late(&self, today: Date) -> i64 {
        match self.state.is_owed() {
            true => (today - self.due_on).whole_days().max(0),
            false => 0,
        }
    }

    /// Carries a step out, with what was said with it.
    pub fn apply(&mut self, step: DeliveryStep, asked: DeliveryAsked, today: Date) {
        self.state = step.to;
        match step.command {
            DeliveryCommand::Permit => self.permit = asked.permit,
            DeliveryCommand::Deliver => self.delivered = asked.delivered,
            DeliveryCommand::WithdrawPermission => {
                let reason = asked.reason.unwrap_or_default();
                let withdrawn = self.permit.take().map(|permit| WithdrawnPermit {
                    permit,
                    withdrawn_on: today,
                    reason,
                });
                self.withdrawn.extend(withdrawn);
            }
        }
    }
}
