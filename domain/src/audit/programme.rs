//! The programme of audits of a board for a school year.

use serde::{Deserialize, Serialize};

use crate::calendar::SchoolYear;
use crate::check::{self, MAX_REFERENCES, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::id::{AuditProgrammeId, BoardId};

/// What is stated of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditProgrammeInput {
    /// The school year.
    pub school_year: SchoolYear,
    /// What it is called.
    pub title: String,
    /// What the board wants to know or reach with it.
    pub objectives: Vec<String>,
}

/// The audits that a board plans for a school year. The audits name their programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditProgramme {
    /// Its id.
    pub id: AuditProgrammeId,
    /// The board.
    pub board_id: BoardId,
    /// What is stated of it.
    pub stated: AuditProgrammeInput,
}

impl AuditProgrammeInput {
    /// Everything wrong with it.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        if !(1990..=2100).contains(&self.school_year.0) {
            let range = Reason::new(Code::OutOfRange).at("/schoolYear");
            wrong.push(range.with("range", "1990–2100"));
        }
        check::required_line(&mut wrong, "/title", &self.title, MAX_TITLE);
        let objectives = &self.objectives;
        check::at_most(&mut wrong, "/objectives", objectives.len(), MAX_REFERENCES);
        for (index, objective) in objectives.iter().enumerate() {
            let at = format!("/objectives/{index}");
            check::required_text(&mut wrong, &at, objective, MAX_TEXT);
        }
        wrong
    }
}
