//! What an auditor saw, heard or read: the ground under a verdict and a finding.

use serde::{Deserialize, Serialize};

use crate::check::{self, MAX_REFERENCES, MAX_TEXT};
use crate::error::Reason;
use crate::words::words;

words! {
    /// Where it comes from.
    Ground {
        /// Something written.
        Document => "document",
        /// What people said.
        Interview => "interview",
        /// What was seen in lessons or in the building.
        Observation => "observation",
        /// Figures.
        Data => "data",
    }
}

/// One thing that was seen, heard or read. Never with the name of a pupil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gathered {
    /// Where it comes from.
    pub kind: Ground,
    /// What it shows.
    pub text: String,
}

/// Everything wrong with what was gathered; pointers start with `/evidence`.
pub(super) fn check(wrong: &mut Vec<Reason>, gathered: &[Gathered]) {
    check::at_most(wrong, "/evidence", gathered.len(), MAX_REFERENCES);
    for (at, one) in gathered.iter().enumerate() {
        check::required_text(wrong, &format!("/evidence/{at}/text"), &one.text, MAX_TEXT);
    }
}
