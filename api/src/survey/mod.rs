//! What keeps answers apart from those who gave them: codes, tickets and the desk at which answers are taken
//! in (ADR 0026).

pub mod code;
pub mod desk;
pub mod pinned;
pub mod tallies;
pub mod ticket;

use crate::state::{Shared, derive};
use akoki_domain::id::{JobId, SurveyCampaignId};

/// The keys of surveys, each for one purpose.
pub struct Keys {
    master: Vec<u8>,
}

impl Keys {
    /// Those of the service.
    pub fn of(shared: &Shared) -> Self {
        Self {
            master: shared.key("surveys"),
        }
    }

    fn key(&self, purpose: &str) -> Vec<u8> {
        derive(&self.master, purpose)
    }

    /// What is kept of a code.
    pub fn code_hash(&self, code: &str) -> Vec<u8> {
        derive(&self.key("code"), code)
    }

    /// Under which the draft of a code is kept: nobody tells from it which code that is.
    pub fn draft_hash(&self, code: &str) -> Vec<u8> {
        derive(&self.key("draft-hash"), code)
    }

    /// With which the draft of a code is sealed: without the code it stays closed.
    pub fn draft_key(&self, code: &str) -> Vec<u8> {
        derive(&self.key("draft"), code)
    }

    /// With which bearers are sealed.
    pub fn ticket_key(&self) -> Vec<u8> {
        self.key("ticket")
    }

    /// With which a file of answers is sealed while it waits to be taken in.
    pub fn file_key(&self, job: JobId) -> Vec<u8> {
        derive(&self.key("file"), &job.to_string())
    }

    /// What tells a file of answers from others of its campaign, from the digest of its bytes.
    pub fn file_mark(&self, campaign: SurveyCampaignId, digest: &str) -> String {
        hex::encode(derive(&self.key("mark"), &format!("{campaign} {digest}")))
    }

    /// With which the answers of a campaign are sealed until it closes.
    pub fn inbox_key(&self, campaign: SurveyCampaignId) -> Vec<u8> {
        derive(&self.key("inbox"), &campaign.to_string())
    }
}
