//! The checklist of an audit: one item for each standard and unit of its scope, drawn when it is prepared,
//! and questions of the auditors' own beside them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use super::editing::not_given;
use super::gathered::{self, Gathered};
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason, Refusal};
use crate::framework::EditionContent;
use crate::id::{AuditId, BoardId, ChecklistItemId, EvidenceId, PrincipalId, UnitId};
use crate::noun::Noun;
use crate::verdict::{Pinned, Voice};

/// One item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// Its id.
    pub id: ChecklistItemId,
    /// The tenant.
    pub board_id: BoardId,
    /// The audit.
    pub audit_id: AuditId,
    /// The unit that is looked at.
    pub unit_id: UnitId,
    /// Drawn from the standards of the audit: it takes the verdict.
    pub drawn: bool,
    /// The people of the unit may see it.
    pub released: bool,
    /// What it says.
    pub stated: ItemInput,
    /// Who judged; none while nobody did.
    pub assessed_by: Option<PrincipalId>,
}

/// What a caller may set of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemInput {
    /// The standard, by its name among those of the audit; a question can be about none.
    pub standard: Option<String>,
    /// What is to be looked at.
    pub question: Option<String>,
    /// Notes of the auditors.
    pub notes: Option<String>,
    /// What was seen, heard or read.
    pub evidence: Vec<Gathered>,
    /// The pieces of evidence on which it rests.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
    /// The level that the auditors give.
    pub verdict: Option<String>,
    /// They looked and cannot give one.
    pub not_assessed: bool,
    /// The day on which it was judged.
    pub assessed_on: Option<Date>,
}

/// What an item is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Judging<'a> {
    /// The standards of the audit; none while they are not fixed.
    pub pinned: &'a Pinned,
    /// Their edition.
    pub edition: &'a EditionContent,
    /// Who gives the verdict.
    pub voice: Voice,
    /// The day.
    pub today: Date,
}

impl ItemInput {
    /// Everything wrong with it.
    pub fn check(&self, drawn: bool, by: Judging<'_>) -> Vec<Reason> {
        let mut wrong = self.standards(by);
        check::optional_text(&mut wrong, "/question", self.question.as_ref(), MAX_TEXT);
        if !drawn && self.question.is_none() {
            wrong.push(Reason::new(Code::Required).at("/question"));
        }
        check::optional_text(&mut wrong, "/notes", self.notes.as_ref(), MAX_TEXT);
        gathered::check(&mut wrong, &self.evidence);
        check::distinct(&mut wrong, "/evidenceIds", &self.evidence_ids);
        self.judgement(drawn, by.today, &mut wrong);
        wrong
    }

    /// A standard of the audit, a level of its scale.
    fn standards(&self, by: Judging<'_>) -> Vec<Reason> {
        // Without a standard the level is looked at alone, by way of any that was pinned.
        let any = by.pinned.standards.first().map(|one| one.name());
        let Some(name) = self.standard.clone().or(any) else {
            return Vec::new();
        };
        let value = self.verdict.as_deref();
        let wrong = by.pinned.wrong_with(by.edition, by.voice, &name, value);
        let placed = wrong.into_iter().map(|reason| match reason.code {
            Code::StandardNotSelected => reason.at("/standard"),
            _ => reason.at("/verdict"),
        });
        placed.collect()
    }

    fn judgement(&self, drawn: bool, today: Date, wrong: &mut Vec<Reason>) {
        if self.verdict.is_some() && self.not_assessed {
            wrong.push(Reason::new(Code::NotAssessedWithVerdict).at("/notAssessed"));
        }
        if !self.is_judged() {
            return;
        }
        if !drawn {
            let at = match self.verdict {
                Some(_) => "/verdict",
                None => "/notAssessed",
            };
            wrong.push(Reason::new(Code::QuestionTakesNoVerdict).at(at));
        }
        match self.assessed_on {
            None => wrong.push(Reason::new(Code::Required).at("/assessedOn")),
            Some(day) => check::not_after(wrong, "/assessedOn", day, today),
        }
    }

    /// The auditors gave a level, or said that they cannot.
    pub fn is_judged(&self) -> bool {
        self.verdict.is_some() || self.not_assessed
    }
}

impl ChecklistItem {
    /// Whether it may be taken away: a question of the auditors' own, while the units were not given it.
    ///
    /// # Errors
    /// [`Code::DrawnItemStays`], [`Code::GivenToUnits`].
    pub fn may_be_removed(&self) -> Result<(), Refusal> {
        if self.drawn {
            let about = Reason::new(Code::DrawnItemStays).about(Noun::ChecklistItem, self.id);
            return Err(Refusal::conflict(Code::DrawnItemStays, vec![about]));
        }
        not_given(self.released, Noun::ChecklistItem, self.id)
    }

    /// The pieces of evidence on which it rests.
    pub fn rests_on(&self) -> BTreeSet<EvidenceId> {
        self.stated.evidence_ids.iter().copied().collect()
    }

    /// Takes over what is stated now. What was drawn keeps its standard: that is what it was drawn for.
    ///
    /// # Errors
    /// Everything wrong with the input; the item is then as it was.
    pub fn restate(
        &self,
        stated: ItemInput,
        by: Judging<'_>,
        who: Option<PrincipalId>,
    ) -> Result<Self, Vec<Reason>> {
        let mut wrong = stated.check(self.drawn, by);
        if self.drawn && stated.standard != self.stated.standard {
            wrong.push(Reason::new(Code::NotChangeable).at("/standard"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let judgement = |input: &ItemInput| (input.verdict.clone(), input.not_assessed);
        let assessed_by = match judgement(&stated) == judgement(&self.stated) {
            true => self.assessed_by,
            false => who.filter(|_| stated.is_judged()),
        };
        Ok(Self {
            stated,
            assessed_by,
            ..self.clone()
        })
    }

    /// What changes of it beside the question: that is written only once auditors are in the field.
    pub fn looks_beyond_question(&self, stated: &ItemInput) -> bool {
        let prepared = |input: &ItemInput| ItemInput {
            question: None,
            standard: None,
            ..input.clone()
        };
        prepared(&self.stated) != prepared(stated)
    }
}

/// The items that are drawn for an audit: one for each unit and standard that is not there yet.
pub fn draw(
    (board_id, audit_id): (BoardId, AuditId),
    units: &[UnitId],
    pinned: &Pinned,
    there: &[ChecklistItem],
    mut id: impl FnMut() -> ChecklistItemId,
) -> Vec<ChecklistItem> {
    let mut drawn = Vec::new();
    for &unit_id in units {
        for name in pinned.standards.iter().map(|one| one.name()) {
            let same = |item: &ChecklistItem| {
                item.drawn
                    && item.unit_id == unit_id
                    && item.stated.standard.as_ref() == Some(&name)
            };
            if there.iter().any(same) {
                continue;
            }
            drawn.push(ChecklistItem {
                id: id(),
                board_id,
                audit_id,
                unit_id,
                drawn: true,
                released: false,
                stated: ItemInput {
                    standard: Some(name),
                    ..ItemInput::default()
                },
                assessed_by: None,
            });
        }
    }
    drawn
}
