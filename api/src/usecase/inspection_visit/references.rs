//! What a visit refers to: everything that is unknown, out of reach or does not fit, at once.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    id::{InspectionVisitId, SupervisedObjectId},
    inspection::{Visit, VisitInput},
    organisation::Unit,
};
use akoki_persistence::{
    find,
    repo::{organisation_unit::of_ids, supervised_object::Placed},
};

use crate::{
    failure::Failure,
    usecase::evidence::uses::{Resting, named, unusable},
    work::Work,
};

/// What is wrong with what a visit refers to; what stood there before may stay.
///
/// # Errors
/// When the store fails.
pub async fn unknown(
    work: Work<'_>,
    unit: &Unit,
    stated: &VisitInput,
    before: Option<&Visit>,
) -> Result<Vec<Reason>, Failure> {
    let old = before.map(|before| &before.stated);
    let mut wrong = Vec::new();
    if stated.supervised_object != old.and_then(|old| old.supervised_object)
        && let Some(id) = stated.supervised_object
    {
        wrong.extend(object(work, unit, id).await?);
    }
    // Whether it fits hangs on the first day as well.
    let asked = |of: &VisitInput| (of.previous, of.started_on);
    if old.map(asked) != Some(asked(stated))
        && let Some(id) = stated.previous
    {
        let own = before.is_some_and(|before| before.id == id);
        wrong.extend(previous(work, unit, stated, id, own).await?);
    }
    let verdicts = stated.verdicts.iter().enumerate();
    let evidence: Vec<_> = verdicts
        .map(|(n, one)| named(format!("/verdicts/{n}/evidenceIds"), &one.evidence_ids))
        .collect();
    let resting = Resting {
        place: Some((unit.board_id, unit.id)),
        before: &before.map(Visit::rests_on).unwrap_or_default(),
        judged: Some(stated.judged()),
    };
    wrong.extend(unusable(work, resting, &evidence).await?);
    Ok(wrong)
}

/// The supervised object is known and covers an establishment whose work hangs at the unit.
async fn object(
    work: Work<'_>,
    unit: &Unit,
    id: SupervisedObjectId,
) -> Result<Option<Reason>, Failure> {
    let pointer = "/supervisedObjectId";
    let scope = work.call.scope_of(Permission::ReadUnits);
    let found = find::<Placed>(work.tx, &scope, id.0).await?;
    let object = found.map(|stored| stored.record.object);
    let Some(object) = object.filter(|object| object.board_id == unit.board_id) else {
        return Ok(Some(Reason::new(Code::UnknownReference).at(pointer)));
    };
    let covered = of_ids(work.tx, &scope, &object.details.covers).await?;
    let here = covered
        .iter()
        .any(|one| one.record.id == unit.id || one.record.carrier_id == unit.id);
    Ok((!here).then(|| Reason::new(Code::ObjectNotOfUnit).at(pointer)))
}

/// The earlier visit is known, and was an earlier one to the same unit.
async fn previous(
    work: Work<'_>,
    unit: &Unit,
    stated: &VisitInput,
    id: InspectionVisitId,
    own: bool,
) -> Result<Option<Reason>, Failure> {
    let pointer = "/previousVisitId";
    let scope = work.call.scope_of(Permission::ReadInspections);
    let Some(found) = find::<Visit>(work.tx, &scope, id.0).await? else {
        return Ok(Some(Reason::new(Code::UnknownReference).at(pointer)));
    };
    let earlier = found.record;
    let fits = !own && earlier.unit_id == unit.id && earlier.stated.started_on < stated.started_on;
    Ok((!fits).then(|| Reason::new(Code::PreviousVisitUnfit).at(pointer)))
}
