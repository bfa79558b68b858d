//! The bearer of a survey session: what the service has to know, sealed, and held by the respondent alone. Nothing
//! of a session is kept.

use akoki_domain::id::{BoardId, SurveyCampaignId};
use akoki_persistence::repo::survey::Key;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::Keys;
use crate::seal::{open, seal};

/// By this a bearer is known.
const PREFIX: &str = "akoki_survey_";
/// For so long a bearer holds: who pauses longer gives the code again.
const HOLDS: i64 = 2 * 60 * 60 * 1000;

/// What a bearer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The board.
    pub board: BoardId,
    /// The campaign.
    pub campaign: SurveyCampaignId,
    /// The group.
    pub group: String,
    /// What is kept of the code.
    pub code_hash: Vec<u8>,
    /// Under which the draft is kept.
    pub draft_hash: Vec<u8>,
    /// With which it is sealed.
    pub draft_key: Vec<u8>,
    /// Until before this moment, in milliseconds since 1970.
    pub until: i64,
}

impl Ticket {
    /// That of a code, from now on.
    pub fn new(keys: &Keys, key: Key, group: String, (code, at): (&str, i64)) -> Self {
        Self {
            board: key.board.into(),
            campaign: key.campaign.into(),
            group,
            code_hash: keys.code_hash(code),
            draft_hash: keys.draft_hash(code),
            draft_key: keys.draft_key(code),
            until: at.saturating_add(HOLDS),
        }
    }

    /// The rows it is about.
    pub fn key(&self) -> Key {
        Key::new(self.board, self.campaign)
    }

    /// As it is given to the respondent.
    pub fn written(&self, keys: &Keys) -> Option<String> {
        let plain = serde_json::to_vec(self).ok()?;
        let sealed = seal(&keys.ticket_key(), PREFIX.as_bytes(), &plain)?;
        Some(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// What a bearer says, while it holds.
    pub fn read(keys: &Keys, bearer: &str, at: i64) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(bearer.strip_prefix(PREFIX)?).ok()?;
        let plain = open(&keys.ticket_key(), PREFIX.as_bytes(), &sealed)?;
        let ticket: Self = serde_json::from_slice(&plain).ok()?;
        (at < ticket.until).then_some(ticket)
    }
}
