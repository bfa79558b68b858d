//! The results of surveys that have closed, counted once and kept in hand: nothing of them changes any more.

use akoki_domain::survey::{
    campaign::Campaign,
    outcome::Outcome,
    results::{Block, Results},
};
use akoki_persistence::repo::survey::{
    Key,
    campaign::content,
    outcome::{blocks, get},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{failure::Failure, guard::Call};

/// So many surveys are kept in hand.
const MOST: usize = 64;

/// The surveys in hand.
#[derive(Default)]
pub struct Tallies(Mutex<HashMap<Key, Arc<Results>>>);

impl Tallies {
    /// Those of a campaign in reach that has results.
    ///
    /// # Errors
    /// When the store fails, or what it holds is not that of the campaign.
    pub async fn get(&self, call: &Call, campaign: &Campaign) -> Result<Arc<Results>, Failure> {
        let key = Key::new(campaign.board_id, campaign.id);
        if let Some(found) = self.kept().get(&key) {
            return Ok(found.clone());
        }
        let gone = || Failure::Internal("a survey with results has none".into());
        let content = content(call.store(), key).await?.ok_or_else(gone)?;
        let outcome: Option<Outcome> = get(call.store(), key).await?;
        let outcome = outcome.ok_or_else(gone)?;
        let rows = rows(call, campaign).await?;
        let stated = campaign.stated.clone();
        let counting = tokio::task::spawn_blocking(move || {
            Results::count(content, stated.tree(), &stated.dimensions, outcome, &rows)
        });
        let internal = |error: &dyn std::fmt::Display| Failure::Internal(error.to_string());
        let counted = counting.await.map_err(|error| internal(&error))?;
        let counted = counted.map_err(|misfit| internal(&misfit))?;
        let counted = Arc::new(counted);
        let mut kept = self.kept();
        if kept.len() >= MOST
            && let Some(one) = kept.keys().next().copied()
        {
            kept.remove(&one);
        }
        kept.insert(key, counted.clone());
        Ok(counted)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Arc<Results>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The rows of a campaign in reach, by part.
///
/// # Errors
/// When the store fails.
pub async fn rows(call: &Call, campaign: &Campaign) -> Result<Vec<Block>, Failure> {
    let key = Key::new(campaign.board_id, campaign.id);
    Ok(blocks(call.store(), key).await?)
}
