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
use tokio::sync::OnceCell;

use crate::{aside::aside, failure::Failure, guard::Call};

/// So many surveys are kept in hand.
const MOST: usize = 64;

/// The surveys in hand.
#[derive(Default)]
pub struct Tallies(Kept<Results>);

impl Tallies {
    /// Those of a campaign in reach that has results.
    ///
    /// # Errors
    /// When the store fails, or what it holds is not that of the campaign.
    pub async fn get(&self, call: &Call, campaign: &Campaign) -> Result<Arc<Results>, Failure> {
        let key = Key::new(campaign.board_id, campaign.id);
        self.0.get(key, || counted(call, campaign)).await
    }
}

/// Counts what a campaign left: from the moment that its outcome is kept that is always the same.
///
/// # Errors
/// When the store fails, or what it holds is not that of the campaign.
pub(crate) async fn counted(call: &Call, campaign: &Campaign) -> Result<Results, Failure> {
    let key = Key::new(campaign.board_id, campaign.id);
    let gone = || Failure::Internal("a survey with results has none".into());
    let content = content(call.store(), key).await?.ok_or_else(gone)?;
    let outcome: Option<Outcome> = get(call.store(), key).await?;
    let outcome = outcome.ok_or_else(gone)?;
    let rows = rows(call, campaign).await?;
    let stated = campaign.stated.clone();
    let count = move || Results::count(content, stated.tree(), &stated.dimensions, outcome, &rows);
    let counted = aside(count).await?;
    counted.map_err(|misfit| Failure::Internal(misfit.to_string()))
}

/// What is made once of each campaign. Whoever asks while it is being made waits for it; where that fails or is broken
/// off, the next who waits makes it.
struct Kept<T>(Mutex<HashMap<Key, Arc<OnceCell<Arc<T>>>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Kept<T> {
    async fn get<F>(&self, key: Key, make: impl FnOnce() -> F) -> Result<Arc<T>, Failure>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let place = self.place(key);
        let made = place.get_or_try_init(async || make().await.map(Arc::new));
        made.await.cloned()
    }

    /// The place of a campaign. Where all are taken another goes, which costs a count when somebody asks for it again.
    fn place(&self, key: Key) -> Arc<OnceCell<Arc<T>>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(&key) {
            // Rather one for which nobody waits.
            let mut others = kept.iter();
            let other = others.find(|(_, place)| Arc::strong_count(place) == 1);
            let other = other.or_else(|| kept.iter().next());
            if let Some(other) = other.map(|(other, _)| *other) {
                kept.remove(&other);
            }
        }
        kept.entry(key).or_default().clone()
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use uuid::Uuid;

    fn key(place: usize) -> Key {
        let id = Uuid::from_u128(place as u128);
        Key::new(id.into(), id.into())
    }

    #[tokio::test]
    async fn who_comes_while_it_is_counted_waits_for_it() {
        let (kept, made) = (Kept::default(), AtomicUsize::new(0));
        let make = async || {
            tokio::task::yield_now().await;
            Ok(made.fetch_add(1, Ordering::Relaxed))
        };
        let (one, other) = tokio::join!(kept.get(key(0), make), kept.get(key(0), make));
        assert!(Arc::ptr_eq(&one.unwrap(), &other.unwrap()));
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn where_counting_fails_the_next_counts() {
        let kept = Kept::default();
        let fails = async || {
            tokio::task::yield_now().await;
            Err(Failure::not_found())
        };
        let (one, other) = tokio::join!(kept.get(key(0), fails), kept.get(key(0), async || Ok(7)));
        assert!(one.is_err());
        assert_eq!(*other.unwrap(), 7);
    }

    #[tokio::test]
    async fn no_more_are_kept_than_fit() {
        let kept = Kept::default();
        for place in 0..=MOST {
            let _ = kept.get(key(place), async || Ok(place)).await.unwrap();
        }
        assert_eq!(kept.0.lock().unwrap().len(), MOST);
        // The last is there, and is not counted again.
        let last = kept.get(key(MOST), async || Ok(0)).await.unwrap();
        assert_eq!(*last, MOST);
    }
}
