//! Where a verdict stands under an edition: under its own standard, or under that which stands for it.

use std::collections::BTreeMap;

use super::GivenVerdict;
use crate::framework::{Carrying, EditionContent, EditionRef, Library, Relation, RequirementRef};

/// The edition by which verdicts are seen, with the ways to it from the editions of these verdicts.
pub(super) struct Places<'a> {
    pub(super) edition: Option<&'a EditionContent>,
    ways: BTreeMap<&'a EditionRef, Way>,
}

/// How two editions are bound: forwards from the edition of the verdict, or backwards when that is the
/// newer one.
enum Way {
    Forwards(Carrying),
    Backwards(Carrying),
    None,
}

/// How a verdict on one standard bears on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearing {
    /// It is about that standard.
    Wholly,
    /// It is about something that is found there, too.
    Partly(Relation),
    /// It has nothing to do with it.
    None,
}

impl<'a> Places<'a> {
    pub(super) fn new(
        library: &Library,
        edition: Option<&'a EditionContent>,
        verdicts: &'a [GivenVerdict],
    ) -> Self {
        let mut ways = BTreeMap::new();
        if let Some(seen) = edition {
            for verdict in verdicts {
                if let RequirementRef::Shipped { edition: given, .. } = &verdict.requirement {
                    let way = || Way::between(library, given, &seen.edition);
                    ways.entry(given).or_insert_with(way);
                }
            }
        }
        Self { edition, ways }
    }

    /// The standard of the edition, or of the board's own, that a verdict on this requirement is about.
    pub(super) fn of(&self, requirement: &RequirementRef) -> Option<RequirementRef> {
        let RequirementRef::Shipped {
            edition: given,
            code,
        } = requirement
        else {
            return Some(requirement.clone());
        };
        let edition = self.edition?;
        let code = match self.ways.get(given) {
            _ if *given == edition.edition => Some(code.as_str()),
            Some(Way::Forwards(carrying)) => carrying.counterpart(code),
            Some(Way::Backwards(carrying)) => carrying.origin(code),
            Some(Way::None) | None => None,
        }?;
        let judged = edition.node(code).is_some_and(|node| node.assessable);
        judged.then(|| RequirementRef::Shipped {
            edition: edition.edition.clone(),
            code: code.to_owned(),
        })
    }

    /// What became of a requirement that stands nowhere in the edition, and where its content is found.
    pub(super) fn elsewhere(
        &self,
        requirement: &RequirementRef,
    ) -> (Option<Relation>, Vec<String>) {
        let RequirementRef::Shipped { edition, code } = requirement else {
            return (None, Vec::new());
        };
        match self.ways.get(edition) {
            Some(Way::Forwards(carrying)) => {
                carrying.fate(code).map_or((None, Vec::new()), |fate| {
                    let relation = match fate.one_to_one() {
                        // Others go on there as well.
                        Some(_) => Relation::Merged,
                        None => fate.shown(),
                    };
                    let to = fate.to.union(&fate.overlaps).cloned().collect();
                    (Some(relation), to)
                })
            }
            Some(Way::Backwards(carrying)) => {
                let sources: Vec<_> = carrying.sources(code).collect();
                let relation = sources
                    .first()
                    .map_or(Relation::Added, |(_, fate)| fate.shown());
                let codes = sources.iter().map(|(source, _)| (*source).to_owned());
                (Some(relation), codes.collect())
            }
            Some(Way::None) | None => (None, Vec::new()),
        }
    }

    /// How a verdict on this requirement bears on a standard of the edition or of the board's own.
    pub(super) fn bearing(&self, given: &RequirementRef, on: &RequirementRef) -> Bearing {
        match self.of(given) {
            Some(placed) if placed == *on => return Bearing::Wholly,
            Some(_) => return Bearing::None,
            None => {}
        }
        let RequirementRef::Shipped { code, .. } = on else {
            return Bearing::None;
        };
        match self.elsewhere(given) {
            (Some(relation), codes) if codes.contains(code) => Bearing::Partly(relation),
            _ => Bearing::None,
        }
    }

    /// The standards of an older edition that went on in this one, when each did so nowhere else: what
    /// they say together can be held against it.
    pub(super) fn merged_from(
        &self,
        older: &EditionRef,
        on: &RequirementRef,
    ) -> Option<Vec<RequirementRef>> {
        let RequirementRef::Shipped { code, .. } = on else {
            return None;
        };
        let Some(Way::Forwards(carrying)) = self.ways.get(older) else {
            return None;
        };
        let sources: Vec<_> = carrying.sources(code).collect();
        let alone = |(_, fate): &(&str, &crate::framework::Fate)| {
            fate.to.len() == 1 && matches!(fate.relation, Relation::Merged)
        };
        (!sources.is_empty() && sources.iter().all(alone)).then(|| {
            let of = |(source, _): (&str, _)| RequirementRef::Shipped {
                edition: older.clone(),
                code: source.to_owned(),
            };
            sources.into_iter().map(of).collect()
        })
    }
}

impl Way {
    fn between(library: &Library, given: &EditionRef, seen: &EditionRef) -> Self {
        match library.carrying(given, seen) {
            Some(carrying) => Way::Forwards(carrying),
            None => library
                .carrying(seen, given)
                .map_or(Way::None, Way::Backwards),
        }
    }
}
