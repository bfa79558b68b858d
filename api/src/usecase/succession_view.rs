//! A succession as a caller sees it: what it rests on, and which steps are open to the caller's boards.

use akoki_domain::{
    Code, Reason,
    id::{BoardId, UnitId},
    organisation::{
        Unit,
        succession::{
            Facts, Succession as Record, SuccessionInput as Domain, SuccessorInput,
            available_commands,
        },
    },
};
use akoki_openapi::{
    problem::WireReason,
    wire::{succession::Succession, transition::BlockedCommand},
};
use akoki_persistence::Stored;
use time::Date;

use crate::guard::Call;

/// Whether a unit ended before the succession takes effect.
pub(super) fn ended(unit: &Unit, input: &Domain) -> bool {
    let end = unit.details.ends_on;
    end.is_some_and(|end| end < input.effective_on)
}

/// What a decision about the succession rests on; `units` are those that it names, `today` is the day
/// that has begun for every board of it.
pub(super) fn facts<'a>(today: Date, succession: &'a Record, units: &[Stored<Unit>]) -> Facts<'a> {
    let input = &succession.input;
    let going = |unit: &UnitId| {
        let goes_on = |to: &SuccessorInput| match to {
            SuccessorInput::Existing { unit_id } => unit_id == unit,
            SuccessorInput::New { parent_id, .. } => *parent_id == Some(*unit),
        };
        input.from.contains(unit) || input.to.iter().any(goes_on)
    };
    Facts {
        succession,
        today,
        ended: units
            .iter()
            .map(|stored| &stored.record)
            .filter(|unit| going(&unit.id) && ended(unit, input))
            .map(|unit| unit.id)
            .collect(),
    }
}

/// The succession as this caller sees it: a command is open when one of the caller's boards may give it.
pub(super) fn shown(
    call: &Call,
    item: &Stored<Record>,
    own: &[BoardId],
    units: &[Stored<Unit>],
    today: Date,
) -> Succession {
    let succession = &item.record;
    let facts = facts(today, succession, units);
    let mine = succession.boards.iter().filter(|board| own.contains(board));
    let per_board: Vec<_> = mine
        .map(|board| available_commands(&facts, *board))
        .collect();
    let mut open: Vec<String> = Vec::new();
    let mut blocked: Vec<BlockedCommand> = Vec::new();
    // The commands are the same for every board; without one the caller may give none.
    for (command, _) in available_commands(&facts, succession.proposed_by) {
        let word = command.as_str();
        let reasons: Vec<&Vec<Reason>> = per_board
            .iter()
            .flatten()
            .filter(|(other, _)| other.as_str() == word)
            .map(|(_, reasons)| reasons)
            .collect();
        if reasons.iter().any(|reasons| reasons.is_empty()) {
            open.push(word.to_owned());
            continue;
        }
        let forbidden = vec![Reason::new(Code::Forbidden)];
        let reasons = reasons.first().copied().unwrap_or(&forbidden);
        blocked.push(BlockedCommand {
            command: word.to_owned(),
            reasons: reasons
                .iter()
                .map(|reason| WireReason::new(reason, call.language))
                .collect(),
        });
    }
    let meta = &item.meta;
    let times = (meta.created_at, meta.updated_at);
    Succession::new(succession, meta.version, times, (open, blocked))
}
