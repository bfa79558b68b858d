//! The quality conversation: board and school leader, two or three times a year. Agenda and figures are
//! gathered when it is prepared and stay as they were; agreements are owned and dated, and the next
//! conversation looks at each of them.

mod agreement;
pub mod editing;
mod gathered;
mod input;
mod machine;
#[cfg(test)]
mod machine_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use agreement::{Agreement, AgreementCheck, AgreementInput, AgreementStatus, MAX_AGREEMENT};
pub use gathered::{Gathered, GatheredFigures, ValueCount, VoiceCount, gather};
pub use input::{AgendaItem, ConversationInput};
pub use machine::{Command, Facts, State, Transition, available, decide};

use std::collections::BTreeSet;
use time::Date;

use crate::calendar::SchoolYear;
use crate::error::Reason;
use crate::id::{AgreementId, BoardId, EvidenceId, PersonId, QualityConversationId, UnitId};
use crate::organisation::Period;

/// A conversation of the board with the leadership of a school. Its state changes through
/// [`machine::decide`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityConversation {
    /// Its id.
    pub id: QualityConversationId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit that it is about: the carrier of the school.
    pub unit_id: UnitId,
    /// The day for which it is planned.
    pub planned_on: Date,
    /// Who speaks for the board.
    pub board_members: Vec<PersonId>,
    /// Who speaks for the school.
    pub leaders: Vec<PersonId>,
    /// What people want to talk about.
    pub agenda: Vec<AgendaItem>,
    /// What was said.
    pub minutes: Option<String>,
    /// What was agreed.
    pub agreements: Vec<Agreement>,
    /// What came of the agreements of the conversation before.
    pub checked: Vec<AgreementCheck>,
    /// The conversation before: the last that was held at the unit.
    pub previous: Option<QualityConversationId>,
    /// The how-manieth held at the unit; absent until it is held.
    pub number: Option<u32>,
    /// Where it is.
    pub state: State,
    /// What was gathered for it when it was last prepared.
    pub gathered: Option<Gathered>,
    /// The day on which it was held.
    pub held_on: Option<Date>,
    /// The day on which it was closed.
    pub closed_on: Option<Date>,
}

/// The conversation before, as far as the next one looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// It.
    pub id: QualityConversationId,
    /// The how-manieth it was.
    pub number: u32,
    /// The day on which it was held.
    pub held_on: Date,
    /// Its agreements can no longer change.
    pub closed: bool,
    /// Its agreements that were not done.
    pub open: Vec<Agreement>,
}

impl QualityConversation {
    /// As the conversation before another; none while it was not held.
    pub fn as_previous(&self) -> Option<Previous> {
        Some(Previous {
            id: self.id,
            number: self.number?,
            held_on: self.held_on?,
            closed: self.state == State::Closed,
            open: self
                .agreements
                .iter()
                .filter(|agreement| agreement.done_on.is_none())
                .cloned()
                .collect(),
        })
    }

    /// A planned conversation without anything in it yet.
    pub fn planned(
        id: QualityConversationId,
        board_id: BoardId,
        unit_id: UnitId,
        planned_on: Date,
    ) -> Self {
        Self {
            id,
            board_id,
            unit_id,
            planned_on,
            board_members: Vec::new(),
            leaders: Vec::new(),
            agenda: Vec::new(),
            minutes: None,
            agreements: Vec::new(),
            checked: Vec::new(),
            previous: None,
            number: None,
            state: State::Planned,
            gathered: None,
            held_on: None,
            closed_on: None,
        }
    }

    /// The school year for which it is planned.
    pub fn school_year(&self) -> SchoolYear {
        SchoolYear::of(self.planned_on)
    }

    /// The content as an input: what a patch starts from.
    pub fn input(&self) -> ConversationInput {
        ConversationInput {
            planned_on: self.planned_on,
            board_members: self.board_members.clone(),
            leaders: self.leaders.clone(),
            agenda: self.agenda.clone(),
            minutes: self.minutes.clone(),
            agreements: self.agreements.iter().map(Into::into).collect(),
            checked: self.checked.clone(),
        }
    }

    /// Takes the conversation for the one before that now is. What was said of the agreements of another
    /// one lapses: that is for the conversation in between to say. Once held nothing moves in between.
    pub fn follow(&mut self, previous: Option<&Previous>) {
        let id = previous.map(|one| one.id);
        if self.number.is_some() || self.previous == id {
            return;
        }
        self.previous = id;
        self.checked.clear();
        self.agreements.retain(|one| one.continues.is_none());
    }

    /// Takes over changed content. Whether the state allows it is asked of [`editing`] first.
    ///
    /// # Errors
    /// Everything wrong with the input; the conversation is then as it was.
    pub fn change(
        &mut self,
        mut input: ConversationInput,
        previous: Option<&Previous>,
        today: Date,
        mint: impl FnMut() -> AgreementId,
    ) -> Result<(), Vec<Reason>> {
        let mut after = self.clone();
        after.follow(previous);
        // What lapsed with the conversation that was before is not asked for again.
        let stands = |id| after.agreements.iter().any(|one| Some(one.id) == id);
        let lapsed = |id| !stands(id) && self.agreements.iter().any(|one| Some(one.id) == id);
        input.agreements.retain(|one| !lapsed(one.id));
        let kept =
            |one: &AgreementCheck| after.checked.contains(one) || !self.checked.contains(one);
        input.checked.retain(kept);
        let mut wrong = input.check(today);
        wrong.extend(agreement::unknown(&input, &after.agreements, previous));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        after.agreements = agreement::settle(&input, &after.agreements, previous, mint);
        after.planned_on = input.planned_on;
        after.board_members = input.board_members;
        after.leaders = input.leaders;
        after.agenda = input.agenda;
        after.minutes = input.minutes;
        after.checked = input.checked;
        *self = after;
        Ok(())
    }

    /// Carries out what [`machine::decide`] decided.
    pub fn apply(&mut self, transition: &Transition) {
        self.state = transition.to;
        self.number = transition.number;
        self.held_on = transition.held_on;
        self.closed_on = transition.closed_on;
    }

    /// The pieces of evidence that show what came of its agreements, and of those of the one before.
    pub fn rests_on(&self) -> BTreeSet<EvidenceId> {
        let agreed = self.agreements.iter().flat_map(|one| &one.evidence_ids);
        let checked = self.checked.iter().flat_map(|one| &one.evidence_ids);
        agreed.chain(checked).copied().collect()
    }

    /// The days about which that evidence says something: all since the conversation before was held, from
    /// which the agreements stem that it looks at; without one, since its own day.
    pub fn looked_back_on(&self, previous: Option<&Previous>) -> Period {
        let own = self.held_on.unwrap_or(self.planned_on);
        let first = previous.map_or(own, |one| one.held_on.min(own));
        Period::new(Some(first), None)
    }

    /// Everyone whom it names.
    pub fn people(&self) -> Vec<PersonId> {
        let owners = self.agreements.iter().filter_map(|one| one.owner);
        let named = self.board_members.iter().chain(&self.leaders).copied();
        named.chain(owners).collect()
    }
}
