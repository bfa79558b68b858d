//! Successions: proposed by one board, accepted by every board involved, executed on their day.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    id::{BoardId, PrincipalId, UnitId},
    organisation::{
        Unit,
        kind::BOARD,
        succession::{
            Command, State, Step, Succession as Record, SuccessionInput as Domain, SuccessorInput,
            UnitFacts, decide,
        },
    },
};
use akoki_openapi::wire::succession::{Succession, SuccessionCommand, SuccessionInput};
use akoki_persistence::{
    Change, Record as _, Scope, Source, Stored, Verb, lock, repo::organisation_unit::of_ids,
    unreachable_ids,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    succession_effects::apply,
    succession_view::{ended, facts, shown},
};
use crate::{
    clock,
    failure::Failure,
    guard::Call,
    reply::Reply,
    resource::{Names, Resource, missing, names, view},
    work::Work,
};

/// The resource.
pub struct Successions;

impl Resource for Successions {
    type Record = Record;
    type Input = SuccessionInput;
    type View = Succession;

    const NAMES: Names = names!("Succession", "Successions", "organisation");
    const READ: Permission = Permission::ReadUnits;
    const WRITE: Permission = Permission::WriteUnits;

    async fn create(work: Work<'_>, input: SuccessionInput) -> Result<Record, Failure> {
        let input = Domain::try_from(input)?;
        let readable = work.call.scope_of(Permission::ReadUnits);
        let units = of_ids(work.tx, &readable, &input.named()).await?;
        let facts: Vec<UnitFacts> = units
            .iter()
            .map(|stored| fact(&stored.record, &input))
            .collect();
        let boards = input.check(&facts, &known_boards(work, &input).await?)?;
        let own = involved(work.call, work.tx, &boards).await?;
        let first = facts
            .iter()
            .find(|unit| Some(&unit.id) == input.from.first());
        let proposer = first
            .map(|unit| unit.board_id)
            .filter(|board| own.contains(board))
            .or(own.first().copied());
        let Some(proposed_by) = proposer else {
            return Err(Code::Forbidden.into());
        };
        // Proposing is agreeing; a board that is alone in it need not wait for anybody.
        let state = match boards.as_slice() {
            [_] => State::Accepted,
            _ => State::Proposed,
        };
        let record = Record {
            id: work.id(),
            proposed_by,
            boards,
            accepted_by: vec![proposed_by],
            state,
            steps: Vec::new(),
            input,
        };
        let values = json!(SuccessionInput::from(&record.input));
        tell_others(work, &record, 1, Verb::Created, &values);
        Ok(record)
    }

    /// A succession is withdrawn and proposed again; what boards agreed to does not change.
    async fn change(_: Work<'_>, _: &Record, _: SuccessionInput) -> Result<Record, Failure> {
        Err(Code::MethodNotAllowed.into())
    }

    fn input(succession: &Record) -> SuccessionInput {
        (&succession.input).into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Record>>,
    ) -> Result<Vec<Succession>, Failure> {
        let mut boards: Vec<BoardId> = items
            .iter()
            .flat_map(|item| item.record.boards.clone())
            .collect();
        boards.sort_unstable();
        boards.dedup();
        let own = involved(call, source, &boards).await?;
        let days = call.days_of(source, boards).await?;
        let mut named: Vec<UnitId> = items
            .iter()
            .filter(|item| !item.record.state.is_closed())
            .flat_map(|item| item.record.input.named())
            .collect();
        named.sort_unstable();
        named.dedup();
        let units = of_ids(source, &call.everything(), &named).await?;
        Ok(items
            .iter()
            .map(|item| {
                let today = days.common(&item.record.boards);
                shown(call, item, &own, &units, today)
            })
            .collect())
    }

    fn examples() -> (Value, Value) {
        let (board, other) = (
            "0199c2f6-7d5a-7000-8000-000000000001",
            "0199c2f6-7d5a-7000-8000-000000000009",
        );
        let school = "0199c2f6-7d5a-7000-8000-000000000002";
        let to = json!([{"boardId": other, "name": "De Verwondering"}]);
        let input = json!({
            "kind": "transfer", "effectiveOn": "2027-08-01", "from": [school], "to": to,
            "reason": "De school gaat over naar het buurbestuur.",
        });
        let view = json!({
            "id": "0199c2f6-7d5a-7000-8000-000000000051", "kind": "transfer", "state": "proposed",
            "effectiveOn": "2027-08-01", "from": [school], "to": to,
            "reason": "De school gaat over naar het buurbestuur.", "proposedBy": board,
            "boards": [board, other], "acceptedBy": [board], "availableCommands": ["decline", "withdraw"],
            "blockers": [
                {"command": "accept", "reasons": [{
                    "code": "already-accepted", "detail": "Dit bestuur heeft al aanvaard.",
                    "href": format!("/v1/organisation-units/{board}"),
                }]},
                {"command": "execute", "reasons": [{
                    "code": "acceptance-missing", "detail": "Dit bestuur heeft nog niet aanvaard.",
                    "href": format!("/v1/organisation-units/{other}"),
                }]},
            ],
            "version": 1, "createdAt": "2026-11-24T09:30:00Z", "updatedAt": "2026-11-24T09:30:00Z",
        });
        (input, view)
    }
}

fn fact(unit: &Unit, input: &Domain) -> UnitFacts {
    UnitFacts {
        id: unit.id,
        board_id: unit.board_id,
        kind: unit.details.kind.clone(),
        ended: ended(unit, input),
    }
}

/// The boards named for units to be made, as far as they exist: the receiving board of a transfer is
/// out of the proposer's reach, and has to agree itself.
async fn known_boards(work: Work<'_>, input: &Domain) -> Result<Vec<BoardId>, Failure> {
    let named: Vec<UnitId> = input
        .to
        .iter()
        .filter_map(|to| match to {
            SuccessorInput::New { board_id, .. } => Some((*board_id).into()),
            SuccessorInput::Existing { .. } => None,
        })
        .collect();
    let known = of_ids(work.tx, &work.call.everything(), &named).await?;
    Ok(known
        .iter()
        .filter(|stored| stored.record.details.kind == BOARD)
        .map(|stored| stored.record.board_id)
        .collect())
}

/// Those of these boards on whose behalf the caller may act.
async fn involved(
    call: &Call,
    source: &impl Source,
    boards: &[BoardId],
) -> Result<Vec<BoardId>, Failure> {
    let ids: Vec<Uuid> = boards.iter().map(|board| board.0).collect();
    let scope: Scope = call.scope_of(Permission::WriteUnits);
    let out_of_reach = unreachable_ids::<Unit>(source, &scope, &ids).await?;
    Ok(boards
        .iter()
        .copied()
        .filter(|board| !out_of_reach.contains(&board.0))
        .collect())
}

/// The other boards see what happened in their own feed and trail.
fn tell_others(work: Work<'_>, succession: &Record, version: i64, verb: Verb, values: &Value) {
    for board in &succession.boards {
        if *board == succession.proposed_by {
            continue;
        }
        work.tx.record(Change {
            noun: Record::NOUN,
            id: succession.id.0,
            board: board.0,
            unit: board.0,
            version,
            verb,
            values: values.clone(),
            data: (verb == Verb::Transitioned).then(|| values.clone()),
            audience: None,
        });
    }
}

/// Takes a step that a caller asks for.
///
/// # Errors
/// Everything that stands in its way; "forbidden" for a board that is not the caller's.
pub async fn step(work: Work<'_>, id: Uuid, asked: &SuccessionCommand) -> Result<Reply, Failure> {
    let Some(before) = lock::<Record>(work.tx, &work.scope(), id).await? else {
        return Err(missing::<Successions>(work.call, work.tx, id).await);
    };
    let own = involved(work.call, work.tx, &before.record.boards).await?;
    let board = acting_for(&before.record, &own, asked)?;
    let command = Command::read(&asked.command, board)
        .ok_or_else(|| Failure::body(Reason::new(Code::InvalidValue).at("/command")))?;
    let stored = take(work, before, command).await?;
    let version = stored.meta.version;
    let view = view::<Successions>(work.call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}

/// On whose behalf the caller acts.
fn acting_for(
    succession: &Record,
    own: &[BoardId],
    asked: &SuccessionCommand,
) -> Result<BoardId, Failure> {
    if let Some(board) = asked.board_id.map(BoardId) {
        return if own.contains(&board) || !succession.boards.contains(&board) {
            // One that is not involved is for the domain to refuse.
            Ok(board)
        } else {
            Err(Code::Forbidden.into())
        };
    }
    match own {
        [] => Err(Code::Forbidden.into()),
        [one] => Ok(*one),
        // Whoever acts for several says for which, where it makes a difference.
        [first, ..] => match asked.command.as_str() {
            "withdraw" if own.contains(&succession.proposed_by) => Ok(succession.proposed_by),
            "execute" => Ok(*first),
            _ => Err(Failure::body(Reason::new(Code::Required).at("/boardId"))),
        },
    }
}

/// Takes a step with a locked succession, with all that follows from it.
///
/// # Errors
/// Everything that stands in its way.
pub async fn take(
    work: Work<'_>,
    before: Stored<Record>,
    command: Command,
) -> Result<Stored<Record>, Failure> {
    let named = before.record.input.named();
    let units = of_ids(work.tx, &work.call.everything(), &named).await?;
    let boards = &before.record.boards;
    let days = work.call.days_of(work.tx, boards.iter().copied());
    let today = days.await?.common(boards);
    let decision = decide(
        before.record.state,
        command,
        &facts(today, &before.record, &units),
    )?;
    let mut after = before.record.clone();
    after.state = decision.state;
    after.accepted_by = decision.accepted_by;
    after.steps.push(Step {
        command,
        from: before.record.state,
        to: decision.state,
        at: clock::instant(work.call.at),
        by: work.call.actor.as_ref().map(|a| PrincipalId(a.principal)),
    });
    if decision.state == State::Executed {
        // Every board agreed, so it happens with all of them.
        work.tx.beyond(apply(work, &after)).await?;
    }
    let values = json!({
        "from": before.record.state.as_str(), "to": decision.state.as_str(), "command": command.as_str(),
    });
    let version = before.meta.version;
    tell_others(work, &after, version, Verb::Transitioned, &values);
    work.save(&before, after, Verb::Transitioned, values).await
}
