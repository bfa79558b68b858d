//! Taking a step that was planned: dossiers are made beside the old ones, open cycles serve the newer
//! requirements besides, and the step itself is kept.

use akoki_domain::{
    dossier::Dossier,
    id::CycleId,
    pdca::Cycle,
    upgrade::{Continuation, FrameworkUpgrade, MadeDossier, Plan},
};
use akoki_persistence::{
    Stored, Verb, hold_rows, lock_many,
    repo::dossier::{KeptDossier, of_units},
    save_many,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::Ground;
use crate::{
    failure::Failure,
    frameworks::Known,
    resource::input_json,
    usecase::dossier::Dossiers,
    work::{Work, difference},
};

/// Takes the step.
///
/// # Errors
/// "busy" when somebody else changed what it is about meanwhile: the unit of work then runs again.
pub(super) async fn take(
    work: Work<'_>,
    known: &Known,
    ground: Ground,
    planned: FrameworkUpgrade,
) -> Result<Stored<FrameworkUpgrade>, Failure> {
    let Plan { make, extend, .. } = ground.plan;
    unmoved(work, &planned, &ground.dossiers, &make).await?;
    let made = continue_dossiers(work, known, &planned, make).await?;
    let extended: Vec<CycleId> = extend.iter().map(|(cycle, _)| *cycle).collect();
    extend_cycles(work, &ground.cycles, extend).await?;
    let step = FrameworkUpgrade {
        made,
        extended,
        ..planned
    };
    let values = json!({
        "from": step.from, "to": step.to, "choices": step.choices, "made": step.made,
        "extendedCycleIds": step.extended,
    });
    work.insert(step, values).await
}

/// Holds the dossiers that are continued. Each must be as it was when the step was planned: nobody changes one
/// between that and its continuation.
async fn unmoved(
    work: Work<'_>,
    step: &FrameworkUpgrade,
    seen: &[Dossier],
    make: &[Continuation],
) -> Result<(), Failure> {
    let ids: BTreeSet<Uuid> = make
        .iter()
        .flat_map(|one| one.previous.iter().map(|id| id.0))
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = ids.into_iter().collect();
    hold_rows::<KeptDossier>(work.tx, step.board_id.0, &ids).await?;
    let now = of_units(work.tx, &work.scope(), &[step.unit_id]).await?;
    let continued = |all: &[Dossier]| -> BTreeMap<Uuid, Dossier> {
        let ours = all.iter().filter(|one| ids.contains(&one.id.0));
        ours.map(|one| (one.id.0, one.clone())).collect()
    };
    match continued(&now) == continued(seen) {
        true => Ok(()),
        false => Err(Failure::Busy("somebody was faster".into())),
    }
}

async fn continue_dossiers(
    work: Work<'_>,
    known: &Known,
    step: &FrameworkUpgrade,
    make: Vec<Continuation>,
) -> Result<Vec<MadeDossier>, Failure> {
    let fresh = make.into_iter().map(|one| KeptDossier {
        theme: known.library.theme_of(&one.requirement),
        dossier: Dossier {
            id: work.id(),
            board_id: step.board_id,
            unit_id: step.unit_id,
            requirement: one.requirement,
            stated: one.stated,
            previous: one.previous,
        },
    });
    let values = |kept: &KeptDossier| {
        let mut values = input_json::<Dossiers>(kept)?;
        if let Some(values) = values.as_object_mut() {
            values.insert("previousIds".to_owned(), json!(kept.dossier.previous));
        }
        Ok(values)
    };
    let made = work.insert_many(fresh.collect(), values).await?;
    let told = |Stored { record, .. }: Stored<KeptDossier>| MadeDossier {
        id: record.dossier.id,
        requirement: record.dossier.requirement,
        previous: record.dossier.previous,
    };
    Ok(made.into_iter().map(told).collect())
}

/// Adds requirements to cycles. Each must be as it was when the step was planned.
async fn extend_cycles(
    work: Work<'_>,
    seen: &[Cycle],
    extend: Vec<(CycleId, Vec<akoki_domain::framework::RequirementRef>)>,
) -> Result<(), Failure> {
    let ids: Vec<uuid::Uuid> = extend.iter().map(|(cycle, _)| cycle.0).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut added: BTreeMap<CycleId, _> = extend.into_iter().collect();
    let mut saved = Vec::with_capacity(ids.len());
    for before in lock_many::<Cycle>(work.tx, &work.call.everything(), &ids).await? {
        if !seen.contains(&before.record) {
            return Err(Failure::Busy("somebody was faster".into()));
        }
        let mut after = before.record.clone();
        let more = added.remove(&after.id).unwrap_or_default();
        after.requirements.extend(more);
        let shown = |cycle: &Cycle| json!({"requirements": cycle.requirements});
        let changes = difference(&shown(&before.record), &shown(&after));
        work.record(&after, before.meta.version, Verb::Updated, changes, None);
        saved.push((before, after));
    }
    if !added.is_empty() {
        return Err(Failure::Busy("somebody was faster".into()));
    }
    Ok(save_many(work.tx, &saved).await?)
}
