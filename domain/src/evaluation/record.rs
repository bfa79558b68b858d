//! The self-evaluation itself.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use super::machine::{State, Transition, forbidden};
use super::said::Said;
use crate::calendar::SchoolYear;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason, Refusal, Subject};
use crate::framework::{EditionRef, RequirementRef};
use crate::id::{BoardId, EvidenceId, PersonId, SelfEvaluationId, UnitId, VerdictId};
use crate::noun::Noun;
use crate::organisation::Period;
use crate::organisation::kind::{BOARD, ESTABLISHMENT, SCHOOL};
use crate::verdict::{
    EvaluationLevel, GivenVerdict, PinRequest, Pinned, PinnedStandard, Selection, Voice,
};
use crate::words::words;

words! {
    /// How a self-evaluation is held.
    Mode {
        /// Together, mostly in one meeting: one verdict for each standard.
        Joint => "joint",
        /// Each participant scores alone; then it is agreed what holds.
        Individual => "individual",
    }
}

/// The meeting in which the verdicts were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meeting {
    /// The day.
    pub held_on: Date,
    /// Who were there.
    pub attendees: Vec<PersonId>,
    /// What else is to be known of it.
    pub note: Option<String>,
}

/// What a caller says of a self-evaluation, apart from where it hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The units under it for which its verdicts count besides.
    pub covers: Vec<UnitId>,
    /// At which level the unit evaluates itself.
    pub level: EvaluationLevel,
    /// Of which school year.
    pub school_year: SchoolYear,
    /// What it is called.
    pub title: String,
    /// How it is held.
    pub mode: Mode,
    /// The edition.
    pub edition: EditionRef,
    /// Which standards, in its normal form: see [`PinRequest`].
    pub request: PinRequest,
    /// Who leads it.
    pub leader: Option<PersonId>,
    /// The last day on which participants score.
    pub closes_on: Option<Date>,
    /// The meeting.
    pub meeting: Option<Meeting>,
}

/// A self-evaluation. Its state changes through [`super::machine::decide`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfEvaluation {
    /// Its id.
    pub id: SelfEvaluationId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit that evaluates itself.
    pub unit_id: UnitId,
    /// What was said of it.
    pub plan: Plan,
    /// What is looked at.
    pub pinned: Pinned,
    /// Where it is.
    pub state: State,
    /// The verdicts so far, in the order of what was pinned.
    pub verdicts: Vec<Said>,
    /// The day from which its verdicts hold, once it is concluded.
    pub concluded_on: Option<Date>,
    /// How often its results were shown before participants could score again: a score that is given or
    /// changed keeps in which round that was.
    pub round: i64,
}

/// Whether a unit of this kind evaluates itself at this level.
pub fn fits(level: EvaluationLevel, kind: &str) -> bool {
    kinds_of(level).contains(&kind)
}

/// The kinds of the units that evaluate themselves at this level.
pub const fn kinds_of(level: EvaluationLevel) -> &'static [&'static str] {
    match level {
        EvaluationLevel::Board => &[BOARD],
        EvaluationLevel::Leadership => &[SCHOOL, ESTABLISHMENT],
        EvaluationLevel::Team => &["team"],
        EvaluationLevel::SubjectDepartment => &["subject-department"],
    }
}

/// The request that pins the same again.
pub fn asked(pinned: &Pinned) -> PinRequest {
    let mut request = PinRequest {
        selection: Some(pinned.selection),
        ..PinRequest::default()
    };
    for standard in &pinned.standards {
        match &standard.requirement {
            RequirementRef::Own(id) => request.own.push(*id),
            RequirementRef::Shipped { code, .. } if pinned.selection == Selection::Named => {
                request.standards.push(code.clone());
            }
            RequirementRef::Shipped { .. } => {}
        }
        if standard.weight != 1 {
            request.weights.push((standard.name(), standard.weight));
        }
    }
    request.weights.sort_unstable();
    request
}

impl Plan {
    /// Everything wrong with it by itself; `before` is what was said earlier.
    pub fn check(&self, before: Option<&Plan>, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_line(&mut wrong, "/title", &self.title, MAX_TITLE);
        check::distinct(&mut wrong, "/coversUnitIds", &self.covers);
        let earlier = before.and_then(|before| before.closes_on);
        if let Some(day) = self.closes_on.filter(|_| self.closes_on != earlier)
            && day < today
        {
            let reason = Reason::new(Code::DateInPast).at("/closesOn");
            wrong.push(reason.with("today", today));
        }
        if let Some(meeting) = &self.meeting {
            check::not_after(&mut wrong, "/meeting/heldOn", meeting.held_on, today);
            // What was said of it before stays as it was.
            let same = |before: &Plan| {
                (&before.meeting, before.school_year) == (&self.meeting, self.school_year)
            };
            if !before.is_some_and(same) && !self.school_year.takes(meeting.held_on) {
                let reason = Reason::new(Code::HeldOutsideSchoolYear).at("/meeting/heldOn");
                wrong.push(reason.with("schoolYear", self.school_year));
            }
            check::distinct(&mut wrong, "/meeting/attendeeIds", &meeting.attendees);
            let note = meeting.note.as_ref();
            check::optional_text(&mut wrong, "/meeting/note", note, MAX_TEXT);
            if self.mode == Mode::Individual {
                wrong.push(Reason::new(Code::MeetingOfJointOnly).at("/meeting"));
            }
        }
        wrong
    }

    /// Whether another pin may be needed: what it is about changed.
    pub fn looks_elsewhere(&self, before: &Plan) -> bool {
        self.edition != before.edition || self.request != before.request
    }

    /// The fields that differ from what was said before, with whether each may change in this state.
    fn changes(&self, before: &Plan, state: State) -> Vec<(&'static str, bool)> {
        let draft = state == State::Draft;
        let running = matches!(state, State::Draft | State::Open | State::Consensus);
        let mut all = vec![
            ("/title", self.title != before.title, running),
            ("/leaderId", self.leader != before.leader, running),
            (
                "/closesOn",
                self.closes_on != before.closes_on,
                draft || state == State::Open,
            ),
            (
                "/meeting",
                self.meeting != before.meeting,
                state == State::Open,
            ),
            ("/coversUnitIds", self.covers != before.covers, draft),
            ("/level", self.level != before.level, draft),
            ("/schoolYear", self.school_year != before.school_year, draft),
            ("/mode", self.mode != before.mode, draft),
            ("/edition", self.edition != before.edition, draft),
            ("/selection", self.request != before.request, draft),
        ];
        all.retain(|(_, changed, _)| *changed);
        all.into_iter().map(|(at, _, may)| (at, may)).collect()
    }
}

impl SelfEvaluation {
    /// The days that it judges: its school year.
    pub fn judged(&self) -> Period {
        let year = self.plan.school_year;
        Period::new(year.first_day(), year.last_day())
    }

    /// The pieces of evidence on which its verdicts rest. What participants named stays with their scores.
    pub fn rests_on(&self) -> BTreeSet<EvidenceId> {
        let verdicts = self.verdicts.iter();
        verdicts
            .flat_map(|said| &said.evidence_ids)
            .copied()
            .collect()
    }

    /// Refuses a change of plan that comes too late or too early.
    ///
    /// # Errors
    /// [`Code::EvaluationStateForbids`] with each field that can no longer, or not yet, change.
    pub fn may_become(&self, plan: &Plan) -> Result<(), Refusal> {
        let fixed = plan.changes(&self.plan, self.state);
        let fixed = fixed.into_iter().filter(|(_, may)| !may);
        let blockers: Vec<Reason> = fixed
            .map(|(at, _)| forbidden(self.id, self.state).at(at))
            .collect();
        match blockers.is_empty() {
            true => Ok(()),
            false => Err(Refusal::conflict(Code::EvaluationStateForbids, blockers)),
        }
    }

    /// Refuses to delete what was opened: that is broken off with a command.
    ///
    /// # Errors
    /// [`Code::EvaluationStateForbids`].
    pub fn may_be_removed(&self) -> Result<(), Refusal> {
        self.in_state(State::Draft)
    }

    /// Refuses verdicts where none are given: together they are given while it is open, after scoring when
    /// it is agreed what holds.
    ///
    /// # Errors
    /// [`Code::EvaluationStateForbids`].
    pub fn may_judge(&self) -> Result<(), Refusal> {
        self.in_state(match self.plan.mode {
            Mode::Joint => State::Open,
            Mode::Individual => State::Consensus,
        })
    }

    /// Who alone fixes what is agreed, besides whoever runs evaluations at the board: the leader, where one is
    /// named, once all have scored.
    pub fn fixed_by(&self) -> Option<PersonId> {
        self.plan.leader.filter(|_| self.state == State::Consensus)
    }

    /// Whether this plan names another leader, or none, now that results were shown. Who fixes what is agreed is
    /// settled by then: somebody who could name themselves, or could open the scoring again to do so, would fix
    /// it in the place of whoever was trusted with it. Whoever runs evaluations at the board fixes it besides,
    /// and so may name another, as when a leader falls ill.
    pub fn moves_leader(&self, plan: &Plan) -> bool {
        // Results that were shown before the scoring was opened again are counted in rounds.
        let shown = self.state == State::Consensus || self.round > 0;
        shown && plan.leader != self.plan.leader
    }

    fn in_state(&self, state: State) -> Result<(), Refusal> {
        if self.state == state {
            return Ok(());
        }
        let blockers = vec![forbidden(self.id, self.state)];
        Err(Refusal::conflict(Code::EvaluationStateForbids, blockers))
    }

    /// The standards without a verdict.
    pub fn unjudged(&self) -> Vec<String> {
        let names = self.pinned.standards.iter().map(PinnedStandard::name);
        let judged = |name: &String| self.verdicts.iter().any(|said| said.standard == *name);
        names.filter(|name| !judged(name)).collect()
    }

    /// Takes verdicts over, each in the place of an earlier one on the same standard.
    pub fn judge(&mut self, items: Vec<Said>) {
        self.verdicts
            .retain(|said| !items.iter().any(|item| item.standard == said.standard));
        self.verdicts.extend(items);
        let standards = &self.pinned.standards;
        self.verdicts.sort_by_key(|said| {
            let place = standards.iter().position(|one| one.is(&said.standard));
            place.unwrap_or(usize::MAX)
        });
    }

    /// Carries a step out on a day. The verdicts hold from the day of the meeting, or from that of agreeing.
    pub fn apply(&mut self, step: &Transition, today: Date) {
        self.state = step.to;
        if step.to == State::Concluded {
            let met = self.plan.meeting.as_ref().map(|meeting| meeting.held_on);
            self.concluded_on = Some(met.unwrap_or(today));
        }
    }
}

/// The verdicts that a concluded evaluation gives, on these units: one for each unit and standard.
pub fn given(
    evaluation: &SelfEvaluation,
    units: &[UnitId],
    on: Date,
    mut id: impl FnMut() -> VerdictId,
) -> Vec<GivenVerdict> {
    let mut all = Vec::new();
    for unit in units {
        for said in &evaluation.verdicts {
            let Some(standard) = evaluation.pinned.standard(&said.standard) else {
                continue;
            };
            all.push(GivenVerdict {
                id: id(),
                board_id: evaluation.board_id,
                unit_id: *unit,
                voice: Voice::SelfAssessed,
                level: Some(evaluation.plan.level),
                evaluated: Some(evaluation.unit_id),
                edition: evaluation.pinned.edition.clone(),
                requirement: standard.requirement.clone(),
                value: said.value.clone(),
                given_on: on,
                school_year: evaluation.plan.school_year,
                source: Subject::new(Noun::SelfEvaluation, evaluation.id),
            });
        }
    }
    all
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
