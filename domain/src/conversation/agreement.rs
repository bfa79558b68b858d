//! Agreements: made in one conversation, looked at in the next. One that goes on becomes an agreement of
//! that next one, with a date of its own.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{ConversationInput, Previous};
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason};
use crate::id::{AgreementId, EvidenceId, PersonId};
use crate::words::words;

/// The longest agreement, in characters: it is quoted where it stands in the way.
pub const MAX_AGREEMENT: usize = 1000;

/// Something that was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// What was agreed.
    pub text: String,
    /// Who carries it out.
    pub owner: Option<PersonId>,
    /// The day by which it is done.
    pub due_on: Option<Date>,
    /// The day on which it was done.
    pub done_on: Option<Date>,
    /// What came of it.
    pub outcome: Option<String>,
    /// The pieces of evidence that show what came of it.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
    /// The agreement of the conversation before that goes on in it.
    pub continues: Option<AgreementId>,
}

/// What a caller gives of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementInput {
    /// Which one, of those that are there; a new one, when absent.
    pub id: Option<AgreementId>,
    /// See [`Agreement::text`].
    pub text: String,
    /// See [`Agreement::owner`].
    pub owner: Option<PersonId>,
    /// See [`Agreement::due_on`].
    pub due_on: Option<Date>,
    /// See [`Agreement::done_on`].
    pub done_on: Option<Date>,
    /// See [`Agreement::outcome`].
    pub outcome: Option<String>,
    /// See [`Agreement::evidence_ids`].
    pub evidence_ids: Vec<EvidenceId>,
}

words! {
    /// What became of an agreement by the next conversation.
    AgreementStatus {
        /// It was done.
        Done => "done",
        /// It goes on, as an agreement of the next conversation.
        Continued => "continued",
        /// It was given up.
        Dropped => "dropped",
    }
}

/// What the next conversation says of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgreementCheck {
    /// The agreement.
    pub agreement_id: AgreementId,
    /// What became of it.
    pub status: AgreementStatus,
    /// Anything else; why it was given up.
    pub note: Option<String>,
    /// The pieces of evidence that show it.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

impl From<&Agreement> for AgreementInput {
    fn from(from: &Agreement) -> Self {
        Self {
            id: Some(from.id),
            text: from.text.clone(),
            owner: from.owner,
            due_on: from.due_on,
            done_on: from.done_on,
            outcome: from.outcome.clone(),
            evidence_ids: from.evidence_ids.clone(),
        }
    }
}

impl AgreementInput {
    pub(super) fn check(&self, wrong: &mut Vec<Reason>, at: &str, today: Date) {
        check::required_text(wrong, &format!("{at}/text"), &self.text, MAX_AGREEMENT);
        let outcome = self.outcome.as_ref();
        check::optional_text(wrong, &format!("{at}/outcome"), outcome, MAX_TEXT);
        if let Some(done_on) = self.done_on {
            check::not_after(wrong, &format!("{at}/doneOn"), done_on, today);
        }
        check::distinct(wrong, &format!("{at}/evidenceIds"), &self.evidence_ids);
    }
}

impl AgreementCheck {
    pub(super) fn check(&self, wrong: &mut Vec<Reason>, at: &str) {
        let pointer = format!("{at}/note");
        match (self.status, &self.note) {
            // What is given up is given up for a reason.
            (AgreementStatus::Dropped, None) => {
                wrong.push(Reason::new(Code::Required).at(pointer));
            }
            (AgreementStatus::Dropped, Some(note)) => {
                check::required_text(wrong, &pointer, note, MAX_TEXT);
            }
            (AgreementStatus::Done | AgreementStatus::Continued, note) => {
                check::optional_text(wrong, &pointer, note.as_ref(), MAX_TEXT);
            }
        }
        check::distinct(wrong, &format!("{at}/evidenceIds"), &self.evidence_ids);
    }
}

/// The agreements that an input names and that are not there, or that it names twice.
pub(super) fn unknown(
    input: &ConversationInput,
    own: &[Agreement],
    previous: Option<&Previous>,
) -> Vec<Reason> {
    let mut wrong = Vec::new();
    let ours: Vec<AgreementId> = own.iter().map(|one| one.id).collect();
    let named = input.agreements.iter().map(|one| one.id);
    look_up(&mut wrong, named, &ours, |at| {
        format!("/agreements/{at}/id")
    });
    let open = previous.map_or(&[][..], |previous| &previous.open);
    let open: Vec<AgreementId> = open.iter().map(|one| one.id).collect();
    let named = input.checked.iter().map(|one| Some(one.agreement_id));
    look_up(&mut wrong, named, &open, |at| {
        format!("/checked/{at}/agreementId")
    });
    wrong
}

fn look_up(
    wrong: &mut Vec<Reason>,
    named: impl Iterator<Item = Option<AgreementId>>,
    known: &[AgreementId],
    at: impl Fn(usize) -> String,
) {
    let mut seen = Vec::new();
    for (index, id) in named.enumerate() {
        let Some(id) = id else { continue };
        if !known.contains(&id) {
            wrong.push(Reason::new(Code::UnknownReference).at(at(index)));
        } else if seen.contains(&id) {
            wrong.push(Reason::new(Code::Duplicate).at(at(index)));
        }
        seen.push(id);
    }
}

/// The agreements as they stand after a change: those of the input, and each one of the conversation
/// before that goes on. One that was to go on and no longer is goes away.
pub(super) fn settle(
    input: &ConversationInput,
    own: &[Agreement],
    previous: Option<&Previous>,
    mut mint: impl FnMut() -> AgreementId,
) -> Vec<Agreement> {
    let goes_on = |id: AgreementId| {
        let mut checked = input.checked.iter();
        checked.any(|one| one.agreement_id == id && one.status == AgreementStatus::Continued)
    };
    let mut all: Vec<Agreement> = Vec::new();
    for given in &input.agreements {
        let kept = own.iter().find(|one| Some(one.id) == given.id);
        let continues = kept.and_then(|one| one.continues);
        if continues.is_some_and(|id| !goes_on(id)) {
            continue;
        }
        all.push(Agreement {
            id: kept.map_or_else(&mut mint, |one| one.id),
            text: given.text.clone(),
            owner: given.owner,
            due_on: given.due_on,
            done_on: given.done_on,
            outcome: given.outcome.clone(),
            evidence_ids: given.evidence_ids.clone(),
            continues,
        });
    }
    let open = previous.map_or(&[][..], |previous| &previous.open);
    for before in open.iter().filter(|one| goes_on(one.id)) {
        let of_it = |one: &&Agreement| one.continues == Some(before.id);
        if all.iter().any(|one| of_it(&one)) {
            continue;
        }
        all.push(match own.iter().find(of_it) {
            Some(kept) => kept.clone(),
            // The old date has not been met: a new one is asked for.
            None => Agreement {
                id: mint(),
                text: before.text.clone(),
                owner: before.owner,
                due_on: None,
                done_on: None,
                outcome: None,
                evidence_ids: Vec::new(),
                continues: Some(before.id),
            },
        });
    }
    all
}
