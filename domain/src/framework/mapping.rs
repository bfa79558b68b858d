//! Mappings: what became of a standard in another edition, or what stands for it in another framework.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::content::EditionContent;
use super::requirement::EditionRef;
use crate::text::Bilingual;
use crate::words::words;
use crate::{Code, Reason, Refusal};

words! {
    /// How standards of one edition relate to those of another.
    Relation {
        /// One standard, the same code, the same meaning.
        Same => "same",
        /// One standard with another code or name, the same meaning.
        Renamed => "renamed",
        /// One standard became several.
        Split => "split",
        /// Several became one.
        Merged => "merged",
        /// The content was divided anew; it is found under these codes together.
        Regrouped => "regrouped",
        /// Nothing came in its place.
        Dropped => "dropped",
        /// Nothing went before it.
        Added => "added",
        /// They overlap; neither stands for the other.
        Partial => "partial",
    }
}

/// One link of a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappingLink {
    /// How they relate.
    pub relation: Relation,
    /// Codes in the edition it comes from.
    pub from: Vec<String>,
    /// Codes in the edition it leads to.
    pub to: Vec<String>,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
    /// Whether it was read in the official text.
    pub verified: bool,
}

/// A mapping from one edition to another. Between two editions of one framework for one sector it
/// says of every standard what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappingContent {
    /// The edition it comes from.
    pub from: EditionRef,
    /// The edition it leads to.
    pub to: EditionRef,
    /// Where it comes from.
    pub source: String,
    /// The links.
    pub links: Vec<MappingLink>,
}

/// What a mapping says of one standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Carried<'a> {
    /// How it relates.
    pub relation: Relation,
    /// The codes it leads to; none where it was dropped.
    pub targets: &'a [String],
    /// The other codes that lead there with it.
    pub together_with: Vec<&'a str>,
    /// What else is to be said.
    pub note: Option<&'a Bilingual>,
    /// Whether it was read in the official text.
    pub verified: bool,
}

/// Where a code of the older edition leads: one answer for each link that names it, in the order of
/// the mapping. Empty if the mapping does not speak of it.
pub fn carry<'a>(mapping: &'a MappingContent, code: &str) -> Vec<Carried<'a>> {
    mapping
        .links
        .iter()
        .filter(|link| link.from.iter().any(|from| from == code))
        .map(|link| Carried {
            relation: link.relation,
            targets: &link.to,
            together_with: link
                .from
                .iter()
                .map(String::as_str)
                .filter(|from| *from != code)
                .collect(),
            note: link.note.as_ref(),
            verified: link.verified,
        })
        .collect()
}

/// Checks a mapping against both its editions.
///
/// # Errors
/// Everything that is wrong with it: it is not between these editions (`unknown-reference`), a code is
/// not there (`unknown-standard`) or twice (`duplicate`), a relation does not fit the codes
/// (`relation-mismatch`), or, between editions of one framework and sector, a standard is passed over
/// (`standard-unmapped`).
pub fn check_mapping(
    mapping: &MappingContent,
    from: &EditionContent,
    to: &EditionContent,
) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    for (pointer, named, given) in [
        ("/from", &mapping.from, &from.edition),
        ("/to", &mapping.to, &to.edition),
    ] {
        if named != given {
            wrong.push(Reason::new(Code::UnknownReference).at(pointer));
        }
    }
    if mapping.source.trim().is_empty() {
        wrong.push(Reason::new(Code::Required).at("/source"));
    }
    if mapping.links.is_empty() {
        wrong.push(Reason::new(Code::TooShort).at("/links").with("min", 1));
    }
    for (n, link) in mapping.links.iter().enumerate() {
        check_codes(&link.from, from, &format!("/links/{n}/from"), &mut wrong);
        check_codes(&link.to, to, &format!("/links/{n}/to"), &mut wrong);
        if !fits(link) {
            wrong.push(Reason::new(Code::RelationMismatch).at(format!("/links/{n}/relation")));
        }
        if mapping
            .links
            .iter()
            .take(n)
            .any(|other| (&other.from, &other.to) == (&link.from, &link.to))
        {
            wrong.push(Reason::new(Code::Duplicate).at(format!("/links/{n}")));
        }
    }
    if (&from.edition.framework, &from.edition.sector)
        == (&to.edition.framework, &to.edition.sector)
    {
        check_complete(mapping, from, to, &mut wrong);
    }
    Refusal::unless_empty(wrong)
}

fn check_codes(codes: &[String], edition: &EditionContent, pointer: &str, wrong: &mut Vec<Reason>) {
    let mut seen = BTreeSet::new();
    for (n, code) in codes.iter().enumerate() {
        let at = format!("{pointer}/{n}");
        if edition.node(code).is_none() {
            wrong.push(
                Reason::new(Code::UnknownStandard)
                    .at(&at)
                    .with("standard", code),
            );
        }
        if !seen.insert(code) {
            wrong.push(Reason::new(Code::Duplicate).at(at));
        }
    }
}

fn fits(link: &MappingLink) -> bool {
    let (from, to) = (link.from.len(), link.to.len());
    match link.relation {
        Relation::Same => from == 1 && link.from == link.to,
        Relation::Renamed => from == 1 && to == 1,
        Relation::Split => from == 1 && to > 1,
        Relation::Merged => from > 1 && to == 1,
        Relation::Regrouped | Relation::Partial => from > 0 && to > 0,
        Relation::Dropped => from > 0 && to == 0,
        Relation::Added => from == 0 && to > 0,
    }
}

fn check_complete(
    mapping: &MappingContent,
    from: &EditionContent,
    to: &EditionContent,
    wrong: &mut Vec<Reason>,
) {
    let left: BTreeSet<&String> = mapping.links.iter().flat_map(|link| &link.from).collect();
    let right: BTreeSet<&String> = mapping.links.iter().flat_map(|link| &link.to).collect();
    for (edition, named) in [(from, left), (to, right)] {
        wrong.extend(
            edition
                .standards()
                .filter(|node| !named.contains(&node.code))
                .map(|node| {
                    Reason::new(Code::StandardUnmapped)
                        .at("/links")
                        .with("edition", &edition.edition)
                        .with("standard", &node.code)
                }),
        );
    }
}
