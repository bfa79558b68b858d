//! What answering needs of a campaign, kept in hand: once a campaign is ready nothing of this changes.

use akoki_domain::survey::{
    campaign::{Campaign, GroupTree},
    content::Content,
    layout::Layout,
    split_by::SplitBy,
};
use akoki_persistence::{
    find,
    repo::survey::{Key, campaign::content},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{failure::Failure, guard::Call};

/// So many campaigns are kept in hand.
const MOST: usize = 256;

/// What a campaign asks, and how answers to it are packed.
pub struct Pinned {
    /// What is asked.
    pub content: Content,
    /// How answers are packed.
    pub layout: Layout,
    /// Of fewer respondents nothing is shown; it can be raised later, never lowered.
    pub minimum: u32,
    /// Keys of the groups without parts, in the order by which they are packed.
    pub leaves: Vec<String>,
    /// The questions by whose answers results are shown besides.
    pub dimensions: Vec<SplitBy>,
}

impl Pinned {
    /// That of a campaign that asks this.
    ///
    /// # Errors
    /// When results would be split by what it does not ask.
    pub fn new(campaign: &Campaign, content: Content) -> Result<Self, Failure> {
        let stated = &campaign.stated;
        let dimensions = content.split_by(&stated.dimensions);
        Ok(Self {
            layout: Layout::of(&content),
            minimum: stated.minimum,
            dimensions: dimensions.map_err(|misfit| Failure::Internal(misfit.to_string()))?,
            leaves: leaves(&stated.tree()),
            content,
        })
    }

    /// The place of a group.
    pub fn leaf(&self, key: &str) -> Option<u32> {
        let place = self.leaves.iter().position(|leaf| leaf == key)?;
        u32::try_from(place).ok()
    }
}

/// The groups without parts, in the order by which they are packed.
pub fn leaves(tree: &GroupTree) -> Vec<String> {
    tree.leaves().map(|group| group.key.clone()).collect()
}

/// The campaigns in hand.
#[derive(Default)]
pub struct Pins(Mutex<HashMap<Key, Arc<Pinned>>>);

impl Pins {
    /// That of a campaign which is ready. Whoever asks has a code, or works for the service.
    ///
    /// # Errors
    /// When the store fails; "unknown-survey-code" when there is no such campaign any more.
    pub async fn get(&self, call: &Call, key: Key) -> Result<Arc<Pinned>, Failure> {
        if let Some(found) = self.pins().get(&key) {
            return Ok(found.clone());
        }
        let gone = || Failure::from(akoki_domain::Code::UnknownSurveyCode);
        let campaign = find::<Campaign>(call.store(), &call.everything(), key.campaign).await?;
        let campaign = campaign.ok_or_else(gone)?.record;
        let content = content(call.store(), key).await?.ok_or_else(gone)?;
        let pinned = Arc::new(Pinned::new(&campaign, content)?);
        let mut pins = self.pins();
        if pins.len() >= MOST {
            pins.clear();
        }
        pins.insert(key, pinned.clone());
        Ok(pinned)
    }

    fn pins(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Arc<Pinned>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
