//! Every published edition and mapping at hand, and what follows from them together: which editions
//! hold for a unit, and what a reference to a requirement means.

use std::collections::BTreeMap;

use time::Date;

use super::content::{EditionContent, FrameworkKind, Node};
use super::in_force::{EditionSpan, in_force};
use super::mapping::MappingContent;
use super::requirement::{EditionRef, RequirementRef};
use crate::Code;
use crate::akoki::Theme;
use crate::baseline::AssessableStandard;
use crate::organisation::Unit;
use crate::organisation::kind::BOARD;

/// The sector of editions that make no difference between sectors.
pub const ALL_SECTORS: &str = "all";
/// The sector of editions about boards.
pub const BOARD_SECTOR: &str = "board";
/// Key of the inspectorate's framework.
pub const INSPECTORATE: &str = "inspectorate";
/// The weight of standards that weigh more in the judgement of the whole.
pub const CORE: &str = "core";

/// Every published edition and mapping.
#[derive(Debug, Clone, Default)]
pub struct Library {
    editions: BTreeMap<EditionRef, EditionContent>,
    spans: Vec<EditionSpan>,
    mappings: BTreeMap<(EditionRef, EditionRef), MappingContent>,
}

impl Library {
    /// A library of these; of two of one name the later counts.
    pub fn new(editions: Vec<EditionContent>, mappings: Vec<MappingContent>) -> Self {
        let editions: BTreeMap<_, _> = editions
            .into_iter()
            .map(|edition| (edition.edition.clone(), edition))
            .collect();
        Self {
            spans: editions.values().map(EditionContent::span).collect(),
            editions,
            mappings: mappings
                .into_iter()
                .map(|mapping| ((mapping.from.clone(), mapping.to.clone()), mapping))
                .collect(),
        }
    }

    /// The edition of this name.
    pub fn edition(&self, name: &EditionRef) -> Option<&EditionContent> {
        self.editions.get(name)
    }

    /// All editions, by framework, version and sector.
    pub fn editions(&self) -> impl Iterator<Item = &EditionContent> {
        self.editions.values()
    }

    /// Names and dates of all editions.
    pub fn spans(&self) -> &[EditionSpan] {
        &self.spans
    }

    /// All mappings, by the editions they lead from and to.
    pub fn mappings(&self) -> impl Iterator<Item = &MappingContent> {
        self.mappings.values()
    }

    /// The mapping from one edition to another.
    pub fn mapping(&self, from: &EditionRef, to: &EditionRef) -> Option<&MappingContent> {
        self.mappings.get(&(from.clone(), to.clone()))
    }

    /// What is wrong with a reference to a standard of a shipped edition: it is unknown, or an area.
    pub fn wrong_with(&self, edition: &EditionRef, code: &str) -> Option<Code> {
        match self.edition(edition).and_then(|edition| edition.node(code)) {
            None => Some(Code::UnknownReference),
            Some(node) if !node.assessable => Some(Code::NotAssessable),
            Some(_) => None,
        }
    }

    /// The AKOKI theme of a requirement of a shipped edition, where that is known. A board's own
    /// standard says so itself.
    pub fn theme_of(&self, requirement: &RequirementRef) -> Option<Theme> {
        match requirement {
            RequirementRef::Shipped { edition, code } => self.edition(edition)?.theme_of(code),
            RequirementRef::Own(_) => None,
        }
    }

    /// The edition of the inspectorate's framework that is in force for a sector on a day: by it a unit
    /// is seen unless another is asked for.
    pub fn inspected_by(&self, sector: Option<&str>, on: Date) -> Option<&EditionContent> {
        let span = in_force(&self.spans, INSPECTORATE, sector?, on)?;
        self.edition(&span.edition)
    }

    /// The editions in force on a day that are for a unit of this sector, of the frameworks of these
    /// kinds.
    pub fn for_sector(
        &self,
        sector: Option<&str>,
        kinds: &[FrameworkKind],
        on: Date,
    ) -> Vec<&EditionContent> {
        self.editions()
            .filter(|edition| kinds.contains(&edition.kind) && is_for(&edition.edition, sector))
            .filter(|edition| {
                let name = &edition.edition;
                in_force(&self.spans, &name.framework, &name.sector, on)
                    .is_some_and(|span| span.edition == *name)
            })
            .collect()
    }
}

/// The sector by which editions are chosen for a unit: its own, and for a board that of boards.
pub fn sector_of(unit: &Unit) -> Option<&'static str> {
    if unit.details.kind == BOARD {
        Some(BOARD_SECTOR)
    } else {
        unit.details.sector.map(|sector| sector.as_str())
    }
}

/// Whether an edition is for units of a sector. One whose sector is not known has no edition but those
/// that make no difference.
pub fn is_for(edition: &EditionRef, sector: Option<&str>) -> bool {
    edition.sector == ALL_SECTORS || sector == Some(edition.sector.as_str())
}

impl EditionContent {
    /// The standards that a unit which gives these kinds of education is asked for on a day, in the
    /// order of the edition. A unit that does not say what it gives is asked for all.
    pub fn required(&self, education: &[String], on: Date) -> Vec<AssessableStandard> {
        let core = self.weighing(CORE, on);
        self.standards()
            .filter(|node| node.assessable_from.is_none_or(|from| from <= on))
            .filter(|node| applies(node, education))
            .map(|node| AssessableStandard {
                code: node.code.clone(),
                title: node.title.clone(),
                core: core.contains(&node.code.as_str()),
                theme: self.theme_of(&node.code),
            })
            .collect()
    }
}

/// A kind of education and its tracks (`vmbo` and `vmbo-b`) stand for each other.
fn applies(node: &Node, education: &[String]) -> bool {
    let within = |part: &str, whole: &str| {
        part.strip_prefix(whole)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    node.applies_to.is_empty()
        || education.is_empty()
        || education.iter().any(|given| {
            node.applies_to
                .iter()
                .any(|kind| within(given, kind) || within(kind, given))
        })
}
