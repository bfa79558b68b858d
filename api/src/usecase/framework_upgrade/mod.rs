//! Steps from one edition of a framework to a later one: shown first, then taken in one unit of work, by
//! the same plan.

mod apply;
mod examples;

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    dossier::Dossier,
    framework::{Carrying, EditionContent, is_for, sector_of},
    organisation::Unit,
    pdca::Cycle,
    upgrade::{Choice, Choices, FrameworkUpgrade, Hanging, OpenCycle, Plan, plan},
};
use akoki_openapi::wire::{
    framework_upgrade::{FrameworkUpgrade as View, FrameworkUpgradeInput, choices},
    schema::Links,
};
use akoki_persistence::{
    Meta, Source, Stored, hold_rows,
    repo::{dossier, framework_upgrade::between, work::open_cycles},
};
use serde_json::Value;

use super::{carrier::carried, improvement_cycle::path};
use crate::{
    failure::Failure,
    frameworks::Known,
    guard::Call,
    reply::Reply,
    resource::{Names, Resource, href, names},
    work::Work,
};

/// The resource.
pub struct Upgrades;

impl Resource for Upgrades {
    type Record = FrameworkUpgrade;
    type Input = FrameworkUpgradeInput;
    type View = View;

    const NAMES: Names = names!("FrameworkUpgrade", "FrameworkUpgrades", "frameworks");
    const READ: Permission = Permission::ReadDossiers;
    const WRITE: Permission = Permission::WriteDossiers;

    async fn change(
        _: Work<'_>,
        _: &FrameworkUpgrade,
        _: FrameworkUpgradeInput,
    ) -> Result<FrameworkUpgrade, Failure> {
        Err(Code::MethodNotAllowed.into())
    }

    fn input(step: &FrameworkUpgrade) -> FrameworkUpgradeInput {
        FrameworkUpgradeInput {
            unit_id: step.unit_id.0,
            from: step.from.to_string(),
            to: step.to.to_string(),
            dry_run: false,
            choices: choices(&step.choices),
        }
    }

    async fn views<S: Source>(
        call: &Call,
        _: &S,
        items: Vec<Stored<FrameworkUpgrade>>,
    ) -> Result<Vec<View>, Failure> {
        let view = |one: &Stored<FrameworkUpgrade>| shown(call, &one.record, &[], Some(one.meta));
        Ok(items.iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        examples::upgrade()
    }
}

/// What a step is planned from.
struct Ground {
    unit: Unit,
    carrying: Carrying,
    cycles: Vec<Cycle>,
    dossiers: Vec<Dossier>,
    earlier: Vec<Stored<FrameworkUpgrade>>,
    plan: Plan,
}

/// Shows a step, or takes it: 201 when something was to be done or chosen otherwise, 200 when it was taken before
/// with these choices and nothing is left.
///
/// # Errors
/// Everything wrong with the body; "choice-missing" with each standard that waits for a choice.
pub async fn upgrade(work: Work<'_>, input: FrameworkUpgradeInput) -> Result<Reply, Failure> {
    let known = work.call.frameworks().await?;
    let dry_run = input.dry_run;
    let ground = gather(work, &known, input).await?;
    let planned = planned(work, &ground).await?;
    if dry_run {
        let view = shown(work.call, &planned, &ground.plan.blockers, None);
        return Reply::json(200, &view);
    }
    if !ground.plan.blockers.is_empty() {
        return Err(refused(ground.plan.blockers));
    }
    let done = |last: &&Stored<FrameworkUpgrade>| {
        ground.plan.is_done() && last.record.choices == planned.choices
    };
    if let Some(last) = ground.earlier.last().filter(done) {
        let now = FrameworkUpgrade {
            id: last.record.id,
            applied_on: last.record.applied_on,
            ..planned
        };
        let view = shown(work.call, &now, &[], Some(last.meta));
        return Ok(Reply::json(200, &view)?
            .tagged(last.meta.version)
            .header("location", href(&last.record)));
    }
    let stored = apply::take(work, &known, ground, planned).await?;
    let view = shown(work.call, &stored.record, &[], Some(stored.meta));
    Ok(Reply::json(201, &view)?
        .tagged(stored.meta.version)
        .header("location", href(&stored.record)))
}

fn refused(blockers: Vec<Reason>) -> Failure {
    let missing = |reason: &Reason| reason.code == Code::ChoiceMissing;
    Failure::Conflict {
        code: match blockers.iter().any(missing) {
            true => Code::ChoiceMissing,
            false => Code::TooLong,
        },
        blockers,
    }
}

/// Looks up what the step is about, and plans it; everything wrong with the body at once.
async fn gather(
    work: Work<'_>,
    known: &Known,
    input: FrameworkUpgradeInput,
) -> Result<Ground, Failure> {
    let mut wrong = Vec::new();
    let unit = carried(work, input.unit_id, &mut wrong).await?;
    let from = edition(known, &input.from, "/from", &mut wrong);
    let to = edition(known, &input.to, "/to", &mut wrong);
    let carrying = from.zip(to).and_then(|(from, to)| {
        let found = known.library.carrying(&from.edition, &to.edition);
        if found.is_none() {
            wrong.push(Reason::new(Code::NoMapping).at("/to"));
        }
        found
    });
    if let (Some(unit), Some(to)) = (&unit, to)
        && let Some(sector) = sector_of(unit)
        && !is_for(&to.edition, Some(sector))
    {
        let reason = Reason::new(Code::EditionNotOfSector).at("/to");
        wrong.push(reason.with("sector", sector));
    }
    if let (Some(unit), false) = (&unit, input.dry_run) {
        // Whoever else takes a step of this unit waits, and finds this one.
        hold_rows::<Unit>(work.tx, unit.board_id.0, &[unit.id.0]).await?;
    }
    let given: Vec<Choice> = input.choices.into_iter().map(Into::into).collect();
    let (mut hanging, mut cycles, mut earlier) = (Hanging::default(), Vec::new(), Vec::new());
    if let (Some(unit), Some(carrying)) = (&unit, &carrying) {
        // What follows for cycles follows for all of the unit, as when the ground under them changes.
        let everything = work.call.everything();
        cycles = open_cycles(work.tx, &everything, unit.id).await?;
        let place = (unit.board_id, unit.id);
        let editions = (&carrying.from, &carrying.to);
        earlier = between(work.tx, &work.scope(), place, editions).await?;
        hanging.dossiers = dossier::of_units(work.tx, &work.scope(), &[unit.id]).await?;
        hanging.cycles = cycles.iter().map(open).collect();
    }
    let before = earlier.last().map(|stored| &stored.record.choices);
    let before = before.cloned().unwrap_or_default();
    let plan = match (&carrying, from, to) {
        (Some(carrying), Some(from), Some(to)) => {
            plan(carrying, (from, to), &hanging, &before, &given)
                .map_err(|more| wrong.extend(more))
                .ok()
        }
        _ => None,
    };
    match (unit, carrying, plan, wrong.is_empty()) {
        (Some(unit), Some(carrying), Some(plan), true) => Ok(Ground {
            unit,
            carrying,
            cycles,
            dossiers: hanging.dossiers,
            earlier,
            plan,
        }),
        _ => Err(Failure::invalid("body", wrong)),
    }
}

fn edition<'a>(
    known: &'a Known,
    text: &str,
    pointer: &str,
    wrong: &mut Vec<Reason>,
) -> Option<&'a EditionContent> {
    let found = text
        .parse()
        .ok()
        .and_then(|name| known.library.edition(&name));
    if found.is_none() {
        wrong.push(Reason::new(Code::UnknownReference).at(pointer));
    }
    found
}

fn open(cycle: &Cycle) -> OpenCycle {
    OpenCycle {
        id: cycle.id,
        requirements: cycle.requirements.clone(),
    }
}

/// The step as it would be kept, before anything is made.
async fn planned(work: Work<'_>, ground: &Ground) -> Result<FrameworkUpgrade, Failure> {
    let choices: Choices = ground.plan.choices.clone();
    Ok(FrameworkUpgrade {
        id: work.id(),
        board_id: ground.unit.board_id,
        unit_id: ground.unit.id,
        from: ground.carrying.from.clone(),
        to: ground.carrying.to.clone(),
        via: ground.carrying.via.clone(),
        applied_on: work.today_of(ground.unit.board_id).await?,
        choices,
        rows: ground.plan.rows.clone(),
        made: Vec::new(),
        extended: Vec::new(),
    })
}

fn shown(call: &Call, step: &FrameworkUpgrade, blockers: &[Reason], meta: Option<Meta>) -> View {
    let mut links = Links::from([
        ("unit", path(Noun::OrganisationUnit, step.unit_id)),
        ("fromVersion", path(Noun::FrameworkVersion, &step.from)),
        ("toVersion", path(Noun::FrameworkVersion, &step.to)),
        ("dossiers", format!("/v1/dossiers?unitId={}", step.unit_id)),
    ]);
    if meta.is_some() {
        links.insert("self", href(step));
    }
    let meta = meta.map(|meta| (meta.version, meta.created_at, meta.updated_at));
    View::new(step, blockers, links, meta, call.language)
}
