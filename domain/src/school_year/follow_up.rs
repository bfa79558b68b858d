//! Reasoned decisions about follow-up: that what an instrument showed needs nothing more.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Instance, Instrument, YearFacts};
use crate::check::{self, MAX_REFERENCES, MAX_TEXT};
use crate::error::{Code, Reason, Refusal, Subject};
use crate::id::PersonId;
use crate::words::words;

words! {
    /// What is decided about follow-up.
    FollowUpDecision {
        /// None is needed.
        NoneNeeded => "noneNeeded",
    }
}

/// A reasoned decision about what an instrument showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowUp {
    /// The instrument.
    pub instrument: Instrument,
    /// Which of it; all that ran up to the day of the decision, when absent.
    pub subject: Option<Subject>,
    /// What was decided.
    pub decision: FollowUpDecision,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided_by: PersonId,
    /// The day.
    pub on: Date,
}

impl FollowUp {
    /// Whether it takes the place of another: both are about the same.
    pub fn replaces(&self, other: &Self) -> bool {
        self.instrument == other.instrument && self.subject == other.subject
    }

    /// Whether it is about this one, which ran on a day: nobody decides about what is yet to come.
    pub(super) fn is_about(&self, one: &Instance, ran_on: Date) -> bool {
        self.instrument == one.instrument
            && self.subject.is_none_or(|subject| subject == one.subject)
            && ran_on <= self.on
    }
}

/// The decisions of a school year with one more, or with another in the place of one about the same.
///
/// # Errors
/// Everything wrong with the decision; a conflict when nothing ran that it could be about.
pub fn decide_follow_up(
    facts: &YearFacts,
    wanted: FollowUp,
    today: Date,
) -> Result<Vec<FollowUp>, Refusal> {
    let instances = facts.of(wanted.instrument);
    let mut wrong = Vec::new();
    check::required_text(&mut wrong, "/reason", &wanted.reason, MAX_TEXT);
    check::not_after(&mut wrong, "/on", wanted.on, today);
    if matches!(wanted.instrument, Instrument::Audit | Instrument::Survey) {
        wrong.push(Reason::new(Code::FollowedUpByClosing).at("/instrument"));
    }
    let about = |one: &&&Instance| wanted.subject.is_none_or(|subject| subject == one.subject);
    let meant: Vec<&Instance> = instances.iter().filter(about).copied().collect();
    if wanted.subject.is_some() && meant.is_empty() {
        wrong.push(Reason::new(Code::UnknownReference).at("/subject/id"));
    }
    let ran: Vec<Date> = meant.iter().filter_map(|one| one.ran_on).collect();
    if let Some(first) = ran.iter().min()
        && wanted.on < *first
    {
        wrong.push(
            Reason::new(Code::DecidedBeforeRan)
                .at("/on")
                .with("ranOn", first),
        );
    }
    Refusal::unless_empty(wrong)?;
    if ran.is_empty() {
        let open = meant.iter();
        let mut blockers: Vec<Reason> = open
            .map(|one| one.because(Code::CheckStillOpen, &[]))
            .collect();
        if blockers.is_empty() {
            blockers.push(Reason::new(Code::CheckNotRan));
        }
        return Err(Refusal::conflict(Code::CheckNotRan, blockers));
    }
    let kept = facts.plan.iter().flat_map(|plan| &plan.follow_ups);
    let mut all: Vec<FollowUp> = kept.cloned().collect();
    match all.iter_mut().find(|one| wanted.replaces(one)) {
        Some(one) => *one = wanted,
        None => all.push(wanted),
    }
    let mut wrong = Vec::new();
    check::at_most(&mut wrong, "", all.len(), MAX_REFERENCES);
    Refusal::unless_empty(wrong)?;
    Ok(all)
}
