//! What is put into the school year of a unit: its plan, and decisions about follow-up. Both make what is
//! kept of the year when nothing is kept of it yet.

use akoki_domain::{
    Code, Refusal,
    calendar::SchoolYear,
    id::SchoolYearPlanId,
    organisation::Unit,
    school_year::{FollowUp, PlanLine, SchoolYearPlan, check_lines, decide_follow_up},
};
use akoki_openapi::wire::school_year::{SchoolYearFollowUp, SchoolYearPlanInput};
use akoki_persistence::{Stored, Verb, find, lock, repo::school_year_plan::of_units};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Plans, facts::year_facts};
use crate::{
    failure::Failure,
    guard::Call,
    http::PutCondition,
    reply::Reply,
    resource::{Resource, href},
    usecase::{
        carrier::carrier_of, improvement_cycle::references::unknown_person, place::place_of_path,
    },
    work::{Work, difference},
};

/// Whose school year it is, and what the caller knows of it.
#[derive(Debug, Clone)]
pub struct Put {
    /// The unit of the path.
    pub unit: Uuid,
    /// The year of the path.
    pub year: SchoolYear,
    /// The conditions.
    pub condition: PutCondition,
}

/// The lines of a plan, when nothing is wrong with them.
pub(super) fn checked(
    year: SchoolYear,
    input: SchoolYearPlanInput,
) -> Result<Vec<PlanLine>, Failure> {
    let lines: Vec<PlanLine> = input.into();
    Refusal::unless_empty(check_lines(year, &lines))?;
    Ok(lines)
}

/// Makes or replaces the plan.
///
/// # Errors
/// Everything that is wrong with it; "precondition-required" when there is one and the caller does not say
/// which version it knows; "duplicate" when somebody else made it at the same moment.
pub async fn put(work: Work<'_>, to: &Put, input: SchoolYearPlanInput) -> Result<Reply, Failure> {
    let unit = carrier(work, to).await?;
    let Some(before) = kept(work, to, &unit).await? else {
        let lines = checked(to.year, input)?;
        let plan = empty(work.id(), &unit, to.year);
        return make(work, SchoolYearPlan { lines, ..plan }, 201).await;
    };
    let after = Plans::change(work, &before.record, input).await?;
    replace(work, &before, after, to.condition.if_match.is_some()).await
}

/// Records a decision about follow-up.
///
/// # Errors
/// Everything that is wrong with it; a conflict when nothing ran that it could be about; "precondition-required"
/// when something else was decided about the same and the caller does not say which version it knows.
pub async fn decide(
    work: Work<'_>,
    to: &Put,
    wanted: SchoolYearFollowUp,
) -> Result<Reply, Failure> {
    let unit = carrier(work, to).await?;
    let before = kept(work, to, &unit).await?;
    let today = work.today_of(unit.board_id).await?;
    let wanted = FollowUp::from(wanted);
    let plan = before.as_ref().map(|stored| stored.record.clone());
    let by = Some(wanted.decided_by);
    let unknown = unknown_person(work, (unit.board_id, unit.id), "/decidedById", by, None).await?;
    let earlier = plan.iter().flat_map(|plan| &plan.follow_ups);
    let adds = !earlier.into_iter().any(|one| wanted.replaces(one));
    let facts = year_facts(work, &unit, to.year, plan).await?;
    let decided = decide_follow_up(&facts, wanted, today);
    let follow_ups = match (decided, unknown) {
        (Ok(all), None) => all,
        (Ok(_), Some(unknown)) => return Err(Failure::body(unknown)),
        (Err(Refusal::Invalid(mut wrong)), unknown) => {
            wrong.extend(unknown);
            return Err(Failure::invalid("body", wrong));
        }
        (Err(_), Some(unknown)) => return Err(Failure::body(unknown)),
        (Err(refusal), None) => return Err(refusal.into()),
    };
    match before {
        Some(before) => {
            let record = before.record.clone();
            let after = SchoolYearPlan {
                follow_ups,
                ..record
            };
            replace(
                work,
                &before,
                after,
                adds || to.condition.if_match.is_some(),
            )
            .await
        }
        None => {
            let plan = empty(work.id(), &unit, to.year);
            make(work, SchoolYearPlan { follow_ups, ..plan }, 200).await
        }
    }
}

/// The carrier of the unit of the path, when the caller may write at both.
async fn carrier(work: Work<'_>, to: &Put) -> Result<Unit, Failure> {
    let unit = place_of_path(work, to.unit).await?;
    carrier_of(work, unit.record).await
}

/// What is kept of the year, locked; the conditions of the caller hold for it.
async fn kept(
    work: Work<'_>,
    to: &Put,
    unit: &Unit,
) -> Result<Option<Stored<SchoolYearPlan>>, Failure> {
    let scope = work.scope();
    let found = of_units(work.tx, &scope, unit.board_id, &[unit.id], to.year).await?;
    let condition = &to.condition;
    let Some(found) = found.into_iter().next() else {
        return match condition.if_match {
            Some(_) => Err(Code::PreconditionFailed.into()),
            None => Ok(None),
        };
    };
    if condition.only_create {
        return Err(Code::PreconditionFailed.into());
    }
    let locked = lock::<SchoolYearPlan>(work.tx, &scope, found.record.id.0).await?;
    let locked = locked.ok_or_else(Failure::not_found)?;
    if let Some(if_match) = &condition.if_match {
        if_match.check(locked.meta.version.saturating_sub(1))?;
    }
    Ok(Some(locked))
}

fn empty(id: SchoolYearPlanId, unit: &Unit, year: SchoolYear) -> SchoolYearPlan {
    SchoolYearPlan {
        id,
        board_id: unit.board_id,
        unit_id: unit.id,
        year,
        lines: Vec::new(),
        follow_ups: Vec::new(),
    }
}

/// What a caller put, as it stands in the trail.
fn said(plan: &SchoolYearPlan) -> Value {
    let decisions = plan.follow_ups.iter().map(SchoolYearFollowUp::from);
    let SchoolYearPlanInput { lines } = plan.into();
    json!({
        "unitId": plan.unit_id, "year": plan.year, "lines": lines,
        "decisions": decisions.collect::<Vec<_>>(),
    })
}

async fn make(work: Work<'_>, plan: SchoolYearPlan, status: u16) -> Result<Reply, Failure> {
    let values = said(&plan);
    let stored = work.insert(plan, values).await?;
    let (version, location) = (stored.meta.version, href(&stored.record));
    let reply = Reply::json(status, &super::view(stored))?.tagged(version);
    Ok(match status {
        201 => reply.header("location", location),
        _ => reply,
    })
}

/// Replaces what is kept by whoever `knows` it. What is sent again is answered as it is.
async fn replace(
    work: Work<'_>,
    before: &Stored<SchoolYearPlan>,
    after: SchoolYearPlan,
    knows: bool,
) -> Result<Reply, Failure> {
    let changes = difference(&said(&before.record), &said(&after));
    if changes.as_object().is_none_or(serde_json::Map::is_empty) {
        return Err(Failure::NothingChanged);
    }
    if !knows {
        return Err(Code::PreconditionRequired.into());
    }
    let stored = work.save(before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    Ok(Reply::json(200, &super::view(stored))?.tagged(version))
}

/// The plan as it is, when nothing would have changed.
///
/// # Errors
/// When the store fails, or the unit went out of reach.
pub async fn unchanged(call: &Call, to: &Put) -> Result<Reply, Failure> {
    let (source, scope) = (call.store(), call.scope());
    let unit = find::<Unit>(source, &scope, to.unit).await?;
    let unit = unit.ok_or_else(Failure::not_found)?.record;
    let found = of_units(source, &scope, unit.board_id, &[unit.carrier_id], to.year).await?;
    let stored = found.into_iter().next().ok_or_else(Failure::not_found)?;
    let version = stored.meta.version;
    Ok(Reply::json(200, &super::view(stored))?.tagged(version))
}
