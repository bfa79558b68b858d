//! Recovery orders: what the inspectorate orders to be put right, the measures, the board's check, the end.

mod command;
mod examples;
mod view;

use akoki_domain::{
    Code, Reason,
    access::Permission,
    framework::{EditionContent, EditionRef, RequirementRef},
    id::PersonId,
    inspection::{Order, OrderState, Visit, inspected_under, may_change_order},
    organisation::{Person, Unit},
};
use akoki_openapi::wire::recovery_order::{RecoveryOrder, RecoveryOrderInput};
use akoki_persistence::{Source, Stored, find, find_many, repo::organisation_unit::lines_above};
use serde_json::{Value, json};

use super::{carrier::carried, inspection_visit::edition::sector_at};
use crate::{
    failure::Failure,
    frameworks::Known,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Orders;

impl Resource for Orders {
    type Record = Order;
    type Input = RecoveryOrderInput;
    type View = RecoveryOrder;

    const NAMES: Names = names!("RecoveryOrder", "RecoveryOrders", "inspection");
    const READ: Permission = Permission::ReadInspections;
    const WRITE: Permission = Permission::WriteInspections;

    async fn create(work: Work<'_>, input: RecoveryOrderInput) -> Result<Order, Failure> {
        let mut wrong = Vec::new();
        let scope = work.call.scope_of(Self::READ);
        let visit = find::<Visit>(work.tx, &scope, input.visit_id).await?;
        let visit = visit.map(|stored| stored.record);
        if visit.is_none() {
            wrong.push(Reason::new(Code::UnknownReference).at("/visitId"));
        }
        let visited = visit.as_ref().map(|visit| visit.unit_id.0);
        let unit = match input.unit_id.or(visited) {
            Some(unit) => carried(work, unit, &mut wrong).await?,
            None => None,
        };
        let stated = input.stated();
        let today = match &unit {
            Some(unit) => work.today_of(unit.board_id).await?,
            None => work.call.today,
        };
        let visited_on = visit.as_ref().map(|visit| visit.stated.started_on);
        wrong.extend(stated.check(today, visited_on));
        let board = unit.as_ref().map(|unit| unit.board_id);
        let owners: Vec<PersonId> = stated.measures.iter().map(|one| one.owner).collect();
        wrong.extend(unknown_owners(work, board, &owners, &[]).await?);
        let (Some(unit), Some(visit)) = (unit, visit) else {
            return Err(Failure::invalid("body", wrong));
        };
        let requirement = required(work, &unit, &visit, &stated.standard, &mut wrong).await?;
        let Some(requirement) = requirement.filter(|_| wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        Ok(Order {
            id: work.id(),
            board_id: unit.board_id,
            unit_id: unit.id,
            visit_id: visit.id,
            state: OrderState::Open,
            requirement,
            stated,
            verification: None,
            outcome: None,
            earlier_verifications: Vec::new(),
            earlier_outcomes: Vec::new(),
        })
    }

    async fn change(
        work: Work<'_>,
        before: &Order,
        input: RecoveryOrderInput,
    ) -> Result<Order, Failure> {
        let mut wrong = Vec::new();
        for (now, then, pointer) in [
            (
                input.unit_id.unwrap_or(before.unit_id.0),
                before.unit_id.0,
                "/unitId",
            ),
            (input.visit_id, before.visit_id.0, "/visitId"),
        ] {
            if now != then {
                wrong.push(Reason::new(Code::NotChangeable).at(pointer));
            }
        }
        let stated = input.stated();
        let scope = work.call.scope_of(Self::READ);
        let visit = find::<Visit>(work.tx, &scope, before.visit_id.0).await?;
        let visit = visit.map(|stored| stored.record);
        let visited_on = visit.as_ref().map(|visit| visit.stated.started_on);
        wrong.extend(stated.check(work.today_of(before.board_id).await?, visited_on));
        let of = |order: &akoki_domain::inspection::OrderInput| -> Vec<PersonId> {
            order.measures.iter().map(|one| one.owner).collect()
        };
        let (owners, old) = (of(&stated), of(&before.stated));
        wrong.extend(unknown_owners(work, before.board_id, &owners, &old).await?);
        let mut requirement = Some(before.requirement.clone());
        if stated.standard != before.stated.standard {
            // The edition stays that under which the order was given.
            requirement = moved(work, before, &stated.standard, &mut wrong).await?;
        }
        let Some(requirement) = requirement.filter(|_| wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        if stated != before.stated {
            may_change_order(before)?;
        }
        Ok(Order {
            requirement,
            stated,
            ..before.clone()
        })
    }

    async fn remove(_: Work<'_>, order: &Order) -> Result<(), Failure> {
        Ok(may_change_order(order)?)
    }

    fn input(order: &Order) -> RecoveryOrderInput {
        order.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Order>>,
    ) -> Result<Vec<RecoveryOrder>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::order()
    }

    fn patch_example() -> Value {
        json!({"dueOn": "2026-03-01"})
    }
}

/// The standard that is not met, under the edition of the visit; for a unit under the one visited, under the
/// edition by which that one is inspected on the same day.
async fn required(
    work: Work<'_>,
    unit: &Unit,
    visit: &Visit,
    standard: &str,
    wrong: &mut Vec<Reason>,
) -> Result<Option<RequirementRef>, Failure> {
    let known = work.call.frameworks().await?;
    if unit.id == visit.unit_id {
        return Ok(standard_of(&known, &visit.edition, standard, wrong));
    }
    let scope = work.call.scope_of(Permission::ReadUnits);
    let above = lines_above(work.tx, &scope, &[unit.id]).await?;
    let above = above.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
    if !above.contains(&visit.unit_id) {
        wrong.push(Reason::new(Code::UnitNotOfVisit).at("/unitId"));
        return Ok(None);
    }
    let sector = sector_at(work.call, work.tx, unit).await?;
    match inspected_under(&known.library, sector, visit.stated.started_on, None) {
        Ok(edition) => Ok(standard_of(&known, &edition.edition, standard, wrong)),
        Err(reason) => {
            wrong.push(reason.at("/unitId"));
            Ok(None)
        }
    }
}

/// Another standard of the edition under which an order was given.
async fn moved(
    work: Work<'_>,
    before: &Order,
    standard: &str,
    wrong: &mut Vec<Reason>,
) -> Result<Option<RequirementRef>, Failure> {
    let known = work.call.frameworks().await?;
    let RequirementRef::Shipped { edition, .. } = &before.requirement else {
        return Ok(Some(before.requirement.clone()));
    };
    Ok(standard_of(&known, edition, standard, wrong))
}

fn standard_of(
    known: &Known,
    edition: &EditionRef,
    standard: &str,
    wrong: &mut Vec<Reason>,
) -> Option<RequirementRef> {
    let content: Option<&EditionContent> = known.library.edition(edition);
    let node = content.and_then(|content| content.node(standard));
    let code = match node {
        None => Code::UnknownStandard,
        Some(node) if !node.assessable => Code::NotAssessable,
        Some(_) => {
            return Some(RequirementRef::Shipped {
                edition: edition.clone(),
                code: standard.to_owned(),
            });
        }
    };
    wrong.push(Reason::new(code).at("/standard").with("standard", standard));
    None
}

/// The owners of measures that are not known on the board; whoever owned one before may stay.
async fn unknown_owners(
    work: Work<'_>,
    board: impl Into<Option<akoki_domain::id::BoardId>>,
    owners: &[PersonId],
    before: &[PersonId],
) -> Result<Vec<Reason>, Failure> {
    let board = board.into();
    let fresh = owners.iter().filter(|owner| !before.contains(owner));
    let ids: Vec<uuid::Uuid> = fresh.map(|owner| owner.0).collect();
    let found = find_many::<Person>(work.tx, &work.scope(), &ids).await?;
    let known = |owner: &PersonId| {
        before.contains(owner)
            || found.iter().any(|one| {
                one.record.id == *owner && board.is_none_or(|board| board == one.record.board_id)
            })
    };
    let unknown = owners.iter().enumerate().filter(|(_, owner)| !known(owner));
    Ok(unknown
        .map(|(at, _)| Reason::new(Code::UnknownReference).at(format!("/measures/{at}/ownerId")))
        .collect())
}
