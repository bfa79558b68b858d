//! What is kept of a piece of evidence, and when it can be leaned on.

use serde::{Deserialize, Serialize};
use time::Date;

use super::file::EvidenceFile;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason, Subject};
use crate::framework::RequirementRef;
use crate::id::{BoardId, EvidenceId, PersonId, UnitId};
use crate::noun::Noun;
use crate::organisation::Period;
use crate::text::is_hidden;
use crate::words::words;

/// The longest address of a link, in characters.
const MAX_URL: usize = 2_000;
/// The most links of one piece of evidence.
pub const MAX_LINKS: usize = 20;

words! {
    /// What a piece of evidence is.
    EvidenceKind {
        /// Something written, drawn or filmed.
        Document => "document",
        /// What somebody said.
        Interview => "interview",
        /// What somebody saw.
        Observation => "observation",
        /// Figures.
        Data => "data",
    }
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit about which it says something: the carrier.
    pub unit_id: UnitId,
    /// What it says of itself.
    pub stated: EvidenceInput,
    /// Its files, in the order in which they came.
    pub files: Vec<EvidenceFile>,
}

/// What a caller states of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceInput {
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// What it shows.
    pub description: Option<String>,
    /// Who keeps it up to date. Nobody only where it was taken over from before owners were asked for.
    pub owner: Option<PersonId>,
    /// The first day about which it says something.
    pub effective_from: Date,
    /// The last day about which it says something; without end when absent.
    pub effective_until: Option<Date>,
    /// The last day on which it can be leaned on; that of the period when absent.
    pub expires_on: Option<Date>,
    /// Where it is to be found, beside its files.
    pub links: Vec<EvidenceLink>,
    /// The requirements that it shows something of.
    pub requirements: Vec<RequirementRef>,
}

/// An address at which a piece of evidence is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceLink {
    /// The `https` address.
    pub url: String,
    /// What stands there.
    pub title: Option<String>,
}

/// What can use evidence: whatever states or judges something that must be shown.
pub const USERS: &[Noun] = &[
    Noun::Dossier,
    Noun::SelfEvaluation,
    Noun::ChecklistItem,
    Noun::Finding,
    Noun::InspectionVisit,
    Noun::RecoveryOrder,
    Noun::QualityConversation,
    Noun::Action,
    Noun::Decision,
];

/// Where a piece of evidence is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// The evidence.
    pub evidence_id: EvidenceId,
    /// What uses it.
    pub by: Subject,
}

impl EvidenceInput {
    /// Everything wrong with it.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_line(&mut wrong, "/title", &self.title, MAX_TITLE);
        check::optional_text(
            &mut wrong,
            "/description",
            self.description.as_ref(),
            MAX_TEXT,
        );
        if self.owner.is_none() {
            wrong.push(Reason::new(Code::Required).at("/ownerId"));
        }
        self.effective().check("/effectiveUntil", &mut wrong);
        Period::new(Some(self.effective_from), self.expires_on).check("/expiresOn", &mut wrong);
        check::at_most(&mut wrong, "/webLinks", self.links.len(), MAX_LINKS);
        for (index, link) in self.links.iter().enumerate() {
            link.check(&mut wrong, &format!("/webLinks/{index}"));
        }
        check::distinct(&mut wrong, "/requirements", &self.requirements);
        wrong
    }

    /// The days about which it says something.
    pub const fn effective(&self) -> Period {
        Period::new(Some(self.effective_from), self.effective_until)
    }

    /// The last day on which it can be leaned on. What was found about one year can go on to count for
    /// some years, or stop before: whoever keeps it says so with `expires_on`.
    pub fn serves_until(&self) -> Option<Date> {
        self.expires_on.or(self.effective_until)
    }

    /// The days on which it can be leaned on.
    pub fn serves(&self) -> Period {
        Period::new(Some(self.effective_from), self.serves_until())
    }

    /// It can be leaned on on this day.
    pub fn in_force(&self, on: Date) -> bool {
        self.serves().contains(on)
    }

    /// It can no longer be leaned on on this day.
    pub fn expired(&self, on: Date) -> bool {
        self.serves_until().is_some_and(|until| until < on)
    }
}

/// What stands in the way of judging a period by what can be leaned on these days: it says nothing that
/// holds on any day of it.
pub fn outside(serves: &Period, judged: &Period) -> Option<Code> {
    (!serves.overlaps(judged)).then_some(Code::EvidenceOutsidePeriod)
}

impl EvidenceLink {
    fn check(&self, wrong: &mut Vec<Reason>, pointer: &str) {
        let at_url = format!("{pointer}/url");
        check::required_line(wrong, &at_url, &self.url, MAX_URL);
        if !self.url.trim().is_empty() && !is_web_address(&self.url) {
            let reason = Reason::new(Code::InvalidFormat).at(at_url);
            wrong.push(reason.with("expected", "https://…"));
        }
        let at_title = format!("{pointer}/title");
        check::optional_line(wrong, &at_title, self.title.as_ref(), MAX_TITLE);
    }
}

/// Only addresses that a browser opens as a page over a safe connection: no script, no file.
fn is_web_address(url: &str) -> bool {
    let is_host = |rest: &str| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']);
    url.strip_prefix("https://").is_some_and(is_host)
        && !url.chars().any(|c| c.is_whitespace() || is_hidden(c))
}
