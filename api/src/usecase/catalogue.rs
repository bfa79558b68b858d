//! What frameworks and editions there are, and which hold on a day.

use akoki_domain::framework::{ALL_SECTORS, EditionContent, in_force, possibly_outdated};
use akoki_openapi::wire::framework::{Framework, FrameworkVersionSummary};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;

use crate::frameworks::Known;

/// Whether an edition is the one in force for its sector on a day.
fn holds(known: &Known, edition: &EditionContent, on: Date) -> bool {
    let name = &edition.edition;
    in_force(known.library.spans(), &name.framework, &name.sector, on)
        .is_some_and(|span| span.edition == *name)
}

/// Name and dates of an edition, seen from a day; none when it was never published.
fn summary(known: &Known, edition: &EditionContent, on: Date) -> Option<FrameworkVersionSummary> {
    let (_, publication) = known.edition(&edition.edition)?;
    let name = &edition.edition;
    let in_force = holds(known, edition, on);
    let outdated = possibly_outdated(known.library.spans(), &name.framework, &name.sector, on);
    Some(FrameworkVersionSummary {
        edition: name.to_string(),
        framework: name.framework.clone(),
        version: name.version.clone(),
        sector: name.sector.clone(),
        kind: edition.kind.into(),
        title: (&edition.title).into(),
        valid_from: edition.valid_from,
        valid_until: edition.valid_until,
        readable_until: edition.readable_until,
        verified: edition.verified,
        phase: edition.span().phase(on).into(),
        in_force,
        possibly_outdated: in_force && outdated,
        revision: publication.revision,
        published_at: publication.published_at,
        href: format!("/v1/framework-versions/{name}"),
    })
}

/// The editions of a framework, newest first: those for a sector when one is given, and only those in
/// force when a day is. None when there is no such framework.
pub fn versions(
    known: &Known,
    framework: &str,
    sector: Option<&str>,
    on: Option<Date>,
    today: Date,
) -> Option<Vec<FrameworkVersionSummary>> {
    let mut all: Vec<&EditionContent> = known
        .library
        .editions()
        .filter(|edition| edition.edition.framework == framework)
        .collect();
    if all.is_empty() {
        return None;
    }
    all.retain(|edition| {
        let of = &edition.edition.sector;
        sector.is_none_or(|sector| of == sector || of == ALL_SECTORS)
            && on.is_none_or(|on| holds(known, edition, on))
    });
    all.sort_by(|a, b| {
        b.valid_from
            .cmp(&a.valid_from)
            .then_with(|| a.edition.cmp(&b.edition))
    });
    let day = on.unwrap_or(today);
    Some(
        all.into_iter()
            .filter_map(|edition| summary(known, edition, day))
            .collect(),
    )
}

/// All frameworks, each with its editions in force today.
pub fn frameworks(known: &Known, today: Date) -> Vec<Framework> {
    let mut by_key: BTreeMap<&str, Vec<&EditionContent>> = BTreeMap::new();
    for edition in known.library.editions() {
        let key = edition.edition.framework.as_str();
        by_key.entry(key).or_default().push(edition);
    }
    by_key
        .into_iter()
        .filter_map(|(key, mut editions)| {
            editions.sort_by_key(|edition| edition.valid_from);
            let kind = editions.last()?.kind;
            let sectors: BTreeSet<&str> = editions
                .iter()
                .map(|edition| edition.edition.sector.as_str())
                .collect();
            let mut versions: Vec<String> = editions
                .iter()
                .map(|edition| edition.edition.version.clone())
                .collect();
            versions.dedup();
            Some(Framework {
                key: key.to_owned(),
                kind: kind.into(),
                sectors: sectors.into_iter().map(str::to_owned).collect(),
                versions,
                in_force: versions_in_force(known, &editions, today),
            })
        })
        .collect()
}

fn versions_in_force(
    known: &Known,
    editions: &[&EditionContent],
    today: Date,
) -> Vec<FrameworkVersionSummary> {
    editions
        .iter()
        .filter(|edition| holds(known, edition, today))
        .filter_map(|edition| summary(known, edition, today))
        .collect()
}
