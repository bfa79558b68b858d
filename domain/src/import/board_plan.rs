//! What a row of a list of boards means: the name and address of a board.

use time::Date;

use super::establishment_plan::{Context, made};
use super::known::{Known, KnownUnit, UnitKey};
use super::overlay::{changed_fields, contact};
use super::plan::{Outcome, Reach, RecordPlan};
use super::row::BoardRow;
use crate::error::{Code, Reason};
use crate::id::{BoardId, UnitId};
use crate::noun::Noun;
use crate::organisation::identifier::{Identifier, IdentifierType};
use crate::organisation::kind::BOARD;
use crate::organisation::unit::{Unit, UnitDetails};

/// Plans a row of a list of boards over what is known. `id` is for a board that is made.
pub fn plan_board(
    known: &Known,
    row: &BoardRow,
    context: &Context,
    id: UnitId,
) -> RecordPlan<Unit> {
    let key = UnitKey::new(IdentifierType::BoardNumber, &row.number);
    let board = known.find(&key, None, context.day);
    let in_reach = match (&context.reach, board) {
        (Reach::Everything, _) => true,
        (reach @ Reach::Boards(_), Some(board)) => reach.covers(board.unit.board_id),
        (Reach::Boards(_), None) => false,
    };
    if !in_reach {
        return RecordPlan::nothing(Outcome::OutOfScope, vec![Reason::new(Code::OutOfScope)]);
    }
    if let Some(board) = board
        && !board.is_open(context.day)
    {
        let reason = Reason::new(Code::EndedHere).about(Noun::OrganisationUnit, board.unit.id);
        return RecordPlan::nothing(Outcome::Unchanged, vec![reason]);
    }
    let mut details = match board {
        Some(board) => board.unit.details.clone(),
        None => UnitDetails::new(BOARD, &row.name),
    };
    details.name.clone_from(&row.name);
    contact(
        &mut details,
        &row.address,
        [&row.denomination, &row.phone, &row.website],
    );
    details.identifiers = identifiers(board, row, context.day);
    let mut plan = match board {
        None => {
            let unit = made(id, BoardId(id.0), None, details);
            RecordPlan::created(unit)
        }
        Some(board) => {
            let fields = changed_fields(&board.unit.details, &details);
            let before = board.unit.clone();
            let after = Unit {
                details,
                ..before.clone()
            };
            RecordPlan::updated(before, after, fields)
        }
    };
    plan.reasons.extend(row.remarks.iter().cloned());
    plan
}

/// The identifiers of the board with what the row adds: a number in the trade register where none holds.
fn identifiers(board: Option<&KnownUnit>, row: &BoardRow, day: Date) -> Vec<Identifier> {
    let mut identifiers = board.map_or_else(
        || vec![Identifier::new(IdentifierType::BoardNumber, &row.number)],
        |board| board.unit.details.identifiers.clone(),
    );
    let trade = IdentifierType::ChamberOfCommerce;
    if let Some(number) = &row.chamber_of_commerce
        && !identifiers
            .iter()
            .any(|i| i.kind == trade && i.period().contains(day))
    {
        identifiers.push(Identifier::new(trade, number));
    }
    identifiers
}
