//! Answers are mixed once, whoever looks at the same time and however often somebody breaks off.

use akoki_api::{app::service_call, seal::seal, survey::Keys, worker};
use akoki_domain::{
    id::SurveyCampaignId,
    survey::{layout::Layout, outcome::Outcome, packed::Payload},
};
use akoki_persistence::repo::survey::{
    Key,
    answering::take_in,
    campaign::content,
    mixing::{self, Leftover, clear},
    outcome,
};
use akoki_tests::{TestApp, both_stores};
use serde_json::json;
use std::{collections::BTreeSet, time::Duration};
use uuid::Uuid;

use super::{DAY, World, world};

const ANSWERS: usize = 3_000;
const AT_ONCE: usize = 6;

/// Answers that say whose they are: the number in base four.
fn scores(width: usize, number: usize) -> Vec<u8> {
    let digit = |place: u32| number / 4_usize.pow(place) % 4;
    let places = 0..u32::try_from(width).unwrap();
    places
        .map(|place| u8::try_from(digit(place)).unwrap() + 1)
        .collect()
}

/// Ids in an order that tells nothing.
fn id(number: usize) -> Uuid {
    let odd = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835_u128;
    Uuid::from_u128(odd.wrapping_mul(number as u128 + 1))
}

/// So many answers wait, and one that nobody can open.
async fn waiting(world: &World, key: Key) -> Layout {
    let content = content(&world.store().await, key).await.unwrap().unwrap();
    let layout = Layout::of(&content);
    let inbox = Keys::of(&world.app.shared).inbox_key(SurveyCampaignId(key.campaign));
    let sealed = |number: usize| {
        let payload = Payload {
            group: u32::from(number % 2 == 1),
            dimensions: [None, None],
            scores: scores(layout.width(), number),
            texts: Vec::new(),
        };
        let id = id(number);
        let plain = layout.encode(&payload).unwrap();
        (id, seal(&inbox, id.as_bytes(), &plain).unwrap())
    };
    let mut all: Vec<(Uuid, Vec<u8>)> = (0..ANSWERS).map(sealed).collect();
    all.push((id(ANSWERS), vec![0]));
    let call = service_call(&world.app.shared, "test").await.unwrap();
    let taken = call.unit(move |tx| {
        let all = all.clone();
        Box::pin(async move { Ok(take_in(tx, key, &all).await?) })
    });
    assert!(taken.await.unwrap());
    layout
}

/// All that falls due, by somebody who may be broken off.
async fn look(app: &TestApp, within: Option<Duration>) -> bool {
    let call = service_call(&app.shared, "test").await.unwrap();
    let looking = worker::run_due(&call);
    match within {
        Some(within) => tokio::time::timeout(within, looking)
            .await
            .is_ok_and(|done| done.is_ok()),
        None => looking.await.is_ok(),
    }
}

/// Every answer is there as it was given, once, and nothing waits.
async fn all_is_there(world: &World, key: Key, layout: &Layout) {
    let store = world.store().await;
    let kept: Outcome = outcome::get(&store, key).await.unwrap().unwrap();
    assert_eq!(kept.took_part[&0].respondents, ANSWERS as u64);
    let blocks = outcome::blocks(&store, key).await.unwrap();
    let rows = blocks
        .iter()
        .flat_map(|(_, packed)| packed.chunks(layout.width()));
    let rows: Vec<Vec<u8>> = rows.map(<[u8]>::to_vec).collect();
    assert_eq!(rows.len(), ANSWERS);
    let given: BTreeSet<Vec<u8>> = (0..ANSWERS)
        .map(|one| scores(layout.width(), one))
        .collect();
    assert_eq!(rows.into_iter().collect::<BTreeSet<_>>(), given);
    assert_eq!(mixing::how_many_wait(&store, key).await.unwrap(), 0);
}

both_stores! {
    fn an_answer_that_cannot_be_opened_keeps_all_and_many_at_once_mix_the_others_once(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["groups"][1]["population"] = json!(ANSWERS);
        stated["groups"][2]["population"] = json!(ANSWERS);
        let campaign = world.launched(stated).await;
        let key = world.key_of(&campaign);
        let layout = waiting(&world, key).await;
        world.app.shared.clock.advance(30 * DAY);
        assert!(!look(&world.app, None).await, "one cannot be opened");
        let state = async || world.leader_now().await.get(&campaign).await.expect(200).json["state"].clone();
        assert_eq!(state().await, "processing");
        let store = world.store().await;
        assert_eq!(outcome::get::<Outcome>(&store, key).await.unwrap(), None);
        assert_eq!(mixing::how_many_wait(&store, key).await.unwrap(), ANSWERS as u64 + 1);

        world.app.store().execute("DELETE FROM survey_inbox WHERE length(sealed) < 10").await.unwrap();
        // Some are broken off, wherever they are by then; others look at the same time.
        for time in [1, 30, 60] {
            let broken = Some(Duration::from_millis(time));
            let _ = tokio::join!(look(&world.app, broken), look(&world.app, broken));
        }
        let all: [_; AT_ONCE] = std::array::from_fn(|_| look(&world.app, None));
        let done = futures_util::future::join_all(all).await;
        assert!(done.iter().all(|done| *done), "{done:?}");
        assert_eq!(state().await, "followUp");
        all_is_there(&world, key, &layout).await;
    }
}

both_stores! {
    fn whoever_waits_for_the_same_rows_does_not_say_that_all_are_gone(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["groups"][1]["population"] = json!(ANSWERS);
        let campaign = world.launched(stated).await;
        let key = world.key_of(&campaign);
        waiting(&world, key).await;
        let call = service_call(&world.app.shared, "test").await.unwrap();
        let half = ANSWERS as u64 / 2;
        let taken = async || {
            call.unit(move |tx| Box::pin(async move {
                let all = clear(tx, key, Leftover::Inbox, half).await?;
                // Long enough for the other to want the same rows.
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(all)
            })).await.unwrap()
        };
        // One answer is left at least, whoever took which of the others.
        assert_eq!(tokio::join!(taken(), taken()), (false, false));
        while !taken().await {}
        let left = mixing::how_many_wait(&world.store().await, key).await.unwrap();
        assert_eq!(left, 0);
    }
}

both_stores! {
    fn an_outcome_is_kept_once(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let key = world.key_of(&campaign);
        let call = service_call(&world.app.shared, "test").await.unwrap();
        let kept = async |text: &'static str| {
            call.unit(move |tx| Box::pin(async move { Ok(outcome::put(tx, key, &text).await?) })).await.unwrap()
        };
        assert!(kept("first").await);
        assert!(!kept("second").await);
        let found: Option<String> = outcome::get(&world.store().await, key).await.unwrap();
        assert_eq!(found.as_deref(), Some("first"));
        // What cannot be written is no outcome: a key of JSON is a text.
        let key = Key { campaign: id(0), ..key };
        let unwritten = call.unit(move |tx| {
            let outcome = std::collections::BTreeMap::from([((1, 2), 3)]);
            Box::pin(async move { Ok(outcome::put(tx, key, &outcome).await?) })
        });
        assert!(unwritten.await.is_err());
    }
}
