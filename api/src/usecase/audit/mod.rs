//! Audits: planning, changing, removing; their commands, their report and the reply to it.

mod belongs;
mod command;
mod examples;
mod grounds;
mod guests;
mod pinning;
mod references;
mod reply;
mod report;
mod view;

use akoki_domain::{
    Code, Reason,
    access::Permission,
    audit::{
        Audit, AuditKind, Edit, RecordedAs, State, editing::is_of_lead, edits, may_edit, unfit,
        works_until, wrong_now,
    },
    id::UnitId,
    organisation::Unit,
};
use akoki_openapi::wire::audit::{Audit as View, AuditInput};
use akoki_persistence::{
    Source, Stored,
    repo::audit::{Standing, standings},
};
use serde_json::Value;

use self::references::unknown;
use super::{
    carrier::carrier_of,
    place::{ended, place, placed_all},
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

pub use pinning::{foreign, is_in_force};
pub use references::unknown_guest;
pub use reply::endpoint as reply_endpoint;
pub use report::endpoint as report_endpoint;

/// The resource.
pub struct Audits;

impl Resource for Audits {
    type Record = Audit;
    type Input = AuditInput;
    type View = View;

    const NAMES: Names = names!("Audit", "Audits", "audits");
    const READ: Permission = Permission::ReadAudits;
    const WRITE: Permission = Permission::WriteAudits;

    async fn create(work: Work<'_>, input: AuditInput) -> Result<Audit, Failure> {
        let mut wrong = Vec::new();
        let kind = kind_asked_for(work, &input.kind, &mut wrong);
        let stated = input.stated(&mut wrong);
        let units = scope_units(work, &stated.scope, &mut wrong).await?;
        wrong.extend(ended_units(work, &stated.scope, &units).await?);
        wrong.extend(stated.check());
        let board = units.first().map(|unit| unit.board_id);
        if let Some(board) = board {
            let today = work.today_of(board).await?;
            wrong.extend(wrong_now(None, &stated, today));
        }
        wrong.extend(unknown(work, board, &stated, None).await?);
        let pinned = pinning::pinned(work, &input, &units, None, &mut wrong).await?;
        let (Some(kind), Some(board_id), Some(pinned), true) =
            (kind, board, pinned, wrong.is_empty())
        else {
            return Err(Failure::invalid("body", wrong));
        };
        let mut audit = Audit {
            id: work.id(),
            board_id,
            unit_id: hangs_on(work, &units).await?,
            state: State::Planned,
            stated,
            pinned,
            report: None,
            replies: Vec::new(),
            earlier_reports: Vec::new(),
            adopted: None,
            started_on: None,
            ended_on: None,
            guest_grants: Vec::new(),
        };
        refuse_unfit(work, &audit, kind).await?;
        guests::settle(work, &mut audit).await?;
        Ok(audit)
    }

    async fn change(work: Work<'_>, before: &Audit, input: AuditInput) -> Result<Audit, Failure> {
        let mut wrong = Vec::new();
        let kind = kind_asked_for(work, &input.kind, &mut wrong);
        let stated = input.stated(&mut wrong);
        // Before anything is looked up: what is there and what is not is for those who may name it.
        let standing = standing(work, before).await?;
        let named = Audit {
            stated: stated.clone(),
            ..before.clone()
        };
        permit(standing, &edits(before, &named))?;
        let units = match stated.scope == before.stated.scope {
            true => references::known_units(work, &stated.scope).await?,
            false => scope_units(work, &stated.scope, &mut wrong).await?,
        };
        wrong.extend(stated.check());
        let today = work.today_of(before.board_id).await?;
        wrong.extend(wrong_now(Some(before), &stated, today));
        wrong.extend(unknown(work, Some(before.board_id), &stated, Some(&before.stated)).await?);
        // Where it hangs is where it was planned: for other units another audit is planned.
        let moved = stated.scope != before.stated.scope && wrong.is_empty();
        if moved && hangs_on(work, &units).await? != before.unit_id {
            wrong.push(Reason::new(Code::NotChangeable).at("/scopeUnitIds"));
        }
        let pinned = pinning::pinned(work, &input, &units, Some(before), &mut wrong).await?;
        let (Some(kind), Some(pinned), true) = (kind, pinned, wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        let mut after = Audit {
            stated,
            pinned,
            ..before.clone()
        };
        let edits = edits(before, &after);
        permit(standing, &edits)?;
        for edit in &edits {
            may_edit(before, *edit)?;
        }
        let fits = |edit: &Edit| {
            *edit == Edit::Conduct && before.stated.planned_until == after.stated.planned_until
        };
        if !edits.iter().all(fits) {
            refuse_unfit(work, &after, kind).await?;
        }
        guests::settle(work, &mut after).await?;
        Ok(after)
    }

    async fn remove(work: Work<'_>, audit: &Audit) -> Result<(), Failure> {
        if !standing(work, audit).await?.entitled {
            return Err(Code::Forbidden.into());
        }
        audit.may_remove()?;
        guests::leave(work, audit).await
    }

    fn input(audit: &Audit) -> AuditInput {
        audit.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Audit>>,
    ) -> Result<Vec<View>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::audit()
    }
}

/// The kind with this code, when audits of it are made here.
fn kind_asked_for<'a>(
    work: Work<'a>,
    code: &str,
    wrong: &mut Vec<Reason>,
) -> Option<&'a AuditKind> {
    let kinds = &work.call.shared.shipped.audit_kinds;
    let kind = kinds.get(code);
    match kind.map(|kind| kind.recorded_as) {
        Some(RecordedAs::Audit) => return kind,
        Some(RecordedAs::InspectionVisit) => {
            let reason = Reason::new(Code::RecordedAsVisit).at("/kind");
            let noun = RecordedAs::InspectionVisit.noun();
            wrong.push(reason.with("collection", format!("/v1/{}", noun.path())));
        }
        None => {
            let reason = Reason::new(Code::InvalidValue).at("/kind");
            let allowed: Vec<&str> = kinds.codes(RecordedAs::Audit).collect();
            wrong.push(reason.with("allowed", allowed.join(", ")));
        }
    }
    None
}

/// The kind of an audit that is there.
///
/// # Errors
/// When this version of the service does not ship it.
pub fn kind_of<'a>(call: &'a Call, audit: &Audit) -> Result<&'a AuditKind, Failure> {
    let code = &audit.stated.kind;
    let kind = call.shared.shipped.audit_kinds.get(code);
    kind.ok_or_else(|| Failure::Internal(format!("no kind of audit {code}")))
}

/// The units that are audited, as far as the caller may plan something there; all of one board.
async fn scope_units(
    work: Work<'_>,
    ids: &[UnitId],
    wrong: &mut Vec<Reason>,
) -> Result<Vec<Unit>, Failure> {
    let named = ids.iter().enumerate();
    let named = named.map(|(index, id)| (format!("/scopeUnitIds/{index}"), *id));
    let named: Vec<(String, UnitId)> = named.collect();
    let placed = placed_all(work, &named, wrong).await?;
    let mut units: Vec<Unit> = Vec::new();
    for (at, unit) in placed {
        if units
            .first()
            .is_some_and(|first| first.board_id != unit.board_id)
        {
            wrong.push(Reason::new(Code::OtherBoard).at(at));
        }
        units.push(unit);
    }
    Ok(units)
}

/// The units that have ended: of these no new audit is planned.
async fn ended_units(
    work: Work<'_>,
    ids: &[UnitId],
    units: &[Unit],
) -> Result<Vec<Reason>, Failure> {
    let mut wrong = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        if let Some(unit) = units.iter().find(|unit| unit.id == *id) {
            wrong.extend(ended(work, unit, None, &format!("/scopeUnitIds/{index}")).await?);
        }
    }
    Ok(wrong)
}

/// Where an audit of these units hangs: at the unit that carries the work of them all, or at the board.
async fn hangs_on(work: Work<'_>, units: &[Unit]) -> Result<UnitId, Failure> {
    let mut carriers = units.iter().map(|unit| unit.carrier_id);
    let Some(first) = units.first() else {
        return Err(Failure::Internal("an audit of no unit".into()));
    };
    if carriers.all(|carrier| carrier == first.carrier_id) {
        return Ok(carrier_of(work, first.clone()).await?.id);
    }
    Ok(place(work, first.board_id.0, "/scopeUnitIds")
        .await?
        .record
        .id)
}

/// What the caller is to an audit: whether they run audits there, and what they do in its team.
async fn standing(work: Work<'_>, audit: &Audit) -> Result<Standing, Failure> {
    let scope = work.call.scope_of(Permission::WriteAudits);
    let found = standings(work.tx, &scope, &[audit.id]).await?;
    Ok(found.get(&audit.id).copied().unwrap_or_default())
}

/// Refuses changes that the caller may not make.
fn permit(standing: Standing, edits: &[Edit]) -> Result<(), Failure> {
    let theirs = |edit: &Edit| standing.entitled || is_of_lead(*edit);
    if !(standing.entitled || standing.leads()) || !edits.iter().all(theirs) {
        return Err(Code::Forbidden.into());
    }
    Ok(())
}

/// Refuses a team that may not audit these units. That no body is named yet is no reason: it must be when
/// the audit is prepared.
async fn refuse_unfit(work: Work<'_>, audit: &Audit, kind: &AuditKind) -> Result<(), Failure> {
    let mut all = grounds::of(work.call, work.tx, &[audit]).await?;
    let grounds = all.remove(&audit.id).unwrap_or_default();
    let until = works_until(audit, work.today_of(audit.board_id).await?);
    let mut wrong = unfit(&audit.stated, kind, &grounds, until);
    wrong.retain(|one| one.code != Code::AuditBodyMissing);
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Failure::invalid("body", wrong)),
    }
}
