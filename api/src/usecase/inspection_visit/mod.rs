//! Visits of the inspectorate: recorded until the report is adopted, and from then on fixed.

mod command;
mod examples;
mod references;
mod view;

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    inspection::{Order, Visit, VisitState, inspected_under, may_change_visit},
    organisation::Unit,
};
use akoki_openapi::wire::inspection_visit::{InspectionVisit, InspectionVisitInput};
use akoki_persistence::{Source, Stored, repo::recovery_order::of_visits, unreachable_ids};
use serde_json::Value;

use super::{
    carrier::carried_anew,
    sector::{sector_at, unit_of},
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Visits;

impl Resource for Visits {
    type Record = Visit;
    type Input = InspectionVisitInput;
    type View = InspectionVisit;

    const NAMES: Names = names!("InspectionVisit", "InspectionVisits", "inspection");
    const READ: Permission = Permission::ReadInspections;
    const WRITE: Permission = Permission::WriteInspections;

    async fn create(work: Work<'_>, input: InspectionVisitInput) -> Result<Visit, Failure> {
        let mut wrong = Vec::new();
        // What was seen before a school ended is put down later as well.
        let began_on = Some(input.started_on);
        let unit = carried_anew(work, input.unit_id, began_on, &mut wrong).await?;
        let checked = checked(work, unit.as_ref(), None, &input, &mut wrong).await?;
        checked
            .filter(|_| wrong.is_empty())
            .ok_or_else(|| Failure::invalid("body", wrong))
    }

    async fn change(
        work: Work<'_>,
        before: &Visit,
        input: InspectionVisitInput,
    ) -> Result<Visit, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let unit = unit_of(work.call, work.tx, before.unit_id).await?;
        let after = checked(work, unit.as_ref(), Some(before), &input, &mut wrong).await?;
        let Some(after) = after.filter(|_| wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        if after.stated != before.stated {
            may_change_visit(before)?;
        }
        if after.edition != before.edition {
            // What it ordered is in words of the edition that it had.
            without_orders(work, before).await?;
        }
        Ok(after)
    }

    async fn remove(work: Work<'_>, visit: &Visit) -> Result<(), Failure> {
        may_change_visit(visit)?;
        without_orders(work, visit).await
    }

    fn input(visit: &Visit) -> InspectionVisitInput {
        visit.into()
    }

    async fn views<S: Source>(
        call: &Call,
        _: &S,
        items: Vec<Stored<Visit>>,
    ) -> Result<Vec<InspectionVisit>, Failure> {
        let language = call.language;
        Ok(items
            .into_iter()
            .map(|item| view::one(item, language))
            .collect())
    }

    fn examples() -> (Value, Value) {
        examples::visit()
    }

    fn patch_example() -> Value {
        serde_json::json!({"reportAdoptedOn": "2025-08-20"})
    }
}

/// Refuses while the visit left orders. Those out of the caller's reach count and are not named. The visit is
/// locked, and whoever makes an order holds it: no order comes in between.
async fn without_orders(work: Work<'_>, visit: &Visit) -> Result<(), Failure> {
    let everything = work.call.everything();
    let orders = of_visits(work.tx, &everything, visit.board_id, &[visit.id]).await?;
    if orders.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = orders.iter().map(|order| order.id.0).collect();
    let scope = work.call.scope_of(Permission::ReadInspections);
    let hidden = unreachable_ids::<Order>(work.tx, &scope, &ids).await?;
    let shown = orders.iter().filter(|order| !hidden.contains(&order.id.0));
    let about = |id| Reason::new(Code::InUse).about(Noun::RecoveryOrder, id);
    let mut blockers: Vec<_> = shown.map(|order| about(order.id)).collect();
    if !hidden.is_empty() {
        blockers.push(Reason::new(Code::InUse));
    }
    Err(Failure::Conflict {
        code: Code::InUse,
        blockers,
    })
}

/// The visit as the input says it; what is wrong with it is added to what was found so far.
async fn checked(
    work: Work<'_>,
    unit: Option<&Unit>,
    before: Option<&Visit>,
    input: &InspectionVisitInput,
    wrong: &mut Vec<Reason>,
) -> Result<Option<Visit>, Failure> {
    let stated = input.stated(wrong);
    let today = match unit {
        Some(unit) => work.today_of(unit.board_id).await?,
        None => work.call.today,
    };
    wrong.extend(stated.check(today));
    let Some(unit) = unit else { return Ok(None) };
    wrong.extend(references::unknown(work, unit, &stated, before).await?);
    let known = work.call.frameworks().await?;
    let sector = sector_at(work.call, work.tx, unit).await?;
    let (day, named) = (stated.started_on, stated.edition.as_ref());
    let edition = match inspected_under(&known.library, sector, day, named) {
        Ok(edition) => edition,
        Err(reason) => {
            wrong.push(reason);
            return Ok(None);
        }
    };
    wrong.extend(stated.check_conclusions(edition));
    Ok(Some(Visit {
        id: before.map_or_else(|| work.id(), |before| before.id),
        board_id: unit.board_id,
        unit_id: unit.id,
        state: before.map_or(VisitState::Recorded, |before| before.state),
        edition: edition.edition.clone(),
        stated,
    }))
}
