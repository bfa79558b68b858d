//! The trail: who changed what, in a chain that shows when somebody tampers with it.

use super::{follower::settle, raw};
use akoki_domain::access::Role;
use akoki_persistence::{Fault, Head, Report, repo::trail::erase, verify};
use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

async fn check(app: &TestApp, kept: &[Head]) -> Report {
    let call = app.service().await;
    verify(call.store(), &app.shared.key("trail"), kept)
        .await
        .unwrap()
}

async fn faults(app: &TestApp) -> Vec<(i64, Fault)> {
    let report = check(app, &[]).await;
    report
        .findings
        .iter()
        .map(|finding| (finding.number, finding.fault))
        .collect()
}

/// A board with a school that was changed a few times; the numbers of the board's entries.
async fn written(app: &TestApp) -> (Uuid, Uuid, Vec<i64>) {
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "School").await;
    for name in ["a", "b", "c"] {
        officer
            .patch(
                &format!("/v1/organisation-units/{school}"),
                json!({"shortName": name}),
            )
            .await
            .expect(200);
    }
    settle(app).await;
    let entries = officer.get("/v1/trail").await.expect(200);
    let numbers = entries
        .items()
        .iter()
        .map(|entry| entry["number"].as_i64().unwrap());
    (board, school, numbers.collect())
}

both_stores! {
    fn the_trail_says_who_changed_what(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let path = format!("/v1/organisation-units/{school}");
        let changed = officer.patch(&path, json!({"name": "Andere naam"})).await.expect(200);
        settle(&app).await;
        let trail = officer.get(&format!("/v1/trail?resource={school}")).await.expect(200);
        let entry = &trail.items()[1];
        assert_eq!(trail.items().len(), 2);
        assert_eq!(entry["changes"], json!({"name": {"from": "School", "to": "Andere naam"}}));
        assert_eq!((&entry["verb"], &entry["version"], &entry["erased"]), (&json!("updated"), &json!(2), &json!(false)));
        assert_eq!((&entry["subject"], &entry["operation"]), (&json!(path), &json!("changeOrganisationUnit")));
        assert_eq!(entry["requestId"], changed.header("x-request-id"));
        assert_eq!(entry["principalId"], trail.items()[0]["principalId"]);
        assert_eq!(officer.get(&format!("/v1/trail?unitId={board}")).await.items().len(), 3);
        assert_eq!(officer.get(&format!("/v1/trail?unitId={school}")).await.items().len(), 2);
        assert!(officer.get("/v1/trail?from=2999-01-01T00:00:00Z").await.items().is_empty());
        assert_eq!(officer.get("/v1/trail?from=2026-01-01T00:00:00%2B01:00").await.items().len(), 3);
        let wrong = officer.get("/v1/trail?unitId=x&resource=y&from=2026&limit=0&sortOrder=up&cursor=z&page=1").await.refused(400, "invalid-input");
        let locations: Vec<_> = wrong.errors().into_iter().map(|(location, _)| location).collect();
        assert_eq!(locations, ["cursor", "from", "limit", "page", "resource", "sortOrder", "unitId"]);
    }
}

both_stores! {
    fn the_trail_is_read_in_pages_by_those_who_may(store) {
        let app = TestApp::start(store).await;
        let (board, _, numbers) = written(&app).await;
        let officer = app.caller(Role::PrivacyOfficer, board).await;
        assert!(numbers.is_sorted() && numbers.len() == 5);
        for (order, expected) in [("asc", numbers.clone()), ("desc", numbers.iter().rev().copied().collect())] {
            let mut seen: Vec<i64> = Vec::new();
            let mut path = format!("/v1/trail?limit=2&sortOrder={order}");
            loop {
                let page = officer.get(&path).await.expect(200);
                seen.extend(page.items().iter().map(|entry| entry["number"].as_i64().unwrap()));
                let Some(next) = page.json["nextCursor"].as_str() else { break };
                assert!(page.header("link").contains(next));
                path = format!("/v1/trail?limit=2&sortOrder={order}&cursor={next}");
            }
            assert_eq!(seen, expected, "{order}");
        }
        let (_, stranger) = app.board("Twee").await;
        settle(&app).await;
        assert_eq!(stranger.get("/v1/trail").await.expect(200).items().len(), 1, "its own board only");
        for role in [Role::SchoolLeader, Role::BoardMember, Role::Staff] {
            let other = app.caller(role, board).await;
            assert_eq!(other.get("/v1/trail").await.expect(200).items(), &[] as &[Value]);
        }
    }
}

both_stores! {
    fn an_untouched_trail_is_whole(store) {
        let app = TestApp::start(store).await;
        let (board, _, numbers) = written(&app).await;
        let report = check(&app, &[]).await;
        assert_eq!((report.findings.as_slice(), report.erased, report.unsealed), (&[][..], 0, 0));
        let head = report.heads.iter().find(|head| head.board == board).unwrap().clone();
        assert_eq!(Some(&head.number), numbers.last());
        // More is written: the head that was kept is still in the chain.
        let _ = app.board("Twee").await;
        written(&app).await;
        let later = check(&app, &report.heads).await;
        assert!(later.findings.is_empty() && later.entries > report.entries);
        let other = Head { chain: vec![7; 32], ..head };
        let found = check(&app, std::slice::from_ref(&other)).await.findings;
        assert_eq!(found.iter().map(|finding| finding.fault).collect::<Vec<_>>(), [Fault::KeptHeadDiffers]);
        let call = app.service().await;
        let wrong_key = verify(call.store(), b"another key", &[]).await.unwrap();
        assert_eq!(wrong_key.findings.len() as u64, later.entries, "nobody else can make the chain");
    }
}

both_stores! {
    fn a_changed_value_is_found(store) {
        let app = TestApp::start(store).await;
        let (_, _, numbers) = written(&app).await;
        let entry = format!("(SELECT id FROM trail WHERE number = {})", numbers[3]);
        raw::execute(&app, &format!("UPDATE trail_value SET changes = '{{}}' WHERE trail_id = {entry}")).await;
        assert_eq!(faults(&app).await, [(numbers[3], Fault::ValuesChanged)]);
    }
}

both_stores! {
    fn a_changed_entry_is_found(store) {
        let app = TestApp::start(store).await;
        let (_, _, numbers) = written(&app).await;
        let nobody = raw::id(&app, Uuid::from_u128(1));
        for change in ["verb = 'deleted'", "version = 9", "at = at + 1", "operation = 'other'", "principal_id = NULL", &format!("resource_id = {nobody}"), "noun = 'person'"] {
            let before = faults(&app).await;
            assert!(before.is_empty());
            raw::define(&app, &format!("CREATE TABLE kept AS SELECT * FROM trail WHERE number = {}", numbers[1])).await;
            raw::execute(&app, &format!("UPDATE trail SET {change} WHERE number = {}", numbers[1])).await;
            assert_eq!(faults(&app).await, [(numbers[1], Fault::LinkBroken)], "{change}");
            let columns = "verb, version, at, operation, principal_id, resource_id, noun";
            raw::execute(&app, &format!("UPDATE trail SET ({columns}) = (SELECT {columns} FROM kept) WHERE number = {}", numbers[1])).await;
            raw::define(&app, "DROP TABLE kept").await;
        }
    }
}

both_stores! {
    fn a_removed_entry_is_found(store) {
        let app = TestApp::start(store).await;
        let (_, _, numbers) = written(&app).await;
        remove(&app, numbers[2]).await;
        assert_eq!(faults(&app).await, [(numbers[3], Fault::LinkBroken)]);
    }
}

async fn remove(app: &TestApp, number: i64) {
    let entry = format!("(SELECT id FROM trail WHERE number = {number})");
    raw::execute(
        app,
        &format!("DELETE FROM trail_value WHERE trail_id = {entry}"),
    )
    .await;
    raw::execute(app, &format!("DELETE FROM trail WHERE number = {number}")).await;
}

both_stores! {
    fn an_end_that_was_cut_off_is_found(store) {
        let app = TestApp::start(store).await;
        let (board, _, numbers) = written(&app).await;
        let kept = check(&app, &[]).await.heads;
        remove(&app, numbers[4]).await;
        assert_eq!(faults(&app).await, [(numbers[3], Fault::TailDiffers)]);
        // Even when whoever cut it off also puts back what the sealer remembers.
        let chain = check(&app, &[]).await.heads.iter().find(|head| head.board == board).unwrap().chain.clone();
        let hex: String = chain.iter().map(|byte| format!("{byte:02x}")).collect();
        let (chain, board) = (raw::bytes(&app, &hex), raw::id(&app, board));
        raw::execute(&app, &format!("UPDATE seal SET chain = {chain} WHERE board_id = {board}")).await;
        assert_eq!(faults(&app).await, []);
        let found = check(&app, &kept).await.findings;
        assert_eq!(found.iter().map(|finding| (finding.number, finding.fault)).collect::<Vec<_>>(), [(numbers[4], Fault::KeptHeadDiffers)]);
    }
}

both_stores! {
    fn entries_in_another_order_are_found(store) {
        let app = TestApp::start(store).await;
        let (_, _, numbers) = written(&app).await;
        let (a, b) = (numbers[2], numbers[3]);
        for (from, to) in [(a, 1_000_000), (b, a), (1_000_000, b)] {
            raw::execute(&app, &format!("UPDATE trail SET number = {to} WHERE number = {from}")).await;
        }
        let found = faults(&app).await;
        assert!(found.contains(&(a, Fault::LinkBroken)) && found.contains(&(b, Fault::LinkBroken)), "{found:?}");
    }
}

both_stores! {
    fn erased_values_leave_the_chain_whole(store) {
        let app = TestApp::start(store).await;
        let (board, school, _) = written(&app).await;
        let call = app.service().await;
        let scope = call.scope();
        let erased = call.unit(move |tx| {
            let scope = scope.clone();
            Box::pin(async move { Ok(erase(tx, &scope, school).await?) })
        }).await.unwrap();
        assert_eq!(erased, 4);
        let report = check(&app, &[]).await;
        assert_eq!((report.findings.as_slice(), report.erased), (&[][..], 4));
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        let trail = officer.get(&format!("/v1/trail?resource={school}")).await.expect(200);
        assert!(trail.items().iter().all(|entry| entry["changes"].is_null() && entry["erased"] == true));
        assert_eq!(trail.items().len(), 4);
    }
}
