//! What a caller gives to plan or change a conversation. References are looked up by the use case.

use serde::{Deserialize, Serialize};
use time::Date;

use super::agreement::{AgreementCheck, AgreementInput};
use crate::check::{self, MAX_REFERENCES, MAX_TEXT, MAX_TITLE};
use crate::error::Reason;
use crate::id::PersonId;

/// Something that people want to talk about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgendaItem {
    /// What it is called.
    pub title: String,
    /// Anything else.
    pub note: Option<String>,
}

/// The content of a conversation; see [`super::QualityConversation`] for what each is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationInput {
    /// The day for which it is planned.
    pub planned_on: Date,
    /// Who speaks for the board.
    pub board_members: Vec<PersonId>,
    /// Who speaks for the school.
    pub leaders: Vec<PersonId>,
    /// What people want to talk about.
    pub agenda: Vec<AgendaItem>,
    /// What was said.
    pub minutes: Option<String>,
    /// What was agreed.
    pub agreements: Vec<AgreementInput>,
    /// What came of the agreements of the conversation before.
    pub checked: Vec<AgreementCheck>,
}

impl ConversationInput {
    /// A conversation for a day, with nothing in it yet.
    pub fn on(planned_on: Date) -> Self {
        Self {
            planned_on,
            board_members: Vec::new(),
            leaders: Vec::new(),
            agenda: Vec::new(),
            minutes: None,
            agreements: Vec::new(),
            checked: Vec::new(),
        }
    }

    /// Everything wrong with it on a day.
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::distinct(&mut wrong, "/boardMemberIds", &self.board_members);
        check::distinct(&mut wrong, "/leaderIds", &self.leaders);
        check::at_most(&mut wrong, "/agenda", self.agenda.len(), MAX_REFERENCES);
        for (index, item) in self.agenda.iter().enumerate() {
            let at = |field| format!("/agenda/{index}/{field}");
            check::required_line(&mut wrong, &at("title"), &item.title, MAX_TITLE);
            check::optional_text(&mut wrong, &at("note"), item.note.as_ref(), MAX_TEXT);
        }
        check::optional_text(&mut wrong, "/minutes", self.minutes.as_ref(), MAX_TEXT);
        let count = self.agreements.len();
        check::at_most(&mut wrong, "/agreements", count, MAX_REFERENCES);
        for (index, one) in self.agreements.iter().enumerate() {
            one.check(&mut wrong, &format!("/agreements/{index}"), today);
        }
        check::at_most(&mut wrong, "/checked", self.checked.len(), MAX_REFERENCES);
        for (index, one) in self.checked.iter().enumerate() {
            one.check(&mut wrong, &format!("/checked/{index}"));
        }
        wrong
    }
}
