//! What is chosen for standards of which the content was divided, joined or arranged anew.

use std::collections::BTreeMap;

use super::row::{Row, RowKind};
use crate::error::{Code, Reason};
use crate::framework::EditionContent;

/// The most choices that are given at once.
pub const MAX_CHOICES: usize = 200;

/// What is given: the work on each of these standards of the older edition goes on under those of the
/// newer one that it can go to; none leaves it where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Codes in the older edition.
    pub from: Vec<String>,
    /// Codes in the newer edition.
    pub to: Vec<String>,
}

/// What was chosen for each standard, by its code in the older edition.
pub type Choices = BTreeMap<String, Vec<String>>;

/// Reads what is given against the rows that need a choice.
///
/// # Errors
/// Everything wrong with it, at `/choices/…`: a code that its edition lacks (`unknown-standard`), a
/// standard for which there is nothing to choose (`nothing-to-choose`) or that stands there twice
/// (`duplicate`), one that does not lead to any of those chosen, or one chosen to which none of them leads
/// (`not-a-candidate`).
pub fn chosen(
    given: &[Choice],
    rows: &[Row],
    from: &EditionContent,
    to: &EditionContent,
) -> Result<Choices, Vec<Reason>> {
    let mut wrong = Vec::new();
    let mut all = Choices::new();
    for (n, choice) in given.iter().enumerate() {
        let known = |edition: &EditionContent, code: &str| edition.node(code).is_some();
        let mut candidates: Vec<&String> = Vec::new();
        for (at, code) in choice.from.iter().enumerate() {
            let pointer = format!("/choices/{n}/from/{at}");
            let reason = |why| Reason::new(why).at(pointer.clone()).with("standard", code);
            let row = rows.iter().find(|row| row.is_of_older(code));
            let Some(row) = row.filter(|row| row.kind == RowKind::Choice) else {
                let why = match known(from, code) {
                    true => Code::NothingToChoose,
                    false => Code::UnknownStandard,
                };
                wrong.push(reason(why));
                continue;
            };
            candidates.extend(&row.candidates);
            let targets: Vec<String> = choice
                .to
                .iter()
                .filter(|to| row.leads_to(to))
                .cloned()
                .collect();
            if targets.is_empty() && !choice.to.is_empty() {
                wrong.push(reason(Code::NotACandidate));
            }
            if all.insert(code.clone(), distinct(targets)).is_some() {
                wrong.push(reason(Code::Duplicate));
            }
        }
        for (at, code) in choice.to.iter().enumerate() {
            let why = match known(to, code) {
                false => Code::UnknownStandard,
                true if !candidates.contains(&code) => Code::NotACandidate,
                true => continue,
            };
            let reason = Reason::new(why).at(format!("/choices/{n}/to/{at}"));
            wrong.push(reason.with("standard", code));
        }
    }
    match wrong.is_empty() {
        true => Ok(all),
        false => Err(wrong),
    }
}

fn distinct(mut codes: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    codes.retain(|code| {
        let fresh = !kept.contains(code);
        kept.push(code.clone());
        fresh
    });
    codes
}
