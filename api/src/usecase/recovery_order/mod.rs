//! Recovery orders: what the inspectorate orders to be put right, the measures, the board's check, the end.

mod command;
mod evidence;
mod examples;
mod view;

use akoki_domain::{
    Code, Reason,
    access::Permission,
    framework::{EditionContent, EditionRef, RequirementRef},
    id::PersonId,
    inspection::{
        Order, OrderInput, OrderState, Restated, Visit, VisitState, inspected_under,
        is_order_fixed, may_change_order, may_delete_order,
    },
    organisation::Unit,
};
use akoki_openapi::wire::recovery_order::{RecoveryOrder, RecoveryOrderInput};
use akoki_persistence::{Source, Stored, find, hold_rows, repo::organisation_unit::lines_above};
use serde_json::{Value, json};
use std::collections::BTreeSet;

use self::command::may_verify;
use super::{carrier::carried, improvement_cycle::references::unknown_people, sector::sector_at};
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
        let visit = held(work, input.visit_id).await?;
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
        let place = unit.as_ref().map(|unit| (unit.board_id, unit.id));
        wrong.extend(unknown_people(work, place, &owners(&stated), &[]).await?);
        let said = (&stated, &BTreeSet::new());
        let judged = stated.judged(visited_on, today);
        wrong.extend(evidence::of_measures(work, place, said, judged).await?);
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
            earlier_terms: Vec::new(),
            former_owners: Vec::new(),
            stepped: false,
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
        let visit = visit_of(work, before).await?;
        let reported = visit.state == VisitState::Reported;
        let fixed = is_order_fixed(before, reported);
        if fixed && !stated.orders_the_same(&before.stated) {
            may_verify(work, before).await?;
        }
        let visited_on = Some(visit.stated.started_on);
        let today = work.today_of(before.board_id).await?;
        wrong.extend(stated.check(today, visited_on));
        let place = Some((before.board_id, before.unit_id));
        let said = (&stated, &before.rests_on());
        let judged = stated.judged(visited_on, today);
        wrong.extend(evidence::of_measures(work, place, said, judged).await?);
        let old: Vec<PersonId> = owners(&before.stated)
            .into_iter()
            .map(|one| one.1)
            .collect();
        wrong.extend(unknown_people(work, place, &owners(&stated), &old).await?);
        let mut requirement = Some(before.requirement.clone());
        if stated.standard != before.stated.standard {
            // The edition stays that under which the order was given.
            requirement = moved(work, before, &stated.standard, &mut wrong).await?;
        }
        let changes = stated != before.stated;
        let now = Restated {
            requirement: requirement.unwrap_or_else(|| before.requirement.clone()),
            stated,
            reason: input.change_reason,
            on: today,
        };
        let after = before.restated(now, fixed);
        let after = after.map_err(|more| wrong.extend(more)).ok();
        let Some(after) = after.filter(|_| wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        if changes {
            may_change_order(before)?;
        }
        Ok(after)
    }

    async fn remove(work: Work<'_>, order: &Order) -> Result<(), Failure> {
        let visit = visit_of(work, order).await?;
        Ok(may_delete_order(
            order,
            visit.state == VisitState::Reported,
        )?)
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
        json!({"dueOn": "2026-03-01", "changeReason": "De inspectie gaf uitstel, brief van 12 januari."})
    }
}

/// The visit named, when it is in reach; until this unit ends nobody moves it to another edition.
async fn held(work: Work<'_>, id: uuid::Uuid) -> Result<Option<Visit>, Failure> {
    let scope = work.call.scope_of(Permission::ReadInspections);
    let Some(found) = find::<Visit>(work.tx, &scope, id).await? else {
        return Ok(None);
    };
    hold_rows::<Visit>(work.tx, found.record.board_id.0, &[id]).await?;
    let found = find::<Visit>(work.tx, &scope, id).await?;
    Ok(found.map(|stored| stored.record))
}

/// The visit that left an order, which whoever reaches the order need not reach.
async fn visit_of(work: Work<'_>, order: &Order) -> Result<Visit, Failure> {
    hold_rows::<Visit>(work.tx, order.board_id.0, &[order.visit_id.0]).await?;
    let found = find::<Visit>(work.tx, &work.call.everything(), order.visit_id.0).await?;
    Ok(found.ok_or_else(Failure::not_found)?.record)
}

/// Who carries out the measures, each at its place.
fn owners(stated: &OrderInput) -> Vec<(String, PersonId)> {
    let measures = stated.measures.iter().enumerate();
    measures
        .map(|(at, one)| (format!("/measures/{at}/ownerId"), one.owner))
        .collect()
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
