//! What an audit concludes: the verdicts of its checklist.

use akoki_domain::{
    Noun, Subject, audit::Audit, framework::RequirementRef, id::UnitId, verdict::GivenVerdict,
};
use akoki_persistence::repo::{organisation_unit::of_ids, verdict};

use super::kind_of;
use crate::{failure::Failure, usecase::finding::judged, work::Work};

/// A verdict with which an audit concludes.
#[derive(Debug, Clone)]
pub struct Concluded {
    /// The unit judged, where its work hangs.
    pub unit_id: UnitId,
    /// The standard.
    pub requirement: RequirementRef,
    /// A level of the scale; absent for "not assessed".
    pub value: Option<String>,
}

/// The verdicts of an audit: those on its checklist, each on the unit that carries the work of the one that
/// was looked at. Of several units with one carrier the lowest verdict holds, as "not assessed" only where
/// nothing else was said.
///
/// # Errors
/// When the store fails.
pub async fn concluded(work: Work<'_>, audit: &Audit) -> Result<Vec<Concluded>, Failure> {
    let everywhere = work.call.everything();
    let units = of_ids(work.tx, &everywhere, &audit.stated.scope).await?;
    let carrier = |unit: UnitId| {
        let mut units = units.iter().map(|stored| &stored.record);
        let found = units.find(|one| one.id == unit);
        found.map_or(unit, |one| one.carrier_id)
    };
    let known = work.call.frameworks().await?;
    let edition = known.library.edition(&audit.pinned.edition);
    let rank = |value: &Option<String>| {
        let levels = edition.map_or(&[][..], |edition| edition.scale.levels.as_slice());
        let mut codes = levels.iter().map(|level| Some(&level.code));
        codes
            .position(|code| code == value.as_ref())
            .unwrap_or(usize::MAX)
    };
    let mut all: Vec<Concluded> = Vec::new();
    for item in judged(work, audit).await? {
        let name = item.stated.standard.unwrap_or_default();
        let Some(standard) = audit.pinned.standard(&name) else {
            continue;
        };
        let one = Concluded {
            unit_id: carrier(item.unit_id),
            requirement: standard.requirement.clone(),
            value: item.stated.verdict,
        };
        let mut there = all.iter_mut();
        match there.find(|it| it.unit_id == one.unit_id && it.requirement == one.requirement) {
            Some(there) if rank(&one.value) < rank(&there.value) => *there = one,
            Some(_) => {}
            None => all.push(one),
        }
    }
    Ok(all)
}

/// Gives the verdicts of an audit that is adopted.
///
/// # Errors
/// When the store fails.
pub async fn conclude(work: Work<'_>, audit: &Audit) -> Result<(), Failure> {
    let voice = kind_of(work.call, audit)?.voice;
    let today = work.today_of(audit.board_id).await?;
    let given: Vec<GivenVerdict> = concluded(work, audit)
        .await?
        .into_iter()
        .map(|one| GivenVerdict {
            id: work.id(),
            board_id: audit.board_id,
            unit_id: one.unit_id,
            voice,
            level: None,
            evaluated: None,
            edition: audit.pinned.edition.clone(),
            requirement: one.requirement,
            value: one.value,
            given_on: today,
            school_year: audit.stated.school_year,
            source: Subject::new(Noun::Audit, audit.id),
        })
        .collect();
    Ok(verdict::add(work.tx, &given).await?)
}
