//! Organisation units: placing, carriers, upsert by the id of another system.

use akoki_domain::access::Permission;
use akoki_domain::{
    Code, Reason, Refusal,
    id::{BoardId, UnitId},
    organisation::{
        Period, Unit, UnitDetails,
        carrier::{CarriedEstablishment, settle_carriers},
        identifier::check_taken,
        kind::{BOARD, ESTABLISHMENT, SCHOOL},
        placing::{Above, ParentFacts, PlacedFacts, check_placing},
    },
};
use akoki_openapi::wire::organisation_unit::{
    OrganisationUnit, OrganisationUnitInput, WireExternalId,
};
use akoki_persistence::{
    Meta, PLATFORM, Scope, Source, Stored, Verb, lock,
    repo::{
        organisation_unit::{ancestors, children, reaches},
        unit_identifier::held_elsewhere,
    },
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::place::placed;
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Known, Names, Resource, names},
    work::{Work, difference},
};

/// The resource.
pub struct Units;

impl Resource for Units {
    type Record = Unit;
    type Input = OrganisationUnitInput;
    type View = OrganisationUnit;

    const NAMES: Names = names!("OrganisationUnit", "OrganisationUnits", "organisation");
    const READ: Permission = Permission::ReadUnits;
    const WRITE: Permission = Permission::WriteUnits;

    async fn create(work: Work<'_>, input: Self::Input) -> Result<Unit, Failure> {
        let mut reasons = Vec::new();
        let (above, facts) = parent(work, input.parent_id, &mut reasons).await?.unzip();
        let kinds = &work.call.shared.shipped.kinds;
        let place = stands(input.parent_id, facts.as_ref());
        reasons.extend(check_placing(kinds, &input.kind, place, None));
        let details = gather(input.details().check(kinds), &mut reasons);
        let id: UnitId = work.id();
        taken(work, id, details.as_ref(), &mut reasons).await?;
        let Some(details) = details.filter(|_| reasons.is_empty()) else {
            return Err(Failure::invalid("body", reasons));
        };
        if above.is_none() && !reaches(work.tx, &work.scope(), PLATFORM).await? {
            // Only the platform makes boards.
            return Err(Code::Forbidden.into());
        }
        let mut unit = Unit {
            id,
            board_id: above.as_ref().map_or(BoardId(id.0), |unit| unit.board_id),
            parent_id: above.as_ref().map(|unit| unit.id),
            carrier_id: above.as_ref().map_or(id, |unit| unit.carrier_id),
            carrier_changes: Vec::new(),
            predecessor_id: None,
            details,
        };
        if matches!(unit.details.kind.as_str(), BOARD | SCHOOL) {
            unit.carrier_id = id;
        }
        if let Some(above) = above.filter(|_| unit.details.kind == ESTABLISHMENT) {
            settle(work, &work.scope(), &above, Some(&mut unit)).await?;
        }
        Ok(unit)
    }

    async fn change(work: Work<'_>, before: &Unit, input: Self::Input) -> Result<Unit, Failure> {
        let mut reasons = Vec::new();
        let (above, facts) = parent(work, input.parent_id, &mut reasons).await?.unzip();
        let below = children(work.tx, &work.scope(), before).await?;
        let placed = PlacedFacts {
            id: before.id,
            kind: before.details.kind.clone(),
            board_id: before.board_id,
            child_kinds: below
                .iter()
                .map(|child| child.record.details.kind.clone())
                .collect(),
        };
        let kinds = &work.call.shared.shipped.kinds;
        let place = stands(input.parent_id, facts.as_ref());
        reasons.extend(check_placing(kinds, &input.kind, place, Some(&placed)));
        let details = gather(input.details().check(kinds), &mut reasons);
        taken(work, before.id, details.as_ref(), &mut reasons).await?;
        let Some(details) = details.filter(|_| reasons.is_empty()) else {
            return Err(Failure::invalid("body", reasons));
        };
        let mut unit = before.clone();
        unit.details = details;
        unit.parent_id = input.parent_id.map(UnitId);
        if let Some(above) = above.filter(|_| unit.details.kind == ESTABLISHMENT) {
            settle(work, &work.scope(), &above, Some(&mut unit)).await?;
        }
        Ok(unit)
    }

    async fn remove(work: Work<'_>, unit: &Unit) -> Result<(), Failure> {
        let below = children(work.tx, &work.scope(), unit).await?;
        if below.is_empty() {
            return Ok(());
        }
        let blockers = below
            .iter()
            .map(|child| {
                Reason::new(Code::InUse)
                    .about(akoki_domain::Noun::OrganisationUnit, child.record.id)
            })
            .collect();
        Err(Failure::Conflict {
            code: Code::InUse,
            blockers,
        })
    }

    fn input(unit: &Unit) -> OrganisationUnitInput {
        unit.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Unit>>,
    ) -> Result<Vec<OrganisationUnit>, Failure> {
        Ok(items
            .iter()
            .map(|item| view(&item.record, &item.meta))
            .collect())
    }

    fn examples() -> (Value, Value) {
        let id = "0199c2f6-7d5a-7000-8000-000000000002";
        let board = "0199c2f6-7d5a-7000-8000-000000000001";
        let identifier = json!({"type": "brin", "value": "32JK"});
        let input = json!({
            "kind": "school", "name": "De Verwondering", "parentId": board, "sector": "po", "identifiers": [identifier],
        });
        let view = json!({
            "id": id, "boardId": board, "parentId": board, "carrierId": id, "carrierChanges": [],
            "predecessorId": null, "kind": "school", "name": "De Verwondering", "shortName": null, "sector": "po",
            "education": [], "identifiers": [identifier], "externalIds": [], "address": {}, "denomination": null,
            "phone": null, "website": null, "startsOn": null, "endsOn": null, "timeZone": null, "version": 1,
            "createdAt": "2026-08-24T09:30:00Z", "updatedAt": "2026-08-24T09:30:00Z",
        });
        (input, view)
    }
}

impl Known for Units {
    fn external_ids(input: &mut OrganisationUnitInput) -> &mut Vec<WireExternalId> {
        &mut input.external_ids
    }

    fn beside(input: &OrganisationUnitInput) -> Option<Uuid> {
        input.parent_id
    }
}

/// The unit as it is shown.
pub fn view(unit: &Unit, meta: &Meta) -> OrganisationUnit {
    OrganisationUnit::new(unit, meta.version, meta.created_at, meta.updated_at)
}

/// The value, or all its errors added to those found so far.
pub fn gather<T>(result: Result<T, Refusal>, reasons: &mut Vec<Reason>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(Refusal::Invalid(found)) => {
            reasons.extend(found);
            None
        }
        Err(Refusal::Conflict { blockers, .. }) => {
            reasons.extend(blockers);
            None
        }
    }
}

/// Says which identifiers another unit has, whoever may see that unit.
async fn taken(
    work: Work<'_>,
    unit: UnitId,
    details: Option<&UnitDetails>,
    reasons: &mut Vec<Reason>,
) -> Result<(), Failure> {
    let Some(details) = details else {
        return Ok(());
    };
    let holders = held_elsewhere(work.tx, unit.0, &details.identifiers).await?;
    let days = Period::new(details.starts_on, details.ends_on);
    check_taken(
        &details.identifiers,
        days,
        &holders,
        "/identifiers",
        reasons,
    );
    Ok(())
}

/// Where the input has the unit stand.
fn stands(asked: Option<Uuid>, found: Option<&ParentFacts>) -> Above<'_> {
    match (asked, found) {
        (_, Some(facts)) => Above::Unit(facts),
        (Some(_), None) => Above::Unknown,
        (None, None) => Above::Nothing,
    }
}

/// The unit above, as far as the caller may hang something under it; that it is unknown is added to what
/// is wrong.
async fn parent(
    work: Work<'_>,
    id: Option<Uuid>,
    reasons: &mut Vec<Reason>,
) -> Result<Option<(Unit, ParentFacts)>, Failure> {
    let Some(id) = id else { return Ok(None) };
    let Some(unit) = placed(work, id, "/parentId", reasons).await? else {
        return Ok(None);
    };
    let today = work.today_of(unit.board_id).await?;
    let facts = ParentFacts {
        id: unit.id,
        kind: unit.details.kind.clone(),
        board_id: unit.board_id,
        ancestors: ancestors(work.tx, unit.id).await?,
        ended: unit.details.ends_on.is_some_and(|end| end < today),
    };
    Ok(Some((unit, facts)))
}

/// Lets the carriers of a school's establishments follow their number. `changing` is the one that is
/// being made or changed; it is not saved here.
pub async fn settle(
    work: Work<'_>,
    scope: &Scope,
    school: &Unit,
    changing: Option<&mut Unit>,
) -> Result<(), Failure> {
    // The school is locked, so that two establishments made at once see each other.
    lock::<Unit>(work.tx, scope, school.id.0).await?;
    let mut siblings: Vec<Unit> = children(work.tx, scope, school)
        .await?
        .into_iter()
        .map(|stored| stored.record)
        .filter(|unit| unit.details.kind == ESTABLISHMENT)
        .collect();
    let own = changing.as_ref().map(|unit| unit.id);
    siblings.retain(|unit| Some(unit.id) != own);
    let fresh = changing
        .as_ref()
        .is_some_and(|unit| unit.carrier_id != unit.id && unit.carrier_changes.is_empty());
    let mut facts: Vec<CarriedEstablishment> =
        siblings.iter().map(|unit| carried(unit, false)).collect();
    facts.extend(changing.as_ref().map(|unit| carried(unit, fresh)));
    let today = work.today_of(school.board_id).await?;
    for settled in settle_carriers(school.id, &facts, today) {
        if Some(settled.id) == own {
            continue;
        }
        let Some(before) = lock::<Unit>(work.tx, scope, settled.id.0).await? else {
            continue;
        };
        let mut after = before.record.clone();
        after.carrier_id = settled.carrier_id;
        after.carrier_changes = settled.changes;
        let values = difference(
            &json!({"carrierId": before.record.carrier_id}),
            &json!({"carrierId": after.carrier_id}),
        );
        work.save(&before, after, Verb::Updated, values).await?;
    }
    if let Some(unit) = changing {
        let settled = settle_carriers(school.id, &facts, today);
        if let Some(settled) = settled.into_iter().find(|settled| settled.id == unit.id) {
            unit.carrier_id = settled.carrier_id;
            unit.carrier_changes = settled.changes;
        }
    }
    Ok(())
}

fn carried(unit: &Unit, fresh: bool) -> CarriedEstablishment {
    CarriedEstablishment {
        id: unit.id,
        period: unit.period(),
        carrier_id: (!fresh).then_some(unit.carrier_id),
        changes: unit.carrier_changes.clone(),
    }
}
