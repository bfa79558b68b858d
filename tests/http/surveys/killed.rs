//! Many answer at once while the process is killed again and again: what was said to be kept is kept, once.

use akoki_domain::{id::SurveyCampaignId, survey::outcome::Outcome};
use akoki_persistence::repo::survey::{Key, outcome};
use akoki_tests::{
    Caller, both_stores,
    process::{self, Process},
};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use super::{World, all_answered, world};

const CLIENTS: usize = 64;
const CODES: usize = 448;
const KILLS: usize = 3;

#[test]
#[ignore = "serves the tests below, as a process of its own"]
fn serves_until_it_is_killed() {
    process::serve();
}

/// Where the process serves at present, and how far those who answer are.
#[derive(Default)]
struct Course {
    address: Mutex<String>,
    /// So many heard that their answer is kept.
    kept: AtomicUsize,
    /// So many requests failed, and were sent again.
    failed: AtomicUsize,
}

/// Answers that say whose they are: the number in base four.
fn answers(questions: &[String], number: usize) -> Map<String, Value> {
    let mut rest = number;
    let mut digit = || {
        let digit = rest % 4 + 1;
        rest /= 4;
        digit
    };
    questions
        .iter()
        .map(|key| (key.clone(), json!(digit())))
        .collect()
}

/// Sends until it is heard what became of it.
async fn until_heard(
    course: &Course,
    token: Option<&str>,
    path: &str,
    body: Value,
) -> (u16, Value) {
    loop {
        let at = course.address.lock().unwrap().clone();
        let url = format!("{at}{path}");
        let mut request = reqwest::Client::new()
            .post(url)
            .json(&body)
            .timeout(Duration::from_secs(20));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Ok(answer) = request.send().await {
            let status = answer.status().as_u16();
            if let Ok(json) = answer.json().await
                && status < 500
            {
                return (status, json);
            }
        }
        let _ = course.failed.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// One after the other, each with a code; answers the numbers of those to whom it was said that it is kept.
async fn respond(
    course: Arc<Course>,
    codes: Vec<(usize, String)>,
    questions: Vec<String>,
) -> Vec<(usize, u16)> {
    let mut heard = Vec::new();
    for (number, code) in codes {
        let (_, begun) =
            until_heard(&course, None, "/v1/survey-sessions", json!({"code": code})).await;
        let Some(token) = begun["token"].as_str() else {
            continue;
        };
        let body = json!({"answers": answers(&questions, number)});
        let path = "/v1/survey-sessions/current/submission";
        let (status, _) = until_heard(&course, Some(token), path, body).await;
        let _ = course.kept.fetch_add(1, Ordering::SeqCst);
        heard.push((number, status));
    }
    heard
}

async fn questions(world: &World, campaign: &str) -> Vec<String> {
    let code = world.codes(campaign, "groep-8", 1).await.remove(0);
    let first: Caller = world.respondent(&code).await;
    all_answered(&first, 1).await.keys().cloned().collect()
}

both_stores! {
    fn every_answer_that_was_said_to_be_kept_is_kept_and_none_twice(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["groups"][1]["population"] = json!(CODES);
        let campaign = world.launched(stated).await;
        let questions = questions(&world, &campaign).await;
        let codes = world.codes(&campaign, "groep-7", u32::try_from(CODES).unwrap()).await;
        let serving = "http::surveys::killed::serves_until_it_is_killed";
        let mut process = Process::start(world.app.store(), serving).await;
        let course = Arc::new(Course::default());
        process.address().clone_into(&mut course.address.lock().unwrap());
        let numbered: Vec<(usize, String)> = codes.into_iter().enumerate().collect();
        let each = numbered.len().div_ceil(CLIENTS);
        let clients: Vec<_> = numbered
            .chunks(each)
            .map(|some| tokio::spawn(respond(course.clone(), some.to_vec(), questions.clone())))
            .collect();
        for kill in 1..=KILLS {
            // So many were kept that it is busy, and so few that many are still to come.
            while course.kept.load(Ordering::SeqCst) < CODES * kill / (KILLS + 1) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            let before = course.failed.load(Ordering::SeqCst);
            process.kill();
            assert!(course.kept.load(Ordering::SeqCst) < CODES - CLIENTS / 2, "all was done before kill {kill}");
            process = Process::start(world.app.store(), serving).await;
            let failed = course.failed.load(Ordering::SeqCst) - before;
            assert!(failed >= CLIENTS / 2, "kill {kill} hit {failed} requests only");
            process.address().clone_into(&mut course.address.lock().unwrap());
        }
        let mut heard = Vec::new();
        for client in clients {
            heard.extend(client.await.unwrap());
        }
        drop(process);
        assert!(heard.iter().all(|(_, status)| matches!(status, 200 | 201)), "{heard:?}");
        assert_eq!(heard.len(), CODES);
        world.close().await;
        let store = world.store().await;
        let id: SurveyCampaignId = campaign.rsplit('/').next().unwrap().parse().unwrap();
        let key = Key::new(world.board.into(), id);
        let kept: Outcome = outcome::get(&store, key).await.unwrap().unwrap();
        assert_eq!(kept.took_part[&0].respondents, CODES as u64);
        // Every answer, as it was given, once.
        let blocks = outcome::blocks(&store, key).await.unwrap();
        let rows: Vec<&[u8]> = blocks.iter().flat_map(|(_, packed)| packed.chunks(questions.len())).collect();
        let once: BTreeSet<&[u8]> = rows.iter().copied().collect();
        assert_eq!((rows.len(), once.len()), (heard.len(), heard.len()));
    }
}
