//! The check of a succession as it is proposed.

use super::input::{SuccessionInput, SuccessionKind, SuccessorInput};
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, UnitId};
use crate::noun::Noun;
use crate::organisation::check;
use crate::organisation::kind::{BOARD, ESTABLISHMENT, SCHOOL};

/// What the rules need to know of a unit that the succession names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFacts {
    /// Its id.
    pub id: UnitId,
    /// Its board.
    pub board_id: BoardId,
    /// Key of its kind.
    pub kind: String,
    /// Whether it has ended before the day of the succession.
    pub ended: bool,
}

impl SuccessionInput {
    /// The boards that must accept, each once, or everything that is wrong. `units` are those named
    /// that the proposer may name; `boards` the boards that exist.
    pub fn check(&self, units: &[UnitFacts], boards: &[BoardId]) -> Result<Vec<BoardId>, Refusal> {
        let mut reasons = Vec::new();
        let mut involved: Vec<BoardId> = Vec::new();
        for (index, id) in self.from.iter().enumerate() {
            let unit = named(units, *id, &format!("/from/{index}"), &mut reasons);
            involved.extend(unit.map(|unit| unit.board_id));
        }
        for (index, successor) in self.to.iter().enumerate() {
            involved.extend(check_successor(
                successor,
                index,
                units,
                boards,
                &mut reasons,
            ));
        }
        check::list(&self.from, "/from", check::MAX_LIST, &mut reasons);
        check::list(&self.to, "/to", check::MAX_LIST, &mut reasons);
        check::distinct(&self.from, "/from", &mut reasons);
        self.check_shape(&mut reasons);
        if self.kind == SuccessionKind::Transfer {
            self.check_transfer(units, &mut reasons);
        }
        self.check_places(units, &mut reasons);
        check::optional_text(self.reason.as_deref(), "/reason", 2000, &mut reasons);
        Refusal::unless_empty(reasons)?;
        involved.sort_unstable();
        involved.dedup();
        Ok(involved)
    }

    /// How many there must be on either side.
    fn check_shape(&self, reasons: &mut Vec<Reason>) {
        let mut at_least = |count: usize, min: usize, pointer: &str| {
            if count < min {
                reasons.push(Reason::new(Code::TooShort).at(pointer).with("min", min));
            }
        };
        let most = match self.kind {
            SuccessionKind::Merge => {
                let absorbs = self
                    .existing()
                    .any(|(_, successor)| !self.from.contains(&successor));
                at_least(self.from.len(), if absorbs { 1 } else { 2 }, "/from");
                at_least(self.to.len(), 1, "/to");
                (MANY, 1)
            }
            SuccessionKind::Split => {
                at_least(self.from.len(), 1, "/from");
                at_least(self.to.len(), 2, "/to");
                (1, MANY)
            }
            SuccessionKind::Transfer => {
                at_least(self.from.len(), 1, "/from");
                at_least(self.to.len(), self.from.len(), "/to");
                (MANY, self.from.len().max(1))
            }
        };
        for (count, max, pointer) in [
            (self.from.len(), most.0, "/from"),
            (self.to.len(), most.1, "/to"),
        ] {
            if count > max {
                reasons.push(Reason::new(Code::TooLong).at(pointer).with("max", max));
            }
        }
        let existing: Vec<_> = self.existing().collect();
        for (nth, (index, unit)) in existing.iter().enumerate() {
            if existing.iter().take(nth).any(|(_, other)| other == unit) {
                reasons.push(Reason::new(Code::Duplicate).at(format!("/to/{index}/unitId")));
            }
        }
    }

    /// A new unit is of the kind of the one before it, and stands where that kind may stand: a school
    /// under its board, an establishment under a school.
    fn check_places(&self, units: &[UnitFacts], reasons: &mut Vec<Reason>) {
        let kind_of = |id: &UnitId| {
            units
                .iter()
                .find(|unit| unit.id == *id)
                .map(|unit| unit.kind.as_str())
        };
        for (index, to) in self.to.iter().enumerate() {
            let SuccessorInput::New { parent_id, .. } = to else {
                continue;
            };
            let before = self.predecessor(index).as_ref().and_then(kind_of);
            let parent = match parent_id {
                None => Some(BOARD),
                Some(parent) => kind_of(parent),
            };
            let (Some(before), Some(parent)) = (before, parent) else {
                continue;
            };
            let fits = match before {
                SCHOOL => parent == BOARD,
                ESTABLISHMENT => parent == SCHOOL,
                // Not a school: said where it is named.
                _ => true,
            };
            if !fits {
                reasons.push(
                    Reason::new(Code::KindNotAllowedHere)
                        .at(format!("/to/{index}/parentId"))
                        .with("kind", before)
                        .with("parentKind", parent),
                );
            }
        }
    }

    fn existing(&self) -> impl Iterator<Item = (usize, UnitId)> {
        self.to
            .iter()
            .enumerate()
            .filter_map(|(index, to)| match to {
                SuccessorInput::Existing { unit_id } => Some((index, *unit_id)),
                SuccessorInput::New { .. } => None,
            })
    }

    /// A transfer makes a new unit with another board for each.
    fn check_transfer(&self, units: &[UnitFacts], reasons: &mut Vec<Reason>) {
        for (index, (from, to)) in self.from.iter().zip(&self.to).enumerate() {
            let before = units.iter().find(|unit| unit.id == *from);
            match to {
                SuccessorInput::Existing { .. } => {
                    reasons.push(Reason::new(Code::InvalidValue).at(format!("/to/{index}/unitId")));
                }
                SuccessorInput::New { board_id, .. } => {
                    if before.is_some_and(|before| before.board_id == *board_id) {
                        let at = format!("/to/{index}/boardId");
                        reasons.push(Reason::new(Code::SameBoard).at(at));
                    }
                }
            }
        }
    }
}

/// No limit but that of any list.
const MANY: usize = usize::MAX;

fn named<'a>(
    units: &'a [UnitFacts],
    id: UnitId,
    pointer: &str,
    reasons: &mut Vec<Reason>,
) -> Option<&'a UnitFacts> {
    let Some(unit) = units.iter().find(|unit| unit.id == id) else {
        reasons.push(Reason::new(Code::UnknownReference).at(pointer));
        return None;
    };
    let about = |code| {
        Reason::new(code)
            .at(pointer)
            .about(Noun::OrganisationUnit, id)
    };
    if !matches!(unit.kind.as_str(), SCHOOL | ESTABLISHMENT) {
        reasons.push(about(Code::NotASchool));
    }
    if unit.ended {
        reasons.push(about(Code::UnitEnded));
    }
    Some(unit)
}

fn check_successor(
    successor: &SuccessorInput,
    index: usize,
    units: &[UnitFacts],
    boards: &[BoardId],
    reasons: &mut Vec<Reason>,
) -> Option<BoardId> {
    match successor {
        SuccessorInput::Existing { unit_id } => {
            let at = format!("/to/{index}/unitId");
            named(units, *unit_id, &at, reasons).map(|unit| unit.board_id)
        }
        SuccessorInput::New {
            board_id,
            parent_id,
            name,
        } => {
            check::text(name, &format!("/to/{index}/name"), 200, reasons);
            if !boards.contains(board_id) {
                let at = format!("/to/{index}/boardId");
                reasons.push(Reason::new(Code::UnknownReference).at(at));
            }
            if let Some(parent) = parent_id {
                let at = format!("/to/{index}/parentId");
                match units.iter().find(|unit| unit.id == *parent) {
                    None => reasons.push(Reason::new(Code::UnknownReference).at(at)),
                    Some(unit) if unit.board_id != *board_id => {
                        reasons.push(Reason::new(Code::OtherBoard).at(at));
                    }
                    Some(_) => {}
                }
            }
            Some(*board_id)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::succession::tests::{board, unit};
    use time::macros::date;

    fn facts() -> Vec<UnitFacts> {
        [
            (1, 10, "school"),
            (2, 10, "school"),
            (3, 20, "school"),
            (4, 10, "team"),
            (5, 10, "establishment"),
            (6, 20, "board"),
        ]
        .map(|(n, b, kind)| UnitFacts {
            id: unit(n),
            board_id: board(b),
            kind: kind.into(),
            ended: false,
        })
        .into()
    }

    fn existing(n: u128) -> SuccessorInput {
        SuccessorInput::Existing { unit_id: unit(n) }
    }

    fn new(b: u128) -> SuccessorInput {
        SuccessorInput::New {
            board_id: board(b),
            parent_id: None,
            name: "De Brug".into(),
        }
    }

    fn checked(
        kind: SuccessionKind,
        from: &[u128],
        to: Vec<SuccessorInput>,
    ) -> Result<Vec<BoardId>, Vec<Code>> {
        let input = SuccessionInput {
            kind,
            effective_on: date!(2026 - 08 - 01),
            from: from.iter().copied().map(unit).collect(),
            to,
            reason: None,
        };
        input
            .check(&facts(), &[board(10), board(20)])
            .map_err(|refusal| match refusal {
                Refusal::Invalid(reasons) => reasons.iter().map(|r| r.code).collect(),
                Refusal::Conflict { .. } => vec![],
            })
    }

    #[test]
    fn every_shape_that_occurs_is_taken() {
        use SuccessionKind::*;
        assert_eq!(checked(Merge, &[1, 2], vec![new(10)]), Ok(vec![board(10)]));
        assert_eq!(
            checked(Merge, &[1, 2], vec![existing(1)]),
            Ok(vec![board(10)])
        );
        assert_eq!(
            checked(Merge, &[1], vec![existing(3)]),
            Ok(vec![board(10), board(20)])
        );
        assert_eq!(
            checked(Split, &[1], vec![existing(1), new(10)]),
            Ok(vec![board(10)])
        );
        assert_eq!(
            checked(Transfer, &[1, 2], vec![new(20), new(20)]),
            Ok(vec![board(10), board(20)])
        );
    }

    #[test]
    fn a_new_unit_stands_where_its_kind_may_stand() {
        use SuccessionKind::Transfer;
        let under = |parent: u128| SuccessorInput::New {
            board_id: board(20),
            parent_id: Some(unit(parent)),
            name: "De Brug".into(),
        };
        let wrong = Err(vec![Code::KindNotAllowedHere]);
        let taken = Ok(vec![board(10), board(20)]);
        assert_eq!(checked(Transfer, &[1], vec![under(6)]), taken);
        assert_eq!(checked(Transfer, &[5], vec![under(3)]), taken);
        assert_eq!(checked(Transfer, &[1], vec![under(3)]), wrong);
        assert_eq!(checked(Transfer, &[5], vec![new(20)]), wrong);
    }

    #[test]
    fn other_shapes_are_refused() {
        use SuccessionKind::*;
        assert_eq!(
            checked(Merge, &[1], vec![new(10)]),
            Err(vec![Code::TooShort])
        );
        assert_eq!(
            checked(Merge, &[1], vec![existing(1)]),
            Err(vec![Code::TooShort])
        );
        assert_eq!(
            checked(Merge, &[1, 2], vec![new(10), new(10)]),
            Err(vec![Code::TooLong])
        );
        assert_eq!(
            checked(Split, &[1], vec![new(10)]),
            Err(vec![Code::TooShort])
        );
        assert_eq!(
            checked(Split, &[1, 2], vec![new(10), new(10)]),
            Err(vec![Code::TooLong])
        );
        assert_eq!(
            checked(Split, &[1], vec![existing(2), existing(2)]),
            Err(vec![Code::Duplicate])
        );
        assert_eq!(
            checked(Transfer, &[1], vec![new(10)]),
            Err(vec![Code::SameBoard])
        );
        assert_eq!(
            checked(Transfer, &[1], vec![existing(3)]),
            Err(vec![Code::InvalidValue])
        );
        assert_eq!(
            checked(Transfer, &[1, 2], vec![new(20)]),
            Err(vec![Code::TooShort])
        );
        assert_eq!(
            checked(Merge, &[4, 1], vec![new(10)]),
            Err(vec![Code::NotASchool])
        );
        assert_eq!(
            checked(Merge, &[1, 9], vec![new(10)]),
            Err(vec![Code::UnknownReference])
        );
        assert_eq!(
            checked(Transfer, &[1], vec![new(30)]),
            Err(vec![Code::UnknownReference])
        );
    }
}
