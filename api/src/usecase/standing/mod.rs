//! Where units stand: now from what is kept, in the past from the snapshots taken then.

mod facts;
mod snapshot;

use akoki_domain::{
    Code, Reason,
    access::Permission,
    framework::{EditionContent, EditionRef, Library, is_for, possibly_outdated, sector_of},
    id::UnitId,
    inspection::Arranged,
    organisation::{Unit, kind::BOARD},
    standing::{pictures, together},
    verdict::GivenVerdict,
};
use akoki_openapi::{
    address,
    wire::standing::{Standing, StandingEdition, UnitSeen},
};
use akoki_persistence::{
    Scope, Source, find,
    repo::{organisation_unit::carriers_under, snapshot::last},
};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;

use super::verdict::heard_at;
use crate::{failure::Failure, frameworks::Known, guard::Call};

pub use snapshot::take_due;

/// What is asked of a standing.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The edition; that in force for each unit, when absent.
    pub edition: Option<EditionRef>,
    /// The day; today, when absent.
    pub on: Option<Date>,
}

impl Asked {
    /// The question as it stands in an address, from the question mark on.
    fn query(&self) -> String {
        let edition = self.edition.as_ref().map(ToString::to_string);
        let values = [
            ("frameworkVersion", edition),
            ("on", self.on.map(|on| on.to_string())),
        ];
        address::query(
            values
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?))),
        )
    }
}

/// A unit that carries work, with the edition by which it is seen.
pub struct Seen<'a> {
    unit: Unit,
    edition: Option<&'a EditionContent>,
}

/// The edition asked for in the query, when there is such an edition; "unknown-reference" is added to
/// what is wrong otherwise.
pub fn edition_of(
    known: &Known,
    text: Option<&str>,
    reasons: &mut Vec<Reason>,
) -> Option<EditionRef> {
    let name = text?.parse::<EditionRef>().ok();
    let found = name.filter(|name| known.library.edition(name).is_some());
    if found.is_none() {
        reasons.push(Reason::new(Code::UnknownReference).at("frameworkVersion"));
    }
    found
}

/// Where a unit in reach and everything under it stands.
///
/// # Errors
/// When the store fails.
pub async fn stand(
    call: &Call,
    source: &impl Source,
    top: &Unit,
    asked: &Asked,
) -> Result<Standing, Failure> {
    let known = call.frameworks().await?;
    let scope = call.scope_of(Permission::ReadStanding);
    let today = call.today_of(source, top.board_id).await?;
    let on = asked.on.unwrap_or(today);
    let units = carriers(source, &scope, top, on).await?;
    let seen = choose(&known.library, units, asked.edition.as_ref(), on);
    let mut days = BTreeMap::new();
    let pictures = if on < today {
        let mut found = Vec::new();
        let kept = past(source, &scope, &seen, on).await?;
        let units: Vec<UnitId> = kept
            .iter()
            .map(|one| one.picture.standing.unit_id)
            .collect();
        let heard = heard_at(call, source, &units).await?;
        for snapshot in kept {
            let unit = snapshot.picture.standing.unit_id;
            days.insert(unit.0, snapshot.taken_on);
            // It was taken for everybody: what a voice said is told to whoever may hear it now.
            let may_hear = |voice| heard.contains(&(unit, voice));
            found.extend(snapshot.picture.heard(may_hear));
        }
        found
    } else {
        let heard = facts::heard(call, source, &seen).await?;
        pictures(&facts::gather(call, source, &scope, (&seen, on), &heard).await?)
    };
    let shown: BTreeSet<UnitId> = pictures.iter().map(|one| one.standing.unit_id).collect();
    let without = seen.iter().map(|one| one.unit.id);
    let without = without.filter(|id| on < today && !shown.contains(id));
    let of_unit = |id| UnitSeen {
        edition: seen
            .iter()
            .find(|one| one.unit.id.0 == id)
            .and_then(|one| one.edition)
            .map(|edition| edition.edition.to_string()),
        snapshot_on: days.get(&id).copied(),
    };
    Ok(Standing::new(
        top.id.0,
        &together(on, Some(top.id), pictures),
        &asked.query(),
        editions(&known.library, &seen, on),
        without.map(|id| id.0).collect(),
        of_unit,
        call.language,
    ))
}

/// Where a unit in reach and everything under it stands now, as the domain says it, with the verdicts that were
/// heard on the units that stand: for whoever keeps a part of it.
///
/// # Errors
/// When the store fails.
pub async fn stands_now(
    call: &Call,
    source: &impl Source,
    top: &Unit,
) -> Result<(akoki_domain::standing::Standing, Vec<GivenVerdict>), Failure> {
    let known = call.frameworks().await?;
    let scope = call.scope_of(Permission::ReadStanding);
    let on = call.today_of(source, top.board_id).await?;
    let units = carriers(source, &scope, top, on).await?;
    let seen = choose(&known.library, units, None, on);
    let mut heard = facts::heard(call, source, &seen).await?;
    let found = pictures(&facts::gather(call, source, &scope, (&seen, on), &heard).await?);
    let units: BTreeSet<UnitId> = found.iter().map(|one| one.standing.unit_id).collect();
    heard.retain(|one| units.contains(&one.unit_id));
    Ok((together(on, Some(top.id), found), heard))
}

/// What a unit that carries work has of each requirement of an edition, as in its standing of that day but
/// without what was said of it, and its dossiers.
///
/// # Errors
/// When the store fails.
pub async fn arranged(
    source: &impl Source,
    scope: &Scope,
    (unit, edition): (&Unit, &EditionContent),
    on: Date,
) -> Result<Arranged, Failure> {
    let seen = [Seen {
        unit: unit.clone(),
        edition: Some(edition),
    }];
    let facts = facts::work_on(source, scope, (&seen, on), &[]).await?;
    let standings = pictures(&facts)
        .into_iter()
        .flat_map(|picture| picture.standing.requirements);
    Ok(Arranged {
        standings: standings.collect(),
        dossiers: facts.dossiers,
        evidence: facts.work.evidence,
    })
}

/// The units under one that carry work on a day; for a unit whose work is carried elsewhere that
/// carrier, when it is in reach.
async fn carriers(
    source: &impl Source,
    scope: &Scope,
    top: &Unit,
    on: Date,
) -> Result<Vec<Unit>, Failure> {
    let found = carriers_under(source, scope, top).await?;
    let mut units: Vec<Unit> = found.into_iter().map(|stored| stored.record).collect();
    if units.is_empty() {
        let carrier = find::<Unit>(source, scope, top.carrier_id.0).await?;
        units.extend(carrier.map(|stored| stored.record));
    }
    units.retain(|unit| unit.period().contains(on));
    units.sort_by_key(|unit| unit.id);
    Ok(units)
}

/// The sector of each unit. An establishment that does not say it has that of its school.
fn sectors(units: &[Unit]) -> BTreeMap<UnitId, Option<&'static str>> {
    let own: BTreeMap<UnitId, &'static str> = units
        .iter()
        .filter(|unit| unit.details.kind != BOARD)
        .filter_map(|unit| Some((unit.id, sector_of(unit)?)))
        .collect();
    let above = |unit: &Unit| own.get(&unit.parent_id?).copied();
    units
        .iter()
        .map(|unit| (unit.id, sector_of(unit).or_else(|| above(unit))))
        .collect()
}

/// Gives each unit its edition: the one asked for as far as it is for the unit's sector, else that in
/// force.
fn choose<'a>(
    library: &'a Library,
    units: Vec<Unit>,
    asked: Option<&EditionRef>,
    on: Date,
) -> Vec<Seen<'a>> {
    let sectors = sectors(&units);
    let of_unit = |unit: &Unit| match (asked, sectors.get(&unit.id).copied().flatten()) {
        (Some(name), None) => library.edition(name),
        (Some(name), sector) if is_for(name, sector) => library.edition(name),
        (Some(_), Some(_)) => None,
        (None, sector) => library.inspected_by(sector, on),
    };
    units
        .into_iter()
        .map(|unit| Seen {
            edition: of_unit(&unit),
            unit,
        })
        .collect()
}

/// The editions by which units are seen, each once.
fn editions(library: &Library, seen: &[Seen<'_>], on: Date) -> Vec<StandingEdition> {
    let names: BTreeSet<&EditionRef> = seen
        .iter()
        .filter_map(|one| one.edition)
        .map(|edition| &edition.edition)
        .collect();
    names
        .into_iter()
        .map(|name| StandingEdition {
            edition: name.to_string(),
            possibly_outdated: possibly_outdated(
                library.spans(),
                &name.framework,
                &name.sector,
                on,
            ),
        })
        .collect()
}

/// The last snapshot of each unit under its edition.
async fn past(
    source: &impl Source,
    scope: &Scope,
    seen: &[Seen<'_>],
    on: Date,
) -> Result<Vec<akoki_persistence::repo::snapshot::Snapshot>, Failure> {
    let units: Vec<UnitId> = seen.iter().map(|one| one.unit.id).collect();
    let editions: BTreeSet<EditionRef> = seen
        .iter()
        .filter_map(|one| one.edition.map(|edition| edition.edition.clone()))
        .collect();
    let editions: Vec<EditionRef> = editions.into_iter().collect();
    let mut found = last(source, scope, &units, &editions, on).await?;
    // A unit may have snapshots under editions that other units are seen by.
    found.retain(|snapshot| {
        seen.iter().any(|one| {
            one.unit.id == snapshot.picture.standing.unit_id
                && one
                    .edition
                    .is_some_and(|edition| edition.edition == snapshot.edition)
        })
    });
    found.sort_by_key(|snapshot| snapshot.picture.standing.unit_id);
    Ok(found)
}
