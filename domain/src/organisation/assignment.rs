//! What somebody does where, from when to when. Independence and responsibility rest on it, so an
//! assignment is ended, never deleted, and whom and what it is about is never changed.

use serde::{Deserialize, Serialize};
use time::Date;

use super::period::Period;
use crate::error::{Code, Reason, Refusal};
use crate::id::{AssignmentId, BoardId, PersonId, UnitId};
use crate::noun::Noun;

macro_rules! functions {
    ($($(#[$doc:meta])* $variant:ident => $text:literal),+ $(,)?) => {
        /// What a person does on a unit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Function { $($(#[$doc])* $variant),+ }

        impl Function {
            /// Every function.
            pub const ALL: &'static [Function] = &[$(Function::$variant),+];

            /// The function as it stands on the wire, in the store and in a file.
            pub const fn as_str(self) -> &'static str {
                match self { $(Function::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for Function {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(Function::$variant),)+ _ => Err(()) }
            }
        }
    };
}

functions! {
    /// Member of the executive board (bestuurder).
    BoardMember => "board-member",
    /// Member of the internal supervisory body (raad van toezicht).
    InternalSupervisor => "internal-supervisor",
    /// Policy and quality staff of the board.
    PolicyOfficer => "policy-officer",
    /// Data protection officer (functionaris gegevensbescherming).
    PrivacyOfficer => "privacy-officer",
    /// Personnel staff.
    Hr => "hr",
    /// Leads a school (directeur, rector).
    SchoolLeader => "school-leader",
    /// Leads part of a school (teamleider, afdelingsleider).
    TeamLead => "team-lead",
    /// Leads a subject department (sectievoorzitter).
    SubjectLead => "subject-lead",
    /// Coordinates quality care (kwaliteitscoördinator).
    QualityCoordinator => "quality-coordinator",
    /// Coordinates support of pupils (intern begeleider, zorgcoördinator).
    SupportCoordinator => "support-coordinator",
    /// Coordinates against bullying and is the contact for it.
    SafetyCoordinator => "safety-coordinator",
    /// Teaches.
    Teacher => "teacher",
    /// Assists in teaching (onderwijsassistent, leraarondersteuner).
    TeachingAssistant => "teaching-assistant",
    /// Supports otherwise (administratie, conciërge).
    SupportStaff => "support-staff",
    /// Audits other units of the board.
    InternalAuditor => "internal-auditor",
    /// Member of the participation council (medezeggenschapsraad).
    ParticipationMember => "participation-member",
}

/// What can be said about an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentInput {
    /// Who.
    pub person_id: PersonId,
    /// Where.
    pub unit_id: UnitId,
    /// As what.
    pub function: Function,
    /// The first day.
    pub starts_on: Date,
    /// The last day; still, when absent.
    pub ends_on: Option<Date>,
}

/// An assignment of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// The board of person and unit.
    pub board_id: BoardId,
    /// Who, where, as what, from when to when.
    #[serde(flatten)]
    pub input: AssignmentInput,
}

/// What the rules need to know besides the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssignmentFacts {
    /// The board of the person, when the caller reaches the person.
    pub person_board: Option<BoardId>,
    /// The board of the unit, when the caller reaches the unit.
    pub unit_board: Option<BoardId>,
    /// The days on which the unit exists.
    pub unit_period: Period,
    /// The other assignments of the person.
    pub others: Vec<Assignment>,
}

impl AssignmentInput {
    /// From the first day to the last.
    pub fn period(&self) -> Period {
        Period::new(Some(self.starts_on), self.ends_on)
    }

    /// The board of the assignment, or everything that is wrong with it: person and unit within reach
    /// and of one board, the unit there on at least one day of it, the same function not twice a day.
    pub fn check(&self, facts: &AssignmentFacts) -> Result<BoardId, Refusal> {
        let mut reasons = Vec::new();
        if facts.person_board.is_none() {
            reasons.push(Reason::new(Code::UnknownReference).at("/personId"));
        }
        if facts.unit_board.is_none() {
            reasons.push(Reason::new(Code::UnknownReference).at("/unitId"));
        } else if facts.person_board.is_some() && facts.person_board != facts.unit_board {
            reasons.push(Reason::new(Code::OtherBoard).at("/unitId"));
        } else if !facts.unit_period.overlaps(&self.period()) {
            reasons.push(
                Reason::new(Code::UnitEnded)
                    .at("/unitId")
                    .about(Noun::OrganisationUnit, self.unit_id),
            );
        }
        self.period().check("/endsOn", &mut reasons);
        for other in facts
            .others
            .iter()
            .filter(|other| self.repeats(&other.input))
        {
            reasons.push(
                Reason::new(Code::PeriodsOverlap)
                    .at("/startsOn")
                    .about(Noun::Assignment, other.id)
                    .with("type", self.function.as_str()),
            );
        }
        match facts.unit_board {
            Some(board) if reasons.is_empty() => Ok(board),
            _ => Err(Refusal::Invalid(reasons)),
        }
    }

    fn repeats(&self, other: &AssignmentInput) -> bool {
        (self.person_id, self.unit_id, self.function)
            == (other.person_id, other.unit_id, other.function)
            && self.period().overlaps(&other.period())
    }
}

impl Assignment {
    /// The assignment as changed: only its days can be. `facts.others` leaves this one out.
    pub fn change(&self, to: &AssignmentInput, facts: &AssignmentFacts) -> Result<Self, Refusal> {
        let fixed = [
            ("/personId", self.input.person_id == to.person_id),
            ("/unitId", self.input.unit_id == to.unit_id),
            ("/function", self.input.function == to.function),
        ];
        let mut reasons: Vec<Reason> = fixed
            .into_iter()
            .filter(|(_, same)| !same)
            .map(|(pointer, _)| Reason::new(Code::NotChangeable).at(pointer))
            .collect();
        // What may not change is left as it was, so that the days are judged all the same.
        let days = AssignmentInput {
            starts_on: to.starts_on,
            ends_on: to.ends_on,
            ..self.input
        };
        if let Err(Refusal::Invalid(more)) = days.check(facts) {
            reasons.extend(more);
        }
        Refusal::unless_empty(reasons)?;
        Ok(Self {
            input: *to,
            ..*self
        })
    }

    /// The assignment with this last day. One that has ended before `today` stays as it is.
    pub fn end(&self, last_day: Date, today: Date) -> Result<Self, Refusal> {
        if let Some(ended) = self.input.ends_on
            && ended < today
        {
            let reason = Reason::new(Code::AlreadyEnded)
                .about(Noun::Assignment, self.id)
                .with("on", ended);
            return Err(Refusal::conflict(Code::AlreadyEnded, vec![reason]));
        }
        let input = AssignmentInput {
            ends_on: Some(last_day),
            ..self.input
        };
        let mut reasons = Vec::new();
        input.period().check("/endsOn", &mut reasons);
        Refusal::unless_empty(reasons)?;
        Ok(Self { input, ..*self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;
    use uuid::Uuid;

    const BOARD: BoardId = BoardId(Uuid::from_u128(1));

    fn teacher() -> AssignmentInput {
        AssignmentInput {
            person_id: PersonId(Uuid::from_u128(2)),
            unit_id: UnitId(Uuid::from_u128(3)),
            function: Function::Teacher,
            starts_on: date!(2025 - 08 - 01),
            ends_on: None,
        }
    }

    fn given(input: AssignmentInput) -> Assignment {
        Assignment {
            id: AssignmentId(Uuid::from_u128(9)),
            board_id: BOARD,
            input,
        }
    }

    fn facts() -> AssignmentFacts {
        AssignmentFacts {
            person_board: Some(BOARD),
            unit_board: Some(BOARD),
            ..AssignmentFacts::default()
        }
    }

    fn codes(result: Result<impl std::fmt::Debug, Refusal>) -> Vec<Code> {
        match result {
            Err(Refusal::Invalid(reasons)) => reasons.iter().map(|r| r.code).collect(),
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn person_and_unit_are_of_one_board() {
        assert_eq!(teacher().check(&facts()), Ok(BOARD));
        let nowhere = AssignmentFacts::default();
        assert_eq!(
            codes(teacher().check(&nowhere)),
            [Code::UnknownReference, Code::UnknownReference]
        );
        let mut elsewhere = facts();
        elsewhere.unit_board = Some(BoardId(Uuid::from_u128(7)));
        assert_eq!(codes(teacher().check(&elsewhere)), [Code::OtherBoard]);
        let mut gone = facts();
        gone.unit_period.until = Some(date!(2025 - 07 - 31));
        assert_eq!(codes(teacher().check(&gone)), [Code::UnitEnded]);
    }

    #[test]
    fn nobody_does_the_same_twice_on_one_day() {
        let mut facts = facts();
        let mut before = teacher();
        before.starts_on = date!(2024 - 08 - 01);
        before.ends_on = Some(date!(2025 - 07 - 31));
        facts.others = vec![given(before)];
        assert_eq!(teacher().check(&facts), Ok(BOARD));
        before.ends_on = Some(date!(2025 - 08 - 01));
        facts.others = vec![given(before)];
        assert_eq!(codes(teacher().check(&facts)), [Code::PeriodsOverlap]);
        let mut lead = teacher();
        lead.function = Function::TeamLead;
        assert_eq!(lead.check(&facts), Ok(BOARD));
    }

    #[test]
    fn only_the_days_change_and_what_ended_stays_ended() {
        let now = given(teacher());
        let mut other = teacher();
        other.function = Function::Hr;
        assert_eq!(codes(now.change(&other, &facts())), [Code::NotChangeable]);
        let day = date!(2026 - 01 - 31);
        let ended = now.end(day, day).map(|a| a.input.ends_on);
        assert_eq!(ended, Ok(Some(day)));
        let early = now.end(date!(2025 - 07 - 31), day);
        assert_eq!(codes(early), [Code::EndBeforeStart]);
        let mut past = now;
        past.input.ends_on = Some(day);
        let again = past.end(date!(2026 - 02 - 28), date!(2026 - 02 - 01));
        assert!(matches!(
            again,
            Err(Refusal::Conflict {
                code: Code::AlreadyEnded,
                ..
            })
        ));
    }
}
