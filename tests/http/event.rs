//! The feed: complete, in order, to those who may read, and not for ever.

use super::follower::{Follower, settle, types};
use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores, send};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

both_stores! {
    fn what_happens_to_a_resource_can_be_followed(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        settle(&app).await;
        let mut follower = Follower::latest(&officer).await;
        let school = app.school(&officer, board, "School").await;
        let path = format!("/v1/organisation-units/{school}");
        officer.patch(&path, json!({"name": "Andere naam"})).await.expect(200);
        officer.patch(&path, json!({"name": "Andere naam"})).await.expect(200);
        officer.delete(&path).await.expect(204);
        officer.get(&path).await.refused(404, "not-found");
        settle(&app).await;
        let events = follower.rest(&officer, "").await;
        let seen: Vec<_> = events.iter().map(|event| (event["type"].as_str().unwrap(), event["version"].as_i64().unwrap())).collect();
        assert_eq!(seen, [
            ("nl.akoki.organisationunit.created.v1", 1),
            ("nl.akoki.organisationunit.updated.v1", 2),
            ("nl.akoki.organisationunit.deleted.v1", 3),
        ]);
        for event in &events {
            assert_eq!(event["subject"], json!(path));
            assert_eq!((&event["boardId"], &event["unitId"], &event["data"]), (&json!(board), &json!(school), &Value::Null));
            assert!(event["time"].as_str().unwrap().ends_with('Z') && event["id"].is_string());
            assert_eq!(event.as_object().unwrap().len(), 8, "thin: {event}");
        }
        assert!(!follower.answer.json["hasMore"].as_bool().unwrap());
        assert!(follower.answer.header("link").contains(&follower.cursor));
    }
}

both_stores! {
    fn nobody_follows_what_they_may_not_read(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let mine = app.school(&officer, board, "Mijn").await;
        let theirs = app.school(&officer, board, "Hun").await;
        let leader = app.caller(Role::SchoolLeader, mine).await;
        let scopes = Scopes::parse("events.read people.read").unwrap();
        let narrow = app.caller_with(Role::BoardQualityOfficer, board, &scopes).await;
        settle(&app).await;
        let subjects = async |caller| -> BTreeSet<String> {
            let events = Follower::beginning().rest(caller, "").await;
            // What is shipped is there for all.
            let own = events.iter().filter(|event| event["boardId"].is_string());
            own.map(|event| event["subject"].as_str().unwrap().to_owned()).collect()
        };
        let path = |id| format!("/v1/organisation-units/{id}");
        assert_eq!(subjects(&officer).await, [path(board), path(mine), path(theirs)].into());
        assert_eq!(subjects(&leader).await, [path(mine)].into());
        assert_eq!(subjects(&stranger).await, [path(other)].into());
        assert_eq!(subjects(&narrow).await, [].into(), "the token does not carry organisation.read");
        assert_eq!(subjects(&app.platform().await).await.len(), 4);
        app.anonymous().get("/v1/events").await.refused(401, "unauthenticated");
    }
}

both_stores! {
    fn the_feed_is_narrowed_by_type_and_unit(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let team = json!({"kind": "team", "name": "Team", "parentId": school});
        let team = officer.post("/v1/organisation-units", team).await.expect(201).id();
        officer.patch(&format!("/v1/organisation-units/{school}"), json!({"shortName": "S"})).await.expect(200);
        settle(&app).await;
        let under = Follower::beginning().rest(&officer, &format!("&unit={school}")).await;
        assert_eq!(types(&under), ["created", "created", "updated"]);
        let updated = "&type=nl.akoki.organisationunit.updated.v1";
        assert_eq!(types(&Follower::beginning().rest(&officer, updated).await), ["updated"]);
        let both = format!("{updated}&type=nl.akoki.organisationunit.created.v1&unit={team}");
        assert_eq!(types(&Follower::beginning().rest(&officer, &both).await), ["created"]);
        let wrong = officer.get("/v1/events?type=x&unit=1&limit=501&wait=31&cursor=abc&page=2").await.refused(400, "invalid-input");
        let locations: Vec<_> = wrong.errors().into_iter().map(|(location, _)| location).collect();
        assert_eq!(locations, ["cursor", "limit", "page", "type", "unit", "wait"]);
    }
}

both_stores! {
    fn a_poll_waits_for_what_is_to_come(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        settle(&app).await;
        let cursor = Follower::latest(&officer).await.cursor;
        let started = Instant::now();
        // More polls than the service has connections: none is held while waiting.
        let polls: Vec<_> = (0..40).map(|_| {
            let (officer, path) = (officer.clone(), format!("/v1/events?wait=20&cursor={cursor}"));
            tokio::spawn(async move { officer.get(&path).await.expect(200) })
        }).collect();
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(polls.iter().all(|poll| !poll.is_finished()));
        let school = app.school(&officer, board, "School").await;
        for poll in polls {
            let answer = poll.await.unwrap();
            assert_eq!(answer.items()[0]["subject"], json!(format!("/v1/organisation-units/{school}")));
        }
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
        let started = Instant::now();
        let nothing = officer.get("/v1/events?wait=1&cursor=latest").await.expect(200);
        assert!(nothing.items().is_empty() && started.elapsed() >= Duration::from_millis(900));
    }
}

both_stores! {
    fn a_token_that_is_revoked_or_ends_is_told_so(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        settle(&app).await;
        officer.get("/v1/events?cursor=latest").await.expect(200);
        let poll = {
            let officer = officer.clone();
            tokio::spawn(async move { officer.get("/v1/events?cursor=latest&wait=5").await })
        };
        tokio::time::sleep(Duration::from_millis(300)).await;
        app.shared.clock.advance(2 * 3_600_000);
        let _ = poll.await.unwrap().refused(401, "unauthenticated");
    }
}

/// Lets time go by, and what falls due happen.
async fn pass(app: &TestApp, millis: i64) {
    app.shared.clock.advance(millis);
    settle(app).await;
}

both_stores! {
    fn what_is_older_than_thirty_days_is_gone(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = json!({"kind": "school", "name": "Een", "parentId": board});
        let first = officer.post_once("/v1/organisation-units", "k", school.clone()).await.expect(201);
        settle(&app).await;
        let old = Follower::latest(&officer).await.cursor;
        let made = "&type=nl.akoki.organisationunit.created.v1";
        let day = 86_400_000;
        pass(&app, 20 * day).await;
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        app.school(&officer, board, "Twee").await;
        settle(&app).await;
        let recent = Follower::latest(&officer).await.cursor;
        assert_eq!(Follower::beginning().rest(&officer, made).await.len(), 3);
        pass(&app, 11 * day).await;
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        settle(&app).await;
        // The one that had seen everything up to then has missed nothing.
        assert_eq!(officer.get(&format!("/v1/events?cursor={old}")).await.expect(200).items().len(), 1);
        assert_eq!(Follower::beginning().rest(&officer, made).await.len(), 1);
        pass(&app, 20 * day).await;
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        settle(&app).await;
        officer.get(&format!("/v1/events?cursor={old}")).await.refused(410, "cursor-expired");
        assert_eq!(officer.get(&format!("/v1/events?cursor={recent}")).await.expect(200).items().len(), 0);
        assert!(Follower::beginning().rest(&officer, "").await.is_empty());
        // The answer kept for the idempotency key is forgotten too: of another caller, so only seen here.
        let again = officer.post_once("/v1/organisation-units", "k", school).await.expect(201);
        assert_ne!(again.id(), first.id());
    }
}

both_stores! {
    fn a_follower_among_many_writers_misses_nothing_and_sees_nothing_twice(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        settle(&app).await;
        let mut follower = Follower::latest(&officer).await;
        let shared = app.school(&officer, board, "Gedeeld").await;
        let writers: Vec<_> = (0..6).map(|lane| {
            let officer = officer.clone();
            tokio::spawn(async move {
                let mut written = BTreeMap::new();
                for n in 0..12 {
                    let body = json!({"kind": "school", "name": format!("S{lane}-{n}"), "parentId": board});
                    let path = officer.post("/v1/organisation-units", body).await.expect(201).header("location").to_owned();
                    officer.patch(&path, json!({"shortName": "a"})).await.expect(200);
                    officer.patch(&format!("/v1/organisation-units/{shared}"), json!({"shortName": format!("{lane}.{n}")})).await.expect(200);
                    let last = if n % 3 == 0 { officer.delete(&path).await.expect(204); 3 } else { 2 };
                    written.insert(path, last);
                }
                written
            })
        }).collect();
        let watch = {
            let officer = officer.clone();
            tokio::spawn(async move {
                let mut events = Vec::new();
                // As many as the writers will write: six times twelve schools, and the one they share.
                while events.len() < 6 * (12 * 3 + 4) + 1 {
                    let page = follower.page(&officer, "&limit=7&wait=10").await;
                    assert!(!page.is_empty() || follower.answer.json["hasMore"] == true, "{} events, then nothing", events.len());
                    events.extend(page);
                }
                tokio::time::sleep(Duration::from_millis(500)).await;
                events.extend(follower.rest(&officer, "").await);
                events
            })
        };
        let mut expected: BTreeMap<String, i64> = BTreeMap::new();
        for writer in writers {
            expected.extend(writer.await.unwrap());
        }
        expected.insert(format!("/v1/organisation-units/{shared}"), 1 + 6 * 12);
        let events = watch.await.unwrap();
        let ids: BTreeSet<_> = events.iter().map(|event| event["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), events.len(), "twice");
        let mut versions: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for event in &events {
            let subject = event["subject"].as_str().unwrap().to_owned();
            versions.entry(subject).or_default().push(event["version"].as_i64().unwrap());
        }
        for (subject, seen) in &versions {
            let all: Vec<i64> = (1..=expected[subject]).collect();
            assert_eq!(seen, &all, "{subject}");
        }
        assert_eq!(versions.len(), expected.len());
    }
}

both_stores! {
    fn the_types_are_published(store) {
        let app = TestApp::start(store).await;
        let types = app.anonymous().get("/v1/event-types").await.expect(200);
        let created = types.items().iter().find(|item| item["type"] == "nl.akoki.organisationunit.created.v1").unwrap();
        assert_eq!((&created["version"], &created["collection"]), (&json!(1), &json!("/v1/organisation-units")));
        assert_eq!(created["descriptionNl"], "Nieuw: organisatie-eenheid.");
        assert_eq!(created["descriptionEn"], "New: organisation unit.");
        let operations = akoki_api::operations();
        for item in types.items() {
            let collection = item["collection"].as_str().unwrap().trim_start_matches("/v1");
            let served = operations.iter().any(|operation| operation.path.starts_with(collection));
            assert!(served, "{item}");
        }
        let request = app.anonymous().request(Method::DELETE, "/v1/event-types");
        send(request).await.refused(405, "method-not-allowed");
    }
}

both_stores! {
    fn what_an_event_points_at_can_be_read(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let standards = ["OP0", "OP1", "OP2", "OP3", "OP4", "OP6", "VS1", "VS2", "OR1", "OR2", "SKA1", "SKA2", "SKA3"];
        let answers: Vec<_> = standards.map(|standard| json!({"standard": standard, "status": "inOrder"})).into();
        let body = json!({"edition": "inspectorate/2025/po", "answers": answers});
        officer.post(&format!("/v1/organisation-units/{school}/baseline"), body).await.expect(201);
        settle(&app).await;
        let events = Follower::beginning().rest(&officer, "").await;
        for kind in ["baseline", "frameworkversion", "organisationunit"] {
            let kind = format!("nl.akoki.{kind}.created.v1");
            let event = events.iter().find(|event| event["type"] == *kind).unwrap_or_else(|| panic!("{kind}"));
            officer.get(event["subject"].as_str().unwrap()).await.expect(200);
        }
    }
}
